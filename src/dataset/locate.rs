//! Where a train is: the request with its sightings, and the answer.

use super::command::Words;
use super::given::Given;
use super::meaning::{Meaning, clock, minutes, refused};
use super::request::Request;
use super::{Dataset, Error};
use crate::journey::FixKind;
use crate::journey::clock::Departure;
use crate::network::StationIdx;
use crate::report::locate::summary;
use crate::report::route::Asked;
use crate::report::{self, Summary};
use crate::reported::{Convoy, LocateError, Located, Sighting, TimeQuality, Whereabouts, locate};
use crate::train::Train;
use crate::units::RunTime;

/// A train to be located: where it goes, when it left, what was seen of it since.
///
/// ```
/// use slowtrain::dataset::LocateRequest;
/// let data = slowtrain::Dataset::bundled()?;
/// let request = LocateRequest::new("Khasan", "Vladivostok", "2019-04-24T11:40")
///     .seen("Ussuriysk=2019-04-24T16:00")
///     .at("2019-04-24T17:00");
/// let located = data.locate(&request)?;
/// assert!(located.located().trains[0].position.is_some());
/// # Ok::<(), slowtrain::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LocateRequest {
    request: Request,
    sightings: Vec<(FixKind, SightingRequest)>,
    at: Option<Given<Departure>>,
    convoy: Option<(u32, Given<RunTime>)>,
}

/// A station and a time, or a text like `Khasan=2019-04-24T10:40` or `Khasan=about 2019-04-24T10:40+10:00`.
#[derive(Clone, Debug, PartialEq)]
pub struct SightingRequest(Given<(Given<StationIdx>, Departure)>);

impl From<&str> for SightingRequest {
    fn from(text: &str) -> SightingRequest {
        SightingRequest(text.into())
    }
}

impl From<&String> for SightingRequest {
    fn from(text: &String) -> SightingRequest {
        SightingRequest(text.into())
    }
}

impl From<(&str, Departure)> for SightingRequest {
    fn from((station, time): (&str, Departure)) -> SightingRequest {
        SightingRequest(Given::Value((station.into(), time)))
    }
}

impl From<(StationIdx, Departure)> for SightingRequest {
    fn from((station, time): (StationIdx, Departure)) -> SightingRequest {
        SightingRequest(Given::Value((station.into(), time)))
    }
}

impl LocateRequest {
    /// A train that left for a place at a time: by the clock at the start, or with an offset.
    #[must_use]
    pub fn new(
        from: impl Into<Given<StationIdx>>,
        to: impl Into<Given<StationIdx>>,
        departed: impl Into<Given<Departure>>,
    ) -> LocateRequest {
        LocateRequest {
            request: Request::new(from, to).departure(departed),
            sightings: Vec::new(),
            at: None,
            convoy: None,
        }
    }

    /// Sets what journeys have in common: via, stops, avoid, transit, day, train, consist and command.
    ///
    /// ```
    /// # use slowtrain::dataset::LocateRequest;
    /// LocateRequest::new("Beijing", "Pyongyang", "2019-01-09T14:08").with(|route| route.via("Shenyang"));
    /// ```
    #[must_use]
    pub fn with(mut self, set: impl FnOnce(Request) -> Request) -> LocateRequest {
        self.request = set(self.request);
        self
    }

    /// When it is looked for; without it only the times are told.
    #[must_use]
    pub fn at(mut self, time: impl Into<Given<Departure>>) -> LocateRequest {
        self.at = Some(time.into());
        self
    }

    /// It was at a station; may be called repeatedly.
    #[must_use]
    pub fn seen(self, sighting: impl Into<SightingRequest>) -> LocateRequest {
        self.sighting(FixKind::There, sighting.into())
    }

    /// It came to a station, or passed it; may be called repeatedly.
    #[must_use]
    pub fn arrived(self, sighting: impl Into<SightingRequest>) -> LocateRequest {
        self.sighting(FixKind::Arriving, sighting.into())
    }

    /// It left a station; may be called repeatedly.
    #[must_use]
    pub fn left(self, sighting: impl Into<SightingRequest>) -> LocateRequest {
        self.sighting(FixKind::Leaving, sighting.into())
    }

    fn sighting(mut self, kind: FixKind, sighting: SightingRequest) -> LocateRequest {
        self.sightings.push((kind, sighting));
        self
    }

    /// It runs in a convoy of so many trains, so much time apart (`"30"` minutes, `"1h30"`): the pilot ahead of it, the
    /// others behind.
    #[must_use]
    pub fn convoy(mut self, trains: u32, headway: impl Into<Given<RunTime>>) -> LocateRequest {
        self.convoy = Some((trains, headway.into()));
        self
    }

    fn meant(&self, meaning: &mut Meaning) -> Result<(Train, Whereabouts), Error> {
        let (train, question) = self.request.meant(meaning)?;
        let mut sightings = Vec::new();
        for wanted in [FixKind::There, FixKind::Arriving, FixKind::Leaving] {
            let of_kind = self.sightings.iter().filter(|(kind, _)| *kind == wanted);
            for (kind, given) in of_kind {
                sightings.push(sighting(meaning, *kind, given)?);
            }
        }
        let asked = Whereabouts {
            question,
            sightings,
            at: self.at.as_ref().map(clock).transpose()?,
            convoy: self.convoy.as_ref().map(convoy).transpose()?,
        };
        Ok((train, asked))
    }

    fn command_of(&self, data: &Dataset) -> String {
        let request = &self.request;
        let mut words = Words::new(data, "locate");
        words.end(&request.from);
        words.end(&request.to);
        words.given("--departed", request.departure.as_ref());
        words.given("--at", self.at.as_ref());
        for (kind, SightingRequest(given)) in &self.sightings {
            let option = match kind {
                FixKind::There => "--seen",
                FixKind::Arriving => "--arrived",
                FixKind::Leaving => "--left",
            };
            match given {
                Given::Text(text) => words.option(option, text),
                Given::Value((station, time)) => {
                    let name = words.station(station);
                    words.option(option, format!("{name}={time}"));
                }
            }
        }
        if let Some((trains, headway)) = &self.convoy {
            words.option("--convoy", trains);
            match headway {
                Given::Text(text) => words.option("--headway", text),
                Given::Value(time) => words.option("--headway", time.minutes()),
            }
        }
        words.via(&request.via);
        words.stops(&request.stops);
        words.finish(&request.terms)
    }
}

/// `Khasan=2019-04-24T10:40`, `Khasan=about 2019-04-24T10:40+10:00`.
fn sighting(
    meaning: &mut Meaning,
    kind: FixKind,
    SightingRequest(given): &SightingRequest,
) -> Result<Sighting, Error> {
    let text = match given {
        Given::Text(text) => text,
        Given::Value((station, time)) => {
            return Ok(Sighting {
                station: meaning.station(station)?,
                time: time.clone(),
                kind,
                quality: TimeQuality::Exact,
            });
        }
    };
    let wrong = || Error::NotASighting {
        asked: text.clone(),
    };
    let (name, time) = text.rsplit_once('=').ok_or_else(wrong)?;
    let time = time.trim();
    let (time, quality) = match time.strip_prefix("about ") {
        Some(time) => (time.trim(), TimeQuality::About),
        None => (time, TimeQuality::Exact),
    };
    Ok(Sighting {
        time: Departure::parse(time)?,
        station: meaning.station(&name.into())?,
        kind,
        quality,
    })
}

fn convoy((trains, headway): &(u32, Given<RunTime>)) -> Result<Convoy, Error> {
    let (headway, asked) = match headway {
        Given::Value(time) => (Some(*time), time.to_string()),
        Given::Text(text) => (minutes(text), text.clone()),
    };
    let headway = headway.filter(|headway| *headway > RunTime::ZERO);
    Ok(Convoy {
        trains: *trains as usize,
        headway: headway.ok_or(Error::NotAHeadway { asked })?,
    })
}

/// The answer to a [`LocateRequest`].
#[derive(Clone, Debug)]
pub struct LocatedTrain {
    data: Dataset,
    train: Train,
    located: Located,
    asked: Asked,
}

impl LocatedTrain {
    /// Where the train and its convoy are, with the journey and the times that agree with what was seen.
    #[must_use]
    pub fn located(&self) -> &Located {
        &self.located
    }

    /// The train.
    #[must_use]
    pub fn train(&self) -> &Train {
        &self.train
    }

    /// The answer as every format shows it; see [`report::render`].
    #[must_use]
    pub fn summary(&self) -> Summary {
        let network = self.data.network();
        let asked = self.asked.clone();
        report::Summary::Locate(summary(network, &self.train, &self.located, asked))
    }
}

impl Dataset {
    /// Says where a train is, when it passes each station and when it arrives.
    ///
    /// # Errors
    /// [`Error`]: a name or text that means nothing; a negative answer where there is no route, or a sighting cannot be true.
    pub fn locate(&self, request: &LocateRequest) -> Result<LocatedTrain, Error> {
        if let Some((data, covered)) = request.request.covered(self)? {
            let mut with = request.clone();
            with.request = covered;
            with.request.terms.command = Some(request.command_of(self));
            return data.locate(&with);
        }
        let mut meaning = Meaning::new(self);
        let (train, asked) = request.meant(&mut meaning)?;
        let located = locate(self.network(), &train, &asked).map_err(|error| match error {
            LocateError::Plan(error) => refused(self, &train, &asked.question.query, error),
            LocateError::Clock(error) => Error::Clock(error),
            LocateError::ContradictorySighting(sighting) => {
                Error::ContradictorySighting(Box::new(sighting))
            }
            other => Error::Locate(other),
        })?;
        Ok(LocatedTrain {
            data: self.clone(),
            train,
            located,
            asked: Asked {
                command: request.command_of(self),
                remarks: meaning.remarks,
                ..Asked::default()
            },
        })
    }
}
