//! Where an answer is written: standard output, or a file in the format of its ending.
//!
//! A file is claimed before the work that its answer takes, and is never half there (see [`crate::files`]).

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::{Format, Kind, UnknownFormat};
use crate::files::{Claim, WriteError};

/// A place to write to, claimed.
#[derive(Debug)]
pub enum Target {
    /// Standard output.
    Stdout,
    /// A file and the format of its ending.
    File(Claim, Format),
}

/// Why an answer cannot be written.
#[derive(Debug, Error)]
#[non_exhaustive]
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
    /// The file cannot be written.
    #[error(transparent)]
    File(#[from] WriteError),
    /// Standard output cannot be written.
    #[error("cannot write to standard output: {0}")]
    Stdout(io::Error),
}

/// What else leads to a format that a kind of answer lacks.
fn instead(kind: Kind) -> &'static str {
    match kind {
        Kind::Compare => {
            " (`slowtrain route FROM TO -o FILE` draws the route of one of its journeys)"
        }
        Kind::Claim => " (`slowtrain route FROM TO -o FILE` writes the route it is held against)",
        Kind::Claims => " (`slowtrain claims --id ID -o FILE` draws a single one)",
        Kind::Route | Kind::Locate | Kind::Reach => "",
    }
}

impl Target {
    /// Claims `-` or a file whose ending names a format that answers of this kind have.
    ///
    /// # Errors
    /// [`TargetError`] with what is in the way, before any work.
    pub fn claim(path: &Path, kind: Kind) -> Result<Target, TargetError> {
        if path == Path::new("-") {
            return Ok(Target::Stdout);
        }
        let format = Format::of_path(path)?;
        if !kind.has(format) {
            let path = path.to_owned();
            return Err(TargetError::Kind { path, kind });
        }
        Ok(Target::File(Claim::new(path)?, format))
    }

    /// Writes by `render`; a file appears when it is whole.
    ///
    /// # Errors
    /// [`TargetError`] with what the system said; the old file is then still there.
    pub fn write(
        &self,
        render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), TargetError> {
        match self {
            Target::Stdout => {
                let mut out = io::stdout().lock();
                let written = render(&mut out).and_then(|()| out.flush());
                written.map_err(TargetError::Stdout)
            }
            Target::File(claim, _) => Ok(claim.write(|out| render(out))?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_is_standard_output() {
        let claim = |path: &str| Target::claim(Path::new(path), Kind::Route);
        assert!(matches!(claim("-"), Ok(Target::Stdout)));
        assert!(matches!(claim("trip.xlsx"), Err(TargetError::Format(_))));
    }

    #[test]
    fn the_format_must_fit_the_answer() {
        let refused = Target::claim(Path::new("trip.gpx"), Kind::Compare);
        assert!(matches!(refused, Err(TargetError::Kind { .. })));
    }
}
