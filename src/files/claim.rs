//! Writing a file that is never half there, and by one run at a time.
//!
//! What is written goes into a part file beside the file, `.NAME.slowtrain.part`, and takes the file's name when it is
//! whole. The part file is locked as long as the claim lasts. The system releases the lock when the program ends, however
//! it ends, so the next run takes over what a killed one left.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

use super::identity::{FileId, names};

/// Links followed before they are taken for a circle; Linux follows as many.
const LINKS: usize = 40;

/// Times a part file is opened anew because another run finished in between; more would mean that others write all the time.
const TRIES: usize = 16;

/// The longest name that still has room for what a part file adds; most file systems allow 255 bytes.
const LONGEST_NAME: usize = 200;

/// Why a file cannot be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// Something is in the way.
    #[error("cannot write {}: {reason}", path.display())]
    Blocked {
        /// The file as given.
        path: PathBuf,
        /// What is in the way.
        reason: String,
    },
    /// Another run is writing it.
    #[error("cannot write {}: another run of slowtrain is writing it; wait until that ends", path.display())]
    Busy {
        /// The file as given.
        path: PathBuf,
    },
    /// The system refused.
    #[error("cannot write {}: {source}", path.display())]
    Failed {
        /// The file as given.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// A file that this run writes, and no other until the claim is dropped.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use slowtrain::files::Claim;
/// use std::io::Write;
/// let dir = tempfile::tempdir()?;
/// let path = dir.path().join("answer.txt");
/// let claim = Claim::new(&path)?;
/// assert!(Claim::new(&path).is_err(), "claimed already");
/// claim.write(|out| out.write_all(b"yes"))?;
/// assert_eq!(std::fs::read_to_string(&path)?, "yes");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Claim {
    /// The file as given.
    path: PathBuf,
    place: OutputPlace,
}

#[derive(Debug)]
enum OutputPlace {
    /// No regular file: written to directly, since it cannot be replaced.
    Direct,
    Beside {
        /// The file itself, links followed.
        file: PathBuf,
        part: PathBuf,
        open: File,
        is_part_gone: AtomicBool,
    },
}

impl Claim {
    /// Claims a file before the work, and fails for what would fail after it.
    ///
    /// # Errors
    /// [`WriteError`] when the folder is missing, the file is a folder, write-protected, or claimed by another run.
    pub fn new(path: &Path) -> Result<Claim, WriteError> {
        let blocked = |reason: String| WriteError::Blocked {
            path: path.to_owned(),
            reason,
        };
        let direct = Claim {
            path: path.to_owned(),
            place: OutputPlace::Direct,
        };
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => {
                return Err(blocked("it is a folder; name a file in it".into()));
            }
            Ok(found) if found.is_file() && found.permissions().readonly() => {
                return Err(blocked("it is write-protected".into()));
            }
            Ok(found) if !found.is_file() || is_of_system(path) => return Ok(direct),
            _ => {}
        }
        let file = place_of(path);
        let folder = folder_of(&file);
        if !folder.is_dir() {
            return Err(blocked(format!("there is no folder {}", folder.display())));
        }
        let Some(name) = file.file_name() else {
            return Err(blocked("it names no file".into()));
        };
        let part = file.with_file_name(part_name(name));
        let open = open_part(path, &part)?;
        Ok(Claim {
            path: path.to_owned(),
            place: OutputPlace::Beside {
                file,
                part,
                open,
                is_part_gone: AtomicBool::new(false),
            },
        })
    }

    /// The file as given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file itself, links followed; `None` for what is no regular file.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match &self.place {
            OutputPlace::Direct => None,
            OutputPlace::Beside { file, .. } => Some(file),
        }
    }

    /// Writes by `render`, and gives the file its name when it is whole. The mode of a file that was there stays.
    ///
    /// # Errors
    /// [`WriteError::Failed`] with what the system said; the old file is then still there.
    pub fn write(
        &self,
        render: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> Result<(), WriteError> {
        let written = match &self.place {
            OutputPlace::Direct => OpenOptions::new()
                .write(true)
                .open(&self.path)
                .and_then(|mut file| fill(&mut file, render)),
            OutputPlace::Beside { open, .. } => {
                self.prepare().and_then(|()| {
                    let mut open = open;
                    fill(&mut open, render)
                })
            }
            .and_then(|()| self.finish()),
        };
        written.map_err(|source| WriteError::Failed {
            path: self.path.clone(),
            source,
        })
    }

    /// Empties the part file, and gives it the mode of the file before anything is in it.
    fn prepare(&self) -> io::Result<()> {
        let OutputPlace::Beside { file, open, .. } = &self.place else {
            return Ok(());
        };
        open.set_len(0)?;
        let mut position = open;
        position.rewind()?;
        match fs::metadata(file) {
            Ok(old) => open.set_permissions(old.permissions()),
            Err(_) => Ok(()),
        }
    }

    /// Gives the whole part file the name of the file.
    fn finish(&self) -> io::Result<()> {
        let OutputPlace::Beside {
            file,
            part,
            open,
            is_part_gone,
        } = &self.place
        else {
            return Ok(());
        };
        let old = fs::metadata(file).ok();
        if old.is_some() {
            // The name of an old file must not lead to content that is not on the disk yet.
            open.sync_all()?;
        }
        if old.is_some_and(|old| names(&old) > 1) {
            return copy_into(part, file);
        }
        fs::rename(part, file)?;
        is_part_gone.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Gives a whole file the name of this one, as if it had been written here; it is gone from its old name then.
    ///
    /// # Errors
    /// [`WriteError::Failed`] with what the system said; both files are then still there.
    pub fn take(&self, whole: &Path) -> Result<(), WriteError> {
        let taken = match &self.place {
            OutputPlace::Direct => {
                copy_into(whole, &self.path).and_then(|()| fs::remove_file(whole))
            }
            OutputPlace::Beside { file, .. } => match fs::metadata(file) {
                Ok(old) if names(&old) > 1 => {
                    copy_into(whole, file).and_then(|()| fs::remove_file(whole))
                }
                Ok(old) => fs::set_permissions(whole, old.permissions())
                    .and_then(|()| fs::rename(whole, file)),
                Err(_) => fs::rename(whole, file),
            },
        };
        taken.map_err(|source| WriteError::Failed {
            path: self.path.clone(),
            source,
        })
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let OutputPlace::Beside {
            part, is_part_gone, ..
        } = &self.place
            && !is_part_gone.load(Ordering::Relaxed)
        {
            // Nobody can be told; the next run takes over what is left.
            let _ = fs::remove_file(part);
        }
    }
}

/// Writes a file that is never half there.
///
/// # Errors
/// As [`Claim::new`] and [`Claim::write`].
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    Claim::new(path)?.write(|out| out.write_all(bytes))
}

/// Where a path leads when links are followed, whether there is a file or not.
pub(super) fn place_of(path: &Path) -> PathBuf {
    if let Ok(place) = fs::canonicalize(path) {
        return place;
    }
    let mut place = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&place) {
            Ok(target) => place = folder_of(&place).join(target),
            Err(_) => break,
        }
    }
    place
}

/// Whether a path leads through the system's own names of open files (`/dev/stdout`): those are written to directly even
/// where they lead to a regular file, which whoever opened it goes on using.
fn is_of_system(path: &Path) -> bool {
    let mut place = path.to_owned();
    for _ in 0..LINKS {
        if place.starts_with("/proc") || place.starts_with("/dev/fd") {
            return true;
        }
        match fs::read_link(&place) {
            Ok(target) => place = folder_of(&place).join(target),
            Err(_) => break,
        }
    }
    false
}

/// The folder of a file, `.` for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// `.NAME.slowtrain.part`; a number of the name where the name is long.
fn part_name(name: &OsStr) -> OsString {
    let mut part = OsString::from(".");
    if name.len() <= LONGEST_NAME {
        part.push(name);
    } else {
        // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
        let number = name
            .as_encoded_bytes()
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
                (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
            });
        part.push(format!("{number:016x}"));
    }
    part.push(".slowtrain.part");
    part
}

/// Opens and locks a part file, new or left by a killed run.
fn open_part(path: &Path, part: &Path) -> Result<File, WriteError> {
    let failed = |source| WriteError::Failed {
        path: path.to_owned(),
        source,
    };
    for _ in 0..TRIES {
        let new = OpenOptions::new().write(true).create_new(true).open(part);
        let open = match new {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                match OpenOptions::new().write(true).open(part) {
                    Ok(file) => file,
                    // The run that had it ended in between.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    Err(error) => return Err(failed(error)),
                }
            }
            Err(error) => return Err(failed(error)),
        };
        match open.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(WriteError::Busy {
                    path: path.to_owned(),
                });
            }
            // A file system without locks: two runs are then not kept apart, but each still writes whole files.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        // The run that had it may have finished in between: its part file is then the finished file.
        if FileId::is_still_at(&open, part) {
            return Ok(open);
        }
    }
    Err(WriteError::Blocked {
        path: path.to_owned(),
        reason: format!(
            "{} is in the way; remove it if no other run of slowtrain is writing",
            part.display()
        ),
    })
}

/// Writes what a file holds into another that stays the same file.
fn copy_into(from: &Path, to: &Path) -> io::Result<()> {
    let mut from = File::open(from)?;
    let mut to = OpenOptions::new().write(true).open(to)?;
    if to.metadata()?.is_file() {
        to.set_len(0)?;
    }
    io::copy(&mut from, &mut to)?;
    Ok(())
}

fn fill(
    file: &mut (impl Write + Send),
    render: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    render(&mut out)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(())
}

#[cfg(test)]
mod tests;
