//! What documents become: the model's dump, and the way back.

use crate::support::{self, document, read, report, schema};
use edmund_model::{Severity, dump};
use expect_test::{Expect, expect};

/// Compares a part of the dump, and that writing and reading again changes nothing.
fn check(texts: &[&str], part: &str, expected: Expect) {
    let original = read(texts);
    assert_eq!(report(&original), "");
    let dumped = dump(&original.model);
    expected.assert_eq(&format!("{:#}\n", dumped[part]));
    let again = read(&[&edmund_csdl::write_xml(&original.model)]);
    assert_eq!(report(&again), "");
    assert_eq!(dump(&again.model), dumped);
}

#[test]
fn types_know_their_members() {
    let text = schema(
        r#"<EntityType Name="base" Abstract="true"><Key><PropertyRef Name="where/id" Alias="id"/></Key>
             <Property Name="where" Type="self.place" Nullable="false"/></EntityType>
           <EntityType Name="thing" BaseType="self.base" OpenType="true" HasStream="true">
             <Property Name="sizes" Type="Collection(self.size)" Nullable="false"/>
             <Property Name="price" Type="Edm.Decimal" Precision="9" Scale="2" DefaultValue="1.5"/>
             <NavigationProperty Name="parts" Type="Collection(self.thing)" ContainsTarget="true" Partner="whole"/>
             <NavigationProperty Name="whole" Type="t.ns.thing">
               <ReferentialConstraint Property="price" ReferencedProperty="price"/><OnDelete Action="SetNull"/></NavigationProperty>
           </EntityType>
           <ComplexType Name="place"><Property Name="id" Type="Edm.Int32" Nullable="false"/></ComplexType>
           <TypeDefinition Name="size" UnderlyingType="Edm.String" MaxLength="3"/>"#,
    );
    check(
        &[&text],
        "types",
        expect![[r#"
            [
              {
                "abstract": true,
                "key": [
                  {
                    "alias": "id",
                    "path": "where/id"
                  }
                ],
                "kind": "Entity",
                "name": "t.ns.base",
                "properties": [
                  {
                    "name": "where",
                    "type": "t.ns.place"
                  }
                ]
              },
              {
                "kind": "Complex",
                "name": "t.ns.place",
                "properties": [
                  {
                    "name": "id",
                    "type": "Edm.Int32"
                  }
                ]
              },
              {
                "base": "t.ns.base",
                "hasStream": true,
                "kind": "Entity",
                "name": "t.ns.thing",
                "navigations": [
                  {
                    "collection": true,
                    "contains": true,
                    "name": "parts",
                    "nullable": true,
                    "partner": "whole",
                    "target": "t.ns.thing"
                  },
                  {
                    "constraints": [
                      {
                        "property": "price",
                        "referenced": "price"
                      }
                    ],
                    "name": "whole",
                    "nullable": true,
                    "onDelete": "SetNull",
                    "target": "t.ns.thing"
                  }
                ],
                "open": true,
                "properties": [
                  {
                    "name": "sizes",
                    "type": "Collection(t.ns.size)"
                  },
                  {
                    "default": "1.5",
                    "facets": {
                      "precision": "9",
                      "scale": "2"
                    },
                    "name": "price",
                    "nullable": true,
                    "type": "Edm.Decimal"
                  }
                ]
              }
            ]
        "#]],
    );
}

#[test]
fn enum_values_are_counted_where_they_are_not_given() {
    let text = schema(
        r#"<EnumType Name="plain"><Member Name="a"/><Member Name="b"/></EnumType>
           <EnumType Name="set" UnderlyingType="Edm.Int64" IsFlags="true"><Member Name="a" Value="1"/><Member Name="z" Value="4294967296"/></EnumType>"#,
    );
    check(
        &[&text],
        "enums",
        expect![[r#"
        [
          {
            "members": [
              {
                "name": "a",
                "value": 0
              },
              {
                "name": "b",
                "value": 1
              }
            ],
            "name": "t.ns.plain",
            "underlying": "Edm.Int32"
          },
          {
            "flags": true,
            "members": [
              {
                "name": "a",
                "value": 1
              },
              {
                "name": "z",
                "value": 4294967296
              }
            ],
            "name": "t.ns.set",
            "underlying": "Edm.Int64"
          }
        ]
    "#]],
    );
}

#[test]
fn annotations_reach_every_kind_of_target() {
    let targets = [
        "self.E",
        "self.E/p",
        "self.E/n",
        "self.M",
        "self.M/a",
        "self.D",
        "self.T",
        "self.C",
        "self.C/Es",
        "self.C/i",
        "self.f(self.E)",
        "self.f(self.E, Collection(Edm.String))/x",
        "self.f(self.E)/$ReturnType",
        "self.C/Es/p",
        "self.E/n/p",
        "self.E/p/@self.T",
    ];
    let annotations: String = targets
        .iter()
        .map(|target| {
            format!("<Annotations Target=\"{target}\"><Annotation Term=\"self.T\" String=\"{target}\"/></Annotations>\n")
        })
        .collect();
    let text = schema(&format!(
        r#"<EntityType Name="E"><Key><PropertyRef Name="p"/></Key><Property Name="p" Type="Edm.String" Nullable="false"/>
             <NavigationProperty Name="n" Type="self.E"/></EntityType>
           <EnumType Name="M"><Member Name="a"/></EnumType><TypeDefinition Name="D" UnderlyingType="Edm.String"/>
           <Term Name="T" Type="Edm.String"/>
           <Function Name="f" IsBound="true"><Parameter Name="on" Type="self.E"/><ReturnType Type="Edm.String"/></Function>
           <Function Name="f" IsBound="true"><Parameter Name="on" Type="self.E"/><Parameter Name="x" Type="Collection(Edm.String)"/>
             <ReturnType Type="Edm.String"/></Function>
           <Function Name="u"><ReturnType Type="Edm.String"/></Function>
           <EntityContainer Name="C"><EntitySet Name="Es" EntityType="self.E"/><FunctionImport Name="i" Function="self.u"/></EntityContainer>
           {annotations}"#
    ));
    check(
        &[&text],
        "annotations",
        expect![[r#"
        [
          {
            "annotations": [
              {
                "term": "t.ns.T",
                "value": {
                  "String": "self.C/Es/p"
                }
              }
            ],
            "target": "t.ns.C/Es/p"
          },
          {
            "annotations": [
              {
                "term": "t.ns.T",
                "value": {
                  "String": "self.E/n/p"
                }
              }
            ],
            "target": "t.ns.E/n/p"
          },
          {
            "annotations": [
              {
                "term": "t.ns.T",
                "value": {
                  "String": "self.E/p/@self.T"
                }
              }
            ],
            "target": "t.ns.E/p/@t.ns.T"
          }
        ]
    "#]],
    );
    let read = read(&[&text]);
    assert_eq!(read.model.external.len(), 3);
    let value = |annotations: &[edmund_model::Annotation]| -> Vec<String> {
        annotations.iter().filter_map(|it| it.value.as_ref()?.as_str().map(str::to_owned)).collect()
    };
    assert_eq!(value(&read.model.structs[0].navigations[0].annotations), ["self.E/n"]);
    assert_eq!(value(&read.model.operations[0].annotations), ["self.f(self.E)"]);
    assert_eq!(value(&read.model.operations[1].parameters[1].annotations), ["self.f(self.E, Collection(Edm.String))/x"]);
    assert!(read.model.operations[1].annotations.is_empty());
    assert_eq!(value(&read.model.containers[0].imports[0].annotations), ["self.C/i"]);
}

#[test]
fn expressions_are_kept_as_a_tree_without_aliases() {
    let text = schema(
        r#"<Term Name="T" Type="Edm.Untyped"/>
           <ComplexType Name="c" OpenType="true"><Annotation Term="self.T"><Record Type="self.c">
             <PropertyValue Property="a" EnumMember="self.M/a self.M/b"/>
             <PropertyValue Property="b"><If><Eq><Path>self.c/x</Path><Null/></Eq><String>say 'self.x'</String><Int>1</Int></If></PropertyValue>
             <PropertyValue Property="c"><Apply Function="odata.concat"><String> a </String>
               <LabeledElement Name="l"><Cast Type="Edm.String"><Path>y</Path></Cast></LabeledElement></Apply></PropertyValue>
             <PropertyValue Property="d"><Collection><UrlRef><String>http://x</String></UrlRef><Date>2024-01-01</Date></Collection></PropertyValue>
             <Annotation Term="self.T" Qualifier="q" Bool="false"/>
           </Record></Annotation></ComplexType>"#,
    );
    check(
        &[&text],
        "types",
        expect![[r#"
            [
              {
                "annotations": [
                  {
                    "term": "t.ns.T",
                    "value": {
                      "Record": {
                        "annotations": [
                          {
                            "qualifier": "q",
                            "term": "t.ns.T",
                            "value": {
                              "Bool": false
                            }
                          }
                        ],
                        "properties": [
                          {
                            "name": "a",
                            "value": {
                              "EnumMember": "t.ns.M/a t.ns.M/b"
                            }
                          },
                          {
                            "name": "b",
                            "value": {
                              "If": [
                                {
                                  "Operator": [
                                    "Eq",
                                    [
                                      {
                                        "Path": [
                                          "Path",
                                          "t.ns.c/x"
                                        ]
                                      },
                                      "Null"
                                    ]
                                  ]
                                },
                                {
                                  "String": "say 'self.x'"
                                },
                                {
                                  "Constant": [
                                    "Int",
                                    "1"
                                  ]
                                }
                              ]
                            }
                          },
                          {
                            "name": "c",
                            "value": {
                              "Apply": {
                                "arguments": [
                                  {
                                    "String": " a "
                                  },
                                  {
                                    "LabeledElement": [
                                      "l",
                                      {
                                        "Cast": [
                                          "Edm.String",
                                          {
                                            "Path": [
                                              "Path",
                                              "y"
                                            ]
                                          }
                                        ]
                                      }
                                    ]
                                  }
                                ],
                                "function": "odata.concat"
                              }
                            }
                          },
                          {
                            "name": "d",
                            "value": {
                              "Collection": [
                                {
                                  "UrlRef": {
                                    "String": "http://x"
                                  }
                                },
                                {
                                  "Constant": [
                                    "Date",
                                    "2024-01-01"
                                  ]
                                }
                              ]
                            }
                          }
                        ],
                        "ty": "t.ns.c"
                      }
                    }
                  }
                ],
                "kind": "Complex",
                "name": "t.ns.c",
                "open": true
              }
            ]
        "#]],
    );
}

#[test]
fn documentation_and_optional_parameters_come_from_annotations() {
    let text = schema(
        r#"<Action Name="a" IsBound="true"><Parameter Name="on" Type="self.c"/>
             <Parameter Name="x" Type="Edm.Int32"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter></Action>
           <ComplexType Name="c">
             <Annotation Term="Org.OData.Core.V1.Description" String="Short."/>
             <Annotation Term="Org.OData.Core.V1.Description" Qualifier="other" String="Not this."/>
             <Annotation Term="Org.OData.Core.V1.LongDescription" String="Long."/>
             <Annotation Term="Org.OData.Core.V1.Revisions"><Collection>
               <Record><PropertyValue Property="Kind" EnumMember="Org.OData.Core.V1.RevisionKind/Added"/></Record>
               <Record><PropertyValue Property="Kind" EnumMember="Org.OData.Core.V1.RevisionKind/Deprecated"/>
                 <PropertyValue Property="Date" Date="2024-04-10"/><PropertyValue Property="Description" String="Use d."/>
                 <PropertyValue Property="RemovalDate" Date="2026-04-10"/></Record></Collection></Annotation></ComplexType>"#,
    );
    let read = read(&[&text]);
    assert_eq!(report(&read), "");
    expect![[r#"
        Docs {
            summary: Some(
                "Short.",
            ),
            details: Some(
                "Long.",
            ),
            deprecation: Some(
                Deprecation {
                    reason: Some(
                        "Use d.",
                    ),
                    date: Some(
                        "2024-04-10",
                    ),
                    version: None,
                    removal: Some(
                        "2026-04-10",
                    ),
                },
            ),
        }
    "#]]
    .assert_debug_eq(&read.model.structs[0].docs);
    assert_eq!(read.model.operations[0].parameters.iter().map(|it| it.optional).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn aliases_hold_inside_one_document() {
    let edm = "xmlns=\"http://docs.oasis-open.org/odata/ns/edm\"";
    let reference = |namespace: &str| {
        format!("<edmx:Reference Uri=\"{namespace}.xml\"><edmx:Include Namespace=\"{namespace}\" Alias=\"x\"/></edmx:Reference>")
    };
    let ty = |namespace: &str, alias: &str, other: &str| {
        format!(
            "<Schema Namespace=\"{namespace}\" Alias=\"{alias}\" {edm}><ComplexType Name=\"c\"><Property Name=\"p\" Type=\"{other}\"/></ComplexType></Schema>"
        )
    };
    let one = document(&reference("two"), &ty("one", "self", "x.c"));
    let two = document(&reference("one"), &ty("two", "me", "x.c"));
    check(
        &[&one, &two],
        "types",
        expect![[r#"
        [
          {
            "kind": "Complex",
            "name": "one.c",
            "properties": [
              {
                "name": "p",
                "nullable": true,
                "type": "two.c"
              }
            ]
          },
          {
            "kind": "Complex",
            "name": "two.c",
            "properties": [
              {
                "name": "p",
                "nullable": true,
                "type": "one.c"
              }
            ]
          }
        ]
    "#]],
    );
    // A namespace that is included but not here is nobody's mistake.
    assert_eq!(report(&read(&[&one])), "");
}

#[test]
fn a_container_has_what_it_takes_over() {
    let edm = "xmlns=\"http://docs.oasis-open.org/odata/ns/edm\"";
    let reference = "<edmx:Reference Uri=\"https://example.org/base\"><edmx:Include Namespace=\"one\" Alias=\"o\"/></edmx:Reference>\
        <edmx:Reference Uri=\"https://example.org/terms\"><edmx:Include Namespace=\"terms\" Alias=\"t\"/></edmx:Reference>";
    let base = document(
        "",
        &format!(
            "<Schema Namespace=\"one\" {edm}><EntityType Name=\"E\"><Key><PropertyRef Name=\"id\"/></Key>\
             <Property Name=\"id\" Type=\"Edm.String\" Nullable=\"false\"/><NavigationProperty Name=\"n\" Type=\"one.E\"/></EntityType>\
             <Function Name=\"f\"><ReturnType Type=\"Edm.String\"/></Function>\
             <EntityContainer Name=\"Base\"><EntitySet Name=\"A\" EntityType=\"one.E\"><NavigationPropertyBinding Path=\"n\" Target=\"A\"/></EntitySet>\
             <FunctionImport Name=\"F\" Function=\"one.f\"/></EntityContainer></Schema>"
        ),
    );
    let extending = document(
        reference,
        &format!(
            "<Schema Namespace=\"two\" {edm}><EntityContainer Name=\"C\" Extends=\"o.Base\">\
             <EntitySet Name=\"B\" EntityType=\"o.E\"><NavigationPropertyBinding Path=\"n\" Target=\"A\"/></EntitySet></EntityContainer>\
             <Annotations Target=\"two.C/A\"><Annotation Term=\"t.tag\"/></Annotations></Schema>"
        ),
    );
    let original = read(&[&base, &extending]);
    assert_eq!(report(&original), "");
    let names = |container: &edmund_model::Container| -> Vec<String> {
        let sources = container.sources.iter().map(|source| source.name.clone());
        sources.chain(container.imports.iter().map(|import| import.name.clone())).collect()
    };
    assert_eq!(original.model.containers.iter().map(names).collect::<Vec<_>>(), [vec!["A", "F"], vec!["A", "B", "F"]]);
    let texts = [edmund_csdl::write_xml(&original.model), edmund_csdl::write_json(&original.model)];
    for text in &texts {
        assert!(text.contains("https://example.org/terms") && !text.contains("https://example.org/base"), "{text}");
        assert_eq!(dump(&read(&[text]).model), dump(&original.model));
    }
    assert_eq!(texts[0].matches("<EntitySet Name=\"A\"").count(), 1);
    // Alone, the second document may have anything from the first.
    assert_eq!(report(&read(&[&extending])), "");
}

#[test]
fn schemas_of_our_own_are_without_fault() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema");
    for entry in std::fs::read_dir(folder).expect("the workspace has a folder of schemas") {
        let path = entry.expect("the folder can be listed").path();
        if path.to_string_lossy().ends_with(".csdl.xml") {
            let text = std::fs::read_to_string(&path).expect("a schema is text");
            let original = read(&[&text]);
            assert_eq!(faults(&original), [""; 0], "{}", path.display());
            let again = read(&[&edmund_csdl::write_xml(&original.model)]);
            assert_eq!(faults(&again), [""; 0], "{}", path.display());
            assert_eq!(dump(&again.model), dump(&original.model));
        }
    }
}

/// Warnings and errors. What is merely worth knowing may be as the service has it: the root of Graph's reports has no key.
fn faults(read: &support::Read) -> Vec<&str> {
    read.findings.iter().filter(|finding| finding.severity > Severity::Info).map(|finding| finding.message.as_str()).collect()
}

#[test]
fn counts_name_elements_and_what_follows() {
    let text = schema(
        "<ComplexType Name=\"a\" OpenType=\"true\"/><ComplexType Name=\"b\" BaseType=\"self.a\"><Property Name=\"p\" Type=\"Edm.String\"/></ComplexType>",
    );
    let read = read(&[&text]);
    expect![[r#"{"ComplexType":2,"Property":1,"Schema":1,"derived":{"abstract":0,"boundOps":0,"collProps":0,"composable":0,"contained":0,"flagsEnums":0,"hasStream":0,"keylessEntities":0,"maxInheritanceDepth":1,"nonNullableProps":0,"openDeclared":1,"openEffective":2,"propsFlattened":1}}"#]].assert_eq(&edmund_csdl::counts(&read.documents, &read.model).to_string());
}
