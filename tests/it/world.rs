//! Anywhere: journeys between cities that the surveyed network does not know.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use slowtrain::dataset::{ClaimRequest, ClaimsRequest, LocateRequest, MatrixRequest, ReachRequest};
use slowtrain::network::{Network, StationIdx};
use slowtrain::reported::Verdict;
use slowtrain::{Dataset, Error, Request};

fn data() -> Dataset {
    Dataset::bundled().expect("the bundled data are sound")
}

/// Distances as published, in km, recalled from encyclopaedias and railways' tables.
const PUBLISHED: [(&str, &str, f64); 9] = [
    ("Paris", "Marseille", 750.0),
    ("London", "Edinburgh", 632.0),
    ("Delhi", "Mumbai", 1_384.0),
    ("Chicago", "Los Angeles", 3_584.0),
    ("Cairo", "Aswan", 879.0),
    ("Buenos Aires", "Tucumán", 1_157.0),
    ("東京", "大阪", 515.0),
    ("Cape Town", "Johannesburg", 1_530.0),
    ("Bangkok", "Chiang Mai", 751.0),
];

#[test]
fn cities_of_the_whole_world_are_joined() {
    let data = data();
    for (from, to, published) in PUBLISHED {
        let plan = data.plan(&Request::new(from, to)).expect("joined by rail");
        let best = plan.best();
        let km = best.distance().km();
        assert!(
            (km / published - 1.0).abs() < 0.06,
            "{from}-{to}: {km:.0} km, published {published:.0}"
        );
        let range = best.distance_range.expect("it is sketched");
        assert!(range.low().km() <= published && published <= range.high().km());
        assert_eq!(plan.train().id, "generic-passenger");
        // Nothing is faster than the speed cap over the straight line.
        let straight = plan.summary();
        let slowtrain::report::Summary::Route(route) = straight else {
            panic!("a route");
        };
        assert!(best.technical_minimum < best.duration.low());
        assert!(range.low() >= route.routes[0].geodesic);
    }
}

#[test]
fn surveyed_lines_and_the_sketch_join() {
    let plan = data()
        .plan(&Request::new("London", "Vladivostok"))
        .expect("joined by rail");
    let network = plan.data().network();
    let steps = plan.best().route.steps();
    let (sketched, surveyed): (Vec<_>, Vec<_>) = steps
        .iter()
        .partition(|step| network.is_sketched(step.segment));
    assert!(!sketched.is_empty() && surveyed.len() > 100);
    // Published: Moscow-Vladivostok 9,289 km; London-Moscow by Brussels, Berlin and Minsk about 3,000 km.
    let km = plan.best().distance().km();
    assert!((11_500.0..13_200.0).contains(&km), "{km:.0} km");
}

/// In a process of its own, because other tests open the sketch.
#[test]
fn surveyed_questions_do_not_open_the_sketch() {
    let own = std::env::current_exe().expect("the path of this test");
    let child = Command::new(own)
        .args(["--ignored", "--exact", "world::surveyed_pairs_alone"])
        .output()
        .expect("the test runs itself");
    let told = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success(), "{told}");
    assert!(told.contains("1 passed"), "{told}");
}

/// 200 pairs that segments join: none is sketched, and afterwards the sketch is still closed. So no byte of an answer can come from it.
#[test]
#[ignore = "runs in a process of its own, started by surveyed_questions_do_not_open_the_sketch"]
fn surveyed_pairs_alone() {
    let data = data();
    let network = data.network();
    let component = components(network);
    let count = network.stations().len();
    let pairs = (0..count).map(|from| (from, (from * 7 + 311) % count));
    let joined = pairs.filter(|(from, to)| from != to && component[*from] == component[*to]);
    let mut answered = 0;
    for (from, to) in joined.step_by(4).take(200) {
        let id = |number: usize| network.stations()[number].id.to_string();
        let Ok(plan) = data.plan(&Request::new(id(from), id(to))) else {
            continue; // closed, or for another gauge
        };
        assert!(plan.data().network().sketched().is_none());
        answered += 1;
    }
    assert!(answered > 150, "{answered} of 200 pairs are answered");
    assert!(!slowtrain::dataset::is_sketch_open());
}

/// Which stations segments join, by the smallest number among them.
fn components(network: &Network) -> Vec<usize> {
    let mut root: Vec<usize> = (0..network.stations().len()).collect();
    let numbers = network.station_indices().zip(0..);
    let number: HashMap<StationIdx, usize> = numbers.collect();
    fn find(root: &mut [usize], mut at: usize) -> usize {
        while root[at] != at {
            root[at] = root[root[at]];
            at = root[at];
        }
        at
    }
    for segment in network.segments() {
        let ends = [segment.from, segment.to].map(|end| find(&mut root, number[&end]));
        root[ends[0].max(ends[1])] = ends[0].min(ends[1]);
    }
    (0..root.len()).map(|at| find(&mut root, at)).collect()
}

/// A network of one's own: two stations that nothing joins, one segment elsewhere.
fn own_network() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).expect("written");
    };
    write(
        "stations.csv",
        "id,name,country,lat,lon\n\
         gb-kings,Kings,GB,51.5309,-0.1233\n\
         gb-waverley,Waverley,GB,55.9520,-3.1894\n\
         gb-a,Alphaville,GB,52.0,-1.0\n\
         gb-b,Betatown,GB,52.1,-1.0\n",
    );
    write(
        "segments.csv",
        "from,to,length_km,gauge_mm\ngb-a,gb-b,12,1435\n",
    );
    folder
}

#[test]
fn any_network_joins_the_sketch() {
    let folder = own_network();
    let data = Dataset::open(folder.path()).expect("a sound network");
    // Published: 632 km from King's Cross to Waverley.
    let plan = data
        .plan(&Request::new("Kings", "Waverley"))
        .expect("the sketch joins them");
    let km = plan.best().distance().km();
    assert!((km / 632.0 - 1.0).abs() < 0.04, "{km:.0} km");
    let plan = data
        .plan(&Request::new("Kings", "Manchester GB"))
        .expect("the sketch joins them");
    assert!(plan.best().distance_range.is_some());
    // Its own lines win where they lead.
    let own = data
        .plan(&Request::new("Alphaville", "Betatown"))
        .expect("a segment joins them");
    assert!(own.data().network().sketched().is_none());
    let matrix = data.matrix(&MatrixRequest::new()).expect("a matrix");
    let rows = matrix.figures(&[("Kings", "Waverley"), ("Alphaville", "Betatown")]);
    assert!(
        rows[0]
            .as_ref()
            .is_ok_and(|row| row.distance_range.is_some())
    );
    assert!(
        rows[1]
            .as_ref()
            .is_ok_and(|row| row.distance_range.is_none())
    );
}

#[test]
fn claims_of_a_file_may_name_cities() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("claims.csv");
    let head =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/claims.csv"));
    let head = head
        .expect("the claims")
        .lines()
        .next()
        .expect("a header")
        .to_owned();
    let columns: Vec<&str> = head.split(',').collect();
    let row = |cells: &[(&str, &str)]| -> String {
        let cell = |column: &&str| {
            cells
                .iter()
                .find(|(name, _)| name == column)
                .map_or("", |(_, value)| *value)
        };
        columns.iter().map(cell).collect::<Vec<_>>().join(",")
    };
    let rows = [
        row(&[
            ("claim_id", "short"),
            ("from_place", "London"),
            ("to_place", "Edinburgh"),
            ("distance_km", "400"),
        ]),
        row(&[
            ("claim_id", "right"),
            ("from_id", "gb-london"),
            ("to_id", "gb-edinburgh"),
            ("distance_km", "650"),
        ]),
        row(&[
            ("claim_id", "sea"),
            ("from_place", "London"),
            ("to_place", "Dublin"),
            ("distance_km", "650"),
        ]),
    ];
    std::fs::write(&file, format!("{head}\n{}\n", rows.join("\n"))).expect("written");
    let request = ClaimsRequest {
        file: Some(file),
        id: None,
        command: None,
    };
    let judged = data().judge_all(&request, &mut |_, _| {}).expect("judged");
    let verdicts = judged.claims().iter();
    let verdicts: Vec<_> = verdicts
        .map(|claim| claim.answer.as_ref().ok().map(|answer| answer.verdict))
        .collect();
    assert_eq!(
        verdicts,
        [Some(Verdict::Impossible), Some(Verdict::Consistent), None]
    );
    let why = judged.claims()[2]
        .answer
        .as_ref()
        .expect_err("no rail link");
    assert!(
        why.contains("no rail link between Great Britain and Ireland"),
        "{why}"
    );
}

#[test]
fn a_negative_answer_says_why() {
    let data = data();
    let answer = |from, to| {
        let error = data
            .plan(&Request::new(from, to))
            .expect_err("no rail link");
        assert!(error.is_negative(), "{error}");
        error.to_string()
    };
    assert_eq!(
        answer("London", "Dublin"),
        "no rail link between Great Britain and Ireland: the lines of London and Dublin are not connected"
    );
    let closed = answer("Delhi", "Lahore");
    assert!(
        closed.contains("has been closed to all trains since 2019-08-10"),
        "{closed}"
    );
    let open = data.plan(&Request::new("Delhi", "Lahore").on("2018-05-01"));
    assert!(open.is_ok(), "the border was open in 2018");
    let several = data
        .plan(&Request::new("Birmingham", "London"))
        .expect_err("two cities");
    assert!(matches!(several, Error::SeveralCities { .. }), "{several}");
}

#[test]
fn claims_about_sketched_journeys_use_the_range() {
    let data = data();
    let verdict = |km| {
        let claim = ClaimRequest::new("London", "Edinburgh").km(km);
        data.judge(&claim).expect("judged").verdict()
    };
    assert_eq!(verdict(400.0), Some(Verdict::Impossible));
    // Within the range, though below what the sketch draws.
    assert_eq!(verdict(605.0), Some(Verdict::Consistent));
    assert_eq!(verdict(650.0), Some(Verdict::Consistent));
    assert_eq!(verdict(695.0), Some(Verdict::Consistent));
    assert_eq!(verdict(900.0), Some(Verdict::Doubtful));
}

#[test]
fn all_questions_take_cities() {
    let data = data();
    let matrix = data.matrix(&MatrixRequest::new()).expect("a matrix");
    let rows = matrix.figures(&[
        ("Paris", "Lyon"),
        ("Moscow", "Vladivostok"),
        ("Atlantis", "Paris"),
    ]);
    let km = |row: usize| rows[row].as_ref().map(|row| row.distance.km().round()).ok();
    assert!(
        km(0).is_some_and(|km| (400.0..540.0).contains(&km)),
        "{:?}",
        km(0)
    );
    assert_eq!(km(1), Some(9_248.0));
    assert!(rows[2].is_err());

    let reached = data
        .reach(&ReachRequest::new("Paris", "3h"))
        .expect("reached");
    let count = reached.reach().stations.len();
    assert!(count > 10, "{count} places");

    let located =
        LocateRequest::new("Paris", "Istanbul", "2026-05-01T08:00").at("2026-05-01T20:00");
    data.locate(&located).expect("located");
}

#[test]
fn curves_are_drawn() {
    let plan = data()
        .plan(&Request::new("Oslo", "Bergen NO"))
        .expect("joined");
    let network = plan.data().network();
    let bends: usize = plan
        .best()
        .route
        .steps()
        .iter()
        .map(|step| network.bends(step.segment).len())
        .sum();
    assert!(bends > 20, "{bends} bends over the mountains");
}
