//! What a gradient asks of a train: the force to hold it, and the speed at which pull and resistance balance.

use super::Rules;
use super::physics::Physics;
use crate::train::{Dynamics, MaxEffort};
use crate::units::{Force, Grade, Speed};

/// A train on one long gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Climb {
    /// The force that just holds it there: resistance at a stand and the gradient's share of the weight.
    pub needed: Force,
    /// Its tractive effort at a stand.
    pub available: Force,
    /// The speed it keeps up on it, at most its own top speed; `None` where it stalls.
    pub balance: Option<Speed>,
}

/// What a gradient asks of a train; `None` for a train of which no mass is known.
///
/// ```
/// use slowtrain::running::climb;
/// use slowtrain::train::{Braking, CurveFormula, MaxEffort, Dynamics, Effort, Figures, Resistance};
/// use slowtrain::units::{Acceleration, Force, Grade, Length, Mass, Power, Speed};
/// let train = Dynamics::new(Figures {
///     length: Length::from_m(400.0),
///     max_speed: Speed::from_kmh(90.0),
///     braking: Braking::Deceleration(Acceleration::from_ms2(0.3)),
///     max_effort: MaxEffort::Forces {
///         mass: Mass::from_t(1_000.0),
///         rotating_mass_factor: 1.06,
///         resistance: Resistance::coefficients(10_000.0, 0.0, 0.0),
///         effort: Effort::machine(Force::from_kn(300.0), None, Power::from_kw(1_080.665)).expect("positive"),
///         curves: CurveFormula::Ptr,
///     },
/// })?;
/// // 1,000 t on 10 per mille weigh 98.0665 kN backwards; with 10 kN more, 1,080.665 kW last for 10 m/s.
/// let climb = climb(&train, Grade::from_permille(10.0)).expect("a mass");
/// assert!((climb.needed.kn() - 108.0665).abs() < 1e-9);
/// assert!((climb.balance.expect("it climbs").ms() - 10.0).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn climb(train: &Dynamics, grade: Grade) -> Option<Climb> {
    let MaxEffort::Forces {
        mass,
        resistance,
        effort,
        ..
    } = train.max_effort()
    else {
        return None;
    };
    let gravity = Rules::default().gravity;
    let physics = Physics::of(train, gravity);
    let balance = physics.balance(train.max_speed().ms(), grade.slope() * physics.slope_scale);
    Some(Climb {
        needed: resistance.at(Speed::ZERO) + *mass * gravity * grade.slope(),
        available: effort.at(Speed::ZERO),
        balance: (balance > 0.0).then(|| Speed::from_ms(balance)),
    })
}
