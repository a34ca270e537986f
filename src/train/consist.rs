//! What a train is made of: cars and locomotives.

use super::{CurveFormula, Effort, EffortError, Resistance};
use crate::network::{Country, Traction};
use crate::units::{Acceleration, Force, Length, Mass, Power, Speed};

/// Adhesion between dry steel wheel and rail. Assumption: the usual calculating figure for starting,
/// 0.28 to 0.33 in the traction rules of several railways.
const ADHESION: f64 = 0.3;
/// Standard gravity, m/s² (3rd CGPM, 1901).
const STANDARD_GRAVITY_MS2: f64 = 9.806_65;

/// The cars of a train; loads and passengers counted in.
#[derive(Clone, Debug, PartialEq)]
pub struct Consist {
    /// Number of cars.
    pub cars: u32,
    /// Mass of one.
    pub car_mass: Mass,
    /// Length of one, over its couplers.
    pub car_length: Length,
    /// What turning wheels add to the mass that accelerates: 1.06 means 6 %.
    pub rotating_mass_factor: f64,
}

impl Consist {
    /// Mass of all cars.
    #[must_use]
    pub fn mass(&self) -> Mass {
        self.car_mass * f64::from(self.cars)
    }

    /// Length of all cars.
    #[must_use]
    pub fn length(&self) -> Length {
        self.car_length * f64::from(self.cars)
    }
}

/// How the cars resist: a named formula and its figures.
#[derive(Clone, Debug, PartialEq)]
pub enum CarResistance {
    /// Russian rules, all-metal passenger coaches, by axle load.
    PtrPassenger(Mass),
    /// Russian rules, four-axle wagons on roller bearings, by axle load.
    PtrFreight4Axle(Mass),
    /// Russian rules, eight-axle wagons, by axle load.
    PtrFreight8Axle(Mass),
    /// Strahl, wagons: f0 and f2 per mille.
    Strahl(f64, f64),
    /// Sauthoff, coaches: f0, f1 and f2 per mille.
    Sauthoff(f64, f64, f64),
    /// A, B, C for all cars together: N, N/(m/s), N/(m/s)².
    Coefficients([f64; 3]),
}

impl CarResistance {
    /// The resistance of cars of this mass altogether.
    #[must_use]
    pub fn of(&self, mass: Mass) -> Resistance {
        match *self {
            CarResistance::PtrPassenger(axle_load) => Resistance::ptr_passenger(mass, axle_load),
            CarResistance::PtrFreight4Axle(axle_load) => {
                Resistance::ptr_freight_4_axle(mass, axle_load)
            }
            CarResistance::PtrFreight8Axle(axle_load) => {
                Resistance::ptr_freight_8_axle(mass, axle_load)
            }
            CarResistance::Strahl(f0, f2) => Resistance::strahl(mass, f0, f2),
            CarResistance::Sauthoff(f0, f1, f2) => Resistance::sauthoff(mass, f0, f1, f2),
            CarResistance::Coefficients([a, b, c]) => Resistance::coefficients(a, b, c),
        }
    }
}

/// The cars' way of resisting, on straight track and in curves.
#[derive(Clone, Debug, PartialEq)]
pub struct Rolling {
    /// On straight and level track.
    pub cars: CarResistance,
    /// What a curve adds.
    pub curves: CurveFormula,
}

/// Locomotives of one type that pull the train somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Locomotive {
    /// Name of the type.
    pub name: String,
    /// How many pull together.
    pub count: u32,
    /// What feeds it.
    pub traction: Traction,
    /// Countries it is used in; none means wherever no other is named.
    pub countries: Vec<Country>,
    /// Mass of one.
    pub mass: Mass,
    /// Length of one, over its couplers.
    pub length: Length,
    /// Tractive effort of one.
    pub effort: Effort,
    /// The speed it is built for.
    pub max_speed: Speed,
    /// A, B, C of one: N, N/(m/s), N/(m/s)²; `None` takes the Russian rule for locomotives.
    pub resistance: Option<[f64; 3]>,
    /// Energy at the wheel over energy of fuel or current.
    pub efficiency: Option<f64>,
}

impl Locomotive {
    /// The effort of a locomotive of which its mass, its starting effort and its power at the rail are known: no more than
    /// all its wheels can hold.
    pub(super) fn effort_of(
        mass: Mass,
        starting: Force,
        power: Power,
    ) -> Result<Effort, EffortError> {
        let gravity = Acceleration::from_ms2(STANDARD_GRAVITY_MS2);
        Effort::machine(starting, Some(mass * gravity * ADHESION), power)
    }

    /// Whether it is meant for a country: 2 by name, 1 as the one for all others, 0 not.
    #[must_use]
    pub(super) fn claim(&self, country: Country) -> u8 {
        if self.countries.contains(&country) {
            2
        } else {
            u8::from(self.countries.is_empty())
        }
    }
}
