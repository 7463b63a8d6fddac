//! Findings with their source, as rustc shows them.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};
use edmund_model::{FileId, Finding, Origin, Severity, SourceFile, Sources};

/// One finding, without a final line end.
pub(crate) fn render(finding: &Finding, sources: &Sources, renderer: &Renderer) -> String {
    let mut group = level(finding.severity).primary_title(&finding.message).id(finding.code).elements(snippets(finding, sources));
    for note in &finding.notes {
        group = group.element(Level::NOTE.message(note));
    }
    if let Some(help) = help(finding) {
        group = group.element(Level::HELP.message(help));
    }
    renderer.render(&[group])
}

/// What to do: the help, and what the fix would do where the help does not already say it.
fn help(finding: &Finding) -> Option<String> {
    match (&finding.help, &finding.fix) {
        (Some(help), Some(fix)) if !fix.edits.iter().all(|edit| help.contains(&edit.replacement)) => {
            Some(format!("{help}; {}", fix.title))
        }
        (Some(help), _) => Some(help.clone()),
        (None, fix) => fix.as_ref().map(|fix| fix.title.clone()),
    }
}

/// One window on each place of the finding: places that are near share one.
fn snippets<'a>(finding: &'a Finding, sources: &'a Sources) -> Vec<Snippet<'a, Annotation<'a>>> {
    let mut windows: Vec<Window<'a>> = Vec::new();
    let primary = std::iter::once((finding.origin, finding.label.as_str(), true));
    let others = finding.labels.iter().map(|label| (label.origin, label.text.as_str(), false));
    for (origin, label, is_primary) in primary.chain(others) {
        let file = sources.file(origin.file);
        let lines = lines_of(file, origin);
        let near = windows.iter_mut().find(|window| window.id == origin.file && window.touches(&lines));
        let window = match near {
            Some(window) => window,
            None => {
                windows.push(Window { id: origin.file, file, bytes: lines.clone(), marks: Vec::new() });
                windows.last_mut().expect("a window was just added")
            }
        };
        window.bytes = window.bytes.start.min(lines.start)..window.bytes.end.max(lines.end);
        window.marks.push((origin, label, is_primary));
    }
    windows.into_iter().map(Window::snippet).collect()
}

struct Window<'a> {
    id: FileId,
    file: &'a SourceFile,
    bytes: Range<usize>,
    marks: Vec<(Origin, &'a str, bool)>,
}

/// Places up to this many bytes apart are shown in one window; lines in between are folded.
const NEAR: usize = 16 * 1024;
/// A line longer than this is shown in part: some schemas are a single line of megabytes.
const WIDE: usize = 400;

impl<'a> Window<'a> {
    fn touches(&self, lines: &Range<usize>) -> bool {
        lines.start <= self.bytes.end.saturating_add(NEAR) && self.bytes.start <= lines.end.saturating_add(NEAR)
    }

    fn snippet(self) -> Snippet<'a, Annotation<'a>> {
        let text = &self.file.text()[self.bytes.clone()];
        let first = self.file.position(self.bytes.start).line;
        let inside = |offset: u32| (offset as usize).clamp(self.bytes.start, self.bytes.end) - self.bytes.start;
        let annotations = self.marks.iter().map(|(origin, label, is_primary)| {
            let kind = if *is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(inside(origin.start)..inside(origin.end));
            if label.is_empty() { annotation } else { annotation.label(*label) }
        });
        Snippet::source(without_returns(text)).path(&self.file.path).line_start(first).annotations(annotations)
    }
}

/// The text with its carriage returns as spaces, because they would be drawn as symbols. Places stay where they are.
fn without_returns(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace('\r', " ")) } else { Cow::Borrowed(text) }
}

/// The whole lines that a place touches, cut to a part of them when they are very long.
fn lines_of(file: &SourceFile, origin: Origin) -> Range<usize> {
    let text = file.text();
    let boundary = |offset: usize| text.floor_char_boundary(offset.min(text.len()));
    let (start, end) = (boundary(origin.start as usize), boundary(origin.end as usize));
    let line_start = text[..start].rfind('\n').map_or(0, |index| index + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |index| end + index);
    if line_end - line_start <= WIDE + (end - start) {
        return line_start..line_end;
    }
    boundary(start.saturating_sub(WIDE / 4)).max(line_start)
        ..boundary((start + WIDE).min(end + WIDE / 4)).min(line_end).max(start)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

#[cfg(test)]
mod tests {
    use annotate_snippets::Renderer;
    use edmund_model::{Finding, Origin, Sources};
    use expect_test::expect;

    #[test]
    fn lines_may_end_with_a_carriage_return() {
        let mut sources = Sources::default();
        let file = sources.add("a.xml", "<a>\r\n  <b/>\r\n</a>\r\n");
        let finding = Finding::error("unexpected-element", Origin { file, start: 7, end: 11 }, "`b` is not expected");
        expect![[r#"
            error[unexpected-element]: `b` is not expected
             --> a.xml:2:3
              |
            2 |   <b/> 
              |   ^^^^"#]]
        .assert_eq(&super::render(&finding, &sources, &Renderer::plain()));
    }
}
