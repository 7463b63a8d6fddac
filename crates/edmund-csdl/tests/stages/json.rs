//! CSDL JSON: the same model as from XML, the same findings, and those of its own.

use edmund_model::dump;
use expect_test::{Expect, expect};

use crate::support::{document, read, report, schema};

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&report(&read(&[text])));
}

/// A document with one schema, `t.ns` with the alias `self`.
fn json(content: &str) -> String {
    format!("{{\"$Version\": \"4.01\",\n\"t.ns\": {{\"$Alias\": \"self\",\n{content}\n}}}}")
}

/// Most of the language once more, to compare with XML and to cut and change.
const EXAMPLE: &str = r##""thing": {"$Kind": "EntityType", "$BaseType": "self.base", "$OpenType": true, "$HasStream": true,
  "sizes": {"$Collection": true, "$Type": "self.size"}, "price": {"$Type": "Edm.Decimal", "$Nullable": true, "$Precision": 9, "$Scale": 2, "$DefaultValue": 1.5},
  "any": {"$Type": "Edm.Decimal"}, "text": {"$MaxLength": 3, "$Unicode": false, "@self.note": "x", "@self.note@self.note": "y"},
  "whole": {"$Kind": "NavigationProperty", "$Type": "self.thing", "$Nullable": true, "$Partner": "parts", "$OnDelete": "SetNull", "$ReferentialConstraint": {"price": "price"}},
  "parts": {"$Kind": "NavigationProperty", "$Collection": true, "$Type": "self.thing", "$Partner": "whole", "$ContainsTarget": true}},
"base": {"$Kind": "EntityType", "$Abstract": true, "$Key": [{"id": "where/id"}], "where": {"$Type": "self.place"}},
"place": {"$Kind": "ComplexType", "id": {"$Type": "Edm.Int32"}},
"size": {"$Kind": "EnumType", "$IsFlags": true, "small": 1, "large": 2, "large@self.note": "big", "@self.note": "z"},
"short": {"$Kind": "TypeDefinition", "$UnderlyingType": "Edm.String", "$MaxLength": 3},
"note": {"$Kind": "Term", "$Nullable": true, "$AppliesTo": ["Property", "EnumType", "Member"]},
"when": {"$Kind": "Term", "$Type": "Edm.Date"}, "tag": {"$Kind": "Term", "$Type": "Edm.Boolean", "$DefaultValue": true},
"which": {"$Kind": "Term", "$Type": "self.detail"}, "odd": {"$Kind": "Term", "$Type": "Edm.PrimitiveType", "$Nullable": true},
"detail": {"$Kind": "ComplexType", "sizes": {"$Type": "self.size"}, "path": {"$Type": "Edm.PropertyPath"}, "all": {"$Collection": true, "$Type": "Edm.Double"}},
"grow": [{"$Kind": "Action", "$IsBound": true, "$EntitySetPath": "on/parts", "$Parameter": [{"$Name": "on", "$Type": "self.thing"}, {"$Name": "by", "$Nullable": true}], "$ReturnType": {"$Type": "self.thing"}}],
"find": [{"$Kind": "Function", "$IsComposable": true, "$Parameter": [{"$Name": "a", "$Collection": true, "@self.note": "p"}], "$ReturnType": {"$Collection": true, "$Type": "self.thing", "@self.note": "r"}},
  {"$Kind": "Function", "$ReturnType": {"$Collection": true, "$Type": "self.thing"}}],
"now": [{"$Kind": "Function", "$ReturnType": {"$Type": "Edm.DateTimeOffset", "$Precision": 0}}],
"C": {"$Kind": "EntityContainer", "things": {"$Collection": true, "$Type": "self.thing", "$IncludeInServiceDocument": false, "$NavigationPropertyBinding": {"whole": "things"}},
  "one": {"$Type": "self.thing", "$Nullable": true}, "found": {"$Function": "self.find", "$EntitySet": "things", "$IncludeInServiceDocument": true}},
"$Annotations": {"self.thing/price": {"@self.when#q": "2024-01-31", "@self.tag": true, "@self.which": {"@type": "#self.detail", "sizes": "small,large", "path": "self.base/where",
    "path@self.note": "n", "all": [1, 2.5, "INF"], "@self.note": {"$If": [{"$Eq": [{"$Path": "price"}, 1]}, "a", {"$Cast": {"$Path": "text"}, "$Type": "Edm.String"}]}}},
  "self.C/things/whole/any": {"@self.odd": {"$Apply": [{"$LabeledElement": {"$Not": {"$IsOf": {"$Path": "any"}, "$Type": "Edm.Int32"}}, "$Name": "l"}, {"$UrlRef": "u"}, null], "$Function": "odata.concat"},
    "@self.odd#q2": {"$LabeledElementReference": "self.l"}, "@self.odd#q3": {"$Cast": "small", "$Type": "self.size"}, "@self.odd#q4": {"$Null": null}}}"##;

const SAME_IN_XML: &str = r#"<EntityType Name="thing" BaseType="self.base" OpenType="true" HasStream="true">
  <Property Name="sizes" Type="Collection(self.size)" Nullable="false"/><Property Name="price" Type="Edm.Decimal" Precision="9" Scale="2" DefaultValue="1.5"/>
  <Property Name="any" Type="Edm.Decimal" Nullable="false" Scale="variable"/>
  <Property Name="text" Type="Edm.String" Nullable="false" MaxLength="3" Unicode="false"><Annotation Term="self.note" String="x"><Annotation Term="self.note" String="y"/></Annotation></Property>
  <NavigationProperty Name="whole" Type="self.thing" Partner="parts"><ReferentialConstraint Property="price" ReferencedProperty="price"/><OnDelete Action="SetNull"/></NavigationProperty>
  <NavigationProperty Name="parts" Type="Collection(self.thing)" Partner="whole" ContainsTarget="true"/></EntityType>
<EntityType Name="base" Abstract="true"><Key><PropertyRef Name="where/id" Alias="id"/></Key><Property Name="where" Type="self.place" Nullable="false"/></EntityType>
<ComplexType Name="place"><Property Name="id" Type="Edm.Int32" Nullable="false"/></ComplexType>
<EnumType Name="size" IsFlags="true"><Member Name="small" Value="1"/><Member Name="large" Value="2"><Annotation Term="self.note" String="big"/></Member><Annotation Term="self.note" String="z"/></EnumType>
<TypeDefinition Name="short" UnderlyingType="Edm.String" MaxLength="3"/>
<Term Name="note" Type="Edm.String" AppliesTo="Property EnumType Member"/><Term Name="when" Type="Edm.Date" Nullable="false"/>
<Term Name="tag" Type="Edm.Boolean" Nullable="false" DefaultValue="true"/><Term Name="which" Type="self.detail" Nullable="false"/><Term Name="odd" Type="Edm.PrimitiveType"/>
<ComplexType Name="detail"><Property Name="sizes" Type="self.size" Nullable="false"/><Property Name="path" Type="Edm.PropertyPath" Nullable="false"/><Property Name="all" Type="Collection(Edm.Double)"/></ComplexType>
<Action Name="grow" IsBound="true" EntitySetPath="on/parts"><Parameter Name="on" Type="self.thing" Nullable="false"/><Parameter Name="by" Type="Edm.String"/><ReturnType Type="self.thing" Nullable="false"/></Action>
<Function Name="find" IsComposable="true"><Parameter Name="a" Type="Collection(Edm.String)"><Annotation Term="self.note" String="p"/></Parameter><ReturnType Type="Collection(self.thing)"><Annotation Term="self.note" String="r"/></ReturnType></Function>
<Function Name="find"><ReturnType Type="Collection(self.thing)" Nullable="false"/></Function>
<Function Name="now"><ReturnType Type="Edm.DateTimeOffset" Nullable="false"/></Function>
<EntityContainer Name="C"><EntitySet Name="things" EntityType="self.thing" IncludeInServiceDocument="false"><NavigationPropertyBinding Path="whole" Target="self.C/things"/></EntitySet>
  <Singleton Name="one" Type="self.thing" Nullable="true"/><FunctionImport Name="found" Function="self.find" EntitySet="things" IncludeInServiceDocument="true"/></EntityContainer>
<Annotations Target="self.thing/price"><Annotation Term="self.when" Qualifier="q" Date="2024-01-31"/><Annotation Term="self.tag"/>
  <Annotation Term="self.which"><Record Type="self.detail"><PropertyValue Property="sizes" EnumMember="self.size/small self.size/large"/>
    <PropertyValue Property="path" PropertyPath="self.base/where"><Annotation Term="self.note" String="n"/></PropertyValue>
    <PropertyValue Property="all"><Collection><Float>1</Float><Float>2.5</Float><Float>INF</Float></Collection></PropertyValue>
    <Annotation Term="self.note"><If><Eq><Path>price</Path><Int>1</Int></Eq><String>a</String><Cast Type="Edm.String"><Path>text</Path></Cast></If></Annotation></Record></Annotation></Annotations>
<Annotations Target="self.C/things/whole/any">
  <Annotation Term="self.odd"><Apply Function="odata.concat"><LabeledElement Name="l"><Not><IsOf Type="Edm.Int32"><Path>any</Path></IsOf></Not></LabeledElement><UrlRef><String>u</String></UrlRef><Null/></Apply></Annotation>
  <Annotation Term="self.odd" Qualifier="q2"><LabeledElementReference>self.l</LabeledElementReference></Annotation>
  <Annotation Term="self.odd" Qualifier="q3" EnumMember="self.size/small"/><Annotation Term="self.odd" Qualifier="q4"><Null/></Annotation></Annotations>"#;

#[test]
fn both_forms_say_the_same() {
    let (left, right) = (read(&[&json(EXAMPLE)]), read(&[&schema(SAME_IN_XML)]));
    assert_eq!((report(&left), report(&right)), (String::new(), String::new()));
    let dumped = format!("{:#}", dump(&left.model));
    assert_eq!(dumped, format!("{:#}", dump(&right.model)));
    for text in [edmund_csdl::write_xml(&left.model), edmund_csdl::write_json(&left.model)] {
        let again = read(&[&text]);
        assert_eq!(report(&again), "");
        assert_eq!(dumped, format!("{:#}", dump(&again.model)));
    }
}

#[test]
fn documents_of_both_forms_belong_together() {
    let one = r#"{"$Version": "4.01", "$Reference": {"two.xml": {"$Include": [{"$Namespace": "t.two", "$Alias": "x"}]}},
        "t.one": {"a": {"$Kind": "ComplexType", "b": {"$Type": "x.b"}, "@x.t": "2024-01-31"}}}"#;
    let two = document(
        "",
        r#"<Schema Namespace="t.two" xmlns="http://docs.oasis-open.org/odata/ns/edm"><ComplexType Name="b"/><Term Name="t" Type="Edm.Date"/></Schema>"#,
    );
    let read = read(&[one, &two]);
    assert_eq!(report(&read), "");
    expect![[r#"
        [
          {
            "annotations": [
              {
                "term": "t.two.t",
                "value": {
                  "Constant": [
                    "Date",
                    "2024-01-31"
                  ]
                }
              }
            ],
            "kind": "Complex",
            "name": "t.one.a",
            "properties": [
              {
                "name": "b",
                "type": "t.two.b"
              }
            ]
          },
          {
            "kind": "Complex",
            "name": "t.two.b"
          }
        ]"#]]
    .assert_eq(&format!("{:#}", dump(&read.model)["types"]));
}

#[test]
fn well_known_terms_need_no_document() {
    let text = json(
        r#""a": {"$Kind": "ComplexType", "@Org.OData.Core.V1.Permissions": "Read",
            "@Org.OData.Core.V1.Revisions": [{"Kind": "Deprecated", "Description": "Use b."}],
            "@Org.OData.Validation.V1.Minimum": 1, "@Org.OData.Core.V1.OptionalParameter": true, "@unknown.term": "2024-01-31"}"#,
    );
    let read = read(&[&text]);
    let annotations = &read.model.structs[0].annotations;
    let values: Vec<String> = annotations.iter().map(|annotation| format!("{:?}", annotation.value)).collect();
    assert_eq!(values[0], "Some(EnumMember(\"Org.OData.Core.V1.Permission/Read\"))");
    assert_eq!(values[2..], ["Some(Constant(Int, \"1\"))", "None", "Some(String(\"2024-01-31\"))"]);
    assert!(read.model.structs[0].docs.deprecation.is_some());
}

#[test]
fn a_text_that_is_no_document() {
    check(
        "{\"a\": [1, 2}",
        expect![[r#"
        1.json:1:12 Error json-malformed: this is not JSON [}]
            help: write it as JSON: names and strings in double quotes, items with commas between them
    "#]],
    );
    check(
        "{\"$Version\": \"4.01\",\n \"a\": {}",
        expect![[r#"
        1.json:1:1 Error json-malformed: the text ends before the value does [{"$Version": "4.01",
         "a": {}]
            help: is the file cut off? fetch or save it again
    "#]],
    );
    check(
        "{\"$Version\": \"4.01\",\n \"t.ns\": {},}",
        expect![[r#"
        1.json:2:12 Error json-malformed: a comma stands behind the last item [,]
            help: remove it
    "#]],
    );
    check(
        "{} more",
        expect![[r#"
        1.json:1:4 Error json-malformed: something follows the end of the value [more]
            help: a document is one object; remove what stands behind it
    "#]],
    );
    check(
        "{\"error\": \"no\"}",
        expect![[r#"
        1.json:1:1 Error unexpected-root: this is not a CSDL JSON document [{]
            help: expected an object with `$Version` and one member for each schema
    "#]],
    );
    check(
        "{\"$Version\": \"4.01\"}",
        expect![[r#"
        1.json:1:1 Error no-schema: the document has no schema [{]
            help: add a member with the schema's namespace as its name
    "#]],
    );
    check(
        "{\"$Version\": 4, \"$EntityContainer\": \"t.ns.C\", \"t.ns\": {}, \"other\": 1}",
        expect![[r#"
            1.json:1:14 Error json-unexpected-value: `$Version` is a string, not a number [4]
                help: write a string
            1.json:1:38 Error unresolved-container: there is no entity container `t.ns.C` [t.ns.C]
                help: name the entity container of the document with its namespace
            1.json:1:68 Error json-unexpected-value: `other` is an object, not a number [1]
                help: write an object
        "#]],
    );
    check(
        &"{\"a\":".repeat(100_000),
        expect![[r#"
        1.json:1:646 Error json-too-deep: objects and arrays are nested more than 128 deep [{]
            help: no CSDL document needs such nesting
    "#]],
    );
}

#[test]
fn members_that_have_no_place() {
    check(
        &json(
            r#""a": {"$Kind": "EntityTyp"}, "b": {"$Kind": "ComplexType", "$OpnType": true, "$OpenType": "True", "p": {"$Typ": "Edm.String", "$Nullable": 1}, "q": "Edm.String",
"n": {"$Kind": "NavigationProperty"}, "x@self.y": 1, "m": {"$Kind": "Navigation"}},
"c": {"d": {}}, "f": [{"$ReturnType": {"x": {}}}, {"$Kind": "Term"}], "g": {"$Kind": "Function", "$ReturnType": {}}, "e": {"$Kind": "EnumType", "m": true},
"t": {"$Kind": "Term", "$AppliesTo": ["Propertie"], "@self.t": {"$Pth": "x"}, "@self.t#2": {"$Apply": []}}, "k": {"$Kind": "EntityType", "$Key": ["1st", 2, {}]}"#,
        ),
        expect![[r#"
            1.json:3:17 Warning unexpected-element: `Schema` has no place for an element `EntityTyp` [EntityTyp]
                help: did you mean `EntityType`?
            1.json:3:61 Warning unknown-attribute: `ComplexType` has no member `$OpnType` [$OpnType]
                help: did you mean `$OpenType`?
            1.json:3:91 Error invalid-boolean: `$OpenType` is `true` or `false`, not "True" ["True"]
                help: write `true`
            1.json:3:106 Warning unknown-attribute: `Property` has no member `$Typ` [$Typ]
                help: did you mean `$Type`?
            1.json:3:140 Error invalid-boolean: `$Nullable` is `true` or `false`, not a number [1]
                help: write `true` or `false`, without quotes
            1.json:3:149 Error json-unexpected-value: `q` is an object, not a string ["Edm.String"]
                help: write an object
            1.json:4:1 Error missing-attribute: `NavigationProperty` needs a member `$Type` ["n"]
                help: add `"$Type": …`
            1.json:4:40 Warning unexpected-element: there is no `x` here for the annotation to be on [x@self.y]
                help: write the annotation beside what it is on
            1.json:4:70 Warning unexpected-element: a property is no `Navigation` [Navigation]
                help: write `NavigationProperty`, or leave `$Kind` out
            1.json:5:2 Error missing-attribute: `c` needs a member `$Kind` [c]
                help: add `"$Kind": …`
            1.json:5:23 Error missing-attribute: the overload of `f` needs a member `$Kind` [{]
                help: add `"$Kind": …`
            1.json:5:41 Warning unexpected-element: `ReturnType` has no place for a member `x` [x]
                help: remove it
            1.json:5:62 Error unexpected-element: an overload is an `Action` or a `Function` [Term]
            1.json:5:76 Error json-unexpected-value: `g` is an array of overloads, not an object [{]
                help: write an array of overloads
            1.json:5:150 Error json-unexpected-value: `m` is the number of an enumeration's member, not a Boolean [true]
                help: write the number of an enumeration's member
            1.json:6:40 Warning invalid-appliesto: `Propertie` is no kind of element that a term can apply to [Propertie]
                help: did you mean `Property`?
            1.json:6:66 Warning unexpected-element: there is no expression `$Pth` [$Pth]
                help: did you mean `$Path`?
            1.json:6:88 Warning invalid-qualifier: the qualifier "2" is no identifier [2]
                help: write letters, digits and underscores only
            1.json:6:92 Error missing-attribute: `Apply` needs a member `$Function` [{]
                help: add `"$Function": …`
            1.json:6:154 Error json-unexpected-value: `$Key` is an array of names and of objects with one alias and its path, not a number [2]
                help: write an array of names and of objects with one alias and its path
            1.json:6:157 Error json-unexpected-value: `$Key` is an array of names and of objects with one alias and its path, not an object [{]
                help: write an array of names and of objects with one alias and its path
            1.json:6:55 Warning annotation-not-applicable: the term `t.ns.t` says nothing about a `Term` [self.t]
            1.json:6:81 Warning annotation-not-applicable: the term `t.ns.t` says nothing about a `Term` [self.t]
            1.json:6:148 Error unresolved-key-property: `t.ns.k` has no property `1st` for its key [1st]
                help: declare the property, or name another
        "#]],
    );
}

#[test]
fn names_are_found_inside_their_quotes() {
    check(
        &json(
            r#""a": {"$Kind": "ComplexType", "p": {"$Type": "self.b"}, "q": {"$Collection": true, "$Type": "Edm.Sting"}, "p": {}, "@self.y#1 2": 1},
"C": {"$Kind": "EntityContainer", "s": {"$Collection": true, "$Type": "self.a", "$NavigationPropertyBinding": {"x": "y"}}, "i": {"$Action": "self.g"}, "j": {}}"#,
        ),
        expect![[r#"
            1.json:3:125 Warning invalid-qualifier: the qualifier "1 2" is no identifier [1 2]
                help: write letters, digits and underscores only
            1.json:4:152 Error missing-attribute: `Singleton` needs a member `$Type` ["j"]
                help: add `"$Type": …`
            1.json:3:47 Error unresolved-type: there is no `b` in the namespace `t.ns` [self.b]
                help: did you mean `t.ns.a`?
            1.json:3:94 Error unknown-primitive-type: there is no type `Edm.Sting` [Edm.Sting]
                help: did you mean `Edm.String`?
            1.json:3:108 Error duplicate-property: `t.ns.a` has two properties `p` [p]
                1.json:3:32 the first
                help: remove or rename one of them
            1.json:3:118 Warning unresolved-term: there is no term `t.ns.y` [self.y]
                help: declare the term
            1.json:4:72 Error container-type-not-entity: `self.a` is no entity type [self.a]
                help: entity sets and singletons hold entities: name an entity type, without `Collection`
            1.json:4:118 Warning unresolved-binding-target: there is no entity set or singleton `y` [y]
                help: name a set of the container; a cast comes directly before the property it is for
            1.json:4:142 Error unresolved-operation: there is no action `self.g` [self.g]
        "#]],
    );
}

#[test]
fn nesting_by_names_is_limited_too() {
    let chain: String = (1..2_000).map(|depth| format!("\"{}\": 1,", "@self.t".repeat(depth))).collect();
    let text = json(&format!("\"t\": {{\"$Kind\": \"Term\"}}, \"a\": {{\"$Kind\": \"ComplexType\", {chain} \"b\": {{}}}}"));
    let read = read(&[&text]);
    assert!(read.findings.iter().any(|finding| finding.code == "json-too-deep"));
}

#[test]
fn every_cut_and_every_change_of_a_document_is_survived() {
    let text = json(EXAMPLE);
    for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        if at % 16 == 0 {
            read(&[&text[..at]]);
        }
        let change = ["", "{", "\"", ",", "@", "$", "]", "1"][at % 8];
        let width = text[at..].chars().next().map_or(0, char::len_utf8);
        let read = read(&[&format!("{}{change}{}", &text[..at], &text[at + width..])]);
        for finding in &read.findings {
            read.sources.text(finding.origin);
            read.sources.locate(finding.origin);
        }
        edmund_csdl::write_xml(&read.model);
        edmund_csdl::write_json(&read.model);
    }
}
