//! What the schema's annotations deny, and whom they admit.
//!
//! Source: OData Capabilities vocabulary 1.0 (`Org.OData.Capabilities.V1`), terms `NavigationRestrictions`, `ReadRestrictions`, `InsertRestrictions`,
//! `UpdateRestrictions`, `DeleteRestrictions` and `OperationRestrictions`.

use std::collections::BTreeMap;

use crate::{Annotation, Docs, Expression, Method, PermissionScheme, Permissions, RequestKind, annotation};

const VOCABULARY: &str = "Org.OData.Capabilities.V1";

/// Where restrictions stand, the nearest to the request first: what says something wins over what comes later.
#[derive(Clone, Debug, Default)]
pub(super) struct Capabilities<'a> {
    /// A `NavigationPropertyRestriction` of the entity set that the path begins with.
    pub(super) restricted: Option<&'a Expression>,
    /// Annotations on the navigation or root, then on the type.
    pub(super) annotations: Vec<&'a [Annotation]>,
}

impl<'a> Capabilities<'a> {
    /// The restrictions on a request; the nearest wins member by member.
    fn restrictions(&self, term: &str) -> impl Iterator<Item = &'a Expression> {
        let qualified = format!("{VOCABULARY}.{term}");
        let restricted = self.restricted.and_then(|record| record.member(term));
        let annotated: Vec<&Expression> =
            self.annotations.iter().filter_map(|list| annotation(list, &qualified)?.value.as_ref()).collect();
        restricted.into_iter().chain(annotated)
    }

    fn flag(&self, term: &str, member: &str) -> Option<bool> {
        self.restrictions(term).find_map(|record| record.member(member)?.as_bool())
    }

    /// Whether the request is allowed: nothing denies it.
    pub(super) fn allow(&self, kind: RequestKind) -> bool {
        let allowed = |term: &str, member: &str| self.flag(term, member) != Some(false);
        match kind {
            RequestKind::List => allowed("ReadRestrictions", "Readable"),
            RequestKind::Get | RequestKind::ReadStream => {
                self.readable_by_key().unwrap_or_else(|| allowed("ReadRestrictions", "Readable"))
            }
            RequestKind::Create | RequestKind::CreateMedia => allowed("InsertRestrictions", "Insertable"),
            // A stream that is removed is a property that becomes null.
            RequestKind::Update | RequestKind::WriteStream | RequestKind::DeleteStream => {
                allowed("UpdateRestrictions", "Updatable")
            }
            RequestKind::Delete => allowed("DeleteRestrictions", "Deletable"),
            RequestKind::AddRef | RequestKind::SetRef | RequestKind::RemoveRef => {
                allowed("NavigationRestrictions", "Referenceable")
            }
            RequestKind::Function | RequestKind::Action => true,
        }
    }

    /// Whether the service checks the version that a change is made of.
    ///
    /// Source: OData Core vocabulary 4.01, `OptimisticConcurrency`; Capabilities vocabulary, `OptimisticConcurrencyControl`.
    pub(super) fn is_versioned(&self) -> bool {
        let restricted = self.restricted.and_then(|record| record.member("OptimisticConcurrencyControl")?.as_bool());
        let announced =
            || self.annotations.iter().any(|list| annotation(list, "Org.OData.Core.V1.OptimisticConcurrency").is_some());
        restricted.unwrap_or_else(announced)
    }

    fn readable_by_key(&self) -> Option<bool> {
        self.restrictions("ReadRestrictions")
            .find_map(|record| record.member("ReadByKeyRestrictions")?.member("Readable")?.as_bool())
    }

    /// Whether items of the collection have paths of their own.
    pub(super) fn is_indexable(&self) -> bool {
        let annotated =
            self.annotations.iter().find_map(|list| match annotation(list, "Org.OData.Capabilities.V1.IndexableByKey") {
                Some(found) => found.value.as_ref().map_or(Some(true), Expression::as_bool),
                None => None,
            });
        let restricted = self.restricted.and_then(|record| record.member("IndexableByKey")?.as_bool());
        restricted.or(annotated) != Some(false)
    }

    /// Whether the path may go on behind the navigation.
    pub(super) fn is_navigable(&self) -> bool {
        let own = self.restricted.and_then(|record| record.member("Navigability"));
        let navigability =
            own.or_else(|| self.restrictions("NavigationRestrictions").find_map(|record| record.member("Navigability")));
        !matches!(navigability, Some(Expression::EnumMember(member)) if member.ends_with("/None"))
    }

    /// The method of an update: `PATCH` unless the schema says `PUT`.
    pub(super) fn update_method(&self) -> Method {
        let method = self.restrictions("UpdateRestrictions").find_map(|record| record.member("UpdateMethod"));
        match method {
            Some(Expression::EnumMember(member)) if member.ends_with("/PUT") => Method::Put,
            _ => Method::Patch,
        }
    }

    /// Who may send the request. Once a schema names schemes, those it does not name cannot send it.
    pub(super) fn permissions(&self, kind: RequestKind) -> Permissions {
        let mut found = Permissions::default();
        if let Some(list) = self.record_member(kind, "Permissions") {
            found.0 = schemes(list.items());
        }
        found
    }

    /// What the schema says about the request in words.
    pub(super) fn docs(&self, kind: RequestKind) -> Docs {
        let text = |member: &str| self.record_member(kind, member).and_then(Expression::as_str).map(str::to_owned);
        Docs { summary: text("Description"), details: text("LongDescription"), deprecation: None }
    }

    fn record_member(&self, kind: RequestKind, member: &str) -> Option<&'a Expression> {
        let term = match kind {
            RequestKind::List | RequestKind::Get | RequestKind::ReadStream => "ReadRestrictions",
            RequestKind::Create | RequestKind::CreateMedia => "InsertRestrictions",
            RequestKind::Update | RequestKind::WriteStream | RequestKind::DeleteStream => "UpdateRestrictions",
            RequestKind::Delete => "DeleteRestrictions",
            RequestKind::Function | RequestKind::Action => "OperationRestrictions",
            RequestKind::AddRef | RequestKind::SetRef | RequestKind::RemoveRef => return None,
        };
        let by_key = |record: &'a Expression| record.member("ReadByKeyRestrictions").and_then(|inner| inner.member(member));
        self.restrictions(term).find_map(|record| {
            let special = if matches!(kind, RequestKind::Get | RequestKind::ReadStream) { by_key(record) } else { None };
            special.or_else(|| record.member(member))
        })
    }
}

/// The `NavigationPropertyRestriction` for a navigation property below an entity set or singleton.
pub(super) fn restricted_property<'a>(source: &'a [Annotation], navigation: &str) -> Option<&'a Expression> {
    let restrictions = annotation(source, "Org.OData.Capabilities.V1.NavigationRestrictions")?.value.as_ref()?;
    restrictions.member("RestrictedProperties")?.items().iter().find(|record| {
        matches!(record.member("NavigationProperty"), Some(Expression::Path(_, path) | Expression::String(path)) if path == navigation)
    })
}

fn schemes(records: &[Expression]) -> BTreeMap<PermissionScheme, Vec<String>> {
    let mut schemes: BTreeMap<PermissionScheme, Vec<String>> = BTreeMap::new();
    for record in records {
        let Some(scheme) = record.member("SchemeName").and_then(Expression::as_str).and_then(scheme) else { continue };
        let list = schemes.entry(scheme).or_default();
        let scopes = record.member("Scopes").map(Expression::items).unwrap_or_default();
        for scope in scopes.iter().filter_map(|scope| scope.member("Scope")?.as_str()) {
            if !list.iter().any(|known| known == scope) {
                list.push(scope.to_owned());
            }
        }
    }
    if !schemes.is_empty() {
        for scheme in [PermissionScheme::DelegatedWork, PermissionScheme::DelegatedPersonal, PermissionScheme::Application] {
            schemes.entry(scheme).or_default();
        }
    }
    schemes
}

// The names that Microsoft Graph's schema gives its schemes (`Org.OData.Authorization.V1.SecuritySchemes`).
fn scheme(name: &str) -> Option<PermissionScheme> {
    match name {
        "DelegatedWork" | "Delegated" => Some(PermissionScheme::DelegatedWork),
        "DelegatedPersonal" => Some(PermissionScheme::DelegatedPersonal),
        "Application" => Some(PermissionScheme::Application),
        _ => None,
    }
}
