//! Stations by parts of their names: remarks, words for a station, abbreviations and umlauts.

use slowtrain::network::search::{Index, Match};
use slowtrain::network::{Network, RawNetwork, Station};

/// Stations as railways of several countries write them.
const NAMES: [(&str, &str, &str); 17] = [
    ("de-frankfurt-main", "Frankfurt (Main) Hbf", ""),
    ("de-frankfurt-oder", "Frankfurt (Oder)", ""),
    ("de-halle-saale", "Halle (Saale) Hbf", ""),
    ("de-halle-westf", "Halle (Westf)", ""),
    ("de-muenchen-hbf", "München Hbf", ""),
    ("de-muenchen-ost", "München Ost", ""),
    ("de-koeln", "Köln Hbf", ""),
    ("de-freiburg", "Freiburg (Breisgau) Hbf", ""),
    ("ch-biel", "Biel/Bienne", ""),
    ("fr-stmalo", "St-Malo", ""),
    ("fr-stex", "Lyon Saint-Exupéry TGV", ""),
    ("se-goteborg", "Göteborg C", ""),
    ("vn-dongdang", "Ga Đồng Đăng", ""),
    ("ru-khasan", "Khasan", "Хасан"),
    ("cn-dandong", "Dandong", "丹东"),
    ("kp-pyongyang", "Pyongyang", "평양"),
    ("jp-tokyo", "Tokyo", "東京"),
];

fn stations() -> Vec<Station> {
    let mut raw = RawNetwork::new("names");
    for (id, name, local) in NAMES {
        let country = id[..2].to_uppercase();
        let cells = [id, name, local, "", &country, "50", "10"];
        let empty = raw.stations.schema().columns.len() - cells.len();
        raw.stations.push(cells.into_iter().chain(vec![""; empty]));
    }
    let checked = Network::new(raw).unwrap_or_else(|findings| panic!("{findings}"));
    checked.network().stations().to_vec()
}

/// What a question names: ids, several where it is asked back, none where nothing is found.
fn ids(question: &str) -> Vec<String> {
    let stations = stations();
    let index = Index::new(&stations);
    let id = |station| index.station(station).id.to_string();
    match index.find(question) {
        Match::One(found) => vec![id(found.station)],
        Match::Ambiguous(stations) => stations.into_iter().map(id).collect(),
        Match::None { .. } => Vec::new(),
    }
}

#[test]
fn a_remark_in_the_middle_makes_a_name_no_less_that_name() {
    for question in ["Frankfurt", "Frankfurt station", "Frankfurt Bahnhof"] {
        assert_eq!(
            ids(question),
            ["de-frankfurt-main", "de-frankfurt-oder"],
            "{question}"
        );
    }
    for question in ["Halle", "Halle Bahnhof"] {
        assert_eq!(
            ids(question),
            ["de-halle-saale", "de-halle-westf"],
            "{question}"
        );
    }
    for (question, id) in [
        ("Frankfurt Hbf", "de-frankfurt-main"),
        ("Frankfurt Hauptbahnhof", "de-frankfurt-main"),
        ("Frankfurt (Main) Hauptbahnhof", "de-frankfurt-main"),
        ("Frankfurt (Main)", "de-frankfurt-main"),
        ("Frankfurt (Oder)", "de-frankfurt-oder"),
        ("Halle Hauptbahnhof", "de-halle-saale"),
        ("Halle (Westf)", "de-halle-westf"),
        ("Freiburg", "de-freiburg"),
        ("Freiburg Hbf", "de-freiburg"),
    ] {
        assert_eq!(ids(question), [id], "{question}");
    }
}

#[test]
fn words_for_a_station_may_stand_on_either_side_in_any_language() {
    for (question, id) in [
        ("Muenchen Hauptbahnhof", "de-muenchen-hbf"),
        ("Hauptbahnhof München", "de-muenchen-hbf"),
        ("Köln Hauptbahnhof", "de-koeln"),
        ("Ga Dong Dang", "vn-dongdang"),
        ("Đồng Đăng", "vn-dongdang"),
        ("Dong Dang station", "vn-dongdang"),
        ("станция Хасан", "ru-khasan"),
        ("ст. Хасан", "ru-khasan"),
        ("Station Khasan", "ru-khasan"),
        ("Хасан вокзал", "ru-khasan"),
        ("丹東車站", "cn-dandong"),
        ("丹東驛", "cn-dandong"),
        ("丹东火车站", "cn-dandong"),
        ("東京駅", "jp-tokyo"),
        ("평양기차역", "kp-pyongyang"),
        ("평양역", "kp-pyongyang"),
        ("Gare de Saint-Malo", "fr-stmalo"),
        ("Stazione di Biel", "ch-biel"),
    ] {
        assert_eq!(ids(question), [id], "{question}");
    }
}

#[test]
fn umlauts_and_saints_may_be_written_out_in_a_part_of_a_name() {
    for (question, id) in [
        ("Koeln", "de-koeln"),
        ("Koln", "de-koeln"),
        ("Koeln Hbf", "de-koeln"),
        ("Goeteborg", "se-goteborg"),
        ("Bienne", "ch-biel"),
        ("Biel", "ch-biel"),
        ("Saint-Malo", "fr-stmalo"),
        ("St Malo", "fr-stmalo"),
        ("Lyon St. Exupery", "fr-stex"),
    ] {
        assert_eq!(ids(question), [id], "{question}");
    }
    assert_eq!(ids("Muenchen"), ["de-muenchen-hbf", "de-muenchen-ost"]);
}

#[test]
fn a_country_that_no_bearer_of_the_name_is_in_means_none_of_them() {
    assert_eq!(ids("Frankfurt, FR"), Vec::<String>::new());
    assert_eq!(ids("Khasan (JP)"), Vec::<String>::new());
    assert_eq!(ids("Biel, CH"), ["ch-biel"]);
}
