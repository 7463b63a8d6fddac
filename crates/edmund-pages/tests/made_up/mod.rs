//! Schemas made up of numbers, for tests of what holds of all schemas.

/// Numbers that stand for a type: its kind, its base and whether it is abstract, its properties and its navigation properties, each with its type
/// and whether it has many values.
pub(crate) type Made = ((u8, u8, bool), Vec<(u8, bool)>, Vec<(u8, bool)>);

/// Numbers that stand for an operation: its owner, its parameter, whether it is a function, what it returns, and how it is called: on one entity,
/// on many or by an import.
pub(crate) type Call = (u8, u8, bool, u8, u8);

const TYPES: [&str; 15] = [
    "Edm.String",
    "Edm.Boolean",
    "Edm.Int32",
    "Edm.Int64",
    "Edm.Double",
    "Edm.Decimal",
    "Edm.Guid",
    "Edm.Date",
    "Edm.DateTimeOffset",
    "Edm.TimeOfDay",
    "Edm.Duration",
    "Edm.Binary",
    "shop.state",
    "shop.rights",
    "Edm.Stream",
];

/// How many of [`TYPES`] a parameter can have: a stream cannot be passed.
const VALUES: usize = TYPES.len() - 1;

fn many(name: &str, is_many: bool) -> String {
    if is_many { format!("Collection({name})") } else { name.to_owned() }
}

/// A schema made up of numbers: types with bases, keys and members of many kinds, operations, and who may do what.
struct Schema<'a> {
    types: &'a [Made],
    complex: Vec<usize>,
    entities: Vec<usize>,
}

impl Schema<'_> {
    fn new(types: &[Made]) -> Schema<'_> {
        let (complex, entities) = (0..types.len()).partition(|index| types[*index].0.0 % 3 == 2);
        Schema { types, complex, entities }
    }

    /// The base of a type: an earlier one of its kind, for half of all types.
    fn base(&self, index: usize) -> Option<usize> {
        let base = usize::from(self.types[index].0.1);
        let kin = if self.complex.contains(&index) { &self.complex } else { &self.entities };
        let earlier = kin.iter().filter(|other| **other < index).count();
        (earlier > 0 && base % 2 == 1).then(|| kin[base / 2 % earlier])
    }

    fn ty(&self, index: usize) -> String {
        let ((kind, _, is_abstract), properties, navigations) = &self.types[index];
        let is_complex = self.complex.contains(&index);
        let element = if is_complex { "ComplexType" } else { "EntityType" };
        let base = self.base(index).map(|base| format!(" BaseType=\"shop.thing{base}\"")).unwrap_or_default();
        let open = if kind % 5 == 0 { " OpenType=\"true\"" } else { "" };
        let media = if !is_complex && kind % 7 == 0 { " HasStream=\"true\"" } else { "" };
        // Nothing can be inside a complex type that nothing derives from.
        let has_heir = (0..self.types.len()).any(|other| self.base(other) == Some(index));
        let marked = if *is_abstract && has_heir { " Abstract=\"true\"" } else { "" };
        let key = if is_complex || self.base(index).is_some() { String::new() } else { key(*kind) };
        let properties = properties.iter().enumerate().map(|(number, made)| self.property(index, number, *made));
        let navigations = navigations.iter().enumerate().filter(|_| !is_complex);
        let navigations = navigations.map(|(number, made)| self.navigation(index, number, *made));
        let members: String = properties.chain(navigations).collect();
        let versioned = if !is_complex && kind % 6 == 4 { VERSIONED } else { "" };
        let said = said(usize::from(*kind) + index);
        format!("<{element} Name=\"thing{index}\"{base}{open}{media}{marked}>{key}{members}{versioned}{said}</{element}>")
    }

    fn property(&self, index: usize, number: usize, (ty, is_many): (u8, bool)) -> String {
        let ty = usize::from(ty) % (TYPES.len() + self.complex.len());
        let of_type = || format!("shop.thing{}", self.complex[ty - TYPES.len()]);
        let name = TYPES.get(ty).map_or_else(of_type, |name| (*name).to_owned());
        // A stream has no place in a list; where it must not be null, it cannot be removed.
        let is_stream = name == "Edm.Stream";
        let nullable = if is_stream && is_many { " Nullable=\"false\"" } else { "" };
        let said = said(index * 5 + number * 3 + ty);
        let ty = many(&name, is_many && !is_stream);
        format!("<Property Name=\"value{index}x{number}\" Type=\"{ty}\"{nullable}>{said}</Property>")
    }

    fn navigation(&self, index: usize, number: usize, (target, is_many): (u8, bool)) -> String {
        let target = self.entities[usize::from(target) % self.entities.len()];
        let contained = if number.is_multiple_of(2) { " ContainsTarget=\"true\"" } else { "" };
        let versioned = if number == 2 { VERSIONED } else { "" };
        let ty = many(&format!("shop.thing{target}"), is_many);
        let said = said(index + number + usize::from(is_many));
        format!(
            "<NavigationProperty Name=\"link{index}x{number}\" Type=\"{ty}\"{contained}>{versioned}{said}</NavigationProperty>"
        )
    }

    /// The operation, and its import if it has one.
    fn call(&self, number: usize, (owner, parameter, is_function, returned, how): Call) -> (String, String) {
        let element = if is_function { "Function" } else { "Action" };
        let (parameter, returned) = (TYPES[usize::from(parameter) % VALUES], TYPES[usize::from(returned) % VALUES]);
        let may = self.parameter(number + usize::from(how), parameter);
        let rest = |more: &str| {
            let said = said(number + usize::from(how));
            format!(
                "<Parameter Name=\"with\" Type=\"{parameter}\" Nullable=\"false\"/>{more}<ReturnType Type=\"{returned}\"/>{said}</{element}>"
            )
        };
        if how % 3 == 2 {
            let import = format!("<{element}Import Name=\"do{number}\" {element}=\"shop.do{number}\"/>");
            return (format!("<{element} Name=\"do{number}\">{}", rest(&may)), import);
        }
        let owner = self.entities[usize::from(owner) % self.entities.len()];
        let on = many(&format!("shop.thing{owner}"), how % 3 == 1);
        let bound = format!("<{element} Name=\"do{number}\" IsBound=\"true\"><Parameter Name=\"it\" Type=\"{on}\"/>");
        let one = format!("{bound}{}", rest(&may));
        // A function may have an overload with other parameters; an action may not.
        let other = if is_function && how % 4 == 1 { format!("{bound}{}", rest(OTHER)) } else { String::new() };
        (one + &other, String::new())
    }

    /// A second parameter: one that may be null, one that may be left out, both or neither; or none.
    fn parameter(&self, number: usize, ty: &str) -> String {
        if number.is_multiple_of(5) {
            return String::new();
        }
        let nullable = if number.is_multiple_of(2) { " Nullable=\"false\"" } else { "" };
        let optional = if number.is_multiple_of(3) { "<Annotation Term=\"Org.OData.Core.V1.OptionalParameter\"/>" } else { "" };
        format!("<Parameter Name=\"also\" Type=\"{ty}\"{nullable}>{optional}{}</Parameter>", said(number + 2))
    }

    /// A set, and who may read and change what is in it.
    fn set(&self, index: usize) -> String {
        let restrictions = match self.types[index].0.1 % 3 {
            0 => String::new(),
            1 => restriction("Read", "Thing.Read.All"),
            _ => restriction("Read", "Thing.Read.All") + &restriction("Update", "Thing.ReadWrite.All"),
        };
        let versioned = if self.types[index].0.1 % 4 == 2 { VERSIONED } else { "" };
        format!("<EntitySet Name=\"things{index}\" EntityType=\"shop.thing{index}\">{restrictions}{versioned}</EntitySet>")
    }
}

/// The parameters of an overload.
const OTHER: &str = "<Parameter Name=\"from\" Type=\"Edm.Int32\" Nullable=\"false\"/><Parameter Name=\"to\" Type=\"Edm.Int32\" Nullable=\"false\"/>";

const TEXTS: [&str; 6] = [
    "What it is",
    "One of these, such as `one` or `two_three`.",
    "A text_with_underscores, *stars*, [brackets](a.md), &lt;tags> &amp; pipes | in a row!",
    "First a sentence. Then another: see `a | b`.",
    "1. Not a list; #no heading",
    "Deprecated words are not deprecated. Optional values, Required. no more",
];

/// What is said of an element: nothing, a description, more of it, that it is deprecated, in all combinations.
fn said(number: usize) -> String {
    let text = |number: usize| TEXTS[number % TEXTS.len()];
    let string = |term: &str, text: &str| format!("<Annotation Term=\"Org.OData.Core.V1.{term}\" String=\"{text}\"/>");
    let mut said = String::new();
    if !number.is_multiple_of(3) {
        said += &string("Description", text(number));
        if number.is_multiple_of(2) {
            said += &string("LongDescription", text(number + 1));
        }
    }
    if number.is_multiple_of(4) {
        let facts = [
            ("Version", "2024-04/Retire.1"),
            ("Date", "2024-04-10"),
            ("RemovalDate", "2026-04-10"),
            ("Description", text(number / 4)),
        ];
        let known = facts.iter().enumerate().filter(|(bit, _)| (number / 4) & (1 << bit) != 0);
        let known = known.map(|(_, (name, value))| format!("<PropertyValue Property=\"{name}\" String=\"{value}\"/>"));
        said += &format!(
            "<Annotation Term=\"Org.OData.Core.V1.Revisions\"><Collection><Record><PropertyValue Property=\"Kind\">\
             <EnumMember>Org.OData.Core.V1.RevisionKind/Deprecated</EnumMember></PropertyValue>{}</Record></Collection></Annotation>",
            known.collect::<String>()
        );
    }
    said
}

/// What announces that changes need an ETag.
const VERSIONED: &str = "<Annotation Term=\"Org.OData.Core.V1.OptimisticConcurrency\"><Collection/></Annotation>";

fn key(kind: u8) -> String {
    let names: &[&str] = if kind % 4 == 1 { &["id", "part"] } else { &["id"] };
    let ty = ["Edm.String", "Edm.Guid", "Edm.Int32"][usize::from(kind) % 3];
    let references: String = names.iter().map(|name| format!("<PropertyRef Name=\"{name}\"/>")).collect();
    let properties = names.iter().map(|name| format!("<Property Name=\"{name}\" Type=\"{ty}\" Nullable=\"false\"/>"));
    format!("<Key>{references}</Key>{}", properties.collect::<String>())
}

fn restriction(verb: &str, scope: &str) -> String {
    format!(
        "<Annotation Term=\"Org.OData.Capabilities.V1.{verb}Restrictions\"><Record><PropertyValue Property=\"Permissions\"><Collection>\
         <Record><PropertyValue Property=\"SchemeName\" String=\"Application\"/><PropertyValue Property=\"Scopes\"><Collection>\
         <Record><PropertyValue Property=\"Scope\" String=\"{scope}\"/></Record>\
         </Collection></PropertyValue></Record></Collection></PropertyValue></Record></Annotation>"
    )
}

/// The schema that numbers stand for.
pub(crate) fn schema(types: &[Made], operations: &[Call]) -> String {
    let schema = Schema::new(types);
    let salt: usize = types.iter().map(|made| usize::from(made.0.0)).sum();
    let enums = format!(
        "<EnumType Name=\"state\"><Member Name=\"open\" Value=\"0\"/><Member Name=\"closed\" Value=\"7\">{}</Member>\
         <Member Name=\"unknownFutureValue\" Value=\"8\"/>{}</EnumType>\
         <EnumType Name=\"rights\" IsFlags=\"true\"><Member Name=\"read\" Value=\"1\"/><Member Name=\"write\" Value=\"2\"/>{}</EnumType>",
        said(salt),
        said(salt + 1),
        said(salt + 2)
    );
    let structures: String = (0..types.len()).map(|index| schema.ty(index)).collect();
    let called = operations.iter().enumerate().filter(|_| !schema.entities.is_empty());
    let (calls, imports): (String, String) = called.map(|(number, call)| schema.call(number, *call)).unzip();
    let sets: String = schema.entities.iter().map(|index| schema.set(*index)).collect();
    format!(
        "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>\
         <Schema Namespace=\"shop\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">{enums}{structures}{calls}\
         <EntityContainer Name=\"container\">{sets}{imports}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"
    )
}
