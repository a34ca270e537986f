//! The figures of many journeys of one train: all that does not depend on the ends is made once.

use super::course::Course;
use super::model::{Figures, PlanError};
use super::plan::{Question, best_route};
use super::sample::SampleCache;
use super::sketched;
use super::{build, estimate};
use crate::network::{Network, StationIdx};
use crate::routing::{self, NoRoute};
use crate::train::Train;

/// Answers for many pairs of stations what [`super::plan`] answers for one. It may be used by many threads at once.
///
/// ```
/// use slowtrain::{journey, network, train::Train};
/// # use slowtrain::routing::{Avoid, Objective, Query};
/// let checked = network::bundled().expect("the bundled network has no errors");
/// let network = checked.network();
/// let file = "trains/rossiya.toml";
/// let train = Train::parse(network::bundled_file(file).expect("it is bundled"), file)?;
/// # let station = |id| network.station_by_id(id).expect("it is there");
/// # let (from, to) = (station("ru-moscow-yaroslavsky"), station("ru-vladivostok"));
/// # let query = Query { from, to, via: vec![], avoid: Avoid::default(), transit: [].into(),
/// #     day: network.package().as_of.expect("a day"), objective: Objective::Fastest,
/// #     demands: journey::demands(network, &train) };
/// # let question = journey::Question::new(query);
/// // A question as for one journey; its ends do not count.
/// let planner = journey::Planner::new(network, &train, &question);
/// let there = planner.figures(from, to)?;
/// let back = planner.figures(to, from)?;
/// assert_eq!(there.distance.km().round(), 9_248.0);
/// assert_eq!(there.distance.km().round(), back.distance.km().round());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Planner<'a> {
    network: &'a Network,
    train: &'a Train,
    question: &'a Question,
    routes: routing::Planner<'a>,
    cache: SampleCache,
}

impl<'a> Planner<'a> {
    /// Makes ready for questions like this one. Its ends, vias, alternatives and departure do not count.
    #[must_use]
    pub fn new(network: &'a Network, train: &'a Train, question: &'a Question) -> Planner<'a> {
        Planner {
            network,
            train,
            question,
            routes: routing::Planner::new(network, &question.query),
            cache: estimate::cache(),
        }
    }

    /// The figures of the best journey between two stations.
    ///
    /// # Errors
    /// [`PlanError`] as of [`super::plan`], but where there is no way it is not said what blocks it.
    pub fn figures(&self, from: StationIdx, to: StationIdx) -> Result<Figures, PlanError> {
        let unexplained = NoRoute {
            blockers: Vec::new(),
            is_connected: true,
            runs_twice: false,
        };
        let mut candidates = self.routes.between(from, to).ok_or(unexplained)?;
        let choice = best_route(self.network, self.train, self.question, &mut candidates)?;
        let course = Course::new(self.network, self.train, &choice.best);
        let figures = build::figures(course, &self.question.stops, &self.cache)?;
        Ok(Figures {
            distance_range: sketched::distance_range(self.network, &choice.best),
            ..figures
        })
    }
}
