//! A journey with the allowance spent by coasting instead of by slack.

use super::course::{Course, Pace};
use super::model::{Journey, PlanError};
use super::refusal::refusal;
use super::ride::Ride;
use crate::network::Network;
use crate::train::Train;

/// Lets the train of a journey spend its allowance by coasting: all times stay, its energy and its speed curve change.
///
/// The speeds a train sustains are known, its path is not known to the metre: the saving is that of a train which runs
/// at those speeds over the typical gradients of the data.
///
/// # Errors
/// [`PlanError`] where the train cannot run the route, which it has run before.
pub fn coast(network: &Network, train: &Train, journey: &mut Journey) -> Result<(), PlanError> {
    let course = Course::new(network, train, &journey.route);
    let ride = Ride::new(&course, &journey.dwells, Pace::Economical)
        .map_err(|error| refusal(&course, error))?;
    let (tight, economical) = (journey.energy, ride.energy());
    journey.energy_saved = tight.zip(economical).map(|(tight, less)| tight - less);
    journey.energy = economical;
    (journey.fuel, journey.current) = (ride.taken(true), ride.taken(false));
    journey.curve = ride.curve();
    Ok(())
}
