//! Answers of every kind in every format they have: well formed, with their attribution, kept as snapshots.

use slowtrain::network::Findings;
use slowtrain::report::locate::{LocateSummary, PositionRow, SeenRow, Status, TrainRow};
use slowtrain::report::reach::{ReachSummary, StationReached, Within};
use slowtrain::report::summary::{CompareSummary, Prominence};
use slowtrain::report::{
    ClaimsSummary, Format, JudgedClaim, Kind, Picture, Summary, WIDTH, render,
};
use slowtrain::reported::{
    Check, Claim, ClaimAnswer, Compared, ComparedReason, ComputedJourney, Figure, Offer, Outcome,
    Reason, Subject, Verdict, read_journeys,
};
use slowtrain::units::{Estimate, Length, RunTime};

use super::fixture;

/// Every format there is.
const FORMATS: [Format; 18] = [
    Format::Json,
    Format::Csv,
    Format::Markdown,
    Format::GeoJson,
    Format::Gpx,
    Format::Kml,
    Format::Html,
    Format::Brief,
    Format::Svg(Picture::Sheet),
    Format::Svg(Picture::Map),
    Format::Svg(Picture::Speed),
    Format::Svg(Picture::Timetable),
    Format::Svg(Picture::Comparison),
    Format::Png(Picture::Sheet),
    Format::Png(Picture::Map),
    Format::Png(Picture::Speed),
    Format::Png(Picture::Timetable),
    Format::Png(Picture::Comparison),
];

/// The made-up trip over the 180th meridian in each kind of answer.
pub fn all() -> [Summary; 5] {
    [
        Summary::Route(fixture::across_the_180th_meridian()),
        Summary::Locate(located()),
        Summary::Reach(reached()),
        Summary::Compare(compared()),
        Summary::Claims(claimed()),
    ]
}

/// A train half planned, seen at the start, with a pilot half an hour ahead.
fn located() -> LocateSummary {
    let route = fixture::across_the_180th_meridian();
    let planned = &route.routes[0];
    let (before, after) = (
        planned.calls[1].place.clone(),
        planned.calls[2].place.clone(),
    );
    let middle = (planned.calls[1].at + planned.calls[2].at) * 0.5;
    let position = PositionRow {
        status: Status::UnderWay,
        place: Estimate::new(middle * 0.8, middle, middle * 1.2).expect("ordered"),
        position: before.position,
        between: (before, after),
        dwell_percent: 0.0,
        arrived_percent: 0.0,
        countries: vec![("RU".to_owned(), "Russia".to_owned(), 100.0)],
    };
    let train = |label: &str, later: f64| TrainRow {
        label: label.to_owned(),
        later: RunTime::from_h(later),
        position: Some(position.clone()),
    };
    let seen = SeenRow {
        place: route.from.clone(),
        at: Length::ZERO,
        time: RunTime::ZERO,
        local: None,
        kind: "leaving",
        sight: None,
    };
    let departed = "2019-04-24T00:00:00Z".parse().expect("an instant");
    let at = "2019-04-24T03:00:00Z".parse().expect("an instant");
    LocateSummary {
        departed,
        at: Some(at),
        expected: planned.duration,
        seen: vec![seen],
        trains: vec![train("pilot", -0.5), train("leader's", 0.0)],
        own: 1,
        zones: vec![None; planned.calls.len()],
        samples: 1_000,
        route,
    }
}

/// The stations of the trip, as far as four hours may reach.
fn reached() -> ReachSummary {
    let route = fixture::across_the_180th_meridian();
    let planned = &route.routes[0];
    let limit = RunTime::from_h(6.0);
    let station = |i: usize| {
        let call = &planned.calls[i];
        let time = call.arrives;
        StationReached {
            place: call.place.clone(),
            country: "Russia".to_owned(),
            before: planned.calls[i - 1].place.clone(),
            drawn: vec![planned.calls[i - 1].place.position, call.place.position],
            joined: Vec::new(),
            line: None,
            distance: call.at,
            time,
            technical_minimum: time.low() * 0.5,
            within: match time {
                _ if time.high() <= limit => Within::High,
                _ if time.likely() <= limit => Within::Likely,
                _ if time.low() <= limit => Within::Low,
                _ => Within::TechnicalMinimum,
            },
            prominence: Prominence::default(),
        }
    };
    ReachSummary {
        provenance: route.provenance.clone(),
        train: route.train.clone(),
        from: route.from.clone(),
        limit,
        stations: (1..planned.calls.len()).map(station).collect(),
        remarks: Vec::new(),
    }
}

/// A consistent journey, an impossible one and one that cannot be compared.
fn compared() -> CompareSummary {
    let table = "journey_id,title,from_place,to_place,duration_h\n\
                 a,Spring trip,West End,Cape,9\n\
                 b,Fast trip,West End,Cape,2\n\
                 c,Trip to nowhere,West End,Nowhere,5\n";
    let mut findings = Findings::new();
    let journeys = read_journeys("mine.csv", table.as_bytes().into(), &mut findings);
    assert!(findings.is_empty(), "{findings}");
    let computed = Estimate::new(8.2, 9.2, 10.8).expect("ordered");
    let judged = |reported: f64, verdict: Verdict| Outcome::Judged {
        computed: computed.map(RunTime::from_h),
        technical_minimum: RunTime::from_h(5.0),
        distance: Length::from_km(460.0),
        countries: Vec::new(),
        ratio: Some(reported / 9.2),
        slower_percent: Some(50.0),
        verdict,
        reasons: vec![ComparedReason::UpperBound],
    };
    let outcomes = [
        judged(9.0, Verdict::Consistent),
        judged(2.0, Verdict::Impossible),
        Outcome::NotComparable {
            reason: "Nowhere is not in the network".to_owned(),
        },
    ];
    let row = |(reported, outcome)| Compared {
        reported,
        train: "leader-special".to_owned(),
        outcome,
    };
    CompareSummary {
        provenance: fixture::across_the_180th_meridian().provenance,
        of: "mine.csv".to_owned(),
        rows: journeys.into_iter().zip(outcomes).map(row).collect(),
    }
}

/// A distance below the straight line and a time above the range, over the trip.
fn claimed() -> ClaimsSummary {
    let route = fixture::across_the_180th_meridian();
    let planned = &route.routes[0];
    let figure = |text: &str| Some(Figure::parse(text).expect("a figure"));
    let check = |of, verdict| Check {
        of,
        verdict,
        reason: Reason::HighestAlone {
            claimed: Figure::parse("60").expect("a figure"),
            computed: Figure::parse("40").expect("a figure"),
        },
    };
    let computed = ComputedJourney {
        geodesic: planned.geodesic,
        shortest: planned.distance,
        distance: planned.distance,
        distance_range: None,
        duration: planned.duration,
        arrival: None,
        technical_minimum: planned.technical_minimum,
    };
    let claim = Claim {
        km: figure("about 200"),
        hours: figure("over 20"),
        ..Claim::default()
    };
    ClaimsSummary {
        provenance: route.provenance.clone(),
        remarks: Vec::new(),
        is_file: false,
        claims: vec![JudgedClaim {
            stated: "about 200 km in over 20 h".to_owned(),
            claim,
            train: route.train.id.clone(),
            ends: Some((route.from.clone(), route.to.clone())),
            answer: Ok(ClaimAnswer {
                verdict: Verdict::Impossible,
                checks: vec![
                    check(Subject::Distance, Verdict::Impossible),
                    check(Subject::Time, Verdict::Doubtful),
                ],
                offers: vec![Offer::StraightLine(689.0)],
                computed: Some(computed),
                implied_speed: None,
            }),
            route: Some(Box::new(route)),
            ..JudgedClaim::default()
        }],
    }
}

fn bytes(summary: &Summary, format: Format) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    render(summary, format, WIDTH, &mut out)?;
    Ok(out)
}

fn text(summary: &Summary, format: Format) -> String {
    String::from_utf8(bytes(summary, format).expect("written")).expect("UTF-8")
}

#[test]
fn an_answer_has_exactly_the_formats_of_its_kind() {
    for summary in all() {
        let kind = summary.kind();
        for format in FORMATS {
            let written = bytes(&summary, format);
            assert_eq!(written.is_ok(), kind.has(format), "{kind} {format:?}");
        }
        for picture in kind.pictures() {
            assert_eq!(summary.drawings(*picture, WIDTH).len(), 1, "{picture:?}");
        }
    }
    assert!(!Kind::Compare.endings().contains("kml") && Kind::Reach.endings().contains(".kml"));
}

#[test]
fn every_format_carries_the_attribution_and_the_version() {
    for summary in all() {
        let formats = FORMATS
            .into_iter()
            .filter(|format| summary.kind().has(*format) && !matches!(format, Format::Png(_)));
        for format in formats {
            let text = text(&summary, format);
            let told = text.replace('\n', " ");
            for needed in ["OpenStreetMap", "GeoNames", "ODbL-1.0", "0.1.0"] {
                assert!(
                    told.contains(needed),
                    "{:?} {format:?} {needed}",
                    summary.kind()
                );
            }
            let is_page = format == Format::Html;
            assert!(is_page || !text.contains("NaN"), "{format:?}");
        }
    }
}

#[test]
fn xml_is_well_formed_and_ids_are_unique() {
    for summary in all() {
        let formats = [Format::Gpx, Format::Kml, Format::Svg(Picture::Sheet)];
        for format in formats
            .into_iter()
            .filter(|format| summary.kind().has(*format))
        {
            let text = text(&summary, format);
            let document = roxmltree::Document::parse(&text).expect("XML");
            let nodes = document.descendants();
            let mut ids: Vec<&str> = nodes.filter_map(|node| node.attribute("id")).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "{:?} {format:?}", summary.kind());
        }
    }
}

/// Pieces of a GPX track are joined only where the train runs.
#[test]
fn tracks_do_not_jump() {
    let mut reach = reached();
    // A branch: the last station is reached from the start.
    let last = reach.stations.len() - 1;
    reach.stations[last].before = reach.from.clone();
    let reach = Summary::Reach(reach);
    for summary in [&all()[0], &all()[1], &reach] {
        let Some(geography) = summary.geography() else {
            unreachable!("these have ways")
        };
        let mut edges = Vec::new();
        for track in geography.groups.iter().flat_map(|group| &group.tracks) {
            edges.extend(
                track
                    .positions
                    .windows(2)
                    .map(|pair| [pair[0].0, pair[1].0]),
            );
        }
        let place = |point: roxmltree::Node<'_, '_>| {
            ["lat", "lon"].map(|name| point.attribute(name).expect("there").to_owned())
        };
        let key = |at: slowtrain::network::LatLon| {
            let lon = if at.lon >= 180.0 {
                at.lon - 360.0
            } else {
                at.lon
            };
            [at.lat, lon].map(|degrees| ((degrees * 1e6).round() / 1e6).to_string())
        };
        let text = text(summary, Format::Gpx);
        let document = roxmltree::Document::parse(&text).expect("XML");
        let pieces = document
            .descendants()
            .filter(|node| node.tag_name().name() == "trkseg");
        for piece in pieces {
            let points: Vec<_> = piece
                .children()
                .filter(roxmltree::Node::is_element)
                .collect();
            assert!(points.len() > 1);
            for pair in points.windows(2) {
                let (a, b) = (place(pair[0]), place(pair[1]));
                let is_edge = edges
                    .iter()
                    .any(|[from, to]| key(*from) == a && key(*to) == b);
                assert!(a == b || is_edge, "{:?}: {a:?} to {b:?}", summary.kind());
            }
        }
    }
}

/// By the schemas of the formats themselves, where they and xmllint are there: name the folder that holds `gpx.xsd` and
/// `ogckml22.xsd` in `SLOWTRAIN_SCHEMAS`.
#[test]
#[ignore = "needs xmllint and SLOWTRAIN_SCHEMAS, a folder with gpx.xsd and ogckml22.xsd"]
fn gpx_and_kml_follow_their_schemas() {
    let folder = std::env::var("SLOWTRAIN_SCHEMAS").expect("SLOWTRAIN_SCHEMAS names a folder");
    for (format, schema) in [(Format::Gpx, "gpx.xsd"), (Format::Kml, "ogckml22.xsd")] {
        let schema = std::path::Path::new(&folder).join(schema);
        for summary in all().iter().filter(|summary| summary.kind().has(format)) {
            let file = tempfile::NamedTempFile::new().expect("a file");
            std::fs::write(file.path(), text(summary, format)).expect("written");
            let checked = std::process::Command::new("xmllint")
                .args(["--noout", "--nonet", "--schema"])
                .args([&schema, file.path()])
                .output()
                .expect("xmllint runs");
            let told = String::from_utf8_lossy(&checked.stderr);
            assert!(checked.status.success(), "{:?}: {told}", summary.kind());
        }
    }
}

#[test]
fn each_format_of_each_answer_is_kept() {
    let names = ["route", "locate", "reach", "compare"];
    for (summary, name) in all().iter().zip(names) {
        for (format, ending) in [
            (Format::Json, "json"),
            (Format::Csv, "csv"),
            (Format::Markdown, "md"),
            (Format::GeoJson, "geojson"),
            (Format::Gpx, "gpx"),
        ] {
            if summary.kind().has(format) {
                insta::assert_snapshot!(format!("{name}.{ending}"), text(summary, format));
            }
        }
    }
    for (summary, name) in all().iter().zip(names).skip(1) {
        let sheet = text(summary, Format::Svg(Picture::Sheet));
        // The style sheet is in the snapshot of the route.
        let body = sheet.split_once("</style>").expect("a style sheet").1;
        insta::assert_snapshot!(format!("{name}.svg"), body);
    }
}
