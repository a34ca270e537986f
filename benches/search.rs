//! Finding a station: what the first question costs, from a name as written to one that nothing resembles.

use slowtrain::network::search::Index;
use slowtrain::network::{Country, LatLon, Quality, Station, StationId};

fn main() {
    divan::main();
}

/// As many stations as the shipped network has, with names like its own.
fn stations() -> Vec<Station> {
    let names = [
        ("kp", "Pyongyang", "평양", "P'yŏngyang"),
        ("ru", "Vladivostok", "Владивосток", "Wladiwostok"),
        ("cn", "Jinzhou South", "锦州南", "Jinzhounan"),
        ("vn", "Dong Dang", "Đồng Đăng", "Dongdang"),
    ];
    (0..1_850)
        .map(|number: usize| {
            let (country, name, local, alias) = names[number % names.len()];
            Station {
                id: StationId::parse(&format!("{country}-{number}")).expect("an id"),
                name: format!("{name} {number}"),
                name_local: Some(format!("{local}{number}")),
                aliases: vec![format!("{alias} {number}")],
                country: Country::parse(country).expect("a country"),
                position: LatLon { lat: 0.0, lon: 0.0 },
                coord_quality: Quality::Unstated,
                elevation: None,
                timezone: None,
                changes_locomotives: false,
                sources: Vec::new(),
            }
        })
        .collect()
}

/// One question to a new index, as a command asks it.
#[divan::bench(args = ["Vladivostok 1001", "vladivostok-1001", "Wladivostok 1001", "Vladivastok 1001", "xyzzy"])]
fn first_question(bencher: divan::Bencher<'_, '_>, question: &str) {
    let stations = stations();
    bencher.bench_local(|| Index::new(&stations).find(divan::black_box(question)));
}
