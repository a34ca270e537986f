//! The attacks of `fuzz/` without libFuzzer: its seeds, its finds, and mutations of them by a fixed seed, all through the same
//! functions. A fault is a panic, or a run that does not end.

#[path = "../../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::{Path, PathBuf};

/// Mutated inputs of each kind. With `SLOWTRAIN_FUZZ` in the environment, as many as that says.
const MUTATIONS: usize = 150;

/// Numbers that look random and are the same everywhere (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit.max(1)
    }
}

/// The files of a folder, in order; none where there is no such folder.
fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    paths
}

/// What is put into inputs: numbers at the ends of their ranges, and texts that mean something to some reader.
const PIECES: [&[u8]; 24] = [
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"\x80",
    b"\x7f",
    b"1e308",
    b"-1",
    b"1e-300",
    b"NaN",
    b"0",
    b"99999999999999999999",
    b"\"",
    b",",
    b";",
    b"\r\n",
    b"\xef\xbb\xbf",
    b"9999-12-31",
    b"-9999-01-01",
    b"24:00:00",
    b"999:59:59",
    b"kp-a",
    b"\xf0\x9f\x9a\x82",
    b"\xe2\x80\xae",
    b"=",
    b"[",
];

/// An input with a few changes.
fn mutated(input: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..1 + dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(12)).min(bytes.len());
        match dice.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = PIECES[dice.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            3 => {
                let piece = PIECES[dice.below(PIECES.len())];
                bytes.splice(at..end, piece.iter().copied());
            }
            4 => {
                let from = dice.below(bytes.len() + 1);
                let copied = bytes[from..(from + dice.below(60)).min(bytes.len())].to_vec();
                bytes.splice(at..at, copied);
            }
            _ => bytes.truncate(bytes.len() - dice.below(bytes.len() / 4 + 1)),
        }
    }
    bytes
}

/// All seeds and finds of a kind, then mutations.
fn attack(name: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let (_, run) = targets::TARGETS
        .iter()
        .find(|(known, _)| *known == name)
        .expect("a target");
    let folders = ["seeds", "finds"].map(|folder| root.join(folder).join(name));
    let inputs: Vec<Vec<u8>> = folders
        .iter()
        .flat_map(|folder| files(folder))
        .map(|path| fs::read(path).expect("readable"))
        .collect();
    assert!(!inputs.is_empty(), "no seed of {name}");
    inputs.iter().for_each(|input| run(input));
    let asked = std::env::var("SLOWTRAIN_FUZZ").ok();
    let count = asked.and_then(|n| n.parse().ok()).unwrap_or(MUTATIONS);
    let mut dice = Dice(15);
    for _ in 0..count {
        let Some(input) = inputs.get(dice.below(inputs.len())) else {
            return;
        };
        run(&mutated(input, &mut dice));
    }
}

macro_rules! attacks {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            attack(stringify!($name));
        })*

        #[test]
        fn every_target_is_attacked_here() {
            let here = [$(stringify!($name)),*];
            assert_eq!(targets::TARGETS.map(|(name, _)| name), here);
        }
    };
}

attacks! { network train case journeys texts pbf gtfs tracks pairs http }
