//! What a command writes: never over what it reads, by one run at a time, through links and into what is no file.

use std::fs;
use std::path::Path;

use crate::harness::Sandbox;

/// A sandbox with a copy of the bundled network, and claims, journeys and pairs beside it.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["network", "init", "nw"]).code, 0);
    for file in ["claims.csv", "journeys.csv"] {
        let bundled = sandbox.read(&format!("nw/{file}"));
        sandbox.write(file, bundled);
    }
    sandbox.write("pairs.csv", "from,to\nKhasan,Vladivostok\n");
    sandbox
}

/// All files below a folder with what is in them.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("readable") {
        let path = entry.expect("readable").path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push((
                path.display().to_string(),
                fs::read(&path).expect("readable"),
            )),
        }
    }
    found.sort();
    found
}

#[test]
fn no_output_overwrites_an_input() {
    let sandbox = sandbox();
    let before = files(sandbox.path());
    for line in [
        "claims claims.csv -o claims.csv",
        "claims claims.csv -o ./nw/../claims.csv",
        "claims --network nw -o nw/claims.csv",
        "compare journeys.csv -o journeys.csv",
        "compare --network nw -o nw/journeys.csv",
        "route Khasan Vladivostok --network nw -o nw/stations.csv",
        "route Khasan Vladivostok --network nw -o nw/datapackage.json",
        "route Khasan Vladivostok --network nw/trains/.. -o nw/segments.csv",
        "claim Khasan Vladivostok --km 200 --network nw -o nw/sources.csv",
        "locate Khasan Vladivostok --departed 2019-04-24T02:00 --network nw -o nw/borders.csv",
        "reach Khasan --within 3h --network nw -o nw/junctions.csv",
        "calibrate --train leader-special --network nw -o nw/journeys.csv",
        "calibrate --train leader-special --network nw -o nw/trains/leader-special.toml",
        "calibrate journeys.csv --train leader-special -o journeys.csv",
        "matrix pairs.csv --network nw -o nw/stations.csv",
        "matrix pairs.csv -o pairs.csv",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let text = sandbox.run(&words).refused(2);
        assert!(text.contains(" would overwrite "), "{line}: {text}");
        assert!(text.contains("input of the same command"), "{line}: {text}");
    }
    assert_eq!(files(sandbox.path()), before);
}

#[test]
fn two_outputs_are_two_files() {
    let out = Sandbox::new().run(&["claims", "-o", "a.md", "-o", "./a.md"]);
    let text = out.refused(2);
    assert!(text.contains("a.md and ./a.md are the same file"), "{text}");
}

#[test]
fn a_folder_that_cannot_be_new_is_refused_before_the_import() {
    let sandbox = Sandbox::new();
    for dir in [".", "..", "a/.."] {
        // The file is missing as well: the folder is looked at first.
        let out = sandbox.run(&["import", "osm", "missing.osm.pbf", "-o", dir]);
        let text = out.refused(2);
        assert!(text.contains("name a new folder in it"), "{dir}: {text}");
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::Read;
    use std::os::unix::ffi::OsStringExt;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    const ROUTE: [&str; 3] = ["route", "Khasan", "Vladivostok"];

    fn route(sandbox: &Sandbox, file: &str) -> i32 {
        let words: Vec<&str> = ROUTE.into_iter().chain(["-o", file]).collect();
        sandbox.run(&words).code
    }

    #[test]
    fn an_input_is_known_through_links() {
        let sandbox = sandbox();
        symlink("claims.csv", sandbox.path().join("l.csv")).expect("linked");
        let path = |file: &str| sandbox.path().join(file);
        fs::hard_link(path("claims.csv"), path("h.csv")).expect("linked");
        let before = files(sandbox.path());
        for output in ["l.csv", "h.csv"] {
            let out = sandbox.run(&["claims", "claims.csv", "-o", output]);
            assert!(out.refused(2).contains(" would overwrite "));
        }
        assert_eq!(files(sandbox.path()), before);
    }

    #[test]
    fn links_are_written_through_and_modes_stay() {
        let sandbox = Sandbox::new();
        sandbox.write("t.md", "old");
        let target = sandbox.path().join("t.md");
        fs::set_permissions(&target, fs::Permissions::from_mode(0o600)).expect("allowed");
        symlink("t.md", sandbox.path().join("l.md")).expect("linked");
        assert_eq!(route(&sandbox, "l.md"), 0);
        assert!(sandbox.path().join("l.md").is_symlink());
        assert!(sandbox.read("t.md").contains("Vladivostok"));
        assert_eq!(fs::metadata(&target).expect("there").mode() & 0o777, 0o600);
        let claims = sandbox.run(&["claims", "--id", "c032", "-o", "l.md"]);
        assert_eq!(claims.code, 0);
        assert!(sandbox.path().join("l.md").is_symlink());
        assert!(!sandbox.read("t.md").contains("wrote"));
    }

    #[test]
    fn matrix_writes_through_a_link_beside_its_target() {
        let sandbox = Sandbox::new();
        sandbox.write("pairs.csv", "from,to\nKhasan,Vladivostok\n");
        sandbox.write("far/t.csv", "old");
        symlink("far/t.csv", sandbox.path().join("l.csv")).expect("linked");
        assert_eq!(sandbox.run(&["matrix", "pairs.csv", "-o", "l.csv"]).code, 0);
        assert!(sandbox.path().join("l.csv").is_symlink());
        assert_eq!(sandbox.read("far/t.csv").lines().count(), 2);
        assert_eq!(files(sandbox.path()).len(), 3);
    }

    #[test]
    fn a_pipe_gets_the_answer() {
        for (words, file) in [
            (&["claims", "--id", "c032"][..], "f.md"),
            (&ROUTE, "f.json"),
            (&["matrix", "pairs.csv"], "f.csv"),
            (&["matrix", "pairs.csv"], "f.parquet"),
        ] {
            let sandbox = Sandbox::new();
            sandbox.write("pairs.csv", "from,to\nKhasan,Vladivostok\n");
            let pipe = sandbox.path().join(file);
            let made = Command::new("mkfifo").arg(&pipe).status();
            assert!(made.expect("it starts").success());
            let reader = std::thread::spawn({
                let pipe = pipe.clone();
                move || {
                    let mut bytes = Vec::new();
                    let mut pipe = File::open(pipe).expect("opened");
                    pipe.read_to_end(&mut bytes).expect("read");
                    bytes
                }
            });
            let words: Vec<&str> = words.iter().copied().chain(["-o", file]).collect();
            let out = sandbox.run(&words);
            assert_eq!(out.code, 0, "{}", out.err);
            assert!(reader.join().expect("no panic").len() > 50, "{file}");
            let found = fs::symlink_metadata(&pipe).expect("there");
            assert!(!found.is_file(), "{file} is a pipe still");
            let names = fs::read_dir(sandbox.path()).expect("readable");
            assert_eq!(names.count(), 2, "{file}: the pipe and the pairs");
        }
    }

    #[test]
    fn a_full_device_is_an_error_and_stays_one() {
        if !Path::new("/dev/full").exists() {
            return;
        }
        let sandbox = Sandbox::new();
        sandbox.write("pairs.csv", "from,to\nKhasan,Vladivostok\n");
        for (words, file) in [
            (&["claims", "--id", "c032"][..], "l.md"),
            (&ROUTE, "l.json"),
            (&["matrix", "pairs.csv"], "l.csv"),
            (&["matrix", "pairs.csv"], "l.parquet"),
        ] {
            let link = sandbox.path().join(file);
            symlink("/dev/full", &link).expect("linked");
            let words: Vec<&str> = words.iter().copied().chain(["-o", file]).collect();
            let text = sandbox.run(&words).refused(2);
            assert!(text.contains("No space left on device"), "{file}: {text}");
            assert!(link.is_symlink());
        }
    }

    #[test]
    fn paths_need_not_be_utf_8() {
        let sandbox = Sandbox::new();
        let name = |bytes: &[u8]| std::ffi::OsString::from_vec(bytes.to_vec());
        let os = |words: &[&str]| words.iter().map(Into::into).collect::<Vec<_>>();
        let run = |mut words: Vec<std::ffi::OsString>, last: &[u8]| {
            words.push(name(last));
            sandbox.run(&words)
        };
        assert_eq!(run(os(&["network", "init"]), b"\xff").code, 0);
        assert_eq!(run(os(&["network", "check"]), b"\xff").code, 0);
        let words = os(&["route", "Khasan", "Vladivostok", "--network"]);
        let out = run(words, b"\xff");
        assert_eq!((out.code, out.err.as_str()), (0, ""));
        let out = run(os(&["route", "Khasan", "Vladivostok", "-o"]), b"t\xff.md");
        assert_eq!(out.code, 0, "{}", out.err);
        assert!(sandbox.path().join(name(b"t\xff.md")).exists());
        let pairs = sandbox.path().join(name(b"p\xff.csv"));
        fs::write(pairs, "from,to\nKhasan,Vladivostok\n").expect("written");
        let out = run(os(&["matrix", "-o", "x.csv"]), b"p\xff.csv");
        assert_eq!(out.code, 0, "{}", out.err);
        // What is no file stays a clear refusal.
        assert_eq!(run(os(&["stations"]), b"\xff").code, 2);
        assert_eq!(run(os(&["route", "Khasan"]), b"\xff").code, 2);
        assert_eq!(run(os(&["simulate"]), b"no\xff").code, 2);
    }

    #[test]
    fn a_device_without_end_is_refused() {
        let sandbox = Sandbox::new();
        sandbox.write("nw/segments.csv", "from,to,length_km,gauge_mm\n");
        symlink("/dev/zero", sandbox.path().join("nw/stations.csv")).expect("linked");
        symlink("/dev/zero", sandbox.path().join("z.osm.pbf")).expect("linked");
        symlink("/dev/zero", sandbox.path().join("z.zip")).expect("linked");
        for line in [
            "claims /dev/zero",
            "compare /dev/zero",
            "calibrate /dev/zero --train leader-special",
            "calibrate --timetable /dev/zero --train leader-special",
            "simulate /dev/zero",
            "matrix /dev/zero -o x.csv",
            "network check nw",
            "route a b --network nw",
            "import osm z.osm.pbf -o made",
            "import gtfs z.zip -o made",
        ] {
            let words: Vec<&str> = line.split(' ').collect();
            sandbox.run(&words).refused(2);
        }
    }
}
