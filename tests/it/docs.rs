//! Every command of the program that the README or a page of `docs/` shows is run: in code blocks and in lines of text.
//!
//! What stands for a name (`NAME`, `DIR`) is filled in. A command that reads a file which is not shipped, such as a map
//! extract, must be refused for that file and for nothing else, so its options are checked all the same.

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::{Sandbox, words};

/// Words in capitals and what they stand for.
const NAMES: [(&str, &str); 10] = [
    ("NAME", "generic-passenger"),
    ("TRAIN", "generic-passenger"),
    ("DIR", "my-network"),
    ("FROM", "Pyongyang"),
    ("TO", "Sinuiju"),
    ("CC", "CN"),
    ("QUERY", "Jinzhou"),
    ("SHELL", "bash"),
    ("ID", "c032"),
    ("SENTENCE", "1,200 km from Pyongyang to Vladivostok"),
];

/// Inputs that documents name and that are not in the repository, and networks made of them.
const ELSEWHERE: [&str; 6] = [
    "liechtenstein.osm.pbf",
    "viarail.zip",
    "li",
    "via",
    "pairs.parquet",
    "pairs/part-7.parquet",
];

/// A command, and the file and line that shows it.
struct Shown {
    at: String,
    line: String,
}

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = fs::read_dir(root.join("docs")).expect("there are documents");
    let mut pages: Vec<PathBuf> = docs.map(|entry| entry.expect("readable").path()).collect();
    pages.retain(|page| page.extension().is_some_and(|ending| ending == "md"));
    pages.extend(["README.md", "CONTRIBUTING.md", "data/README.md"].map(|page| root.join(page)));
    pages.sort();
    pages
}

/// The commands of a page: lines in fences, and code in lines of text.
fn commands(page: &Path) -> Vec<Shown> {
    let text = fs::read_to_string(page).expect("a page");
    let name = page
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    let mut shown = Vec::new();
    let mut is_fenced = false;
    for (line, number) in text.lines().zip(1..) {
        let mut add = |typed: &str| {
            if let Some(line) = command(typed) {
                let at = format!("{name}:{number}");
                shown.push(Shown { at, line });
            }
        };
        if line.starts_with("```") {
            is_fenced = !is_fenced;
        } else if is_fenced {
            add(line.trim_start_matches("$ "));
        } else {
            // Code stands between every other pair of backticks.
            line.split('`').skip(1).step_by(2).for_each(&mut add);
        }
    }
    shown
}

/// What follows the name of the program; `None` for other code.
fn command(typed: &str) -> Option<String> {
    let programs = ["slowtrain ", "cargo run --release -- "];
    let typed = programs
        .iter()
        .find_map(|program| typed.strip_prefix(program))?;
    let typed = typed.split(" #").next().unwrap_or(typed);
    Some(typed.trim().to_owned())
}

/// A folder with all that commands read.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    for network in ["my-network", "data"] {
        assert_eq!(sandbox.run(&["network", "init", network]).code, 0);
    }
    let small = |file: &str, rows: usize| {
        let text = sandbox.read(&format!("my-network/{file}"));
        let lines: Vec<&str> = text.lines().take(rows + 1).collect();
        lines.join("\n") + "\n"
    };
    let journeys = small("journeys.csv", 6);
    sandbox.write("my-network/journeys.csv", &journeys);
    sandbox.write("journeys.csv", &journeys);
    sandbox.write("mine.csv", &journeys);
    let pairs = "from,to\nPyongyang,Sinuiju\nHanoi,Saigon\n";
    sandbox.write("pairs.csv", pairs);
    sandbox.write("pairs/part-0.csv", pairs);
    let train = sandbox
        .run(&["trains", "cn-k-train", "--format", "toml"])
        .out;
    let mine = train.replacen("id = \"cn-k-train\"", "id = \"my-charter\"", 1);
    sandbox.write("my-network/trains/my-charter.toml", mine);
    sandbox
}

/// The words of a command with names filled in, and the file that its output goes to.
fn filled(line: &str) -> (Vec<String>, Option<String>) {
    let (line, file) = match line.split_once(" > ") {
        Some((line, file)) => (line, Some(file.trim().to_owned())),
        None => (line, None),
    };
    // Of alternatives the first is taken, and what goes without saying is left out.
    let line = line.replace("...", "FROM TO").replace('|', " | ");
    let mut typed = words(&line);
    if let Some(bar) = typed.iter().position(|word| word == "|") {
        let after = typed.iter().rposition(|word| word == "|").unwrap_or(bar);
        typed.drain(bar..=after + 1);
    }
    let name = |word: String| {
        let plain = word.trim_matches(['[', ']']);
        let known = NAMES.iter().find(|(name, _)| *name == plain);
        known.map_or(word.clone(), |(_, value)| (*value).to_owned())
    };
    (typed.into_iter().map(name).collect(), file)
}

#[test]
fn every_command_of_the_documents_runs() {
    let sandbox = sandbox();
    let mut count = 0;
    for shown in documents().iter().flat_map(|page| commands(page)) {
        let (mut typed, file) = filled(&shown.line);
        let reads = |word: &String| {
            ELSEWHERE
                .iter()
                .any(|file| word == file || word.starts_with(&format!("{file}/")))
        };
        let is_elsewhere = typed.iter().any(reads);
        // A command named alone is a command that there is.
        if let [_] = typed.as_slice() {
            typed.push("--help".to_owned());
        }
        match typed.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            // A server runs until it is stopped.
            ["serve", ..] => typed.push("--help".to_owned()),
            ["network", "check"] => typed.push("my-network".to_owned()),
            // A new folder each time, as it must be.
            ["network", "init", _] => typed[2] = format!("new-{count}"),
            _ => {}
        }
        let answer = sandbox.run(&typed);
        let is_usage = answer.err.contains("Usage:") || answer.err.contains("unexpected argument");
        if is_elsewhere {
            assert!(
                answer.code != 0 && !is_usage,
                "{}: {} {}",
                shown.at,
                shown.line,
                answer.err
            );
        } else {
            assert!(
                answer.code <= 1 && !is_usage,
                "{}: {} as {typed:?}: {}",
                shown.at,
                shown.line,
                answer.err
            );
        }
        if let Some(file) = file {
            sandbox.write(&file, &answer.out);
        }
        count += 1;
    }
    assert!(count > 30, "{count} commands were found");
}

#[test]
fn names_are_filled_in() {
    let (typed, file) = filled("trains NAME --format toml > my-train.toml");
    assert_eq!(typed, ["trains", "generic-passenger", "--format", "toml"]);
    assert_eq!(file.as_deref(), Some("my-train.toml"));
    assert_eq!(
        filled("network check|info|init DIR").0,
        ["network", "check", "my-network"]
    );
    assert_eq!(
        command("cargo run --release -- route A B    # the main job").as_deref(),
        Some("route A B")
    );
    assert_eq!(command("cargo test"), None);
}
