//! The figures of many journeys of one train: all that does not depend on the ends is made once.

use super::course::Course;
use super::dwell::AskedStops;
use super::model::{Figures, PlanError};
use super::plan::{Preference, best_route};
use super::sample::SampleCache;
use super::sketched;
use super::{build, estimate};
use crate::network::{Network, StationIdx};
use crate::routing::{self, Restrictions};
use crate::train::Train;

/// Answers for many pairs of stations what [`super::plan`] answers for one. It may be used by many threads at once.
///
/// ```
/// use slowtrain::{journey, network, train::Train};
/// # use slowtrain::routing::{Avoid, Objective, Restrictions};
/// let checked = network::bundled().expect("the bundled network has no errors");
/// let network = checked.network();
/// let file = "trains/rossiya.toml";
/// let train = Train::parse(network::bundled_file(file).expect("it is bundled"), file)?;
/// # let station = |id| network.station_by_id(id).expect("it is there");
/// # let (from, to) = (station("ru-moscow-yaroslavsky"), station("ru-vladivostok"));
/// let restrictions = Restrictions {
///     avoid: Avoid::default(),
///     transit: [].into(),
///     day: network.package().as_of.expect("a day"),
///     objective: Objective::Fastest,
///     demands: journey::demands(network, &train),
/// };
/// let planner = journey::Planner::new(network, &train, (&restrictions, &[]));
/// let there = planner.figures(from, to)?.expect("a route");
/// let back = planner.figures(to, from)?.expect("a route");
/// assert_eq!(there.distance.km().round(), 9_248.0);
/// assert_eq!(there.distance.km().round(), back.distance.km().round());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Planner<'a> {
    network: &'a Network,
    train: &'a Train,
    restrictions: &'a Restrictions,
    stops: &'a AskedStops,
    routes: routing::Planner<'a>,
    cache: SampleCache,
}

impl<'a> Planner<'a> {
    /// Makes ready for a train within its restrictions, with the stops asked for.
    #[must_use]
    pub fn new(
        network: &'a Network,
        train: &'a Train,
        (restrictions, stops): (&'a Restrictions, &'a AskedStops),
    ) -> Planner<'a> {
        Planner {
            network,
            train,
            restrictions,
            stops,
            routes: routing::Planner::new(network, restrictions),
            cache: estimate::cache(),
        }
    }

    /// The figures of the best journey between two stations; `None` where there is no route. [`super::plan`] says why.
    ///
    /// # Errors
    /// [`PlanError`] as of [`super::plan`] where there is a route.
    pub fn figures(&self, from: StationIdx, to: StationIdx) -> Result<Option<Figures>, PlanError> {
        self.figures_via(from, &[], to)
    }

    /// The same for journeys that pass some stations, in order.
    ///
    /// # Errors
    /// As [`Planner::figures`].
    pub fn figures_via(
        &self,
        from: StationIdx,
        via: &[StationIdx],
        to: StationIdx,
    ) -> Result<Option<Figures>, PlanError> {
        let Some(mut candidates) = self.routes.between_via(from, via, to) else {
            return Ok(None);
        };
        let preference = Preference {
            objective: self.restrictions.objective,
            stops: self.stops,
            wants_second: false,
        };
        let choice = best_route(self.network, self.train, preference, &mut candidates)?;
        let course = Course::new(self.network, self.train, &choice.best);
        let figures = build::figures(course, self.stops, &self.cache)?;
        Ok(Some(Figures {
            distance_range: sketched::distance_range(self.network, &choice.best),
            ..figures
        }))
    }
}
