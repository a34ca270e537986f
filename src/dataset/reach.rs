//! How far a train can have come: the request and the answer.

use jiff::civil::Date;

use super::command::Words;
use super::given::{Given, StopRequest};
use super::meaning::Meaning;
use super::terms::{Terms, terms};
use super::{Dataset, Error};
use crate::journey::{Reach, reach};
use crate::network::StationIdx;
use crate::report::Summary;
use crate::report::reach::summary;
use crate::report::route::Asked;
use crate::routing::Objective;
use crate::train::Train;
use crate::units::{RunTime, parse};

/// A start and a time; which stations can be reached?
///
/// ```
/// use slowtrain::dataset::ReachRequest;
/// let data = slowtrain::Dataset::bundled()?;
/// let reachable = data.reach(&ReachRequest::new("Khasan", "6h"))?;
/// assert!(reachable.reach().stations.len() > 10);
/// # Ok::<(), slowtrain::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ReachRequest {
    from: Given<StationIdx>,
    within: Given<RunTime>,
    stops: Vec<StopRequest>,
    terms: Terms,
}

impl ReachRequest {
    /// From a place within a time: `20h`, `20h30`, `90min`, `1d`.
    #[must_use]
    pub fn new(
        from: impl Into<Given<StationIdx>>,
        within: impl Into<Given<RunTime>>,
    ) -> ReachRequest {
        ReachRequest {
            from: from.into(),
            within: within.into(),
            stops: Vec::new(),
            terms: Terms::default(),
        }
    }

    /// Stops at a station: `"Khasan=60"`, `"Khasan=1h30"`, or a station and a time; may be called repeatedly.
    #[must_use]
    pub fn stop(mut self, stop: impl Into<StopRequest>) -> ReachRequest {
        self.stops.push(stop.into());
        self
    }

    fn limit(&self) -> Result<RunTime, Error> {
        let (limit, asked) = match &self.within {
            Given::Value(time) => (*time, time.to_string()),
            Given::Text(text) => (parse::time_span(text)?, text.clone()),
        };
        if limit <= RunTime::ZERO {
            return Err(Error::NotALimit { asked });
        }
        Ok(limit)
    }

    fn command_of(&self, data: &Dataset) -> String {
        let mut words = Words::new(data, "reach");
        words.end(&self.from);
        match &self.within {
            Given::Text(text) => words.option("--within", text),
            Given::Value(time) => words.option("--within", format!("{}min", time.minutes())),
        }
        words.stops(&self.stops);
        words.finish(&self.terms)
    }
}

terms!(ReachRequest);

/// The answer to a [`ReachRequest`].
#[derive(Clone, Debug)]
pub struct Reachable {
    data: Dataset,
    train: Train,
    from: StationIdx,
    day: Date,
    limit: RunTime,
    reach: Reach,
    asked: Asked,
}

impl Reachable {
    /// The stations, earliest first.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// The train.
    #[must_use]
    pub fn train(&self) -> &Train {
        &self.train
    }

    /// The answer as every format shows it; see [`crate::report::render`].
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::Reach(summary(
            self.data.network(),
            &self.train,
            (self.from, self.day),
            (&self.reach, self.limit),
            self.asked.clone(),
        ))
    }
}

/// Which time counts.
const UNDER_WAY: &str = "times are those under way: running and necessary stops";
const UNDER_WAY_WITH_STAYS: &str = "times are those under way: running and necessary stops; with unannounced stays, which are usual \
                                    for such trains, it does not get as far";

impl Dataset {
    /// Says how far a train can have come.
    ///
    /// # Errors
    /// [`Error`] for a name or text that means nothing.
    pub fn reach(&self, request: &ReachRequest) -> Result<Reachable, Error> {
        let limit = request.limit()?;
        if let Some(covered) = self.covering_around(&request.from, limit, &request.terms)? {
            let mut around = request.clone();
            around.from = covered.places[0].clone();
            around.terms = covered.terms;
            around.terms.command = Some(request.command_of(self));
            return covered.data.reach(&around);
        }
        let mut meaning = Meaning::new(self);
        let from = meaning.station(&request.from)?;
        let train = meaning.train(&request.terms, (from, from))?;
        let day = meaning.day(request.terms.on.as_ref(), None)?;
        let restrictions =
            meaning.restrictions(&request.terms, day, (&train, Objective::Fastest))?;
        let stops = meaning.stops(&request.stops)?;
        meaning.remarks.push(String::from(match train.stays {
            Some(_) => UNDER_WAY_WITH_STAYS,
            None => UNDER_WAY,
        }));
        let reach = reach(self.network(), &train, from, (&restrictions, &stops), limit);
        Ok(Reachable {
            data: self.clone(),
            train,
            from,
            day,
            limit,
            reach,
            asked: Asked {
                command: request.command_of(self),
                remarks: meaning.remarks,
                ..Asked::default()
            },
        })
    }
}
