//! Summaries made by hand from tables of stations: steady speeds, stops as given, ranges of minus 12 and plus 18 %.
//!
//! They stand for what the program computes, so that pictures and formats are tested without it. Stations, positions
//! and lengths are those of the shipped data, except for the trip across the 180th meridian, which is made up.

use jiff::{ZonedDateTime, tz::TimeZoneDatabase};
use slowtrain::journey::Bearing;
use slowtrain::network::LatLon;
use slowtrain::report::summary::{
    Call, CallKind, Caveat, CurvePoint, GradientSpan, Ledger, LegSummary, LimitSpan, Place,
    PlannedRoute, Prominence, Provenance, RouteSummary, TrainLabel,
};
use slowtrain::units::{Estimate, Grade, Length, RunTime, Speed};

/// A line of the table: a station and the segment that leaves it.
#[derive(Clone, serde::Deserialize)]
struct Row {
    km: f64,
    id: String,
    name: String,
    name_local: String,
    country: String,
    lat: f64,
    lon: f64,
    kind: String,
    stop_min: Option<f64>,
    is_sourced: String,
    line: String,
    country_of_segment: String,
    gauge_mm: Option<u16>,
    traction: String,
    limit_kmh: Option<f64>,
    sustained_kmh: Option<f64>,
    gradient_permille: Option<f64>,
    elevation_m: Option<f64>,
}

/// The running example: 1,185 km, a hundred calls, two borders' worth of work.
pub fn pyongyang_vladivostok() -> RouteSummary {
    let near = include_str!("fixture/pyongyang-vladivostok-near.csv");
    summary(
        include_str!("fixture/pyongyang-vladivostok.csv"),
        near,
        Some("2019-04-24T02:00[Asia/Pyongyang]"),
    )
}

/// Eleven kilometres, no stop, no departure.
pub fn pyongyang_sopo() -> RouteSummary {
    summary(include_str!("fixture/pyongyang-sopo.csv"), "", None)
}

/// Made up: 460 km over the 180th meridian.
pub fn across_the_180th_meridian() -> RouteSummary {
    summary(
        include_str!("fixture/across-the-180th-meridian.csv"),
        "",
        None,
    )
}

/// A summary from a table of stations, pairs of neighbouring positions and a departure.
pub fn summary(table: &str, near: &str, departure: Option<&str>) -> RouteSummary {
    let rows: Vec<Row> = csv::Reader::from_reader(table.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a table");
    let departure = departure.map(zoned);
    let route = route(&rows, departure.as_ref());
    RouteSummary {
        provenance: Provenance {
            network: "slowtrain data".to_owned(),
            network_version: Some("0.1.0".to_owned()),
            attribution: Some("© OpenStreetMap contributors, GeoNames".to_owned()),
            licences: vec!["ODbL-1.0".to_owned()],
            command: format!(
                "slowtrain route {} {}",
                route.calls[0].place.id,
                rows[rows.len() - 1].id
            ),
            sources: vec![(
                "s001".to_owned(),
                "a book of the line, read in 2019".to_owned(),
            )],
        },
        train: TrainLabel {
            id: "leader-special".to_owned(),
            name: "Leader's special train".to_owned(),
            consist: "2 locomotives, 17 cars, 1,200 t, 430 m".to_owned(),
        },
        from: route.calls[0].place.clone(),
        to: route.calls[route.calls.len() - 1].place.clone(),
        departure,
        remarks: vec!["\"Vladivastok\" read as Vladivostok".to_owned()],
        routes: vec![route],
        reported: Vec::new(),
        neighbours: near.lines().skip(1).map(neighbour).collect(),
    }
}

fn neighbour(line: &str) -> (LatLon, LatLon) {
    let numbers: Vec<f64> = line
        .split(',')
        .map(|field| field.parse().expect("a number"))
        .collect();
    let at = |i: usize| LatLon {
        lat: numbers[i],
        lon: numbers[i + 1],
    };
    (at(0), at(2))
}

/// `2019-04-24T02:00[Asia/Pyongyang]`, by the bundled zones, so that no host decides.
fn zoned(text: &str) -> ZonedDateTime {
    let (clock, zone) = text.trim_end_matches(']').split_once('[').expect("a zone");
    let zone = TimeZoneDatabase::bundled().get(zone).expect("a known zone");
    clock
        .parse::<jiff::civil::DateTime>()
        .expect("a clock")
        .to_zoned_datetime(zone)
        .expect("in range")
}

fn zone_of(country: &str) -> &'static str {
    match country {
        "KP" => "Asia/Pyongyang",
        "CN" => "Asia/Shanghai",
        _ => "Asia/Vladivostok",
    }
}

fn range(likely: RunTime) -> Estimate<RunTime> {
    Estimate::new(likely * 0.88, likely, likely * 1.18).expect("ordered")
}

fn place(row: &Row) -> Place {
    Place {
        id: row.id.clone(),
        name: row.name.clone(),
        name_local: Some(row.name_local.clone()).filter(|name| !name.is_empty()),
        country: row.country.clone(),
        position: LatLon {
            lat: row.lat,
            lon: row.lon,
        },
    }
}

fn kind(row: &Row) -> CallKind {
    match row.kind.as_str() {
        "end" => CallKind::End,
        "pass" => CallKind::Pass,
        "stop" => CallKind::Stop,
        "reversal" => CallKind::Reversal,
        "locomotive" => CallKind::LocomotiveChange,
        "border" => CallKind::Border,
        "gauge" => CallKind::GaugeChange,
        other => panic!("no such kind of call: {other}"),
    }
}

fn calls(rows: &[Row]) -> Vec<Call> {
    let mut time = RunTime::ZERO;
    let mut calls = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        if i > 0 {
            let before = &rows[i - 1];
            let speed = Speed::from_kmh(before.sustained_kmh.expect("a speed"));
            time += Length::from_km(row.km - before.km)
                .checked_div(speed)
                .expect("moves");
        }
        let arrives = time;
        let dwell = RunTime::from_min(row.stop_min.unwrap_or(0.0));
        time += dwell;
        calls.push(Call {
            place: place(row),
            kind: kind(row),
            at: Length::from_km(row.km),
            arrives: range(arrives),
            departs: range(time),
            dwell,
            is_sourced: row.is_sourced == "yes",
            elevation: row.elevation_m.map(Length::from_m),
            timezone: None,
            prominence: Prominence::default(),
            bends: Vec::new(),
        });
    }
    calls
}

fn leg_key(row: &Row) -> (&str, &str, Option<u16>, &str) {
    (
        &row.line,
        &row.country_of_segment,
        row.gauge_mm,
        &row.traction,
    )
}

fn legs(rows: &[Row], calls: &[Call], departure: Option<&ZonedDateTime>) -> Vec<LegSummary> {
    let last = rows.len() - 1;
    let breaks = |i: &usize| {
        *i == 0
            || *i == last
            || leg_key(&rows[*i]) != leg_key(&rows[*i - 1])
            || kind(&rows[*i]) != CallKind::Pass
    };
    let cuts: Vec<usize> = (0..rows.len()).filter(breaks).collect();
    let local = |call: &Call, time: RunTime| {
        let zone = TimeZoneDatabase::bundled()
            .get(zone_of(&call.place.country))
            .expect("a zone");
        departure.map(|start| {
            let instant = start.timestamp().as_second() + time.s().round() as i64;
            jiff::Timestamp::from_second(instant)
                .expect("in range")
                .to_zoned_datetime(zone)
        })
    };
    let leg = |(&a, &b): (&usize, &usize)| {
        let (from, to, row) = (&calls[a], &calls[b], &rows[a]);
        let (departs, arrives) = (from.departs.likely(), to.arrives.likely());
        let stop = to.departs.likely() - arrives;
        LegSummary {
            from: from.place.clone(),
            to: to.place.clone(),
            line: Some(row.line.clone()).filter(|line| !line.is_empty()),
            country: row.country_of_segment.clone(),
            start: from.at,
            distance: to.at - from.at,
            duration: range(arrives - departs),
            departs,
            arrives,
            depart_local: local(from, departs),
            arrive_local: local(to, arrives),
            gauge_mm: row.gauge_mm.expect("a gauge"),
            traction: row.traction.clone(),
            stop,
            stop_reasons: match to.kind {
                _ if stop == RunTime::ZERO => vec![],
                CallKind::GaugeChange => vec!["gauge change".to_owned()],
                CallKind::Border => vec!["border control".to_owned()],
                CallKind::Reversal => vec!["reversal".to_owned()],
                CallKind::LocomotiveChange => vec!["locomotive change".to_owned()],
                _ => vec!["stop".to_owned()],
            },
        }
    };
    cuts.iter().zip(&cuts[1..]).map(leg).collect()
}

/// Steady speeds joined by ramps of 0.2 m/s2, and a stop at every call with a stop.
fn curve(rows: &[Row], limits: &[LimitSpan]) -> Vec<CurvePoint> {
    let dwells = rows
        .iter()
        .filter(|row| row.kind == "end" || row.stop_min.is_some());
    let dwells: Vec<f64> = dwells.map(|row| row.km).collect();
    let mut points = Vec::new();
    for span in limits {
        // The speed that stopping at the next stand and having left the last one allow, every so often.
        let (start, end) = (span.start.km(), span.end.km());
        let steps = ((end - start) / 0.1).ceil() as usize;
        for step in 0..=steps {
            let at = start + (end - start) * step as f64 / steps as f64;
            let nearest = dwells
                .iter()
                .map(|dwell| (dwell - at).abs())
                .fold(f64::INFINITY, f64::min);
            let ramp = (2.0 * 0.2 * nearest * 1_000.0).sqrt();
            points.push(CurvePoint {
                at: Length::from_km(at),
                speed: Speed::from_ms(ramp.min(span.sustained.ms())),
            });
        }
    }
    points
}

fn route(rows: &[Row], departure: Option<&ZonedDateTime>) -> PlannedRoute {
    let calls = calls(rows);
    let legs = legs(rows, &calls, departure);
    let pairs: Vec<(&Row, &Row)> = rows.iter().zip(&rows[1..]).collect();
    let limits: Vec<LimitSpan> = pairs
        .iter()
        .map(|(a, b)| LimitSpan {
            start: Length::from_km(a.km),
            end: Length::from_km(b.km),
            sustained: Speed::from_kmh(a.sustained_kmh.expect("a speed")),
            line_limit: a.limit_kmh.map(Speed::from_kmh),
        })
        .collect();
    let gradients = pairs.iter().filter_map(|(a, b)| {
        let max_gradient = Grade::from_permille(a.gradient_permille?);
        Some(GradientSpan {
            start: Length::from_km(a.km),
            end: Length::from_km(b.km),
            max_gradient,
        })
    });
    let mut lines: Vec<String> = legs.iter().filter_map(|leg| leg.line.clone()).collect();
    lines.dedup();
    let mut countries: Vec<String> = legs.iter().map(|leg| leg.country.clone()).collect();
    countries.dedup();
    let last = &calls[calls.len() - 1];
    let stops_of = |wanted: &[CallKind]| {
        let dwells = calls.iter().filter(|call| wanted.contains(&call.kind));
        dwells
            .map(|call| call.departs.likely() - call.arrives.likely())
            .sum()
    };
    let borders: RunTime = stops_of(&[CallKind::Border, CallKind::GaugeChange]);
    let reversals: RunTime = stops_of(&[CallKind::Reversal]);
    let stops: RunTime = stops_of(&[CallKind::Stop, CallKind::LocomotiveChange]);
    let total = last.arrives.likely();
    PlannedRoute {
        distance_range: None,
        rank: 1,
        distance: last.at,
        geodesic: calls[0].place.position.geodesic(last.place.position),
        duration: last.arrives,
        arrival: None,
        technical_minimum: total * 0.55,
        technical_minimum_by_cap: last.at * 0.8,
        mean_speed: last.at.mean_speed(total).expect("moves"),
        ledger: Ledger {
            cruising: total - borders - reversals - stops,
            stops,
            borders,
            reversals,
            ..Ledger::default()
        },
        energy: None,
        fuel: None,
        current: None,
        energy_saved: None,
        via: legs
            .iter()
            .skip(1)
            .map(|leg| leg.from.clone())
            .take(3)
            .collect(),
        lines,
        countries,
        curve: curve(rows, &limits),
        limits,
        gradients: gradients.collect(),
        warnings: vec![Caveat {
            on: Bearing::Time,
            text: "gradients are known for 14 % of the route".to_owned(),
        }],
        explanations: vec![("speed in KP".to_owned(), "55 km/h, assumption".to_owned())],
        segments: Vec::new(),
        calls,
        legs,
    }
}
