//! The public names of the library, compared with the list in `tests/public-api.txt`: nothing becomes public by accident,
//! nothing public goes unnoticed.
//!
//! The list is read from the source: the public modules, and in each of them what it defines or re-exports.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Words that begin the definition of a public item, after `pub `.
const KINDS: [&str; 8] = [
    "const fn", "fn", "struct", "enum", "trait", "type", "const", "static",
];

/// The public items of the module whose file is at `path`, and of the public modules below it.
fn collect(path: &Path, module: &str, names: &mut BTreeSet<String>) {
    let text = fs::read_to_string(path).expect("a source file");
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut rest = code;
    while let Some(at) = rest.find("pub ") {
        let is_first = rest[..at].ends_with('\n') || at == 0;
        rest = &rest[at + "pub ".len()..];
        if !is_first {
            continue;
        }
        if let Some(used) = rest.strip_prefix("use ") {
            let end = used.find(';').expect("a use ends");
            names.extend(used_names(&used[..end]).map(|name| format!("{module}::{name}")));
        } else if let Some(name) = rest.strip_prefix("mod ").map(word) {
            names.insert(format!("{module}::{name}"));
            if let Some(file) = file_of(path, &name) {
                collect(&file, &format!("{module}::{name}"), names);
            }
        } else {
            let kind = KINDS
                .iter()
                .find_map(|kind| rest.strip_prefix(&format!("{kind} ")));
            names.extend(kind.map(|rest| format!("{module}::{}", word(rest))));
        }
    }
}

/// The name at the start of a text.
fn word(text: &str) -> String {
    let is_of_name = |c: &char| c.is_alphanumeric() || *c == '_';
    text.chars().take_while(is_of_name).collect()
}

/// The names that a `use` brings: `a::{B, C as D}` brings B and D.
fn used_names(used: &str) -> impl Iterator<Item = String> + '_ {
    let group = used.split_once('{').map_or(used, |(_, group)| group);
    let parts = group.trim_end_matches('}').split(',').map(str::trim);
    parts.filter(|part| !part.is_empty()).map(|part| {
        let name = part.rsplit_once(" as ").map_or(part, |(_, name)| name);
        name.rsplit("::").next().unwrap_or(name).to_owned()
    })
}

/// The file of a module that the file at `path` declares; `None` for a module written in place.
fn file_of(path: &Path, module: &str) -> Option<PathBuf> {
    let stem = path
        .file_stem()
        .expect("a file has a name")
        .to_string_lossy();
    let folder = path.parent().expect("a file lies in a folder");
    let folder = match stem.as_ref() {
        "lib" | "mod" => folder.to_owned(),
        stem => folder.join(stem),
    };
    let files = [
        folder.join(format!("{module}.rs")),
        folder.join(module).join("mod.rs"),
    ];
    files.into_iter().find(|file| file.is_file())
}

#[test]
fn the_public_names_are_those_of_the_list() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = BTreeSet::new();
    collect(&root.join("src/lib.rs"), "slowtrain", &mut names);
    let list = root.join("tests/public-api.txt");
    let known = fs::read_to_string(&list).expect("the list is there");
    let known: BTreeSet<String> = known.lines().map(str::to_owned).collect();
    if names != known {
        let found = Path::new(env!("CARGO_TARGET_TMPDIR")).join("public-api.txt");
        let text: String = names.iter().map(|name| format!("{name}\n")).collect();
        fs::write(&found, text).expect("the folder of tests can be written to");
        let new: Vec<&String> = names.difference(&known).collect();
        let gone: Vec<&String> = known.difference(&names).collect();
        panic!(
            "public names have changed: new {new:#?}, gone {gone:#?}\nif that is meant: cp {} {}",
            found.display(),
            list.display()
        );
    }
}

#[test]
fn names_are_read_from_every_form() {
    let names = |used: &str| used_names(used).collect::<Vec<_>>();
    assert_eq!(names("a::b::C"), ["C"]);
    assert_eq!(names("a::{B, c::D as E,\n    f,\n}"), ["B", "E", "f"]);
}
