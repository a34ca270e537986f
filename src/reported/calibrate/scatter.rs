//! How much reported times scatter, on three levels: the journey, the line, the leg.
//!
//! A train with few legs says little of its scatter. So the three figures are fitted twice: together for all other
//! trains of the class, about a broad expectation, and then for the train itself about what the class says. The less a
//! train tells, the nearer it stays to its class.

use super::model::Model;
use super::observe::Observations;
use super::solve::Solver;
use crate::network::TrainKind;

/// Scatter of legs of 300 km, of journeys and of lines that is expected before anything is seen, as parts. Assumption:
/// through trips repeat within some per cent while their single legs scatter by a tenth and more, trains without a
/// timetable scatter more than others, and trains on one line are off alike by 8 %.
const TIMETABLED: Scatter = Scatter {
    leg: 0.10,
    trip: 0.055,
    line: 0.08,
};
const UNTIMED: Scatter = Scatter {
    leg: 0.14,
    trip: 0.07,
    line: 0.08,
};
/// Standard deviation of the logarithm of each for a class of trains, and of a train about its class. Assumptions.
const CLASS_SPREAD: f64 = 0.35;
const TRAIN_SPREAD: f64 = 0.25;
/// Steps of the search in the logarithm: a half, then ever finer until a figure stands within two per cent.
const STEPS: [f64; 5] = [0.4, 0.2, 0.1, 0.05, 0.02];
/// Step of the second differences that give the standard errors. Source: a quarter of a usual error.
const ERROR_STEP: f64 = 0.1;
/// Moves of one step size at most; the sum of all steps spans a factor of fifty.
const MOST_MOVES: usize = 10;

/// Standard deviations, as parts of the time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scatter {
    /// Of a leg of 300 km by itself.
    pub leg: f64,
    /// Of a journey, common to its legs.
    pub trip: f64,
    /// Of a line, common to all journeys on it.
    pub line: f64,
}

/// What is expected of the scatter, and how surely.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected {
    pub scatter: Scatter,
    spread: f64,
}

impl Scatter {
    fn logs(&self) -> [f64; 3] {
        [self.leg, self.trip, self.line].map(f64::ln)
    }

    fn of(logs: [f64; 3]) -> Scatter {
        let [leg, trip, line] = logs.map(f64::exp);
        Scatter { leg, trip, line }
    }
}

/// A class of trains whose scatter is alike: those that keep a timetable, and those that do not.
pub(super) fn is_timetabled(kind: TrainKind) -> bool {
    kind == TrainKind::Ordinary
}

impl Expected {
    /// Before anything is seen.
    pub fn of_kind(kind: TrainKind) -> Expected {
        Expected {
            scatter: if is_timetabled(kind) {
                TIMETABLED
            } else {
                UNTIMED
            },
            spread: CLASS_SPREAD,
        }
    }

    /// What some trains of a class say together of another one.
    pub fn of_class(kind: TrainKind, trains: &[(&Model, &Observations, &[f64])]) -> Expected {
        let broad = Expected::of_kind(kind);
        let likelihood = |scatter: &Scatter| {
            let all = trains.iter();
            all.map(|(model, observed, weights)| observed.solve(model, weights, scatter).evidence)
                .sum()
        };
        Expected {
            scatter: broad.most_likely(broad.scatter, likelihood),
            spread: TRAIN_SPREAD,
        }
    }

    /// Logarithm of how far some scatter is from what is expected.
    fn doubt(&self, logs: [f64; 3]) -> f64 {
        let expected = self.scatter.logs();
        let apart = logs
            .iter()
            .zip(expected)
            .map(|(a, b)| (a - b) / self.spread);
        apart.map(|apart| apart * apart / 2.0).sum()
    }

    /// The most likely scatter: from a first guess uphill, one figure after the other, in ever smaller steps.
    pub fn most_likely(&self, first: Scatter, likelihood: impl Fn(&Scatter) -> f64) -> Scatter {
        let score = |logs: [f64; 3]| likelihood(&Scatter::of(logs)) - self.doubt(logs);
        let mut logs = first.logs();
        let mut best = score(logs);
        for step in STEPS {
            for _ in 0..MOST_MOVES {
                let before = best;
                for figure in 0..logs.len() {
                    for change in [step, -step] {
                        let mut moved = logs;
                        moved[figure] += change;
                        let found = score(moved);
                        if found > best {
                            (best, logs) = (found, moved);
                            break;
                        }
                    }
                }
                if best == before {
                    break;
                }
            }
        }
        Scatter::of(logs)
    }

    /// Standard errors of the logarithms of the most likely scatter, from the curvature of the likelihood about it.
    pub fn errors(&self, at: &Scatter, likelihood: impl Fn(&Scatter) -> f64) -> Scatter {
        let score = |logs: [f64; 3]| likelihood(&Scatter::of(logs)) - self.doubt(logs);
        let logs = at.logs();
        let moved = |changes: &[(usize, f64)]| {
            let mut moved = logs;
            for (figure, step) in changes {
                moved[*figure] += step * ERROR_STEP;
            }
            score(moved)
        };
        let square = ERROR_STEP * ERROR_STEP;
        let middle = moved(&[]);
        let curvature_at = |i: usize, j: usize| {
            if i == j {
                return -(moved(&[(i, 1.0)]) - 2.0 * middle + moved(&[(i, -1.0)])) / square;
            }
            let corner = |a: f64, b: f64| moved(&[(i, a), (j, b)]);
            let mixed =
                corner(1.0, 1.0) - corner(1.0, -1.0) - corner(-1.0, 1.0) + corner(-1.0, -1.0);
            -mixed / (4.0 * square)
        };
        let row = |i: usize| (0..3).map(|j| curvature_at(i, j)).collect();
        let curvature: Vec<Vec<f64>> = (0..3).map(row).collect();
        let Some(solver) = Solver::new(&curvature) else {
            let spread = self.spread;
            return Scatter {
                leg: spread,
                trip: spread,
                line: spread,
            };
        };
        let error = |figure: usize| {
            let mut unit = vec![0.0; 3];
            unit[figure] = 1.0;
            solver.solve(&unit)[figure].max(0.0).sqrt()
        };
        Scatter {
            leg: error(0),
            trip: error(1),
            line: error(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A likelihood that is normal in the logarithm, about three times what is expected and as sure as that: the most
    /// likely figure is the square root of three times as large, its standard error 1 / sqrt 2 of either.
    #[test]
    fn the_scatter_lies_between_what_is_expected_and_what_is_seen() {
        let expected = Expected::of_kind(TrainKind::Ordinary);
        let seen = 3.0 * TIMETABLED.trip;
        let likelihood =
            |scatter: &Scatter| -((scatter.trip / seen).ln() / CLASS_SPREAD).powi(2) / 2.0;
        let found = expected.most_likely(TIMETABLED, likelihood);
        let ratio = found.trip / TIMETABLED.trip;
        assert!((ratio / 3f64.sqrt() - 1.0).abs() < 0.02, "{ratio}");
        assert!((found.leg / TIMETABLED.leg - 1.0).abs() < 1e-9);
        let errors = expected.errors(&found, likelihood);
        assert!(
            (errors.trip - CLASS_SPREAD / 2f64.sqrt()).abs() < 1e-3,
            "{errors:?}"
        );
        assert!((errors.leg - CLASS_SPREAD).abs() < 1e-3, "{errors:?}");
    }
}
