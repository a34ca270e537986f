//! The program as a user runs it: in a folder of its own, without the host's environment, on 80 columns.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// What a call printed, and its exit code.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Answer {
    fn new(output: Output) -> Answer {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        Answer {
            code: output.status.code().expect("no signal ended it"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Its standard output, after a look that all went well.
    #[track_caller]
    pub fn fine(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// Its complaint, after a look that there is no answer beside it.
    #[track_caller]
    pub fn refused(self, code: i32) -> String {
        assert_eq!((self.code, self.out.as_str()), (code, ""), "{}", self.err);
        self.err
    }

    /// Its answer as JSON.
    #[track_caller]
    pub fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.fine()).expect("JSON")
    }
}

/// A folder for one test; it goes when the test ends.
pub struct Sandbox(TempDir);

impl Sandbox {
    pub fn new() -> Sandbox {
        Sandbox(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("can be made");
        fs::write(path, bytes).expect("can be written");
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// The program in this folder, without any variable of the host.
    pub fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slowtrain"));
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[impl AsRef<OsStr>]) -> Answer {
        Answer::new(self.command(arguments).output().expect("it starts"))
    }
}

/// The program in an empty folder.
pub fn slowtrain(arguments: &[&str]) -> Answer {
    Sandbox::new().run(arguments)
}

/// A call written as one would type it; words are split at spaces and kept together by double quotes.
pub fn call(line: &str) -> Answer {
    let words = words(line);
    slowtrain(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The words of a command line.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    assert_eq!(quote, None, "a quote is left open: {line}");
    words.extend(word);
    words
}

/// The columns that the widest line of a text takes.
pub fn widest(text: &str) -> usize {
    text.lines()
        .map(slowtrain::report::text::width)
        .max()
        .unwrap_or(0)
}

#[test]
fn words_are_split_as_a_shell_does() {
    assert_eq!(
        words("route \"Dong Dang\" 'P'  --avoid x=\"a b\" \"\""),
        ["route", "Dong Dang", "P", "--avoid", "x=a b", ""]
    );
}
