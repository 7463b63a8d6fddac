//! The service document and `$metadata` (OData JSON Format 4.01, section 5; OData Protocol 4.01, section 11.1).

use edmund_model::{NavigationSourceKind, OperationKind};
use serde_json::{Value, json};

use super::exchange::Exchange;
use super::reply::Reply;
use crate::Refusal;

impl Exchange<'_> {
    pub(super) fn service_document(&mut self) -> Result<Reply, Refusal> {
        if self.method != http::Method::GET {
            return Err(self.not_allowed("GET", "the service document"));
        }
        let mut items: Vec<Value> = Vec::new();
        for container in self.model.services() {
            for source in container.sources.iter().filter(|source| source.in_service_document) {
                let kind = match source.kind {
                    NavigationSourceKind::EntitySet => "EntitySet",
                    NavigationSourceKind::Singleton => "Singleton",
                };
                items.push(json!({ "name": source.name, "kind": kind, "url": source.name }));
            }
            for import in container.imports.iter().filter(|import| import.in_service_document) {
                let is_function = import.operations.iter().any(|id| self.model.operation(*id).kind == OperationKind::Function);
                if is_function {
                    items.push(json!({ "name": import.name, "kind": "FunctionImport", "url": import.name }));
                }
            }
        }
        Ok(Reply::json(json!({ "@odata.context": format!("{}$metadata", self.base), "value": items }).to_string()))
    }

    pub(super) fn metadata_document(&mut self) -> Result<Reply, Refusal> {
        if self.method != http::Method::GET {
            return Err(self.not_allowed("GET", "`$metadata`"));
        }
        let format = self.options.system.iter().find(|(name, _)| name == "$format").map(|(_, value)| value.as_str());
        let wanted = format.or_else(|| self.header("accept")).unwrap_or("application/xml");
        let takes_xml = wanted.contains("xml") || wanted.contains("*/*") || wanted.contains("application/*");
        if !takes_xml {
            let message = format!("`$metadata` is served as application/xml, not `{wanted}`");
            return Err(Refusal::new(http::StatusCode::NOT_ACCEPTABLE, "NotAcceptable", message));
        }
        Ok(Reply::text("application/xml", self.service.metadata().to_owned()))
    }
}
