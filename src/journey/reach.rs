//! How far a train can have come: one search for the routes to all stations, and a sample of the journey over each branch.
//!
//! The stations of a branch share its rides and its samples, so there are as many samplings as the tree has ends, not as
//! many as it has stations. Of the routes that lead to a station with different tractions the engine decides, as it does
//! for a plan; routes over other rails that are worse by the planner's bound are not timed. At a station on the route the train is taken to pass; a stop there adds about a minute.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::course::{Course, flat_running};
use super::dwell::AskedStops;
use super::estimate::{SAMPLES, by_ratio};
use super::progress::Progress;
use super::refusal::refusal;
use super::ride::RideError;
use crate::network::{LineIdx, Network, SegmentIdx, StationIdx};
use crate::routing::{Branch, BranchEnd, Budget, Cost, Restrictions, spread};
use crate::train::Train;
use crate::units::{Estimate, Length, RunTime};

/// A station that may have been reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// The station.
    pub station: StationIdx,
    /// The station before it on the route.
    pub before: StationIdx,
    /// The segment from there.
    pub segment: SegmentIdx,
    /// Length of the route.
    pub distance: Length,
    /// How long it takes.
    pub time: Estimate<RunTime>,
    /// The shortest time physically possible over that route.
    pub technical_minimum: RunTime,
    /// The line on which it is reached.
    pub line: Option<LineIdx>,
}

/// What can be reached within a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// The stations whose technical minimum is within the time, earliest first.
    pub stations: Vec<Reached>,
    /// Where the train is too weak to go on, in words; each once.
    pub stalls: Vec<String>,
}

/// The stations that a train may reach from one within a time; `transit` does not count, any country may be passed. Those are told apart by their range and technical minimum, which are all given.
///
/// # Complexity
/// One Dijkstra, and four exact runs and a sample for each end of the tree.
#[must_use]
pub fn reach(
    network: &Network,
    train: &Train,
    from: StationIdx,
    (restrictions, stops): (&Restrictions, &AskedStops),
    limit: RunTime,
) -> Reach {
    let times = flat_running(network, train);
    let budget = Budget {
        times: &times,
        limit,
    };
    let branches = spread(network, from, restrictions, budget);
    let each: Vec<Along> = branches
        .par_iter()
        .map(|branch| along(network, train, stops, branch))
        .collect();
    let mut best: BTreeMap<StationIdx, (Cost, Reached)> = BTreeMap::new();
    let mut stalls = BTreeSet::new();
    for (ends, stall) in each {
        for (cost, reached) in ends {
            let is_better = best
                .get(&reached.station)
                .is_none_or(|(known, _)| cost < *known);
            if is_better {
                best.insert(reached.station, (cost, reached));
            }
        }
        stalls.extend(stall);
    }
    let stations = best.into_values().map(|(_, reached)| reached);
    let mut stations: Vec<Reached> = stations
        .filter(|station| station.technical_minimum <= limit)
        .collect();
    stations.sort_by_key(|station| (station.time.likely(), station.station));
    Reach {
        stations,
        stalls: stalls.into_iter().collect(),
    }
}

/// The stations of a branch, each with what the route there costs by the engine, and where the train cannot go on.
type Along = (Vec<(Cost, Reached)>, Option<String>);

/// The train along a branch.
fn along(network: &Network, train: &Train, stops: &AskedStops, branch: &Branch) -> Along {
    let mut course = Course::new(network, train, &branch.route);
    let mut stall = None;
    while !course.pieces.is_empty() {
        match Progress::try_over(course, stops) {
            Ok(progress) => return (stations(&progress, &branch.ends), stall),
            Err((shorter, error)) => {
                course = shorter;
                let pieces = pieces_before(&course, &error);
                stall = Some(refusal(&course, error).to_string());
                course.pieces.truncate(pieces);
            }
        }
    }
    (Vec::new(), stall)
}

/// How many pieces lie before the one where a ride fails.
fn pieces_before(course: &Course, error: &RideError) -> usize {
    let RideError::Run { first_piece, error } = error else {
        return 0;
    };
    let Some(offset) = error.stall_offset() else {
        return *first_piece;
    };
    let place = course.pieces[*first_piece].start + offset.from_start();
    course
        .pieces
        .partition_point(|piece| piece.end <= place)
        .min(course.pieces.len() - 1)
}

/// The stations at the ends of a branch, each with what the route there costs by the engine.
fn stations(progress: &Progress, ends: &[BranchEnd]) -> Vec<(Cost, Reached)> {
    let trajectories = progress
        .sample(&[], SAMPLES)
        .expect("without sightings every sample agrees");
    let timing_points = trajectories.timing_points(progress);
    let pieces = &progress.course.pieces;
    // The samples are stretched as those of the whole branch; a journey to one of its stations is shorter.
    let coverage = &progress.course.train.coverage;
    let stretched = coverage.factor(progress.length());
    let reached = |end: &BranchEnd| {
        let piece = &pieces[end.step];
        let time = &timing_points[end.step + 1].arrives;
        let reached = Reached {
            station: piece.step.to,
            before: piece.step.from,
            segment: piece.step.segment,
            distance: piece.end,
            time: by_ratio(time, coverage.factor(piece.end) / stretched),
            technical_minimum: progress.technical_minimum(Length::ZERO, piece.end),
            line: piece.segment.line,
        };
        let cost = Cost::of_time(progress.likely_at(piece.end)) + end.penalty;
        (cost, reached)
    };
    let ends = ends.iter().filter(|end| end.step < pieces.len());
    ends.map(reached).collect()
}
