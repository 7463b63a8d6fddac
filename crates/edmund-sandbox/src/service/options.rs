//! Query options of a reading request, compiled against the type they speak of.

use std::collections::BTreeMap;

use edmund::query::{Computed, Direction, Expanded, ExpandedForm, Levels, Name, Options, OrderBy, Searched, Selected};
use edmund_model::{Model, StructId, Type};

use crate::query::{Compiler, Needs, Node};
use crate::rules::Rules;
use crate::{Refusal, value};

/// Expansions nested deeper than this are refused.
const MAX_EXPAND_DEPTH: usize = 8;

/// What a request wants of a collection or an entity.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) filter: Option<Node>,
    pub(super) order: Vec<(Node, Direction)>,
    /// What filter and order read.
    pub(super) needs: Needs,
    pub(super) search: Option<Searched>,
    /// Values with names of their own.
    pub(super) computed: Vec<(String, Node)>,
    pub(super) select: Selection,
    pub(super) expand: Vec<Expand>,
    pub(super) top: Option<usize>,
    pub(super) skip: usize,
    pub(super) count: bool,
    pub(super) token: Option<String>,
    pub(super) delta_token: Option<String>,
    /// Text of what decides which items there are and in which order.
    pub(super) signature: String,
}

/// What of a value is wanted; nothing named means everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Selection {
    pub(super) members: BTreeMap<String, Selection>,
}

impl Selection {
    /// Whether a member is wanted.
    pub(super) fn has(&self, name: &str) -> bool {
        self.members.is_empty() || self.members.contains_key(name)
    }

    /// What is wanted of a member.
    pub(super) fn of(&self, name: &str) -> Option<&Selection> {
        self.members.get(name).filter(|inner| !inner.members.is_empty())
    }
}

/// One navigation property to show inside.
#[derive(Clone, Debug, Default)]
pub(super) struct Expand {
    pub(super) name: String,
    pub(super) reading: Reading,
    pub(super) form: ExpandedForm,
    /// Only what is of this type.
    pub(super) cast: Option<StructId>,
    /// The options in its parentheses, as a query string.
    pub(super) query: String,
}

impl Reading {
    /// Compiles the options of a request for values of a type.
    pub(super) fn new(model: &Model, ty: StructId, options: &Options, rules: &Rules<'_>) -> Result<Reading, Refusal> {
        Reading::nested(model, ty, options, &options.custom, rules, 0)
    }

    fn nested(
        model: &Model,
        ty: StructId,
        options: &Options,
        aliases: &[(String, String)],
        rules: &Rules<'_>,
        depth: usize,
    ) -> Result<Reading, Refusal> {
        let mut reading = Reading { count: options.count.unwrap_or(false), ..Reading::default() };
        reading.top = options.top.map(|top| usize::try_from(top).unwrap_or(usize::MAX));
        reading.skip = options.skip.map_or(0, |skip| usize::try_from(skip).unwrap_or(usize::MAX));
        check_capabilities(options, rules)?;
        if let Some(expr) = &options.filter {
            let text = expr.to_string();
            let mut compiler = Compiler::new(model, ty, aliases, "$filter", &text);
            compiler.computed = &options.compute;
            reading.filter = Some(compiler.filter(expr)?);
            check_listed(rules, "FilterRestrictions", "NonFilterableProperties", &compiler.needs, "$filter")?;
            reading.needs = compiler.needs;
            reading.signature = format!("{text}\n{aliases:?}\n{:?}", options.compute);
        }
        if let Some(search) = &options.search {
            reading.needs.all = true;
            reading.signature += &format!("\n{search}");
            reading.search = Some(search.clone());
        }
        if !options.order_by.is_empty() {
            let text = options.order_by.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            let mut compiler = Compiler::new(model, ty, aliases, "$orderby", &text);
            compiler.computed = &options.compute;
            compiler.needs = std::mem::take(&mut reading.needs);
            for term in &options.order_by {
                reading.order.push((compiler.order(term)?, term.direction));
            }
            reading.needs = compiler.needs;
            reading.signature += &format!("\n{text}");
        }
        reading.computed = computed(model, ty, &options.compute, aliases)?;
        reading.select = selection(model, ty, &options.select, &options.compute)?;
        reading.expand =
            if options.expand.is_empty() { Vec::new() } else { expansions(model, ty, &options.expand, aliases, depth)? };
        refuse_not_implemented(options, depth)?;
        for (name, text) in &options.system {
            match name.as_str() {
                "$skiptoken" => reading.token = Some(text.clone()),
                "$deltatoken" => reading.delta_token = Some(text.clone()),
                "$format" if !text.contains("json") => {
                    return Err(Refusal::bad_request(format!("`$format`: the service answers in JSON, not `{text}`"))
                        .with_target("$format"));
                }
                "$format" | "$id" => {}
                _ => return Err(not_implemented(name)),
            }
        }
        Ok(reading)
    }
}

fn refuse_not_implemented(options: &Options, depth: usize) -> Result<(), Refusal> {
    let used = [
        (!options.apply.is_empty(), "$apply"),
        (options.index.is_some(), "$index"),
        (options.levels.is_some() && depth == 0, "$levels"),
    ];
    match used.into_iter().find(|(is_used, _)| *is_used) {
        Some((_, name)) => Err(not_implemented(name)),
        None => Ok(()),
    }
}

fn not_implemented(name: &str) -> Refusal {
    Refusal::not_implemented(format!("the sandbox does not implement the query option `{name}`")).with_target(name)
}

fn check_capabilities(options: &Options, rules: &Rules<'_>) -> Result<(), Refusal> {
    let used = [
        (options.filter.is_some(), "FilterRestrictions", "Filterable", "$filter"),
        (!options.order_by.is_empty(), "SortRestrictions", "Sortable", "$orderby"),
        (options.search.is_some(), "SearchRestrictions", "Searchable", "$search"),
        (options.count == Some(true), "CountRestrictions", "Countable", "$count"),
        (options.top.is_some(), "TopSupported", "", "$top"),
        (options.skip.is_some(), "SkipSupported", "", "$skip"),
        (!options.select.is_empty(), "SelectSupport", "Supported", "$select"),
        (!options.expand.is_empty(), "ExpandRestrictions", "Expandable", "$expand"),
    ];
    used.into_iter()
        .filter(|(is_used, ..)| *is_used)
        .try_for_each(|(_, term, member, option)| rules.require_option(term, member, option))
}

fn check_listed(rules: &Rules<'_>, term: &str, member: &str, needs: &Needs, option: &str) -> Result<(), Refusal> {
    match needs.properties.iter().find(|name| rules.lists(term, member, name)) {
        Some(name) => {
            let message =
                format!("the schema says that `{option}` cannot use `{name}` here (`Org.OData.Capabilities.V1.{term}/{member}`)");
            Err(Refusal::bad_request(message).with_target(option))
        }
        None => Ok(()),
    }
}

/// The values that `$compute` names, each from the properties of the row and what is computed before it.
fn computed(
    model: &Model,
    ty: StructId,
    items: &[Computed],
    aliases: &[(String, String)],
) -> Result<Vec<(String, Node)>, Refusal> {
    let mut computed = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let refuse = |message: String| Refusal::bad_request(format!("`$compute`: {message}")).with_target("$compute");
        let is_property = model.properties(ty).iter().any(|property| property.name == item.alias);
        if is_property || items[..index].iter().any(|earlier| earlier.alias == item.alias) {
            return Err(refuse(format!("the name `{}` is taken", item.alias)));
        }
        let text = item.expr.to_string();
        let mut compiler = Compiler::new(model, ty, aliases, "$compute", &text);
        compiler.computed = &items[..index];
        let node = compiler.order(&OrderBy { expr: item.expr.clone(), direction: Direction::Ascending })?;
        if !compiler.needs.navigations.is_empty() {
            let message = format!("`$compute`: the sandbox computes from properties only, not from `{text}`");
            return Err(Refusal::not_implemented(message).with_target("$compute"));
        }
        computed.push((item.alias.clone(), node));
    }
    Ok(computed)
}

fn selection(model: &Model, ty: StructId, items: &[Selected], computed: &[Computed]) -> Result<Selection, Refusal> {
    let mut selection = Selection::default();
    for item in items {
        match item {
            Selected::All => return Ok(Selection::default()),
            Selected::Path(path) if computed.iter().any(|computed| *path.segments() == [computed.alias.as_str()]) => {
                selection.members.insert(path.root().to_owned(), Selection::default());
            }
            Selected::Path(path) => select_path(model, ty, path.segments(), &mut selection)?,
            _ => {}
        }
    }
    Ok(selection)
}

fn select_path(model: &Model, ty: StructId, path: &[Name], into: &mut Selection) -> Result<(), Refusal> {
    let Some((name, rest)) = path.split_first() else { return Ok(()) };
    if let Some(Type::Struct(id)) = value::resolve_name(model, name) {
        return select_path(model, id, rest, into);
    }
    let property = model.properties(ty).into_iter().find(|property| property.name == *name);
    let is_navigation = model.navigations(ty).iter().any(|navigation| navigation.name == *name);
    let is_known = property.is_some() || is_navigation || name.contains(['.', '@']) || model.is_open(ty);
    if !is_known {
        let refusal = value::unknown_member(model, ty, name, "$select");
        return Err(Refusal { message: format!("`$select`: {}", refusal.message), ..refusal });
    }
    let was_whole = into.members.get(name.as_ref()).is_some_and(|inner| inner.members.is_empty());
    let inner = into.members.entry(name.to_string()).or_default();
    match (property.map(|property| property.ty.ty), rest.is_empty()) {
        (_, true) => inner.members.clear(),
        (Some(Type::Struct(id)), false) if !was_whole => select_path(model, id, rest, inner)?,
        _ => {}
    }
    Ok(())
}

fn expansions(
    model: &Model,
    ty: StructId,
    items: &[Expanded],
    aliases: &[(String, String)],
    depth: usize,
) -> Result<Vec<Expand>, Refusal> {
    if depth >= MAX_EXPAND_DEPTH {
        return Err(refuse_expand(format!("`$expand` is nested deeper than {MAX_EXPAND_DEPTH} levels")));
    }
    let is_star = |item: &&Expanded| item.path.segments() == ["*"];
    let single = items.iter().filter(|item| !is_star(item)).map(|item| expansion(model, ty, item, aliases, depth));
    let mut expands: Vec<Expand> = single.collect::<Result<_, _>>()?;
    if items.iter().any(|item| is_star(&item)) {
        for navigation in model.navigations(ty) {
            if expands.iter().all(|expand| expand.name != navigation.name) {
                expands.push(Expand { name: navigation.name.clone(), ..Expand::default() });
            }
        }
    }
    Ok(expands)
}

fn expansion(
    model: &Model,
    ty: StructId,
    item: &Expanded,
    aliases: &[(String, String)],
    depth: usize,
) -> Result<Expand, Refusal> {
    let not_implemented =
        || Refusal::not_implemented(format!("`$expand`: the sandbox does not implement `{item}`")).with_target("$expand");
    let structure = |name: &Name| match value::resolve_name(model, name) {
        Some(Type::Struct(id)) => Some(id),
        _ => None,
    };
    let (owner, name, cast) = match item.path.segments() {
        [name] => (ty, name, None),
        [first, second] => match (structure(first), structure(second)) {
            (Some(owner), None) => (owner, second, None),
            (None, Some(cast)) => (ty, first, Some(cast)),
            _ => return Err(not_implemented()),
        },
        [first, name, last] => match (structure(first), structure(last)) {
            (Some(owner), Some(cast)) => (owner, name, Some(cast)),
            _ => return Err(not_implemented()),
        },
        _ => return Err(not_implemented()),
    };
    let navigation = model.navigations(owner).into_iter().find(|navigation| navigation.name == *name);
    let Some(target) = navigation.and_then(|navigation| navigation.target) else {
        return Err(refuse_expand(format!(
            "`$expand`: the type `{}` has no navigation property `{name}`",
            model.structure(owner).name
        )));
    };
    let own: Vec<(String, String)> = item.options.custom.iter().chain(aliases).cloned().collect();
    let target = cast.unwrap_or(target);
    let mut reading = Reading::nested(model, target, &item.options, &own, &Rules::default(), depth + 1)?;
    let levels = match item.options.levels {
        None => 1,
        Some(Levels::Number(levels)) => levels,
        Some(Levels::Max) => MAX_EXPAND_DEPTH as u64,
    };
    let goes_on = depth + 2 <= MAX_EXPAND_DEPTH && model.navigations(target).iter().any(|navigation| navigation.name == *name);
    if levels > 1 && goes_on {
        let mut again = item.clone();
        again.options.levels = Some(Levels::Number(levels - 1));
        reading.expand.push(expansion(model, target, &again, aliases, depth + 1)?);
    }
    Ok(Expand { name: name.to_string(), reading, form: item.form, cast, query: item.options.to_string() })
}

fn refuse_expand(message: String) -> Refusal {
    Refusal::bad_request(message).with_target("$expand")
}
