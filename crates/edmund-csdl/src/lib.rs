//! Reads and writes OData v4 CSDL (Common Schema Definition Language), in its XML form and in its JSON form.
//!
//! [`read`] turns one file into a [`Document`], which says what the file says. [`lower`] turns documents that belong together into one
//! [`Model`](edmund_model::Model), in which names are resolved. Both are total: they return what they understood and a list of findings.
//! [`write_xml`] and [`write_json`] are the way back.
//!
//! ```
//! use edmund_model::Sources;
//!
//! let mut sources = Sources::default();
//! let file = sources.add("people.csdl.xml", r#"
//!     <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
//!       <edmx:DataServices>
//!         <Schema Namespace="people" xmlns="http://docs.oasis-open.org/odata/ns/edm">
//!           <ComplexType Name="address"><Property Name="city" Type="Edm.String" /></ComplexType>
//!         </Schema>
//!       </edmx:DataServices>
//!     </edmx:Edmx>"#);
//! let (document, mut findings) = edmund_csdl::read(&sources, file);
//! let (model, more) = edmund_csdl::lower(&[document]);
//! findings.extend(more);
//! assert!(findings.is_empty());
//! assert_eq!(model.structs[0].name.to_string(), "people.address");
//! ```
//!
//! Source of all rules: OData Common Schema Definition Language (CSDL), XML Representation and JSON Representation, version 4.01.

mod check;
mod counts;
mod document;
mod grammar;
mod json;
mod lower;
mod read;
mod rules;
mod scan;
mod structure;
mod tree;
mod vocabulary;
mod write;

pub use counts::counts;
pub use document::{Attribute, Document, Element, Format};
pub use lower::lower;
pub use read::read;
pub use rules::{Group, RULES, Rule};
pub use write::{write_json, write_xml};
