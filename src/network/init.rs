//! A copy of the bundled data package in a folder, for editing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::bundled::BUNDLED;

/// Where the files lie until all are written.
const UNFINISHED: &str = ".unfinished";

/// Why no copy was made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum InitError {
    /// There is something in the folder.
    #[error("{} is not empty (it has {found}); name a new or an empty folder", .dir.display())]
    NotEmpty {
        /// The folder.
        dir: PathBuf,
        /// Something that is in it, the first by name.
        found: String,
    },
    /// Something cannot be written.
    #[error("cannot write {}: {source}", .path.display())]
    Unwritable {
        /// Path of the file that could not be written.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
}

/// Writes all bundled files into a folder, which is made or must be empty. Either all of them are there afterwards or
/// none.
///
/// # Errors
/// [`InitError`] when the folder has something in it, or a file cannot be written.
pub fn write_bundled(dir: &Path) -> Result<(), InitError> {
    let unwritable = |path: &Path, source| InitError::Unwritable {
        path: path.to_owned(),
        source,
    };
    let is_new = !dir.exists();
    fs::create_dir_all(dir).map_err(|error| unwritable(dir, error))?;
    let entries = fs::read_dir(dir).map_err(|error| unwritable(dir, error))?;
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
    if let Some(found) = names.min() {
        return Err(InitError::NotEmpty {
            dir: dir.to_owned(),
            found: found.to_string_lossy().into_owned(),
        });
    }
    let unfinished = dir.join(UNFINISHED);
    let result = write_all(&unfinished)
        .and_then(|()| move_up(&unfinished, dir))
        .map_err(|(path, error)| unwritable(&path, error));
    // What is left over is ours: the folder was empty before. The first error is the one to tell.
    if result.is_err() {
        let _ = match is_new {
            true => fs::remove_dir_all(dir),
            false => empty(dir),
        };
    }
    result
}

type Failed = (PathBuf, io::Error);

fn write_all(dir: &Path) -> Result<(), Failed> {
    for (name, text) in BUNDLED {
        let path = dir.join(name);
        let folder = path.parent().unwrap_or(dir);
        fs::create_dir_all(folder).map_err(|error| (folder.to_owned(), error))?;
        fs::write(&path, text).map_err(|error| (path.clone(), error))?;
    }
    Ok(())
}

/// Moves all that is in a folder to the one above, and removes the folder. The stations come last: without them there
/// is no network, so a run that is killed in between leaves none that looks whole.
fn move_up(from: &Path, to: &Path) -> Result<(), Failed> {
    let failed = |error| (from.to_owned(), error);
    let entries = fs::read_dir(from).map_err(failed)?;
    let names: Result<Vec<_>, _> = entries.map(|entry| Ok(entry?.file_name())).collect();
    let mut names = names.map_err(failed)?;
    names.sort_by_key(|name| name == super::raw::STATIONS.file);
    for name in names {
        fs::rename(from.join(&name), to.join(&name)).map_err(|error| (to.join(&name), error))?;
    }
    fs::remove_dir(from).map_err(failed)
}

fn empty(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            fs::remove_dir_all(path)?;
        } else {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
