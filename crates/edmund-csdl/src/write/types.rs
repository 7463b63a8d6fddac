//! Types, their members, and terms.

use edmund_model::{
    Enum, Facets, KeyPart, Member, Navigation, Primitive, Property, Struct, StructKind, Term, Type, TypeDefinition, TypeRef,
};

use super::Writer;

/// Attributes under construction: values are written on the way.
#[derive(Default)]
pub(super) struct Attributes(Vec<(&'static str, String)>);

impl Attributes {
    /// Starts with a name.
    pub(super) fn named(name: &str) -> Self {
        Attributes(vec![("Name", name.to_owned())])
    }

    /// Adds an attribute.
    pub(super) fn push(&mut self, name: &'static str, value: impl Into<String>) {
        self.0.push((name, value.into()));
    }

    /// Adds an attribute where there is a value.
    pub(super) fn maybe(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.push(name, value);
        }
    }

    /// Adds a flag that is false unless it is written.
    pub(super) fn flag(&mut self, name: &'static str, value: bool) {
        if value {
            self.push(name, "true");
        }
    }

    /// As the XML writer wants them.
    pub(super) fn pairs(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }

    fn facets(&mut self, facets: &Facets) {
        self.maybe("MaxLength", facets.max_length.as_deref());
        self.maybe("Precision", facets.precision.as_deref());
        self.maybe("Scale", facets.scale.as_deref());
        self.maybe("SRID", facets.srid.as_deref());
        self.maybe("Unicode", facets.unicode.map(|unicode| if unicode { "true" } else { "false" }));
    }
}

impl Writer<'_> {
    /// Type, nullability and facets, which stand on properties, parameters, results and terms alike.
    pub(super) fn typed(&self, attributes: &mut Attributes, ty: &TypeRef) {
        attributes.push("Type", self.collected(&self.model.type_name(ty.ty), ty.collection));
        if ty.nullable == ty.collection {
            attributes.push("Nullable", if ty.nullable { "true" } else { "false" });
        }
        if let Some(facets) = &ty.facets {
            attributes.facets(facets);
        }
    }

    fn collected(&self, name: &str, collection: bool) -> String {
        if collection { format!("Collection({name})") } else { name.to_owned() }
    }

    pub(super) fn enums(&mut self, namespace: &str) {
        for item in self.model.enums.iter().filter(|item| item.name.namespace == namespace) {
            self.enumeration(item);
        }
    }

    fn enumeration(&mut self, item: &Enum) {
        let mut attributes = Attributes::named(&item.name.name);
        if item.underlying != Primitive::Int32 {
            attributes.push("UnderlyingType", self.model.type_name(Type::Primitive(item.underlying)));
        }
        attributes.flag("IsFlags", item.is_flags);
        self.element("EnumType", &attributes.pairs(), |writer| {
            item.members.iter().for_each(|member| writer.member(member));
            writer.documented(&item.annotations, &item.docs);
        });
    }

    fn member(&mut self, item: &Member) {
        let mut attributes = Attributes::named(&item.name);
        attributes.push("Value", item.value.to_string());
        self.element("Member", &attributes.pairs(), |writer| writer.documented(&item.annotations, &item.docs));
    }

    pub(super) fn definitions(&mut self, namespace: &str) {
        for item in self.model.definitions.iter().filter(|item| item.name.namespace == namespace) {
            self.definition(item);
        }
    }

    fn definition(&mut self, item: &TypeDefinition) {
        let mut attributes = Attributes::named(&item.name.name);
        attributes.push("UnderlyingType", self.model.type_name(Type::Primitive(item.underlying)));
        attributes.facets(&item.facets);
        self.element("TypeDefinition", &attributes.pairs(), |writer| writer.documented(&item.annotations, &item.docs));
    }

    pub(super) fn structs(&mut self, namespace: &str) {
        for item in self.model.structs.iter().filter(|item| item.name.namespace == namespace) {
            self.structure(item);
        }
    }

    fn structure(&mut self, item: &Struct) {
        let mut attributes = Attributes::named(&item.name.name);
        attributes.maybe("BaseType", item.base.map(|base| self.model.structure(base).name.to_string()).as_deref());
        attributes.flag("Abstract", item.is_abstract);
        attributes.flag("OpenType", item.open);
        attributes.flag("HasStream", item.has_stream);
        let name = if item.kind == StructKind::Entity { "EntityType" } else { "ComplexType" };
        self.element(name, &attributes.pairs(), |writer| {
            writer.key(&item.key);
            item.properties.iter().for_each(|property| writer.property(property));
            item.navigations.iter().for_each(|navigation| writer.navigation(navigation));
            writer.documented(&item.annotations, &item.docs);
        });
    }

    fn key(&mut self, parts: &[KeyPart]) {
        if parts.is_empty() {
            return;
        }
        self.xml.open("Key", &[]);
        for part in parts {
            let mut attributes = Attributes::named(&part.path);
            attributes.maybe("Alias", part.alias.as_deref());
            self.xml.empty("PropertyRef", &attributes.pairs());
        }
        self.xml.close("Key");
    }

    fn property(&mut self, item: &Property) {
        let mut attributes = Attributes::named(&item.name);
        self.typed(&mut attributes, &item.ty);
        attributes.maybe("DefaultValue", item.default.as_deref());
        self.element("Property", &attributes.pairs(), |writer| writer.documented(&item.annotations, &item.docs));
    }

    fn navigation(&mut self, item: &Navigation) {
        let target = item.target.map_or_else(|| "Edm.EntityType".to_owned(), |id| self.model.structure(id).name.to_string());
        let mut attributes = Attributes::named(&item.name);
        attributes.push("Type", self.collected(&target, item.collection));
        if !item.nullable && !item.collection {
            attributes.push("Nullable", "false");
        }
        attributes.maybe("Partner", item.partner.as_deref());
        attributes.flag("ContainsTarget", item.contains);
        self.element("NavigationProperty", &attributes.pairs(), |writer| {
            for constraint in &item.constraints {
                let pair = [("Property", constraint.property.as_str()), ("ReferencedProperty", constraint.referenced.as_str())];
                writer.element("ReferentialConstraint", &pair, |writer| writer.annotations(&constraint.annotations));
            }
            if let Some(action) = &item.on_delete {
                writer.xml.empty("OnDelete", &[("Action", action)]);
            }
            writer.documented(&item.annotations, &item.docs);
        });
    }

    pub(super) fn terms(&mut self, namespace: &str) {
        for item in self.model.terms.iter().filter(|item| item.name.namespace == namespace) {
            self.term(item);
        }
    }

    fn term(&mut self, item: &Term) {
        let mut attributes = Attributes::named(&item.name.name);
        self.typed(&mut attributes, &item.ty);
        attributes.maybe("BaseTerm", item.base.as_deref());
        attributes.maybe("DefaultValue", item.default.as_deref());
        if !item.applies_to.is_empty() {
            attributes.push("AppliesTo", item.applies_to.join(" "));
        }
        self.element("Term", &attributes.pairs(), |writer| writer.annotations(&item.annotations));
    }
}
