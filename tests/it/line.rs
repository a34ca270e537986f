//! A line and a train made up from a seed: hilly, with many limits, as long as wanted. The benches use it too.

use slowtrain::running::{GradePiece, LimitPiece, LimitProfile, Path};
use slowtrain::train::{Braking, CurveFormula, Dynamics, Effort, Figures, MaxEffort, Resistance};
use slowtrain::units::{Acceleration, Force, Grade, Length, Mass, Offset, Power, Speed};

/// The 1,200 km of the published comparison have so many limits and gradients.
pub const LIMITS_PER_1200_KM: usize = 198;
/// See [`LIMITS_PER_1200_KM`].
pub const GRADES_PER_1200_KM: usize = 690;

/// Numbers from a seed (SplitMix64, Steele, Lea and Flood 2014).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// The next number, from `low` up to `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let unit = ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64;
        low + unit * (high - low)
    }

    /// Ends of `count` pieces of random length that fill `length` metres.
    fn ends(&mut self, count: usize, (low, high): (f64, f64), length: f64) -> Vec<f64> {
        let pieces: Vec<f64> = (0..count).map(|_| self.between(low, high)).collect();
        let scale = length / pieces.iter().sum::<f64>();
        let mut end = 0.0;
        let mut ends: Vec<f64> = pieces
            .iter()
            .map(|piece| {
                end += piece * scale;
                end
            })
            .collect();
        ends[count - 1] = length;
        ends
    }
}

fn at(m: f64) -> Offset {
    Offset::at(Length::from_m(m))
}

/// Limits of 40 to 100 km/h in steps of 5 over 2 to 10 km, gradients within 9 per mille.
pub fn hilly(seed: u64, length: Length) -> Path {
    let share = length.km() / 1_200.0;
    let count = |of: usize| ((of as f64 * share).round() as usize).max(1);
    let mut dice = Dice::new(seed);
    let mut start = 0.0;
    let limits = dice.ends(count(LIMITS_PER_1200_KM), (2.0, 10.0), length.m());
    let limits = limits.into_iter().map(|end| {
        let speed = Speed::from_kmh((dice.between(40.0, 105.0) / 5.0).floor() * 5.0);
        let piece = LimitPiece {
            start: at(start),
            end: at(end),
            speed,
        };
        start = end;
        piece
    });
    let limits = LimitProfile::new(limits.collect()).expect("contiguous");
    let mut start = 0.0;
    let grades = dice.ends(count(GRADES_PER_1200_KM), (0.4, 3.0), length.m());
    let grades = grades.into_iter().map(|end| {
        let grade = Grade::from_permille(dice.between(-9.0, 9.0));
        let piece = GradePiece {
            start: at(start),
            end: at(end),
            grade,
        };
        start = end;
        piece
    });
    Path::new(length, limits, grades.collect(), vec![]).expect("a good path")
}

/// Twenty coaches of 70 t behind two M62: 1,633 t, 515 m.
pub fn heavy_train() -> Dynamics {
    let (coaches, engines) = (Mass::from_t(1_400.0), Mass::from_t(2.0 * 116.5));
    let m62 = Effort::machine(Force::from_kn(314.0), None, Power::from_kw(1_090.0));
    let resistance = Resistance::ptr_passenger(coaches, Mass::from_t(17.5));
    Dynamics::new(Figures {
        length: Length::from_m(515.0),
        max_speed: Speed::from_kmh(100.0),
        braking: Braking::Deceleration(Acceleration::from_ms2(0.3)),
        max_effort: MaxEffort::Forces {
            mass: coaches + engines,
            rotating_mass_factor: 1.06,
            resistance: resistance.plus(&Resistance::ptr_locomotive(engines)),
            effort: m62.expect("positive").times(2),
            curves: CurveFormula::Ptr,
        },
    })
    .expect("a good train")
}
