//! How well a calibration predicts: each journey left out in turn and predicted by the others.

use std::collections::{BTreeMap, BTreeSet};

use super::super::compare::widened;
use super::super::statistics::Pair;
use super::evidence::Leg;
use super::fit::Fitted;
use super::model::Model;
use super::{CalibrationInputs, Predicted};
use crate::train::Train;

/// Each fitted leg as predicted without the journey it belongs to.
pub(super) fn predict(
    inputs: &CalibrationInputs,
    model: &Model,
    legs: &[Leg],
    fitted: &Fitted,
) -> Vec<Predicted> {
    let mut trips: BTreeMap<&str, usize> = BTreeMap::new();
    let mut predicted = Vec::new();
    let mut without: BTreeMap<usize, Train> = BTreeMap::new();
    for leg in legs {
        let count = trips.len();
        let trip = *trips.entry(leg.trip()).or_insert(count);
        if leg.is_bound {
            continue;
        }
        let train = without
            .entry(trip)
            .or_insert_with(|| model.train(&fitted.without(model, trip)));
        predicted.extend(predicted_leg(inputs, legs, leg, train));
    }
    predicted
}

fn predicted_leg(
    inputs: &CalibrationInputs,
    legs: &[Leg],
    leg: &Leg,
    train: &Train,
) -> Option<Predicted> {
    let journey = leg.journey(inputs.network, train)?;
    let stated = leg.reported.stated_stops;
    let range = journey.duration.map(|time| time + stated);
    let range = widened(&range, leg.reported.quality.precision());
    let others = legs
        .iter()
        .filter(|other| other.trip() != leg.trip() && !other.is_bound);
    let known: BTreeSet<_> = others
        .flat_map(|other| other.countries(inputs.network))
        .collect();
    let unknown = leg.countries(inputs.network).into_iter();
    let unknown = unknown.filter(|country| !known.contains(country));
    Some(Predicted {
        pair: Pair {
            reported: leg.time.h(),
            computed: [range.low().h(), range.likely().h(), range.high().h()],
        },
        km: leg.km(),
        by_prior: unknown.map(|country| country.code().to_owned()).collect(),
        reported: leg.reported.clone(),
    })
}
