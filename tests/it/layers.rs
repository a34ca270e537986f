//! The order of the modules, and what the library may not do: read from the source itself.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the library; each uses only those before it.
const LAYERS: [&str; 17] = [
    "files", "units", "network", "sketch", "batch", "track", "import", "routing", "train",
    "running", "journey", "reported", "report", "dataset", "arrow", "serve", "cli",
];

/// All source files below a folder, in order.
fn sources(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).expect("the sources are there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}

/// The code of a file without its comments.
fn code(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The module path of a file: `network/table/mod.rs` is network, table.
fn module(file: &Path) -> Vec<String> {
    let file = file.with_extension("");
    let parts = file.iter().map(|part| part.to_string_lossy().into_owned());
    let mut parts: Vec<String> = parts.collect();
    parts.retain(|part| part != "mod");
    parts
}

/// The names that follow `crate::`, also within `crate::{…}`, where only the first of each path counts.
fn used(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(first_names(group)),
            None => names.push(name(rest)),
        }
    }
    names
}

fn name(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The first name of each path of a group, up to the brace that closes it.
fn first_names(group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut depth, mut begins) = (0_u32, true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            c if begins && !c.is_whitespace() => {
                names.push(name(&group[at..]));
                begins = false;
            }
            _ => {}
        }
    }
    names
}

/// The names reached by climbing to the root of the crate: `super::super::units` from `network::table`.
fn climbed(code: &str, depth: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("super::") {
        rest = &rest[at..];
        let mut steps = 0;
        while let Some(above) = rest.strip_prefix("super::") {
            steps += 1;
            rest = above;
        }
        if steps >= depth {
            names.push(name(rest));
        }
    }
    names
}

fn rank(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| *layer == name)
}

#[test]
fn modules_use_only_earlier_layers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen = [false; LAYERS.len()];
    for path in sources(&root) {
        let file = path.strip_prefix(&root).expect("below the root");
        let module = module(file);
        let layer = module[0].as_str();
        if ["lib", "main"].contains(&layer) {
            continue;
        }
        let own = rank(layer).unwrap_or_else(|| panic!("{layer} has no place among the layers"));
        seen[own] = true;
        let code = code(&fs::read_to_string(&path).expect("readable"));
        let names = used(&code).into_iter().chain(climbed(&code, module.len()));
        let later = names.filter(|name| rank(name).is_some_and(|other| other > own));
        wrong.extend(later.map(|name| format!("{} uses {name}", file.display())));
    }
    assert_eq!(wrong, [""; 0]);
    assert!(
        seen[rank("cli").expect("a layer")],
        "the sources were looked at"
    );
}

#[test]
fn the_library_is_silent_and_knows_no_host() {
    const NEVER: [&str; 11] = [
        "println!",
        "print!(",
        "eprintln!",
        "eprint!(",
        "dbg!(",
        "env::var",
        "env::args",
        "SystemTime",
        "Instant::now",
        "process::exit",
        "ZonedDateTime::now",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for path in sources(&root) {
        let file = path.strip_prefix(&root).expect("below the root");
        if file.starts_with("cli") || file.ends_with("tests.rs") {
            continue;
        }
        let code = code(&fs::read_to_string(&path).expect("readable"));
        // A server measures how long its answers take.
        let is_allowed = |never: &str| file.starts_with("serve") && never == "Instant::now";
        let found = NEVER
            .iter()
            .filter(|never| code.contains(*never) && !is_allowed(never));
        wrong.extend(found.map(|never| format!("{} has {never}", file.display())));
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_command_line_is_a_feature() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |file: &str| code(&fs::read_to_string(root.join(file)).expect("readable"));
    assert!(read("lib.rs").contains("#[cfg(feature = \"cli\")]\npub mod cli;"));
    assert!(read("main.rs").contains("slowtrain::cli::main()"));
}

#[test]
fn uses_are_read_in_all_their_forms() {
    let code = "use crate::units::Length;\nuse crate::{network::{Border, JunctionMovement}, train};\nlet x: crate::report::Page;";
    assert_eq!(used(code), ["units", "network", "train", "report"]);
    assert_eq!(
        climbed("use super::super::units::X; use super::fold;", 2),
        ["units"]
    );
    assert_eq!(climbed("use super::units::X;", 1), ["units"]);
}
