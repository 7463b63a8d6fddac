//! Numbers that need not be secret: jitter and the names of requests.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// 64 bits that no other caller got: the standard library's keyed hash over a counter, its keys taken once from the system.
fn bits() -> u64 {
    static KEYS: OnceLock<RandomState> = OnceLock::new();
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let mut hasher = KEYS.get_or_init(RandomState::new).build_hasher();
    hasher.write_u64(COUNTER.fetch_add(1, Ordering::Relaxed));
    hasher.finish()
}

/// A number in `0.0..1.0`.
pub(crate) fn fraction() -> f64 {
    // 53 bits are what a double can hold exactly.
    (bits() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A random UUID (version 4, RFC 9562).
pub(crate) fn uuid() -> String {
    let (high, low) = (bits(), bits());
    let high = (high & 0xffff_ffff_ffff_0fff) | 0x4000;
    let low = (low & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}
