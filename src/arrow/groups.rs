//! Rows with the same terms are answered by one planner, pairs with one goal one after the other.

use std::sync::Arc;

use jiff::ZonedDateTime;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::questions::{Asked, Question, Terms, refusal};
use crate::batch::Refusal;
use crate::dataset::{MatrixRequest, PairFigures, PairPlanner};
use crate::journey::clock::{Departure, later};
use crate::report::to_the_minute;
use crate::{Dataset, Error};

/// The answer to a row.
pub(super) struct Answer {
    pub train: Arc<str>,
    pub figures: PairFigures,
    pub departs: Option<ZonedDateTime>,
    pub arrives: Option<ZonedDateTime>,
}

/// The rows to answer, and whether to stop.
type Rows<'r, 'q> = (&'r [Asked<'q>], &'r (dyn Fn() -> bool + Sync));

/// The number of a row, and its answer.
type Numbered = (usize, Result<Answer, Refusal>);

/// The answers to some rows, in their order; `None` when they were stopped.
pub(super) fn answered(
    data: &Dataset,
    request: &MatrixRequest,
    (asked, is_stopped): Rows<'_, '_>,
) -> Option<Vec<Result<Answer, Refusal>>> {
    let mut groups: FxHashMap<&Terms<'_>, Vec<usize>> = FxHashMap::default();
    for (row, question) in asked.iter().enumerate() {
        if let Ok(question) = question {
            groups.entry(&question.terms).or_default().push(row);
        }
    }
    let groups: Vec<(&Terms<'_>, Vec<usize>)> = groups.into_iter().collect();
    let groups: Option<Vec<Vec<Numbered>>> = groups
        .into_par_iter()
        .map(|group| of_group(data, request, (asked, is_stopped), group))
        .collect();
    let mut answers: Vec<Numbered> = groups?.into_iter().flatten().collect();
    let unasked = asked.iter().enumerate();
    answers.extend(unasked.filter_map(|(row, question)| {
        let refusal = question.as_ref().err()?;
        Some((row, Err(refusal.clone())))
    }));
    answers.sort_unstable_by_key(|(row, _)| *row);
    Some(answers.into_iter().map(|(_, answer)| answer).collect())
}

/// The answers to rows with the same terms, with their numbers.
fn of_group(
    data: &Dataset,
    request: &MatrixRequest,
    (asked, is_stopped): Rows<'_, '_>,
    (terms, mut rows): (&Terms<'_>, Vec<usize>),
) -> Option<Vec<Numbered>> {
    let matrix = match data.matrix(&with_terms(request, terms)) {
        Ok(matrix) => matrix,
        Err(error) => {
            let refusal = refusal(&error);
            let refused = |row| (row, Err(refusal.clone()));
            return Some(rows.into_iter().map(refused).collect());
        }
    };
    let question = |row: usize| asked[row].as_ref().expect("only questions are in a group");
    rows.sort_by_key(|row| (question(*row).to, question(*row).from));
    let planner = matrix.pairs();
    let train: Arc<str> = matrix.train().id.as_str().into();
    let answer = |row: usize| {
        if is_stopped() {
            return None;
        }
        let answer = of_row(&planner, &train, question(row));
        Some((row, answer.map_err(|error| refusal(&error))))
    };
    rows.into_par_iter().map(answer).collect()
}

/// The request of all rows, with what some of them ask besides.
fn with_terms(request: &MatrixRequest, terms: &Terms<'_>) -> MatrixRequest {
    let avoid = terms.avoid.iter();
    let mut request = avoid.fold(request.clone(), |request, name| request.avoid(*name));
    if let Some(train) = terms.train {
        request = request.train(train);
    }
    // A day asked for by the row counts before that of the request, and that before the day of the departure.
    match (terms.day, terms.departs_on) {
        (Some(day), _) => request.on(day),
        (None, Some(day)) if !request.has_day() => request.on(day),
        _ => request,
    }
}

fn of_row(
    planner: &PairPlanner<'_>,
    train: &Arc<str>,
    question: &Question<'_>,
) -> Result<Answer, Error> {
    let figures = planner.figures_via(question.from, &question.via, question.to)?;
    let zone = figures.from_zone.as_deref();
    let clock = |(departure, zone): (&Departure, &str)| departure.in_zone(zone);
    let departs = question
        .departure
        .as_ref()
        .zip(zone)
        .map(clock)
        .transpose()?;
    let likely = to_the_minute(&figures.duration).likely();
    let arrives = departs
        .as_ref()
        .zip(figures.to_zone.as_deref())
        .and_then(|(departs, zone)| later(departs, likely, zone));
    Ok(Answer {
        train: Arc::clone(train),
        figures,
        departs,
        arrives,
    })
}
