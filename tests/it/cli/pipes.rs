//! Colour and pipes.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use crate::harness::{Sandbox, call};

#[test]
fn no_escapes_without_a_terminal() {
    for line in [
        "route Khasan Vladivostok --explain",
        "trains rossiya",
        "stations San",
        "network info",
        "route A B",
        "--help",
    ] {
        let answer = call(line);
        assert!(
            !answer.out.contains('\u{1b}') && !answer.err.contains('\u{1b}'),
            "{line}"
        );
    }
}

#[test]
fn colour_is_added_only_when_asked() {
    let plain = call("route Khasan Vladivostok").fine();
    let coloured = call("route Khasan Vladivostok --color always").fine();
    assert!(coloured.contains("\u{1b}["));
    let stripped: String = coloured
        .split("\u{1b}[")
        .enumerate()
        .map(|(number, part)| {
            if number == 0 {
                part
            } else {
                part.split_once('m').expect("an escape").1
            }
        })
        .collect();
    assert_eq!(stripped, plain);
    assert_eq!(call("route Khasan Vladivostok --color never").fine(), plain);
}

#[test]
fn the_environment_changes_nothing_in_a_pipe() {
    let sandbox = Sandbox::new();
    let arguments = [
        "route",
        "Khasan",
        "Vladivostok",
        "--depart",
        "2019-04-24T02:00",
    ];
    let plain = sandbox.run(&arguments).fine();
    for (name, value) in [
        ("NO_COLOR", "1"),
        ("TERM", "xterm-256color"),
        ("CLICOLOR_FORCE", "1"),
        ("COLUMNS", "40"),
        ("TZ", "America/New_York"),
        ("LANG", "de_DE.UTF-8"),
    ] {
        let output = sandbox
            .command(&arguments)
            .env(name, value)
            .output()
            .expect("it starts");
        assert_eq!(String::from_utf8_lossy(&output.stdout), plain, "{name}");
    }
}

#[test]
fn a_reader_who_leaves_hears_nothing() {
    let sandbox = Sandbox::new();
    // More than a pipe holds, so that writing fails while the program writes.
    let mut child = sandbox
        .command(&["network", "check", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut line = String::new();
    let mut reader = BufReader::new(child.stdout.take().expect("a pipe"));
    reader.read_line(&mut line).expect("a line");
    drop(reader);
    let mut err = String::new();
    child
        .stderr
        .take()
        .expect("a pipe")
        .read_to_string(&mut err)
        .expect("UTF-8");
    assert_eq!(
        (child.wait().expect("it ends").code(), err.as_str()),
        (Some(0), "")
    );
    assert_eq!(line, "{\n");
}
