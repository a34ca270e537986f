//! Many files of pairs, each answered into a file of its name in another folder.
//!
//! While there are files left to answer, the folder has a file `_unfinished` with the question and the names of those that
//! are done (readers of tables pass over names that begin so). A run that was killed goes on behind them.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Answer, AnswerColumn, Batch, BatchError, Done, ENDINGS, Pair, io_at};
use crate::files::{Claim, check_overwrites};

/// The name of the file that says what is done.
const UNFINISHED: &str = "_unfinished";

/// Files of pairs, and the folder of their answers.
pub struct Parts<'b> {
    /// The files, in order.
    pub pairs: &'b [PathBuf],
    /// The folder; it is made where it is missing.
    pub folder: &'b Path,
    /// The columns of an answer.
    pub columns: &'b [AnswerColumn],
    /// All that the answers depend on besides the pairs, as for [`Batch::question`].
    pub question: &'b str,
    /// Time since any moment, as for [`Batch::clock`].
    pub clock: &'b (dyn Fn() -> Duration + Sync),
}

impl Parts<'_> {
    /// The files of pairs that paths name: a folder stands for its files that end in `.csv` or `.parquet`, by name.
    /// Names that begin with `_` or `.` are passed over, since engines write such files beside their parts.
    ///
    /// # Errors
    /// [`BatchError::Io`] for a folder that cannot be read, [`BatchError::NoParts`] for one without such files.
    pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, BatchError> {
        let mut files = Vec::new();
        for path in paths {
            match path.is_dir() {
                true => files.extend(files_of(path)?),
                false => files.push(path.clone()),
            }
        }
        Ok(files)
    }

    /// Answers all files. `progress` is called after every round, with what has been done in all files.
    ///
    /// # Errors
    /// As [`Batch::run`], and [`BatchError::OneName`].
    pub fn run(
        &self,
        answer: &(dyn Fn(&Pair) -> Answer + Sync),
        progress: &mut dyn FnMut(&Done),
    ) -> Result<Done, BatchError> {
        let parts = self.named()?;
        let written: Vec<PathBuf> = parts.keys().map(|name| self.folder.join(name)).collect();
        check_overwrites(self.pairs, &written)?;
        fs::create_dir_all(self.folder).map_err(io_at(self.folder))?;
        let mut finished = Finished::open(self.folder, self.question)?;
        let mut all = Done::default();
        for pairs in self.pairs {
            let size = fs::metadata(pairs).map_err(io_at(pairs))?.len();
            all.total += size;
        }
        for pairs in self.pairs {
            let name = pairs.file_name().unwrap_or_default();
            let size = fs::metadata(pairs).map_err(io_at(pairs))?.len();
            let out = self.folder.join(name);
            let done = match finished.done(&name.to_string_lossy(), size, &out) {
                Some(done) => done,
                None => {
                    let done = self.run_one((pairs, &out), answer, &mut |done| {
                        let mut so_far = all.clone();
                        so_far.add(done);
                        so_far.read += done.read;
                        progress(&so_far);
                    })?;
                    finished.add(&name.to_string_lossy(), size, &done)?;
                    done
                }
            };
            all.add(&done);
            all.read += size;
        }
        finished.remove()?;
        Ok(all)
    }

    fn run_one(
        &self,
        (pairs, out): (&Path, &Path),
        answer: &(dyn Fn(&Pair) -> Answer + Sync),
        progress: &mut dyn FnMut(&Done),
    ) -> Result<Done, BatchError> {
        let answers = Claim::new(out)?;
        let batch = Batch {
            pairs,
            answers: &answers,
            columns: self.columns,
            question: self.question,
            clock: self.clock,
        };
        batch.run(answer, progress)
    }

    /// The files by the names of their answers.
    fn named(&self) -> Result<BTreeMap<PathBuf, &PathBuf>, BatchError> {
        let mut parts = BTreeMap::new();
        for pairs in self.pairs {
            Batch::check_ending(pairs)?;
            let name = PathBuf::from(pairs.file_name().unwrap_or_default());
            if let Some(first) = parts.insert(name, pairs) {
                return Err(BatchError::OneName {
                    first: first.clone(),
                    second: pairs.clone(),
                });
            }
        }
        Ok(parts)
    }
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>, BatchError> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(io_at(folder))? {
        let path = entry.map_err(io_at(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ending = path.extension().unwrap_or_default();
        let is_pairs = ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known));
        if is_pairs && path.is_file() && !name.starts_with(['_', '.']) {
            files.push(path);
        }
    }
    files.sort();
    match files.is_empty() {
        false => Ok(files),
        true => Err(BatchError::NoParts {
            path: folder.to_owned(),
        }),
    }
}

/// The files that are done: their names and sizes, and what was done in them.
struct Finished {
    path: PathBuf,
    parts: BTreeMap<String, (u64, Done)>,
}

impl Finished {
    /// Begins a folder, or goes on with one that was asked the same.
    fn open(folder: &Path, question: &str) -> Result<Finished, BatchError> {
        let path = folder.join(UNFINISHED);
        let head = format!("slowtrain matrix\n{question}\n");
        let parts = match fs::symlink_metadata(&path) {
            Err(_) => {
                crate::files::write_whole(&path, head.as_bytes())?;
                BTreeMap::new()
            }
            Ok(_) => {
                let text = fs::read_to_string(&path).map_err(io_at(&path))?;
                let lines = text
                    .strip_prefix(&head)
                    .ok_or(BatchError::OtherRun { path: path.clone() })?;
                lines.lines().filter_map(part).collect()
            }
        };
        Ok(Finished { path, parts })
    }

    /// What was done in a file, where it is done, is the one it was, and has its answers.
    fn done(&self, name: &str, size: u64, out: &Path) -> Option<Done> {
        let (known, done) = self.parts.get(name)?;
        (*known == size && out.is_file()).then(|| Done {
            resumed: done.rows,
            ..done.clone()
        })
    }

    /// Says that a file is done.
    fn add(&mut self, name: &str, size: u64, done: &Done) -> Result<(), BatchError> {
        let reasons: BTreeMap<&String, &u64> = done.reasons.iter().collect();
        let line = serde_json::json!([name, size, done.rows, reasons]);
        let write = || {
            let mut file = OpenOptions::new().append(true).open(&self.path)?;
            file.write_all(format!("{line}\n").as_bytes())?;
            file.sync_all()
        };
        write().map_err(io_at(&self.path))
    }

    fn remove(&self) -> Result<(), BatchError> {
        fs::remove_file(&self.path).map_err(io_at(&self.path))
    }
}

/// A line of the file; `None` for one in which the run was killed.
fn part(line: &str) -> Option<(String, (u64, Done))> {
    let (name, size, rows, reasons): (String, u64, u64, BTreeMap<String, u64>) =
        serde_json::from_str(line).ok()?;
    let done = Done {
        rows,
        reasons,
        ..Done::default()
    };
    Some((name, (size, done)))
}
