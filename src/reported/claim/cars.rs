//! A claimed number of cars: how long the trains are, and whether locomotives and loops take them.

use super::super::verdict::{Check, Subject, Verdict};
use super::Claim;
use crate::journey::{self, PlanError, Question};
use crate::network::Network;
use crate::train::{ConsistChange, Train};
use crate::units::{Length, format};

/// The claimed number of cars in as many trains: length, and whether the locomotives can move it.
pub(super) fn cars(
    network: &Network,
    train: &Train,
    question: &Question,
    claim: &Claim,
) -> Option<Check> {
    let claimed = ClaimedCars::of(train, claim)?;
    Some(match journey::plan(network, &claimed.train, question) {
        Err(PlanError::Stall { from, to, .. }) => {
            let size = claimed.size();
            let reason =
                format!("{size}, and too heavy for its locomotives between {from} and {to}");
            Check::new(Subject::Train, Verdict::Doubtful, reason)
        }
        _ => claimed.against_loops("which loops and locomotives take"),
    })
}

/// A train with the claimed number of cars.
pub(super) struct ClaimedCars {
    train: Train,
    each: u32,
    trains: u32,
    length: Length,
}

impl ClaimedCars {
    /// `None` where no cars are claimed.
    pub fn of(train: &Train, claim: &Claim) -> Option<ClaimedCars> {
        let trains = claim.trains.unwrap_or(1).max(1);
        let each = claim.cars?.div_ceil(trains);
        let train = train.changed(&ConsistChange {
            cars: Some(each),
            ..ConsistChange::default()
        });
        let own = train.locomotives.iter();
        let longest = own.map(|own| train.length(Some(own))).max();
        Some(ClaimedCars {
            length: longest.unwrap_or_else(|| train.length(None)),
            train,
            each,
            trains,
        })
    }

    fn size(&self) -> String {
        let in_trains = match self.trains {
            1 => String::from(" in one train"),
            trains => format!(" in each of {trains} trains"),
        };
        let length = format::distance(self.length);
        format!("{} cars{in_trains} are {length} long", self.each)
    }

    /// The length against that of passing loops; `fits` is said where it fits.
    pub fn against_loops(&self, fits: &str) -> Check {
        let loops = Length::from_m(journey::LONGEST_LOOP_M);
        let size = self.size();
        let (verdict, reason) = if self.length > loops {
            let loops = format::distance(loops);
            let reason = format!("{size}, longer than any usual passing loop of {loops}");
            (Verdict::Doubtful, reason)
        } else {
            (Verdict::Consistent, format!("{size}, {fits}"))
        };
        Check::new(Subject::Train, verdict, reason)
    }
}
