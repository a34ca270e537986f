//! A claim in a sentence, as typed: the request and the answer.

use super::claimed_time::ClaimedTime;
use super::command::Words;
use super::given::{Given, StopRequest};
use super::meaning::{Meaning, refused};
use super::request::on_route;
use super::terms::{Terms, terms, transit};
use super::{Dataset, Error};
use crate::journey::clock::Departure;
use crate::journey::{Plan, Question};
use crate::network::StationIdx;
use crate::report::Summary;
use crate::report::claims::{ClaimsSummary, JudgedClaim, Stated};
use crate::report::route::{Asked, place, provenance_of, summarise};
use crate::reported::{
    Check, Claim, ClaimAnswer, Figure, Measure, Offer, Subject, Verdict, judge_train,
    judge_with_journey, other_trains,
};
use crate::routing::Objective;
use crate::train::Train;

/// A claim about a journey: how far, how long, how fast, with how many cars. A figure is a number, or a text like
/// `"about 20"`, `"19-20"`, `"124 miles"` or `"2 days"`.
///
/// ```
/// use slowtrain::dataset::ClaimRequest;
/// use slowtrain::reported::Verdict;
/// let data = slowtrain::Dataset::bundled()?;
/// let claim = ClaimRequest::new("Pyongyang", "Vladivostok").km(200.0).hours("nearly 20");
/// assert_eq!(data.judge(&claim)?.verdict(), Some(Verdict::Impossible));
/// # Ok::<(), slowtrain::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimRequest {
    ends: Option<(Given<StationIdx>, Given<StationIdx>)>,
    via: Vec<Given<StationIdx>>,
    stops: Vec<StopRequest>,
    terms: Terms,
    km: Option<Given<Figure>>,
    hours: Option<Given<Figure>>,
    departed: Option<Given<Departure>>,
    arrived: Option<Given<Departure>>,
    speed: Option<Given<Figure>>,
    max_speed: Option<Given<Figure>>,
    cars: Option<u32>,
    trains: Option<u32>,
}

impl From<f64> for Given<Figure> {
    fn from(value: f64) -> Given<Figure> {
        Given::Value(Figure::written(value))
    }
}

impl ClaimRequest {
    /// A claim about the journey between two places.
    #[must_use]
    pub fn new(
        from: impl Into<Given<StationIdx>>,
        to: impl Into<Given<StationIdx>>,
    ) -> ClaimRequest {
        ClaimRequest {
            ends: Some((from.into(), to.into())),
            ..ClaimRequest::default()
        }
    }

    /// A claim about a train wherever it runs: a speed, a number of cars.
    ///
    /// ```
    /// use slowtrain::dataset::ClaimRequest;
    /// use slowtrain::reported::Verdict;
    /// let data = slowtrain::Dataset::bundled()?;
    /// let claim = ClaimRequest::of_train("vn-express").max_speed("160 km/h");
    /// assert_eq!(data.judge(&claim)?.verdict(), Some(Verdict::Impossible));
    /// # Ok::<(), slowtrain::Error>(())
    /// ```
    #[must_use]
    pub fn of_train(train: impl Into<Given<Box<Train>>>) -> ClaimRequest {
        ClaimRequest::default().train(train)
    }

    /// The journey passes a station; may be called repeatedly, in order.
    #[must_use]
    pub fn via(mut self, station: impl Into<Given<StationIdx>>) -> ClaimRequest {
        self.via.push(station.into());
        self
    }

    /// The train stops at a station of the route: `"Khasan=60"`, `"Khasan=1h30"`; may be called repeatedly.
    #[must_use]
    pub fn stop(mut self, stop: impl Into<StopRequest>) -> ClaimRequest {
        self.stops.push(stop.into());
        self
    }

    /// When it is said to have left, by the clock at the start or with an offset; goes with [`ClaimRequest::arrived`], and
    /// the hours follow from the zones of both ends. `"about 2019-04-24T16:00"` is half an hour off, else five minutes.
    #[must_use]
    pub fn departed(mut self, time: impl Into<Given<Departure>>) -> ClaimRequest {
        self.departed = Some(time.into());
        self
    }

    /// When it is said to have arrived, by the clock at the end.
    #[must_use]
    pub fn arrived(mut self, time: impl Into<Given<Departure>>) -> ClaimRequest {
        self.arrived = Some(time.into());
        self
    }

    /// The distance claimed, in kilometres.
    #[must_use]
    pub fn km(mut self, figure: impl Into<Given<Figure>>) -> ClaimRequest {
        self.km = Some(figure.into());
        self
    }

    /// The time claimed, in hours.
    #[must_use]
    pub fn hours(mut self, figure: impl Into<Given<Figure>>) -> ClaimRequest {
        self.hours = Some(figure.into());
        self
    }

    /// The mean speed claimed, in km/h.
    #[must_use]
    pub fn speed(mut self, figure: impl Into<Given<Figure>>) -> ClaimRequest {
        self.speed = Some(figure.into());
        self
    }

    /// The highest speed claimed, in km/h.
    #[must_use]
    pub fn max_speed(mut self, figure: impl Into<Given<Figure>>) -> ClaimRequest {
        self.max_speed = Some(figure.into());
        self
    }

    /// The number of cars claimed.
    #[must_use]
    pub fn cars(mut self, cars: u32) -> ClaimRequest {
        self.cars = Some(cars);
        self
    }

    /// The number of trains the cars are in.
    #[must_use]
    pub fn trains(mut self, trains: u32) -> ClaimRequest {
        self.trains = Some(trains);
        self
    }

    /// What is claimed, read.
    fn claim(&self) -> Result<Claim, Error> {
        let read = |given: &Option<Given<Figure>>, measure| -> Result<Option<Figure>, Error> {
            Ok(match given {
                None => None,
                Some(Given::Value(figure)) => Some(*figure),
                Some(Given::Text(text)) => Some(Figure::parse_as(text, measure)?),
            })
        };
        let claim = Claim {
            km: read(&self.km, Measure::Distance)?,
            hours: read(&self.hours, Measure::Time)?,
            speed: read(&self.speed, Measure::Speed)?,
            max_speed: read(&self.max_speed, Measure::Speed)?,
            cars: self.cars,
            trains: self.trains,
            unclear_speed: None,
        };
        if claim == Claim::default() && self.departed.is_none() && self.arrived.is_none() {
            return Err(Error::NothingClaimed);
        }
        Ok(claim)
    }

    /// What is claimed in the words in which it was typed.
    fn stated(&self, time: Option<&ClaimedTime>) -> String {
        let text = |given: &Option<Given<Figure>>| given.as_ref().map(as_typed);
        let hours = time.map(ToString::to_string);
        Stated {
            km: text(&self.km),
            hours: hours.or_else(|| text(&self.hours)),
            speed: text(&self.speed),
            max_speed: text(&self.max_speed),
            cars: self.cars,
            trains: self.trains,
        }
        .to_string()
    }

    fn command_of(&self, data: &Dataset) -> String {
        let mut words = Words::new(data, "claim");
        if let Some((from, to)) = &self.ends {
            words.end(from);
            words.end(to);
        }
        words.via(&self.via);
        words.stops(&self.stops);
        let figures = [
            ("--km", &self.km),
            ("--hours", &self.hours),
            ("--speed", &self.speed),
            ("--max-speed", &self.max_speed),
        ];
        for (name, given) in figures {
            if let Some(given) = given {
                words.option(name, as_typed(given));
            }
        }
        words.given("--departed", self.departed.as_ref());
        words.given("--arrived", self.arrived.as_ref());
        for (name, number) in [("--cars", self.cars), ("--trains", self.trains)] {
            if let Some(number) = number {
                words.option(name, number);
            }
        }
        words.finish(&self.terms)
    }
}

/// A figure in the words in which it was typed.
fn as_typed(given: &Given<Figure>) -> String {
    match given {
        Given::Text(text) => text.trim().to_owned(),
        Given::Value(figure) => figure.typed(),
    }
}

terms!(ClaimRequest);
transit!(ClaimRequest);

/// A claim and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    summary: ClaimsSummary,
}

impl Judged {
    /// The claim without what was asked around it.
    pub(super) fn into_claim(mut self) -> JudgedClaim {
        self.summary.claims.swap_remove(0)
    }

    /// The claim with its verdict.
    #[must_use]
    pub fn claim(&self) -> &JudgedClaim {
        &self.summary.claims[0]
    }

    /// The verdict; `None` where the claim cannot be compared with anything.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.answer().map(|answer| answer.verdict)
    }

    /// The checks and the arithmetic.
    #[must_use]
    pub fn answer(&self) -> Option<&ClaimAnswer> {
        self.claim().answer.as_ref().ok()
    }

    /// What was taken for what was typed.
    #[must_use]
    pub fn remarks(&self) -> &[String] {
        &self.summary.remarks
    }

    /// The answer as every format shows it; see [`crate::report::render`].
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::Claims(self.summary.clone())
    }
}

impl Dataset {
    /// Judges a claim.
    ///
    /// # Errors
    /// [`Error`]: a name or figure that means nothing; a negative answer where there is no such journey at all.
    pub fn judge(&self, request: &ClaimRequest) -> Result<Judged, Error> {
        let claim = request.claim()?;
        match &request.ends {
            Some(_) => self.judge_anywhere(request, claim),
            None => self.judge_train_alone(request, &claim),
        }
    }

    /// Judges a claim about a journey between places of this network or of the sketch.
    pub(super) fn judge_anywhere(
        &self,
        request: &ClaimRequest,
        claim: Claim,
    ) -> Result<Judged, Error> {
        let (from, to) = request.ends.as_ref().expect("a claim about a journey");
        let places = std::iter::once(from).chain(&request.via);
        let places: Vec<&Given<StationIdx>> = places.chain([to]).collect();
        if let Some(covered) = self.covering(&places, &request.terms, None)? {
            let mut places = covered.places;
            let mut request = request.clone();
            request.terms = covered.terms;
            request.terms.command = Some(request.command_of(self));
            let to = places.pop().expect("two ends or more");
            request.ends = Some((places.remove(0), to));
            request.via = places;
            return covered.data.judge_journey(&request, claim);
        }
        self.judge_journey(request, claim)
    }

    /// Judges a claim about a journey between places of this network.
    fn judge_journey(&self, request: &ClaimRequest, mut claim: Claim) -> Result<Judged, Error> {
        let (from, to) = request.ends.as_ref().expect("a claim about a journey");
        let mut meaning = Meaning::new(self);
        let ends = meaning.ends(from, to)?;
        let train = meaning.train(&request.terms, ends)?;
        let clocks = (request.departed.as_ref(), request.arrived.as_ref());
        let time = ClaimedTime::between(self.network(), ends, clocks)?;
        if let Some(time) = &time {
            if claim.hours.is_some() {
                return Err(Error::IncompleteClaim {
                    missing: "hours and both clocks are claimed; say --hours, or --departed and --arrived",
                });
            }
            claim.hours = Some(time.hours());
        }
        let departed = time.as_ref().map(|time| time.departed.clone());
        let terms = (&request.terms, departed.as_ref());
        let query = meaning.query(ends, &request.via, terms, (&train, Objective::Fastest))?;
        let mut question = Question::new(query);
        question.stops = meaning.stops(&request.stops)?;
        let judged = judge_with_journey(self.network(), &train, &question, &claim);
        let (mut answer, journey) =
            judged.map_err(|error| refused(self, &train, &question.query, error))?;
        on_route(&journey)?;
        answer
            .offers
            .extend(self.others(&train, &question, &claim, &answer)?);
        let plan = Plan {
            journeys: vec![journey],
            departure: time.as_ref().map(|time| time.left.clone()),
            rejected: Vec::new(),
        };
        let asked = Asked {
            command: request.command_of(self),
            ..Asked::default()
        };
        let network = self.network();
        let route = summarise(network, &train, &question, &plan, asked);
        Ok(Judged {
            summary: ClaimsSummary {
                provenance: route.provenance.clone(),
                remarks: meaning.remarks,
                is_file: false,
                claims: vec![JudgedClaim {
                    stated: request.stated(time.as_ref()),
                    claim,
                    train: train.id,
                    ends: Some((place(network, ends.0), place(network, ends.1))),
                    answer: Ok(answer),
                    route: Some(Box::new(route)),
                    ..JudgedClaim::default()
                }],
            },
        })
    }

    /// Judges a claim about a train wherever it runs.
    fn judge_train_alone(&self, request: &ClaimRequest, claim: &Claim) -> Result<Judged, Error> {
        let missing = |missing| Err(Error::IncompleteClaim { missing });
        let is_of_journey = claim.km.is_some()
            || claim.hours.is_some()
            || request.departed.is_some()
            || request.arrived.is_some()
            || !(request.via.is_empty() && request.stops.is_empty());
        if is_of_journey {
            return missing(
                "distances, times, stops and stations to pass belong to a journey; give FROM and TO",
            );
        }
        if request.terms.train.is_none() {
            return missing(
                "a claim without a journey is about a train; say FROM and TO, or --train NAME",
            );
        }
        let train = Meaning::new(self).train_of_many(&request.terms)?;
        let command = request.command_of(self);
        Ok(Judged {
            summary: ClaimsSummary {
                provenance: provenance_of(self.network(), Default::default(), command),
                remarks: Vec::new(),
                is_file: false,
                claims: vec![JudgedClaim {
                    stated: request.stated(None),
                    claim: *claim,
                    answer: Ok(judge_train(&train, claim)),
                    train: train.id,
                    ..JudgedClaim::default()
                }],
            },
        })
    }

    /// The trains that could do what is too fast for the train of a claim.
    fn others(
        &self,
        train: &Train,
        question: &Question,
        claim: &Claim,
        answer: &ClaimAnswer,
    ) -> Result<Option<Offer>, Error> {
        let likely = answer
            .computed
            .as_ref()
            .map(|computed| computed.duration.likely().h());
        let fast = |hours: &Figure| likely.is_some_and(|likely| hours.high < likely);
        let Some(hours) = claim.hours.filter(fast) else {
            return Ok(None);
        };
        let is_usual =
            |check: &Check| check.of == Subject::Time && check.verdict == Verdict::Consistent;
        if answer.checks.iter().any(is_usual) {
            return Ok(None);
        }
        let able = other_trains(self.network(), self.trains(), (question, train), &hours)?;
        Ok((!able.is_empty()).then_some(Offer::OtherTrains(able)))
    }
}
