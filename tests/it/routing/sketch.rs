//! Networks of a few lines, by hand or at random, and the questions asked of them.
//!
//! A sketch is written out as CSV and read like anybody's network, so the planner sees only what its files say; the
//! oracle operations on the sketch itself and shares no code with the planner.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::civil::Date;
use slowtrain::network::{
    Country, Gauge, GaugeSet, Network, RawNetwork, StationIdx, Traction, TrainKind,
};
use slowtrain::routing::{Avoid, Demands, Engine, Objective, Query, Restrictions, Route};
use slowtrain::units::{Estimate, RunTime};

/// The day of all questions that do not ask for another.
pub const TODAY: Date = Date::constant(2020, 6, 1);
/// Free running in sketches takes a minute a kilometre.
pub const MS_PER_KM: u64 = 60_000;
/// What a train of a sketch needs for a reversal that the data lists without minutes, or that is inferred.
pub const REVERSAL_MIN: u64 = 15;
/// What it needs to change engines.
pub const ENGINE_CHANGE_MIN: u64 = 10;

/// Rails between two stations.
#[derive(Clone, Debug, PartialEq)]
pub struct Rails {
    pub ends: [String; 2],
    pub km: u64,
    pub gauges: Vec<u16>,
    pub usage: &'static str,
    pub electrification: &'static str,
    pub opened: &'static str,
    pub closed: &'static str,
    pub line: String,
}

/// A row of `junctions.csv`.
#[derive(Clone, Debug)]
pub struct TurnRow {
    pub via: String,
    pub arms: [String; 2],
    pub movement: &'static str,
    pub minutes: Option<u64>,
}

/// A row of `borders.csv` for special trains.
#[derive(Clone, Debug)]
pub struct BorderRow {
    pub ends: [String; 2],
    pub at: String,
    pub what: &'static str,
    pub gauges: Option<[u16; 2]>,
    pub minutes: u64,
}

/// A small network.
#[derive(Clone, Debug, Default)]
pub struct Sketch {
    pub rails: Vec<Rails>,
    pub turns: Vec<TurnRow>,
    pub borders: Vec<BorderRow>,
    /// Stations with a sourced position, in degrees north and east; all others lie somewhere unverified.
    pub places: Vec<(String, f64, f64)>,
    /// Stations where a source tells of changes of locomotive.
    pub depots: Vec<String>,
}

/// What a train of a sketch is like.
#[derive(Clone, Debug)]
pub struct Stock {
    pub gauges: Vec<u16>,
    pub engines: Vec<(Option<&'static str>, &'static str)>,
    pub uses_freight_lines: bool,
}

impl Stock {
    /// A train for standard gauge that any rails carry.
    pub fn standard() -> Stock {
        Stock {
            gauges: vec![1435],
            engines: Vec::new(),
            uses_freight_lines: false,
        }
    }
}

/// The country of a station: what its id begins with.
pub fn country_of(id: &str) -> &str {
    &id[..2]
}

/// `kp-a` of `a`; ids that name their country stay.
pub fn id(name: &str) -> String {
    match name.contains('-') {
        true => name.to_owned(),
        false => format!("kp-{name}"),
    }
}

impl Sketch {
    /// Rails as text: `a b 10` for ten kilometres, with `1520`, `1435;1520`, `freight`, `branch`, `3kV-DC`, `none`,
    /// `from:2021-01-01`, `until:2019-01-01`, `on:Line` behind where they are not plain standard-gauge main line.
    pub fn new(rails: &[&str]) -> Sketch {
        Sketch {
            rails: rails.iter().map(|text| parse(text)).collect(),
            ..Sketch::default()
        }
    }

    pub fn turn(mut self, text: &'static str) -> Sketch {
        let words: Vec<&'static str> = text.split(' ').collect();
        self.turns.push(TurnRow {
            via: id(words[0]),
            arms: [id(words[1]), id(words[2])],
            movement: words[3],
            minutes: words
                .get(4)
                .map(|minutes| minutes.parse().expect("minutes")),
        });
        self
    }

    /// `from to at minutes`, and `1435;1520` behind for a gauge change.
    pub fn border(mut self, text: &str) -> Sketch {
        let words: Vec<&str> = text.split(' ').collect();
        let gauges = words.get(4).map(|pair| {
            let (a, b) = pair.split_once(';').expect("two gauges");
            [a, b].map(|mm| mm.parse().expect("a gauge"))
        });
        self.borders.push(BorderRow {
            ends: [id(words[0]), id(words[1])],
            at: id(words[2]),
            what: if gauges.is_some() {
                "gauge_change"
            } else {
                "control"
            },
            gauges,
            minutes: words[3].parse().expect("minutes"),
        });
        self
    }

    pub fn place(mut self, name: &str, lat: f64, lon: f64) -> Sketch {
        self.places.push((id(name), lat, lon));
        self
    }

    /// Ids of all stations, in order.
    pub fn stations(&self) -> Vec<String> {
        let ends = self.rails.iter().flat_map(|rails| rails.ends.clone());
        let all: BTreeSet<String> = ends.collect();
        all.into_iter().collect()
    }

    /// The checked network that its files make.
    pub fn network(&self) -> Network {
        let files = [
            ("stations.csv", self.stations_csv()),
            ("segments.csv", self.segments_csv()),
            ("junctions.csv", self.turns_csv()),
            ("borders.csv", self.borders_csv()),
        ];
        let raw = RawNetwork::read("sketch", |file| {
            let text = files.iter().find(|(name, _)| *name == file);
            Ok(text.map(|(_, text)| Cow::Owned(text.clone().into_bytes())))
        });
        let checked = Network::new(raw.expect("memory can be read"));
        checked
            .unwrap_or_else(|findings| panic!("{findings}"))
            .into_network()
    }

    fn stations_csv(&self) -> String {
        let mut text = String::from("id,name,country,lat,lon,coord_quality,locomotive_change\n");
        for (number, id) in self.stations().iter().enumerate() {
            let country = country_of(id).to_uppercase();
            let known = self.places.iter().find(|(place, _, _)| place == id);
            let (lat, lon, quality) = match known {
                Some((_, lat, lon)) => (*lat, *lon, "sourced"),
                None => (0.01 * number as f64, 0.02 * number as f64, "unverified"),
            };
            let depot = if self.depots.contains(id) { "yes" } else { "" };
            writeln!(text, "{id},{id},{country},{lat},{lon},{quality},{depot}").expect("memory");
        }
        text
    }

    fn segments_csv(&self) -> String {
        let mut text =
            String::from("from,to,line,length_km,gauge_mm,electrification,usage,opened,closed\n");
        for rails in &self.rails {
            let gauges: Vec<String> = rails.gauges.iter().map(u16::to_string).collect();
            let [a, b] = &rails.ends;
            let Rails {
                km,
                usage,
                electrification,
                opened,
                closed,
                line,
                ..
            } = rails;
            let gauges = gauges.join(";");
            writeln!(
                text,
                "{a},{b},{line},{km},{gauges},{electrification},{usage},{opened},{closed}"
            )
            .expect("memory");
        }
        text
    }

    fn turns_csv(&self) -> String {
        let mut text =
            String::from("via,from,to,movement,minutes_low,minutes_likely,minutes_high,basis\n");
        for turn in &self.turns {
            let minutes = turn.minutes.map_or_else(String::new, |m| m.to_string());
            let [a, b] = &turn.arms;
            let (via, movement) = (&turn.via, turn.movement);
            writeln!(
                text,
                "{via},{a},{b},{movement},{minutes},{minutes},{minutes},assumption"
            )
            .expect("memory");
        }
        text
    }

    fn borders_csv(&self) -> String {
        let mut text = String::from(
            "from,to,at,what,train_kind,gauges_mm,minutes_low,minutes_likely,minutes_high,basis\n",
        );
        for row in &self.borders {
            let [a, b] = &row.ends;
            let gauges = row
                .gauges
                .map_or_else(String::new, |[a, b]| format!("{a};{b}"));
            let (at, what, m) = (&row.at, row.what, row.minutes);
            writeln!(
                text,
                "{a},{b},{at},{what},special,{gauges},{m},{m},{m},assumption"
            )
            .expect("memory");
        }
        text
    }
}

fn parse(text: &str) -> Rails {
    let words: Vec<&str> = text.split(' ').collect();
    let mut rails = Rails {
        ends: [id(words[0]), id(words[1])],
        km: words[2].parse().expect("whole kilometres"),
        gauges: vec![1435],
        usage: "main",
        electrification: "",
        opened: "",
        closed: "",
        line: String::new(),
    };
    for word in &words[3..] {
        match *word {
            "freight" => rails.usage = "freight",
            "branch" => rails.usage = "branch",
            "none" => rails.electrification = "none",
            "3kV-DC" => rails.electrification = "3kV-DC",
            "25kV-AC" => rails.electrification = "25kV-AC",
            "from:2021-01-01" => rails.opened = "2021-01-01",
            "until:2019-01-01" => rails.closed = "2019-01-01",
            word if word.starts_with("on:") => rails.line = word[3..].to_owned(),
            gauges => {
                let gauges = gauges.split(';').map(|mm| mm.parse().expect("a gauge"));
                rails.gauges = gauges.collect();
            }
        }
    }
    rails
}

/// The number of a station in a network.
pub fn station(network: &Network, name: &str) -> StationIdx {
    network
        .station_by_id(&id(name))
        .unwrap_or_else(|| panic!("no station {name}"))
}

/// A question for a special train of some stock.
pub fn query(network: &Network, stock: &Stock, ends: (&str, &str)) -> Query {
    let minutes = |minutes: u64| Estimate::exact(RunTime::from_min(minutes as f64));
    let engine = |(country, traction): &(Option<&str>, &str)| Engine {
        country: country.map(|code| Country::parse(code).expect("a country")),
        traction: Traction::parse(traction).expect("a traction"),
    };
    let time = |index| {
        let km = network.segment(index).length.km();
        RunTime::from_s(km * MS_PER_KM as f64 / 1_000.0)
    };
    let gauges = stock.gauges.iter().filter_map(|mm| Gauge::from_mm(*mm));
    Query {
        from: station(network, ends.0),
        to: station(network, ends.1),
        via: Vec::new(),
        restrictions: Restrictions {
            avoid: Avoid::default(),
            transit: BTreeSet::new(),
            day: TODAY,
            objective: Objective::Fastest,
            demands: Demands {
                gauges: GaugeSet::new(gauges).expect("a gauge"),
                kind: TrainKind::Special,
                uses_freight_lines: stock.uses_freight_lines,
                avoided_lines: Vec::new(),
                engines: stock.engines.iter().map(engine).collect(),
                free_running: network
                    .segment_indices()
                    .map(|segment| [time(segment); 2])
                    .collect(),
                length: slowtrain::units::Length::from_m(300.0),
                habitual_stops: vec![[RunTime::ZERO; 2]; network.segments().len()],
                habitual_stop: RunTime::ZERO,
                reversal: minutes(REVERSAL_MIN),
                locomotive_change: minutes(ENGINE_CHANGE_MIN),
            },
        },
    }
}

/// The stations of a route, by what follows the country in their ids where that is Korea's: `a b ru-c`.
pub fn names(network: &Network, route: &Route) -> String {
    let ids = route
        .stations()
        .map(|station| network.station(station).id.to_string());
    let names: Vec<String> = ids
        .map(|id| id.strip_prefix("kp-").unwrap_or(&id).to_owned())
        .collect();
    names.join(" ")
}
