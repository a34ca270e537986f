use std::collections::BTreeSet;

use jiff::civil::date;

use super::joint::{Joint, Terms};
use super::*;
use crate::network::{self, Country, Network};

fn sketch() -> Sketch<'static> {
    Sketch::embedded().expect("the embedded sketch is sound")
}

#[test]
fn the_embedded_files_pass_every_check() {
    let opened = Sketch::open(RAILS, CITIES, COUNTRIES, CLOSED_BORDERS);
    let sketch = opened.expect("the embedded sketch is sound");
    assert_eq!(
        (sketch.rails.nodes(), sketch.rails.edges()),
        (29_950, 36_760)
    );
    assert_eq!(sketch.cities.count(), 19_181);
    for country in sketch.rails.countries() {
        assert!(
            sketch.facts.countries.contains_key(country),
            "{country} has no facts"
        );
    }
}

fn surveyed() -> Network {
    network::bundled().expect("no errors").into_network()
}

fn city(sketch: &Sketch<'_>, name: &str) -> CityIdx {
    match sketch.find(name) {
        CityMatch::One(city) => city,
        other => panic!("{name}: {other:?}"),
    }
}

/// The length of the shortest path in km on a day.
fn km(from: &str, to: &str) -> Result<f64, Barrier> {
    let (sketch, network) = (sketch(), surveyed());
    let joint = Joint::new(&sketch, &network);
    let at = |name| joint.at(sketch.city(city(&sketch, name)).place);
    let avoid = BTreeSet::new();
    let terms = Terms {
        day: date(2026, 11, 1),
        avoid: &avoid,
    };
    let path = joint.shortest(&at(from), &at(to), &terms)?;
    Ok(joint.length(&path).km())
}

/// Published distances, recalled: the figures of railways' tables as in encyclopaedias.
#[test]
fn distances_are_as_published() {
    for (from, to, published) in [
        ("London", "Edinburgh", 632.0),
        ("Paris", "Marseille", 750.0),
        ("Berlin", "Munich", 623.0),
        ("Cairo", "Aswan", 879.0),
        ("Delhi", "Mumbai", 1_384.0),
        ("Buenos Aires", "Tucumán", 1_157.0),
        ("Bangkok", "Chiang Mai", 751.0),
        ("Johannesburg", "Durban", 721.0),
        ("Karachi", "Lahore", 1_219.0),
        ("Dhaka", "Chittagong", 321.0),
    ] {
        let found = km(from, to).expect("they are joined");
        assert!(
            (found / published - 1.0).abs() < 0.06,
            "{from}-{to}: {found:.0} km, published {published}"
        );
    }
}

#[test]
fn islands_and_closed_borders_have_no_path() {
    assert_eq!(km("London", "Dublin"), Err(Barrier::Unconnected));
    assert_eq!(km("Tokyo", "Seoul"), Err(Barrier::Unconnected));
    let closed = km("Delhi", "Lahore").expect_err("closed since 2019");
    let Barrier::ClosedBorder { closures, length } = closed else {
        panic!("{closed:?}")
    };
    assert_eq!(closures.len(), 1);
    assert_eq!(closures[0].closed, date(2019, 8, 10));
    assert!((450.0..560.0).contains(&length.km()), "{length:?}");
}

/// Published: 991 km by Farakka. Through Bangladesh it would be 880.
#[test]
fn journeys_within_a_country_stay_there() {
    let found = km("Kolkata", "Guwahati").expect("they are joined");
    assert!((960.0..1_010.0).contains(&found), "{found:.0} km");
}

/// Countries on both sides of the 180th meridian reach round the earth for a naive test: Cairns lay in Fiji.
#[test]
fn nodes_lie_in_their_countries() {
    let sketch = sketch();
    for (lat, lon, country) in [(-16.942, 145.768, "AU"), (67.293, 14.427, "NO")] {
        let distance = |node: &NodeIdx| {
            let at = sketch.rails.place(*node);
            (at.lat - lat).hypot(at.lon - lon)
        };
        let nearest = sketch.rails.node_indices();
        let nearest = nearest.min_by(|a, b| distance(a).total_cmp(&distance(b)));
        let nearest = nearest.expect("there are nodes");
        assert!(distance(&nearest) < 0.1);
        assert_eq!(sketch.rails.country(nearest).code(), country);
    }
}

#[test]
fn any_network_is_met_as_the_maker_meets_the_bundled_one() {
    let (sketch, network) = (sketch(), surveyed());
    let measured = meeting::measured(&sketch.rails, &network);
    let made = sketch.rails.gateways().iter();
    let same = made.filter(|(node, id)| {
        let station = network.station_by_id(id);
        station.is_some_and(|station| measured.binary_search(&(*node, station)).is_ok())
    });
    let (same, made) = (same.count(), sketch.rails.gateways().len());
    assert!(same * 100 >= made * 95, "{same} of {made} gateways");
    assert!(measured.len() <= made * 11 / 10, "{}", measured.len());
}

#[test]
fn names_are_found_in_many_scripts() {
    let sketch = sketch();
    for (asked, name, country) in [
        ("Paris", "Paris", "FR"),
        ("paris fr", "Paris", "FR"),
        ("Paris, France", "Paris", "FR"),
        ("fr-paris", "Paris", "FR"),
        ("London CA", "London", "CA"),
        ("東京", "Tokyo", "JP"),
        ("大阪", "Osaka", "JP"),
        ("Москва", "Moscow", "RU"),
        ("Париж", "Paris", "FR"),
        ("القاهرة", "Cairo", "EG"),
        ("Wien", "Vienna", "AT"),
        ("İstanbul", "Istanbul", "TR"),
        ("Rome", "Rome", "IT"),
        ("Tucumán", "San Miguel de Tucumán", "AR"),
        ("Los Angeles", "Los Angeles", "US"),
        ("Константинополь", "Istanbul", "TR"),
    ] {
        let found = match sketch.find(asked) {
            CityMatch::One(found) => sketch.city(found),
            other => panic!("{asked}: {other:?}"),
        };
        assert_eq!(
            (found.name, found.country.code()),
            (name, country),
            "{asked}"
        );
    }
    assert_eq!(sketch.find("Nowhere at all"), CityMatch::None);
}

#[test]
fn of_namesakes_the_larger_is_taken_only_when_it_is_far_larger() {
    let sketch = sketch();
    let CityMatch::Several(cities) = sketch.find("Córdoba") else {
        panic!("Argentina and Spain have one each")
    };
    let countries: Vec<_> = cities.iter().map(|c| sketch.city(*c).country).collect();
    for code in ["AR", "ES"] {
        assert!(countries.contains(&Country::parse(code).expect("a code")));
    }
    assert_eq!(
        sketch.city(city(&sketch, "Córdoba ES")).country.code(),
        "ES"
    );
}

#[test]
fn each_id_names_its_city() {
    let sketch = sketch();
    for index in sketch.cities().indices().step_by(37) {
        let id = sketch.id(index);
        assert_eq!(sketch.find(&id), CityMatch::One(index), "{id}");
    }
}

/// Every way of cutting a file short, and of changing a byte, is an error or a sketch that can be asked.
#[test]
fn damaged_files_are_errors() {
    let rails = include_bytes!("../../data/world/rails.bin");
    let cities = include_bytes!("../../data/world/cities.bin");
    for cut in (0..rails.len()).step_by(rails.len() / 40) {
        assert!(Rails::open(&rails[..cut]).is_err(), "rails cut at {cut}");
    }
    for cut in (0..cities.len()).step_by(cities.len() / 40) {
        assert!(Cities::open(&cities[..cut]).is_err(), "cities cut at {cut}");
    }
    let mut longer = rails.to_vec();
    longer.push(0);
    assert!(Rails::open(&longer).is_err());
    for place in (8..rails.len()).step_by(rails.len() / 60) {
        let mut changed = rails.to_vec();
        changed[place] ^= 0xff;
        if let Ok(rails) = Rails::open(&changed) {
            for node in rails.node_indices().step_by(500) {
                rails
                    .leaving(node)
                    .for_each(|half| drop(rails.bends(node, half)));
            }
        }
    }
    for place in (8..cities.len()).step_by(cities.len() / 60) {
        let mut changed = cities.to_vec();
        changed[place] ^= 0xff;
        if let Ok(cities) = Cities::open(&changed) {
            drop(cities.named("paris"));
            cities.beginning_with("s", |_, city, _| drop(cities.city(city)));
        }
    }
}
