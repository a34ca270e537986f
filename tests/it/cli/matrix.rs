//! Many pairs from a file: each answered as `route` answers it, in their order, and gone on with after a kill.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::Sandbox;

/// The rows of a CSV file by the names of its columns.
fn rows(sandbox: &Sandbox, file: &str) -> Vec<serde_json::Map<String, serde_json::Value>> {
    let text = sandbox.read(file);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().expect("a header").clone();
    let records = reader.records().map(|record| record.expect("a row"));
    let row = |record: csv::StringRecord| {
        let cells = names.iter().zip(&record);
        cells
            .map(|(name, cell)| (name.to_owned(), cell.into()))
            .collect()
    };
    records.map(row).collect()
}

#[test]
fn a_pair_has_the_answer_of_its_route() {
    let sandbox = Sandbox::new();
    let pairs = [
        ("Pyongyang", "Vladivostok"),
        ("Владивосток", "평양"),
        ("Ulaanbaatar", "Beijing"),
        ("Harbin", "ru-moscow-yaroslavsky"),
    ];
    let lines: String = pairs.iter().map(|(a, b)| format!("{a},{b}\n")).collect();
    sandbox.write("pairs.csv", format!("from,to\n{lines}"));
    for train in ["leader-special", "generic-passenger"] {
        let out = sandbox.run(&["matrix", "pairs.csv", "-o", "out.csv", "--train", train]);
        assert_eq!(
            out.fine(),
            "out.csv: 4 pairs, 0 of them without an answer\n"
        );
        for (row, (from, to)) in rows(&sandbox, "out.csv").iter().zip(pairs) {
            let route = sandbox.run(&["route", from, to, "--train", train, "--format", "json"]);
            let answer = serde_json::from_str::<serde_json::Value>(&route.out).expect("JSON");
            let route = &answer["routes"][0];
            assert_eq!(
                (row["from_id"].clone(), row["to_id"].clone()),
                (answer["from"].clone(), answer["to"].clone())
            );
            for (column, figure) in [
                ("distance_km", &route["distance_km"]),
                ("low_h", &route["duration_h"]["low"]),
                ("likely_h", &route["duration_h"]["likely"]),
                ("high_h", &route["duration_h"]["high"]),
                ("technical_minimum_h", &route["technical_minimum_h"]),
                ("mean_speed_kmh", &route["mean_speed_kmh"]),
            ] {
                let cell: f64 = row[column]
                    .as_str()
                    .expect("text")
                    .parse()
                    .expect("a number");
                let figure = figure.as_f64().expect("a figure");
                assert_eq!(cell, figure, "{from} {to} {column} {train}");
            }
        }
    }
}

#[test]
fn what_cannot_be_answered_is_an_error_of_its_row() {
    let sandbox = Sandbox::new();
    let pairs = "note;to;from\na;Vladivostok;Pyongyang\nb;Nowhere at all;Pyongyang\nc;Jinzhou;Beijing\nd;Pyongyang;평양\ne;Hanoi;Pyongyang\nf\n";
    sandbox.write("pairs.csv", pairs);
    let out = sandbox
        .run(&["matrix", "pairs.csv", "-o", "out.csv"])
        .fine();
    assert_eq!(
        out,
        "out.csv: 6 pairs, 5 of them without an answer (1 ambiguous_station, 1 no_route, 1 same_ends, 1 unknown_station, 1 unreadable_row)\n"
    );
    let rows = rows(&sandbox, "out.csv");
    let error = |row: usize| rows[row]["error"].as_str().expect("text");
    assert_eq!(
        (error(0), rows[0]["distance_km"].as_str()),
        ("", Some("1231"))
    );
    for (row, begin) in [
        (1, "no station is called \"Nowhere at all\""),
        (2, "\"Jinzhou\" may be 3 stations: "),
        (3, "both ends are Pyongyang (kp-pyongyang); "),
        (
            4,
            "there is no route from Pyongyang to Hanoi for generic-passenger; `route` says why",
        ),
        (5, "row 7 has 1 cells, from or to is missing"),
    ] {
        assert!(error(row).starts_with(begin), "{row}: {}", error(row));
        assert_eq!(rows[row]["likely_h"], "");
    }
}

#[test]
fn a_day_that_the_data_does_not_cover_is_told() {
    let sandbox = Sandbox::new();
    sandbox.write("pairs.csv", "from,to\nPyongyang,Vladivostok\n");
    let on = |day: &str| sandbox.run(&["matrix", "pairs.csv", "-o", "out.csv", "--on", day]);
    let early = on("1850-01-01");
    assert!(
        early
            .err
            .contains("1850-01-01 uses the network just before that day"),
        "{}",
        early.err
    );
    assert_eq!(on("2019-04-24").err, "");
}

#[test]
fn a_run_that_is_killed_goes_on_where_it_was() {
    let sandbox = Sandbox::new();
    // One row in 100 is work; the others are errors, which take no time.
    let ids = ["kp-pyongyang", "ru-vladivostok", "ru-khasan", "kp-rajin"];
    let pair = |i: usize| match i % 100 {
        0 => format!("{},{}\n", ids[i / 100 % 4], ids[i / 400 % 4]),
        _ => format!("kp-pyongyang,nowhere {}\n", i % 7),
    };
    let pairs: String = (0..30_000).map(pair).collect();
    sandbox.write("pairs.csv", format!("from,to\n{pairs}"));
    sandbox
        .run(&["matrix", "pairs.csv", "-o", "whole.csv"])
        .fine();
    let mut command = sandbox.command(&["matrix", "pairs.csv", "-o", "out.csv"]);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let unfinished = sandbox.path().join("out.csv.unfinished");
    let start = Instant::now();
    // As soon as the first rows are there, in the middle of the work.
    while fs::metadata(&unfinished).map_or(0, |file| file.len()) < 1_000 {
        assert!(
            start.elapsed() < Duration::from_secs(120),
            "no row was written"
        );
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("it was running");
    child.wait().expect("it has ended");
    assert!(
        !sandbox.path().join("out.csv").exists(),
        "an unfinished run has no answer file"
    );
    let there = fs::read_to_string(&unfinished)
        .expect("rows")
        .lines()
        .count()
        - 1;
    assert!((1..30_000).contains(&there), "{there}");
    let other = sandbox
        .run(&["matrix", "pairs.csv", "-o", "out.csv", "--shortest"])
        .refused(2);
    assert!(
        other.contains("out.csv.unfinished is of another question"),
        "{other}"
    );
    let again = sandbox.run(&["matrix", "pairs.csv", "-o", "out.csv"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(
        again
            .err
            .ends_with(" pairs were there from an unfinished run\n"),
        "{}",
        again.err
    );
    assert_eq!(sandbox.read("out.csv"), sandbox.read("whole.csv"));
    let mut left: Vec<_> = fs::read_dir(sandbox.path())
        .expect("a folder")
        .map(|entry| entry.expect("a file").file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["out.csv", "pairs.csv", "whole.csv"]);
}

#[test]
fn parquet_comes_by_its_ending() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "pairs.csv",
        "from,to\nPyongyang,Vladivostok\nPyongyang,Hanoi\n",
    );
    sandbox
        .run(&["matrix", "pairs.csv", "-o", "out.parquet"])
        .fine();
    let bytes = fs::read(sandbox.path().join("out.parquet")).expect("a file");
    // The format begins and ends with its mark; what is in it is read back where it is written.
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    assert!(bytes.windows(11).any(|word| word == b"distance_km"));
    assert_eq!(fs::read_dir(sandbox.path()).expect("a folder").count(), 2);
}

#[test]
fn the_pairs_are_never_written_over() {
    let sandbox = Sandbox::new();
    let pairs = "from,to\nKhasan,Vladivostok\n";
    sandbox.write("pairs.csv", pairs);
    sandbox.write("m.csv.question", pairs);
    fs::create_dir(sandbox.path().join("folder")).expect("made");
    let whole = sandbox.path().join("pairs.csv").display().to_string();
    for (asked, answers) in [
        ("pairs.csv", "pairs.csv"),
        ("pairs.csv", "folder/../pairs.csv"),
        ("pairs.csv", whole.as_str()),
        ("m.csv.question", "m.csv"),
    ] {
        let text = sandbox.run(&["matrix", asked, "-o", answers]).refused(2);
        assert!(text.contains(" would overwrite "), "{text}");
        assert_eq!(sandbox.read(asked), pairs);
    }
}

#[test]
fn a_file_that_cannot_be_is_refused_before_work() {
    let sandbox = Sandbox::new();
    sandbox.write("pairs.csv", "from,to\nKhasan,Vladivostok\n");
    for answers in ["m.json", "m.xyz", "m", "-"] {
        assert_eq!(
            sandbox
                .run(&["matrix", "pairs.csv", "-o", answers])
                .refused(2),
            format!(
                "slowtrain: {answers}: answers are written as .csv or .parquet; end the name with one of them\n"
            )
        );
    }
    assert_eq!(
        sandbox
            .run(&["matrix", "pairs.csv", "-o", "none/m.csv"])
            .refused(2),
        "slowtrain: cannot write none/m.csv: there is no folder none\n"
    );
    assert_eq!(fs::read_dir(sandbox.path()).expect("a folder").count(), 1);
    let out = sandbox.run(&["matrix", "pairs.csv", "-o", "m.CSV"]).fine();
    assert_eq!(out, "m.CSV: 1 pair, 0 of them without an answer\n");
}

#[test]
fn what_is_no_file_of_pairs_is_told() {
    let sandbox = Sandbox::new();
    let run = |file: &str| sandbox.run(&["matrix", file, "-o", "out.csv"]).refused(2);
    sandbox.write("pairs.csv", "start,goal\na,b\n");
    assert_eq!(
        run("pairs.csv"),
        "slowtrain: pairs.csv:1: there is no column \"from\", a file of pairs has from and to\n"
    );
    assert!(run("absent.csv").starts_with("slowtrain: absent.csv: "));
    assert!(!sandbox.path().join("out.csv").exists());
}

#[test]
fn pairs_may_be_parquet() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "pairs.csv",
        "from,to\nPyongyang,Vladivostok\n평양,\"Nowhere, at all\"\nKhasan,Harbin\n",
    );
    let matrix = |pairs: &str, answers: &str| sandbox.run(&["matrix", pairs, "-o", answers]).fine();
    matrix("pairs.csv", "csv.csv");
    // Answers have the pairs in them, so they are pairs themselves.
    matrix("pairs.csv", "pairs.parquet");
    assert_eq!(
        matrix("pairs.parquet", "parquet.csv"),
        "parquet.csv: 3 pairs, 1 of them without an answer (1 unknown_station)\n"
    );
    assert_eq!(sandbox.read("parquet.csv"), sandbox.read("csv.csv"));
    matrix("pairs.parquet", "again.parquet");
    let bytes = |file: &str| fs::read(sandbox.path().join(file)).expect("a file");
    assert_eq!(bytes("again.parquet"), bytes("pairs.parquet"));
}

#[test]
fn parts_are_answered_into_a_folder() {
    let sandbox = Sandbox::new();
    sandbox.write("pairs/a.csv", "from,to\nPyongyang,Vladivostok\n");
    sandbox.write("pairs/b.csv", "from,goal\nKhasan,Harbin\n");
    sandbox.write("pairs/_SUCCESS.csv", "");
    sandbox.write("pairs/.hidden.csv", "");
    sandbox.write("pairs/note.txt", "");
    let run =
        |arguments: &[&str]| sandbox.run(&[&["matrix", "pairs", "-o", "out"], arguments].concat());
    let text = run(&[]).refused(2);
    assert!(
        text.contains("pairs/b.csv:1: there is no column \"to\""),
        "{text}"
    );
    assert!(sandbox.read("out/_unfinished").contains("\"a.csv\""));
    // What is done is not done again.
    let first = sandbox.read("out/a.csv");
    sandbox.write("out/a.csv", "mark");
    sandbox.write(
        "pairs/b.csv",
        "from,to\nKhasan,Harbin\nKhasan,Nowhere at all\n",
    );
    let other = run(&["--shortest"]).refused(2);
    assert!(
        other.contains("out/_unfinished is of another question"),
        "{other}"
    );
    let done = run(&[]);
    assert_eq!(
        (done.out.as_str(), done.err.as_str()),
        (
            "out: 2 files, 3 pairs, 1 of them without an answer (1 unknown_station)\n",
            "slowtrain: 1 pair was there from an unfinished run\n"
        )
    );
    assert_eq!(sandbox.read("out/a.csv"), "mark");
    // A whole run is begun anew.
    assert_eq!(run(&[]).err, "");
    assert_eq!(sandbox.read("out/a.csv"), first);
    let mut there: Vec<_> = fs::read_dir(sandbox.path().join("out"))
        .expect("a folder")
        .map(|entry| entry.expect("a file").file_name())
        .collect();
    there.sort();
    assert_eq!(there, ["a.csv", "b.csv"]);
    sandbox
        .run(&["matrix", "pairs/b.csv", "-o", "alone.csv"])
        .fine();
    assert_eq!(sandbox.read("out/b.csv"), sandbox.read("alone.csv"));
}

#[test]
fn parts_that_cannot_be_are_refused_before_work() {
    let sandbox = Sandbox::new();
    sandbox.write("pairs/a.csv", "from,to\nPyongyang,Vladivostok\n");
    sandbox.write("more/a.csv", "from,to\nPyongyang,Vladivostok\n");
    fs::create_dir(sandbox.path().join("empty")).expect("made");
    let refused = |arguments: &[&str]| sandbox.run(&[&["matrix"], arguments].concat()).refused(2);
    assert_eq!(
        refused(&["empty", "-o", "out/"]),
        "slowtrain: empty: there is no file in it whose name ends in .csv or .parquet\n"
    );
    assert!(refused(&["pairs", "more", "-o", "out/"]).contains("have one name"));
    assert!(refused(&["pairs", "-o", "pairs"]).contains(" would overwrite "));
    assert!(!sandbox.path().join("out").exists());
    let out = sandbox.run(&["matrix", "pairs/a.csv", "-o", "out/"]).fine();
    assert_eq!(out, "out/: 1 file, 1 pair, 0 of them without an answer\n");
}
