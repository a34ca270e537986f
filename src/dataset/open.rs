//! Reading a dataset: the bundled files, or those of a folder.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;

use super::{Dataset, Error};
use crate::files;
use crate::network::{self, BUNDLED, Findings, Network, RawNetwork, ValidatedNetwork};
use crate::train::{Catalog, CatalogEntry};

/// The folder of the trains within a network's folder.
pub const TRAINS: &str = "trains";

/// The bundled network, or that in a folder, with all that is wrong in it; the inner `Err` is for a network with errors.
///
/// # Errors
/// [`Error::NotAFolder`] and [`Error::Network`] when there is nothing to check.
pub fn check_network(folder: Option<&Path>) -> Result<Result<ValidatedNetwork, Findings>, Error> {
    Ok(match folder {
        None => network::bundled(),
        Some(folder) if !folder.is_dir() => {
            return Err(Error::NotAFolder {
                path: folder.to_owned(),
                exists: folder.exists(),
            });
        }
        Some(folder) => Network::new(RawNetwork::read_dir(folder)?),
    })
}

/// The same, where errors in it are an error.
pub(super) fn network(folder: Option<&Path>) -> Result<ValidatedNetwork, Error> {
    check_network(folder)?.map_err(|findings| Error::Unusable {
        what: folder.map_or_else(
            || String::from("the bundled network"),
            |folder| folder.display().to_string(),
        ),
        findings,
    })
}

/// The trains of a network's folder; the bundled ones where it has none.
pub(super) fn trains(folder: Option<&Path>) -> Result<Catalog, Error> {
    let own = folder.map(|folder| folder.join(TRAINS));
    match own.filter(|folder| folder.is_dir()) {
        None => Ok(Catalog::new(bundled_trains())),
        Some(folder) => trains_in(&folder).map(Catalog::new),
    }
}

fn bundled_trains() -> Vec<CatalogEntry> {
    let entry = |(file, text): &(&str, &str)| {
        let id = file.strip_prefix("trains/")?.strip_suffix(".toml")?;
        Some(CatalogEntry {
            id: id.to_owned(),
            file: format!("data/{file}"),
            text: (*text).to_owned(),
        })
    };
    BUNDLED.iter().filter_map(entry).collect()
}

fn trains_in(folder: &Path) -> Result<Vec<CatalogEntry>, Error> {
    let mut entries = Vec::new();
    for file in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = file.map_err(|error| unreadable(folder, error))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let id = path.file_stem().unwrap_or_default();
            entries.push(CatalogEntry {
                id: id.to_string_lossy().into_owned(),
                file: path.display().to_string(),
                text: files::read_text(&path).map_err(|error| unreadable(&path, error))?,
            });
        }
    }
    Ok(entries)
}

fn unreadable(path: &Path, source: io::Error) -> Error {
    Error::Unreadable {
        path: path.to_owned(),
        source,
    }
}

impl Dataset {
    /// A file of data: the one named, else that of the dataset's folder, else the bundled one; with its name for findings.
    ///
    /// # Errors
    /// [`Error::Unreadable`] for a file that cannot be read or that is nowhere.
    pub fn data_file(
        &self,
        named: Option<&Path>,
        bundled: &str,
    ) -> Result<(String, Cow<'static, [u8]>), Error> {
        let own = self.folder().map(|folder| folder.join(bundled));
        let own = own.filter(|path| path.is_file());
        if let Some(path) = named.map(Path::to_owned).or(own) {
            let bytes = files::read(&path).map_err(|error| unreadable(&path, error))?;
            return Ok((path.display().to_string(), bytes.into()));
        }
        let file = format!("data/{bundled}");
        match network::bundled_file(bundled) {
            Some(text) => Ok((file, text.as_bytes().into())),
            None => Err(unreadable(Path::new(&file), io::ErrorKind::NotFound.into())),
        }
    }
}
