//! A claimed number of cars: how long the trains are, and whether locomotives and loops take them.

use super::super::reason::{CarsFit, Reason};
use super::super::verdict::{Check, Subject, Verdict};
use super::Claim;
use crate::journey::{self, PlanError, Question};
use crate::network::Network;
use crate::train::{ConsistChange, Train};
use crate::units::Length;

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
            let reason = claimed.reason(CarsFit::TooHeavy { from, to });
            Check::new(Subject::Train, Verdict::Doubtful, reason)
        }
        _ => claimed.against_loops(CarsFit::LoopsAndLocomotives),
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

    fn reason(&self, fit: CarsFit) -> Reason {
        Reason::Cars {
            each: self.each,
            trains: self.trains,
            length: self.length,
            fit,
        }
    }

    /// The length against that of passing loops; `fits` is the finding where it fits.
    pub fn against_loops(&self, fits: CarsFit) -> Check {
        let loops = Length::from_m(journey::LONGEST_LOOP_M);
        let (verdict, fit) = match self.length > loops {
            true => (Verdict::Doubtful, CarsFit::LongerThanLoops(loops)),
            false => (Verdict::Consistent, fits),
        };
        Check::new(Subject::Train, verdict, self.reason(fit))
    }
}
