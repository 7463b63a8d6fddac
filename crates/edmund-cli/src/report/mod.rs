//! Findings as people and machines read them.

mod github;
mod json;
mod sarif;
mod text;

use std::io::{IsTerminal, Write};

use annotate_snippets::Renderer;
use clap::ValueEnum;
use edmund_model::{Finding, Severity, Sources};

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the source, as rustc does.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitHub workflow commands, which become annotations on a pull request.
    Github,
}

/// Prints findings on standard output, which is where a command's result goes.
pub(crate) fn print(format: Format, findings: &[Finding], sources: &Sources) -> std::io::Result<()> {
    let out = std::io::stdout().lock();
    let renderer = renderer(&out);
    write(format, findings, sources, &renderer, &mut { out })
}

/// Prints findings as text on standard error: why a command did not do what it was asked to.
pub(crate) fn complain(findings: &[Finding], sources: &Sources) -> std::io::Result<()> {
    let out = std::io::stderr().lock();
    let renderer = renderer(&out);
    write(Format::Text, findings, sources, &renderer, &mut { out })
}

/// Colours on a terminal, unless `NO_COLOR` asks for none (no-color.org).
fn renderer(out: &impl IsTerminal) -> Renderer {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || !out.is_terminal();
    if plain { Renderer::plain() } else { Renderer::styled() }
}

/// Findings and, as text, a closing line that counts them.
fn write(
    format: Format,
    findings: &[Finding],
    sources: &Sources,
    renderer: &Renderer,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    if format == Format::Sarif {
        return writeln!(out, "{:#}", sarif::log(findings, sources));
    }
    for finding in findings {
        match format {
            Format::Text => writeln!(out, "{}\n", text::render(finding, sources, renderer))?,
            Format::Json => writeln!(out, "{}", json::line(finding, sources))?,
            Format::Github => writeln!(out, "{}", github::command(finding, sources))?,
            Format::Sarif => {}
        }
    }
    if format == Format::Text {
        writeln!(out, "{}", summary(findings))?;
    }
    Ok(())
}

/// How many findings of each severity there are.
pub(crate) fn summary(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    format!(
        "{}, {}, {}",
        plural(count(Severity::Error), "error"),
        plural(count(Severity::Warning), "warning"),
        plural(count(Severity::Info), "note")
    )
}

#[cfg(test)]
mod tests {
    use edmund_model::Origin;

    use super::*;

    fn sample() -> (Sources, Finding) {
        let mut sources = Sources::default();
        let file = sources.add("a.csdl.xml", "<Schema>\n  <Property Type=\"Edm.Strng\"/>\n</Schema>\n");
        let finding = Finding::error("unknown-primitive-type", Origin::new(file, 27, 36), "there is no type `Edm.Strng`")
            .with_label("not a built-in type")
            .with_other(Origin::new(file, 0, 8), "in this schema")
            .with_fix("write `Edm.String`", Origin::new(file, 27, 36), "Edm.String");
        (sources, finding)
    }

    fn printed(format: Format) -> String {
        let (sources, finding) = sample();
        let mut out = Vec::new();
        write(format, &[finding], &sources, &Renderer::plain(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_looks_like_rustc() {
        expect_test::expect![[r#"
            error[unknown-primitive-type]: there is no type `Edm.Strng`
             --> a.csdl.xml:2:19
              |
            1 | <Schema>
              | -------- in this schema
            2 |   <Property Type="Edm.Strng"/>
              |                   ^^^^^^^^^ not a built-in type
              |
              = help: write `Edm.String`

            1 error, 0 warnings, 0 notes
        "#]]
        .assert_eq(&printed(Format::Text));
    }

    #[test]
    fn json_is_one_object_a_line() {
        expect_test::expect![[r#"
            {"code":"unknown-primitive-type","column":19,"endColumn":28,"endLine":2,"file":"a.csdl.xml","fix":{"edits":[{"column":19,"endColumn":28,"endLine":2,"file":"a.csdl.xml","line":2,"replacement":"Edm.String"}],"title":"write `Edm.String`"},"help":null,"label":"not a built-in type","labels":[{"column":1,"endColumn":9,"endLine":1,"file":"a.csdl.xml","line":1,"text":"in this schema"}],"line":2,"message":"there is no type `Edm.Strng`","notes":[],"severity":"error"}
        "#]].assert_eq(&printed(Format::Json));
    }

    #[test]
    fn sarif_points_at_the_place_and_carries_the_fix() {
        expect_test::expect![[r#"
            {
              "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
              "runs": [
                {
                  "columnKind": "unicodeCodePoints",
                  "results": [
                    {
                      "fixes": [
                        {
                          "artifactChanges": [
                            {
                              "artifactLocation": {
                                "uri": "a.csdl.xml"
                              },
                              "replacements": [
                                {
                                  "deletedRegion": {
                                    "endColumn": 28,
                                    "endLine": 2,
                                    "startColumn": 19,
                                    "startLine": 2
                                  },
                                  "insertedContent": {
                                    "text": "Edm.String"
                                  }
                                }
                              ]
                            }
                          ],
                          "description": {
                            "text": "write `Edm.String`"
                          }
                        }
                      ],
                      "level": "error",
                      "locations": [
                        {
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "a.csdl.xml"
                            },
                            "region": {
                              "endColumn": 28,
                              "endLine": 2,
                              "startColumn": 19,
                              "startLine": 2
                            }
                          }
                        }
                      ],
                      "message": {
                        "text": "there is no type `Edm.Strng`"
                      },
                      "relatedLocations": [
                        {
                          "id": 0,
                          "message": {
                            "text": "in this schema"
                          },
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "a.csdl.xml"
                            },
                            "region": {
                              "endColumn": 9,
                              "endLine": 1,
                              "startColumn": 1,
                              "startLine": 1
                            }
                          }
                        }
                      ],
                      "ruleId": "unknown-primitive-type",
                      "ruleIndex": 0
                    }
                  ],
                  "tool": {
                    "driver": {
                      "name": "edmund",
                      "rules": [
                        {
                          "id": "unknown-primitive-type"
                        }
                      ],
                      "semanticVersion": "0.1.0"
                    }
                  }
                }
              ],
              "version": "2.1.0"
            }
        "#]]
        .assert_eq(&printed(Format::Sarif));
    }

    #[test]
    fn github_commands_are_escaped() {
        expect_test::expect![[r#"
            ::error file=a.csdl.xml,line=2,col=19,title=unknown-primitive-type::there is no type `Edm.Strng`
        "#]]
        .assert_eq(&printed(Format::Github));
    }

    #[test]
    fn a_line_of_megabytes_is_shown_in_part() {
        let mut sources = Sources::default();
        let file = sources.add("one-line.xml", format!("{}é<bad/>{}", "é".repeat(500_000), "x".repeat(500_000)));
        let finding = Finding::error("unexpected-element", Origin::new(file, 1_000_002, 1_000_008), "what is this");
        let mut out = Vec::new();
        write(Format::Text, &[finding], &sources, &Renderer::plain(), &mut out).unwrap();
        assert!(out.len() < 4_000, "{}", out.len());
    }
}
