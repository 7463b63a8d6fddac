//! What is said about bad input: code, place, words.

use crate::support::{document, read, report, schema};
use expect_test::{Expect, expect};

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&report(&read(&[text])));
}

#[test]
fn a_text_that_is_no_document() {
    check(
        " \n",
        expect![[r#"
        1.xml:1:1 Error empty-file: the file is empty []
            help: expected a CSDL document: an `edmx:Edmx` element with the service's schemas
    "#]],
    );
    check(
        "<a",
        expect![[r#"
            1.xml:1:3 Error xml-malformed: the document ends before it is complete []
                1.xml:1:1 this is not closed
                help: is the file cut off? fetch or save it again
        "#]],
    );
    check(
        "<edmx:Edmx xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">\n <edmx:DataServices>",
        expect![[r#"
        1.xml:2:21 Error xml-malformed: the document ends before it is complete []
            1.xml:2:2 this is not closed
            help: is the file cut off? fetch or save it again
    "#]],
    );
    check(
        "<a>\n  <b></c></a>",
        expect![[r#"
        1.xml:2:6 Error xml-malformed: expected 'b' tag, not 'c' [<]
    "#]],
    );
    check(
        "<a b=\"x & y\"/>",
        expect![[r#"
        1.xml:1:9 Error xml-malformed: malformed entity reference [&]
            help: write `&amp;` for an ampersand
    "#]],
    );
    check(
        "<x:a/>",
        expect![[r#"
        1.xml:1:2 Error xml-malformed: an unknown namespace prefix 'x' [x]
            help: declare the prefix: xmlns:x="…"
    "#]],
    );
    check(
        "<!DOCTYPE a>\n<a/>",
        expect![[r#"
        1.xml:1:1 Error xml-doctype: the document has a document type definition, which is not read [<!DOCTYPE]
            help: remove it: CSDL needs none
    "#]],
    );
    check(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE a [\n  <!ENTITY b \"c\">\n]>\n<a>&b;</a>",
        expect![[r#"
        1.xml:3:3 Error xml-entity-declaration: the document declares XML entities, which are not read [<!ENTITY]
            help: write the text of the entities where they are used, and remove the document type definition
    "#]],
    );
    check(
        "<html/>",
        expect![[r#"
        1.xml:1:1 Error unexpected-root: the root element is `html`, expected `edmx:Edmx` [<html/>]
            help: wrap the schemas in <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>…
    "#]],
    );
    check(
        "<Edmx Version=\"1.0\" xmlns=\"http://schemas.microsoft.com/ado/2007/06/edmx\"/>",
        expect![[r#"
        1.xml:1:1 Error unexpected-root: this is metadata of OData V2 or V3, which is not supported [<Edmx Version="1.0" xmlns="http://schemas.microsoft.com/ado/2007/06/edmx"/>]
            help: fetch the `$metadata` of the service's V4 endpoint
    "#]],
    );
}

#[test]
fn a_document_that_is_no_schema() {
    check(
        &document("", ""),
        expect![[r#"
        1.xml:1:80 Error no-schema: the document has no schema [<edmx:DataServices>]
            help: add a <Schema Namespace="…" xmlns="http://docs.oasis-open.org/odata/ns/edm"> element
    "#]],
    );
    check(
        &document("<edmx:Reference Uri=\"x\"/>", "<Schema Namespace=\"a\"/>"),
        expect![[r#"
            1.xml:1:80 Error empty-reference: the reference includes nothing [<edmx:Reference Uri="x"/>]
                help: add <edmx:Include Namespace="…" />, or remove the reference
            1.xml:2:1 Error unexpected-element: the `Schema` element is not in the XML namespace of CSDL [<Schema Namespace="a"/>]
                help: write xmlns="http://docs.oasis-open.org/odata/ns/edm" on it
        "#]],
    );
    check(
        &document("", "<Schema Namespace=\"a\" xmlns=\"http://schemas.microsoft.com/ado/2009/11/edm\"/>"),
        expect![[r#"
        1.xml:2:1 Error unexpected-element: this is a schema of OData V2 or V3, which is not supported [<Schema Namespace="a" xmlns="http://schemas.microsoft.com/ado/2009/11/edm"/>]
            help: fetch the `$metadata` of the service's V4 endpoint
    "#]],
    );
    check(
        "<edmx:Edmx Version=\"5.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"></edmx:Edmx>",
        expect![[r#"
            1.xml:1:1 Error dataservices-count: expected one `edmx:DataServices` element, found 0 [<edmx:Edmx Version="5.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">]
            1.xml:1:21 Error unknown-edmx-version: `5.0` is no version of OData that is supported [5.0]
                help: supported are 4.0, 4.01 and 4.02
        "#]],
    );
}

#[test]
fn elements_and_attributes_that_have_no_place() {
    check(
        &schema("<EntityTyp Name=\"a\"/><ComplexType Name=\"b\" Nme=\"c\">text<Association/></ComplexType>"),
        expect![[r#"
        1.xml:3:1 Warning unexpected-element: `Schema` has no place for an element `EntityTyp` [<EntityTyp Name="a"/>]
            help: did you mean `EntityType`?
        1.xml:3:44 Warning unknown-attribute: `ComplexType` has no attribute `Nme` [Nme]
            help: did you mean `Name`?
        1.xml:3:52 Warning unexpected-element: `ComplexType` cannot hold text [text]
        1.xml:3:56 Warning unexpected-element: `ComplexType` has no place for an element `Association` [<Association/>]
    "#]],
    );
    // What another namespace says is not ours to judge, nor to take for a property.
    check(&schema("<ComplexType Name=\"b\" xmlns:x=\"urn:x\" x:y=\"z\"><x:Property Name=\"c\"/></ComplexType>"), expect![[""]]);
}

#[test]
fn values_that_do_not_fit() {
    check(
        &schema(
            "<ComplexType Name=\"1st\" OpenType=\"True\">\n\
             <Property Name=\"a\" Type=\"Edm.String\" MaxLength=\"Max\" Nullable=\"no\"/>\n\
             <Property Name=\"b\" Type=\"Edm.Decimal\" Scale=\"-1\"/></ComplexType>\n\
             <Term Name=\"t\" Type=\"Edm.String\" AppliesTo=\"Propertie\"/>",
        ),
        expect![[r#"
            1.xml:3:20 Error invalid-identifier: the value of `Name` is no identifier: "1st" [1st]
                help: begin with a letter or underscore, go on with letters, digits and underscores; at most 128 of them
            1.xml:3:35 Error invalid-boolean: `OpenType` is `true` or `false`, not "True" [True]
                help: write `true`
            1.xml:4:49 Warning invalid-facet: `MaxLength` is written `max`, not `Max` [Max]
            1.xml:4:64 Error invalid-boolean: `Nullable` is `true` or `false`, not "no" [no]
                help: write `true` or `false`
            1.xml:5:46 Error invalid-facet: `-1` is no value of `Scale` [-1]
                help: write a non-negative integer or `variable` or `floating`
            1.xml:6:45 Warning invalid-appliesto: `Propertie` is no kind of element that a term can apply to [Propertie]
                help: did you mean `Property`?
        "#]],
    );
}

#[test]
fn names_that_lead_nowhere_come_with_the_one_that_was_meant() {
    check(
        &schema(
            "<ComplexType Name=\"address\"><Property Name=\"a\" Type=\"self.adress\"/>\n\
             <Property Name=\"b\" Type=\"Collection(sefl.address)\"/>\n\
             <Property Name=\"c\" Type=\"Edm.Sting\"/>\n\
             <Property Name=\"d\" Type=\"String\"/>\n\
             <Property Name=\"e\" Type=\"other.thing\"/></ComplexType>\n\
             <Annotations Target=\"self.address/bb\"><Annotation Term=\"self.t\"/></Annotations>",
        ),
        expect![[r#"
            1.xml:3:54 Error unresolved-type: there is no `adress` in the namespace `t.ns` [self.adress]
                help: did you mean `t.ns.address`?
            1.xml:4:37 Error unresolved-type: the namespace `sefl` of `sefl.address` is neither declared nor included [sefl.address]
                help: did you mean `t.ns.address`?
            1.xml:5:26 Error unknown-primitive-type: there is no type `Edm.Sting` [Edm.Sting]
                help: did you mean `Edm.String`?
            1.xml:6:26 Error unqualified-type-name: the type name `String` has no namespace [String]
                help: did you mean `Edm.String`?
            1.xml:7:26 Error unresolved-type: the namespace `other` of `other.thing` is neither declared nor included [other.thing]
                help: declare it, or include it: <edmx:Reference Uri="…"><edmx:Include Namespace="other" />
            1.xml:8:22 Warning unresolved-annotation-target: nothing in the schema is called `t.ns.address/bb` [self.address/bb]
                help: did you mean `t.ns.address/b`?
            1.xml:8:57 Warning unresolved-term: there is no term `t.ns.t` [self.t]
                help: declare the term
        "#]],
    );
}

#[test]
fn inheritance_that_never_ends() {
    check(
        &schema(
            "<ComplexType Name=\"A\" BaseType=\"self.B\"/>\n<ComplexType Name=\"B\" BaseType=\"self.C\"/>\n\
             <ComplexType Name=\"C\" BaseType=\"self.B\"/>\n<ComplexType Name=\"D\" BaseType=\"self.D\"/>",
        ),
        expect![[r#"
            1.xml:4:33 Error cyclic-base-type: `t.ns.B` derives from itself through `t.ns.C` [self.C]
                1.xml:5:33 the base of `t.ns.C`
                help: remove one of these base types
            1.xml:6:33 Error cyclic-base-type: `t.ns.D` derives from itself [self.D]
                help: remove one of these base types
        "#]],
    );
}

#[test]
fn values_that_never_end() {
    check(
        &schema(
            "<ComplexType Name=\"A\"><Property Name=\"b\" Type=\"self.B\" Nullable=\"false\"/></ComplexType>\n\
             <ComplexType Name=\"B\"><Property Name=\"a\" Type=\"self.A\" Nullable=\"false\"/>\n\
             <Property Name=\"c\" Type=\"self.A\"/></ComplexType>",
        ),
        expect![[r#"
            1.xml:4:66 Error recursive-complex-not-nullable: a value of `t.ns.A` must contain another through `a`, without end [false]
                help: make one of the properties on the way nullable
        "#]],
    );
}

#[test]
fn overloads_that_cannot_be_told_apart() {
    let function = |parameters: &str| format!("<Function Name=\"f\">{parameters}<ReturnType Type=\"Edm.String\"/></Function>\n");
    let one = function("<Parameter Name=\"a\" Type=\"Edm.String\"/>");
    let other = function("<Parameter Name=\"a\" Type=\"Edm.Int32\"/>");
    check(
        &schema(&(one.clone() + &other)),
        expect![[r#"
        1.xml:4:17 Error duplicate-function-overload: the function `t.ns.f` is declared twice with the same parameter names [f]
            1.xml:3:17 the first
    "#]],
    );
    check(
        &schema(&(one + &function("<Parameter Name=\"b\" Type=\"Edm.String\"/>"))),
        expect![[r#"
        1.xml:4:17 Warning ambiguous-function-overload: two overloads of `t.ns.f` differ only in the names of their parameters [f]
            1.xml:3:17 the first
    "#]],
    );
}

#[test]
fn containers_that_do_not_fit_together() {
    check(
        &schema(
            "<EntityType Name=\"E\"><Key><PropertyRef Name=\"id\"/></Key><Property Name=\"id\" Type=\"Edm.Int32\" Nullable=\"false\"/>\n\
             <NavigationProperty Name=\"many\" Type=\"Collection(self.E)\"/></EntityType>\n\
             <EntityType Name=\"F\"><Key><PropertyRef Name=\"id\"/></Key><Property Name=\"id\" Type=\"Edm.Int32\" Nullable=\"false\"/></EntityType>\n\
             <EntityContainer Name=\"C\" Extends=\"self.C\">\n\
             <EntitySet Name=\"Es\" EntityType=\"self.E\"><NavigationPropertyBinding Path=\"many\" Target=\"Fs\"/></EntitySet>\n\
             <EntitySet Name=\"Fs\" EntityType=\"self.F\"/><Singleton Name=\"One\" Type=\"self.E\">\n\
             <NavigationPropertyBinding Path=\"many\" Target=\"One\"/></Singleton>\n\
             <FunctionImport Name=\"i\" Function=\"self.f\" EntitySet=\"Gs\"/></EntityContainer>",
        ),
        expect![[r#"
            1.xml:6:36 Error cyclic-container: the container `t.ns.C` extends itself [self.C]
                help: remove one `Extends`
            1.xml:7:89 Warning binding-type-mismatch: `many` leads to `t.ns.E`, but `Fs` holds `t.ns.F` [Fs]
            1.xml:9:48 Warning collection-binding-to-singleton: the collection `many` is bound to the singleton `One` [One]
                help: bind it to an entity set
            1.xml:10:36 Error unresolved-operation: there is no function `self.f` [self.f]
            1.xml:10:55 Error unresolved-entity-set: there is no entity set `Gs` [Gs]
                help: name an entity set of the container
        "#]],
    );
}

#[test]
fn a_missing_type_is_one_finding_however_much_depends_on_it() {
    check(
        &schema(
            "<EntityType Name=\"E\" BaseType=\"self.Base\"><NavigationProperty Name=\"n\" Type=\"Collection(self.E)\" ContainsTarget=\"true\" \
             Partner=\"p\"/></EntityType>\n\
             <EntityContainer Name=\"C\"><EntitySet Name=\"Es\" EntityType=\"self.E\"/></EntityContainer>\n\
             <Annotations Target=\"self.E/n\"><Annotation Term=\"Org.OData.Core.V1.Description\" String=\"x\"/></Annotations>",
        ),
        expect![[r#"
            1.xml:3:32 Error unresolved-type: there is no `Base` in the namespace `t.ns` [self.Base]
        "#]],
    );
}

#[test]
fn containers_that_extend_one_another_are_one_service() {
    let three = |third: &str| {
        let schemas = format!(
            r#"<Schema Namespace="a.v1" xmlns="http://docs.oasis-open.org/odata/ns/edm"><EntityContainer Name="c"/></Schema>
<Schema Namespace="a.v2" Alias="self" xmlns="http://docs.oasis-open.org/odata/ns/edm"><EntityContainer Name="c" Extends="a.v1.c"/></Schema>
<Schema Namespace="a.v3" xmlns="http://docs.oasis-open.org/odata/ns/edm"><EntityContainer Name="c"{third}/></Schema>"#
        );
        document("", &schemas)
    };
    check(&three(r#" Extends="self.c""#), expect![""]);
    check(
        &three(""),
        expect![[r#"
        1.xml:4:97 Error multiple-containers: the document has more than one entity container; a service has one [c]
            1.xml:3:110 the first container
            help: remove one of them, or let one extend the other with Extends
    "#]],
    );
}
