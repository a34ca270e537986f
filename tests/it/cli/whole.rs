//! Runs that are killed, a full disk, two runs at once, and the same bytes on every machine: each within bounded time.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

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
    for (answers, kills) in [("out.csv", 12), ("out.parquet", 6)] {
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
    for _ in 0..30 {
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

#[test]
fn an_import_killed_at_any_moment_is_nothing_or_whole() {
    let sandbox = Sandbox::new();
    let mut dice = Dice(17);
    for _ in 0..20 {
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
