//! Finding stations by name, on the shipped table.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use slowtrain::network::search::{How, Index, Match};
use slowtrain::network::{Country, LatLon, Quality, Station, StationId, StationIdx};

/// The shipped stations, read as plainly as can be.
fn stations() -> Vec<Station> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/stations.csv");
    let mut reader = csv::Reader::from_path(path).expect("the shipped table");
    let header = reader.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|h| h == name).expect("the column");
    let [id, name, local, aliases] = ["id", "name", "name_local", "aliases"].map(column);
    let [country, lat, lon] = ["country", "lat", "lon"].map(column);
    let station = |row: csv::StringRecord| Station {
        id: StationId::parse(&row[id]).expect("an id"),
        name: row[name].to_owned(),
        name_local: Some(row[local].to_owned()).filter(|text| !text.is_empty()),
        aliases: row[aliases]
            .split(';')
            .filter(|a| !a.is_empty())
            .map(str::to_owned)
            .collect(),
        country: Country::parse(&row[country]).expect("a country"),
        position: LatLon {
            lat: row[lat].parse().expect("a latitude"),
            lon: row[lon].parse().expect("a longitude"),
        },
        coord_quality: Quality::Unstated,
        elevation: None,
        timezone: None,
        changes_locomotives: false,
        sources: Vec::new(),
    };
    reader
        .into_records()
        .map(|row| station(row.expect("a row")))
        .collect()
}

/// What a question names, in ids: one, several, or none.
fn ids(index: &Index<'_>, question: &str) -> Vec<String> {
    let id = |station: StationIdx| index.station(station).id.to_string();
    match index.find(question) {
        Match::One(found) => vec![id(found.station)],
        Match::Ambiguous(stations) => stations.into_iter().map(id).collect(),
        Match::None { .. } => Vec::new(),
    }
}

/// Questions and the station each names.
const NAMED: &[(&str, &[&str])] = &[
    (
        "kp-pyongyang",
        &[
            "kp-pyongyang",
            "Pyongyang",
            "pyongyang",
            "PYONGYANG",
            " Pyongyang ",
            "평양",
            "평양역",
            "P'yŏngyang",
            "P’yŏngyang",
            "Pyeongyang",
            "Pjöngjang",
            "Phjongjang",
            "Phyongyang",
            "Pyengyang",
            "Pionyang",
            "Pyongyan",
            "Pyongyang, KP",
            "Pyongyang, North Korea",
            "Heijo",
            "平壤",
        ],
    ),
    (
        "ru-vladivostok",
        &[
            "Vladivostok",
            "Владивосток",
            "Wladiwostok",
            "Vladivastok",
            "Vladivostock",
            "Władywostok",
            "Wladiwastok",
            "Владивасток",
            "Vladivostok station",
        ],
    ),
    (
        "cn-dandong",
        &["丹东", "丹東", "丹東站", "Dandong", "Antung", "Dāndōng"],
    ),
    (
        "kp-tumangang",
        &[
            "Tumangang",
            "Tumengang",
            "Dumangang",
            "두만강",
            "Туманган",
            "Tuman'gang",
        ],
    ),
    (
        "ru-ussuriysk",
        &[
            "Ussuriysk",
            "Usuriisk",
            "Ussurijsk",
            "Oussouriisk",
            "Уссурийск",
            "Усурийск",
        ],
    ),
    (
        "ru-khabarovsk-1",
        &["Khabarovsk", "Chabarowsk", "Хабаровск-1", "khabarovsk 1"],
    ),
    ("ru-khasan", &["Khasan", "Хасан", "Khassan", "Хасан, RU"]),
    (
        "ru-saint-petersburg",
        &[
            "St Petersburg",
            "St. Petersburg",
            "Saint Petersburg",
            "Sankt Petersburg",
        ],
    ),
    (
        "ru-moscow-yaroslavsky",
        &["Moscow", "Moscow Yaroslavsky", "Moscow, Yaroslavsky"],
    ),
    ("ru-moscow-leningradsky", &["Moscow Leningradsky"]),
    (
        "ru-yekaterinburg",
        &[
            "Yekaterinburg",
            "Jekaterinburg",
            "Ekaterinburg",
            "Екатеринбург-Пассажирский",
        ],
    ),
    ("ru-novosibirsk", &["Novosibirsk", "Nowosibirsk", "Novosib"]),
    ("ru-ulan-ude", &["Ulan-Ude", "Ulan Ude", "ulan ude"]),
    (
        "mn-ulaanbaatar",
        &["Ulaanbaatar", "Ulan Bator", "Ulaanbatar", "Улаанбаатар"],
    ),
    (
        "cn-beijing",
        &["Beijing", "Peking", "北京", "北京站", "Beijing, CN"],
    ),
    ("cn-beijing-west", &["Beijing West", "Beijing Xi", "北京西"]),
    ("cn-tianjin", &["Tianjin", "Tientsin", "天津"]),
    ("cn-jinzhou", &["锦州", "錦州"]),
    (
        "cn-jinzhou-dalian",
        &["金州", "Jinzhou (Dalian)", "Jinzhou, Dalian"],
    ),
    ("cn-shenyang", &["Shenyang", "Mukden", "瀋陽"]),
    (
        "cn-manzhouli",
        &["Manzhouli", "滿洲里", "Manchuria", "Manchouli"],
    ),
    (
        "kp-chongjin",
        &["Chongjin", "Cheongjin", "Ch'ŏngjin", "청진청년"],
    ),
    ("kp-ryongchon", &["Ryongchon", "Yongcheon", "룡천", "용천"]),
    ("kp-rajin", &["Rajin", "Najin", "라진"]),
    ("vn-dong-dang", &["Đồng Đăng", "Dong Dang", "DONG DANG"]),
    ("vn-ha-noi", &["Hanoi", "Hà Nội", "Ha Noi"]),
    ("vn-sai-gon", &["Saigon", "Sài Gòn", "Ho Chi Minh City"]),
    ("tz-dar-es-salaam", &["Dar es Salaam", "dar-es-salaam"]),
    ("zm-new-kapiri-mposhi", &["New Kapiri Mposhi"]),
    (
        "ru-chita-2",
        &["Chita", "Chita-2", "chita 2", "Chita, RU", "Chita (Russia)"],
    ),
    ("tz-chita", &["Chita, TZ"]),
    ("pl-przemysl", &["Przemyśl", "Przemysl"]),
    ("ua-kyiv", &["Kyiv", "Kiev", "Kiew", "Київ-Пасажирський"]),
];

#[test]
fn every_spelling_finds_its_station() {
    let stations = stations();
    let countries = [("KP", "North Korea"), ("RU", "Russia")]
        .map(|(code, name)| (Country::parse(code).expect("a country"), name));
    let index = Index::new(&stations).with_country_names(countries);
    for (id, questions) in NAMED {
        for question in *questions {
            assert_eq!(ids(&index, question), [*id], "{question}");
        }
    }
}

#[test]
fn the_answer_says_what_was_taken() {
    let stations = stations();
    let index = Index::new(&stations);
    for (question, taken) in [
        ("Pyongyang", None),
        ("Wladiwostok", None),
        ("Vladivastok", Some("Vladivostok")),
        ("Usuriisk", Some("Ussuriysk")),
        ("Tumengang", Some("Tumangang")),
        ("Gaesong", Some("Kaesong")),
        ("Novosib", Some("Novosibirsk-Glavny")),
    ] {
        let found = index.resolve(question).expect(question);
        assert_eq!(found.how.taken(), taken, "{question}");
    }
    let how = |question| index.resolve(question).map(|found| found.how);
    assert_eq!(how("평양"), Ok(How::Exactly));
    assert_eq!(how("Peking"), Ok(How::ByAlias));
}

#[test]
fn a_name_of_several_stations_is_asked_back() {
    let stations = stations();
    let index = Index::new(&stations);
    let three = ["cn-jinzhou", "cn-jinzhou-dalian", "cn-jinzhou-hebei"];
    for question in [
        "Jinzhou",
        "jinzhou",
        "Jinzhou, CN",
        "Jinzhou, Liaoning",
        "Jinzou",
    ] {
        assert_eq!(ids(&index, question), three, "{question}");
    }
    assert_eq!(ids(&index, "Ulsan"), ["kp-unsan-sp", "ru-ulkan"]);
    assert_eq!(ids(&index, "Ulsan, RU"), ["ru-ulkan"]);
    assert_eq!(ids(&index, "Kosan"), ["kp-kosan-kw", "kp-kosan-sh"]);
    assert_eq!(ids(&index, "Suzhou"), ["cn-suzhou", "cn-suzhou-anhui"]);
    assert!(ids(&index, "Xin").len() > 10);
    insta::assert_snapshot!(
        index.resolve("Jinzhou").expect_err("three stations"),
        @r#""Jinzhou" may be 3 stations: cn-jinzhou (Jinzhou 锦州, CN, 41.12 N 121.14 E), cn-jinzhou-dalian (Jinzhou (Dalian) 金州, CN, 39.09 N 121.72 E), cn-jinzhou-hebei (Jinzhou (Hebei) 晋州, CN, 38.02 N 115.03 E); write the id of one"#
    );
}

#[test]
fn what_is_no_station_is_none() {
    let stations = stations();
    let index = Index::new(&stations);
    for question in [
        "",
        " ",
        "a",
        "Be",
        "???",
        "🚂",
        "xyzzy",
        ",",
        "()",
        "Paris",
        "Tokyo",
        "Seoul",
        "Busan",
        "Kazan",
        "Berlin",
        "New York",
        "Harbin East",
        "Beijing North",
        "Khabarovsk-3",
        "Moscow, Idaho",
        "Pyongyang, RU",
        "汉城",
    ] {
        assert_eq!(ids(&index, question), [""; 0], "{question}");
    }
    insta::assert_snapshot!(
        index.resolve("Harbin East").expect_err("no such station"),
        @r#"no station is called "Harbin East"; did you mean cn-harbin-west (Harbin West 哈尔滨西, CN, 45.71 N 126.57 E), cn-harbin (Harbin 哈尔滨, CN, 45.76 N 126.63 E)?"#
    );
    insta::assert_snapshot!(index.resolve("xyzzy").expect_err("no such station"), @r#"no station is called "xyzzy""#);
}

#[test]
fn a_list_begins_with_the_best() {
    let stations = stations();
    let index = Index::new(&stations);
    let list = |question| -> Vec<&str> {
        let listed = index.list(question);
        listed
            .into_iter()
            .map(|station| index.station(station).id.as_str())
            .collect()
    };
    assert_eq!(
        list("Beijing"),
        [
            "cn-beijing",
            "cn-beijing-east",
            "cn-beijing-south",
            "cn-beijing-west"
        ]
    );
    assert_eq!(list("Vladivastok"), ["ru-vladivostok"]);
    assert_eq!(list(""), [""; 0]);
    // Names in which it is a word come before longer words, and these before names with it inside.
    let listed = list("dong");
    let rank = |id: &&str| {
        let station = stations.iter().find(|s| s.id.as_str() == *id).expect("it");
        let name = station.name.to_lowercase();
        match name.split(' ').next() {
            Some("dong") => 0,
            _ if name.starts_with("dong") => 1,
            _ => 2,
        }
    };
    assert_eq!(listed.iter().map(rank).min(), Some(0));
    let first = listed.iter().take_while(|id| rank(id) == 0).count();
    assert!(first > 0 && listed[first..].iter().all(|id| rank(id) > 0));
}

#[test]
fn every_station_finds_itself() {
    let stations = stations();
    let index = Index::new(&stations);
    let mut bearers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut remarked: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for station in &stations {
        let id = station.id.as_str();
        assert_eq!(ids(&index, id), [id]);
        let names = [Some(station.name.as_str()), station.name_local.as_deref()];
        let aliases = station.aliases.iter().map(String::as_str);
        for name in names.into_iter().flatten().chain(aliases) {
            bearers.entry(name).or_default().insert(id);
        }
        if let Some((base, _)) = station.name.split_once(" (") {
            remarked.entry(base).or_default().insert(id);
        }
    }
    for (name, bearers) in bearers {
        let found = ids(&index, name);
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        let others = remarked.get(name).cloned().unwrap_or_default();
        if bearers.len() == 1 && (others.is_disjoint(&bearers) || others.len() == 1) {
            assert_eq!(found, bearers, "{name}");
        } else {
            assert!(
                found.len() > 1 && found.is_superset(&bearers),
                "{name}: {found:?}"
            );
        }
    }
}

#[test]
fn no_question_panics_and_each_has_one_answer() {
    let stations = stations();
    let index = Index::new(&stations);
    let config = ProptestConfig {
        cases: 200,
        rng_seed: RngSeed::Fixed(20_190_424),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let mut runner = TestRunner::new(config);
    let fresh = Index::new(&stations);
    let result = runner.run(
        &"\\PC{0,40}|[a-z ,()'-]{0,20}|[가-힣东州ąЩё]{1,6}",
        |question| {
            prop_assert_eq!(index.find(&question), fresh.find(&question));
            Ok(())
        },
    );
    result.expect("a fixed seed");
    let _ = index.find(&"Jinzhou,".repeat(100_000));
}
