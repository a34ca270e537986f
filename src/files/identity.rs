//! Which file a path leads to.

use std::fs::{self, File, Metadata};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// The identity of a regular file: the same for every spelling of its path, through symbolic links and hard links.
///
/// ```
/// # fn main() -> std::io::Result<()> {
/// use slowtrain::files::FileId;
/// let dir = tempfile::tempdir()?;
/// let (file, other) = (dir.path().join("a.csv"), dir.path().join("b.csv"));
/// std::fs::write(&file, "")?;
/// std::fs::hard_link(&file, &other)?;
/// assert_eq!(FileId::of(&dir.path().join("./a.csv")), FileId::of(&other));
/// assert_eq!(FileId::of(dir.path()), None);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileId(Inner);

/// Device and number of the file on it.
#[cfg(unix)]
type Inner = (u64, u64);
/// The path without links; hard links are different files here.
#[cfg(not(unix))]
type Inner = PathBuf;

impl FileId {
    /// The file at a path, links followed; `None` where there is none, or it is no regular file.
    #[must_use]
    pub fn of(path: &Path) -> Option<FileId> {
        let found = fs::metadata(path).ok().filter(Metadata::is_file)?;
        FileId::new(path, &found)
    }

    #[cfg(unix)]
    fn new(_: &Path, found: &Metadata) -> Option<FileId> {
        use std::os::unix::fs::MetadataExt;
        Some(FileId((found.dev(), found.ino())))
    }

    #[cfg(not(unix))]
    fn new(path: &Path, _: &Metadata) -> Option<FileId> {
        fs::canonicalize(path).ok().map(FileId)
    }

    /// Whether an open file is still what a path names, the path itself being no link.
    #[cfg(unix)]
    pub(super) fn is_still_at(file: &File, path: &Path) -> bool {
        let there = fs::symlink_metadata(path)
            .ok()
            .filter(Metadata::is_file)
            .and_then(|found| FileId::new(path, &found));
        let open = file
            .metadata()
            .ok()
            .and_then(|found| FileId::new(path, &found));
        there.is_some() && there == open
    }

    #[cfg(not(unix))]
    pub(super) fn is_still_at(_: &File, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
    }
}

/// Number of names a file has on its disk.
#[cfg(unix)]
pub(super) fn names(found: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(found)
}

#[cfg(not(unix))]
pub(super) fn names(_: &Metadata) -> u64 {
    1
}

/// An output that would destroy something of the same command.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum Overwrite {
    /// It is a file that the command reads.
    #[error(
        "writing {} would overwrite {}; give the output another name",
        output.display(),
        described(input, output)
    )]
    Input {
        /// The output as given.
        output: PathBuf,
        /// The input as given.
        input: PathBuf,
    },
    /// Two outputs are one file.
    #[error("{} and {} are the same file; give each output a name of its own", first.display(), second.display())]
    Twice {
        /// One output as given.
        first: PathBuf,
        /// The other as given.
        second: PathBuf,
    },
}

fn described(input: &Path, output: &Path) -> String {
    match input == output {
        true => String::from("this input of the same command"),
        false => format!("{}, an input of the same command", input.display()),
    }
}

/// Refuses outputs that are inputs of the same command, or each other, by the identity of the files.
///
/// # Errors
/// [`Overwrite`] for the first such output.
pub fn check_overwrites(inputs: &[PathBuf], outputs: &[PathBuf]) -> Result<(), Overwrite> {
    let read: Vec<(FileId, &PathBuf)> = inputs
        .iter()
        .filter_map(|path| Some((FileId::of(path)?, path)))
        .collect();
    let place = |path: &Path| {
        let place = super::claim::place_of(path);
        let name = place.file_name().map(ToOwned::to_owned);
        let folder = super::claim::folder_of(&place).to_owned();
        (fs::canonicalize(&folder).unwrap_or(folder), name)
    };
    for (number, output) in outputs.iter().enumerate() {
        let id = FileId::of(output);
        if let Some((_, input)) = read.iter().find(|(read, _)| Some(read) == id.as_ref()) {
            return Err(Overwrite::Input {
                output: output.clone(),
                input: (*input).clone(),
            });
        }
        let is_special = fs::metadata(output).is_ok_and(|found| !found.is_file());
        let is_same = |other: &&PathBuf| match (&id, FileId::of(other)) {
            (Some(id), Some(other)) => *id == other,
            _ => !is_special && place(other) == place(output),
        };
        if let Some(first) = outputs[..number].iter().find(is_same) {
            return Err(Overwrite::Twice {
                first: first.clone(),
                second: output.clone(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_is_known_by_any_spelling() {
        let dir = tempfile::tempdir().expect("a folder");
        let input = dir.path().join("in.csv");
        fs::write(&input, "x").expect("written");
        let mut spellings = vec![input.clone(), dir.path().join("./in.csv")];
        let hard = dir.path().join("hard.csv");
        fs::hard_link(&input, &hard).expect("linked");
        spellings.push(hard);
        #[cfg(unix)]
        {
            let link = dir.path().join("link.csv");
            std::os::unix::fs::symlink("in.csv", &link).expect("linked");
            spellings.push(link);
        }
        for output in spellings {
            let found =
                check_overwrites(std::slice::from_ref(&input), std::slice::from_ref(&output));
            assert!(
                matches!(found, Err(Overwrite::Input { .. })),
                "{}",
                output.display()
            );
        }
        let other = dir.path().join("out.csv");
        check_overwrites(&[input], &[other]).expect("another file");
    }

    #[test]
    fn two_outputs_are_two_files() {
        let dir = tempfile::tempdir().expect("a folder");
        let (one, same) = (dir.path().join("a.md"), dir.path().join("./a.md"));
        let found = check_overwrites(&[], &[one.clone(), same]);
        assert!(matches!(found, Err(Overwrite::Twice { .. })));
        check_overwrites(&[], &[one, dir.path().join("b.md")]).expect("two files");
    }
}
