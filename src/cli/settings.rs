//! What was meant: names become stations, lines and countries, texts become days and times.

mod locate;

use std::collections::BTreeSet;

use crate::journey::clock::Departure;
use crate::journey::{self, Question};
use crate::network::search::Index;
use crate::network::{Country, LineIdx, Network, StationIdx};
use crate::routing::{Avoid, Objective, Query};
use crate::train::Train;
use crate::units::RunTime;
use jiff::civil::Date;

use super::args::{Claim, Matrix, Route, WayOptions};
use super::failure::Failure;
use super::world::{World, station};

pub use locate::{ReachSettings, locate, reach};

/// A question of `route` as meant, and what to remark on it.
pub struct RouteSettings {
    pub train: Train,
    pub question: Question,
    pub remarks: Vec<String>,
}

impl RouteSettings {
    pub fn new(args: &Route, world: &World) -> Result<RouteSettings, Failure> {
        let mut remarks = Vec::new();
        let index = world.index();
        let train = world.train(&args.train)?;
        let departure = args
            .depart
            .as_deref()
            .map(Departure::parse)
            .transpose()
            .map_err(Failure::wrong)?;
        let ends = (args.from.as_str(), args.to.as_str());
        let on = departure.as_ref();
        let mut query = query(ends, &args.way, on, &train, world, &index, &mut remarks)?;
        query.objective = objective(args.shortest);
        let stops = args
            .stops
            .iter()
            .map(|stop| stop_of(stop, &index, &mut remarks))
            .collect::<Result<_, _>>()?;
        let alternatives = args.alternatives as usize;
        let question = Question {
            query,
            alternatives,
            stops,
            departure,
            explain: args.explain,
        };
        Ok(RouteSettings {
            train,
            question,
            remarks,
        })
    }
}

/// The train and the journey that a claim is about.
pub fn claim(
    args: &Claim,
    world: &World,
    remarks: &mut Vec<String>,
) -> Result<(Train, Question), Failure> {
    let index = world.index();
    let train = world.train_named(&args.train)?;
    let ends = (args.from.as_str(), args.to.as_str());
    let query = query(ends, &args.way, None, &train, world, &index, remarks)?;
    Ok((train, Question::new(query)))
}

/// The train and a question without ends that stands for those of many pairs.
pub fn matrix(
    args: &Matrix,
    world: &World,
    remarks: &mut Vec<String>,
) -> Result<(Train, Question), Failure> {
    let train = world.train(&args.train)?;
    let network = world.network();
    let nowhere = network.station_indices().next();
    let nowhere = nowhere.ok_or_else(|| Failure::Wrong(String::from("the network is empty")))?;
    let day = day(args.on.as_deref(), None, world)?;
    remarks.extend(journey::day_warning(network, day).map(|warning| warning.to_string()));
    let query = Query {
        from: nowhere,
        to: nowhere,
        via: Vec::new(),
        avoid: avoid(&args.avoid, network, &world.index(), remarks)?,
        transit: countries(&args.transit, network)?,
        day,
        objective: objective(args.shortest),
        demands: journey::demands(network, &train),
    };
    let question = Question::new(query);
    Ok((train, question))
}

/// The day whose network counts: as asked, else of the departure, else of the data.
fn day(on: Option<&str>, departure: Option<&Departure>, world: &World) -> Result<Date, Failure> {
    match (on, departure) {
        (Some(text), _) => text.parse().map_err(|_| {
            Failure::Wrong(format!(
                "\"{text}\" is not a day; write year, month and day like 2019-04-24"
            ))
        }),
        (None, Some(departure)) => Ok(departure.day()),
        (None, None) => world.day(),
    }
}

fn objective(is_shortest: bool) -> Objective {
    match is_shortest {
        true => Objective::Shortest,
        false => Objective::Fastest,
    }
}

/// The fastest way between two ends.
fn query(
    (from, to): (&str, &str),
    way: &WayOptions,
    departure: Option<&Departure>,
    train: &Train,
    world: &World,
    index: &Index,
    remarks: &mut Vec<String>,
) -> Result<Query, Failure> {
    let network = world.network();
    let from = station(index, from, remarks)?;
    let to = station(index, to, remarks)?;
    if from == to {
        let station = network.station(from);
        return Err(Failure::Wrong(format!(
            "both ends are {} ({}); a journey needs two stations",
            station.name, station.id
        )));
    }
    let via = way
        .via
        .iter()
        .map(|name| station(index, name, remarks))
        .collect::<Result<_, _>>()?;
    Ok(Query {
        from,
        to,
        via,
        avoid: avoid(&way.avoid, network, index, remarks)?,
        transit: countries(&way.transit, network)?,
        day: day(way.on.as_deref(), departure, world)?,
        objective: Objective::Fastest,
        demands: journey::demands(network, train),
    })
}

fn countries(codes: &[String], network: &Network) -> Result<BTreeSet<Country>, Failure> {
    codes.iter().map(|code| country(network, code)).collect()
}

fn country(network: &Network, code: &str) -> Result<Country, Failure> {
    let known = known_countries(network);
    let found = Country::parse(code)
        .ok()
        .filter(|country| known.contains(country));
    found.ok_or_else(|| {
        let codes: Vec<&str> = known.iter().map(Country::code).collect();
        Failure::Wrong(format!(
            "\"{code}\" is no country of the network; it has {}",
            codes.join(", ")
        ))
    })
}

fn known_countries(network: &Network) -> BTreeSet<Country> {
    network
        .stations()
        .iter()
        .map(|station| station.country)
        .collect()
}

/// What is to be avoided.
fn avoid(
    texts: &[String],
    network: &Network,
    index: &Index,
    remarks: &mut Vec<String>,
) -> Result<Avoid, Failure> {
    let mut avoid = Avoid::default();
    for text in texts {
        avoid_one(text, network, index, &mut avoid, remarks)?;
    }
    Ok(avoid)
}

/// A country by its two letters, a line by its name, else a station by any spelling.
fn avoid_one(
    text: &str,
    network: &Network,
    index: &Index,
    avoid: &mut Avoid,
    remarks: &mut Vec<String>,
) -> Result<(), Failure> {
    let text = text.trim();
    let is_capitals = text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_uppercase());
    let known = Country::parse(text).ok();
    let known = known.filter(|country| known_countries(network).contains(country));
    if let Some(country) = known {
        avoid.countries.insert(country);
    } else if is_capitals {
        avoid.countries.insert(country(network, text)?);
    } else if let Some(line) = line(network, text) {
        avoid.lines.insert(line);
    } else {
        avoid.stations.insert(station(index, text, remarks)?);
    }
    Ok(())
}

fn line(network: &Network, text: &str) -> Option<LineIdx> {
    let wanted = text.to_lowercase();
    network
        .line_indices()
        .find(|line| network.line(*line).to_lowercase() == wanted)
}

/// `Khasan=60` or `Khasan=1h30`.
fn stop_of(
    text: &str,
    index: &Index,
    remarks: &mut Vec<String>,
) -> Result<(StationIdx, RunTime), Failure> {
    let wrong = |found: &str| {
        Failure::Wrong(format!(
            "\"{found}\" is not a stop; write station and minutes like Khasan=60 or Khasan=1h30"
        ))
    };
    let (name, time) = text.rsplit_once('=').ok_or_else(|| wrong(text))?;
    let time = minutes(time).ok_or_else(|| wrong(text))?;
    Ok((station(index, name, remarks)?, time))
}

/// `60`, `1h30`, `90min`.
fn minutes(text: &str) -> Option<RunTime> {
    let plain = text.trim().parse::<f64>().ok();
    match plain {
        Some(minutes) => (0.0..=100_000.0)
            .contains(&minutes)
            .then(|| RunTime::from_min(minutes)),
        None => crate::units::parse::time_span(text).ok(),
    }
}
