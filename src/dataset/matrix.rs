//! The figures of many pairs of stations for one train: the request, and what answers pair by pair.

use std::collections::HashMap;
use std::sync::RwLock;

use rayon::prelude::*;

use super::meaning::{Meaning, not_planned, same_ends};
use super::terms::{Terms, terms, transit};
use super::{Dataset, Error};
use crate::journey::{Figures, Planner, day_warning};
use crate::network::search::{Index, NotOneStation};
use crate::network::{StationId, StationIdx, checksum};
use crate::routing::{Objective, Restrictions};
use crate::sketch::Place;
use crate::train::Train;

/// Names kept with what they mean; more are looked up again. Assumption: no network has so many spellings.
const NAMES_KEPT: usize = 1_000_000;

/// What many pairs have in common.
///
/// ```
/// use slowtrain::dataset::MatrixRequest;
/// let data = slowtrain::Dataset::bundled()?;
/// let matrix = data.matrix(&MatrixRequest::new().train("rossiya"))?;
/// let rows = matrix.figures(&[("Moscow", "Vladivostok"), ("Chita", "Atlantis")]);
/// assert_eq!(rows[0].as_ref().map(|row| row.distance.km().round()).ok(), Some(9_248.0));
/// assert!(rows[1].is_err());
/// # Ok::<(), slowtrain::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatrixRequest {
    terms: Terms,
    is_shortest: bool,
}

impl MatrixRequest {
    /// The fastest journeys of a train.
    #[must_use]
    pub fn new() -> MatrixRequest {
        MatrixRequest::default()
    }

    /// The shortest routes instead of the fastest.
    #[must_use]
    pub fn shortest(mut self) -> MatrixRequest {
        self.is_shortest = true;
        self
    }
}

terms!(MatrixRequest);
transit!(MatrixRequest);

/// A train and terms, ready for many pairs.
#[derive(Clone, Debug)]
pub struct Matrix {
    data: Dataset,
    request: MatrixRequest,
    train: Train,
    restrictions: Restrictions,
    remarks: Vec<String>,
}

impl Matrix {
    /// The train.
    #[must_use]
    pub fn train(&self) -> &Train {
        &self.train
    }

    /// What is to be said beside the answers.
    #[must_use]
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// All that the answers depend on besides the pairs, as a text: the same text means the same answers.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let own = &self.restrictions;
        format!(
            "network {}, train {:?}, {:?}, {:?} by {:?} on {}",
            checksum(self.data.validated().raw()),
            self.train,
            own.avoid,
            own.transit,
            own.objective,
            own.day,
        )
    }

    /// The figures of a pair for which the sketch of the world is needed.
    fn sketched(&self, from: &str, to: &str) -> Result<PairFigures, Error> {
        let (from, to) = (from.into(), to.into());
        let covered = self
            .data
            .covering(&[&from, &to], &self.request.terms, None)?;
        let covered = covered.expect("one of the two is known to the sketch only");
        let request = MatrixRequest {
            terms: covered.terms,
            is_shortest: self.request.is_shortest,
        };
        let ids: Vec<String> = covered
            .places
            .iter()
            .map(|given| covered.data.id_of(given))
            .collect();
        let matrix = covered.data.matrix(&request)?;
        matrix.pairs().figures(&ids[0], &ids[1])
    }

    /// What answers pair by pair, on as many threads as wanted.
    #[must_use]
    pub fn pairs(&self) -> PairPlanner<'_> {
        PairPlanner {
            matrix: self,
            planner: Planner::new(self.data.network(), &self.train, (&self.restrictions, &[])),
            index: self.data.index(),
            names: RwLock::default(),
        }
    }

    /// The figures of many pairs, on all cores, in their order.
    #[must_use]
    pub fn figures<S: AsRef<str> + Sync>(
        &self,
        pairs: &[(S, S)],
    ) -> Vec<Result<PairFigures, Error>> {
        let planner = self.pairs();
        // Pairs with one goal share its costs, so they are answered one after the other.
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by_key(|i| (pairs[*i].1.as_ref(), pairs[*i].0.as_ref()));
        let answers = order.into_par_iter().map(|i| {
            let (from, to) = &pairs[i];
            (i, planner.figures(from.as_ref(), to.as_ref()))
        });
        let mut answers: Vec<(usize, Result<PairFigures, Error>)> = answers.collect();
        answers.sort_unstable_by_key(|(i, _)| *i);
        answers.into_iter().map(|(_, answer)| answer).collect()
    }
}

/// The figures of a pair, and the stations that its names mean.
#[derive(Clone, Debug, PartialEq)]
pub struct PairFigures {
    /// Where it starts.
    pub from: StationId,
    /// Where it goes.
    pub to: StationId,
    /// Its distance and times.
    pub figures: Figures,
}

impl std::ops::Deref for PairFigures {
    type Target = Figures;

    fn deref(&self) -> &Figures {
        &self.figures
    }
}

/// Answers pair by pair. Names once looked up are kept.
pub struct PairPlanner<'m> {
    matrix: &'m Matrix,
    planner: Planner<'m>,
    index: Index<'m>,
    /// What names mean, or why they mean nothing: a table of pairs names each many times. A city that only the sketch of
    /// the world knows is `None`.
    names: RwLock<HashMap<String, Result<Option<StationIdx>, NotOneStation>>>,
}

impl PairPlanner<'_> {
    /// The figures of the best journey between two places.
    ///
    /// # Errors
    /// [`Error`]: a name that means nothing; [`Error::NoRouteForPair`] and [`Error::Stall`] where the answer is negative.
    pub fn figures(&self, from: &str, to: &str) -> Result<PairFigures, Error> {
        let data = &self.matrix.data;
        let (Some(from), Some(to)) = (self.station(from)?, self.station(to)?) else {
            return self.matrix.sketched(from, to);
        };
        if from == to {
            return Err(same_ends(data, from));
        }
        let name = |station| data.network().station(station).name.clone();
        let figures = self.planner.figures(from, to).map_err(not_planned)?;
        let figures = figures.ok_or_else(|| Error::NoRouteForPair {
            from: name(from),
            to: name(to),
            train: self.matrix.train.id.clone(),
        })?;
        let id = |station| data.network().station(station).id.clone();
        Ok(PairFigures {
            from: id(from),
            to: id(to),
            figures,
        })
    }

    /// The station that a name means; `None` for a city that only the sketch of the world knows.
    fn station(&self, name: &str) -> Result<Option<StationIdx>, Error> {
        let names = self.names.read().expect("no thread panics with it");
        if let Some(known) = names.get(name) {
            return Ok(known.clone()?);
        }
        drop(names);
        let found = match self.matrix.data.known(&self.index, name) {
            Ok(Some(Place::City(_))) => Ok(None),
            Ok(Some(Place::Station(station))) => Ok(Some(station)),
            Ok(None) => self.index.resolve(name).map(|found| Some(found.station)),
            Err(Error::Station(error)) => Err(error),
            Err(other) => return Err(other),
        };
        let mut names = self.names.write().expect("no thread panics with it");
        if names.len() < NAMES_KEPT {
            names.insert(name.to_owned(), found.clone());
        }
        Ok(found?)
    }
}

impl Dataset {
    /// Makes ready for many pairs.
    ///
    /// # Errors
    /// [`Error`] for a name or text that means nothing.
    pub fn matrix(&self, request: &MatrixRequest) -> Result<Matrix, Error> {
        let network = self.network();
        if network.stations().is_empty() {
            return Err(Error::NoStations);
        }
        let mut meaning = Meaning::new(self);
        let train = meaning.train_of_many(&request.terms)?;
        let day = meaning.day(request.terms.on.as_ref(), None)?;
        let warning = day_warning(network, day).map(|warning| warning.to_string());
        meaning.remarks.extend(warning);
        let objective = match request.is_shortest {
            true => Objective::Shortest,
            false => Objective::Fastest,
        };
        let restrictions = meaning.restrictions(&request.terms, day, (&train, objective))?;
        Ok(Matrix {
            data: self.clone(),
            request: request.clone(),
            train,
            restrictions,
            remarks: meaning.remarks,
        })
    }
}
