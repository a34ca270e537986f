//! Running resistance: named formulas, expanded once to A + Bv + Cv².
//!
//! Every formula of the field is a quadratic in the speed, so the engine needs three numbers. The terms they came from
//! are kept, each with its formula and where that is published, so that an answer can say what it rests on.
//!
//! ```
//! use slowtrain::train::Resistance;
//! use slowtrain::units::{Mass, Speed};
//! // Twenty armoured coaches of 70 t: about 16 kN at a walking pace, a third more at 60 km/h.
//! let rake = Resistance::ptr_passenger(Mass::from_t(1_400.0), Mass::from_t(17.5));
//! assert_eq!((rake.at(Speed::ZERO).kn()).round(), 16.0);
//! assert_eq!((rake.at(Speed::from_kmh(60.0)).kn()).round(), 33.0);
//! ```

use crate::units::{Force, Grade, Length, Mass, Speed};

/// Standard gravity in m/s²: turns kgf/t, the unit of the Russian and German formulas, into N/kN (exact, 3rd CGPM 1901).
const STANDARD_GRAVITY: f64 = 9.806_65;
/// The speed unit of the published formulas.
const KMH_PER_MS: f64 = 3.6;

/// A published form of the running resistance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Formula {
    /// A, B, C measured or given for the whole train (Davis form).
    Coefficients,
    /// Strahl, wagons: f0 + f2 (v/100)².
    Strahl,
    /// Sauthoff, coaches: f0 + f1 v/100 + f2 ((v+15)/100)².
    Sauthoff,
    /// Russian PTR, all-metal passenger coaches: 0.7 + (8 + 0.18v + 0.003v²)/q0.
    PtrPassenger,
    /// Russian PTR, four-axle wagons on roller bearings: 0.7 + (3 + 0.1v + 0.0025v²)/q0.
    PtrFreight4,
    /// Russian PTR, eight-axle wagons: 0.7 + (6 + 0.038v + 0.0021v²)/q0.
    PtrFreight8,
    /// Russian PTR, a locomotive under power: 1.9 + 0.01v + 0.0003v².
    PtrLocomotive,
}

impl Formula {
    /// Every formula.
    pub const ALL: [Formula; 7] = [
        Formula::Coefficients,
        Formula::Strahl,
        Formula::Sauthoff,
        Formula::PtrPassenger,
        Formula::PtrFreight4,
        Formula::PtrFreight8,
        Formula::PtrLocomotive,
    ];

    /// The name used in train files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Formula::Coefficients => "coefficients",
            Formula::Strahl => "strahl",
            Formula::Sauthoff => "sauthoff",
            Formula::PtrPassenger => "ptr-passenger",
            Formula::PtrFreight4 => "ptr-freight-4-axle",
            Formula::PtrFreight8 => "ptr-freight-8-axle",
            Formula::PtrLocomotive => "ptr-locomotive",
        }
    }

    /// The formula of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Formula> {
        Formula::ALL
            .into_iter()
            .find(|formula| formula.name() == name)
    }

    /// Where it is published.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Formula::Coefficients => "given with the train",
            Formula::Strahl | Formula::Sauthoff => {
                "formulary of TrainRuns.jl after Wende, Fahrdynamik des Schienenverkehrs (2003)"
            }
            Formula::PtrFreight4 | Formula::PtrFreight8 => {
                "Russian traction rules (PTR), as taught at studopedia.ru 6-63568"
            }
            Formula::PtrLocomotive => {
                "Russian traction rules (PTR), as taught at ukrbukva.net 59945"
            }
            Formula::PtrPassenger => "assumption: Russian traction rules (PTR), quoted from memory",
        }
    }
}

/// One vehicle group's share of a resistance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    formula: Formula,
    coefficients: [f64; 3],
}

impl Term {
    /// The formula it was expanded from.
    #[must_use]
    pub fn formula(&self) -> Formula {
        self.formula
    }

    /// A in N, B in N/(m/s), C in N/(m/s)².
    #[must_use]
    pub fn coefficients(&self) -> [f64; 3] {
        self.coefficients
    }
}

/// The running resistance of a train on straight and level track.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Resistance {
    terms: Vec<Term>,
    total: [f64; 3],
}

impl Resistance {
    /// A in N, B in N/(m/s), C in N/(m/s)² of the whole train.
    #[must_use]
    pub fn coefficients(a_n: f64, b_n_per_ms: f64, c_n_per_ms2: f64) -> Resistance {
        Resistance::of(Formula::Coefficients, [a_n, b_n_per_ms, c_n_per_ms2])
    }

    /// Strahl for wagons; `f0` and `f2` in per mille, v in units of 100 km/h. 1.4 and 3.9 for full ore wagons on roller bearings.
    #[must_use]
    pub fn strahl(mass: Mass, f0: f64, f2: f64) -> Resistance {
        Resistance::specific(Formula::Strahl, mass, [f0, 0.0, f2 / 1e4])
    }

    /// Sauthoff for coaches; `f0`, `f1`, `f2` in per mille, v in units of 100 km/h, 15 km/h head wind. 2.0, 0.715, 3.64
    /// for double-deck coaches.
    #[must_use]
    pub fn sauthoff(mass: Mass, f0: f64, f1: f64, f2: f64) -> Resistance {
        let wind = 15.0;
        let a = f0 + f2 * wind * wind / 1e4;
        let b = f1 / 100.0 + f2 * 2.0 * wind / 1e4;
        Resistance::specific(Formula::Sauthoff, mass, [a, b, f2 / 1e4])
    }

    /// Russian PTR for all-metal passenger coaches with `axle_load` on each axle.
    #[must_use]
    pub fn ptr_passenger(mass: Mass, axle_load: Mass) -> Resistance {
        Resistance::per_axle(Formula::PtrPassenger, mass, axle_load, [8.0, 0.18, 0.003])
    }

    /// Russian PTR for four-axle wagons on roller bearings.
    #[must_use]
    pub fn ptr_freight_4_axle(mass: Mass, axle_load: Mass) -> Resistance {
        Resistance::per_axle(Formula::PtrFreight4, mass, axle_load, [3.0, 0.1, 0.0025])
    }

    /// Russian PTR for eight-axle wagons.
    #[must_use]
    pub fn ptr_freight_8_axle(mass: Mass, axle_load: Mass) -> Resistance {
        Resistance::per_axle(Formula::PtrFreight8, mass, axle_load, [6.0, 0.038, 0.0021])
    }

    /// Russian PTR for locomotives under power.
    #[must_use]
    pub fn ptr_locomotive(mass: Mass) -> Resistance {
        Resistance::specific(Formula::PtrLocomotive, mass, [1.9, 0.01, 0.0003])
    }

    /// Both together: cars and locomotives.
    #[must_use]
    pub fn plus(&self, other: &Resistance) -> Resistance {
        let terms: Vec<Term> = self.terms.iter().chain(&other.terms).copied().collect();
        let total = terms.iter().fold([0.0; 3], |sum, term| {
            std::array::from_fn(|i| sum[i] + term.coefficients[i])
        });
        Resistance { terms, total }
    }

    /// The shares, in the order they were added.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// A in N, B in N/(m/s), C in N/(m/s)² of the whole train.
    #[must_use]
    pub fn abc(&self) -> [f64; 3] {
        self.total
    }

    /// The resistance at a speed.
    #[must_use]
    pub fn at(&self, speed: Speed) -> Force {
        let [a, b, c] = self.total;
        Force::from_n(a + speed.ms() * (b + speed.ms() * c))
    }

    /// `0.7 + (k0 + k1 v + k2 v²)/q0` per mille, the common shape of the PTR wagon formulas.
    fn per_axle(formula: Formula, mass: Mass, axle_load: Mass, k: [f64; 3]) -> Resistance {
        let q0 = axle_load.t();
        Resistance::specific(formula, mass, [0.7 + k[0] / q0, k[1] / q0, k[2] / q0])
    }

    /// From per mille of the weight as a quadratic of km/h.
    fn specific(formula: Formula, mass: Mass, permille: [f64; 3]) -> Resistance {
        let weight = mass.kg() * STANDARD_GRAVITY / 1e3;
        let [a, b, c] = permille;
        let scaled = [a, b * KMH_PER_MS, c * KMH_PER_MS * KMH_PER_MS];
        Resistance::of(formula, scaled.map(|k| k * weight))
    }

    fn of(formula: Formula, coefficients: [f64; 3]) -> Resistance {
        Resistance {
            terms: vec![Term {
                formula,
                coefficients,
            }],
            total: coefficients,
        }
    }
}

/// What a curve costs, as the gradient that would cost the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum CurveFormula {
    /// Röckl: 650/(R-55) per mille from 300 m radius, 500/(R-30) below (assumption: quoted from memory).
    Roeckl,
    /// Russian PTR: 700/R per mille (assumption: quoted from memory).
    Ptr,
    /// 800/R per mille, as in the documentation of OSRD.
    #[default]
    Simple800,
}

impl CurveFormula {
    /// Every formula.
    pub const ALL: [CurveFormula; 3] = [
        CurveFormula::Roeckl,
        CurveFormula::Ptr,
        CurveFormula::Simple800,
    ];

    /// The radius below which the formulas say nothing: Röckl's pole at 30 m lies under it.
    pub const SMALLEST_RADIUS_M: f64 = 50.0;

    /// The name used in train files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            CurveFormula::Roeckl => "roeckl",
            CurveFormula::Ptr => "ptr",
            CurveFormula::Simple800 => "800/r",
        }
    }

    /// The formula of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<CurveFormula> {
        CurveFormula::ALL
            .into_iter()
            .find(|formula| formula.name() == name)
    }

    /// The equivalent gradient of a curve of that radius; radii below [`CurveFormula::SMALLEST_RADIUS_M`] count as that.
    #[must_use]
    pub fn grade(self, radius: Length) -> Grade {
        let r = radius.m().max(CurveFormula::SMALLEST_RADIUS_M);
        Grade::from_permille(match self {
            CurveFormula::Roeckl if r < 300.0 => 500.0 / (r - 30.0),
            CurveFormula::Roeckl => 650.0 / (r - 55.0),
            CurveFormula::Ptr => 700.0 / r,
            CurveFormula::Simple800 => 800.0 / r,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The formula evaluated as printed, in per mille of the weight, for comparison with the expansion.
    fn as_printed(mass_t: f64, permille: f64) -> f64 {
        mass_t * STANDARD_GRAVITY * permille
    }

    #[test]
    fn expansions_equal_the_printed_formulas() {
        let (v, mass) = (72.0, Mass::from_t(500.0));
        let speed = Speed::from_kmh(v);
        let pairs = [
            (
                Resistance::strahl(mass, 1.4, 3.9),
                1.4 + 3.9 * (v / 100.0) * (v / 100.0),
            ),
            (
                Resistance::sauthoff(mass, 2.0, 0.715, 3.64),
                2.0 + 0.715 * v / 100.0 + 3.64 * ((v + 15.0) / 100.0) * ((v + 15.0) / 100.0),
            ),
            (
                Resistance::ptr_freight_4_axle(mass, Mass::from_t(20.0)),
                0.7 + (3.0 + 0.1 * v + 0.0025 * v * v) / 20.0,
            ),
            (
                Resistance::ptr_freight_8_axle(mass, Mass::from_t(20.0)),
                0.7 + (6.0 + 0.038 * v + 0.0021 * v * v) / 20.0,
            ),
            (
                Resistance::ptr_locomotive(mass),
                1.9 + 0.01 * v + 0.0003 * v * v,
            ),
        ];
        for (resistance, permille) in pairs {
            let name = resistance.terms()[0].formula().name();
            let printed = as_printed(500.0, permille);
            assert!((resistance.at(speed).n() - printed).abs() < 1e-6, "{name}");
        }
    }

    #[test]
    fn shares_add_up_and_keep_their_names() {
        let cars = Resistance::ptr_passenger(Mass::from_t(1_400.0), Mass::from_t(17.5));
        let engine = Resistance::ptr_locomotive(Mass::from_t(116.5));
        let train = cars.plus(&engine);
        assert_eq!(train.abc()[0], cars.abc()[0] + engine.abc()[0]);
        let names: Vec<_> = train
            .terms()
            .iter()
            .map(|term| term.formula().name())
            .collect();
        assert_eq!(names, ["ptr-passenger", "ptr-locomotive"]);
        for formula in Formula::ALL {
            assert_eq!(Formula::named(formula.name()), Some(formula));
        }
    }

    #[test]
    fn curve_formulas_agree_where_they_should() {
        // At 300 m the three formulas give 2.65, 2.33 and 2.67 per mille.
        let at = |formula: CurveFormula| formula.grade(Length::from_m(300.0)).permille();
        assert!((at(CurveFormula::Roeckl) - 2.653).abs() < 1e-3);
        assert!((at(CurveFormula::Ptr) - 2.333).abs() < 1e-3);
        assert!((at(CurveFormula::Simple800) - 2.667).abs() < 1e-3);
        assert!(
            CurveFormula::Roeckl
                .grade(Length::from_m(10.0))
                .permille()
                .is_finite()
        );
    }
}
