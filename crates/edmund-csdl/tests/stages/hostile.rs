//! No text makes the reader panic, overflow its stack or take more than its share of time.

use crate::support::{read, schema};

fn codes(text: &str) -> Vec<&'static str> {
    read(&[text]).findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn nesting_is_refused_before_it_is_followed() {
    assert_eq!(codes(&"<a>".repeat(100_000)), ["xml-too-deep"]);
    let expression = format!("{}{}", "<Not>".repeat(100_000), "</Not>".repeat(100_000));
    assert_eq!(codes(&schema(&format!("<Annotation Term=\"a.b\">{expression}</Annotation>"))), ["xml-too-deep"]);
    assert_eq!(codes(&format!("<a {}/>", "b='' ".repeat(100_000))), ["xml-malformed"]);
}

#[test]
fn long_lines_of_inheritance_and_many_mistakes_are_linear() {
    let chain: String = (0..20_000).map(|n| format!("<ComplexType Name=\"t{n}\" BaseType=\"self.t{}\"/>", n + 1)).collect();
    assert_eq!(codes(&schema(&format!("{chain}<ComplexType Name=\"t20000\"/>"))), [""; 0]);
    assert_eq!(codes(&schema(&format!("{chain}<ComplexType Name=\"t20000\" BaseType=\"self.t0\"/>"))), ["cyclic-base-type"]);
    let wrong: String = (0..2_000).map(|n| format!("<ComplexType Name=\"u{n}\" BaseType=\"self.x{n}\"/>")).collect();
    assert_eq!(codes(&schema(&wrong)).len(), 2_000);
    let required: String = (0..20_000)
        .map(|n| {
            format!(
                "<ComplexType Name=\"r{n}\"><Property Name=\"p\" Type=\"self.r{}\" Nullable=\"false\"/></ComplexType>",
                (n + 1) % 20_000
            )
        })
        .collect();
    assert_eq!(codes(&schema(&required)), ["recursive-complex-not-nullable"]);
}

/// A document that uses most of the language, to cut and to change.
const EXAMPLE: &str = r#"<?xml version="1.0"?><!-- c --><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:Reference Uri="x"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference><edmx:DataServices>
<Schema Namespace="t.ns" Alias="self" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="é" BaseType="self.b"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
<NavigationProperty Name="n" Type="Collection(self.é)" Partner="n"/></EntityType>
<EnumType Name="m" IsFlags="true"><Member Name="a" Value="1"/></EnumType>
<Action Name="f" IsBound="true" EntitySetPath="on/n"><Parameter Name="on" Type="self.é"/><ReturnType Type="self.é"/></Action>
<EntityContainer Name="C"><EntitySet Name="s" EntityType="self.é"><NavigationPropertyBinding Path="n" Target="s"/></EntitySet></EntityContainer>
<Annotations Target="self.f(self.é)/on"><Annotation Term="Core.Description"><String><![CDATA[<&>]]></String></Annotation></Annotations>
</Schema></edmx:DataServices></edmx:Edmx>"#;

#[test]
fn every_cut_and_every_change_of_a_document_is_survived() {
    for at in (0..EXAMPLE.len()).filter(|at| EXAMPLE.is_char_boundary(*at)) {
        read(&[&EXAMPLE[..at]]);
        let width = EXAMPLE[at..].chars().next().map_or(0, char::len_utf8);
        for change in ["", "<", "\"", ".", "/", "(", "é"] {
            let text = format!("{}{change}{}", &EXAMPLE[..at], &EXAMPLE[at + width..]);
            let read = read(&[&text]);
            for finding in &read.findings {
                read.sources.text(finding.origin);
                read.sources.locate(finding.origin);
            }
            edmund_csdl::write_xml(&read.model);
            edmund_csdl::write_json(&read.model);
            edmund_model::dump(&read.model);
            edmund_csdl::counts(&read.documents, &read.model);
        }
    }
}

/// What changes are made of: pieces that mean something to a reader.
const PIECES: &[&str] = &[
    "<",
    ">",
    "/>",
    "\"",
    "&",
    "&lt;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "$",
    "@",
    "#",
    "/",
    ".",
    "(",
    ")",
    "null",
    "-1",
    "1e999",
    "18446744073709551616",
    "Collection(",
    "self.",
    "Edm.",
    " Name=\"\"",
    " BaseType=\"self.b\"",
    "$Kind",
    "$Type",
    "\u{feff}",
    "\0",
];

/// A generator of numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// A text with up to eight changes: a part left out, repeated elsewhere, a piece put in, or a byte turned.
fn changed(original: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for _ in 0..=numbers.below(8) {
        let at = numbers.below(bytes.len());
        let end = (at + numbers.below(40)).min(bytes.len());
        match numbers.below(4) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let part = bytes[at..end].to_vec();
                let place = numbers.below(bytes.len());
                bytes.splice(place..place, part);
            }
            2 => drop(bytes.splice(at..at, PIECES[numbers.below(PIECES.len())].bytes())),
            _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = byte.wrapping_add(1 + numbers.below(255) as u8)),
        }
    }
    bytes
}

/// A bounded run of what `fuzz/` does without end.
#[test]
fn random_changes_are_survived() {
    let json = include_str!("../../../../fuzz/seeds/csdl_json/most.json");
    let xml = include_str!("../../../../fuzz/seeds/csdl_xml/most.xml");
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for round in 0..3_000 {
        let original = [EXAMPLE, json, xml][round % 3];
        let bytes = changed(original.as_bytes(), &mut numbers);
        let mut sources = edmund_model::Sources::default();
        let (file, _) = sources.add_bytes("changed", &bytes);
        let (document, mut findings) = edmund_csdl::read(&sources, file);
        let documents = [document];
        let (model, more) = edmund_csdl::lower(&documents);
        findings.extend(more);
        for finding in &findings {
            sources.text(finding.origin);
            sources.locate(finding.origin);
        }
        edmund_csdl::write_xml(&model);
        edmund_csdl::write_json(&model);
        edmund_csdl::counts(&documents, &model);
    }
}
