//! A journey from one place to another: the request, and the plan that answers it.

use jiff::ZonedDateTime;

use super::command::Words;
use super::given::{Given, StopRequest};
use super::meaning::{Meaning, clock, refused};
use super::terms::{Terms, terms, transit};
use super::{Dataset, Error};
use crate::journey::clock::Departure;
use crate::journey::{self, Journey, Question, Warning};
use crate::network::StationIdx;
use crate::report::Summary;
use crate::report::route::{Asked, summarise};
use crate::routing::Objective;
use crate::train::Train;

/// A journey asked for, in names. Texts are what one would type; they are read when the question is put, so a wrong one is
/// an [`Error`] of [`Dataset::plan`].
///
/// ```
/// use slowtrain::{Dataset, Request};
/// let data = Dataset::bundled()?;
/// let request = Request::new("평양", "ru-vladivostok")
///     .departure("2019-04-24T02:00")
///     .avoid("CN")
///     .stop("Khasan=60")
///     .alternatives(2);
/// let plan = data.plan(&request)?;
/// assert_eq!(plan.best().distance().km().round(), 1_231.0);
/// # Ok::<(), slowtrain::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub(super) from: Given<StationIdx>,
    pub(super) to: Given<StationIdx>,
    pub(super) via: Vec<Given<StationIdx>>,
    pub(super) stops: Vec<StopRequest>,
    pub(super) departure: Option<Given<Departure>>,
    arrival: Option<Given<Departure>>,
    pub(super) terms: Terms,
    alternatives: usize,
    is_shortest: bool,
    is_economic: bool,
    is_explained: bool,
}

impl Request {
    /// The fastest journey between two places.
    #[must_use]
    pub fn new(from: impl Into<Given<StationIdx>>, to: impl Into<Given<StationIdx>>) -> Request {
        Request {
            from: from.into(),
            to: to.into(),
            via: Vec::new(),
            stops: Vec::new(),
            departure: None,
            arrival: None,
            terms: Terms::default(),
            alternatives: 0,
            is_shortest: false,
            is_economic: false,
            is_explained: false,
        }
    }

    /// Passes a station; may be called repeatedly, in order.
    #[must_use]
    pub fn via(mut self, station: impl Into<Given<StationIdx>>) -> Request {
        self.via.push(station.into());
        self
    }

    /// Stops at a station of the route: `"Khasan=60"`, `"Khasan=1h30"`, or a station and a time; may be called repeatedly.
    #[must_use]
    pub fn stop(mut self, stop: impl Into<StopRequest>) -> Request {
        self.stops.push(stop.into());
        self
    }

    /// Leaves at a time: by the clock at the start, or with an offset (`2019-04-24T02:00+09:00`).
    #[must_use]
    pub fn departure(mut self, time: impl Into<Given<Departure>>) -> Request {
        self.departure = Some(time.into());
        self
    }

    /// Arrives at a time, likely: by the clock at the end, or with an offset. The departure follows from it.
    #[must_use]
    pub fn arrival(mut self, time: impl Into<Given<Departure>>) -> Request {
        self.arrival = Some(time.into());
        self
    }

    /// Up to so many more journeys over routes that really differ.
    #[must_use]
    pub fn alternatives(mut self, number: usize) -> Request {
        self.alternatives = number;
        self
    }

    /// The shortest route instead of the fastest.
    #[must_use]
    pub fn shortest(mut self) -> Request {
        self.is_shortest = true;
        self
    }

    /// The train spends its allowance by coasting; the answer says what energy that saves.
    #[must_use]
    pub fn economy(mut self) -> Request {
        self.is_economic = true;
        self
    }

    /// The answer says where each figure comes from, and why this route.
    #[must_use]
    pub fn explain(mut self) -> Request {
        self.is_explained = true;
        self
    }

    /// The train and the question that are meant.
    pub(super) fn meant(&self, meaning: &mut Meaning) -> Result<(Train, Question), Error> {
        let ends = meaning.ends(&self.from, &self.to)?;
        let train = meaning.train(&self.terms, ends)?;
        let departure = self.departure.as_ref().map(clock).transpose()?;
        let arrival = self.arrival.as_ref().map(clock).transpose()?;
        if departure.is_some() && arrival.is_some() {
            return Err(Error::TwoClocks);
        }
        let objective = match self.is_shortest {
            true => Objective::Shortest,
            false => Objective::Fastest,
        };
        let terms = (&self.terms, departure.as_ref().or(arrival.as_ref()));
        let query = meaning.query(ends, &self.via, terms, (&train, objective))?;
        let question = Question {
            query,
            alternatives: self.alternatives,
            stops: meaning.stops(&self.stops)?,
            departure,
            explain: self.is_explained,
        };
        Ok((train, question))
    }

    /// The request in a dataset that covers its places, where the sketch of the world is needed for them.
    pub(super) fn covered(&self, data: &Dataset) -> Result<Option<(Dataset, Request)>, Error> {
        let places = std::iter::once(&self.from)
            .chain(&self.via)
            .chain([&self.to]);
        let places: Vec<&Given<StationIdx>> = places.collect();
        let covered = data.covering(&places, &self.terms, self.departure.as_ref())?;
        Ok(covered.map(|covered| {
            let mut places = covered.places.into_iter();
            let mut next = || places.next().expect("a place for each that was given");
            let mut request = self.clone();
            request.from = next();
            request.via = self.via.iter().map(|_| next()).collect();
            request.to = next();
            request.terms = covered.terms;
            request.terms.command = Some(self.command_of(data));
            (covered.data, request)
        }))
    }

    fn command_of(&self, data: &Dataset) -> String {
        let mut words = Words::new(data, "route");
        words.end(&self.from);
        words.end(&self.to);
        words.via(&self.via);
        words.stops(&self.stops);
        words.given("--depart", self.departure.as_ref());
        words.given("--arrive", self.arrival.as_ref());
        if self.alternatives > 0 {
            words.option("--alternatives", self.alternatives);
        }
        let flags = [
            (self.is_shortest, "--shortest"),
            (self.is_economic, "--economy"),
            (self.is_explained, "--explain"),
        ];
        for (_, flag) in flags.into_iter().filter(|(is_set, _)| *is_set) {
            words.word(flag);
        }
        words.finish(&self.terms)
    }
}

terms!(Request);
transit!(Request);

/// The answer to a [`Request`]: one journey or more, the best first.
#[derive(Clone, Debug)]
pub struct Plan {
    data: Dataset,
    train: Train,
    question: Question,
    plan: journey::Plan,
    asked: Asked,
}

impl Plan {
    /// The best journey.
    #[must_use]
    pub fn best(&self) -> &Journey {
        &self.plan.journeys[0]
    }

    /// The journeys, the best first; never empty.
    #[must_use]
    pub fn journeys(&self) -> &[Journey] {
        &self.plan.journeys
    }

    /// The train.
    #[must_use]
    pub fn train(&self) -> &Train {
        &self.train
    }

    /// The dataset that was asked.
    #[must_use]
    pub fn data(&self) -> &Dataset {
        &self.data
    }

    /// What was asked, in the network's own terms.
    #[must_use]
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// The departure on the clock of the start, where one was asked for and the zone is known.
    #[must_use]
    pub fn departure(&self) -> Option<&ZonedDateTime> {
        self.plan.departure.as_ref()
    }

    /// What was taken for what was typed.
    #[must_use]
    pub fn remarks(&self) -> &[String] {
        &self.asked.remarks
    }

    /// The answer as every format shows it; see [`crate::report::render`].
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::Route(summarise(
            self.data.network(),
            &self.train,
            &self.question,
            &self.plan,
            self.asked.clone(),
        ))
    }
}

/// What a request means in a dataset, before anything is planned.
#[derive(Clone, Debug, PartialEq)]
pub struct Meant {
    /// Where it starts.
    pub from: StationIdx,
    /// Where it goes.
    pub to: StationIdx,
    /// The train, with the consist asked for.
    pub train: Train,
    /// What was taken for what was typed, and why this train.
    pub remarks: Vec<String>,
}

impl Dataset {
    /// The ends and the train that a request means.
    ///
    /// # Errors
    /// [`Error`] for a name that means nothing.
    pub fn meant(&self, request: &Request) -> Result<Meant, Error> {
        let mut meaning = Meaning::new(self);
        let (from, to) = meaning.ends(&request.from, &request.to)?;
        let train = meaning.train(&request.terms, (from, to))?;
        Ok(Meant {
            from,
            to,
            train,
            remarks: meaning.remarks,
        })
    }

    /// Plans a journey.
    ///
    /// # Errors
    /// [`Error`]: a name or text that means nothing; [`Error::NoRoute`] and [`Error::Stall`] where the answer is negative.
    pub fn plan(&self, request: &Request) -> Result<Plan, Error> {
        if let Some((data, covered)) = request.covered(self)? {
            return data.plan(&covered);
        }
        let mut meaning = Meaning::new(self);
        let (train, mut question) = request.meant(&mut meaning)?;
        if let Some(arrival) = &request.arrival {
            let (departure, remark) = self.backwards(&train, &question, &clock(arrival)?)?;
            question.departure = Some(departure);
            meaning.remarks.push(remark);
        }
        let network = self.network();
        let refused = |error| refused(self, &train, &question.query, error);
        let planned = journey::plan(network, &train, &question);
        let mut plan = planned.map_err(refused)?;
        on_route(&plan.journeys[0])?;
        if request.is_economic {
            for journey in &mut plan.journeys {
                journey::coast(network, &train, journey).map_err(refused)?;
            }
        }
        let asked = Asked {
            command: request.command_of(self),
            remarks: meaning.remarks,
            explain: request.is_explained,
            reported: self.reported_between(question.query.from, question.query.to),
        };
        Ok(Plan {
            data: self.clone(),
            train,
            question,
            plan,
            asked,
        })
    }
}

/// A stop asked for must be at a station that the route passes.
pub(super) fn on_route(journey: &Journey) -> Result<(), Error> {
    let station = journey.warnings.iter().find_map(|warning| match warning {
        Warning::StopOffRoute { station } => Some(station.clone()),
        _ => None,
    });
    station.map_or(Ok(()), |station| Err(Error::StopOffRoute { station }))
}
