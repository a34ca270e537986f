//! A journey place by place: the train's rides over its route, and in many samples when it is where.
//!
//! The samples are those of the estimate: one trip factor a country, noise of each leg, stops, train meets and borders as
//! ranges of their own. Within a leg the noise comes evenly along the route, so that a part of a leg scatters as a leg
//! of its length does. What was seen of the train ([`Fix`]) changes the samples: see [`filter`].

mod fill;
mod filter;
mod solve;
#[cfg(test)]
mod tests;
mod trajectories;

use super::course::{Course, Pace, allowed};
use super::dwell::{AskedStops, Dwell, dwells};
use super::estimate::{self, SEED};
use super::leg;
use super::model::PlanError;
use super::refusal::refusal;
use super::ride::{Ride, RideError};
use super::sketched;
use crate::network::{Country, Network, SegmentIdx, StationIdx};
use crate::routing::Route;
use crate::train::Train;
use crate::units::{Length, RunTime};

pub use filter::{NoSample, Sight};
pub use trajectories::{Spot, Trajectories};

/// What was seen of a train at a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FixKind {
    /// It was there: it had come, or was just coming, and had not left. In a dwell any moment is as likely.
    There,
    /// It came, or passed.
    Arriving,
    /// It left, or passed.
    Leaving,
}

/// The train at a station at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    /// Place along the route, that of a station.
    pub at: Length,
    /// Time since the departure.
    pub time: RunTime,
    /// How far the time may be off at its 10 and 90 % points.
    pub precision: RunTime,
    /// What was seen.
    pub kind: FixKind,
}

/// A train on its route: where it stands and its rides at several paces.
pub struct Progress<'a> {
    pub(super) course: Course<'a>,
    pub(super) dwells: Vec<Dwell>,
    pub(super) slow: Ride,
    pub(super) likely: Ride,
    pub(super) brisk: Ride,
    flat: Ride,
}

impl<'a> Progress<'a> {
    /// A train over a route with the stops asked for.
    ///
    /// # Errors
    /// [`PlanError`] when the train cannot run it.
    pub fn new(
        network: &'a Network,
        train: &'a Train,
        asked: &AskedStops,
        route: &'a Route,
    ) -> Result<Progress<'a>, PlanError> {
        Progress::over(Course::new(network, train, route), asked)
    }

    pub(super) fn over(course: Course<'a>, asked: &AskedStops) -> Result<Progress<'a>, PlanError> {
        Progress::try_over(course, asked).map_err(|(course, error)| refusal(&course, error))
    }

    /// The same, which gives the course back where the train cannot run it.
    pub(super) fn try_over(
        course: Course<'a>,
        asked: &AskedStops,
    ) -> Result<Progress<'a>, (Course<'a>, RideError)> {
        let dwells = dwells(&course, asked, true);
        let rides = || {
            Ok([
                Ride::new(&course, &dwells, Pace::Likely)?,
                Ride::new(&course, &dwells, Pace::Slow)?,
                Ride::new(&course, &dwells, Pace::Brisk)?,
                Ride::new(&course, &[], Pace::Flat)?,
            ])
        };
        match rides() {
            Ok([likely, slow, brisk, flat]) => Ok(Progress {
                course,
                dwells,
                slow,
                likely,
                brisk,
                flat,
            }),
            Err(error) => Err((course, error)),
        }
    }

    /// Length of the route.
    #[must_use]
    pub fn length(&self) -> Length {
        self.course.length()
    }

    /// The shortest time physically possible between two places, with no stand between; sketched lengths count as short
    /// as they may be.
    #[must_use]
    pub fn technical_minimum(&self, from: Length, to: Length) -> RunTime {
        let time = self.flat.time_at(to) - self.flat.time_at(from);
        time * sketched::least_share(&self.course, from, to)
    }

    /// The likely time of arrival at a place, as the sum of all likely parts.
    #[must_use]
    pub fn likely_at(&self, place: Length) -> RunTime {
        let running = self.likely.time_at(place);
        let dwells = self.dwells.iter().filter(|dwell| dwell.at < place);
        allowed(self.course.train, running, place) + dwells.map(Dwell::likely).sum()
    }

    /// The stations in order with their places.
    pub fn stations(&self) -> impl Iterator<Item = (StationIdx, Length)> + '_ {
        let pieces = &self.course.pieces;
        let start = pieces.first().map(|piece| (piece.step.from, Length::ZERO));
        start
            .into_iter()
            .chain(pieces.iter().map(|piece| (piece.step.to, piece.end)))
    }

    /// The segment after so many others.
    ///
    /// # Panics
    /// When there are no more.
    #[must_use]
    pub fn segment(&self, number: usize) -> SegmentIdx {
        self.course.pieces[number].step.segment
    }

    /// The stands in order of place.
    #[must_use]
    pub fn dwells(&self) -> &[Dwell] {
        &self.dwells
    }

    /// The country whose line lies at a place, a border's segment counted to the country that is left.
    #[must_use]
    pub fn country(&self, place: Length) -> Country {
        let pieces = &self.course.pieces;
        let index = pieces.partition_point(|piece| piece.end <= place);
        pieces[index.min(pieces.len() - 1)].country
    }

    /// So many samples of the journey in which the train was seen where it was. The fixes are in order of place, and each
    /// lies at a station behind the start.
    ///
    /// # Errors
    /// [`NoSample`] when no sample agrees with a fix.
    pub fn sample(&self, fixes: &[Fix], count: usize) -> Result<Trajectories, NoSample> {
        let cuts: Vec<usize> = fixes
            .iter()
            .filter_map(|fix| {
                self.course
                    .pieces
                    .iter()
                    .position(|piece| piece.start == fix.at)
            })
            .collect();
        let legs = leg::split(&self.course, &self.dwells, &cuts);
        let parts = estimate::parts(self, &legs);
        let ends: Vec<Length> = legs.iter().map(|leg| leg.end).collect();
        let filtered = filter::run(&parts, &ends, fixes, SEED, count)?;
        Ok(fill::fill(self, legs, &parts, filtered))
    }
}
