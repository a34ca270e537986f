//! Many comparisons at once: what is the same question is computed once, on all cores.
//!
//! The trains of a timetable mostly differ in their clocks only. Journeys of one train between the same stations with the
//! same stops are one question, whatever their days, as long as the same segments are open.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::compare::{Compared, GENERIC, Outcome, judge, question};
use super::journeys::ReportedJourney;
use crate::journey::Question;
use crate::network::search::Index;
use crate::network::{Network, StationIdx};
use crate::train::{Catalog, Train, TrainError};

/// So many questions are computed before the progress is told. Assumption: a second's operation.
const AT_ONCE: usize = 256;

/// Computes each journey and holds it against its report. `day` counts where the report has none, `train` replaces the
/// trains that the reports name. `progress` is told how many journeys are done.
///
/// # Errors
/// [`TrainError`] when a train's file cannot be used.
pub fn compare_all(
    network: &Network,
    index: &Index<'_>,
    trains: &Catalog,
    journeys: Vec<ReportedJourney>,
    (day, train): (Date, Option<&str>),
    progress: &mut dyn FnMut(usize),
) -> Result<Vec<Compared>, TrainError> {
    let mut stable = Stable::new(trains);
    let named: Vec<Named> = journeys
        .iter()
        .map(|reported| stable.train_of(train.unwrap_or(&reported.train), reported))
        .collect::<Result<_, _>>()?;
    let asked: Vec<Result<Question, String>> = journeys
        .par_iter()
        .zip(&named)
        .map(|(reported, named)| match &stable.trains[named.train] {
            Some(train) => question((network, index, day), train, reported),
            None => Err(format!(
                "no train is called \"{}\", and no kind of train has that number",
                named.id
            )),
        })
        .collect();
    let groups = Groups::new(network, &named, &asked);
    let mut outcomes: Vec<Option<Outcome>> = vec![None; journeys.len()];
    let mut done = 0;
    for some in groups.0.chunks(AT_ONCE) {
        progress(done);
        let found: Vec<(usize, Outcome)> = some
            .par_iter()
            .flat_map_iter(|group| {
                let first = group[0];
                let train = stable.trains[named[first].train].as_ref();
                let question = asked[first].as_ref().ok();
                let (train, question) = train.zip(question).expect("groups are of questions");
                judge(network, train, question, group, &journeys)
            })
            .collect();
        done += found.len();
        for (number, outcome) in found {
            outcomes[number] = Some(outcome);
        }
    }
    let all = journeys.into_iter().zip(named).zip(asked).zip(outcomes);
    let compared = all.map(|(((reported, named), asked), outcome)| Compared {
        reported,
        train: named.id,
        outcome: outcome.unwrap_or_else(|| Outcome::NotComparable {
            reason: asked.err().unwrap_or_default(),
        }),
    });
    Ok(compared.collect())
}

/// The train of a journey.
struct Named {
    /// Its id, or what the report calls it.
    id: String,
    /// Its number among those in use.
    train: usize,
}

/// The trains in use, each read once.
struct Stable<'t> {
    catalog: &'t Catalog,
    trains: Vec<Option<Train>>,
    /// Numbers by the name in the report and whether its stops are all printed.
    numbers: BTreeMap<(String, bool), (String, usize)>,
}

impl<'t> Stable<'t> {
    fn new(catalog: &'t Catalog) -> Stable<'t> {
        Stable {
            catalog,
            trains: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }

    fn train_of(&mut self, name: &str, reported: &ReportedJourney) -> Result<Named, TrainError> {
        let name = if name.is_empty() { GENERIC } else { name };
        let key = (name.to_owned(), reported.dwells.is_some());
        if let Some((id, train)) = self.numbers.get(&key) {
            return Ok(Named {
                id: id.clone(),
                train: *train,
            });
        }
        let mut found = match self.catalog.train(name)? {
            None => self.catalog.of_number(name)?,
            found => found,
        };
        // A timetable prints all stops, those of habit as well.
        if reported.dwells.is_some() {
            found = found.map(|train| train.without_habitual_stops());
        }
        let id = found.as_ref().map_or(name, |train| train.id.as_str());
        let id = id.to_owned();
        let train = self.trains.len();
        self.trains.push(found);
        self.numbers.insert(key, (id.clone(), train));
        Ok(Named { id, train })
    }
}

/// What makes two questions the same: the train, the segments that are open, where to and by what, and the stops with
/// their milliseconds.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    train: usize,
    open: usize,
    stations: Vec<StationIdx>,
    stops: Vec<(StationIdx, u64)>,
}

/// Numbers of the journeys that ask the same, in the order of the first of each.
struct Groups(Vec<Vec<usize>>);

impl Groups {
    fn new(network: &Network, named: &[Named], asked: &[Result<Question, String>]) -> Groups {
        let changes = changes(network);
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut known: FxHashMap<Key, usize> = FxHashMap::default();
        for (number, (named, question)) in named.iter().zip(asked).enumerate() {
            let Ok(question) = question else {
                continue;
            };
            let query = &question.query;
            let ends = [query.from, query.to].into_iter();
            let stops = question.stops.iter();
            let key = Key {
                train: named.train,
                open: changes.partition_point(|change| *change <= query.restrictions.day),
                stations: ends.chain(query.via.iter().copied()).collect(),
                stops: stops
                    .map(|(station, time)| (*station, (time.s() * 1_000.0).round() as u64))
                    .collect(),
            };
            match known.get(&key) {
                Some(group) => groups[*group].push(number),
                None => {
                    known.insert(key, groups.len());
                    groups.push(vec![number]);
                }
            }
        }
        Groups(groups)
    }
}

/// The days on which segments open or close.
fn changes(network: &Network) -> Vec<Date> {
    let segments = network.segments().iter();
    let mut changes: Vec<Date> = segments
        .flat_map(|segment| [segment.opened, segment.closed])
        .flatten()
        .collect();
    changes.sort_unstable();
    changes.dedup();
    changes
}
