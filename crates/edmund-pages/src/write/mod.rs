//! Pages from a model.
