//! `slowtrain serve` as browsers, programs and attackers meet it: raw HTTP over loopback.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::harness::{Sandbox, call};

/// A running server; it is ended when the test is.
struct Server {
    child: Child,
    address: String,
    _folder: Sandbox,
}

impl Server {
    fn start(options: &[&str]) -> Server {
        let folder = Sandbox::new();
        let arguments = ["serve", "--listen", "0", "--time-limit", "600"]
            .iter()
            .chain(options);
        let mut child = folder
            .command(&arguments.collect::<Vec<_>>())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        let out = child.stdout.as_mut().expect("a pipe");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let address = line
            .split_once("http://")
            .and_then(|(_, rest)| rest.split_once('/'))
            .unwrap_or_else(|| panic!("no address in {line:?}"));
        let address = address.0.to_owned();
        Server {
            child,
            address,
            _folder: folder,
        }
    }

    fn send(&self, request: &[u8]) -> Response {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let wait = Some(Duration::from_secs(120));
        stream.set_read_timeout(wait).expect("a time");
        // A server that refuses early may close before all is written.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        Response::read(&bytes)
    }

    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Response {
        let length = match body.len() {
            0 => String::new(),
            length => format!("Content-Length: {length}\r\n"),
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{length}{headers}\r\n{body}"
        );
        self.send(request.as_bytes())
    }

    fn get(&self, path: &str) -> Response {
        self.ask("GET", path, "", "")
    }

    fn json(&self, path: &str) -> Value {
        let response = self.get(path);
        assert_eq!(response.status, 200, "{path}: {}", response.text());
        serde_json::from_str(&response.text()).expect("JSON")
    }

    fn matrix(&self, options: &str, media: &str, body: &str) -> Response {
        let path = format!("/api/matrix{options}");
        self.ask("POST", &path, &format!("Content-Type: {media}\r\n"), body)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server of its own for a test: one that all share would outlive them.
fn usual() -> Server {
    Server::start(&[])
}

struct Response {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Response {
    fn read(bytes: &[u8]) -> Response {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.expect("a head");
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|text| text.parse().ok());
        let mut body = bytes[end + 4..].to_vec();
        if head.contains("transfer-encoding: chunked") {
            body = unchunked(&body);
        }
        Response {
            status: status.expect("a status"),
            head,
            body,
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines();
        lines
            .filter_map(|line| line.split_once(": "))
            .find_map(|(known, value)| (known == name).then_some(value))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The code and text of a refusal.
    #[track_caller]
    fn problem(&self, status: u16) -> (String, String) {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json")
        );
        let problem: Value = serde_json::from_str(&self.text()).expect("JSON");
        assert_eq!(problem["status"], status);
        let text = |key: &str| problem[key].as_str().expect("a text").to_owned();
        (text("code"), text("detail"))
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = rest
            .windows(2)
            .position(|two| two == b"\r\n")
            .expect("a size");
        let size = std::str::from_utf8(&rest[..end]).expect("digits");
        let size = usize::from_str_radix(size, 16).expect("digits");
        rest = &rest[end + 2..];
        if size == 0 {
            return body;
        }
        body.extend_from_slice(&rest[..size]);
        rest = &rest[size + 2..];
    }
}

/// An answer without the command that made it.
fn plain(mut answer: Value) -> Value {
    if let Some(object) = answer.as_object_mut() {
        object.remove("command");
    }
    answer
}

#[test]
fn answers_are_those_of_the_command_line() {
    let server = usual();
    for (path, command) in [
        (
            "/api/route?from=%ED%8F%89%EC%96%91&to=Vladivostok&depart=2019-04-24T02:00&via=Chongjin&alternatives=2&cars=12",
            "route 평양 Vladivostok --depart 2019-04-24T02:00 --via Chongjin --alternatives 2 --cars 12",
        ),
        ("/api/route?from=Paris&to=Istanbul", "route Paris Istanbul"),
        (
            "/api/claim?from=Pyongyang&to=Vladivostok&km=200&hours=nearly+20",
            "claim Pyongyang Vladivostok --km 200 --hours \"nearly 20\"",
        ),
        (
            "/api/locate?from=Khasan&to=Vladivostok&departed=2019-04-24T11:40&seen=Ussuriysk%3D2019-04-24T16:00&at=2019-04-24T17:00",
            "locate Khasan Vladivostok --departed 2019-04-24T11:40 --seen Ussuriysk=2019-04-24T16:00 --at 2019-04-24T17:00",
        ),
        (
            "/api/reach?from=Khasan&within=6h",
            "reach Khasan --within 6h",
        ),
        (
            "/api/stations?query=%EB%91%90%EB%A7%8C%EA%B0%95",
            "stations 두만강",
        ),
        ("/api/trains?name=leader-special", "trains leader-special"),
        (
            "/api/compare?journey=kju-2019-03-hanoi-ret",
            "compare --journey kju-2019-03-hanoi-ret",
        ),
    ] {
        let answer = server.json(path);
        let told = call(&format!("{command} --format json --quiet"));
        let expected: Value = serde_json::from_str(&told.out).expect("JSON");
        assert_eq!(plain(answer.clone()), plain(expected), "{path}");
        // The command that the answer carries asks the same.
        if let Some(own) = answer["command"].as_str() {
            let own = own.strip_prefix("slowtrain ").expect("a command");
            let again = call(&format!("{own} --format json --quiet"));
            let again: Value = serde_json::from_str(&again.out).expect("JSON");
            assert_eq!(plain(again), plain(answer.clone()), "{own}");
        }
    }
}

#[test]
fn the_known_journey_has_its_known_figures() {
    // Pyongyang to Vladivostok by Tumangang and Khasan: 1,231 km by the timetables of both railways.
    let answer = usual().json("/api/route?from=Pyongyang&to=Vladivostok");
    let route = &answer["routes"][0];
    let km = route["distance_km"].as_f64().expect("a number");
    assert!((km - 1_231.0).abs() < 1.0, "{km}");
    let path = &route["path"];
    let last = |key: &str| path[key].as_array().and_then(|all| all.last()?.as_f64());
    assert!((last("at_km").expect("a number") - km).abs() < 0.1);
    // Vladivostok's station stands at 43.11 N, 131.88 E.
    assert!((last("lat").expect("a number") - 43.11).abs() < 0.01);
    assert!((last("lon").expect("a number") - 131.88).abs() < 0.01);
    let lengths = ["at_km", "lat", "lon"].map(|key| path[key].as_array().map(Vec::len));
    assert!(lengths.iter().all(|length| *length == lengths[0]));
    let curve = &route["speed_curve"];
    assert_eq!(curve["speed_kmh"][0], 0.0);
    assert!(
        route["words"]["answer"]
            .as_str()
            .is_some_and(|told| told.starts_with("1,231 km in "))
    );
}

#[test]
fn refusals_have_the_texts_and_codes_of_the_command_line() {
    let server = usual();
    let (code, text) = server
        .get("/api/route?from=Pyongyangg&to=Nowhereville")
        .problem(400);
    assert_eq!(code, "unknown_station");
    let told = call("route Pyongyangg Nowhereville").refused(2);
    assert_eq!(told.trim_end(), format!("slowtrain: {text}"));
    let (code, text) = server
        .get("/api/route?from=Pyongyang&to=Busan&avoid=KR")
        .problem(422);
    assert_eq!(code, "no_route");
    let told = call("route Pyongyang Busan --avoid KR").refused(1);
    assert_eq!(told.trim_end(), format!("slowtrain: {text}"));
    for (path, code) in [
        ("/api/route?from=Pyongyang", "missing_parameter"),
        ("/api/route?from=a&to=b&form=c", "unknown_parameter"),
        ("/api/route?from=a&to=b&alternatives=21", "bad_parameter"),
        ("/api/route?from=a&to=b&format=exe", "bad_parameter"),
        (
            "/api/route?from=a&to=b&train=%2Fetc%2Fpasswd.toml",
            "unknown_station",
        ),
        (
            "/api/route?from=Seoul&to=Busan&train=%2Fetc%2Fpasswd.toml",
            "unknown_train",
        ),
        ("/api/route?from=%zz&to=b", "bad_query"),
        ("/api/claim?from=Seoul&to=Busan", "nothing_claimed"),
        (
            "/api/locate?from=Seoul&to=Busan&departed=2019-04-24T10:00&convoy=3",
            "missing_parameter",
        ),
        ("/api/stations", "missing_parameter"),
        ("/api/stations?near=1000,3", "bad_parameter"),
    ] {
        assert_eq!(server.get(path).problem(400).0, code, "{path}");
    }
    assert_eq!(server.get("/api/nothing").problem(404).0, "not_found");
    assert_eq!(server.get("/../Cargo.toml").problem(404).0, "not_found");
    let wrong = server.ask("DELETE", "/api/route", "", "");
    assert_eq!(wrong.header("allow"), Some("get, head"));
    assert_eq!(wrong.problem(405).0, "method");
}

#[test]
fn requests_are_bounded() {
    let server = usual();
    let vias = "&via=Buy".repeat(21);
    let path = format!("/api/route?from=Moscow&to=Vladivostok{vias}");
    assert_eq!(server.get(&path).problem(400).0, "too_many");
    let long = format!("/api/route?from={}", "a".repeat(9_000));
    assert_eq!(server.get(&long).problem(414).0, "too_long");
    let huge = server.ask("GET", "/", &format!("X: {}\r\n", "a".repeat(60_000)), "");
    assert!((400..500).contains(&huge.status), "{}", huge.status);
    let body = format!("from,to\n{}", "Moscow,Vladivostok\n".repeat(120_000));
    let large = server.matrix("", "text/csv", &body);
    assert_eq!(large.problem(413).0, "too_large");
    let many = format!("from,to\n{}", "a,b\n".repeat(20_001));
    assert_eq!(
        server.matrix("", "text/csv", &many).problem(413).0,
        "too_many"
    );
    assert_eq!(
        server.matrix("", "text/plain", "a").problem(415).0,
        "bad_body"
    );
    assert_eq!(server.get("/healthz").text(), "ok\n");
}

#[test]
fn foreign_hosts_are_refused() {
    let server = usual();
    let with = |host: &str| {
        let request = format!("GET /healthz HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
        server.send(request.as_bytes())
    };
    assert_eq!(
        with("Host: evil.example\r\n").problem(421).0,
        "foreign_host"
    );
    assert_eq!(with("Host: evil.example:8484\r\n").status, 421);
    assert_eq!(with("").status, 421);
    assert_eq!(with(&format!("Host: {}\r\n", server.address)).status, 200);
    let named = Server::start(&["--allow-host", "trains.example"]);
    let request = b"GET /healthz HTTP/1.1\r\nHost: trains.example\r\nConnection: close\r\n\r\n";
    assert_eq!(named.send(request).status, 200);
}

#[test]
fn responses_keep_browsers_safe_and_can_be_kept() {
    let server = usual();
    for path in [
        "/",
        "/api/route?from=Seoul&to=Busan",
        "/api/nothing",
        "/metrics",
        "/api/docs",
    ] {
        let response = server.get(path);
        let policy = response.header("content-security-policy").expect(path);
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "deny"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(response.header(name), Some(value), "{path}");
        }
        assert_eq!(response.header("access-control-allow-origin"), None);
    }
    let path = "/api/route?from=Pyongyang&to=Vladivostok";
    let first = server.get(path);
    let tag = first.header("etag").expect("a tag");
    let again = server.ask("GET", path, &format!("If-None-Match: {tag}\r\n"), "");
    assert_eq!((again.status, again.body.len()), (304, 0));
    let packed = server.ask("GET", path, "Accept-Encoding: gzip\r\n", "");
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.body.len() * 2 < first.body.len());
    let mut text = String::new();
    let mut reader = flate2::read::GzDecoder::new(packed.body.as_slice());
    reader.read_to_string(&mut text).expect("gzip");
    assert_eq!(text, first.text());
    let head = server.ask("HEAD", path, "", "");
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn every_format_can_be_saved() {
    let server = usual();
    for (format, begins) in [
        ("json", "{\"schema\":\"slowtrain.route/1\""),
        ("csv", "route_rank,"),
        ("md", "# "),
        ("html", "<!doctype html>"),
        ("svg", "<svg"),
        ("map.svg", "<svg"),
        ("geojson", "{\"type\":\"FeatureCollection\""),
        ("gpx", "<?xml"),
        ("kml", "<?xml"),
        ("png", "\u{fffd}PNG"),
        ("speed.png", "\u{fffd}PNG"),
    ] {
        let path =
            format!("/api/route?from=Seoul&to=Busan&format={format}&download=true&width=420");
        let response = server.get(&path);
        assert_eq!(response.status, 200, "{format}: {}", response.text());
        let text = response.text();
        assert!(
            text.starts_with(begins),
            "{format}: {}",
            text.chars().take(80).collect::<String>()
        );
        let file = format!("attachment; filename=\"route.{format}\"");
        assert_eq!(response.header("content-disposition"), Some(file.as_str()));
    }
}

#[test]
fn a_matrix_has_the_rows_of_the_command_line() {
    let server = usual();
    let pairs = "from,to\nSeoul,Busan\nMoscow,Nowhereville\nParis,Istanbul\nSeoul,Seoul\n평양,Владивосток\n=1+1,Seoul\n";
    let folder = Sandbox::new();
    folder.write("pairs.csv", pairs);
    folder.run(&["matrix", "pairs.csv", "-o", "out.csv"]);
    let expected = folder.read("out.csv");
    assert_eq!(server.matrix("", "text/csv", pairs).text(), expected);
    let json = r#"[{"from": "Seoul", "to": "Busan"}, {"from": "Pyongyang", "to": "kp-pyongyang"}]"#;
    let rows = server.matrix(
        "?format=jsonl&train=generic-passenger",
        "application/json",
        json,
    );
    let rows: Vec<Value> = rows
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(rows.len(), 2);
    assert!(rows[0]["distance_km"].is_number() && rows[0]["error"].is_null());
    assert_eq!(
        (&rows[1]["reason"], &rows[1]["distance_km"]),
        (&Value::from("same_ends"), &Value::Null)
    );
    let wrong = server.matrix("?train=nonesuch", "text/csv", pairs);
    assert_eq!(wrong.problem(400).0, "unknown_train");
}

#[test]
fn a_flood_of_matrices_does_not_starve_routes() {
    let server = Server::start(&["--workers", "2"]);
    let body = format!(
        "from,to\n{}",
        "Moscow,Vladivostok\nHanoi,Beijing\n".repeat(10_000)
    );
    std::thread::scope(|scope| {
        let flood: Vec<_> = (0..24)
            .map(|_| {
                let (address, body) = (&server.address, &body);
                scope.spawn(move || {
                    let mut stream = TcpStream::connect(address).expect("it listens");
                    let head = format!(
                        "POST /api/matrix HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: {}\r\n\r\n",
                        body.len()
                    );
                    let _ = stream.write_all(head.as_bytes());
                    let _ = stream.write_all(body.as_bytes());
                    let mut first = [0; 12];
                    let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
                    let _ = stream.read_exact(&mut first);
                    // Those that run are left in the middle: the reader goes away.
                    String::from_utf8_lossy(&first[9..]).into_owned()
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(300));
        let mut times = Vec::new();
        for _ in 0..20 {
            let begun = Instant::now();
            assert_eq!(server.get("/api/route?from=Seoul&to=Busan").status, 200);
            times.push(begun.elapsed());
        }
        times.sort();
        // Far above what it takes, for a machine that does other things, too; starved routes would take minutes.
        assert!(times[10] < Duration::from_secs(2), "{times:?}");
        let status: Vec<String> = flood
            .into_iter()
            .map(|one| one.join().expect("it ends"))
            .collect();
        assert!(status.iter().any(|status| status == "200"), "{status:?}");
        assert!(status.iter().any(|status| status == "503"), "{status:?}");
    });
    // What was left is given up, so that another matrix is answered soon.
    let small = server.matrix("", "text/csv", "from,to\nSeoul,Busan\n");
    assert_eq!(small.status, 200, "{}", small.text());
}

#[test]
fn sentences_are_read() {
    let path = "/api/sentence?text=700+km+to+Vladivostok+in+a+bit+over+ten+hours";
    let read = usual().json(path);
    assert_eq!(
        (&read["to"], &read["km"], &read["hours"], &read["from"]),
        (
            &Value::from("Vladivostok"),
            &Value::from("700"),
            &Value::from("over 10"),
            &Value::Null
        )
    );
    let claim =
        "claim Pyongyang --text \"700 km to Vladivostok in a bit over ten hours\" --format json";
    let typed = call(claim);
    assert!(
        typed
            .err
            .contains("understood as: to Vladivostok, 700 km, over 10 hours"),
        "{}",
        typed.err
    );
    let typed: Value = serde_json::from_str(&typed.out).expect("JSON");
    let asked = "/api/claim?from=Pyongyang&to=Vladivostok&km=700&hours=over+10";
    assert_eq!(plain(typed), plain(usual().json(asked)));
    let told = call("claim --text \"a slow train\"").refused(2);
    assert!(
        told.contains("does not say where the journey starts"),
        "{told}"
    );
}

#[test]
fn counts_and_descriptions_are_there() {
    let server = usual();
    server.get("/api/route?from=Seoul&to=Busan");
    let counted = server.get("/metrics").text();
    assert!(
        counted.contains("slowtrain_requests_total{path=\"/api/route\",status=\"200\"}"),
        "{counted}"
    );
    let described = server.json("/api/openapi.json");
    assert_eq!(described["openapi"], "3.1.0");
    for path in [
        "/api/route",
        "/api/claim",
        "/api/compare",
        "/api/locate",
        "/api/reach",
        "/api/stations",
        "/api/trains",
    ] {
        assert!(described["paths"][path]["get"].is_object(), "{path}");
        assert!(server.get("/api/docs").text().contains(path), "{path}");
    }
    assert!(described["paths"]["/api/matrix"]["post"].is_object());
}

#[test]
fn the_page_is_small_and_asks_nobody_else() {
    let server = usual();
    let page = server.get("/").text();
    let quoted = page.split('"').filter(|part| part.starts_with('/'));
    let mut paths: Vec<&str> = quoted
        .filter(|part| part.ends_with(".js") || part.ends_with(".css"))
        .collect();
    paths.extend([
        "/",
        "/icon.svg",
        "/js/menu.js",
        "/js/claim.js",
        "/js/reach.js",
    ]);
    paths.extend([
        "/map/basemap.bin",
        "/map/rails.bin",
        "/map/network.json",
        "/map/cities.json",
    ]);
    paths.sort_unstable();
    paths.dedup();
    let mut bytes = 0;
    for path in paths {
        let response = server.ask("GET", path, "Accept-Encoding: gzip\r\n", "");
        assert_eq!(response.status, 200, "{path}");
        bytes += response.body.len();
        let is_text = [".js", ".css", "/"].iter().any(|end| path.ends_with(end));
        if is_text {
            let text = server.get(path).text();
            let foreign = text.replace("http://www.w3.org/2000/svg", "");
            assert!(
                !foreign.contains("http://") && !foreign.contains("https://"),
                "{path}"
            );
        }
    }
    assert!(bytes < 1_000_000, "the first view has {bytes} bytes");
}

#[cfg(unix)]
#[test]
fn it_ends_in_order_when_asked() {
    let mut server = Server::start(&[]);
    assert_eq!(server.get("/healthz").status, 200);
    let pid = server.child.id().to_string();
    let asked = std::process::Command::new("kill")
        .args(["-TERM", &pid])
        .status();
    assert!(asked.expect("kill is there").success());
    let ended = server.child.wait().expect("it ends");
    assert_eq!(ended.code(), Some(0));
}

#[test]
fn a_port_that_is_taken_is_said() {
    let held = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = held.local_addr().expect("an address");
    let told = call(&format!("serve --listen {address} --time-limit 30")).refused(2);
    assert!(
        told.contains("cannot listen on 127.0.0.1:") && told.contains("--listen 0"),
        "{told}"
    );
    let told = call("serve --listen nowhere").refused(2);
    assert!(
        told.contains("an address and a port like 127.0.0.1:8484"),
        "{told}"
    );
}
