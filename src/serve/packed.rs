//! Bytes that are the same for everybody: made once, packed once, with the tag by which a browser keeps them.

use std::io::Write;
use std::sync::OnceLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// Bytes, plain and packed.
#[derive(Debug)]
pub struct Packed {
    /// As they are.
    pub plain: Vec<u8>,
    /// With gzip.
    pub gzip: Vec<u8>,
    /// Their tag, in quotes.
    pub tag: String,
}

impl Packed {
    /// Packs bytes as small as gzip can.
    pub fn new(plain: Vec<u8>) -> Packed {
        Packed {
            gzip: gzip(&plain, Compression::best()),
            tag: tag(&[&plain]),
            plain,
        }
    }
}

/// Bytes that are made when they are first asked for.
#[derive(Debug, Default)]
pub struct Lazy(OnceLock<Packed>);

impl Lazy {
    /// The bytes.
    pub fn get(&self, make: impl FnOnce() -> Vec<u8>) -> &Packed {
        self.0.get_or_init(|| Packed::new(make()))
    }
}

/// Bytes packed with gzip.
pub fn gzip(plain: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 3), level);
    let written = encoder.write_all(plain);
    written.expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// The tag of some parts, in quotes, as the header `ETag` has it.
pub fn tag(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let digits = hash.finalize();
    let digits: String = digits[..10].iter().map(|b| format!("{b:02x}")).collect();
    format!("\"{digits}\"")
}
