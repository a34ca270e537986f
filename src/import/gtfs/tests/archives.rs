//! Archives as packers make them: folders, copies, archives in archives, and what is no feed at all.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

/// The files of a sound feed in a folder.
fn in_folder(folder: &str, extra: &[(&'static str, &'static str)]) -> Vec<(String, &'static str)> {
    let all = files(extra).into_iter();
    all.map(|(name, text)| (format!("{folder}{name}"), text))
        .collect()
}

fn pack(files: &[(String, &str)]) -> Vec<u8> {
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), *text))
        .collect();
    archive(&files)
}

fn stations(bytes: Vec<u8>) -> Result<usize, String> {
    imported(bytes, &options()).map(|imported| imported.raw.stations.len())
}

/// Later times and other stations, to tell a copy apart.
const OLD_TIMES: &str = "trip_id,stop_id,stop_sequence,arrival_time,departure_time\n\
    t1,a,1,01:00:00,01:00:00\nt1,c,2,09:00:00,09:00:00\n";

#[test]
fn the_top_folder_goes_before_copies_wherever_they_stand() {
    let mut all = in_folder("old/", &[("stop_times.txt", OLD_TIMES)]);
    all.extend(in_folder("", &[]));
    let found = imported(pack(&all), &options()).expect("a whole feed");
    assert_eq!(column(&found, "duration_h"), ["1.3333"]);
    assert!(
        left(&found).contains("another feed or a copy: old/ is not read"),
        "{}",
        left(&found)
    );
    // A single table of a copy is not mixed in, either.
    let mut all = vec![("old/stop_times.txt".to_owned(), OLD_TIMES)];
    all.extend(in_folder("", &[]));
    let found = imported(pack(&all), &options()).expect("a whole feed");
    assert_eq!(column(&found, "duration_h"), ["1.3333"]);
    assert!(left(&found).contains("old/ is not read"));
}

#[test]
fn the_only_complete_folder_is_taken_at_any_depth() {
    for folder in ["feed/", "a/feed/", "a\\feed\\", "./", "/"] {
        assert_eq!(stations(pack(&in_folder(folder, &[]))), Ok(3), "{folder}");
    }
    let mut all = in_folder("a/", &[]);
    all.push(("stops.txt".to_owned(), STOPS));
    all.push(("__MACOSX/._stops.txt".to_owned(), "?"));
    assert_eq!(stations(pack(&all)), Ok(3), "the top has one table only");
}

#[test]
fn two_feeds_are_named() {
    let mut all = in_folder("one/", &[]);
    all.extend(in_folder("two/", &[]));
    let error = stations(pack(&all)).expect_err("which of them?");
    assert!(
        error.contains("several feeds: \"one/\", \"two/\""),
        "{error}"
    );
}

#[test]
fn a_feed_in_an_archive_in_an_archive_is_taken() {
    let inner = archive(&files(&[]));
    let outer = |names: &[&str]| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .expect("a new name");
            writer.write_all(&inner).expect("memory");
        }
        writer.finish().expect("memory").into_inner()
    };
    assert_eq!(stations(outer(&["rail/gtfs.zip"])), Ok(3));
    let error = stations(outer(&["1/gtfs.zip", "2/gtfs.zip"])).expect_err("which of them?");
    assert!(
        error.contains("several feeds: \"1/gtfs.zip\", \"2/gtfs.zip\""),
        "{error}"
    );
}

#[test]
fn what_is_no_feed_says_what_it_is() {
    let error = stations(archive(&[("readme.md", "x"), ("data.csv", "y")])).expect_err("no feed");
    assert!(
        error.contains("it has \"readme.md\", \"data.csv\""),
        "{error}"
    );
    let error = stations(b"<html>not found</html>".to_vec()).expect_err("no archive");
    assert!(error.contains("not a readable zip archive"), "{error}");
    let error = stations(archive(&files(&[("trips.txt", "")]))).expect_err("no trips");
    assert_eq!(
        error,
        ": trips.txt: the file is missing; a feed needs agency, routes, trips, stop_times and stops"
    );
}

/// Comments with the mark of an archive's end, something before the archive, and sizes of zip64.
#[test]
fn odd_archives_are_read() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.set_comment("by PK\u{5}\u{6} of old").expect("short");
    let big = SimpleFileOptions::default().large_file(true);
    for (name, text) in files(&[]) {
        writer.start_file(name, big).expect("a new name");
        writer.write_all(text.as_bytes()).expect("memory");
    }
    let bytes = writer.finish().expect("memory").into_inner();
    assert_eq!(stations(bytes.clone()), Ok(3), "comment and zip64");
    assert_eq!(
        stations([&b"#!/bin/sh\nexit\n"[..], &bytes].concat()),
        Ok(3),
        "prefixed"
    );
    // The packing of a picture that nobody reads is one that nobody knows.
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in files(&[]).into_iter().chain([("logo.png", "PNG")]) {
        writer.start_file(name, stored).expect("a new name");
        writer.write_all(text.as_bytes()).expect("memory");
    }
    let mut bytes = writer.finish().expect("memory").into_inner();
    for mark in [b"PK\x03\x04", b"PK\x01\x02"] {
        let name_after = if mark[2] == 3 { 30 } else { 46 };
        let method = if mark[2] == 3 { 8 } else { 10 };
        let starts = (0..bytes.len() - name_after - 8).filter(|i| {
            bytes[*i..].starts_with(mark) && bytes[i + name_after..].starts_with(b"logo.png")
        });
        let start = starts.collect::<Vec<_>>()[0];
        bytes[start + method] = 14;
    }
    assert_eq!(stations(bytes), Ok(3), "an unknown packing");
}

/// An archive whose stops.txt is long: what is repeated packs to a thousandth.
fn bomb(line: &[u8], times: u64) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files(&[]) {
        writer
            .start_file(name, SimpleFileOptions::default())
            .expect("a new name");
        writer.write_all(text.as_bytes()).expect("memory");
        if name == "stops.txt" {
            let block = line.repeat(1 << 12);
            for _ in 0..times / (1 << 12) {
                writer.write_all(&block).expect("memory");
            }
        }
    }
    writer.finish().expect("memory").into_inner()
}

#[test]
fn bombs_are_refused_before_they_fill_the_memory() {
    let error = stations(bomb(b",", 3 << 20)).expect_err("one row of commas");
    assert_eq!(
        error,
        ": stops.txt row 6 (line 6): the row is longer than 1 MiB"
    );
    let error = stations(bomb(b"z,Zeta,47.0,9.0,,\n", 3 << 20)).expect_err("54 MB of rows");
    assert!(error.contains("the feed unpacks to more than "), "{error}");
    assert!(
        error.contains("MiB, 100 times the size of the archive and 16 MiB"),
        "{error}"
    );
}
