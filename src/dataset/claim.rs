//! Claims in a sentence: one as typed, or those of a file.

use std::path::PathBuf;

use super::command::Words;
use super::given::Given;
use super::meaning::{Meaning, refused};
use super::terms::{Terms, terms, transit};
use super::{Dataset, Error};
use crate::journey::{self, Question};
use crate::network::search::Index;
use crate::network::{Findings, Row, StationIdx, Table};
use crate::report::claims::{self, JudgedClaim};
use crate::report::route::place;
use crate::reported::{
    CLAIMS, Check, Claim, ClaimAnswer, Figure, Subject, Verdict, claim_of, judge, other_trains,
};
use crate::routing::{Avoid, Objective, Query, Restrictions};
use crate::train::Train;

/// A claim about a journey: how far, how long, how fast, with how many cars. A figure is a number, or a text like
/// `"about 20"`, `"19-20"` or `"over 1,000"`.
///
/// ```
/// use slowtrain::dataset::ClaimRequest;
/// use slowtrain::reported::Verdict;
/// let data = slowtrain::Dataset::bundled()?;
/// let claim = ClaimRequest::new("Pyongyang", "Vladivostok").km(200.0).hours("nearly 20");
/// assert_eq!(data.judge(&claim)?.verdict(), Some(Verdict::Impossible));
/// # Ok::<(), slowtrain::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimRequest {
    from: Given<StationIdx>,
    to: Given<StationIdx>,
    via: Vec<Given<StationIdx>>,
    terms: Terms,
    km: Option<Given<Figure>>,
    hours: Option<Given<Figure>>,
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
            from: from.into(),
            to: to.into(),
            via: Vec::new(),
            terms: Terms::default(),
            km: None,
            hours: None,
            speed: None,
            max_speed: None,
            cars: None,
            trains: None,
        }
    }

    /// The journey passes a station; may be called repeatedly, in order.
    #[must_use]
    pub fn via(mut self, station: impl Into<Given<StationIdx>>) -> ClaimRequest {
        self.via.push(station.into());
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

    fn command_of(&self, data: &Dataset) -> String {
        let mut words = Words::new(data, "claim");
        words.end(&self.from);
        words.end(&self.to);
        for (option, given) in [
            ("--km", &self.km),
            ("--hours", &self.hours),
            ("--speed", &self.speed),
            ("--max-speed", &self.max_speed),
        ] {
            match given {
                None => {}
                Some(Given::Text(text)) => words.option(option, text),
                Some(Given::Value(figure)) => words.option(option, figure.typed()),
            }
        }
        for (option, count) in [("--cars", self.cars), ("--trains", self.trains)] {
            if let Some(count) = count {
                words.option(option, count);
            }
        }
        words.via(&self.via);
        words.finish(&self.terms)
    }

    /// What is claimed, read.
    fn claim(&self) -> Result<Claim, Error> {
        let read = |given: &Option<Given<Figure>>| -> Result<Option<Figure>, Error> {
            Ok(match given {
                None => None,
                Some(Given::Value(figure)) => Some(*figure),
                Some(Given::Text(text)) => Some(Figure::parse(text)?),
            })
        };
        let claim = Claim {
            km: read(&self.km)?,
            hours: read(&self.hours)?,
            speed: read(&self.speed)?,
            max_speed: read(&self.max_speed)?,
            cars: self.cars,
            trains: self.trains,
            unclear_speed: None,
        };
        if claim == Claim::default() {
            return Err(Error::NothingClaimed);
        }
        Ok(claim)
    }
}

terms!(ClaimRequest);
transit!(ClaimRequest);

/// The claims of a file; of the dataset's `claims.csv` unless another is named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimsRequest {
    /// The file.
    pub file: Option<PathBuf>,
    /// Only the claim with this id.
    pub id: Option<String>,
}

/// A claim and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The claim with its verdict.
    pub claim: JudgedClaim,
    /// What was taken for what was typed.
    pub remarks: Vec<String>,
    attribution: Option<String>,
    command: String,
}

impl Judged {
    /// The verdict; `None` where the claim cannot be compared with anything.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.answer().map(|answer| answer.verdict)
    }

    /// The checks and the arithmetic.
    #[must_use]
    pub fn answer(&self) -> Option<&ClaimAnswer> {
        self.claim.answer.as_ref().ok()
    }

    /// The command that asks the same; empty for the claims of a file.
    #[must_use]
    pub fn command(&self) -> &str {
        &self.command
    }

    /// It as JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        crate::report::json::claim(&self.claim)
    }

    /// It as CSV, a row with a header.
    #[must_use]
    pub fn csv(&self) -> String {
        claims::table(std::slice::from_ref(&self.claim)).to_csv()
    }

    /// It as Markdown; `command` is the command that it names.
    #[must_use]
    pub fn markdown(&self, command: &str) -> String {
        let one = std::slice::from_ref(&self.claim);
        claims::markdown(one, command, self.attribution.as_deref())
    }
}

impl Dataset {
    /// Judges a claim.
    ///
    /// # Errors
    /// [`Error`]: a name or figure that means nothing; a negative answer where there is no such journey at all.
    pub fn judge(&self, request: &ClaimRequest) -> Result<Judged, Error> {
        let places = std::iter::once(&request.from).chain(&request.via);
        let places: Vec<&Given<StationIdx>> = places.chain([&request.to]).collect();
        if let Some(covered) = self.covering(&places, &request.terms, None)? {
            let command = request.command_of(self);
            let mut places = covered.places;
            let mut request = request.clone();
            request.to = places.pop().expect("two ends or more");
            request.from = places.remove(0);
            request.via = places;
            request.terms = covered.terms;
            request.terms.command = Some(command);
            return covered.data.judge(&request);
        }
        let mut meaning = Meaning::new(self);
        let ends = meaning.ends(&request.from, &request.to)?;
        let train = meaning.train(&request.terms, ends)?;
        let terms = (&request.terms, None);
        let query = meaning.query(ends, &request.via, terms, (&train, Objective::Fastest))?;
        let question = Question::new(query);
        let claim = request.claim()?;
        let answer = judge(self.network(), &train, &question, &claim);
        let mut answer = answer.map_err(|error| refused(self, &train, &question.query, error))?;
        answer
            .offers
            .extend(self.others(&train, &question, &claim, &answer)?);
        let claim = JudgedClaim {
            id: String::new(),
            text: String::new(),
            outlet: String::new(),
            train: train.id,
            ends: Some((place(self.network(), ends.0), place(self.network(), ends.1))),
            command: None,
            answer: Ok(answer),
        };
        let mut judged = self.judged(claim, meaning.remarks);
        judged.command = request.command_of(self);
        judged.claim.command = Some(judged.command.clone());
        Ok(judged)
    }

    /// Judges the claims of a file; `progress` is told how many of how many are done.
    ///
    /// # Errors
    /// [`Error`]: a file that cannot be read or has errors, an id that no claim has, a train that is not known.
    pub fn judge_all(
        &self,
        request: &ClaimsRequest,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Vec<Judged>, Error> {
        let mut findings = Findings::new();
        let (file, bytes) = self.data_file(request.file.as_deref(), CLAIMS.file)?;
        let table = Table::read(&CLAIMS, file, bytes, &mut findings);
        let index = self.index();
        let id = request.id.as_deref();
        let mut judged = Vec::new();
        let total = table.as_ref().map_or(0, |table| table.len() as u64);
        for (row, done) in table.iter().flat_map(|table| table.rows()).zip(0..) {
            progress(done, total);
            if id.is_none_or(|id| row.cell("claim_id").text() == id) {
                let claim = self.of_row(&index, row, &mut findings)?;
                judged.push(self.judged(claim, Vec::new()));
            }
        }
        if findings.has_errors() {
            let what = String::from("the claims");
            return Err(Error::Unusable { what, findings });
        }
        if let Some(id) = id.filter(|_| judged.is_empty()) {
            return Err(Error::UnknownId {
                kind: "claim",
                file: None,
                id: id.to_owned(),
            });
        }
        Ok(judged)
    }

    /// The trains that could do what is too fast for the train of a claim.
    fn others(
        &self,
        train: &Train,
        question: &Question,
        claim: &Claim,
        answer: &ClaimAnswer,
    ) -> Result<Option<String>, Error> {
        let fast = |hours: &Figure| hours.high < answer.computed.likely().h();
        let Some(hours) = claim.hours.filter(fast) else {
            return Ok(None);
        };
        let is_usual =
            |check: &Check| check.of == Subject::Time && check.verdict == Verdict::Consistent;
        if answer.checks.iter().any(is_usual) {
            return Ok(None);
        }
        let able = other_trains(self.network(), self.trains(), (question, train), &hours)?;
        Ok((!able.is_empty()).then(|| format!("other trains could do it: {}", able.join(", "))))
    }

    fn judged(&self, claim: JudgedClaim, remarks: Vec<String>) -> Judged {
        Judged {
            claim,
            remarks,
            attribution: self.network().package().attribution.clone(),
            command: String::new(),
        }
    }

    fn of_row(
        &self,
        index: &Index,
        row: Row<'_>,
        findings: &mut Findings,
    ) -> Result<JudgedClaim, Error> {
        let network = self.network();
        let text = |column: &str| row.cell(column).text().to_owned();
        let named = Some(text("train")).filter(|id| !id.is_empty());
        let mut judged = JudgedClaim {
            id: text("claim_id"),
            text: text("claim_text_paraphrased"),
            outlet: text("outlet"),
            train: named.clone().unwrap_or_default(),
            ends: None,
            command: None,
            answer: Err(String::from("the claim names no two places of the network")),
        };
        let Some(claim) = claim_of(row, findings) else {
            return Ok(judged);
        };
        let Some((from, to)) = self.ends_of_row(index, row) else {
            return Ok(judged);
        };
        let train = match named {
            Some(name) => self.train(&name)?,
            None => self.default_train(from, to)?.0,
        };
        let via = row.cell("via_ids").list();
        let via = via.filter_map(|id| network.station_by_id(id)).collect();
        let day = row.cell("date").text().parse();
        let query = Query {
            from,
            to,
            via,
            restrictions: Restrictions {
                avoid: Avoid::default(),
                transit: Default::default(),
                day: day.map_or_else(|_| self.day(), Ok)?,
                objective: Objective::Fastest,
                demands: journey::demands(network, &train),
            },
        };
        let question = Question::new(query);
        judged.ends = Some((place(network, from), place(network, to)));
        judged.answer = judge(network, &train, &question, &claim)
            .map_err(|error| refused(self, &train, &question.query, error).to_string());
        judged.train = train.id;
        Ok(judged)
    }

    /// The ends by their ids, else by their exact names; a claim of a file is not guessed at.
    fn ends_of_row(&self, index: &Index, row: Row<'_>) -> Option<(StationIdx, StationIdx)> {
        let end = |column: &str, name: &str| {
            let by_id = self.network().station_by_id(row.cell(column).text());
            by_id.or_else(|| {
                let found = index.resolve(row.cell(name).text()).ok();
                found
                    .filter(|found| found.how.taken().is_none())
                    .map(|found| found.station)
            })
        };
        end("from_id", "from_place")
            .zip(end("to_id", "to_place"))
            .filter(|(from, to)| from != to)
    }
}
