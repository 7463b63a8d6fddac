//! The client against scripted answers: what is sent, and what comes of every kind of answer.

#![allow(clippy::unwrap_used, reason = "the functions that tests share fail as tests do")]

mod batch;
mod conditions;
#[cfg(feature = "csv")]
mod csv;
mod delta;
mod errors;
mod hints;
mod limits;
mod loopback;
mod model;
mod origin;
mod paging;
mod parts;
mod polling;
mod requests;
mod retries;
mod rounds;
mod script;
mod uploads;
