//! Types of which some queries have to say that they are advanced: the schema lists the header that says so.

use std::collections::HashSet;

use edmund_model::{Annotation, Expression, Model, StructId, annotation};

/// The types whose collections take the header `ConsistencyLevel` (`Org.OData.Capabilities.V1.ReadRestrictions/CustomHeaders`): what Microsoft
/// Graph's schema says of its directory.
pub(crate) fn advanced(model: &Model) -> HashSet<StructId> {
    let sources = model.services().flat_map(|container| &container.sources);
    let sets = sources.filter(|source| takes_header(&source.annotations)).filter_map(|source| source.ty);
    let structs = || model.structs.iter();
    let navigations = structs().flat_map(|item| &item.navigations);
    let targets =
        navigations.filter(|navigation| takes_header(&navigation.annotations)).filter_map(|navigation| navigation.target);
    sets.chain(targets).collect()
}

fn takes_header(annotations: &[Annotation]) -> bool {
    let restrictions =
        annotation(annotations, "Org.OData.Capabilities.V1.ReadRestrictions").and_then(|found| found.value.as_ref());
    let headers = restrictions.and_then(|record| record.member("CustomHeaders")).map_or(&[][..], Expression::items);
    let name = |header: &Expression| {
        header.member("Name").and_then(Expression::as_str).is_some_and(|name| name.eq_ignore_ascii_case("ConsistencyLevel"))
    };
    headers.iter().any(name)
}
