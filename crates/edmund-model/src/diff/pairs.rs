//! Which element of the older list is which of the newer.

use std::collections::HashMap;
use std::hash::Hash;

/// Two lists, matched by name.
pub(super) struct Pairs<'a, T> {
    /// In both under the same name.
    pub(super) same: Vec<(&'a T, &'a T)>,
    /// In both, with names that differ only in upper and lower case.
    pub(super) recased: Vec<(&'a T, &'a T)>,
    /// Only in the older list.
    pub(super) removed: Vec<&'a T>,
    /// Only in the newer list.
    pub(super) added: Vec<&'a T>,
}

impl<'a, T> Pairs<'a, T> {
    /// Matches by exact name first and then, among what is left, without regard to case. Elements of one name are matched in order.
    pub(super) fn new(old: &'a [T], new: &'a [T], name: impl Fn(&T) -> String) -> Self {
        let (same, removed, added) = matched(old.iter().collect(), new.iter().collect(), &name);
        let (recased, removed, added) = matched(removed, added, |item| name(item).to_lowercase());
        Pairs { same, recased, removed, added }
    }

    /// All pairs, whatever became of their names.
    pub(super) fn both(&self) -> impl Iterator<Item = (&'a T, &'a T)> + '_ {
        self.same.iter().chain(&self.recased).copied()
    }
}

/// What is in both lists, what only in the first, what only in the second.
pub(super) type Matched<'a, T> = (Vec<(&'a T, &'a T)>, Vec<&'a T>, Vec<&'a T>);

/// Matches two lists by a key; equal keys are matched in order.
pub(super) fn matched<'a, T, K: Hash + Eq>(old: Vec<&'a T>, new: Vec<&'a T>, key: impl Fn(&T) -> K) -> Matched<'a, T> {
    let mut waiting: HashMap<K, Vec<usize>> = HashMap::with_capacity(new.len());
    for (index, item) in new.iter().enumerate().rev() {
        waiting.entry(key(item)).or_default().push(index);
    }
    let mut taken = vec![false; new.len()];
    let (mut pairs, mut removed) = (Vec::with_capacity(old.len()), Vec::new());
    for item in old {
        match waiting.get_mut(&key(item)).and_then(Vec::pop) {
            Some(index) => {
                taken[index] = true;
                pairs.push((item, new[index]));
            }
            None => removed.push(item),
        }
    }
    let added = new.into_iter().zip(taken).filter(|(_, taken)| !taken).map(|(item, _)| item).collect();
    (pairs, removed, added)
}
