//! edm
