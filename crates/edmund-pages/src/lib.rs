//! Documentation pages in the Markdown format of Microsoft Graph's reference: reading, checking, lowering into the model, writing.
//!
//! - [`read`] takes one page apart: a [`Page`] says what the page says and where, with findings about its form.
//! - A [`Docset`] keeps of many pages what they need of each other.
//! - [`Docset::lower`] adds to a model what pages know: types, enumerations, requests, permissions, descriptions.
//! - A [`Checker`] judges pages, alone and together, and beside a model.
//! - [`write()`] makes pages from a model.
//!
//! Every part is total: any text gives a page, any pages give a well-formed model, and what is wrong is a list of findings.

mod catalog;
mod check;
mod deprecation;
mod docset;
mod front;
mod http;
pub use edmund_model::json;
mod lower;
mod markdown;
mod message;
mod page;
mod read;
mod stock;
mod template;
mod type_cell;
mod write;

pub use check::{Checker, check};
pub use docset::Docset;
pub use lower::lower;
pub use message::{Annotation, Example, Header, Message, MessageBody, Role, StartLine};
pub use page::{
    BodySection, EnumMember, EnumSection, Field, FrontMatter, HeaderRow, Heading, Include, Link, Located, MethodRow, Page,
    PageKind, Parameter, ParameterPlace, PermissionRow, PermissionTable, Representation, Resource, ResponseSection, Text,
};
pub use read::read;
pub use template::{Segment, SegmentKind, Template, TemplateProblem};
pub use type_cell::{TypeName, TypeSpelling};
pub use write::*;
