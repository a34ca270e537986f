//! The summary of a plan: names, positions and words for what the journey computed.

use std::collections::BTreeSet;

use super::dwells::{habitual, kind, reasons};
use super::explain;
use super::minutes;
use super::neighbours::neighbours;
use super::summary::{
    Call, CallKind, Caveat, CurvePoint, GradientSpan, Ledger, LegSummary, LimitSpan, Place,
    PlannedRoute, Prominence, Provenance, ReportedTime, RouteSummary, SegmentTime, TrainLabel,
};
use crate::journey::{self, Journey, Plan, Question, clock};
use crate::network::{LatLon, Network, Quality, StationIdx};
use crate::train::Train;
use crate::units::{RunTime, format};

/// What an answer says of the question besides the journey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The command as typed.
    pub command: String,
    /// What was taken for what was typed.
    pub remarks: Vec<String>,
    /// Whether each figure is to be explained.
    pub explain: bool,
    /// Reported journeys between the same ends, the latest first.
    pub reported: Vec<ReportedTime>,
}

/// The summary of a plan.
#[must_use]
pub fn summarise(
    network: &Network,
    train: &Train,
    question: &Question,
    plan: &Plan,
    asked: Asked,
) -> RouteSummary {
    let mut routes: Vec<PlannedRoute> = plan
        .journeys
        .iter()
        .zip(1..)
        .map(|(journey, rank)| {
            Summariser {
                network,
                train,
                plan,
                journey,
                clocks: clocks(journey),
                explain: asked.explain,
            }
            .planned(rank)
        })
        .collect();
    if asked.explain {
        let choice = explain::choice(network, question, plan);
        routes[0].explanations.splice(0..0, choice);
    }
    let mut remarks = asked.remarks;
    remarks.extend(habitual(network, train, &plan.journeys[0]));
    remarks.extend(too_few(question, plan));
    RouteSummary {
        provenance: provenance(network, &plan.journeys, asked.command),
        train: label(train, &plan.journeys[0]),
        from: place(network, question.query.from),
        to: place(network, question.query.to),
        departure: plan.departure.clone(),
        remarks,
        neighbours: neighbours(network, &plan.journeys),
        reported: asked.reported,
        routes,
    }
}

/// Why there are fewer routes than were asked for.
fn too_few(question: &Question, plan: &Plan) -> Option<String> {
    let others = plan.journeys.len() - 1;
    (others < question.alternatives).then(|| match others {
        0 => String::from("no other route differs enough to show"),
        1 => String::from("only 1 other route differs enough to show"),
        _ => format!("only {others} other routes differ enough to show"),
    })
}

/// A station as an answer names it.
#[must_use]
pub fn place(network: &Network, station: StationIdx) -> Place {
    let station = network.station(station);
    Place {
        id: station.id.to_string(),
        name: station.name.clone(),
        name_local: station.name_local.clone(),
        country: station.country.to_string(),
        position: station.position,
    }
}

/// The provenance of an answer about some journeys.
#[must_use]
pub fn provenance(network: &Network, journeys: &[Journey], command: String) -> Provenance {
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for journey in journeys {
        for step in journey.route.steps() {
            ids.extend(
                network
                    .segment(step.segment)
                    .sources
                    .iter()
                    .map(String::as_str),
            );
        }
        ids.extend(
            journey
                .route
                .operations()
                .flat_map(|operation| operation.sources.iter().map(String::as_str)),
        );
    }
    provenance_of(network, ids, command)
}

/// What an answer carries along that rests on sources of some ids.
#[must_use]
pub fn provenance_of(network: &Network, ids: BTreeSet<&str>, command: String) -> Provenance {
    let package = network.package();
    let known = |id: &str| {
        network
            .sources()
            .get(id)
            .map(|source| (id.to_owned(), source.what.clone()))
    };
    Provenance {
        network: package.name.clone(),
        network_version: package.version.clone(),
        attribution: package.attribution.clone(),
        licences: package.licences.clone(),
        command,
        sources: ids.into_iter().filter_map(known).collect(),
    }
}

/// The train with the locomotives that pull it on a journey.
fn label(train: &Train, journey: &Journey) -> TrainLabel {
    let mut engines: Vec<&str> = Vec::new();
    let mut longest = train.length(None);
    let mut heaviest = train.mass(None);
    for leg in &journey.legs {
        let Some(own) = leg
            .traction
            .as_ref()
            .and_then(|traction| train.locomotive(leg.country, traction))
        else {
            continue;
        };
        longest = longest.max(train.length(Some(own)));
        heaviest = heaviest.max(train.mass(Some(own)));
        if !engines.contains(&own.name.as_str()) {
            engines.push(&own.name);
        }
    }
    let pulled = if engines.is_empty() {
        String::new()
    } else {
        format!(", hauled by {}", engines.join(", "))
    };
    let consist = format!(
        "{} cars, {} t and {} with locomotives{pulled}",
        train.consist.cars,
        format::grouped(heaviest.t().round() as i64),
        format::distance(longest),
    );
    TrainLabel {
        id: train.id.clone(),
        name: train.name.clone(),
        consist,
    }
}

fn caveat(warning: &journey::Warning) -> Caveat {
    Caveat {
        on: warning.bearing(),
        text: warning.to_string(),
    }
}

struct Summariser<'a> {
    network: &'a Network,
    train: &'a Train,
    plan: &'a Plan,
    journey: &'a Journey,
    /// Arrival and departure at each station, in whole minutes.
    clocks: Vec<(RunTime, RunTime)>,
    explain: bool,
}

impl Summariser<'_> {
    fn planned(&self, rank: usize) -> PlannedRoute {
        let journey = self.journey;
        let (network, route) = (self.network, &journey.route);
        let position = |station| network.station(station).position;
        let total = self.clocks[self.clocks.len() - 1].0;
        let mut lines: Vec<String> = Vec::new();
        for leg in &journey.legs {
            let line = leg.line.map(|line| network.line(line));
            if let Some(line) = line.filter(|line| lines.last().is_none_or(|last| last != line)) {
                lines.push(line.to_owned());
            }
        }
        PlannedRoute {
            rank,
            distance: route.length(),
            distance_range: journey.distance_range,
            geodesic: position(route.start()).geodesic(position(route.end())),
            duration: minutes::likely_at(&journey.duration, total),
            arrival: journey.arrival,
            technical_minimum: journey.technical_minimum,
            technical_minimum_by_cap: journey.technical_minimum_by_cap,
            mean_speed: route
                .length()
                .mean_speed(journey.duration.likely())
                .expect("a journey takes time"),
            ledger: ledger(&journey.ledger, total),
            energy: journey.energy,
            fuel: journey.fuel,
            current: journey.current,
            energy_saved: journey.energy_saved,
            via: journey.legs[1..]
                .iter()
                .map(|leg| place(network, leg.from))
                .collect(),
            lines,
            countries: route
                .countries(network)
                .iter()
                .map(ToString::to_string)
                .collect(),
            legs: self.legs(),
            calls: self.calls(),
            curve: journey
                .curve
                .iter()
                .map(|(at, speed)| CurvePoint {
                    at: *at,
                    speed: *speed,
                })
                .collect(),
            limits: self.limits(),
            gradients: self.gradients(),
            warnings: journey.warnings.iter().map(caveat).collect(),
            segments: if self.explain {
                self.segments()
            } else {
                Vec::new()
            },
            explanations: if self.explain {
                explain::journey(network, self.train, journey)
            } else {
                explain::economy(journey).into_iter().collect()
            },
        }
    }

    fn segments(&self) -> Vec<SegmentTime> {
        let name = |station| self.network.station(station).name.clone();
        let of_run = |run: &journey::SegmentRun| SegmentTime {
            from: name(run.from),
            to: name(run.to),
            distance: run.end - run.start,
            held: run.held,
            line_limit: run.line,
            cruising: run.cruising,
            accelerating_braking: run.accelerating_braking,
            gradients: run.gradients,
        };
        self.journey.segments.iter().map(of_run).collect()
    }

    fn legs(&self) -> Vec<LegSummary> {
        let network = self.network;
        let legs = self.journey.legs.iter();
        legs.map(|leg| {
            let dwell = self.journey.dwells.iter().find(|dwell| dwell.at == leg.end);
            let (from, to) = leg.stations();
            let departs = self.clocks[from].1;
            let (arrives, leaves) = self.clocks[to];
            let stop = leaves - arrives;
            LegSummary {
                from: place(network, leg.from),
                to: place(network, leg.to),
                line: leg.line.map(|line| network.line(line).to_owned()),
                country: leg.country.to_string(),
                start: leg.start,
                distance: leg.length(),
                duration: minutes::likely_at(&leg.duration, arrives - departs),
                departs,
                arrives,
                depart_local: self.clock(leg.from, departs),
                arrive_local: self.clock(leg.to, arrives),
                gauge_mm: leg.gauge.mm(),
                traction: leg
                    .traction
                    .as_ref()
                    .map_or_else(String::new, ToString::to_string),
                stop,
                stop_reasons: dwell.map_or_else(Vec::new, |dwell| reasons(dwell, stop)),
            }
        })
        .collect()
    }

    fn clock(&self, station: StationIdx, elapsed: RunTime) -> Option<jiff::ZonedDateTime> {
        let zone = self.network.station(station).timezone.as_deref()?;
        clock::later(self.plan.departure.as_ref()?, elapsed, zone)
    }

    fn calls(&self) -> Vec<Call> {
        let end = self.journey.timing_points.len() - 1;
        let call = |(index, timing_point): (usize, &journey::TimingPoint)| {
            let station = self.network.station(timing_point.station);
            let dwell = self
                .journey
                .dwells
                .iter()
                .find(|dwell| dwell.at == timing_point.at);
            let kind = if index == 0 || index == end {
                CallKind::End
            } else {
                dwell.map_or(CallKind::Pass, kind)
            };
            Call {
                place: place(self.network, timing_point.station),
                kind,
                at: timing_point.at,
                arrives: minutes::likely_at(&timing_point.arrives, self.clocks[index].0),
                departs: minutes::likely_at(&timing_point.departs, self.clocks[index].1),
                dwell: self.clocks[index].1 - self.clocks[index].0,
                is_sourced: station.coord_quality == Quality::Sourced,
                elevation: station.elevation,
                timezone: station.timezone.clone(),
                prominence: prominence(self.network, timing_point.station),
                bends: index
                    .checked_sub(1)
                    .map_or_else(Vec::new, |step| self.bends(step)),
            }
        };
        self.journey
            .timing_points
            .iter()
            .enumerate()
            .map(call)
            .collect()
    }

    /// The places that the rails pass in a step of the route.
    fn bends(&self, step: usize) -> Vec<LatLon> {
        let Some(step) = self.journey.route.steps().get(step) else {
            return Vec::new();
        };
        let line = self.network.drawn(step.segment, step.from);
        line[1..line.len() - 1].to_vec()
    }

    fn limits(&self) -> Vec<LimitSpan> {
        let of_run = |run: &journey::LimitRun| LimitSpan {
            start: run.start,
            end: run.end,
            sustained: run.held,
            line_limit: run.line,
        };
        self.journey.limits.iter().map(of_run).collect()
    }

    fn gradients(&self) -> Vec<GradientSpan> {
        let mut spans: Vec<GradientSpan> = Vec::new();
        for limit in &self.journey.segments {
            let Some(max_gradient) = limit.max_gradient else {
                continue;
            };
            match spans.last_mut() {
                Some(last) if last.max_gradient == max_gradient && last.end == limit.start => {
                    last.end = limit.end
                }
                _ => spans.push(GradientSpan {
                    start: limit.start,
                    end: limit.end,
                    max_gradient,
                }),
            }
        }
        spans
    }
}

/// The ledger in whole minutes that add up to the likely time.
fn ledger(ledger: &Ledger, total: RunTime) -> Ledger {
    let shared = minutes::shared(total, &ledger.parts().map(|(_, time)| time));
    Ledger::of_parts(std::array::from_fn(|part| shared[part]))
}

/// Arrival and departure at each station in whole minutes. How long a train stops is rounded for itself, so that a stop of
/// two minutes is shown as one of two.
fn clocks(journey: &Journey) -> Vec<(RunTime, RunTime)> {
    let timing_points = journey.timing_points.iter();
    let clock = |timing_point: &journey::TimingPoint| {
        let (arrives, departs) = (timing_point.arrives.likely(), timing_point.departs.likely());
        let rounded = minutes::rounded(arrives);
        (rounded, rounded + minutes::rounded(departs - arrives))
    };
    timing_points.map(clock).collect()
}

/// Up to three for other names, one for a junction, two for a locomotive change.
#[must_use]
pub fn prominence(network: &Network, station: StationIdx) -> Prominence {
    let names = network.station(station).aliases.len().min(3) as u8;
    let junction = u8::from(network.segments_at(station).len() > 2);
    let locomotives = u8::from(network.station(station).changes_locomotives) * 2;
    Prominence(names + junction + locomotives)
}
