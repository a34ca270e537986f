//! What is done with an input of each kind. A fault is a panic, an endless loop, or memory without bound.
//!
//! The same functions are called by the fuzz targets and, with the seeds and mutations of them, by `cargo test` of the
//! package itself (`tests/it/fuzzed.rs` includes this file).

use std::borrow::Cow;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use slowtrain::batch::{AnswerColumn, Batch, Pair, Refusal};
use slowtrain::files::{Claim, cell_text, csv_cell, one_line};
use slowtrain::import::gtfs::{GtfsOptions, import as import_gtfs};
use slowtrain::import::osm::{self, OsmOptions};
use slowtrain::import::{Counts, write_new};
use slowtrain::journey::clock::Departure;
use slowtrain::network::search::Index;
use slowtrain::network::{Findings, Network, RawNetwork, Table};
use slowtrain::reported::{CLAIMS, Figure, claim_of, read_journeys, read_timetable};
use slowtrain::running::Case;
use slowtrain::serve::{Server, Settings};
use slowtrain::track::{Costs, HalfEdge, Reversal, TrackGraph, TrackIndex, TrackSearch};
use slowtrain::train::Train;
use slowtrain::units::parse::time_span;

/// A kind of input and what is done with it.
pub type Target = (&'static str, fn(&[u8]));

/// All kinds.
pub const TARGETS: [Target; 10] = [
    ("network", network),
    ("train", train),
    ("case", case),
    ("journeys", journeys),
    ("texts", texts),
    ("pbf", pbf),
    ("gtfs", gtfs),
    ("tracks", tracks),
    ("pairs", pairs),
    ("http", http),
];

/// Parts of an input, one behind the other with a byte of 0 between them; a part that is missing is empty.
fn parts<const COUNT: usize>(data: &[u8]) -> [&[u8]; COUNT] {
    let mut rest = data.splitn(COUNT, |byte| *byte == 0);
    std::array::from_fn(|_| rest.next().unwrap_or_default())
}

/// The tables of a network: stations, segments, and those that may be missing.
pub fn network(data: &[u8]) {
    const FILES: [&str; 7] = [
        "stations.csv",
        "segments.csv",
        "sources.csv",
        "junctions.csv",
        "borders.csv",
        "countries.csv",
        "datapackage.json",
    ];
    let parts = parts::<7>(data);
    let raw = RawNetwork::read("nw", |file| {
        let number = FILES.iter().position(|known| *known == file);
        let part = number.map(|number| parts[number]);
        let part = part.filter(|part| !part.is_empty());
        Ok(part.map(|part| Cow::Owned(part.to_vec())))
    });
    look_at(raw.expect("memory can be read"));
}

/// Checks a network, and asks it what every command asks.
fn look_at(raw: RawNetwork) {
    match Network::new(raw) {
        Err(findings) => assert!(!findings.to_string().is_empty()),
        Ok(checked) => {
            let _ = checked.warnings().to_string();
            let network = checked.network();
            let index = Index::new(network.stations());
            for station in network.stations().iter().take(20) {
                let _ = index.resolve(&station.name);
            }
            let _ = index.resolve("Pyongyang");
        }
    }
}

/// The file of a train.
pub fn train(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Err(error) = Train::parse(&text, "t.toml") {
        assert!(error.to_string().starts_with("t.toml"), "{error}");
    }
}

/// A case: what can be read can be run, or says why not, with figures that are finite.
pub fn case(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(case) = Case::parse(&text) else {
        return;
    };
    if let Ok(result) = case.simulate() {
        assert!(result.running_time_s.is_finite(), "{text}");
    }
    if let Ok(result) = case.simulate_economically() {
        assert!(result.running_time_s.is_finite(), "{text}");
    }
}

/// Reported journeys, claims and a timetable: the same bytes read as each.
pub fn journeys(data: &[u8]) {
    let bytes = || Cow::Owned(data.to_vec());
    let mut findings = Findings::new();
    let _ = read_journeys("j.csv", bytes(), &mut findings);
    if let Some(table) = Table::read(&CLAIMS, "c.csv", bytes(), &mut findings) {
        for row in table.rows() {
            let _ = claim_of(row, &mut findings);
        }
    }
    let mut raw = RawNetwork::new("two");
    for (id, lat) in [("kp-a", "40"), ("kp-b", "41")] {
        raw.stations
            .push([id, id, "", "", "KP", lat, "127", "", "", "", "", ""]);
    }
    let network = Network::new(raw).expect("two stations");
    let _ = read_timetable("t.csv", bytes(), network.network(), &mut findings);
    let _ = findings.to_string();
}

/// Texts that people type: figures, times, spans of time, names.
pub fn texts(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = Figure::parse(&text);
    let _ = time_span(&text);
    if let Ok(departure) = Departure::parse(&text) {
        let _ = departure.day();
        let _ = departure.in_zone("Asia/Pyongyang");
    }
    let line = one_line(&text);
    assert_eq!(one_line(&line), line, "clean stays clean");
    assert_eq!(cell_text(&csv_cell(&text)), line, "cells come back");
}

/// An extract of a map, made into a network and written.
pub fn pbf(data: &[u8]) {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("map.osm.pbf");
    fs::write(&file, data).expect("written");
    let options = OsmOptions {
        country: slowtrain::network::Country::parse("KP").ok(),
        ..OsmOptions::default()
    };
    if let Ok(imported) = osm::import(&file, &options, &mut |_| {}) {
        let tables = slowtrain::network::write::files(&imported.raw);
        write(
            &dir.path().join("nw"),
            &tables,
            &imported.skipped,
            Some(&imported.tracks),
        );
        look_at(imported.raw);
    }
}

/// A feed of a timetable.
pub fn gtfs(data: &[u8]) {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("feed.zip");
    fs::write(&file, data).expect("written");
    let options = GtfsOptions {
        country: slowtrain::network::Country::parse("KP").ok(),
        has_legs: true,
        ..GtfsOptions::default()
    };
    if let Ok(imported) = import_gtfs(&file, &options, &mut |_| {}) {
        let tables = slowtrain::network::write::files(&imported.raw);
        write(&dir.path().join("nw"), &tables, &imported.skipped, None);
        look_at(imported.raw);
    }
}

fn write(dir: &Path, tables: &[(&str, String)], skipped: &Counts, tracks: Option<&TrackGraph>) {
    let _ = skipped.to_string();
    let files: Vec<(&str, &[u8])> = tables
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    write_new(dir, &files, tracks).expect("a new folder");
}

/// The words of a file of tracks and of its index behind it, with their checksums put right: the first word says how many
/// words the tracks have.
pub fn tracks(data: &[u8]) {
    let words: Vec<u32> = data
        .chunks_exact(4)
        .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
        .collect();
    let Some((length, words)) = words.split_first() else {
        return;
    };
    let (graph, index) = words.split_at((*length as usize).min(words.len()));
    let dir = tempfile::tempdir().expect("a folder");
    let [graph_file, index_file] = ["tracks.bin", "tracks.index"].map(|name| dir.path().join(name));
    fs::write(&graph_file, with_checksum(graph)).expect("written");
    fs::write(&index_file, with_checksum(index)).expect("written");
    let Ok(graph) = TrackGraph::open(&graph_file) else {
        return;
    };
    let index = TrackIndex::open(&index_file, &graph);
    let is_small = graph.edge_count() < 2_000 && graph.node_count() < 2_000;
    if is_small {
        walk(&graph, &index.unwrap_or_else(|_| TrackIndex::new(&graph)));
    }
}

fn with_checksum(words: &[u32]) -> Vec<u8> {
    let mut words = words.to_vec();
    if words.len() > 4 {
        words[4] = 0;
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        let mut sum = flate2::Crc::new();
        sum.update(&bytes);
        words[4] = sum.sum();
    }
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// Looks at all of a graph, and searches it.
fn walk(graph: &TrackGraph, index: &TrackIndex) {
    for edge in graph.edges() {
        let _ = (graph.track(edge), graph.shape(edge).count());
    }
    let run = |half: HalfEdge| Some(graph.edge(half.edge()).length_mm % 1_000_000);
    let reversal = Some(Reversal {
        train_mm: 100,
        cost: 1,
    });
    let metric = index.customize(
        graph,
        &Costs {
            run: &run,
            reversal,
        },
    );
    let mut search = TrackSearch::new(index, &metric);
    for from in graph.nodes().take(10) {
        for to in graph.nodes().take(10) {
            let _ = search.route(from, to);
        }
        let _ = graph.stations_at(from).count();
    }
}

/// A file of pairs, and what a killed run may have left of its answers.
pub fn pairs(data: &[u8]) {
    let [asked, unfinished] = parts::<2>(data);
    let dir = tempfile::tempdir().expect("a folder");
    let path = |name: &str| dir.path().join(name);
    for answers in ["a.csv", "a.parquet"] {
        fs::write(path("pairs.csv"), asked).expect("written");
        if !unfinished.is_empty() {
            let question = "from,to,letters,reason,error\nq\n";
            fs::write(path(&format!("{answers}.question")), question).expect("written");
            fs::write(path(&format!("{answers}.unfinished")), unfinished).expect("written");
        }
        let claim = Claim::new(&path(answers)).expect("it is free");
        let letters = |pair: &Pair| match pair.to.len() {
            0 => Err(Refusal::new("none", "no to")),
            length => Ok(vec![length.to_string()]),
        };
        let batch = Batch {
            pairs: &path("pairs.csv"),
            answers: &claim,
            columns: &[AnswerColumn::number("letters")],
            question: "q",
            clock: &|| Duration::ZERO,
        };
        if let Ok(done) = batch.run(&letters, &mut |_| {}) {
            assert!(done.rows >= done.errors() && path(answers).exists());
            assert!(!path(&format!("{answers}.unfinished")).exists());
        }
    }
}

/// How long an answer is waited for: longer than a request may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where a server on the bundled network listens, started once.
fn server() -> SocketAddr {
    static ADDRESS: OnceLock<SocketAddr> = OnceLock::new();
    *ADDRESS.get_or_init(|| {
        let data = slowtrain::Dataset::bundled().expect("the bundled network is sound");
        let settings = Settings {
            listen: ([127, 0, 0, 1], 0).into(),
            ..Settings::default()
        };
        let server = Server::bind(data, settings).expect("a free port");
        let address = server.address();
        thread::spawn(|| server.run_until(std::future::pending()));
        address
    })
}

/// What a client sends, byte by byte: it is answered or refused, never with an error of the server's own.
pub fn http(data: &[u8]) {
    let mut stream = TcpStream::connect(server()).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time");
    // The server may refuse and close before all is written.
    let _ = stream.write_all(data);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut answer = Vec::new();
    if let Err(error) = stream.read_to_end(&mut answer) {
        assert_ne!(
            error.kind(),
            std::io::ErrorKind::WouldBlock,
            "no answer in a minute"
        );
    }
    let line = answer
        .split(|byte| *byte == b'\r')
        .next()
        .unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    assert!(line.is_empty() || line.starts_with("HTTP/1."), "{line}");
    assert!(!line.contains(" 500 "), "{line}");
}
