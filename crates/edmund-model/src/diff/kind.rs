//! What can change, and how bad each change is.

use serde::{Serialize, Serializer};

/// What a change means to those who use a client generated from the older schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// A program that compiled, or a request that succeeded, may no longer do so.
    Breaking,
    /// What worked goes on working.
    Compatible,
    /// Only what people read has changed.
    Documentation,
}

impl Class {
    /// All classes, worst first.
    pub const ALL: [Class; 3] = [Class::Breaking, Class::Compatible, Class::Documentation];

    /// In lower case, as JSON has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Class::Breaking => "breaking",
            Class::Compatible => "compatible",
            Class::Documentation => "documentation",
        }
    }
}

macro_rules! kinds {
    ($($variant:ident $id:literal $class:ident $reason:literal,)*) => {
        /// What has changed. Every kind has one class; where a direction decides the class, each direction is a kind.
        ///
        /// | kind | class | because |
        /// |---|---|---|
        $(#[doc = concat!("| `", $id, "` | ", stringify!($class), " | ", $reason, " |")])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ChangeKind {
            $(#[doc = concat!(stringify!($class), ": ", $reason, ".")] $variant,)*
        }

        impl ChangeKind {
            /// All kinds, in the order of the table.
            pub const ALL: &'static [ChangeKind] = &[$(ChangeKind::$variant,)*];

            /// The stable name, such as `property-removed`.
            pub const fn id(self) -> &'static str {
                match self {
                    $(ChangeKind::$variant => $id,)*
                }
            }

            /// How bad it is.
            pub const fn class(self) -> Class {
                match self {
                    $(ChangeKind::$variant => Class::$class,)*
                }
            }

            /// Why it is in its class.
            pub const fn reason(self) -> &'static str {
                match self {
                    $(ChangeKind::$variant => $reason,)*
                }
            }
        }
    };
}

kinds! {
    TypeRemoved "type-removed" Breaking "code that names the type no longer compiles",
    TypeAdded "type-added" Compatible "clients are told to expect derived types they do not know, and nothing else leads to a new type",
    TypeCasing "type-casing" Breaking "names are case-sensitive on the wire (`@odata.type`, casts) and in generated code",
    TypeKind "type-kind-changed" Breaking "an entity, a complex value, an enumeration and a type definition are written differently",
    BaseChanged "base-type-changed" Breaking "values are no longer of the old base type, and members inherited from it are gone",
    BaseExtended "base-type-extended" Compatible "the old bases are still bases; members can only have been gained",
    BecameAbstract "became-abstract" Breaking "instances of exactly this type can no longer be created",
    BecameConcrete "became-concrete" Compatible "what could be done with the abstract type still can",
    BecameClosed "became-closed" Breaking "undeclared properties that a client writes are refused",
    BecameOpen "became-open" Compatible "undeclared members are kept by clients without being understood",
    StreamRemoved "stream-removed" Breaking "the entity's `$value` is gone",
    StreamAdded "stream-added" Compatible "the entity gains a `$value` beside what it had",
    KeyChanged "key-changed" Breaking "addresses of existing entities are built differently",
    KeyAdded "key-added" Compatible "the type had no key, so no address was built from one",

    PropertyRemoved "property-removed" Breaking "code that names the property no longer compiles, and requests that name it fail",
    PropertyAdded "property-added" Compatible "clients ignore properties they do not know, and need not send this one",
    RequiredPropertyAdded "required-property-added" Breaking
        "it takes no null and has no default, so a value created without it may be refused (OData Protocol 4.01, section 5.2)",
    PropertyCasing "property-casing" Breaking "names are case-sensitive on the wire and in generated code",
    PropertyMoved "property-moved-to-base" Compatible "the property is inherited now: the flat generated struct is the same",
    PropertyBecameNavigation "property-became-navigation" Breaking "a navigation is not part of the value unless it is expanded",
    NavigationBecameProperty "navigation-became-property" Breaking "there is no request that follows it any more",
    PropertyRetyped "property-retyped" Breaking "values of the old type are neither accepted nor sent any more",
    NullRefused "null-refused" Breaking "a client that sends null, or nothing, is refused",
    NullAccepted "null-accepted" Compatible "what was sent before is still accepted",
    NullReturned "null-returned" Breaking "a client that relies on a value being there meets null",
    NullNotReturned "null-no-longer-returned" Compatible "only answered, never sent by clients: null just no longer occurs",
    FacetsNarrowed "facets-narrowed" Breaking "values that were accepted may be refused",
    FacetsWidened "facets-widened" Compatible "what was accepted still is, and generated types have no limits of their own",
    DefaultChanged "default-changed" Compatible "clients leave the choice to the service where they send nothing",

    NavigationRemoved "navigation-removed" Breaking "the request that follows it is gone",
    NavigationAdded "navigation-added" Compatible "nothing has to follow it",
    NavigationCasing "navigation-casing" Breaking "names are case-sensitive in URLs and in generated code",
    NavigationMoved "navigation-moved-to-base" Compatible "the navigation property is inherited now",
    NavigationRetyped "navigation-retyped" Breaking "it leads to another type, or to one instead of many",
    ContainmentAdded "containment-added" Breaking "targets live inside the entity now: `$ref` requests are gone",
    ContainmentRemoved "containment-removed" Breaking "targets live elsewhere: creating and deleting them through this entity is gone",
    RelationshipChanged "relationship-changed" Compatible "partner, constraints and delete behaviour steer no generated request",

    MemberRemoved "enum-member-removed" Breaking "code that names the member no longer compiles, and sending it is refused",
    MemberAdded "enum-member-added" Compatible "generated enumerations are open: an unknown member round-trips unchanged",
    MemberCasing "enum-member-casing" Breaking "members travel by name, and names are case-sensitive",
    MemberRenumbered "enum-member-renumbered" Breaking "services and clients may write the number instead of the name",
    FlagsAdded "enum-became-flags" Breaking "a value is now a set of members: another generated type, another wire format",
    FlagsRemoved "enum-no-longer-flags" Breaking "a value is now one member: another generated type, and sets are refused",
    UnderlyingEnumType "enum-underlying-type-changed" Compatible "members travel by name; the integer below only limits their number",
    DefinitionRetyped "type-definition-retyped" Breaking "values are of another primitive type",

    TermRemoved "term-removed" Breaking "annotations of this term are no longer defined or sent",
    TermAdded "term-added" Compatible "annotations need not be understood",
    TermCasing "term-casing" Breaking "names are case-sensitive",
    TermRetyped "term-retyped" Breaking "values of annotations are of another type",
    TermChanged "term-changed" Compatible "base term, default and applicability tell authors where to annotate, not clients what they receive",

    OperationRemoved "operation-removed" Breaking "the call is gone",
    OperationAdded "operation-added" Compatible "nothing has to call it",
    OverloadRemoved "overload-removed" Breaking "calls with these parameters are gone",
    OverloadAdded "overload-added" Compatible "the other overloads stay",
    OperationCasing "operation-casing" Breaking "names are case-sensitive in URLs and in generated code",
    OperationKind "operation-kind-changed" Breaking "actions are called with POST, functions with GET",
    ComposableRemoved "composable-removed" Breaking "paths that go on behind the call are gone",
    ComposableAdded "composable-added" Compatible "paths may go on behind the call; they need not",
    EntitySetPathChanged "entity-set-path-changed" Compatible "where the result lives steers no generated request",
    ParameterRemoved "parameter-removed" Breaking "a call that passes the parameter is refused or means something else",
    RequiredParameterAdded "required-parameter-added" Breaking "existing calls lack it",
    OptionalParameterAdded "optional-parameter-added" Compatible "existing calls may leave it out (OData Protocol 4.01, section 5.2)",
    ParameterCasing "parameter-casing" Breaking "parameters travel by name, and names are case-sensitive",
    ParameterRetyped "parameter-retyped" Breaking "arguments of the old type are refused",
    ParameterRequired "parameter-became-required" Breaking "calls that leave it out are refused",
    ParameterOptional "parameter-became-optional" Compatible "calls that pass it stay valid",
    ParameterOrder "parameter-order-changed" Breaking "generated methods take arguments by position",
    ReturnRemoved "return-removed" Breaking "there is no result to decode",
    ReturnAdded "return-added" Breaking "the generated method returns something else",
    ReturnRetyped "return-retyped" Breaking "the result is of another type",

    ContainerRemoved "container-removed" Breaking "all its sets, singletons and imports are gone",
    ContainerAdded "container-added" Compatible "the other containers stay",
    ContainerRenamed "container-renamed" Breaking "the generated service trait is named after it; no URL is",
    ContainerExtends "container-extends-changed" Breaking "members taken over from another container are gone or different",
    SourceRemoved "source-removed" Breaking "the root of these paths is gone",
    SourceAdded "source-added" Compatible "nothing has to use it",
    SourceCasing "source-casing" Breaking "names are case-sensitive in URLs and in generated code",
    SourceKind "source-kind-changed" Breaking "an entity set is a collection, a singleton is one entity",
    SourceRetyped "source-retyped" Breaking "it holds entities of another type",
    SourceListing "source-listing-changed" Compatible "the service document lists what clients know by name anyway",
    BindingChanged "binding-changed" Compatible "a binding says where targets live; generated paths follow the navigation property",
    ImportRemoved "import-removed" Breaking "the call at the root is gone",
    ImportAdded "import-added" Compatible "nothing has to call it",
    ImportCasing "import-casing" Breaking "names are case-sensitive in URLs and in generated code",
    ImportRetargeted "import-retargeted" Breaking "the same URL calls another operation",
    ImportChanged "import-changed" Compatible "the result's entity set and the service document steer no generated request",

    RequestRemoved "request-removed" Breaking "the request is no longer documented as supported",
    RequestAdded "request-added" Compatible "nothing has to send it",
    RequestBody "request-body-changed" Breaking "the body is of another type",
    RequestResponse "request-response-changed" Breaking "the answer is of another type or comes with another status",

    CapabilityRemoved "capability-removed" Breaking "requests that the service supported are refused",
    CapabilityAdded "capability-added" Compatible "more requests are supported",
    RequirementAdded "requirement-added" Breaking "requests that lack what is required now are refused",
    RequirementRemoved "requirement-removed" Compatible "requests that meet the old requirement still succeed",
    WriteRefused "write-refused" Breaking "clients can no longer write the value",
    WriteAccepted "write-accepted" Compatible "clients may write the value; they need not",
    PermissionRemoved "permission-removed" Breaking "callers that hold only this permission are refused",
    PermissionAdded "permission-added" Compatible "one more permission suffices",
    AnnotationAdded "annotation-added" Compatible "an annotation need not be understood (OData Protocol 4.01, section 5.2)",
    AnnotationRemoved "annotation-removed" Compatible "an annotation need not be understood (OData Protocol 4.01, section 5.2)",
    AnnotationChanged "annotation-changed" Compatible "an annotation need not be understood (OData Protocol 4.01, section 5.2)",
    Deprecated "deprecated" Compatible "it goes on working; the compiler warns those who use it",
    Undeprecated "no-longer-deprecated" Compatible "the compiler's warning goes away",
    DeprecationChanged "deprecation-changed" Documentation "dates and words of a deprecation that was there before",
    DescriptionChanged "description-changed" Documentation "only text for people",
}

impl Serialize for ChangeKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
