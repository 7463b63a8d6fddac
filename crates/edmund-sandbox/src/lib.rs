//! An in-memory OData v4 service that behaves as a schema says.
//!
//! A [`Sandbox`] turns any [`Model`](edmund_model::Model) into a running service: entity sets, singletons and navigation properties to any depth, keys in
//! parentheses and as segments, query options (all but `$index`), paging, writes, references, streams, functions and actions, change tracking,
//! batches in JSON and of several parts, answers that are put off, with errors that say what is wrong and where. Rows are made from a seed when they are read, so a table of a million rows costs nothing until requests change it.
//!
//! [`Service`] is the whole behaviour as a function from request to response. [`Handle`] is the same on a loopback port, with
//! [`Faults`] on a schedule that the seed fixes.
//!
//! ```
//! use edmund_sandbox::Sandbox;
//!
//! let mut sources = edmund_model::Sources::default();
//! let file = sources.add("people.csdl.xml", r#"
//!     <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
//!       <Schema Namespace="people" xmlns="http://docs.oasis-open.org/odata/ns/edm">
//!         <EntityType Name="person">
//!           <Key><PropertyRef Name="id"/></Key>
//!           <Property Name="id" Type="Edm.Int32" Nullable="false"/>
//!         </EntityType>
//!         <EntityContainer Name="container"><EntitySet Name="people" EntityType="people.person"/></EntityContainer>
//!       </Schema>
//!     </edmx:DataServices></edmx:Edmx>"#);
//! let (model, _) = edmund_csdl::lower(&[edmund_csdl::read(&sources, file).0]);
//!
//! let service = Sandbox::builder(model).rows("people", 1_000_000).service()?;
//! let request = http::Request::get("/people?$filter=id ge 999999".replace(' ', "%20")).body(Default::default())?;
//! let answer = service.handle(&request);
//! assert!(answer.body().ends_with(br#""value":[{"id":999999},{"id":1000000}]}"#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod builder;
mod fault;
mod hash;
mod json;
mod key;
mod path;
mod query;
mod refusal;
mod resolve;
mod rules;
mod server;
mod service;
mod store;
mod temporal;
mod value;

pub use builder::{Builder, Error, Sandbox};
pub use fault::{Fault, Faults};
pub use refusal::Refusal;
pub use server::{Handle, Served, Statistics};
pub use service::{Invocation, MAX_BODY, Service};
