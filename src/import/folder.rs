//! Writes the result of an import into a new folder: all of it, or nothing.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::track::{TRACK_INDEX_FILE, TRACKS_FILE, TrackFileError, TrackGraph, TrackIndex};

/// The file that marks an unfinished folder as one of ours. It is locked while the import runs.
const MARK: &str = ".slowtrain-import";

/// Names for an unfinished folder that are tried. Assumption: nobody has so many folders of others beside it.
const TRIES: usize = 100;

/// Why a folder was not written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Unwritable {
    /// There is something in the folder.
    #[error("{} is not empty (it has {found}); name a new or an empty folder", .dir.display())]
    NotEmpty {
        /// The folder.
        dir: PathBuf,
        /// Something that is in it, the first by name.
        found: String,
    },
    /// The path names no folder of its own, like `.` or `..`.
    #[error("{} cannot be written as a whole; name a new folder in it", .dir.display())]
    NoName {
        /// The path.
        dir: PathBuf,
    },
    /// All names for the unfinished folder are those of others.
    #[error("{} and {TRIES} names like it are in the way; rename them", .path.display())]
    InTheWay {
        /// The first of them.
        path: PathBuf,
    },
    /// Something cannot be written.
    #[error("cannot write {}: {source}", .path.display())]
    Failed {
        /// Path of the file that could not be written.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The tracks cannot be written.
    #[error(transparent)]
    Tracks(#[from] TrackFileError),
}

/// Whether [`write_new`] could write into a folder, before the work: it is not there yet, or empty.
///
/// # Errors
/// [`Unwritable`] with what is in the way.
pub fn check_new(dir: &Path) -> Result<(), Unwritable> {
    if dir.file_name().is_none() {
        return Err(Unwritable::NoName {
            dir: dir.to_owned(),
        });
    }
    match fs::read_dir(dir) {
        Ok(entries) => {
            let names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
            names.min().map_or(Ok(()), |found| {
                Err(Unwritable::NotEmpty {
                    dir: dir.to_owned(),
                    found: found.to_string_lossy().into_owned(),
                })
            })
        }
        // A link to nothing is in the way, too, but it is not found when it is followed.
        Err(error) if error.kind() == io::ErrorKind::NotFound && !dir.is_symlink() => Ok(()),
        Err(source) => Err(Unwritable::Failed {
            path: dir.to_owned(),
            source,
        }),
    }
}

/// Writes files, and tracks with their index, into a folder that is not there yet, or is empty. They are written into a
/// folder beside it, which takes its name once all are complete: whoever finds the folder finds a whole network. The
/// folder beside has a free name and a mark, so that nothing of others is touched; what a killed import left is removed
/// by the next.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use slowtrain::import::write_new;
/// let dir = tempfile::tempdir()?;
/// let network = dir.path().join("mine");
/// write_new(&network, &[("stations.csv", b"id,name,country,lat,lon\n")], None)?;
/// assert!(network.join("stations.csv").exists());
/// assert!(write_new(&network, &[], None).is_err(), "there is something in it now");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`Unwritable`] when there is something in the folder, or a file cannot be written.
pub fn write_new(
    dir: &Path,
    files: &[(&str, &[u8])],
    tracks: Option<&TrackGraph>,
) -> Result<(), Unwritable> {
    check_new(dir)?;
    // A link to an empty folder is followed: the folder is replaced, the link stays.
    let dir = &fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
    let unfinished = Unfinished::new(dir)?;
    fill(&unfinished.path, files, tracks)?;
    unfinished.finish(dir)
}

/// A folder of ours for what is not complete; it goes when it is dropped.
struct Unfinished {
    path: PathBuf,
    /// Locked until the folder is complete.
    _mark: File,
    is_finished: bool,
}

impl Unfinished {
    fn new(dir: &Path) -> Result<Unfinished, Unwritable> {
        if let Some(parent) = dir.parent() {
            fs::create_dir_all(parent).map_err(failed(parent))?;
        }
        let name = dir.file_name().unwrap_or_default();
        for number in 0..TRIES {
            let path = dir.with_file_name(unfinished_name(name, number));
            remove_left_over(&path).map_err(failed(&path))?;
            match fs::create_dir(&path) {
                Ok(()) => {}
                // A run that was killed before it made its mark left an empty folder; it is taken over.
                Err(_) if is_empty_folder(&path) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(failed(&path)(error)),
            }
            if let Some(unfinished) = Unfinished::marked(path)? {
                return Ok(unfinished);
            }
        }
        Err(Unwritable::InTheWay {
            path: dir.with_file_name(unfinished_name(name, 0)),
        })
    }

    /// The folder with its mark; `None` where another run was there first.
    fn marked(path: PathBuf) -> Result<Option<Unfinished>, Unwritable> {
        let mark = path.join(MARK);
        let file = match File::create_new(&mark) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(None),
            Err(error) => return Err(failed(&mark)(error)),
        };
        // Without locks a folder is not told from one of a killed run; two imports into one folder then end in an error.
        let _ = file.try_lock();
        Ok(Some(Unfinished {
            path,
            _mark: file,
            is_finished: false,
        }))
    }

    /// Gives the folder its name.
    fn finish(mut self, dir: &Path) -> Result<(), Unwritable> {
        // Most systems do not rename onto a folder, not even onto an empty one. One with something in it stays.
        if dir.exists() {
            fs::remove_dir(dir).map_err(failed(dir))?;
        }
        fs::rename(&self.path, dir).map_err(failed(dir))?;
        self.is_finished = true;
        // The mark goes last: a run that is killed before leaves a folder that the next one knows, or a whole network.
        let mark = dir.join(MARK);
        fs::remove_file(&mark).map_err(failed(&mark))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.is_finished {
            // What is in it is ours; the first error is the one to tell.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// `NAME.unfinished`, then `NAME.unfinished.1` and so on.
fn unfinished_name(name: &OsStr, number: usize) -> OsString {
    let mut name = name.to_owned();
    name.push(".unfinished");
    if number > 0 {
        name.push(format!(".{number}"));
    }
    name
}

/// Removes a folder with our mark that no run holds; anything else stays.
fn remove_left_over(path: &Path) -> io::Result<()> {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    let mark = path.join(MARK);
    if !is_folder || !fs::symlink_metadata(&mark).is_ok_and(|found| found.is_file()) {
        return Ok(());
    }
    let file = match File::open(&mark) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    match file.try_lock() {
        Ok(()) => fs::remove_dir_all(path),
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => Ok(()),
    }
}

/// Whether a path is a folder in which there is nothing; a link to one is none.
fn is_empty_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
        && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

fn failed(path: &Path) -> impl Fn(io::Error) -> Unwritable {
    let path = path.to_owned();
    move |source| Unwritable::Failed {
        path: path.clone(),
        source,
    }
}

fn fill(
    dir: &Path,
    files: &[(&str, &[u8])],
    tracks: Option<&TrackGraph>,
) -> Result<(), Unwritable> {
    for (name, bytes) in files {
        let path = dir.join(name);
        fs::write(&path, bytes).map_err(failed(&path))?;
    }
    if let Some(tracks) = tracks {
        tracks.save(&dir.join(TRACKS_FILE))?;
        TrackIndex::new(tracks).save(&dir.join(TRACK_INDEX_FILE))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<OsString> {
        let entries = fs::read_dir(dir).expect("readable");
        let mut names: Vec<_> = entries.map(|e| e.expect("there").file_name()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_of_another_is_not_touched() {
        let dir = tempfile::tempdir().expect("a folder");
        let others = dir.path().join("mine.unfinished");
        fs::create_dir(&others).expect("made");
        fs::write(others.join("thesis.txt"), "thesis").expect("written");
        write_new(&dir.path().join("mine"), &[("a.csv", b"a")], None).expect("written");
        assert_eq!(names(dir.path()), ["mine", "mine.unfinished"]);
        assert_eq!(names(&others), ["thesis.txt"]);
        assert_eq!(names(&dir.path().join("mine")), ["a.csv"]);
    }

    #[test]
    fn what_a_killed_import_left_is_removed() {
        let dir = tempfile::tempdir().expect("a folder");
        let left = dir.path().join("mine.unfinished");
        fs::create_dir(&left).expect("made");
        fs::write(left.join(MARK), "").expect("written");
        fs::write(left.join("stations.csv"), "half").expect("written");
        write_new(&dir.path().join("mine"), &[("a.csv", b"a")], None).expect("written");
        assert_eq!(names(dir.path()), ["mine"]);
    }

    #[test]
    fn an_import_that_runs_is_not_disturbed() {
        let dir = tempfile::tempdir().expect("a folder");
        let mine = dir.path().join("mine");
        let running = Unfinished::new(&mine).expect("made");
        write_new(&mine, &[("a.csv", b"a")], None).expect("written");
        assert!(running.path.join(MARK).exists());
        assert!(running.finish(&mine).is_err(), "the other was first");
        assert_eq!(names(dir.path()), ["mine"]);
        assert_eq!(names(&mine), ["a.csv"]);
    }

    #[test]
    fn what_is_no_new_folder_is_told_before_the_work() {
        let dir = tempfile::tempdir().expect("a folder");
        for path in [".", "..", "/", "a/.."] {
            let refused = check_new(Path::new(path));
            assert!(refused.is_err(), "{path}");
        }
        let file = dir.path().join("file");
        fs::write(&file, "").expect("written");
        assert!(check_new(&file).is_err());
        check_new(&dir.path().join("new/and/deep")).expect("can be made");
        check_new(dir.path().join("new/").as_path()).expect("can be made");
    }
}
