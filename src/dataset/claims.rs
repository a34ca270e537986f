//! The claims of a file: the request and the answers.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::claim::ClaimRequest;
use super::command::Words;
use super::given::Given;
use super::meaning::refused;
use super::terms::Terms;
use super::{Dataset, Error};
use crate::journey::{self, Plan, Question};
use crate::network::search::Index;
use crate::network::{Findings, Row, StationIdx, Table};
use crate::report::Summary;
use crate::report::claims::{ClaimsSummary, JudgedClaim, Stated};
use crate::report::route::{Asked, place, provenance_of, summarise};
use crate::reported::{CLAIMS, claim_of, judge_with_journey};
use crate::routing::{Avoid, Objective, Query, Restrictions};

/// The claims of a file; of the dataset's `claims.csv` unless another is named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimsRequest {
    /// The file.
    pub file: Option<PathBuf>,
    /// Only the claim with this id.
    pub id: Option<String>,
    /// The command that the answer carries; else the one that asks the same.
    pub command: Option<String>,
}

/// The answer to a [`ClaimsRequest`].
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedClaims {
    summary: ClaimsSummary,
}

impl JudgedClaims {
    /// The claims with their verdicts, in the order of the file.
    #[must_use]
    pub fn claims(&self) -> &[JudgedClaim] {
        &self.summary.claims
    }

    /// The answer as every format shows it; see [`crate::report::render`].
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::Claims(self.summary.clone())
    }
}

impl ClaimsRequest {
    fn command_of(&self, data: &Dataset) -> String {
        let mut words = Words::new(data, "claims");
        if let Some(file) = &self.file {
            words.word(file.display());
        }
        if let Some(id) = &self.id {
            words.option("--id", id);
        }
        let command = self.command.clone();
        words.finish(&Terms {
            command,
            ..Terms::default()
        })
    }
}

impl Dataset {
    /// Judges the claims of a file; `progress` is told how many of how many are done.
    ///
    /// # Errors
    /// [`Error`]: a file that cannot be read or has errors, an id that no claim has, a train that is not known.
    pub fn judge_all(
        &self,
        request: &ClaimsRequest,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<JudgedClaims, Error> {
        let mut findings = Findings::new();
        let (file, bytes) = self.data_file(request.file.as_deref(), CLAIMS.file)?;
        let table = Table::read(&CLAIMS, file, bytes, &mut findings);
        let index = self.index();
        let id = request.id.as_deref();
        let mut claims = Vec::new();
        let mut sources: BTreeSet<String> = BTreeSet::new();
        let total = table.as_ref().map_or(0, |table| table.len() as u64);
        for (row, done) in table.iter().flat_map(|table| table.rows()).zip(0..) {
            progress(done, total);
            if id.is_none_or(|id| row.cell("claim_id").text() == id) {
                claims.push(self.of_row(&index, row, id.is_some(), &mut findings)?);
                sources.extend(row.cell("source").list().map(str::to_owned));
            }
        }
        if findings.has_errors() {
            let what = String::from("the claims");
            return Err(Error::Unusable { what, findings });
        }
        if let Some(id) = id.filter(|_| claims.is_empty()) {
            return Err(Error::UnknownId {
                kind: "claim",
                file: None,
                id: id.to_owned(),
            });
        }
        let sources = sources.iter().map(String::as_str).collect();
        let mut provenance = provenance_of(self.network(), sources, request.command_of(self));
        if let [
            JudgedClaim {
                route: Some(route), ..
            },
        ] = claims.as_slice()
        {
            provenance.sources.extend(route.provenance.sources.clone());
            provenance.sources.sort();
            provenance.sources.dedup();
        }
        Ok(JudgedClaims {
            summary: ClaimsSummary {
                provenance,
                remarks: Vec::new(),
                is_file: true,
                claims,
            },
        })
    }

    /// The claim of a row; with its route where that `is_shown`.
    fn of_row(
        &self,
        index: &Index,
        row: Row<'_>,
        is_shown: bool,
        findings: &mut Findings,
    ) -> Result<JudgedClaim, Error> {
        let network = self.network();
        let text = |column: &str| row.cell(column).text().to_owned();
        let named = Some(text("train")).filter(|id| !id.is_empty());
        let mut judged = JudgedClaim {
            id: text("claim_id"),
            text: text("claim_text_paraphrased"),
            outlet: text("outlet"),
            date: row.cell("date").text().parse().ok(),
            train: named.clone().unwrap_or_default(),
            answer: Err(String::from("the claim names no two places of the network")),
            ..JudgedClaim::default()
        };
        let Some(claim) = claim_of(row, findings) else {
            return Ok(judged);
        };
        judged.claim = claim;
        judged.stated = Stated::of(&claim).to_string();
        let Some((from, to)) = self.ends_of_row(index, row) else {
            return self.of_sketched_row(index, row, judged, is_shown);
        };
        let train = match named {
            Some(name) => self.train(&name)?,
            None => self.default_train(from, to)?.0,
        };
        let via = row.cell("via_ids").list();
        let via = via.filter_map(|id| network.station_by_id(id)).collect();
        let query = Query {
            from,
            to,
            via,
            restrictions: Restrictions {
                avoid: Avoid::default(),
                transit: Default::default(),
                day: judged.date.map_or_else(|| self.day(), Ok)?,
                objective: Objective::Fastest,
                demands: journey::demands(network, &train),
            },
        };
        let question = Question::new(query);
        judged.ends = Some((place(network, from), place(network, to)));
        judged.train.clone_from(&train.id);
        match judge_with_journey(network, &train, &question, &claim) {
            Ok((answer, journey)) => {
                judged.answer = Ok(answer);
                let plan = Plan {
                    journeys: vec![journey],
                    departure: None,
                    rejected: Vec::new(),
                };
                let route = || summarise(network, &train, &question, &plan, Asked::default());
                judged.route = is_shown.then(|| Box::new(route()));
            }
            Err(error) => {
                let refused = refused(self, &train, &question.query, error);
                judged.answer = Err(refused.to_string());
            }
        }
        Ok(judged)
    }

    /// A claim of which one end or both are cities of the sketch.
    fn of_sketched_row(
        &self,
        index: &Index,
        row: Row<'_>,
        mut judged: JudgedClaim,
        is_shown: bool,
    ) -> Result<JudgedClaim, Error> {
        let from = self.place_of_row(index, row, ("from_id", "from_place"))?;
        let to = self.place_of_row(index, row, ("to_id", "to_place"))?;
        let Some((from, to)) = from.zip(to).filter(|(from, to)| from != to) else {
            return Ok(judged);
        };
        let mut request = ClaimRequest::new(from, to);
        for id in row.cell("via_ids").list() {
            request = request.via(id);
        }
        if !judged.train.is_empty() {
            request = request.train(judged.train.as_str());
        }
        if let Some(day) = judged.date {
            request = request.on(day);
        }
        match self.judge_anywhere(&request, judged.claim) {
            Ok(found) => {
                let found = found.into_claim();
                judged.ends = found.ends;
                judged.train = found.train;
                judged.answer = found.answer;
                judged.route = found.route.filter(|_| is_shown);
            }
            Err(error) => judged.answer = Err(error.to_string()),
        }
        Ok(judged)
    }

    /// A station or a city of the sketch, by its id, else by its exact name.
    fn place_of_row(
        &self,
        index: &Index,
        row: Row<'_>,
        (column, name): (&str, &str),
    ) -> Result<Option<Given<StationIdx>>, Error> {
        if let Some(station) = self.end_of_row(index, row, column, name) {
            return Ok(Some(Given::Value(station)));
        }
        for text in [row.cell(column).text(), row.cell(name).text()] {
            if !text.is_empty()
                && let Some(id) = self.city_named(text)?
            {
                return Ok(Some(Given::Text(id)));
            }
        }
        Ok(None)
    }

    /// The ends by their ids, else by their exact names; a claim of a file is not guessed at. They are the same for a
    /// journey there and back, whose way the stations passed tell.
    fn ends_of_row(&self, index: &Index, row: Row<'_>) -> Option<(StationIdx, StationIdx)> {
        let end = |column, name| self.end_of_row(index, row, column, name);
        let is_round_trip = row.cell("via_ids").list().next().is_some();
        end("from_id", "from_place")
            .zip(end("to_id", "to_place"))
            .filter(|(from, to)| from != to || is_round_trip)
    }

    fn end_of_row(
        &self,
        index: &Index,
        row: Row<'_>,
        column: &str,
        name: &str,
    ) -> Option<StationIdx> {
        let by_id = self.network().station_by_id(row.cell(column).text());
        by_id.or_else(|| {
            let found = index.resolve(row.cell(name).text()).ok();
            found
                .filter(|found| found.how.taken().is_none())
                .map(|found| found.station)
        })
    }
}
