//! The members of a page beside its items.

use serde_json::Value;
use serde_json::value::RawValue;

/// What a page says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) count: Option<i64>,
    pub(super) next_link: Option<String>,
    pub(super) delta_link: Option<String>,
    pub(super) context: Option<String>,
    pub(super) error: Option<Value>,
}

impl Frame {
    /// Takes one member; `@odata.` and `@` are the same (OData JSON 4.01, section 4.6). Unknown ones are skipped.
    pub(super) fn take(&mut self, name: &str, value: &RawValue) -> Result<(), serde_json::Error> {
        let control = name.strip_prefix('@').map(|name| name.strip_prefix("odata.").unwrap_or(name));
        match control {
            // Counts are strings where the service was asked for IEEE754Compatible numbers.
            Some("count") => {
                let count: Value = serde_json::from_str(value.get())?;
                self.count = count.as_i64().or_else(|| count.as_str().and_then(|text| text.parse().ok()));
            }
            Some("nextLink") => self.next_link = link(value)?,
            Some("deltaLink") => self.delta_link = link(value)?,
            Some("context") => self.context = link(value)?,
            None if name == "error" => self.error = Some(serde_json::from_str(value.get())?),
            _ => {}
        }
        Ok(())
    }
}

/// A link; an empty one is none.
fn link(value: &RawValue) -> Result<Option<String>, serde_json::Error> {
    Ok(serde_json::from_str::<Option<String>>(value.get())?.filter(|link| !link.is_empty()))
}
