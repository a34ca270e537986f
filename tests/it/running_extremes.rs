//! Random cases at the edges of what each number may be: the engine answers all of them, and in bounded time.
//!
//! What a number may be is in the documentation of the cases; a finding outside is tested beside the reader.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::{Value, json};
use slowtrain::running::{Case, Simulation};

/// Numbers by a seed (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn share(&mut self) -> f64 {
        self.next() as f64 / (1_u64 << 53) as f64
    }

    /// A number of a range: often one of its ends or beside it, else any size alike.
    fn number(&mut self, low: f64, high: f64) -> f64 {
        match self.below(8) {
            0 => low,
            1 => high,
            2 => low + (high - low) * 1e-12,
            3 => high - (high - low) * 1e-12,
            _ => {
                let least = low.abs().max(high * 1e-9);
                let size = least * (high / least).powf(self.share());
                let sign = if low < 0.0 && self.below(2) == 0 {
                    -1.0
                } else {
                    1.0
                };
                (sign * size).clamp(low, high)
            }
        }
    }

    /// Up to so many pieces of a path, end to end where `covers`, each with a value.
    fn pieces(
        &mut self,
        length: f64,
        most: u64,
        covers: bool,
        name: &str,
        value: [f64; 2],
    ) -> Value {
        let count = self.below(most) + u64::from(covers);
        let mut cuts: Vec<f64> = (1..count.max(1)).map(|_| self.share() * length).collect();
        cuts.extend([0.0, length]);
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        let mut pieces = Vec::new();
        for ends in cuts.windows(2).take(usize::try_from(count).expect("few")) {
            let number = self.number(value[0], value[1]);
            pieces.push(json!({"start_m": ends[0], "end_m": ends[1], name: number}));
        }
        Value::Array(pieces)
    }

    fn traction(&mut self) -> Value {
        match self.below(3) {
            0 => json!({"constant_acceleration_ms2": self.number(0.001, 10.0)}),
            1 => json!({"max_force_n": self.number(1.0, 1e8), "power_w": self.number(1.0, 1e9)}),
            _ => {
                let top = self.number(1.0, 1e8);
                let points = [
                    (0.0, top),
                    (self.number(0.1, 100.0), top * self.share()),
                    (200.0, 0.0),
                ];
                let point = |(speed, force)| json!({"speed_ms": speed, "force_n": force});
                json!({"curve": points.map(point)})
            }
        }
    }

    fn case(&mut self) -> Value {
        let length = self.number(0.0, 50e6);
        let braking = ["constant_deceleration", "constant_force"][usize::from(self.below(2) == 0)];
        let stops: Vec<Value> = (0..self.below(4))
            .map(|_| json!({"position_m": self.share() * length, "dwell_s": self.number(0.0, 31_557_600.0)}))
            .collect();
        let gradient = ["point", "strip"][usize::from(self.below(2) == 0)];
        json!({
            "schema": "slowtrain.case/1",
            "path": {
                "length_m": length,
                "speed_limits": self.pieces(length, 5, true, "speed_ms", [0.1, 200.0]),
                "gradients": self.pieces(length, 6, false, "permille", [-1_000.0, 1_000.0]),
                "curves": self.pieces(length, 4, false, "radius_m", [1.0, 1e6]),
            },
            "train": {
                "length_m": self.number(0.0, 20_000.0),
                "mass_kg": self.number(100.0, 1e9),
                "rotating_mass_factor": self.number(1.0, 2.0),
                "max_speed_ms": self.number(0.1, 200.0),
                "resistance": {
                    "a_n": self.number(0.0, 1e8),
                    "b_n_per_ms": self.number(0.0, 1e6),
                    "c_n_per_ms2": self.number(0.0, 1e5),
                },
                "traction": self.traction(),
                "braking": {
                    "kind": braking,
                    "value_ms2": self.number(0.001, 10.0),
                    "release_s": self.number(0.0, 3_600.0),
                },
            },
            "model": {
                "gravity_ms2": self.number(0.0, 30.0),
                "gradient": gradient,
                "min_cruise_time_s": self.number(0.0, 31_557_600.0),
            },
            "start_speed_ms": if self.below(2) == 0 { 0.0 } else { self.number(0.0, 200.0) },
            "stops": stops,
            "allowances": [{"name": "share", "percent": self.number(0.0, 1_000.0)}],
        })
    }
}

/// Finite figures that fit together.
fn is_sound(result: &Simulation, text: &str) {
    let time = result.running_time_s;
    assert!(time.is_finite() && time >= 0.0, "{time} s: {text}");
}

/// The longest that a case may take, on a slow machine and without optimisation.
const LONGEST: Duration = Duration::from_secs(20);

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_case_within_its_ranges_has_an_answer_in_bounded_time(seed in 1..u64::MAX) {
        let text = Dice(seed).case().to_string();
        // Pieces may be too short to be told apart, and a stop may lie at an end: that is said.
        if let Ok(case) = Case::parse(&text) {
            let start = Instant::now();
            if let Ok(result) = case.simulate() {
                is_sound(&result, &text);
            }
            if let Ok(result) = case.simulate_economically() {
                is_sound(&result, &text);
            }
            prop_assert!(start.elapsed() < LONGEST, "{:?} for {text}", start.elapsed());
        }
    }
}

/// Where hardly any force is needed and a train stalls all the same, nothing finite can be said of the mass that would
/// pass.
#[test]
fn a_train_that_needs_no_force_stalls_without_a_panic() {
    let text = Dice(9_003_967_101_870_653_980).case().to_string();
    let case = Case::parse(&text).expect("it is within the ranges");
    if let Ok(result) = case.simulate() {
        is_sound(&result, &text);
    }
    if let Ok(result) = case.simulate_economically() {
        is_sound(&result, &text);
    }
}

#[test]
fn most_random_cases_are_read_and_many_run() {
    let cases = (1..200_u64).map(|seed| Dice(seed * 0x9e37_79b9).case().to_string());
    let read: Vec<Case> = cases.filter_map(|text| Case::parse(&text).ok()).collect();
    let run = read.iter().filter(|case| case.simulate().is_ok()).count();
    assert!(
        read.len() > 100 && run > 20,
        "{} read, {run} run",
        read.len()
    );
}
