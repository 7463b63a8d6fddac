//! The `Namespace:` line.

use edmund_model::{Finding, is_identifier};

use super::{Context, whole};
use crate::page::{Located, Page, PageKind};

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    let Some(namespace) = &page.namespace else {
        // GD030: every page of operations and types names its namespace.
        if page.title.is_some() {
            context.report(
                Finding::warning("GD030", whole(page), "page names no namespace")
                    .with_help("put a line `Namespace: <namespace>` below the heading"),
            );
        }
        return;
    };
    if !well_formed(context, namespace) {
        return;
    }
    if !contradiction(context, page, namespace) {
        case(context, namespace);
    }
}

/// GD031: a namespace is dotted identifiers, no part doubled at its end.
fn well_formed(context: &mut Context<'_>, namespace: &Located<String>) -> bool {
    let value = namespace.value.as_str();
    let parts: Vec<_> = value.split('.').collect();
    let doubled = parts.len() > 1 && parts[parts.len() - 1] == parts[parts.len() - 2];
    if parts.iter().all(|part| is_identifier(part)) && !doubled {
        return true;
    }
    let mut kept: Vec<&str> = parts.into_iter().filter(|part| is_identifier(part)).collect();
    kept.dedup();
    let wanted = kept.join(".");
    let finding = Finding::error("GD031", namespace.origin, format!("`{value}` is not a namespace"));
    context.report(if wanted.is_empty() {
        finding.with_help("write identifiers separated by dots, such as `microsoft.graph`")
    } else {
        finding.with_fix(format!("write `{wanted}`"), namespace.origin, wanted)
    });
    false
}

/// GD032: the namespace line and the annotations agree, in case too: type names are case-sensitive.
/// On pages of operations only a difference in case is a contradiction; they may well return a type of another namespace.
fn contradiction(context: &mut Context<'_>, page: &Page, namespace: &Located<String>) -> bool {
    let annotations = page.messages.iter().filter_map(|message| message.annotation.as_ref());
    let resources = page.resource.representations.iter().take(1).map(|found| &found.annotation);
    let described = page.kind == PageKind::Resource;
    for (annotation, own) in resources.map(|it| (it, described)).chain(annotations.map(|it| (it, false))) {
        let Some(ty) = annotation.odata_type() else { continue };
        let Some((found, _)) = ty.value.rsplit_once('.') else { continue };
        let differs =
            if own { found != namespace.value } else { found != namespace.value && found.eq_ignore_ascii_case(&namespace.value) };
        if differs {
            context.report(
                Finding::error("GD032", namespace.origin, format!("namespace `{}` contradicts the annotation", namespace.value))
                    .with_label(format!("the page says `{}`", namespace.value))
                    .with_other(ty.origin, format!("the annotation says `{found}`"))
                    .with_note("names of types and namespaces are case-sensitive")
                    .with_help("write the namespace as the service's metadata has it, in both places"),
            );
            return true;
        }
    }
    false
}

/// GD031: a namespace is spelt as on the other pages: names are case-sensitive.
fn case(context: &mut Context<'_>, namespace: &Located<String>) {
    let Some((usual, count)) = context.set.namespaces.respelt(&namespace.value) else { return };
    context.report(
        Finding::error("GD031", namespace.origin, format!("namespace `{}` is spelt `{usual}` on other pages", namespace.value))
            .with_note(format!("{count} pages have that spelling; names of namespaces are case-sensitive"))
            .with_fix(format!("write `{usual}`"), namespace.origin, usual),
    );
}
