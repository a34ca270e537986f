//! Runs that are killed, a full disk, two runs at once, and the same bytes on every machine: each within bounded time.

use std::fs;
use std::io::{Cursor, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::Sandbox;

/// Numbers that look random and are the same everywhere (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }
}

/// Pairs of which most are errors, so that rows come fast, and some are work.
fn pairs(count: usize) -> String {
    let ids = ["kp-pyongyang", "ru-vladivostok", "ru-khasan", "kp-rajin"];
    let pair = |i: usize| match i % 50 {
        0 => format!("{},{}\n", ids[i / 50 % 4], ids[i / 200 % 4]),
        _ => format!("kp-pyongyang,nowhere {}\n", i % 7),
    };
    let pairs: String = (0..count).map(pair).collect();
    format!("from,to\n{pairs}")
}

fn start(sandbox: &Sandbox, words: &[&str]) -> Child {
    let mut command = sandbox.command(words);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("it starts")
}

/// The names in the folder, in order.
fn names(sandbox: &Sandbox) -> Vec<String> {
    let entries = fs::read_dir(sandbox.path()).expect("readable");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("there")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_matrix_killed_at_any_moment_loses_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("pairs.csv", pairs(6_000));
    for (answers, kills) in [("out.csv", 20), ("out.parquet", 10)] {
        let whole = format!("whole-{answers}");
        assert_eq!(sandbox.run(&["matrix", "pairs.csv", "-o", &whole]).code, 0);
        let mut dice = Dice(15);
        for _ in 0..kills {
            let mut child = start(&sandbox, &["matrix", "pairs.csv", "-o", answers]);
            thread::sleep(Duration::from_millis(dice.below(400)));
            child.kill().expect("it is ours");
            child.wait().expect("it has ended");
        }
        let last = sandbox.run(&["matrix", "pairs.csv", "-o", answers]);
        assert_eq!(last.code, 0, "{}", last.err);
        let read = |file: &str| fs::read(sandbox.path().join(file)).expect("there");
        assert!(
            read(answers) == read(&whole),
            "{answers} is the same to the byte"
        );
    }
    let whole = [
        "out.csv",
        "out.parquet",
        "pairs.csv",
        "whole-out.csv",
        "whole-out.parquet",
    ];
    assert_eq!(names(&sandbox), whole);
}

#[test]
fn an_output_killed_at_any_moment_is_old_or_new() {
    let sandbox = Sandbox::new();
    let words = ["route", "Pyongyang", "Vladivostok", "-o", "trip.html"];
    assert_eq!(sandbox.run(&words).code, 0);
    let new = sandbox.read("trip.html");
    let mut dice = Dice(16);
    for _ in 0..40 {
        sandbox.write("trip.html", "old");
        let mut child = start(&sandbox, &words);
        thread::sleep(Duration::from_millis(dice.below(150)));
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("it has ended");
        let found = sandbox.read("trip.html");
        assert!(found == "old" || found == new, "{} bytes", found.len());
    }
    assert_eq!(sandbox.run(&words).code, 0);
    assert_eq!(
        names(&sandbox),
        ["trip.html"],
        "what killed runs left is gone"
    );
}

/// A feed of so many stations on a meridian, with a train each way over all of them.
fn feed(stations: usize) -> Vec<u8> {
    let mut stops = String::from("stop_id,stop_name,stop_lat,stop_lon\n");
    let mut times = String::from("trip_id,stop_id,stop_sequence,arrival_time,departure_time\n");
    for number in 0..stations {
        let lat = -60.0 + number as f64 * 0.01;
        stops += &format!("s{number},Station {number},{lat:.6},9.0\n");
        for (trip, minute) in [("north", number), ("south", stations - number)] {
            let clock = format!("{:02}:{:02}:00", minute / 60, minute % 60);
            times += &format!("{trip},s{number},{minute},{clock},{clock}\n");
        }
    }
    let files = [
        (
            "agency.txt",
            "agency_name,agency_timezone\nTest Rail,Europe/Paris\n",
        ),
        (
            "routes.txt",
            "route_id,route_type,route_long_name\nr,2,Line\n",
        ),
        (
            "trips.txt",
            "trip_id,route_id,service_id\nnorth,r,d\nsouth,r,d\n",
        ),
        (
            "calendar_dates.txt",
            "service_id,date,exception_type\nd,20260601,1\n",
        ),
        ("stops.txt", &stops),
        ("stop_times.txt", &times),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(name, options).expect("a new name");
        archive.write_all(text.as_bytes()).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

#[test]
fn an_import_killed_at_any_moment_is_nothing_or_whole() {
    let sandbox = Sandbox::new();
    sandbox.write("feed.zip", feed(3_000));
    let words = |folder| {
        [
            "import",
            "gtfs",
            "feed.zip",
            "-o",
            folder,
            "--country",
            "FR",
        ]
    };
    let start_of_whole = Instant::now();
    let whole = sandbox.run(&words("whole"));
    assert_eq!(whole.code, 0, "{}", whole.err);
    let most = u64::try_from(start_of_whole.elapsed().as_millis()).expect("short");
    let read = |folder: &str| {
        let files = [
            "stations.csv",
            "segments.csv",
            "journeys.csv",
            "datapackage.json",
        ];
        files.map(|file| fs::read(sandbox.path().join(folder).join(file)).ok())
    };
    let mut dice = Dice(18);
    let mut finished = 0;
    for _ in 0..25 {
        let mut child = start(&sandbox, &words("net"));
        thread::sleep(Duration::from_millis(dice.below(most + most / 4 + 1)));
        let _ = child.kill();
        child.wait().expect("it has ended");
        if sandbox.path().join("net").exists() {
            finished += 1;
            assert!(read("net") == read("whole"), "all of it, to the byte");
            fs::remove_dir_all(sandbox.path().join("net")).expect("ours");
        }
    }
    assert!(finished < 25, "some runs were killed");
    // The next run takes away what the killed ones left.
    assert_eq!(sandbox.run(&words("net")).code, 0);
    assert!(read("net") == read("whole"));
    assert_eq!(names(&sandbox), ["feed.zip", "net", "whole"]);
}

#[test]
fn a_copy_killed_at_any_moment_is_nothing_or_whole() {
    let sandbox = Sandbox::new();
    let mut dice = Dice(17);
    for _ in 0..15 {
        let mut child = start(&sandbox, &["network", "init", "copy"]);
        thread::sleep(Duration::from_millis(dice.below(60)));
        let _ = child.kill();
        child.wait().expect("it has ended");
        if sandbox.path().join("copy/stations.csv").exists() {
            let out = sandbox.run(&["network", "check", "copy"]);
            assert_eq!(out.code, 0, "{}", out.err);
        }
        let _ = fs::remove_dir_all(sandbox.path().join("copy"));
    }
}

#[test]
fn two_runs_on_one_output_refuse_each_other() {
    let sandbox = Sandbox::new();
    sandbox.write("pairs.csv", pairs(30_000));
    for answers in ["out.csv", "out.parquet"] {
        let mut first = start(&sandbox, &["matrix", "pairs.csv", "-o", answers]);
        let unfinished = sandbox.path().join(format!("{answers}.unfinished"));
        while !unfinished.exists() {
            thread::sleep(Duration::from_millis(1));
        }
        for words in [
            &["matrix", "pairs.csv", "-o", answers][..],
            &["matrix", "pairs.csv", "-o", "./out.csv", "--shortest"],
        ] {
            if answers == "out.parquet" && words.contains(&"./out.csv") {
                continue;
            }
            let text = sandbox.run(words).refused(2);
            assert!(
                text.contains("another run of slowtrain is writing it"),
                "{text}"
            );
        }
        if answers == "out.csv" {
            let text = sandbox.run(&["claims", "-o", "out.csv"]).refused(2);
            assert!(
                text.contains("another run of slowtrain is writing it"),
                "{text}"
            );
        }
        assert!(first.wait().expect("it ends").success());
    }
    let lines = sandbox.read("out.csv").lines().count();
    assert_eq!(lines, 30_001, "each pair once");
}

/// Runs a command whose files may have so many blocks of 512 bytes: what a full disk does, without a disk.
#[cfg(target_os = "linux")]
fn with_little_room(sandbox: &Sandbox, blocks: u32, line: &str) -> (i32, String) {
    let program = env!("CARGO_BIN_EXE_slowtrain");
    // A signal comes first and would end the program; it is ignored, and writing fails as on a full disk.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {program} {line}");
    let out = Command::new("sh")
        .args(["-c", &script])
        .current_dir(sandbox.path())
        .output()
        .expect("it starts");
    let text = String::from_utf8_lossy(&out.stderr).into_owned();
    (out.status.code().unwrap_or(-1), text)
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_loses_nothing() {
    for (line, file) in [
        ("route Pyongyang Vladivostok -o trip.html", "trip.html"),
        (
            "route Pyongyang Vladivostok -o trip.geojson",
            "trip.geojson",
        ),
        ("claims --id c032 -o claims.md", "claims.md"),
        ("reach Khasan --within 5h -o reach.md", "reach.md"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(file, "old");
        let (code, text) = with_little_room(&sandbox, 1, line);
        assert_eq!(code, 2, "{line}: {text}");
        assert!(text.contains(&format!("cannot write {file}: ")), "{text}");
        assert_eq!(sandbox.read(file), "old");
        assert_eq!(names(&sandbox), [file], "nothing is left beside it");
    }
    let sandbox = Sandbox::new();
    let (code, text) = with_little_room(&sandbox, 8, "network init copy");
    assert_eq!(code, 2, "{text}");
    assert_eq!(names(&sandbox), [""; 0], "{text}");
    sandbox.write("pairs.csv", pairs(2_000));
    let (code, text) = with_little_room(&sandbox, 8, "matrix pairs.csv -o out.csv");
    assert_eq!(code, 2, "{text}");
    assert!(!sandbox.path().join("out.csv").exists());
    // With room again it goes on, and is as if nothing had been.
    assert_eq!(
        sandbox
            .run(&["matrix", "pairs.csv", "-o", "whole.csv"])
            .code,
        0
    );
    let out = sandbox.run(&["matrix", "pairs.csv", "-o", "out.csv"]);
    assert_eq!(out.code, 0, "{}", out.err);
    assert_eq!(sandbox.read("out.csv"), sandbox.read("whole.csv"));
}

#[test]
fn threads_zones_and_locales_change_no_byte() {
    let sandbox = Sandbox::new();
    sandbox.write("pairs.csv", pairs(300));
    let all = |variables: &[(&str, &str)]| -> Vec<u8> {
        let mut bytes = Vec::new();
        for line in [
            "route Pyongyang Vladivostok --depart 2019-04-24T02:00 --format json",
            "locate Pyongyang Vladivostok --departed 2019-04-24T02:00 --at 2019-04-24T12:00+09:00",
            "claims --id c032 --format csv",
            "matrix pairs.csv -o out.csv",
        ] {
            let words: Vec<&str> = line.split(' ').collect();
            let mut command = sandbox.command(&words);
            command.envs(variables.iter().copied());
            let out = command.output().expect("it starts");
            bytes.extend(out.stdout);
            bytes.extend(out.stderr);
        }
        bytes.extend(fs::read(sandbox.path().join("out.csv")).expect("there"));
        bytes
    };
    let plain = all(&[]);
    for variables in [
        &[("RAYON_NUM_THREADS", "1")][..],
        &[("RAYON_NUM_THREADS", "7")],
        &[("TZ", "America/St_Johns"), ("LC_ALL", "de_DE.UTF-8")],
        &[
            ("TZ", "Asia/Kathmandu"),
            ("LANG", "ar_EG.UTF-8"),
            ("LC_NUMERIC", "fr_FR.UTF-8"),
        ],
    ] {
        assert!(all(variables) == plain, "{variables:?}");
    }
}
