//! Findings as people and machines read them.

mod github;
mod json;
mod sarif;
mod text;

use std::fmt;
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

/// Prints findings as text on standard error: why a command did not do what it was asked to.
pub(crate) fn complain(findings: &[Finding], sources: &Sources) -> std::io::Result<()> {
    let mut report = Report::new(Format::Text, std::io::stderr().lock());
    report.add(findings, sources)?;
    report.finish()
}

/// A report that is written while findings come in.
pub(crate) struct Report<W> {
    format: Format,
    renderer: Renderer,
    counts: Counts,
    sarif: sarif::Log,
    out: W,
}

impl<W: Write + IsTerminal> Report<W> {
    /// Colours on a terminal, unless `NO_COLOR` asks for none (no-color.org).
    pub(crate) fn new(format: Format, out: W) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || !out.is_terminal();
        Report::with(format, if plain { Renderer::plain() } else { Renderer::styled() }, out)
    }
}

impl<W: Write> Report<W> {
    fn with(format: Format, renderer: Renderer, out: W) -> Self {
        Report { format, renderer, counts: Counts::default(), sarif: sarif::Log::default(), out }
    }

    pub(crate) fn add(&mut self, findings: &[Finding], sources: &Sources) -> std::io::Result<()> {
        for finding in findings {
            self.counts.add(finding.severity);
            match self.format {
                Format::Text => writeln!(self.out, "{}\n", text::render(finding, sources, &self.renderer))?,
                Format::Json => writeln!(self.out, "{}", json::line(finding, sources))?,
                Format::Github => writeln!(self.out, "{}", github::command(finding, sources))?,
                Format::Sarif => self.out.write_all(self.sarif.next(finding, sources).as_bytes())?,
            }
        }
        Ok(())
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.counts.errors > 0
    }

    /// Writes what ends the report: as text, a line that counts the findings.
    pub(crate) fn finish(mut self) -> std::io::Result<()> {
        match self.format {
            Format::Text => writeln!(self.out, "{}", self.counts),
            Format::Sarif => writeln!(self.out, "{}", self.sarif.end()),
            Format::Json | Format::Github => Ok(()),
        }
    }
}

/// How many findings of each severity there are.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Counts {
    fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.notes += 1,
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        let [errors, warnings, notes] =
            [plural(self.errors, "error"), plural(self.warnings, "warning"), plural(self.notes, "note")];
        write!(out, "{errors}, {warnings}, {notes}")
    }
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

    fn written(format: Format, findings: &[Finding], sources: &Sources) -> String {
        let mut out = Vec::new();
        let mut report = Report::with(format, Renderer::plain(), &mut out);
        report.add(findings, sources).unwrap();
        report.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    fn printed(format: Format) -> String {
        let (sources, finding) = sample();
        written(format, &[finding], &sources)
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
    fn sarif_is_json_whatever_there_is_to_say() {
        let (sources, finding) = sample();
        let other = Finding { code: "enum-no-members", ..finding.clone() };
        for findings in [vec![], vec![finding.clone(), other, finding]] {
            let log: serde_json::Value = serde_json::from_str(&written(Format::Sarif, &findings, &sources)).unwrap();
            let results = log["runs"][0]["results"].as_array().unwrap();
            let rules = &log["runs"][0]["tool"]["driver"]["rules"];
            let named = results.iter().map(|result| &rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"]);
            let codes: Vec<&str> = named.filter_map(|id| id.as_str()).collect();
            assert_eq!(codes, findings.iter().map(|finding| finding.code).collect::<Vec<_>>());
        }
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
        let out = written(Format::Text, &[finding], &sources);
        assert!(out.len() < 4_000, "{}", out.len());
    }
}
