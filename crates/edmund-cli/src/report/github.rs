//! Findings as GitHub workflow commands.

use edmund_model::{Finding, Severity, Sources};

/// A workflow command (GitHub Actions, "Workflow commands"): data and properties are percent-escaped.
pub(crate) fn command(finding: &Finding, sources: &Sources) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let (path, position) = sources.locate(finding.origin);
    let message = finding.help.as_ref().map_or(finding.message.clone(), |help| format!("{}\n{help}", finding.message));
    format!(
        "::{command} file={},line={},col={},title={}::{}",
        property(path),
        position.line,
        position.column,
        property(finding.code),
        data(&message)
    )
}
