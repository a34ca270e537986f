//! A train as a whole: what it is made of and what it is known to do.

use super::consist::{Consist, Locomotive, Rolling};
use super::default::DefaultFor;
use super::prior::{NumberPattern, Prior};
use super::profile::{SpeedProfile, StopPlace, StopRule, TrainAllowance};
use super::{Braking, Dynamics, Figures, FiguresError, MaxEffort, Resistance};
use crate::network::{Country, Gauge, GaugeSet, StationId, Traction, TrainKind};
use crate::units::{Acceleration, Estimate, Length, Mass, RunTime, Speed};

/// A train: its consist, what pulls it where, how it brakes, and the speeds, stops and waits it is known by.
#[derive(Clone, Debug, PartialEq)]
pub struct Train {
    /// Short name, as typed after `--train`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// How borders and other trains treat it.
    pub kind: TrainKind,
    /// Gauges it can run on.
    pub gauges: GaugeSet,
    /// Whether freight and branch lines are its business.
    pub uses_freight_lines: bool,
    /// Lines that it is not known to use where another leads there, by name.
    pub avoids_lines: Vec<String>,
    /// The speed its cars are built for.
    pub max_speed: Speed,
    /// Its cars.
    pub consist: Consist,
    /// How they resist.
    pub rolling: Rolling,
    /// How it brakes in service.
    pub deceleration: Acceleration,
    /// Time to release the brakes and start, once a stop.
    pub release: RunTime,
    /// What hauls it, by country; empty where that is unknown.
    pub locomotives: Vec<Locomotive>,
    /// What a locomotive change takes.
    pub locomotive_change: Estimate<RunTime>,
    /// What a change of direction takes.
    pub reversal: Estimate<RunTime>,
    /// The speeds it sustains.
    pub profile: SpeedProfile,
    /// What is added to pure running.
    pub allowance: TrainAllowance,
    /// Waiting for other trains, per 100 km of single track.
    pub train_meets: Estimate<RunTime>,
    /// Its stops.
    pub stops: Vec<StopRule>,
    /// Standard deviation of the time over a leg of 300 km, as a part of it.
    pub leg_noise: f64,
    /// Standard deviation of the factor that all trains on a line share, as a part of the running time; zero where the
    /// ranges of the speeds hold it.
    pub line_spread: f64,
    /// Its unannounced stays; `None` where none are known of.
    pub stays: Option<Stays>,
    /// Where it is often spared a gauge change.
    pub waiting_rakes: Vec<WaitingRake>,
    /// How far its ranges are stretched.
    pub coverage: Coverage,
    /// Numbers in timetables that such trains have.
    pub numbers: Vec<NumberPattern>,
    /// The journeys for which it runs when no train is asked for.
    pub default_for: DefaultFor,
    /// What a calibration starts from, by country.
    pub priors: Vec<Prior>,
    /// The file as it was read, with the basis of every figure.
    pub(super) table: toml::Table,
}

/// How often and how long a train waits for reasons nobody reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Stays {
    /// Stays for each day under way.
    pub per_day: f64,
    /// Length of one.
    pub length: Estimate<RunTime>,
}

/// A station at which a rake of the other gauge may wait for the passengers, so that the gauge change takes no time.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingRake {
    /// The station.
    pub station: StationId,
    /// Part of the journeys on which it waits, 0 to 1.
    pub share: f64,
    /// What that rests on, in words.
    pub basis: String,
}

/// How far the ranges of a train are stretched, so that 8 in 10 of its journeys that nothing was fitted to fall inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coverage {
    /// Factor on a single leg, of 200 km or less.
    pub leg: f64,
    /// Factor on a through run, of 400 km or more.
    pub through: f64,
}

/// Length up to which the factor of a leg holds, and from which that of a through run does, km. Source: the two kinds
/// of evidence, legs between neighbouring stops of 60 to 250 km and runs of 400 km and more.
const LEG_TO_THROUGH_KM: [f64; 2] = [200.0, 400.0];

impl Default for Coverage {
    /// Ranges as they are.
    fn default() -> Coverage {
        Coverage {
            leg: 1.0,
            through: 1.0,
        }
    }
}

impl Coverage {
    /// The factor for a journey of a length; between the two kinds it changes evenly.
    #[must_use]
    pub fn factor(&self, length: Length) -> f64 {
        let [leg, through] = LEG_TO_THROUGH_KM;
        let part = ((length.km() - leg) / (through - leg)).clamp(0.0, 1.0);
        self.leg + (self.through - self.leg) * part
    }
}

impl Train {
    /// The locomotives that pull it in a country with a traction: those named for the country, else those for all
    /// others; `None` when it has none there.
    #[must_use]
    pub fn locomotive(&self, country: Country, traction: &Traction) -> Option<&Locomotive> {
        let fitting = self
            .locomotives
            .iter()
            .filter(|own| own.traction == *traction && own.claim(country) > 0);
        // Of equal claims the first: `max_by_key` would take the last.
        fitting.rev().max_by_key(|own| own.claim(country))
    }

    /// The train without stops of its own habit, for timetables that print all of them.
    #[must_use]
    pub fn without_habitual_stops(&self) -> Train {
        let mut train = self.clone();
        train
            .stops
            .retain(|rule| !matches!(rule.place, StopPlace::Every { .. }));
        train
    }

    /// Mass of the train with a locomotive.
    #[must_use]
    pub fn mass(&self, locomotive: Option<&Locomotive>) -> Mass {
        self.consist.mass() + locomotive.map_or(Mass::ZERO, |own| own.mass * f64::from(own.count))
    }

    /// Length of the train with a locomotive.
    #[must_use]
    pub fn length(&self, locomotive: Option<&Locomotive>) -> Length {
        self.consist.length()
            + locomotive.map_or(Length::ZERO, |own| own.length * f64::from(own.count))
    }

    /// The speed the train may run with a locomotive.
    #[must_use]
    pub fn top_speed(&self, locomotive: Option<&Locomotive>) -> Speed {
        locomotive.map_or(self.max_speed, |own| own.max_speed.min(self.max_speed))
    }

    /// The train with a locomotive, reduced to what moves it.
    ///
    /// A train of which no locomotive is known is moved by a constant acceleration ([`UNKNOWN_ACCELERATION_MS2`]).
    ///
    /// # Errors
    /// [`FiguresError`] when the figures do not make a train, as after a strange change of consist.
    pub fn dynamics(&self, locomotive: Option<&Locomotive>) -> Result<Dynamics, FiguresError> {
        let max_effort = match locomotive {
            None => MaxEffort::Acceleration(Acceleration::from_ms2(UNKNOWN_ACCELERATION_MS2)),
            Some(own) => MaxEffort::Forces {
                mass: self.mass(locomotive),
                rotating_mass_factor: self.consist.rotating_mass_factor,
                resistance: self.resistance(own),
                effort: own.effort.times(own.count),
                curves: self.rolling.curves,
            },
        };
        Dynamics::new(Figures {
            length: self.length(locomotive),
            max_speed: self.top_speed(locomotive),
            braking: Braking::Deceleration(self.deceleration),
            max_effort,
        })
    }

    fn resistance(&self, locomotive: &Locomotive) -> Resistance {
        let mass = locomotive.mass * f64::from(locomotive.count);
        let own = match locomotive.resistance {
            None => Resistance::ptr_locomotive(mass),
            Some(abc) => {
                let [a, b, c] = abc.map(|value| value * f64::from(locomotive.count));
                Resistance::coefficients(a, b, c)
            }
        };
        self.rolling.cars.of(self.consist.mass()).plus(&own)
    }

    /// The same train with another number of cars, another mass of all cars, another number of locomotives.
    #[must_use]
    pub fn changed(&self, change: &ConsistChange) -> Train {
        let mut train = self.clone();
        if let Some(cars) = change.cars {
            train.consist.cars = cars;
        }
        if let Some(mass) = change.mass {
            train.consist.car_mass = mass / f64::from(train.consist.cars.max(1));
        }
        if let Some(count) = change.locomotives {
            train
                .locomotives
                .iter_mut()
                .for_each(|own| own.count = count);
        }
        train
    }

    /// Whether a train number of a timetable is of this kind of train.
    #[must_use]
    pub fn has_number(&self, number: &str) -> bool {
        self.numbers.iter().any(|pattern| pattern.fits(number))
    }

    /// The gauges it runs on, in words: `1435 and 1520 mm`.
    #[must_use]
    pub fn gauges_in_words(&self) -> String {
        let widths: Vec<String> = self
            .gauges
            .iter()
            .map(Gauge::mm)
            .map(|mm| mm.to_string())
            .collect();
        format!("{} mm", widths.join(" and "))
    }

    /// The file it was read from, with the basis of every figure.
    #[must_use]
    pub fn table(&self) -> &toml::Table {
        &self.table
    }
}

/// Acceleration of a train of which no locomotive is known, m/s². Assumption: a heavy hauled train up to its cruising
/// speed; the sustained speeds were fitted with the same figure.
pub const UNKNOWN_ACCELERATION_MS2: f64 = 0.2;

/// A change of consist, as asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ConsistChange {
    /// Another number of cars.
    pub cars: Option<u32>,
    /// Another mass of all cars together.
    pub mass: Option<Mass>,
    /// Another number of locomotives.
    pub locomotives: Option<u32>,
}

impl ConsistChange {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == ConsistChange::default()
    }
}
