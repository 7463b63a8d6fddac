//! Types, their members, and terms.

use edmund_model::{
    Enum, Facets, KeyPart, Navigation, Primitive, Property, Struct, StructKind, Term, Type, TypeDefinition, TypeRef,
};

use super::Writer;
use super::text::{Json, Object, number};

impl Writer<'_> {
    pub(super) fn types(&self, object: &mut Object, namespace: &str) {
        for item in self.model.enums.iter().filter(|item| item.name.namespace == namespace) {
            object.push(&*item.name.name, self.enumeration(item));
        }
        for item in self.model.definitions.iter().filter(|item| item.name.namespace == namespace) {
            object.push(&*item.name.name, self.definition(item));
        }
        for item in self.model.structs.iter().filter(|item| item.name.namespace == namespace) {
            object.push(&*item.name.name, self.structure(item));
        }
    }

    fn enumeration(&self, item: &Enum) -> Object {
        let mut object = Object::kind("EnumType");
        if item.underlying != Primitive::Int32 {
            object.push("$UnderlyingType", self.model.type_name(Type::Primitive(item.underlying)));
        }
        object.flag("$IsFlags", item.is_flags);
        self.documented(&mut object, "", &item.annotations, &item.docs);
        for member in &item.members {
            object.push(&*member.name, Json::Number(member.value.to_string()));
            self.documented(&mut object, &member.name, &member.annotations, &member.docs);
        }
        object
    }

    fn definition(&self, item: &TypeDefinition) -> Object {
        let mut object = Object::kind("TypeDefinition");
        let underlying = Type::Primitive(item.underlying);
        object.push("$UnderlyingType", self.model.type_name(underlying));
        facets(&mut object, &item.facets, underlying);
        self.documented(&mut object, "", &item.annotations, &item.docs);
        object
    }

    fn structure(&self, item: &Struct) -> Object {
        let mut object = Object::kind(if item.kind == StructKind::Entity { "EntityType" } else { "ComplexType" });
        object.maybe("$BaseType", item.base.map(|base| self.model.structure(base).name.to_string()).as_deref());
        object.flag("$Abstract", item.is_abstract);
        object.flag("$OpenType", item.open);
        object.flag("$HasStream", item.has_stream);
        if !item.key.is_empty() {
            object.push("$Key", Json::Array(item.key.iter().map(key_part).collect()));
        }
        self.documented(&mut object, "", &item.annotations, &item.docs);
        for property in &item.properties {
            object.push(&*property.name, self.property(property));
        }
        for navigation in &item.navigations {
            object.push(&*navigation.name, self.navigation(navigation));
        }
        object
    }

    /// Type, nullability and facets, which stand on properties, parameters, results and terms alike.
    pub(super) fn typed(&self, object: &mut Object, ty: &TypeRef) {
        object.flag("$Collection", ty.collection);
        if ty.ty != Type::Primitive(Primitive::String) {
            object.push("$Type", self.model.type_name(ty.ty));
        }
        object.flag("$Nullable", ty.nullable);
        let none = Facets::default();
        facets(object, ty.facets.as_deref().unwrap_or(&none), ty.ty);
    }

    fn property(&self, item: &Property) -> Object {
        let mut object = Object::default();
        self.typed(&mut object, &item.ty);
        if let Some(text) = &item.default {
            object.push("$DefaultValue", self.default(text, item.ty.ty));
        }
        self.documented(&mut object, "", &item.annotations, &item.docs);
        object
    }

    /// Numbers and Booleans are JSON's own (CSDL JSON 4.01, section 7.2.7).
    fn default(&self, text: &str, ty: Type) -> Json {
        let primitive = match ty {
            Type::Primitive(primitive) => primitive,
            Type::Definition(id) => self.model.definition(id).underlying,
            _ => return text.into(),
        };
        match primitive {
            Primitive::Boolean if text == "true" || text == "false" => Json::Bool(text == "true"),
            Primitive::Boolean => text.into(),
            _ if crate::lower::typing::is_numeric(primitive) => number(text),
            _ => text.into(),
        }
    }

    fn navigation(&self, item: &Navigation) -> Object {
        let mut object = Object::kind("NavigationProperty");
        object.flag("$Collection", item.collection);
        object.push(
            "$Type",
            item.target.map_or_else(|| "Edm.EntityType".to_owned(), |id| self.model.structure(id).name.to_string()),
        );
        object.flag("$Nullable", item.nullable && !item.collection);
        object.maybe("$Partner", item.partner.as_deref());
        object.flag("$ContainsTarget", item.contains);
        let mut constraints = Object::default();
        for constraint in &item.constraints {
            constraints.push(&*constraint.property, &*constraint.referenced);
            self.annotations(&mut constraints, &constraint.property, &constraint.annotations);
        }
        object.object("$ReferentialConstraint", constraints);
        object.maybe("$OnDelete", item.on_delete.as_deref());
        self.documented(&mut object, "", &item.annotations, &item.docs);
        object
    }

    pub(super) fn terms(&self, object: &mut Object, namespace: &str) {
        for item in self.model.terms.iter().filter(|item| item.name.namespace == namespace) {
            object.push(&*item.name.name, self.term(item));
        }
    }

    fn term(&self, item: &Term) -> Object {
        let mut object = Object::kind("Term");
        self.typed(&mut object, &item.ty);
        object.maybe("$BaseTerm", item.base.as_deref());
        if let Some(text) = &item.default {
            object.push("$DefaultValue", self.default(text, item.ty.ty));
        }
        if !item.applies_to.is_empty() {
            object.push("$AppliesTo", Json::Array(item.applies_to.iter().map(|kind| kind.as_str().into()).collect()));
        }
        self.annotations(&mut object, "", &item.annotations);
        object
    }
}

fn key_part(part: &KeyPart) -> Json {
    match &part.alias {
        Some(alias) => Json::Object(vec![(alias.clone(), part.path.as_str().into())]),
        None => part.path.as_str().into(),
    }
}

/// Facets, with those that JSON does not take for granted and XML does: a scale of 0, and a precision of 0 for points in time.
fn facets(object: &mut Object, facets: &Facets, ty: Type) {
    use Primitive::{DateTimeOffset, Decimal, Duration, TimeOfDay};
    let is_decimal = ty == Type::Primitive(Decimal);
    let is_temporal = matches!(ty, Type::Primitive(DateTimeOffset | Duration | TimeOfDay));
    let mut push = |name: &str, text: Option<&str>| {
        if let Some(text) = text {
            object.push(name, number(text));
        }
    };
    push("$MaxLength", facets.max_length.as_deref());
    push("$Precision", facets.precision.as_deref().or(is_temporal.then_some("0")));
    let scale = facets.scale.as_deref().or(is_decimal.then_some("0"));
    push("$Scale", scale.filter(|scale| !(is_decimal && *scale == "variable")));
    push("$SRID", facets.srid.as_deref());
    if let Some(unicode) = facets.unicode {
        object.push("$Unicode", Json::Bool(unicode));
    }
}
