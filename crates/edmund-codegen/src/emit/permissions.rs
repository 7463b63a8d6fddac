//! The least permission of each request, as documentation says it, so that errors can name it.

use std::collections::BTreeMap;

use edmund_model::{PermissionScheme, Permissions, Request};
use quote::quote;

use crate::context::Context;
use crate::format::render;
use crate::output::File;
use crate::tree::generated_by;

/// The file with the table, if pages document permissions of requests that are generated.
pub(crate) fn permissions(context: &Context<'_>) -> Option<File> {
    let wanted = Wanted::of(context);
    let documented: Vec<&Request> =
        context.model.requests.iter().filter(|request| !request.permissions.0.is_empty() && wanted.includes(request)).collect();
    let rows: BTreeMap<String, String> = documented
        .iter()
        .filter_map(|request| {
            let name = format!("{} {}", request.method.as_str(), request.template);
            Some((name, least(&request.permissions)?))
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let rows = rows.iter().map(|(request, least)| quote!((#request, #least)));
    let tokens = quote! {
        /// The least permission of each documented request, for errors to name: give them to `edmund::ClientBuilder::hints`.
        pub fn permission_hints() -> edmund::Hints {
            edmund::Hints::of_permissions(LEAST)
        }

        /// Method and path template, and the least permission.
        const LEAST: &[(&str, &str)] = &[#(#rows),*];
    };
    let header = generated_by(context, documented.iter().map(|request| request.origin));
    Some(File { path: "permissions.rs".to_owned(), text: render(&header, tokens) })
}

/// The least permission by who calls; once, where it is the same for all.
fn least(permissions: &Permissions) -> Option<String> {
    let named = |scheme| match scheme {
        PermissionScheme::DelegatedWork => "work account",
        PermissionScheme::DelegatedPersonal => "personal account",
        PermissionScheme::Application => "application",
    };
    let least: Vec<_> = permissions.0.iter().filter_map(|(scheme, scopes)| Some((named(*scheme), scopes.first()?))).collect();
    let (_, first) = least.first()?;
    if least.iter().all(|(_, scope)| scope == first) {
        return Some((*first).clone());
    }
    Some(least.iter().map(|(scheme, scope)| format!("{scope} ({scheme})")).collect::<Vec<_>>().join(", "))
}

/// The templates of requests whose types are generated.
struct Wanted<'a>(Vec<&'a str>);

impl<'a> Wanted<'a> {
    fn of(context: &Context<'a>) -> Self {
        let is_typed = |request: &&Request| {
            let types = [&request.body, &request.response].into_iter().flatten();
            request.operation.is_some_and(|operation| context.is_wanted(operation))
                || types.into_iter().any(|reference| context.is_generated(reference.ty))
        };
        Self(context.model.requests.iter().filter(is_typed).map(|request| request.template.as_str()).collect())
    }

    /// Requests without a type of their own, such as deleting, belong to those at the same place or above it.
    fn includes(&self, request: &Request) -> bool {
        self.0
            .iter()
            .any(|template| request.template.strip_prefix(template).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    }
}
