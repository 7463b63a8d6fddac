//! Cargo features: which types a part of a large service needs.

use std::collections::{BTreeSet, HashMap, HashSet};

use edmund_model::{Finding, Model, Type};
use proc_macro2::TokenStream;
use quote::quote;

use crate::options::Options;
use crate::selection::{self, Selected};

/// The features by which a type is generated: any of them. Without any, it is there whatever is on.
pub(crate) type Gate<'f> = BTreeSet<&'f str>;

/// The gates of all types that have one.
#[derive(Debug, Default)]
pub(crate) struct Features<'f> {
    gates: HashMap<Type, Gate<'f>>,
    none: Gate<'f>,
}

impl<'f> Features<'f> {
    /// Looks up what each feature needs, and adds it to what is selected.
    ///
    /// What is selected without a feature needs its types whatever is on; with a selection of everything, that is what no feature names.
    pub(crate) fn new(model: &Model, options: &'f Options, selected: &mut Selected, findings: &mut Vec<Finding>) -> Self {
        let mut features = Features::default();
        let mut operations = HashSet::new();
        let mut is_limited = true;
        for (name, wanted) in &options.features {
            let needed = selection::only(model, wanted, findings);
            for ty in needed.types {
                features.gates.entry(ty).or_default().insert(name);
            }
            match needed.operations {
                Some(needed) => operations.extend(needed),
                None => is_limited = false,
            }
        }
        if features.gates.is_empty() {
            return features;
        }
        let always = match options.selection {
            selection::Selection::All => {
                let rest = selected.types.iter().copied().filter(|ty| !features.gates.contains_key(ty)).collect();
                selection::closure(model, &selected.versions, rest)
            }
            selection::Selection::Only(_) => selected.types.clone(),
        };
        features.gates.retain(|ty, _| !always.contains(ty));
        selected.types.extend(features.gates.keys());
        match &mut selected.operations {
            Some(wanted) if is_limited => wanted.extend(operations),
            wanted => *wanted = None,
        }
        features
    }

    /// The features by which a type is generated; empty when it always is.
    pub(crate) fn gate(&self, ty: Type) -> &Gate<'f> {
        self.gates.get(&ty).unwrap_or(&self.none)
    }

    /// Whether any type has a gate.
    pub(crate) fn is_empty(&self) -> bool {
        self.gates.is_empty()
    }

    /// The condition that a gate stands for.
    pub(crate) fn condition_of(&self, gate: &Gate<'f>) -> Option<TokenStream> {
        let condition = any(gate);
        (!gate.is_empty()).then(|| quote!(#[cfg(#condition)]))
    }

    /// The condition on something that is behind `outer` and needs further types.
    pub(crate) fn condition(&self, outer: &Gate<'f>, types: impl IntoIterator<Item = Type>) -> Option<TokenStream> {
        let gates: BTreeSet<&Gate<'f>> = types.into_iter().map(|ty| self.gate(ty)).collect();
        let is_open = |gate: &&&Gate<'f>| !gate.is_empty() && (outer.is_empty() || !outer.is_subset(gate));
        let conditions: Vec<TokenStream> = gates.iter().filter(is_open).map(|gate| any(gate)).collect();
        match conditions.as_slice() {
            [] => None,
            [condition] => Some(quote!(#[cfg(#condition)])),
            conditions => Some(quote!(#[cfg(all(#(#conditions),*))])),
        }
    }
}

fn any(gate: &Gate<'_>) -> TokenStream {
    let names = gate.iter();
    if gate.len() == 1 { quote!(#(feature = #names)*) } else { quote!(any(#(feature = #names),*)) }
}
