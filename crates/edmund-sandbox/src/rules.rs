//! What the schema forbids: the capability annotations on the way to a resource (`Org.OData.Capabilities.V1`).

use edmund_model::{Annotation, Expression, annotation};

use crate::Refusal;

/// The annotations that speak of one resource.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules<'m> {
    /// On the set, the navigation property and the type.
    direct: Vec<&'m [Annotation]>,
    /// On the entity set or singleton at the start of the path, with the navigation path from there.
    source: Option<(&'m [Annotation], String)>,
}

impl<'m> Rules<'m> {
    /// Of an entity set or singleton and its type.
    pub(crate) fn of_source(annotations: &'m [Annotation], ty: &'m [Annotation]) -> Self {
        Rules { direct: vec![annotations, ty], source: Some((annotations, String::new())) }
    }

    /// Of a navigation property, reached from what these rules speak of.
    pub(crate) fn step(&self, name: &str, annotations: &'m [Annotation], ty: &'m [Annotation]) -> Self {
        let source = self.source.as_ref().map(|(source, path)| {
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            (*source, path)
        });
        Rules { direct: vec![annotations, ty], source }
    }

    /// Refuses what a capability such as `InsertRestrictions/Insertable` says is not possible.
    pub(crate) fn require(&self, term: &str, member: &str, what: &str) -> Result<(), Refusal> {
        if self.is_denied(term, member) {
            let path = if member.is_empty() { term.to_owned() } else { format!("{term}/{member}") };
            let message =
                format!("the schema says that {what} is not possible here (`Org.OData.Capabilities.V1.{path}` is false)");
            return Err(Refusal::forbidden(message));
        }
        Ok(())
    }

    /// Refuses to read one entity, by key or as a singleton. What `ReadByKeyRestrictions` says goes before what is said of collections.
    pub(crate) fn require_read_by_key(&self) -> Result<(), Refusal> {
        let by_key = self
            .records("ReadRestrictions")
            .find_map(|record| record.member("ReadByKeyRestrictions")?.member("Readable")?.as_bool());
        match by_key {
            Some(true) => Ok(()),
            Some(false) => {
                let message = "the schema says that reading by key is not possible here (`Org.OData.Capabilities.V1.ReadRestrictions/ReadByKeyRestrictions/Readable` is false)";
                Err(Refusal::forbidden(message))
            }
            None => self.require("ReadRestrictions", "Readable", "reading"),
        }
    }

    /// As [`Rules::require`] for a query option; the term's own value is the Boolean where it is no record (`TopSupported`).
    pub(crate) fn require_option(&self, term: &str, member: &str, option: &str) -> Result<(), Refusal> {
        self.require(term, member, &format!("`{option}`"))
            .map_err(|refusal| Refusal::bad_request(refusal.message).with_target(option))
    }

    /// Whether a property is among those that a restriction lists.
    pub(crate) fn lists(&self, term: &str, member: &str, property: &str) -> bool {
        self.records(term).any(|record| {
            record.member(member).is_some_and(|list| {
                list.items()
                    .iter()
                    .any(|item| matches!(item, Expression::Path(_, path) if path == property) || item.as_str() == Some(property))
            })
        })
    }

    /// Whether changes have to name the version they mean (`Org.OData.Core.V1.OptimisticConcurrency`).
    pub(crate) fn has_etags(&self) -> bool {
        self.direct.iter().any(|annotations| annotation(annotations, "Org.OData.Core.V1.OptimisticConcurrency").is_some())
    }

    fn is_denied(&self, term: &str, member: &str) -> bool {
        self.records(term)
            .any(|record| record.as_bool() == Some(false) || record.member(member).and_then(Expression::as_bool) == Some(false))
    }

    fn records<'a>(&'a self, term: &'a str) -> impl Iterator<Item = &'m Expression> + 'a {
        let name = format!("Org.OData.Capabilities.V1.{term}");
        let direct = self.direct.iter().filter_map(move |annotations| annotation(annotations, &name)?.value.as_ref());
        direct.chain(self.restriction().and_then(move |record| record.member(term)))
    }

    /// The entry of the source's `NavigationRestrictions` for the path.
    fn restriction(&self) -> Option<&'m Expression> {
        let (annotations, path) = self.source.as_ref()?;
        let restrictions = annotation(annotations, "Org.OData.Capabilities.V1.NavigationRestrictions")?.value.as_ref()?;
        restrictions.member("RestrictedProperties")?.items().iter().find(|item| match item.member("NavigationProperty") {
            Some(Expression::Path(_, text) | Expression::String(text)) => text == path,
            _ => false,
        })
    }
}
