//! Anywhere: journeys between cities that the surveyed network does not know.

use std::path::{Path, PathBuf};

use slowtrain::dataset::{ClaimRequest, LocateRequest, MatrixRequest, ReachRequest};
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

#[test]
fn surveyed_questions_do_not_open_the_sketch() {
    let data = data();
    let stations: Vec<String> = data
        .network()
        .stations()
        .iter()
        .map(|station| station.name.clone())
        .collect();
    let mut asked = 0;
    for (number, from) in stations.iter().enumerate().step_by(9) {
        let to = &stations[(number * 7 + 311) % stations.len()];
        let Ok(plan) = data.plan(&Request::new(from, to)) else {
            continue;
        };
        assert!(plan.data().network().sketched().is_none(), "{from}-{to}");
        asked += 1;
    }
    assert!(asked >= 20, "{asked} pairs are joined");
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

/// The folder with studies that lies beside the repository on some machines.
fn shared(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/world")
        .join(file);
    if path.is_file() {
        return Some(path);
    }
    eprintln!("skipped: {} is not there", path.display());
    None
}

fn rows(file: &str) -> Option<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(shared(file)?).expect("readable");
    let rows = text.lines().skip(1);
    Some(
        rows.map(|row| row.split(',').map(str::to_owned).collect())
            .collect(),
    )
}

/// Every pair of the study's distances and times, where the study is there: the figures that docs/world.md tells.
#[test]
#[ignore = "needs the study in ../shared/world, and takes a minute"]
fn all_pairs_of_the_study() {
    let data = data();
    let plan = |row: &[String]| {
        let city = |name: &str, country: &str| format!("{name}, {country}");
        let request = Request::new(city(&row[0], &row[1]), city(&row[2], &row[3]));
        data.plan(&request.train("generic-passenger"))
    };
    let Some(distances) = rows("distances.csv") else {
        return;
    };
    let (mut errors, mut inside, mut sketched) = (Vec::new(), 0, 0);
    for row in &distances {
        match plan(row) {
            Err(error) => println!("{}-{}: {error}", row[0], row[2]),
            Ok(plan) => {
                let published: f64 = row[4].parse().expect("a number");
                errors.push((plan.best().distance().km() / published - 1.0).abs());
                if let Some(range) = plan.best().distance_range {
                    sketched += 1;
                    let is_inside = range.low().km() <= published && published <= range.high().km();
                    inside += usize::from(is_inside);
                }
            }
        }
    }
    errors.sort_by(f64::total_cmp);
    let at = |share: f64| 100.0 * errors[(share * errors.len() as f64) as usize];
    println!(
        "distances: {} of {} answered, median error {:.1} %, 90 % within {:.1} %, {inside} of {sketched} inside the range",
        errors.len(),
        distances.len(),
        at(0.5),
        at(0.9)
    );
    assert!(at(0.5) < 2.5 && at(0.9) < 9.0 && inside * 10 >= sketched * 9);
    let Some(times) = rows("times.csv") else {
        return;
    };
    let (mut inside, mut count) = (0, 0);
    for row in &times {
        match plan(row) {
            Err(error) => println!("{}-{}: {error}", row[0], row[2]),
            Ok(plan) => {
                let hours: f64 = row[4].parse().expect("a number");
                let range = plan.best().duration;
                count += 1;
                inside += usize::from(range.low().h() <= hours && hours <= range.high().h());
            }
        }
    }
    println!("times: {inside} of {count} inside the range");
    assert!(inside * 10 >= count * 8);
}
