//! The only source of variety: splitmix64 over the parts of a value's address.

/// The finaliser of splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): every bit of the input
/// reaches every bit of the output, and different inputs have different outputs.
pub(super) const fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Goes one step down the address: (seed, type), then property, then row, then item.
pub(super) const fn step(address: u64, part: u64) -> u64 {
    mix(address ^ mix(part))
}

/// A name as a number (FNV-1a, 64 bits).
pub(super) fn name(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A GUID of the shape of version 4 (RFC 9562), different for every index below 2^48: its last group is a one-to-one image of the index.
pub(super) fn guid(address: u64, index: u64) -> String {
    let head = step(address, index);
    let node = index.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(mix(address)) & 0xffff_ffff_ffff;
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{node:012x}",
        head >> 32,
        (head >> 16) & 0xffff,
        (head >> 4) & 0xfff,
        0x8000 | (mix(head) & 0x3fff)
    )
}
