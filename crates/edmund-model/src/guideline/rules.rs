//! All rules.

use super::{Rule, deprecation, enumeration, heuristic, naming, structure};

const GUIDELINES: &str = "graph/GuidelinesGraph.md, Naming";
const MODELING: &str = "graph/GuidelinesGraph.md, Resource modeling patterns";

/// All rules, by group.
pub const RULES: &[Rule] = &[
    Rule {
        id: "G-naming/lower-camel",
        title: "all names are in lower camel case",
        why: "names travel as they are, and generators turn them into names of many languages",
        source: GUIDELINES,
        run: naming::lower_camel,
    },
    Rule {
        id: "G-naming/no-suffix",
        title: "type names do not end in `Collection`, `Response` or `Request`",
        why: "the protocol says already what is a collection, a request or a response",
        source: GUIDELINES,
        run: naming::no_suffix,
    },
    Rule {
        id: "G-naming/redundant-prefix",
        title: "properties do not repeat the name of their type",
        why: "the type stands before the property wherever it is used",
        source: GUIDELINES,
        run: naming::redundant_prefix,
    },
    Rule {
        id: "G-naming/temporal-suffix",
        title: "points in time end in `DateTime`, dates in `Date`, times of day in `Time`",
        why: "a reader sees from the name whether there is a date, a time and a time zone",
        source: "graph/GuidelinesGraph.md, Naming; graph/articles/naming.md, section 6",
        run: naming::temporal_suffix,
    },
    Rule {
        id: "G-naming/acronym-case",
        title: "an acronym at the start of a name is all in lower case",
        why: "`iOLimit` reads as a prefix `i`; word boundaries get lost in other languages",
        source: GUIDELINES,
        run: naming::acronym_case,
    },
    Rule {
        id: "G-type/complex-id",
        title: "complex types have no property `id`",
        why: "what has an identity is an entity, which can be addressed by it",
        source: MODELING,
        run: structure::complex_id,
    },
    Rule {
        id: "G-type/untyped-description",
        title: "untyped properties have a description",
        why: "there is no type that would say what the value is",
        source: "graph/articles/coreTypes.md",
        run: structure::untyped_description,
    },
    Rule {
        id: "G-key/string",
        title: "keys are strings",
        why: "identifiers are opaque, and may change their form",
        source: MODELING,
        run: structure::string_key,
    },
    Rule {
        id: "G-key/single",
        title: "a key is a single property",
        why: "it stands in a path as one segment",
        source: MODELING,
        run: structure::single_key,
    },
    Rule {
        id: "G-key/named-id",
        title: "the key is called `id`, unless there is a natural name",
        why: "clients can treat all entities alike",
        source: MODELING,
        run: structure::key_named_id,
    },
    Rule {
        id: "G-enum/unknown-future-value",
        title: "enumerations have a member `unknownFutureValue`",
        why: "without it, adding a member breaks clients that do not expect any",
        source: "graph/patterns/evolvable-enums.md",
        run: enumeration::unknown_future_value,
    },
    Rule {
        id: "G-enum/flags-unknown-future-value",
        title: "in flags, `unknownFutureValue` is a power of two",
        why: "any other value is a combination of other flags",
        source: "graph/patterns/evolvable-enums.md; graph/patterns/enums.md",
        run: enumeration::flags_unknown_future_value,
    },
    Rule {
        id: "G-enum/flags-sequence",
        title: "members of flags are powers of two, or zero",
        why: "consecutive numbers cannot be combined and taken apart again",
        source: "graph/patterns/enums.md",
        run: enumeration::flags_sequence,
    },
    Rule {
        id: "G-operation/bound",
        title: "actions and functions are bound",
        why: "they are found where the resource is that they work on",
        source: "graph/patterns/operations.md",
        run: structure::bound_operation,
    },
    Rule {
        id: "G-deprecation/members",
        title: "a deprecation says its date, version, description and removal date",
        why: "clients learn what to use instead, and how long they have",
        source: "graph/deprecation.md",
        run: deprecation::members,
    },
    Rule {
        id: "G-deprecation/version",
        title: "a deprecation's version is a month and a category: `2022-03/Tasks_And_Plans`",
        why: "the changelog is made of it",
        source: "graph/deprecation.md",
        run: deprecation::version,
    },
    Rule {
        id: "G-deprecation/removal-date",
        title: "what is deprecated stays for at least 24 months",
        why: "clients need that long to move",
        source: "graph/deprecation.md",
        run: deprecation::removal_date,
    },
    Rule {
        id: "G-docs/type-description",
        title: "types have a description",
        why: "it is the first that a developer reads of them",
        source: "graph/GuidelinesGraph.md, Design approach",
        run: structure::type_description,
    },
    Rule {
        id: "G-heuristic/plural-collection",
        title: "collections have plural names",
        why: "one sees from the name that there are many",
        source: "graph/GuidelinesGraph.md, Naming; graph/articles/naming.md, section 8",
        run: heuristic::plural_collection,
    },
    Rule {
        id: "G-heuristic/boolean-prefix",
        title: "names of Booleans start with `is`, or with another verb where that is more natural",
        why: "one sees from the name that it is a question of yes or no",
        source: GUIDELINES,
        run: heuristic::boolean_prefix,
    },
];
