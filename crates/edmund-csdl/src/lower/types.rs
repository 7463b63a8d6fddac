//! Entity types, complex types, type definitions and terms.

use edmund_model::{
    Constraint, Docs, Finding, KeyPart, Navigation, Primitive, Property, Struct, StructId, StructKind, Term, Type, TypeDefinition,
};

use super::annotations::qualified_annotations;
use super::names::{Scope, facets, item_type, settled};
use super::{Declaration, Lowering};
use crate::Element;

/// A type that has its name but not yet its members.
pub(super) fn shell(declaration: &Declaration<'_>) -> Struct {
    let element = declaration.element;
    Struct {
        name: declaration.qualified(),
        kind: if element.name == "EntityType" { StructKind::Entity } else { StructKind::Complex },
        base: None,
        is_abstract: element.flag("Abstract", false),
        open: element.flag("OpenType", false),
        has_stream: element.flag("HasStream", false),
        key: element.first("Key").map(key).unwrap_or_default(),
        properties: Vec::new(),
        navigations: Vec::new(),
        annotations: Vec::new(),
        docs: Docs::default(),
        origin: element.origin,
    }
}

fn key(element: &Element) -> Vec<KeyPart> {
    let part = |part: &Element| {
        let path = part.get("Name")?.to_owned();
        Some(KeyPart { path, alias: part.get("Alias").map(str::to_owned), origin: part.origin })
    };
    element.all("PropertyRef").filter_map(part).collect()
}

impl Lowering<'_> {
    /// Reads the properties and annotations of a type.
    pub(super) fn members(&mut self, id: StructId, declaration: &Declaration<'_>) {
        let mut properties = Vec::new();
        let mut navigations = Vec::new();
        for element in &declaration.element.children {
            match element.name {
                "Property" => properties.extend(self.property(declaration.scope, element)),
                "NavigationProperty" => navigations.extend(self.navigation(declaration.scope, element)),
                _ => {}
            }
        }
        let annotations = self.annotations(declaration.scope, declaration.element);
        let item = &mut self.model.structs[id.index()];
        (item.properties, item.navigations, item.annotations) = (properties, navigations, annotations);
    }

    fn property(&mut self, scope: &Scope<'_>, element: &Element) -> Option<Property> {
        let name = element.get("Name")?.to_owned();
        let ty = self.type_ref(scope, element);
        if let Type::Struct(id) = ty.ty
            && self.model.structure(id).kind == StructKind::Entity
        {
            let message = format!("the property `{name}` has an entity type; only navigation properties lead to entities");
            let finding = Finding::error("structural-property-entity-type", element.place("Type"), message);
            self.findings.push(finding.with_help("make it a `NavigationProperty`, or give it a complex type"));
        }
        let default = element.get("DefaultValue").map(str::to_owned);
        let annotations = self.annotations(scope, element);
        Some(Property { name, ty, default, annotations, docs: Docs::default(), origin: element.origin })
    }

    fn navigation(&mut self, scope: &Scope<'_>, element: &Element) -> Option<Navigation> {
        let name = element.get("Name")?.to_owned();
        let ty = self.type_ref(scope, element);
        let target = self.navigation_target(&name, ty.ty, element);
        Some(Navigation {
            name,
            target,
            collection: ty.collection,
            // A collection is never absent, so it says nothing about that (CSDL 4.01, section 8.2).
            nullable: ty.nullable || ty.collection,
            contains: element.flag("ContainsTarget", false),
            partner: element.get("Partner").map(|path| scope.expand(path)),
            constraints: element.all("ReferentialConstraint").filter_map(|it| constraint(scope, it)).collect(),
            on_delete: element.first("OnDelete").and_then(|it| it.get("Action")).map(str::to_owned),
            annotations: self.annotations(scope, element),
            docs: Docs::default(),
            origin: element.origin,
        })
    }

    /// A navigation property leads to an entity type; `Edm.EntityType` stands for any (CSDL 4.01, section 8.1).
    fn navigation_target(&mut self, name: &str, ty: Type, element: &Element) -> Option<StructId> {
        match ty {
            Type::Struct(id) if self.model.structure(id).kind == StructKind::Entity => return Some(id),
            Type::Primitive(Primitive::EntityType) | Type::Unknown => return None,
            _ => {}
        }
        let message =
            format!("the navigation property `{name}` leads to `{}`, which is no entity type", self.model.type_name(ty));
        let finding = Finding::error("navigation-type-not-entity", element.place("Type"), message);
        self.findings.push(finding.with_help("make it a `Property`, or give it an entity type"));
        None
    }

    /// A type definition.
    pub(super) fn type_definition(&mut self, declaration: &Declaration<'_>) -> TypeDefinition {
        let underlying = self.definition_base(declaration.element);
        TypeDefinition {
            name: declaration.qualified(),
            underlying,
            facets: settled(facets(declaration.element), Some(underlying)),
            annotations: self.annotations(declaration.scope, declaration.element),
            docs: Docs::default(),
            origin: declaration.element.origin,
        }
    }

    /// The underlying type of a definition is a concrete primitive type (CSDL 4.01, section 11.1).
    fn definition_base(&mut self, element: &Element) -> Primitive {
        let Some(text) = element.get("UnderlyingType") else { return Primitive::String };
        match text.strip_prefix("Edm.").and_then(Primitive::from_name) {
            Some(primitive) if is_concrete(primitive) => primitive,
            _ => {
                let message = format!("`{text}` is no primitive type; a type definition can only stand for one");
                let place = element.place("UnderlyingType");
                let finding = Finding::error("invalid-typedef-underlying-type", place, message);
                self.findings.push(finding.with_help("use a primitive type such as `Edm.String`"));
                Primitive::String
            }
        }
    }

    /// A vocabulary term.
    pub(super) fn term(&mut self, declaration: &Declaration<'_>) -> Term {
        let element = declaration.element;
        Term {
            name: declaration.qualified(),
            ty: self.type_ref(declaration.scope, element),
            base: element.get("BaseTerm").map(|base| declaration.scope.expand(base)),
            applies_to: element.get("AppliesTo").unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
            default: element.get("DefaultValue").map(str::to_owned),
            annotations: self.annotations(declaration.scope, element),
            origin: element.origin,
        }
    }

    /// The entity type of a set or singleton.
    pub(super) fn entity_type(&mut self, scope: &Scope<'_>, element: &Element, attribute: &str) -> Option<StructId> {
        let attribute = element.attribute(attribute)?;
        let (item, collection) = item_type(&attribute.value);
        let ty = self.named_type(scope, item, attribute.origin);
        let message = match ty {
            Type::Struct(id) if self.model.structure(id).kind == StructKind::Entity && !collection => return Some(id),
            Type::Unknown => return None,
            Type::Primitive(Primitive::EntityType) if !collection => {
                let message = "`Edm.EntityType` is abstract: nothing can be read through it".to_owned();
                self.findings.push(Finding::error("container-type-builtin-abstract", attribute.origin, message));
                return None;
            }
            _ => format!("`{}` is no entity type", attribute.value),
        };
        let finding = Finding::error("container-type-not-entity", attribute.origin, message);
        self.findings
            .push(finding.with_help("entity sets and singletons hold entities: name an entity type, without `Collection`"));
        None
    }
}

fn constraint(scope: &Scope<'_>, element: &Element) -> Option<Constraint> {
    let property = element.get("Property")?.to_owned();
    let referenced = element.get("ReferencedProperty")?.to_owned();
    let annotations = qualified_annotations(scope, element, None);
    Some(Constraint { property, referenced, annotations, origin: element.origin })
}

fn is_concrete(primitive: Primitive) -> bool {
    use Primitive::{
        AnnotationPath, AnyPropertyPath, ComplexType, EntityType, ModelElementPath, NavigationPropertyPath, PrimitiveType,
        PropertyPath, Untyped,
    };
    let path = matches!(primitive, AnnotationPath | AnyPropertyPath | ModelElementPath | NavigationPropertyPath | PropertyPath);
    !path && !matches!(primitive, Untyped | PrimitiveType | ComplexType | EntityType)
}
