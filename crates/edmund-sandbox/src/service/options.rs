//! Query options of a reading request, compiled against the type they speak of.

use std::collections::BTreeMap;

use edmund::query::{Direction, Expanded, ExpandedForm, Name, Options, Selected};
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
#[derive(Clone, Debug)]
pub(super) struct Expand {
    pub(super) name: String,
    pub(super) reading: Reading,
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
            reading.filter = Some(compiler.filter(expr)?);
            check_listed(rules, "FilterRestrictions", "NonFilterableProperties", &compiler.needs, "$filter")?;
            reading.needs = compiler.needs;
            reading.signature = format!("{text}\n{aliases:?}");
        }
        if !options.order_by.is_empty() {
            let text = options.order_by.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            let mut compiler = Compiler::new(model, ty, aliases, "$orderby", &text);
            compiler.needs = std::mem::take(&mut reading.needs);
            for term in &options.order_by {
                reading.order.push((compiler.order(term)?, term.direction));
            }
            reading.needs = compiler.needs;
            reading.signature += &format!("\n{text}");
        }
        reading.select = selection(model, ty, &options.select)?;
        reading.expand =
            if options.expand.is_empty() { Vec::new() } else { expansions(model, ty, &options.expand, aliases, depth)? };
        refuse_not_implemented(options)?;
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

fn refuse_not_implemented(options: &Options) -> Result<(), Refusal> {
    let used = [
        (options.search.is_some(), "$search"),
        (!options.compute.is_empty(), "$compute"),
        (!options.apply.is_empty(), "$apply"),
        (options.index.is_some(), "$index"),
        (options.levels.is_some(), "$levels"),
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

fn selection(model: &Model, ty: StructId, items: &[Selected]) -> Result<Selection, Refusal> {
    let mut selection = Selection::default();
    for item in items {
        match item {
            Selected::All => return Ok(Selection::default()),
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
                expands.push(Expand { name: navigation.name.clone(), reading: Reading::default(), query: String::new() });
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
    if item.form != ExpandedForm::Entities {
        return Err(not_implemented());
    }
    let (owner, name) = match item.path.segments() {
        [name] => (ty, name),
        [cast, name] => match value::resolve_name(model, cast) {
            Some(Type::Struct(id)) => (id, name),
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
    let reading = Reading::nested(model, target, &item.options, &own, &Rules::default(), depth + 1)?;
    Ok(Expand { name: name.to_string(), reading, query: item.options.to_string() })
}

fn refuse_expand(message: String) -> Refusal {
    Refusal::bad_request(message).with_target("$expand")
}
