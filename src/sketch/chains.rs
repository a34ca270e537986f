//! The chains of edges between kept nodes as segments, with what is done at borders and what is known of countries.

use std::collections::BTreeSet;

use super::DISTANCE_FACTOR;
use super::borders::is_open;
use super::gathered::Gathered;
use super::gauge::{Runs, runs};
use super::rails::{EdgeIdx, Half, NodeIdx};
use super::stations::Stations;
use crate::network::{
    Added, AddedBorder, AddedSegment, BorderOperation, CountryFacts, SketchedLine, Source,
};
use crate::units::{Estimate, Length, RunTime, Speed};

/// A freight train runs no faster than this where nothing else is known. Assumption: the usual top speed of freight
/// wagons with standard brakes (100 or 120 km/h).
const FREIGHT_CAP_KMH: f64 = 120.0;
/// Control at a border outside of Schengen, in minutes on either side. Assumption: as timetables of the surveyed
/// network's passenger trains have it where no gauge changes.
const CONTROL_MIN: (f64, f64, f64) = (10.0, 25.0, 60.0);
/// A gauge change, in minutes. Assumption: as the surveyed network has it for ordinary trains.
const GAUGE_CHANGE_MIN: (f64, f64, f64) = (60.0, 120.0, 180.0);
/// What the sketch is made from.
const SOURCE: &str = "sketch of the world's railways (data/world): lines (c) OpenStreetMap contributors of about late 2023, by way of scgraph_data 2.0.0; cities GeoNames";
/// Who must be named for the sketch.
pub const ATTRIBUTION: &str =
    "Sketched lines © OpenStreetMap contributors, ODbL 1.0; cities © GeoNames, CC BY 4.0.";

impl Gathered<'_> {
    pub fn added(self, remarks: Vec<String>) -> Added {
        let stations = Stations::new(&self);
        let mut added = Added {
            source: Some(Source {
                what: SOURCE.to_owned(),
                licence: String::from("ODbL-1.0"),
            }),
            attribution: Some(ATTRIBUTION.to_owned()),
            remarks,
            ..Added::default()
        };
        let gauges = runs(self.sketch().rails(), &self.paths, &self.halves);
        for chain in self.chains() {
            self.add_chain(&chain, &stations, &gauges, &mut added);
        }
        self.add_changes(&stations, &gauges, &mut added);
        stations.add_hubs(&self, &mut added);
        self.add_countries(&mut added);
        added.stations = stations.list;
        added
    }

    /// The routes between two kept nodes, each once.
    fn chains(&self) -> Vec<Vec<(NodeIdx, Half)>> {
        let mut chains = Vec::new();
        let mut seen: BTreeSet<EdgeIdx> = BTreeSet::new();
        for &start in &self.fixed {
            let Some(halves) = self.halves.get(&start) else {
                continue;
            };
            for (&edge, &to) in halves {
                if !seen.insert(edge) {
                    continue;
                }
                let mut chain = vec![(start, Half { to, edge })];
                let mut at = (to, edge);
                while !self.fixed.contains(&at.0) {
                    let onward = self.halves[&at.0].iter().find(|(edge, _)| **edge != at.1);
                    let Some((&edge, &to)) = onward else { break };
                    seen.insert(edge);
                    chain.push((at.0, Half { to, edge }));
                    at = (to, edge);
                }
                chains.push(chain);
            }
        }
        chains
    }

    fn add_chain(
        &self,
        chain: &[(NodeIdx, Half)],
        stations: &Stations,
        gauges: &Runs,
        added: &mut Added,
    ) {
        let rails = self.sketch().rails();
        let (first, last) = (chain[0].0, chain[chain.len() - 1].1.to);
        let (from, to) = (stations.id(first), stations.id(last));
        if from == to {
            return;
        }
        let mut bends = Vec::new();
        let mut drawn = 0.0;
        for (place, (node, half)) in chain.iter().enumerate() {
            if place > 0 {
                bends.push(rails.place(*node));
            }
            bends.extend(rails.bends(*node, *half));
            drawn += rails.drawn_km(half.edge);
        }
        let is_ferry = chain.iter().any(|(_, half)| rails.is_ferry(half.edge));
        added.segments.push(AddedSegment {
            from: from.clone(),
            to: to.clone(),
            country: rails.country(first),
            length: Length::from_km(drawn * DISTANCE_FACTOR),
            gauges: gauges.of_chain(chain),
            bends,
            notes: is_ferry.then(|| String::from("train ferry")),
        });
        if is_ferry {
            added.remarks.push(format!(
                "between {} and {} the train is carried on a ferry",
                stations.name(first),
                stations.name(last)
            ));
        }
        let (a, b) = (rails.country(first), rails.country(last));
        if a != b {
            // Without a row the border's work would be unknown; inside Schengen there is none.
            let minutes = match is_open(a, b) {
                true => (0.0, 0.0, 0.0),
                false => CONTROL_MIN,
            };
            for at in [from, to] {
                added.borders.push(AddedBorder {
                    ends: (from.clone(), to.clone()),
                    at: at.clone(),
                    work: BorderOperation::Control,
                    gauges: None,
                    time: minutes_of(minutes),
                });
            }
        }
    }

    /// Changes of gauge at borders.
    fn add_changes(&self, stations: &Stations, gauges: &Runs, added: &mut Added) {
        let mut seen = BTreeSet::new();
        for change in &gauges.changes {
            let is_known = |node| stations.by_node.contains_key(node);
            let is_new = seen.insert((change.at, change.beyond));
            if !is_new || !is_known(&change.at) || !is_known(&change.beyond) {
                continue;
            }
            let at = stations.id(change.at).clone();
            let ends = (at.clone(), stations.id(change.beyond).clone());
            for from in change.from.iter() {
                for to in change.to.iter() {
                    added.borders.push(AddedBorder {
                        ends: ends.clone(),
                        at: at.clone(),
                        work: BorderOperation::GaugeChange,
                        gauges: Some((from, to)),
                        time: minutes_of(GAUGE_CHANGE_MIN),
                    });
                }
            }
        }
    }

    fn add_countries(&self, added: &mut Added) {
        let rails = self.sketch().rails();
        for node in self.halves.keys() {
            let country = rails.country(*node);
            let Some(facts) = self.sketch().facts().countries.get(&country) else {
                continue;
            };
            added
                .countries
                .entry(country)
                .or_insert_with(|| CountryFacts {
                    name: facts.name.clone(),
                    speed_cap: Some(facts.cap),
                    freight_speed_cap: Some(facts.cap.min(Speed::from_kmh(FREIGHT_CAP_KMH))),
                    sources: Vec::new(),
                });
            added.lines.entry(country).or_insert_with(|| {
                let line = SketchedLine {
                    country,
                    ordinary: facts.ordinary,
                    cap: facts.cap,
                };
                (format!("Sketch {country}"), line)
            });
        }
    }
}

fn minutes_of((low, likely, high): (f64, f64, f64)) -> Estimate<RunTime> {
    Estimate::new(
        RunTime::from_min(low),
        RunTime::from_min(likely),
        RunTime::from_min(high),
    )
    .expect("the constants rise")
}
