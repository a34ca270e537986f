//! Names and tables that are made to harm: nothing that is written is obeyed, and nothing takes more than its size.

use std::time::{Duration, Instant};

use crate::harness::Sandbox;

/// What names and texts may be made of.
const TEXTS: [&str; 12] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(2)>",
    "\u{1b}[31mRED\u{1b}]0;title\u{7}",
    "\u{202e}gnp.exe",
    "=cmd|' /C calc'!A0",
    "a|b `code` [x](javascript:alert(3)) **b**",
    "# heading",
    "&lt;script&gt;",
    "]]>--><!--",
    "+1-1",
    "@SUM(1)",
    "li\u{2028}ne\u{85}x",
];

/// A quoted cell.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A network whose names are such texts, in `nw`, and claims about it.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let mut stations = String::from("id,name,name_local,country,lat,lon,timezone,source\n");
    let mut segments = String::from("from,to,line,length_km,gauge_mm,max_speed_kmh,source\n");
    for (i, text) in TEXTS.iter().enumerate() {
        let (name, lat) = (quoted(text), 40.0 + 0.1 * i as f64);
        stations += &format!("kp-s{i},{name},{name},KP,{lat:.1},127,Asia/Pyongyang,s1\n");
        if i > 0 {
            segments += &format!("kp-s{},kp-s{i},{name},12,1435,60,s1\n", i - 1);
        }
    }
    let sources = format!(
        "id,what,licence\ns1,{},{}\n",
        quoted(TEXTS[0]),
        quoted(TEXTS[1])
    );
    let package = serde_json::json!({
        "name": TEXTS[0], "title": TEXTS[2], "version": TEXTS[1], "as_of": "2020-01-01",
        "attribution": format!("{}{}\n|x|", TEXTS[0], TEXTS[3]),
        "licenses": [{"name": TEXTS[5]}],
    });
    sandbox.write("nw/stations.csv", stations);
    sandbox.write("nw/segments.csv", segments);
    sandbox.write("nw/sources.csv", sources);
    sandbox.write("nw/datapackage.json", package.to_string());
    let claims = format!(
        "claim_id,outlet,claim_text_paraphrased,from_place,to_place,from_id,to_id,distance_km,train\n\
         {},{},{},x,y,kp-s0,kp-s11,200,generic-passenger\n",
        quoted(TEXTS[4]),
        quoted(TEXTS[5]),
        quoted(TEXTS[0])
    );
    sandbox.write("mine.csv", claims);
    sandbox
}

/// Everything that the commands write about that network: the name of each output and its text.
fn outputs() -> Vec<(String, String)> {
    let sandbox = sandbox();
    let mut found = Vec::new();
    for (line, endings) in [
        (
            "route kp-s0 kp-s11",
            &["md", "csv", "json", "html", "svg", "gpx", "kml", "geojson"][..],
        ),
        (
            "locate kp-s0 kp-s11 --departed 2020-01-01T08:00 --at 2020-01-01T09:00",
            &["md", "csv", "json", "html", "svg", "gpx", "kml", "geojson"],
        ),
        (
            "reach kp-s0 --within 3h",
            &["md", "csv", "json", "html", "svg", "geojson"],
        ),
        ("claims mine.csv", &["md", "csv", "json"]),
    ] {
        for ending in endings {
            let name = format!("{}.{ending}", line.split(' ').next().unwrap_or(line));
            let mut words: Vec<&str> = line.split(' ').collect();
            words.extend([
                "--network",
                "nw",
                "--train",
                "generic-passenger",
                "-o",
                &name,
            ]);
            if line.starts_with("claims") {
                words.retain(|word| !["--train", "generic-passenger"].contains(word));
            }
            let out = sandbox.run(&words);
            assert_eq!(out.code, 0, "{line}: {}", out.err);
            found.push((name.clone(), sandbox.read(&name)));
            found.push((format!("terminal of {name}"), out.out + &out.err));
        }
    }
    for format in ["table", "json", "csv", "md"] {
        let out = sandbox.run(&["network", "check", "nw", "--format", format]);
        found.push((format!("check.{format}"), out.out));
    }
    found
}

#[test]
fn nothing_that_is_written_is_obeyed() {
    for (name, text) in outputs() {
        let bad = text.chars().find(|c| {
            c.is_control() && *c != '\n' || matches!(*c, '\u{202a}'..='\u{202e}' | '\u{2028}')
        });
        assert_eq!(bad, None, "{name}");
        if name.ends_with(".md") && !name.starts_with("terminal") {
            for markup in ["<script", "<img", "[x](", " **b**", "\n# heading", "&lt;"] {
                let start = text.find(markup);
                let before = start.map(|at| &text[at.saturating_sub(1)..at]);
                assert!(
                    before.is_none_or(|c| c == "\\"),
                    "{name}: {markup} in\n{text}"
                );
            }
        }
        if !name.starts_with("terminal")
            && [".html", ".svg", ".gpx", ".kml"]
                .iter()
                .any(|ending| name.ends_with(ending))
        {
            for markup in ["<script>alert", "<img", "onerror=alert(2)>"] {
                assert!(!text.contains(markup), "{name}: {markup}");
            }
        }
        if name.ends_with(".csv") && !name.starts_with("terminal") {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(text.as_bytes());
            for record in reader.records() {
                for cell in &record.expect("CSV") {
                    let is_run = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    assert!(!is_run || cell.parse::<f64>().is_ok(), "{name}: {cell}");
                }
            }
        }
    }
}

#[test]
fn json_keeps_names_and_escapes_them() {
    let sandbox = sandbox();
    let words = [
        "route",
        "kp-s0",
        "kp-s11",
        "--network",
        "nw",
        "--format",
        "json",
    ];
    let out = sandbox.run(&[&words[..], &["--train", "generic-passenger"]].concat());
    let text = out.out.clone();
    assert!(text.contains("\\u202e"), "{text}");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert!(
        value.to_string().contains(TEXTS[3]),
        "the name itself is whole"
    );
}

#[test]
fn a_check_warns_of_names_that_are_obeyed() {
    let out = sandbox()
        .run(&["network", "check", "nw", "--format", "csv"])
        .out;
    let count = out
        .lines()
        .filter(|line| line.contains("unreadable-name"))
        .count();
    // Three of the texts, each a name, a local name and a line.
    assert_eq!(count, 9, "{out}");
}

#[test]
fn many_columns_take_time_in_proportion() {
    let check = |columns: usize| {
        let sandbox = Sandbox::new();
        let names: String = (0..columns).map(|i| format!(",x{i}")).collect();
        let commas = ",".repeat(columns);
        sandbox.write("nw/stations.csv", format!("id,name,country,lat,lon{names}\nkp-a,A,KP,40,127{commas}\nkp-b,B,KP,41,127{commas}\n"));
        sandbox.write(
            "nw/segments.csv",
            "from,to,length_km,gauge_mm\nkp-a,kp-b,120,1435\n",
        );
        let start = Instant::now();
        let out = sandbox.run(&["network", "check", "nw"]);
        assert_eq!(out.code, 0, "{}", out.err);
        assert!(
            out.out.contains("more columns are known to nothing here"),
            "{}",
            out.out
        );
        start.elapsed()
    };
    check(1_000);
    // The square would take 40,000 times as long.
    assert!(check(200_000) < Duration::from_secs(30));
}

#[test]
fn short_rows_do_not_outgrow_the_file() {
    let sandbox = Sandbox::new();
    let names: String = (0..20_000).map(|i| format!(",x{i}")).collect();
    let rows = "a\n".repeat(100_000);
    sandbox.write(
        "nw/stations.csv",
        format!("id,name,country,lat,lon{names}\n{rows}"),
    );
    sandbox.write("nw/segments.csv", "from,to,length_km,gauge_mm\n");
    let start = Instant::now();
    let out = sandbox.run(&["network", "check", "nw"]);
    assert_eq!(out.code, 1);
    assert!(out.out.contains("rows below this one are not read"));
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn dense_stations_are_refused_with_their_number() {
    let star = |count: usize| {
        let sandbox = Sandbox::new();
        let mut stations = String::from("id,name,country,lat,lon\nkp-hub,Hub,KP,40,127\n");
        let mut segments = String::from("from,to,length_km,gauge_mm\n");
        for i in 0..count {
            stations += &format!("kp-s{i},S{i},KP,40.1,{}\n", 120.0 + i as f64 / 1_000.0);
            segments += &format!("kp-hub,kp-s{i},900,1435\n");
        }
        sandbox.write("nw/stations.csv", stations);
        sandbox.write("nw/segments.csv", segments);
        sandbox
    };
    let dense = star(4_000);
    let out = dense.run(&["network", "check", "nw", "--format", "csv"]);
    assert_eq!(out.code, 1);
    assert!(
        out.out
            .contains("kp-hub has 4000 segments; a station may have 1000 at most")
    );
    let words = ["route", "kp-s0", "kp-s1", "--network", "nw"];
    assert!(dense.run(&words).refused(2).contains("has 4000 segments"));
    let bearable = star(1_000).run(&words);
    assert_eq!(bearable.code, 0, "{}", bearable.err);
}
