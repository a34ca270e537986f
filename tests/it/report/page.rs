//! The page in a real browser: no error, no network, the map zooms, legs light up, the table sorts, texts do not meet.
//! Skipped, saying so, where there is no Chromium.

use std::path::PathBuf;
use std::process::Command;

use slowtrain::report::{Format, Summary};

use super::formats::written;
use super::{answers, fixture};

/// What is done to the page, and what it then says of itself.
const TRIAL: &str = include_str!("fixture/trial.js");

/// The names under which Chromium is installed.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let all = BROWSERS
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter().find(|file| file.is_file())
}

/// The lines that the trial wrote into the page.
fn tried(browser: &PathBuf, summary: &Summary) -> Vec<String> {
    let page = summary.html();
    let watch = "<script>window.faults=[];addEventListener('error',e=>faults.push(e.message));\
                 addEventListener('securitypolicyviolation',e=>faults.push(e.blockedURI));</script>";
    let page = page.replacen("<title>", &format!("{watch}<title>"), 1);
    let page = page.replace("</body>", &format!("<script>{TRIAL}</script></body>"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trip.html");
    std::fs::write(&file, page).expect("written");
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--window-size=1100,900",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", folder.path().display()))
        .arg(format!("file://{}", file.display()))
        .output()
        .expect("Chromium runs");
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let start = dom.find("<pre id=\"trial\">").expect("the trial ran") + "<pre id=\"trial\">".len();
    let end = start + dom[start..].find("</pre>").expect("closed");
    dom[start..end].lines().map(str::to_owned).collect()
}

#[test]
#[ignore = "needs Chromium"]
fn the_page_works_in_a_browser() {
    let browser = browser().expect("Chromium is installed");
    let routes = [fixture::pyongyang_vladivostok(), fixture::pyongyang_sopo()];
    let routes = routes.map(Summary::Route);
    for summary in routes.iter().chain(&answers::all()) {
        let name = summary.kind();
        let lines = tried(&browser, summary);
        let failed: Vec<&String> = lines
            .iter()
            .filter(|line| !line.starts_with("ok "))
            .collect();
        assert!(failed.is_empty(), "{name}: {failed:#?}");
        assert!(lines.len() >= 8, "{lines:?}");
    }
}

#[test]
fn the_page_is_small_and_alone() {
    let page = written(fixture::pyongyang_vladivostok(), Format::Html);
    assert!(page.len() < 1_000_000, "{}", page.len());
    for fetched in ["src=", "@import", "url(http", "<link", "href="] {
        assert!(!page.contains(fetched), "{fetched}");
    }
    assert!(page.contains("default-src 'none'"));
    assert!(page.contains("slowtrain route"), "the command that made it");
}

#[test]
fn hostile_names_stay_text_in_the_page() {
    let mut route = fixture::pyongyang_sopo();
    let name = "</script><script>alert(1)</script>";
    route.from.name = name.to_owned();
    route.routes[0].legs[0].from.name = name.to_owned();
    route.routes[0].calls[0].place.name = name.to_owned();
    route.provenance.command = name.to_owned();
    route.routes[0].warnings[0].text = name.to_owned();
    let page = written(route, Format::Html);
    assert_eq!(
        page.matches("<script").count(),
        2,
        "data and script, nothing else"
    );
}

#[test]
fn the_page_of_the_meridian_trip_is_kept() {
    let page = written(fixture::across_the_180th_meridian(), Format::Html);
    // The pictures have a snapshot of their own, and style and script are files.
    let main = page.find("<header>").expect("a header");
    let text: String = page[main..]
        .split("<svg")
        .map(|part| part.split("</svg>").last().unwrap_or(part))
        .collect();
    let end = text.find("<script>").expect("a script");
    insta::assert_snapshot!("meridian.html", &text[..end]);
}
