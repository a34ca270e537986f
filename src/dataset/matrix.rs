//! The figures of many pairs of stations for one train: the request, and what is made ready for it.

use rayon::prelude::*;

use super::meaning::Meaning;
use super::pair::{PairFigures, PairPlanner};
use super::terms::{Terms, terms, transit};
use super::{Dataset, Error};
use crate::journey::day_warning;
use crate::routing::{Objective, Restrictions};
use crate::train::Train;

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

    /// Whether a day is asked for.
    #[cfg(feature = "arrow")]
    pub(crate) fn has_day(&self) -> bool {
        self.terms.on.is_some()
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
    pub(super) data: Dataset,
    request: MatrixRequest,
    pub(super) train: Train,
    pub(super) restrictions: Restrictions,
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
            self.data.checksum(),
            self.train,
            own.avoid,
            own.transit,
            own.objective,
            own.day,
        )
    }

    /// The figures of a journey for which the sketch of the world is needed, its stations in order; `None` where it does
    /// not help.
    pub(super) fn sketched(&self, stations: &[&str]) -> Result<Option<PairFigures>, Error> {
        let given: Vec<_> = stations.iter().map(|name| (*name).into()).collect();
        let covered =
            self.data
                .covering(&given.iter().collect::<Vec<_>>(), &self.request.terms, None)?;
        let Some(covered) = covered else {
            return Ok(None);
        };
        let request = MatrixRequest {
            terms: covered.terms,
            is_shortest: self.request.is_shortest,
        };
        let places = covered.places.iter();
        let ids: Vec<String> = places.map(|given| covered.data.id_of(given)).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let matrix = covered.data.matrix(&request)?;
        matrix
            .pairs()
            .figures_via(ids[0], &ids[1..ids.len() - 1], ids[ids.len() - 1])
            .map(Some)
    }

    /// What answers pair by pair, on as many threads as wanted.
    #[must_use]
    pub fn pairs(&self) -> PairPlanner<'_> {
        PairPlanner::new(self)
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

impl Dataset {
    /// The train of a request for many pairs.
    ///
    /// # Errors
    /// [`Error`] for a name that no train has.
    pub fn train_of_many(&self, request: &MatrixRequest) -> Result<Train, Error> {
        Meaning::new(self).train_of_many(&request.terms)
    }

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
