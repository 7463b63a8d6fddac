//! Which required members of an object have been decoded.

use crate::Info;

/// The required members seen so far. Allocates nothing for a type without any, or with up to 64.
pub(super) struct Seen {
    info: &'static Info,
    first: u64,
    rest: Vec<u64>,
}

impl Seen {
    pub(super) fn new(info: &'static Info) -> Self {
        let words = info.required.len().div_ceil(64).saturating_sub(1);
        Self { info, first: 0, rest: vec![0; words] }
    }

    /// Notes that the field at `index` was decoded.
    #[inline]
    pub(super) fn mark(&mut self, index: usize) {
        if !self.info.required.is_empty() {
            self.mark_required(index);
        }
    }

    fn mark_required(&mut self, index: usize) {
        if let Ok(position) = self.info.required.binary_search_by(|required| usize::from(*required).cmp(&index)) {
            *self.word(position) |= 1 << (position % 64);
        }
    }

    fn word(&mut self, position: usize) -> &mut u64 {
        match (position / 64).checked_sub(1) {
            Some(word) if word < self.rest.len() => &mut self.rest[word],
            _ => &mut self.first,
        }
    }

    /// The name of the first required member that was not decoded.
    pub(super) fn missing(&mut self) -> Option<&'static str> {
        let position = (0..self.info.required.len()).find(|position| *self.word(*position) & (1 << (position % 64)) == 0)?;
        let index = usize::from(*self.info.required.get(position)?);
        self.info.fields.get(index).copied()
    }
}
