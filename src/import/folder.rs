//! Writes the result of an import into a new folder: all of it, or nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::track::{TRACK_INDEX_FILE, TRACKS_FILE, TrackFileError, TrackGraph, TrackIndex};

/// Why a folder was not written.
#[derive(Debug, Error)]
pub enum Unwritable {
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
    Failed {
        /// What.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The tracks cannot be written.
    #[error(transparent)]
    Tracks(#[from] TrackFileError),
}

/// Writes files, and tracks with their index, into a folder that is not there yet, or is empty. They are written into a folder beside it, which takes
/// its name once all are complete: whoever finds the folder finds a whole network.
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
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Unwritable::Failed { path, source }
    };
    if dir.exists() {
        let entries = fs::read_dir(dir).map_err(failed(dir))?;
        let names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
        if let Some(found) = names.min() {
            return Err(Unwritable::NotEmpty {
                dir: dir.to_owned(),
                found: found.to_string_lossy().into_owned(),
            });
        }
    }
    let unfinished = unfinished(dir);
    if let Some(parent) = dir.parent() {
        fs::create_dir_all(parent).map_err(failed(parent))?;
    }
    let written = fill(&unfinished, files, tracks).and_then(|()| {
        // Most systems do not rename onto a folder, not even onto an empty one.
        if dir.exists() {
            fs::remove_dir(dir).map_err(failed(dir))?;
        }
        fs::rename(&unfinished, dir).map_err(failed(dir))
    });
    if written.is_err() {
        // What is left over is ours; the first error is the one to tell.
        let _ = fs::remove_dir_all(&unfinished);
    }
    written
}

/// The folder beside, for what is not complete.
fn unfinished(dir: &Path) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    dir.with_file_name(name)
}

fn fill(
    dir: &Path,
    files: &[(&str, &[u8])],
    tracks: Option<&TrackGraph>,
) -> Result<(), Unwritable> {
    let failed = |path: PathBuf| move |source| Unwritable::Failed { path, source };
    // Left over from an import that was killed.
    if dir.exists() {
        fs::remove_dir_all(dir).map_err(failed(dir.to_owned()))?;
    }
    fs::create_dir_all(dir).map_err(failed(dir.to_owned()))?;
    for (name, bytes) in files {
        let path = dir.join(name);
        fs::write(&path, bytes).map_err(failed(path.clone()))?;
    }
    if let Some(tracks) = tracks {
        tracks.save(&dir.join(TRACKS_FILE))?;
        TrackIndex::new(tracks).save(&dir.join(TRACK_INDEX_FILE))?;
    }
    Ok(())
}
