//! The README cannot rot: every call that it shows is run, and what it shows must be what is printed.

use std::fs;
use std::io::{Read, Seek};
use std::path::Path;

use crate::harness::{Sandbox, words};

/// Stands alone on a line for any number of lines that are not shown.
const LEFT_OUT: &str = "…";

/// A call and the lines that are said to follow.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    line: usize,
    arguments: Vec<String>,
    output: Vec<String>,
}

/// The calls of the program in fenced blocks: lines after `$ slowtrain` or `$ cargo run --release --`.
fn calls(markdown: &str) -> Vec<Shown> {
    let mut calls: Vec<Shown> = Vec::new();
    let (mut is_fenced, mut is_output) = (false, false);
    for (text, line) in markdown.lines().zip(1..) {
        if text.starts_with("```") {
            is_fenced = !is_fenced;
            is_output = false;
        } else if let Some(command) = text.strip_prefix("$ ").filter(|_| is_fenced) {
            let programs = ["slowtrain ", "cargo run --release -- "];
            let typed = programs
                .iter()
                .find_map(|program| command.strip_prefix(program));
            is_output = typed.is_some();
            calls.extend(typed.map(|typed| Shown {
                line,
                arguments: words(typed),
                output: Vec::new(),
            }));
        } else if let Some(call) = calls.last_mut().filter(|_| is_output) {
            call.output.push(text.to_owned());
        }
    }
    calls
}

/// What a call prints, both streams as they come.
fn printed(arguments: &[String]) -> Vec<String> {
    let sandbox = Sandbox::new();
    let mut file = tempfile::tempfile().expect("a temporary file");
    let other = || file.try_clone().expect("a second handle");
    let mut command = sandbox.command(arguments);
    command.stdout(other()).stderr(other());
    command.status().expect("it starts");
    file.rewind().expect("a file");
    let mut text = String::new();
    file.read_to_string(&mut text).expect("UTF-8");
    text.lines().map(str::to_owned).collect()
}

/// Whether the lines are those shown, with any number of lines where some are left out.
fn agree(shown: &[String], printed: &[String]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first == LEFT_OUT => {
            (0..=printed.len()).any(|skipped| agree(rest, &printed[skipped..]))
        }
        Some((first, rest)) => printed.first() == Some(first) && agree(rest, &printed[1..]),
    }
}

#[test]
fn the_readme_shows_what_is_printed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let calls = calls(&fs::read_to_string(path).expect("there is a README"));
    assert!(!calls.is_empty(), "the README shows the program at work");
    for call in calls {
        let printed = printed(&call.arguments);
        assert!(
            agree(&call.output, &printed),
            "README.md:{}: {:?} prints\n{}\nand not\n{}",
            call.line,
            call.arguments,
            printed.join("\n"),
            call.output.join("\n"),
        );
    }
}

/// `slowtrain route Pyongyang Vladivostok -o docs/pyongyang-vladivostok.map.svg` makes it.
#[test]
fn the_map_of_the_readme_is_that_of_the_answer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shown = fs::read_to_string(root.join("docs/pyongyang-vladivostok.map.svg"));
    let sandbox = Sandbox::new();
    let call = ["route", "Pyongyang", "Vladivostok", "-o", "made.map.svg"];
    assert_eq!(sandbox.run(&call).code, 0);
    assert_eq!(shown.expect("it is there"), sandbox.read("made.map.svg"));
}

#[test]
fn calls_are_found_in_fences_only() {
    let markdown = "$ slowtrain a\n```console\n$ slowtrain b \"c d\"\none\n\n$ cargo run --release -- e\n$ ls\nx\n```\ntwo\n";
    let call = |line, arguments: &[&str], output: &[&str]| Shown {
        line,
        arguments: arguments.iter().map(ToString::to_string).collect(),
        output: output.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(
        calls(markdown),
        [call(3, &["b", "c d"], &["one", ""]), call(6, &["e"], &[])]
    );
}

#[test]
fn only_what_is_marked_may_be_left_out() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let printed = lines("a\nb\nc\nd");
    assert!(agree(&printed, &printed));
    assert!(agree(&lines("a\n…\nd"), &printed));
    assert!(agree(&lines("a\n…"), &printed));
    assert!(!agree(&lines("a\nd"), &printed));
    assert!(!agree(&lines("a\n…\nc"), &printed));
    assert!(!agree(&lines(""), &printed));
}
