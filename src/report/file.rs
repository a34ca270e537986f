//! Where an answer is written: standard output, or a file that is never half there.
//!
//! A file is written beside its place and renamed when it is whole. [`Target::check`] fails before long work for what
//! would fail after it. What exists and is no regular file (a pipe, a device) is written to directly.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::{Format, Kind, UnknownFormat};

/// How many names beside a file are tried before giving up; more would mean leftovers nobody cleans.
const TRIES: usize = 100;

/// A place to write to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Standard output.
    Stdout,
    /// A file and the format of its ending.
    File(PathBuf, Format),
}

/// Why an answer cannot be written.
#[derive(Debug, Error)]
pub enum TargetError {
    /// The ending names no format.
    #[error(transparent)]
    Format(#[from] UnknownFormat),
    /// The format is known, but the answer cannot be written in it.
    #[error(
        "cannot write {}: {kind} has no such format; it has {}{}",
        path.display(),
        kind.endings(),
        instead(*kind)
    )]
    Kind {
        /// The file as given.
        path: PathBuf,
        /// What the answer is.
        kind: Kind,
    },
    /// The folder is missing, the file is a folder or may not be written.
    #[error("cannot write {}: {reason}", path.display())]
    Path {
        /// The file as given.
        path: PathBuf,
        /// What is in the route.
        reason: String,
    },
    /// Writing failed.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file as given.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// What else leads to a format that a kind of answer lacks.
fn instead(kind: Kind) -> &'static str {
    match kind {
        Kind::Compare => {
            " (`slowtrain route FROM TO -o FILE` draws the route of one of its journeys)"
        }
        Kind::Route | Kind::Locate | Kind::Reach => "",
    }
}

impl Target {
    /// Reads `-` or a file name whose ending names a format.
    ///
    /// # Errors
    /// [`TargetError::Format`] for other endings.
    pub fn parse(text: &str) -> Result<Target, TargetError> {
        if text == "-" {
            return Ok(Target::Stdout);
        }
        let path = PathBuf::from(text);
        let format = Format::of_path(&path)?;
        Ok(Target::File(path, format))
    }

    /// Tries whether the file could be written with an answer of a kind, leaving nothing behind.
    ///
    /// # Errors
    /// [`TargetError::Kind`] where such an answer has no such format, [`TargetError::Path`] with what is in the route.
    pub fn check(&self, kind: Kind) -> Result<(), TargetError> {
        let Target::File(path, format) = self else {
            return Ok(());
        };
        if !kind.has(*format) {
            let path = path.clone();
            return Err(TargetError::Kind { path, kind });
        }
        check_path(path)
    }

    /// Writes by `render`, then puts the file into its place.
    ///
    /// # Errors
    /// [`TargetError::Write`] with what the system said; the old file is then still there.
    pub fn write(
        &self,
        render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), TargetError> {
        match self {
            Target::Stdout => {
                let mut out = io::stdout().lock();
                let written = render(&mut out).and_then(|()| out.flush());
                written.map_err(|source| failed(Path::new("-"), source))
            }
            Target::File(path, _) if is_special(path) => {
                let written = OpenOptions::new()
                    .write(true)
                    .open(path)
                    .and_then(|file| fill(file, render));
                written.map_err(|source| failed(path, source))
            }
            Target::File(path, _) => replace(path, render),
        }
    }
}

/// Tries whether a file could be written, leaving nothing behind.
///
/// # Errors
/// [`TargetError::Path`] with what is in the route.
pub fn check_path(path: &Path) -> Result<(), TargetError> {
    let blocked = |reason: &str| TargetError::Path {
        path: path.to_owned(),
        reason: reason.to_owned(),
    };
    let folder = folder_of(path);
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => {
            return Err(blocked("it is a folder; name a file in it"));
        }
        Ok(found) if found.is_file() && found.permissions().readonly() => {
            return Err(blocked("it is write-protected"));
        }
        Ok(found) if !found.is_file() => return Ok(()),
        _ if !folder.is_dir() => {
            let reason = format!("there is no folder {}", folder.display());
            return Err(blocked(&reason));
        }
        _ => {}
    }
    let (beside, file) = create_beside(path)?;
    drop(file);
    fs::remove_file(&beside).map_err(|source| failed(path, source))
}

/// Writes a file beside its place and renames it when it is whole.
///
/// # Errors
/// [`TargetError::Write`] with what the system said; the old file is then still there.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), TargetError> {
    replace(path, |out| out.write_all(bytes))
}

fn replace(
    path: &Path,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), TargetError> {
    let (beside, file) = create_beside(path)?;
    let written = fill(file, render)
        .and_then(|()| match fs::metadata(path) {
            Ok(old) => fs::set_permissions(&beside, old.permissions()),
            Err(_) => Ok(()),
        })
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The first error is the one to tell; a leftover is named so that it explains itself.
        let _ = fs::remove_file(&beside);
    }
    written.map_err(|source| failed(path, source))
}

fn fill(file: File, render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    render(&mut out)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(())
}

fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// A new file in the same folder, since a rename across file systems copies.
fn create_beside(path: &Path) -> Result<(PathBuf, File), TargetError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for attempt in 0..TRIES {
        let beside = folder_of(path).join(format!(".{name}.{attempt}.part"));
        match OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&beside)
        {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(source) => return Err(failed(path, source)),
        }
    }
    Err(TargetError::Path {
        path: path.to_owned(),
        reason: format!("{TRIES} unfinished files named .{name}.*.part are beside it; delete them"),
    })
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn failed(path: &Path, source: io::Error) -> TargetError {
    TargetError::Write {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(path: &Path) -> Target {
        Target::parse(path.to_str().expect("UTF-8")).expect("a known ending")
    }

    #[test]
    fn files_are_whole_or_untouched() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("trip.json");
        target(&path)
            .write(|out| out.write_all(b"one"))
            .expect("written");
        let broken = target(&path).write(|out| {
            out.write_all(b"half")?;
            Err(io::Error::other("power cut"))
        });
        assert!(
            broken
                .expect_err("failed")
                .to_string()
                .ends_with("power cut")
        );
        assert_eq!(fs::read_to_string(&path).expect("still there"), "one");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
    }

    #[test]
    fn what_cannot_be_written_is_told_before() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = target(&folder.path().join("no/such/trip.gpx"));
        let text = missing
            .check(Kind::Route)
            .expect_err("no folder")
            .to_string();
        assert!(text.contains("there is no folder"), "{text}");
        let as_folder = folder.path().join("folder.kml");
        fs::create_dir(&as_folder).expect("made");
        let text = target(&as_folder)
            .check(Kind::Route)
            .expect_err("a folder")
            .to_string();
        assert!(text.contains("it is a folder"), "{text}");
        let fine = folder.path().join("trip.kml");
        target(&fine).check(Kind::Route).expect("writable");
        assert!(!fine.exists());
    }

    #[test]
    fn a_dash_is_standard_output() {
        assert_eq!(Target::parse("-").expect("a dash"), Target::Stdout);
        assert!(Target::parse("trip.xlsx").is_err());
    }
}
