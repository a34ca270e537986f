//! The shipped data against what is published: lengths, time zones, sources, trains, timetables.
//!
//! Expected figures are not our own: each names who says so. Where the data's posts come from the same pages as the
//! total, the test still holds the sum of some dozens of rows and the planner's choice of way.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use slowtrain::journey::{self, Question};
use slowtrain::network::{self, BUNDLED, Network};
use slowtrain::routing::{self, Avoid, Objective, OperationKind, Query, Restrictions, Route};
use slowtrain::train::Train;
use slowtrain::units::RunTime;

fn bundled() -> Network {
    let checked = network::bundled().unwrap_or_else(|findings| panic!("{findings}"));
    checked.into_network()
}

fn train(id: &str) -> Train {
    let file = format!("trains/{id}.toml");
    let text = network::bundled_file(&file).unwrap_or_else(|| panic!("no {file}"));
    Train::parse(text, &file).unwrap_or_else(|error| panic!("{error}"))
}

/// A question for the fastest route on the day of the data; `ends` with the vias between them.
fn query(network: &Network, train: &Train, ends: &[&str]) -> Query {
    let station = |id: &&str| {
        network
            .station_by_id(id)
            .unwrap_or_else(|| panic!("no {id}"))
    };
    let stations: Vec<_> = ends.iter().map(station).collect();
    Query {
        from: stations[0],
        to: stations[stations.len() - 1],
        via: stations[1..stations.len() - 1].to_vec(),
        restrictions: Restrictions {
            avoid: Avoid::default(),
            transit: BTreeSet::new(),
            day: network.package().as_of.expect("a day"),
            objective: Objective::Fastest,
            demands: journey::demands(network, train),
        },
    }
}

fn best(network: &Network, query: &Query) -> Route {
    let mut routes = routing::find(network, query).expect("there is a way");
    routes.next().expect("the first way is found")
}

/// A route, its published length, how far ours may be off, and who says so.
struct Total {
    train: &'static str,
    ends: &'static [&'static str],
    km: f64,
    off_by: f64,
    authority: &'static str,
}

const fn total(
    train: &'static str,
    ends: &'static [&'static str],
    (km, off_by): (f64, f64),
    authority: &'static str,
) -> Total {
    Total {
        train,
        ends,
        km,
        off_by,
        authority,
    }
}

/// Lengths as published; `off_by` is 0.05 where ours are made of the same posts.
#[rustfmt::skip]
const TOTALS: &[Total] = &[
    total("dprk-express", &["kp-pyongyang", "kp-tumangang"], (853.0, 1.5), "sankyungilbo 2019: 853 km by Kalli"),
    total("dprk-express", &["kp-kalli", "kp-rajin"], (782.8, 0.05), "ja.wikipedia and zh.wikipedia, P'yongra Line"),
    total("dprk-express", &["kp-pyongyang", "kp-sinuiju"], (225.1, 0.05), "ja.wikipedia, P'yongui Line"),
    total("dprk-express", &["kp-pyongyang", "kp-kaesong"], (187.3, 0.05), "de.wikipedia, P'yongbu Line"),
    total("dprk-express", &["kp-sunchon", "kp-manpo"], (299.8, 0.05), "ja.wikipedia, Manpo Line"),
    total("dprk-express", &["kp-kilju", "kp-hyesan"], (141.7, 0.05), "ja.wikipedia, Paektusan Line"),
    total("dprk-express", &["kp-pyongyang", "kp-nampo"], (55.2, 0.05), "ja.wikipedia, P'yongnam Line"),
    total("dprk-express", &["kp-chongjin", "kp-rajin"], (81.2, 0.05), "zh.wikipedia, line Chongjin-Rajin"),
    total("dprk-express", &["kp-kowon", "kp-pyonggang"], (145.8, 0.05), "ja.wikipedia, Kangwon Line"),
    total("leader-special", &["cn-dandong", "cn-tianjin", "cn-beijing"], (1_092.7, 0.05),
        "tariff tables of China's railways with the line of 2015 into Dandong (8,478 m, people.com.cn)"),
    total("cn-k-train", &["cn-harbin", "cn-manzhouli"], (935.0, 0.05), "en.wikipedia, Harbin-Manzhouli railway"),
    total("cn-k-train", &["cn-tumen", "cn-changchun"], (529.0, 0.5), "zh.wikipedia, Changchun-Tumen railway: 529 km"),
    total("cn-k-train", &["cn-shenyang", "cn-dalian"], (397.0, 0.5), "Chinese tariff tables 2021"),
    total("cn-k-train", &["vn-dong-dang", "vn-gia-lam"], (157.0, 0.5), "vi.wikipedia, Hanoi - Dong Dang: 162 less 5"),
    total("rossiya", &["ru-moscow-yaroslavsky", "ru-vladivostok"], (9_259.0, 12.0),
        "timetable of train 001/002 by Nizhny Novgorod: 9,259"),
    total("rossiya", &["ru-moscow-yaroslavsky", "ru-yaroslavl-glavny", "ru-buy", "ru-vladivostok"], (9_288.0, 0.5),
        "kilometre post at Vladivostok station: 9288"),
    total("rossiya", &["ru-khabarovsk-1", "ru-vladivostok"], (766.0, 2.0), "kilometre posts 9288 less 8523"),
    total("rossiya", &["ru-moscow-yaroslavsky", "mn-ulaanbaatar"], (6_265.0, 10.0), "timetable of trains 3/4: 6,265"),
    total("leader-special", &["ru-khasan", "ru-baranovsky"], (238.0, 1.0), "ru, en and de.wikipedia; pl.wikipedia 237.0"),
    total("leader-special", &["ru-khasan", "ru-ussuriysk"], (260.0, 1.5), "Wikipedia, infobox Khasan - Ussuriysk"),
    total("generic-passenger", &["kp-pyongyang", "ru-moscow-yaroslavsky"], (10_272.0, 30.0),
        "en.wikipedia and others, Moscow - Pyongyang through cars"),
    total("vn-express", &["vn-ha-noi", "vn-sai-gon"], (1_726.0, 0.5), "timetable of trains SE1-SE8, 1,726 km"),
    total("tazara-express", &["tz-dar-es-salaam", "zm-new-kapiri-mposhi"], (1_860.0, 5.0), "TAZARA: 1,860 km"),
    total("the-ghan", &["au-adelaide", "au-darwin"], (2_979.0, 10.0), "operator: 2,979 km"),
];

#[test]
fn ways_are_as_long_as_published() {
    let network = bundled();
    for total in TOTALS {
        let route = best(&network, &query(&network, &train(total.train), total.ends));
        let (km, ends) = (route.length().km(), total.ends);
        let off = (km - total.km).abs();
        assert!(
            off <= total.off_by + 1e-6,
            "{ends:?}: {km} for {} by {}",
            total.km,
            total.authority
        );
    }
}

/// No way over a corridor turns back but where the data lists a reversal: what is inferred from the map or not listed
/// at all would be a gap in `junctions.csv`.
#[test]
fn corridors_have_only_listed_reversals() {
    let network = bundled();
    let more: [(&str, &[&str]); 11] = [
        ("leader-special", &["kp-pyongyang", "ru-vladivostok"]),
        ("leader-special", &["kp-pyongyang", "vn-dong-dang"]),
        ("leader-special", &["kp-pyongyang", "ru-omsk"]),
        ("leader-special", &["ru-khasan", "ru-uglegorsk"]),
        ("leader-special", &["ru-uglegorsk", "ru-komsomolsk-on-amur"]),
        (
            "leader-special",
            &["ru-komsomolsk-on-amur", "ru-vladivostok"],
        ),
        (
            "leader-special",
            &[
                "kp-pyongyang",
                "kp-namyang",
                "cn-tumen",
                "cn-harbin",
                "cn-manzhouli",
            ],
        ),
        (
            "leader-special",
            &["cn-daqing", "cn-jian", "kp-manpo", "kp-pyongyang"],
        ),
        ("cn-k3", &["cn-beijing", "mn-ulaanbaatar"]),
        ("cn-z-train", &["cn-beijing-west", "cn-nanning"]),
        (
            "bam-363",
            &["ru-tayshet", "ru-tynda", "ru-komsomolsk-on-amur"],
        ),
    ];
    let routes = TOTALS
        .iter()
        .map(|total| (total.train, total.ends))
        .chain(more);
    for (id, ends) in routes {
        let route = best(&network, &query(&network, &train(id), ends));
        let guessed = route.operations().filter(|operation| {
            matches!(
                operation.kind,
                OperationKind::InferredReversal | OperationKind::UnlistedReversal
            )
        });
        let places: Vec<&str> = guessed
            .map(|operation| network.station(operation.at).id.as_str())
            .collect();
        assert!(places.is_empty(), "{id} {ends:?}: {places:?}");
    }
}

/// From Khasan to Vladivostok the trains of 2019 ran to Ussuriysk and turned there: 238 + 23 + 111 km (Wikipedia on the
/// line, posts of the Trans-Siberian); by Baranovsky the way back and forth to Ussuriysk falls away.
#[test]
fn who_avoids_ussuriysk_turns_at_baranovsky() {
    let network = bundled();
    let mut query = query(
        &network,
        &train("leader-special"),
        &["ru-khasan", "ru-vladivostok"],
    );
    assert_eq!(best(&network, &query).length().km().round(), 372.0);
    query
        .restrictions
        .avoid
        .stations
        .extend(network.station_by_id("ru-ussuriysk"));
    let by_baranovsky = best(&network, &query);
    assert_eq!(by_baranovsky.length().km().round(), 372.0 - 2.0 * 23.0);
    let reversals = by_baranovsky
        .operations()
        .filter(|operation| operation.kind == OperationKind::Reversal);
    let at: Vec<&str> = reversals
        .map(|operation| network.station(operation.at).id.as_str())
        .collect();
    assert_eq!(at, ["ru-baranovsky"]);
}

/// From Tayshet to Sovetskaya Gavan it is 4,309 km by the Baikal-Amur line (length of the line as published), a branch
/// to the planner: trains that belong on branches find it the shorter way.
#[test]
fn the_baikal_amur_line_is_as_long_as_published() {
    let network = bundled();
    let mut query = query(
        &network,
        &train("bam-363"),
        &["ru-tayshet", "ru-sovetskaya-gavan"],
    );
    query.restrictions.objective = Objective::Shortest;
    query.restrictions.demands.uses_freight_lines = true;
    assert_eq!(best(&network, &query).length().km().round(), 4_309.0);
}

/// Federal Law 248-FZ of 2014 and its amendments put each subject of Russia into a zone; names as in IANA's
/// `zone1970.tab`. Elsewhere one zone serves the whole country, or the state in Australia.
#[test]
fn time_zones_follow_the_law() {
    let network = bundled();
    for (id, zone) in [
        ("ru-moscow-yaroslavsky", "Europe/Moscow"),
        ("ru-nizhny-novgorod", "Europe/Moscow"),
        ("ru-perm-2", "Asia/Yekaterinburg"),
        ("ru-yekaterinburg", "Asia/Yekaterinburg"),
        ("ru-omsk", "Asia/Omsk"),
        ("ru-novosibirsk", "Asia/Novosibirsk"),
        ("ru-krasnoyarsk", "Asia/Krasnoyarsk"),
        ("ru-irkutsk", "Asia/Irkutsk"),
        ("ru-ulan-ude", "Asia/Irkutsk"),
        ("ru-chita-2", "Asia/Chita"),
        ("ru-skovorodino", "Asia/Yakutsk"),
        ("ru-uglegorsk", "Asia/Yakutsk"),
        ("ru-birobidzhan-1", "Asia/Vladivostok"),
        ("ru-khabarovsk-1", "Asia/Vladivostok"),
        ("ru-khasan", "Asia/Vladivostok"),
        ("kp-pyongyang", "Asia/Pyongyang"),
        ("cn-beijing", "Asia/Shanghai"),
        ("vn-sai-gon", "Asia/Ho_Chi_Minh"),
        ("mn-ulaanbaatar", "Asia/Ulaanbaatar"),
        ("au-darwin", "Australia/Darwin"),
        ("au-adelaide", "Australia/Adelaide"),
        ("zm-new-kapiri-mposhi", "Africa/Lusaka"),
    ] {
        let station = network
            .station_by_id(id)
            .unwrap_or_else(|| panic!("no {id}"));
        assert_eq!(
            network.station(station).timezone.as_deref(),
            Some(zone),
            "{id}"
        );
    }
}

#[test]
fn every_train_parses_and_is_called_as_its_file() {
    let files = BUNDLED
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("trains/"));
    let ids: Vec<&str> = files
        .filter_map(|name| name.strip_suffix(".toml"))
        .collect();
    assert!(ids.contains(&"leader-special") && ids.len() >= 7, "{ids:?}");
    for id in ids {
        assert_eq!(train(id).id, id);
    }
}

fn rows(file: &str, text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize().collect::<Result<_, _>>();
    rows.unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[test]
fn every_source_is_there_and_used() {
    let tables = BUNDLED.iter().filter(|(file, _)| file.ends_with(".csv"));
    let (mut known, mut used) = (BTreeSet::new(), BTreeMap::new());
    for (file, text) in tables {
        for row in rows(file, text) {
            if *file == "sources.csv" {
                assert!(
                    !row["what"].is_empty() && !row["licence"].is_empty(),
                    "{row:?}"
                );
                known.insert(row["id"].clone());
            } else {
                let ids = row["source"].split(';').filter(|id| !id.is_empty());
                used.extend(ids.map(|id| (id.to_owned(), *file)));
            }
        }
    }
    let unknown: Vec<_> = used.iter().filter(|(id, _)| !known.contains(*id)).collect();
    let unused: Vec<_> = known.iter().filter(|id| !used.contains_key(*id)).collect();
    assert!(
        unknown.is_empty() && unused.is_empty(),
        "{unknown:?} {unused:?}"
    );
}

/// The train of ours that a train of the timetables is, by its number; `None` where the rows are no times between
/// stops: passing times are posts rounded to kilometres against exact seconds, and Z5 runs a line to Nanning that the
/// network does not have.
fn train_of(number: &str) -> Option<&'static str> {
    let digits = || {
        number
            .trim_start_matches(|c: char| c.is_ascii_uppercase())
            .parse::<u32>()
    };
    match number {
        _ if number.contains("passing times") => None,
        "Z5" => None,
        "K3 (Beijing - Moscow)" | "3 (Beijing - Moscow)" => Some("cn-k3"),
        "95/52" | "51/85" => Some("dprk-express"),
        "T8702" => Some("cn-t-train"),
        _ if number.starts_with("001 ") || number.starts_with("006E") => Some("rossiya"),
        _ if number.starts_with("092") || number.starts_with("35") => Some("ru-slow"),
        _ if number.starts_with('T') => Some("cn-t-train"),
        _ if number.starts_with('K') || digits().is_ok_and(|n| n < 4_000) => Some("cn-k-train"),
        _ => Some("cn-ordinary"),
    }
}

/// Minutes since midnight of the first day, in UTC, of `23:59` or `00:24+1`; days may also be missing.
fn minutes(time: &str, offset_h: &str) -> Option<f64> {
    let (clock, day) = time.split_once('+').unwrap_or((time, "0"));
    let mut parts = clock.split(':').map(str::parse::<f64>);
    let (hours, minutes) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let days: f64 = day.parse().ok()?;
    let offset: f64 = offset_h.parse().ok()?;
    Some(days * 1_440.0 + (hours - offset) * 60.0 + minutes)
}

/// No train of the collected timetables is faster between two stops than the technical minimum says is possible. The
/// timetables are not part of the project (the collectors' terms are unknown).
#[test]
#[ignore = "reads ../shared/facts/timetables.csv, which is not part of the repository"]
fn no_timetable_beats_the_technical_minimum() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/facts/timetables.csv");
    let text = fs::read_to_string(&path).expect("the timetables lie beside the repository");
    let network = bundled();
    let mut compared = 0;
    for pair in rows("timetables.csv", &text).windows(2) {
        let [from, to] = pair else {
            unreachable!("windows of two");
        };
        let (true, Some(id)) = (from["train"] == to["train"], train_of(&from["train"])) else {
            continue;
        };
        let departs = minutes(&from["departure_local"], &from["utc_offset_h"]);
        let arrives = minutes(&to["arrival_local"], &to["utc_offset_h"]);
        let (Some(departs), Some(arrives)) = (departs, arrives) else {
            continue;
        };
        let taken = RunTime::from_min((arrives - departs).rem_euclid(1_440.0));
        let train = train(id);
        let question = Question {
            query: query(&network, &train, &[&from["station_id"], &to["station_id"]]),
            alternatives: 0,
            stops: Vec::new(),
            departure: None,
            explain: false,
        };
        let plan = journey::plan(&network, &train, &question).expect("a way");
        let technical_minimum = plan.journeys[0].technical_minimum;
        compared += 1;
        let (train, from, to) = (&from["train"], &from["station_id"], &to["station_id"]);
        assert!(
            technical_minimum <= taken,
            "{train} {from} {to}: {taken:?} against {technical_minimum:?}"
        );
    }
    assert!(compared > 100, "only {compared} pairs of stops");
}
