//! Expressions of the URL against a type of the model: names resolved, types checked, constants read.

mod path;

pub(crate) use path::Needs;

use edmund::query::{self, Arguments, Binary, Computed, Expr, Literal, OrderBy, Predicate};
use edmund_model::{Model, Primitive, StructId, Type, nearest};

use super::datum::{check_members, members};
use super::function::Function;
use super::node::{Path, Step};
use super::{Datum, Kind, Node, Shape};
use crate::{Refusal, value};

/// Parts that an expression may have, parameter aliases written out: each use of an alias counts anew.
const MAX_PARTS: usize = 20_000;
/// How deep parameter aliases may refer to each other.
const MAX_ALIAS_DEPTH: usize = 4;

/// Compiles the expressions of one request.
pub(crate) struct Compiler<'a> {
    model: &'a Model,
    ty: StructId,
    aliases: &'a [(String, String)],
    /// The query option, for messages.
    option: &'static str,
    /// Its text, for positions.
    text: &'a str,
    variables: Vec<Variable>,
    /// Aliases being read, so that one that refers to itself ends.
    open_aliases: Vec<String>,
    /// Parts compiled so far.
    parts: usize,
    /// Values with names of their own (`$compute`).
    pub(crate) computed: &'a [Computed],
    /// The members of the row.
    pub(crate) shape: Shape,
    /// What the expressions compiled so far read.
    pub(crate) needs: Needs,
}

struct Variable {
    name: String,
    kind: Kind,
    /// Names from the row to the collection it ranges over, when it ranges over entities.
    needs: Vec<String>,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(
        model: &'a Model,
        ty: StructId,
        aliases: &'a [(String, String)],
        option: &'static str,
        text: &'a str,
    ) -> Self {
        let (variables, open_aliases) = (Vec::new(), Vec::new());
        Compiler {
            model,
            ty,
            aliases,
            option,
            text,
            variables,
            open_aliases,
            parts: 0,
            computed: &[],
            shape: Shape::of_entities(),
            needs: Needs::default(),
        }
    }

    /// A Boolean expression.
    pub(crate) fn filter(&mut self, expr: &Expr) -> Result<Node, Refusal> {
        let (node, kind) = self.expr(expr)?;
        if !kind.fits(&Kind::Boolean) {
            return Err(self.refuse("", format!("the expression is of the type {} and not a condition", kind.name(self.model))));
        }
        Ok(node)
    }

    /// A term of `$orderby`.
    pub(crate) fn order(&mut self, term: &OrderBy) -> Result<Node, Refusal> {
        let (node, kind) = self.expr(&term.expr)?;
        match kind {
            Kind::Struct(_) | Kind::List(_) => {
                Err(self.refuse("", format!("values of the type {} have no order", kind.name(self.model))))
            }
            _ => Ok(node),
        }
    }

    fn refuse(&self, name: &str, message: impl std::fmt::Display) -> Refusal {
        let place = self.text.find(name).filter(|_| !name.is_empty());
        let place = place.map_or(String::new(), |byte| format!(" at position {}", self.text[..byte].chars().count()));
        Refusal::bad_request(format!("`{}`{place}: {message}", self.option)).with_target(self.option)
    }

    /// Any expression, with its type.
    pub(crate) fn expr(&mut self, expr: &Expr) -> Result<(Node, Kind), Refusal> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return Err(self.refuse("", format!("the expression has more than {MAX_PARTS} parts")));
        }
        match expr {
            Expr::Literal(Literal::Enum { ty, members: text }) => self.enum_literal(ty, text),
            Expr::Literal(literal) => {
                let (value, kind) =
                    Datum::of_literal(literal).ok_or_else(|| self.refuse("", format!("{literal:?} is not a valid value")))?;
                Ok((Node::Constant(value), kind))
            }
            Expr::Path(path) => match self.computed_before(path) {
                Some((before, expr)) => {
                    // It sees what is computed before it only, and so ends.
                    let all = std::mem::replace(&mut self.computed, before);
                    let compiled = self.expr(expr);
                    self.computed = all;
                    compiled
                }
                None => {
                    let path = self.path(path)?;
                    let kind = if path.count { Kind::Number } else { path.kind.clone() };
                    Ok((Node::Path(path), kind))
                }
            },
            Expr::Alias(name) => self.alias(name),
            Expr::And(operands) => Ok((Node::And(self.conditions(operands)?), Kind::Boolean)),
            Expr::Or(operands) => Ok((Node::Or(self.conditions(operands)?), Kind::Boolean)),
            Expr::Not(operand) => Ok((Node::Not(Box::new(self.condition(operand)?)), Kind::Boolean)),
            Expr::Negate(operand) => {
                let (node, kind) = self.expr(operand)?;
                match kind {
                    Kind::Number | Kind::Duration | Kind::Dynamic | Kind::Null => Ok((Node::Negate(Box::new(node)), kind)),
                    _ => Err(self.refuse("", format!("`-` does not apply to {}", kind.name(self.model)))),
                }
            }
            Expr::Binary { operator, left, right } => self.binary(*operator, left, right),
            Expr::Call { function, arguments: Arguments::Positional(arguments) } => self.call(function, arguments),
            Expr::Lambda { quantifier, collection, predicate } => {
                let Expr::Path(collection) = &**collection else { return Err(self.not_implemented(expr)) };
                let collection = self.path(collection)?;
                let condition = predicate.as_ref().map(|predicate| self.predicate(&collection, predicate)).transpose()?;
                if !matches!(collection.kind, Kind::List(_) | Kind::Dynamic) {
                    return Err(self.refuse("", format!("`{}` ranges over collections only", quantifier.word())));
                }
                Ok((Node::Lambda { quantifier: *quantifier, collection, condition }, Kind::Boolean))
            }
            Expr::List(_) => Err(self.refuse("", "a list can only stand behind `in`")),
            _ => Err(self.not_implemented(expr)),
        }
    }

    /// The computed value that a path names, and what is computed before it.
    fn computed_before(&self, path: &query::Path) -> Option<(&'a [Computed], &'a Expr)> {
        let [name] = path.segments() else { return None };
        let index = self.computed.iter().position(|computed| computed.alias == *name)?;
        let is_variable = self.variables.iter().any(|variable| variable.name == *name);
        self.computed.get(index).filter(|_| !is_variable).map(|computed| (&self.computed[..index], &computed.expr))
    }

    fn not_implemented(&self, expr: &Expr) -> Refusal {
        Refusal::not_implemented(format!("`{}`: the sandbox does not implement `{expr}`", self.option))
    }

    fn conditions(&mut self, operands: &[Expr]) -> Result<Vec<Node>, Refusal> {
        operands.iter().map(|operand| self.condition(operand)).collect()
    }

    fn condition(&mut self, expr: &Expr) -> Result<Node, Refusal> {
        let (node, kind) = self.expr(expr)?;
        if kind.fits(&Kind::Boolean) {
            return Ok(node);
        }
        let text = expr.to_string();
        Err(self.refuse(&text, format!("`{text}` is of the type {} and not a condition", kind.name(self.model))))
    }

    fn enum_literal(&mut self, ty: &str, text: &str) -> Result<(Node, Kind), Refusal> {
        match value::resolve_name(self.model, ty) {
            Some(Type::Enum(id)) => {
                let value = check_members(self.model, id, text, self.option)?;
                Ok((Node::Constant(Datum::Member(value)), Kind::Enum(id)))
            }
            _ => Err(self.refuse(ty, format!("`{ty}` is not an enumeration type of this service"))),
        }
    }

    fn alias(&mut self, name: &str) -> Result<(Node, Kind), Refusal> {
        let full = format!("@{name}");
        let Some((_, text)) = self.aliases.iter().find(|(known, _)| *known == full) else {
            return Err(self.refuse(&full, format!("the query string does not define the parameter alias `{full}`")));
        };
        if self.open_aliases.len() >= MAX_ALIAS_DEPTH {
            return Err(
                self.refuse(&full, format!("parameter aliases refer to each other more than {MAX_ALIAS_DEPTH} levels deep"))
            );
        }
        if self.open_aliases.contains(&full) {
            return Err(self.refuse(&full, format!("the parameter alias `{full}` refers to itself")));
        }
        let expr = query::parse_filter(text)
            .map_err(|error| Refusal::bad_request(format!("`{full}`: {error}")).with_target(full.clone()))?;
        self.open_aliases.push(full);
        let result = self.expr(&expr);
        self.open_aliases.pop();
        result
    }

    fn binary(&mut self, operator: Binary, left: &Expr, right: &Expr) -> Result<(Node, Kind), Refusal> {
        if operator == Binary::In {
            return self.membership(left, right);
        }
        let (mut first, mut first_kind) = self.expr(left)?;
        let (mut second, mut second_kind) = self.expr(right)?;
        self.coerce(&mut second, &mut second_kind, &first_kind)?;
        self.coerce(&mut first, &mut first_kind, &second_kind)?;
        let names = || (first_kind.name(self.model), second_kind.name(self.model));
        let refused = |compiler: &Self| {
            let (left_name, right_name) = names();
            let text = right.to_string();
            compiler
                .refuse(&text, format!("`{}` cannot join {left_name} (`{left}`) and {right_name} (`{text}`)", operator.word()))
        };
        let (first, second) = (Box::new(first), Box::new(second));
        match operator {
            Binary::Eq | Binary::Ne if first_kind.fits(&second_kind) => {
                Ok((Node::Compare(operator, first, second), Kind::Boolean))
            }
            Binary::Gt | Binary::Ge | Binary::Lt | Binary::Le if first_kind.fits(&second_kind) && is_ordered(&first_kind) => {
                Ok((Node::Compare(operator, first, second), Kind::Boolean))
            }
            Binary::Has if matches!(first_kind, Kind::Enum(_)) && first_kind.fits(&second_kind) => {
                Ok((Node::Has(first, second), Kind::Boolean))
            }
            Binary::Add | Binary::Sub | Binary::Mul | Binary::Div | Binary::DivBy | Binary::Mod => {
                let kind = arithmetic_kind(operator, &first_kind, &second_kind).ok_or_else(|| refused(self))?;
                Ok((Node::Arithmetic(operator, first, second), kind))
            }
            _ => Err(refused(self)),
        }
    }

    fn membership(&mut self, left: &Expr, right: &Expr) -> Result<(Node, Kind), Refusal> {
        let (first, kind) = self.expr(left)?;
        let exprs = match right {
            Expr::List(items) => items.as_slice(),
            other => std::slice::from_ref(other),
        };
        let mut items = Vec::new();
        for expr in exprs {
            let (mut node, mut item_kind) = self.expr(expr)?;
            self.coerce(&mut node, &mut item_kind, &kind)?;
            let fits = match &item_kind {
                Kind::List(item) => item.fits(&kind),
                item => item.fits(&kind),
            };
            if !fits {
                let text = expr.to_string();
                let (wanted, found) = (kind.name(self.model), item_kind.name(self.model));
                return Err(self.refuse(&text, format!("`in`: `{text}` is of the type {found}, `{left}` of {wanted}")));
            }
            items.push(node);
        }
        Ok((Node::In(Box::new(first), items), Kind::Boolean))
    }

    /// A string constant beside an enumeration is a member name (OData URL Conventions 4.01, section 5.1.1.14.1; Microsoft Graph writes only this).
    fn coerce(&self, node: &mut Node, kind: &mut Kind, wanted: &Kind) -> Result<(), Refusal> {
        let wanted = if let Kind::List(item) = wanted { item } else { wanted };
        if let (Node::Constant(Datum::Text(text)), Kind::String, Kind::Enum(id)) = (&*node, &*kind, wanted) {
            let value = match members(self.model, *id, text) {
                Some(value) => value,
                None => check_members(self.model, *id, text, self.option)?,
            };
            *node = Node::Constant(Datum::Member(value));
            *kind = Kind::Enum(*id);
        }
        Ok(())
    }

    fn call(&mut self, name: &str, arguments: &[Expr]) -> Result<(Node, Kind), Refusal> {
        if matches!(name, "isof" | "cast") {
            return self.type_function(name, arguments);
        }
        let Some(function) = Function::from_name(name) else {
            let known_elsewhere = name.starts_with("geo.") || matches!(name, "matchesPattern" | "matchespattern" | "case");
            if known_elsewhere || name.contains('.') {
                return Err(Refusal::not_implemented(format!(
                    "`{}`: the sandbox does not implement the function `{name}`",
                    self.option
                )));
            }
            let hint = nearest(name, Function::names()).map_or(String::new(), |name| format!("; did you mean `{name}`?"));
            return Err(self.refuse(name, format!("there is no function `{name}`{hint}")));
        };
        let (kinds, optional, result) = function.signature();
        if arguments.len() > kinds.len() || arguments.len() + optional < kinds.len() {
            return Err(self.refuse(name, format!("`{name}` takes {} arguments, not {}", kinds.len(), arguments.len())));
        }
        let mut nodes = Vec::new();
        for (argument, wanted) in arguments.iter().zip(kinds) {
            let (node, kind) = self.expr(argument)?;
            if !kind.fits(wanted) {
                let text = argument.to_string();
                let (wanted, found) = (wanted.name(self.model), kind.name(self.model));
                return Err(self.refuse(&text, format!("`{name}` takes {wanted}, and `{text}` is of the type {found}")));
            }
            nodes.push(node);
        }
        Ok((Node::Call(function, nodes), result))
    }

    /// `isof(type)`, `isof(path,type)`, `cast(path,type)`: on structures; casts between primitive types that are the same kind are free.
    fn type_function(&mut self, name: &str, arguments: &[Expr]) -> Result<(Node, Kind), Refusal> {
        let usage = || {
            Refusal::bad_request(format!("`{}`: `{name}` takes an optional path and a type name", self.option))
                .with_target(self.option)
        };
        let (operand, ty) = match arguments {
            [ty] => (None, ty),
            [operand, ty] => (Some(operand), ty),
            _ => return Err(usage()),
        };
        let Expr::Path(ty) = ty else { return Err(usage()) };
        let ty = ty.segments().join("/");
        let primitive = ty.strip_prefix("Edm.").and_then(Primitive::from_name).map(Type::Primitive);
        let target = primitive
            .or_else(|| value::resolve_name(self.model, &ty))
            .ok_or_else(|| self.refuse(&ty, format!("there is no type `{ty}`")))?;
        let path = match operand {
            None => Path { variable: None, steps: Vec::new(), kind: Kind::Struct(self.ty), count: false },
            Some(Expr::Path(path)) => self.path(path)?,
            Some(_) => {
                return Err(Refusal::not_implemented(format!(
                    "`{}`: the sandbox implements `{name}` of paths only",
                    self.option
                )));
            }
        };
        match (name, target, &path.kind) {
            ("isof", Type::Struct(id), Kind::Struct(_) | Kind::Dynamic) => Ok((Node::IsOf(path, id), Kind::Boolean)),
            ("isof", other, kind) => {
                let same = Kind::of_type(self.model, other) == *kind;
                Ok((Node::Constant(Datum::Boolean(same)), Kind::Boolean))
            }
            (_, other, kind) if Kind::of_type(self.model, other).fits(kind) => {
                Ok((Node::Path(path), Kind::of_type(self.model, other)))
            }
            _ => Err(Refusal::not_implemented(format!(
                "`{}`: the sandbox does not convert between types with `cast`",
                self.option
            ))),
        }
    }

    fn predicate(&mut self, collection: &Path, predicate: &Predicate) -> Result<Box<Node>, Refusal> {
        let kind = match &collection.kind {
            Kind::List(item) => (**item).clone(),
            _ => Kind::Dynamic,
        };
        let mut needs = collection
            .variable
            .and_then(|index| self.variables.get(index))
            .map(|variable| variable.needs.clone())
            .unwrap_or_default();
        needs.extend(collection.steps.iter().filter_map(|step| match step {
            Step::Member(name) => Some(name.clone()),
            Step::Cast(..) => None,
        }));
        self.variables.push(Variable { name: predicate.variable.clone(), kind, needs });
        let condition = self.condition(&predicate.condition);
        self.variables.pop();
        condition.map(Box::new)
    }
}

fn is_ordered(kind: &Kind) -> bool {
    !matches!(kind, Kind::Struct(_) | Kind::List(_))
}

/// The type of `left operator right`; `None` when the operator does not apply.
fn arithmetic_kind(operator: Binary, left: &Kind, right: &Kind) -> Option<Kind> {
    let is_sum = matches!(operator, Binary::Add | Binary::Sub);
    match (left, right) {
        (Kind::Dynamic | Kind::Null, _) | (_, Kind::Dynamic | Kind::Null) => Some(Kind::Dynamic),
        (Kind::Number, Kind::Number) => Some(Kind::Number),
        (Kind::DateTimeOffset | Kind::Date | Kind::Duration, Kind::Duration) if is_sum => Some(left.clone()),
        (Kind::DateTimeOffset, Kind::DateTimeOffset) | (Kind::Date, Kind::Date) if operator == Binary::Sub => {
            Some(Kind::Duration)
        }
        _ => None,
    }
}
