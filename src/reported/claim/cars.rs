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
    let cars = claim.cars?;
    let trains = claim.trains.unwrap_or(1).max(1);
    let each = cars.div_ceil(trains);
    let changed = train.changed(&ConsistChange {
        cars: Some(each),
        ..ConsistChange::default()
    });
    let longest = changed
        .locomotives
        .iter()
        .map(|own| changed.length(Some(own)))
        .max();
    let length = longest.unwrap_or_else(|| changed.length(None));
    let in_trains = if trains > 1 {
        format!(" in each of {trains} trains")
    } else {
        String::from(" in one train")
    };
    let size = format!(
        "{each} cars{in_trains} are {} long",
        format::distance(length)
    );
    let loops = Length::from_m(journey::LONGEST_LOOP_M);
    Some(match journey::plan(network, &changed, question) {
        Err(PlanError::Stall { from, to, .. }) => {
            let reason =
                format!("{size}, and too heavy for its locomotives between {from} and {to}");
            Check::new(Subject::Train, Verdict::Doubtful, reason)
        }
        _ if length > loops => {
            let reason = format!(
                "{size}, longer than any usual passing loop of {}",
                format::distance(loops)
            );
            Check::new(Subject::Train, Verdict::Doubtful, reason)
        }
        _ => Check::new(
            Subject::Train,
            Verdict::Consistent,
            format!("{size}, which loops and locomotives take"),
        ),
    })
}
