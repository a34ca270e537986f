//! The archive of a feed: which of its folders holds the feed, and its tables as streams of bounded size.
//!
//! Packers put feeds at the top, into a folder, into a folder of a folder, or beside copies of older feeds. All tables
//! come from one folder: the top one where it has a feed, else the only other one that has. A feed in an archive inside
//! the archive is taken where there is nothing else.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};

use thiserror::Error;
use zip::ZipArchive;
use zip::result::ZipError;

/// The tables that every feed has. Source: the GTFS reference, files marked as required.
const REQUIRED: [&str; 5] = [
    "agency.txt",
    "routes.txt",
    "trips.txt",
    "stop_times.txt",
    "stops.txt",
];

/// Other tables of feeds; a folder with any of them holds a feed or a part of one.
const OPTIONAL: [&str; 5] = [
    "calendar.txt",
    "calendar_dates.txt",
    "frequencies.txt",
    "shapes.txt",
    "feed_info.txt",
];

/// How often its own size an archive may unpack to. Assumption: the tables of real feeds unpack to 5 to 65 times their
/// packed size, an attack to 1,000 times.
const UNPACKED_PER_PACKED: u64 = 100;

/// How often its own size the feed inside an archive may have. Assumption: what is packed already packs no better.
const PACKED_TWICE: u64 = 4;

/// How many rows of a table may be kept for any archive, and one more for each byte of it. Assumption: real feeds have
/// half a row or less for each byte.
const ROWS_AT_LEAST: u64 = 1_000_000;

/// What any archive may unpack to, bytes. Assumption: 16 MiB is harmless everywhere, and tiny archives pack better.
const UNPACKED_AT_LEAST: u64 = 16 << 20;

/// What is wrong with an archive.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ArchiveProblem {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is a folder.
    #[error("it is a folder; pack its tables into a zip archive")]
    Folder,
    /// It is no archive, or its list of files is broken.
    #[error("it is not a readable zip archive: {0}")]
    Zip(#[from] ZipError),
    /// A file in it cannot be unpacked.
    #[error("it cannot be unpacked: {0}")]
    Packing(ZipError),
    /// It has no feed.
    #[error(
        "the archive has no feed: stops.txt and agency.txt are in none of its folders; it has {found}"
    )]
    NoFeed {
        /// Some of what it has.
        found: String,
    },
    /// It has several feeds.
    #[error("the archive has several feeds: {found}; make an archive of the one that you want")]
    SeveralFeeds {
        /// Where they are.
        found: String,
    },
    /// It unpacks to more than a feed would.
    #[error(
        "the feed unpacks to more than {limit_mib} MiB, {UNPACKED_PER_PACKED} times the size of the archive and 16 MiB: no real feed does"
    )]
    TooLarge {
        /// What it may unpack to.
        limit_mib: u64,
    },
}

/// Something that can be read from any place.
pub(super) trait Input: Read + Seek {}

impl<T: Read + Seek> Input for T {}

/// An archive with one feed.
pub(super) struct Archive {
    zip: ZipArchive<Box<dyn Input>>,
    /// The entry of each file in the feed's folder, by its name in lower case.
    entries: BTreeMap<String, usize>,
    /// What is left of the bytes that tables may unpack to, and their limit at the start.
    budget: (u64, u64),
    /// How many rows of a table may be kept.
    pub most_rows: usize,
    /// Where the feed was found when not at the top.
    pub folder: String,
    /// Folders with tables that are not read.
    pub others: Vec<String>,
}

impl Archive {
    /// Opens an archive and looks for its feed.
    pub fn open(mut input: Box<dyn Input>) -> Result<Archive, ArchiveProblem> {
        let packed = input.seek(io::SeekFrom::End(0))?;
        let limit = UNPACKED_AT_LEAST + UNPACKED_PER_PACKED.saturating_mul(packed);
        let zip = ZipArchive::new(input)?;
        let names: Vec<String> = zip.file_names().flatten().map(Cow::into_owned).collect();
        let folders = folders(&zip);
        match chosen(&folders)? {
            Some(folder) => {
                let entries = folders.get(folder).cloned().unwrap_or_default();
                let has_tables = |(name, files): &(&String, &BTreeMap<String, usize>)| {
                    let mut tables = REQUIRED.iter().chain(&OPTIONAL);
                    name.as_str() != folder && tables.any(|table| files.contains_key(*table))
                };
                let others = folders.iter().filter(has_tables);
                let others = others.map(|(name, _)| shown(name)).collect();
                let folder = folder.to_owned();
                let budget = (limit, limit);
                Ok(Archive {
                    zip,
                    entries,
                    budget,
                    most_rows: usize::try_from(ROWS_AT_LEAST + packed).unwrap_or(usize::MAX),
                    folder,
                    others,
                })
            }
            None => {
                let most = UNPACKED_AT_LEAST + PACKED_TWICE.saturating_mul(packed);
                Archive::inside(zip, &names, most)
            }
        }
    }

    /// The feed of the only archive in an archive that has no tables of its own.
    fn inside(
        mut zip: ZipArchive<Box<dyn Input>>,
        names: &[String],
        limit: u64,
    ) -> Result<Archive, ArchiveProblem> {
        let is_archive = |name: &&String| name.to_ascii_lowercase().ends_with(".zip");
        let archives: Vec<&String> = names.iter().filter(is_archive).collect();
        match archives[..] {
            [] => Err(ArchiveProblem::NoFeed {
                found: list(names.iter().map(String::as_str)),
            }),
            [name] => {
                let entry = zip.by_name(name).map_err(ArchiveProblem::Packing)?;
                let mut bytes = Vec::new();
                entry.take(limit + 1).read_to_end(&mut bytes)?;
                if bytes.len() as u64 > limit {
                    return Err(too_large(limit));
                }
                drop(zip);
                let mut archive = Archive::open(Box::new(Cursor::new(bytes)))?;
                archive.folder = match archive.folder.as_str() {
                    "" => name.clone(),
                    folder => format!("{name}/{folder}"),
                };
                archive.budget = (archive.budget.0.min(limit), archive.budget.1.min(limit));
                Ok(archive)
            }
            _ => Err(ArchiveProblem::SeveralFeeds {
                found: list(archives.iter().map(|name| name.as_str())),
            }),
        }
    }

    /// Opens the archive of a file.
    pub fn of_file(file: File) -> Result<Archive, ArchiveProblem> {
        Archive::open(Box::new(BufReader::new(file)))
    }

    /// A table of the feed, unpacked as it is read; `None` where the feed does not have it.
    pub fn table(&mut self, name: &str) -> Result<Option<Content<'_>>, ArchiveProblem> {
        let Some(entry) = self.entries.get(name) else {
            return Ok(None);
        };
        let unpacked = self.zip.by_index(*entry).map_err(ArchiveProblem::Packing)?;
        Ok(Some(Content {
            unpacked: BufReader::with_capacity(1 << 16, Box::new(unpacked)),
            budget: &mut self.budget,
        }))
    }
}

/// A table while it is unpacked.
pub(super) struct Content<'a> {
    unpacked: BufReader<Box<dyn Read + 'a>>,
    budget: &'a mut (u64, u64),
}

impl Content<'_> {
    /// Appends a line with its end, but no more than `most` bytes; 0 at the end of the table.
    pub fn read_line(&mut self, line: &mut Vec<u8>, most: usize) -> Result<usize, ArchiveProblem> {
        let mut limited = (&mut self.unpacked).take(most as u64);
        let read = limited.read_until(b'\n', line)?;
        let (left, limit) = *self.budget;
        self.budget.0 = left
            .checked_sub(read as u64)
            .ok_or_else(|| too_large(limit))?;
        Ok(read)
    }
}

fn too_large(limit: u64) -> ArchiveProblem {
    let limit_mib = limit >> 20;
    ArchiveProblem::TooLarge { limit_mib }
}

/// The files of each folder, by their names in lower case. Old packers part folders by backslashes.
fn folders(zip: &ZipArchive<Box<dyn Input>>) -> BTreeMap<String, BTreeMap<String, usize>> {
    let mut folders: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for entry in 0..zip.len() {
        // A name that is no text is that of no table.
        let Some(Ok(name)) = zip.name_for_index(entry) else {
            continue;
        };
        let path = name.replace('\\', "/");
        let path = path.trim_start_matches("./").trim_start_matches('/');
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        // What macOS knows of each file, under its name.
        let is_shadow = folder.split('/').any(|part| part == "__MACOSX") || file.starts_with("._");
        if !is_shadow && !file.is_empty() {
            let files = folders.entry(folder.to_owned()).or_default();
            files.insert(file.to_ascii_lowercase(), entry);
        }
    }
    folders
}

fn is_of_feed(file: &str) -> bool {
    matches!(file, "agency.txt" | "stops.txt")
}

/// The folder of the feed: the top one where it is complete, else the only complete one, else the only one with tables.
fn chosen(
    folders: &BTreeMap<String, BTreeMap<String, usize>>,
) -> Result<Option<&str>, ArchiveProblem> {
    let of_feeds = folders
        .iter()
        .filter(|(_, files)| files.keys().any(|file| is_of_feed(file)));
    let (complete, partial): (Vec<_>, Vec<_>) =
        of_feeds.partition(|(_, files)| REQUIRED.iter().all(|file| files.contains_key(*file)));
    for candidates in [complete, partial] {
        let names: Vec<&str> = candidates.iter().map(|(name, _)| name.as_str()).collect();
        match names[..] {
            [] => {}
            [one] => return Ok(Some(one)),
            _ if names.contains(&"") => return Ok(Some("")),
            _ => {
                let found = list(names.iter().map(|name| shown(name)));
                return Err(ArchiveProblem::SeveralFeeds { found });
            }
        }
    }
    Ok(None)
}

fn shown(folder: &str) -> String {
    match folder {
        "" => "the top folder".to_owned(),
        folder => format!("{folder}/"),
    }
}

/// The first few of some names.
fn list(names: impl ExactSizeIterator<Item = impl AsRef<str>>) -> String {
    /// So many names are told.
    const TOLD: usize = 6;
    let more = names.len().saturating_sub(TOLD);
    let told: Vec<String> = names
        .take(TOLD)
        .map(|name| format!("\"{}\"", name.as_ref()))
        .collect();
    match (told.is_empty(), more) {
        (true, _) => "no file".to_owned(),
        (_, 0) => told.join(", "),
        (_, more) => format!("{} and {more} more", told.join(", ")),
    }
}
