//! Linear least squares with priors: what is known before, what is observed, what follows.

/// A symmetric positive definite matrix and the answers to it, by Cholesky's decomposition.
///
/// Source: G. H. Golub, C. F. Van Loan, Matrix Computations, 4th edition, section 4.2. A package of linear algebra
/// would bring hundreds of types for matrices of thirty rows.
#[derive(Clone, Debug)]
pub(super) struct Solver {
    /// The lower triangle of the decomposition, row by row.
    rows: Vec<Vec<f64>>,
}

impl Solver {
    /// Decomposes a matrix; `None` unless it is positive definite.
    pub fn new(matrix: &[Vec<f64>]) -> Option<Solver> {
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (i, given) in matrix.iter().enumerate() {
            let mut row = Vec::with_capacity(i + 1);
            for j in 0..=i {
                let above = if j == i { &row } else { &rows[j] };
                let sum: f64 = row.iter().zip(above).map(|(a, b)| a * b).sum();
                let left = given[j] - sum;
                if j < i {
                    row.push(left / rows[j][j]);
                } else if left > 0.0 {
                    row.push(left.sqrt());
                } else {
                    return None;
                }
            }
            rows.push(row);
        }
        Some(Solver { rows })
    }

    /// The solution for a right-hand side.
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let n = self.rows.len();
        let mut x = right.to_vec();
        for i in 0..n {
            let sum: f64 = (0..i).map(|j| self.rows[i][j] * x[j]).sum();
            x[i] = (x[i] - sum) / self.rows[i][i];
        }
        for i in (0..n).rev() {
            let sum: f64 = (i + 1..n).map(|j| self.rows[j][i] * x[j]).sum();
            x[i] = (x[i] - sum) / self.rows[i][i];
        }
        x
    }

    /// Logarithm of the determinant.
    pub fn log_determinant(&self) -> f64 {
        let diagonal = self.rows.iter().enumerate().map(|(i, row)| row[i].ln());
        2.0 * diagonal.sum::<f64>()
    }
}

/// An observation: how it answers to each unknown, what was seen, and how surely.
#[derive(Clone, Debug)]
pub(super) struct Observation {
    /// Change of the seen value for each unknown; those not named do not matter.
    pub terms: Vec<(usize, f64)>,
    /// Change of the seen value for the factor of its group.
    pub own: f64,
    /// What was seen, counted from where all unknowns are zero.
    pub seen: f64,
    /// Its variance.
    pub variance: f64,
}

/// What follows from some observations: the unknowns, each zero before with a variance of its own.
#[derive(Clone, Debug)]
pub(super) struct Posterior {
    /// The most likely values.
    pub mean: Vec<f64>,
    /// Logarithm of how likely the observations are, whatever the unknowns; up to a constant.
    pub evidence: f64,
    solver: Solver,
}

/// The normal equations while they are being gathered.
struct Equations {
    matrix: Vec<Vec<f64>>,
    right: Vec<f64>,
    /// Twice the logarithm of how likely the observations are, without what the unknowns explain.
    evidence: f64,
    /// How the unknowns meet the factor of a group; zero between two groups.
    crossing: Vec<f64>,
}

impl Equations {
    fn new(variances: &[f64]) -> Equations {
        let n = variances.len();
        let mut matrix = vec![vec![0.0; n]; n];
        for (i, variance) in variances.iter().enumerate() {
            matrix[i][i] = 1.0 / variance;
        }
        Equations {
            matrix,
            right: vec![0.0; n],
            evidence: -variances.iter().map(|variance| variance.ln()).sum::<f64>(),
            crossing: vec![0.0; n],
        }
    }

    /// Adds a group of observations that share a factor of their own. The factor is eliminated at once (Schur's
    /// complement), so that the size of the system does not grow with the number of groups.
    fn add(&mut self, group: &[Observation], own_variance: f64) {
        let mut precision = 1.0 / own_variance;
        let mut pull = 0.0;
        let mut touched: Vec<usize> = Vec::new();
        for seen in group {
            let weight = 1.0 / seen.variance;
            for (i, a) in &seen.terms {
                self.right[*i] += a * seen.seen * weight;
                for (j, b) in &seen.terms {
                    self.matrix[*i][*j] += a * b * weight;
                }
                self.crossing[*i] += a * seen.own * weight;
                touched.push(*i);
            }
            precision += seen.own * seen.own * weight;
            pull += seen.own * seen.seen * weight;
            self.evidence -= seen.variance.ln() + seen.seen * seen.seen * weight;
        }
        touched.sort_unstable();
        touched.dedup();
        for i in &touched {
            let share = self.crossing[*i] / precision;
            self.right[*i] -= share * pull;
            for j in &touched {
                self.matrix[*i][*j] -= share * self.crossing[*j];
            }
        }
        touched.iter().for_each(|i| self.crossing[*i] = 0.0);
        self.evidence += pull * pull / precision - own_variance.ln() - precision.ln();
    }
}

impl Posterior {
    /// Solves for the unknowns of these variances and the factor of each group, which has a variance too; a variance of
    /// zero is not allowed.
    ///
    /// Complexity: the observations times the square of the unknowns each answers to, and the cube of the unknowns.
    pub fn new(variances: &[f64], own_variance: f64, groups: &[Vec<Observation>]) -> Posterior {
        let mut equations = Equations::new(variances);
        for group in groups.iter().filter(|group| !group.is_empty()) {
            equations.add(group, own_variance);
        }
        let solver = Solver::new(&equations.matrix).expect("priors make it positive definite");
        let mean = solver.solve(&equations.right);
        let explained: f64 = mean.iter().zip(&equations.right).map(|(a, b)| a * b).sum();
        Posterior {
            evidence: (equations.evidence - solver.log_determinant() + explained) / 2.0,
            mean,
            solver,
        }
    }

    /// The variance of a sum of unknowns.
    pub fn variance(&self, terms: &[usize]) -> f64 {
        let mut sum = vec![0.0; self.mean.len()];
        terms.iter().for_each(|i| sum[*i] += 1.0);
        let half = self.solver.solve(&sum);
        sum.iter().zip(&half).map(|(a, b)| a * b).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: [[4, 2], [2, 3]] x = [2, 5] has x = [-0.5, 2] and determinant 8.
    #[test]
    fn a_small_system_by_hand() {
        let solver = Solver::new(&[vec![4.0, 2.0], vec![2.0, 3.0]]).expect("positive");
        let x = solver.solve(&[2.0, 5.0]);
        assert!(
            (x[0] + 0.5).abs() < 1e-12 && (x[1] - 2.0).abs() < 1e-12,
            "{x:?}"
        );
        assert!((solver.log_determinant() - 8f64.ln()).abs() < 1e-12);
        assert!(Solver::new(&[vec![1.0, 2.0], vec![2.0, 1.0]]).is_none());
    }

    /// By hand: a prior of variance 4 about 0 and an observation of 3 with variance 1 give 3 * 4/5 = 2.4, variance 4/5.
    #[test]
    fn a_prior_and_one_observation_by_hand() {
        let seen = Observation {
            terms: vec![(0, 1.0)],
            own: 0.0,
            seen: 3.0,
            variance: 1.0,
        };
        let found = Posterior::new(&[4.0], 1.0, &[vec![seen]]);
        assert!((found.mean[0] - 2.4).abs() < 1e-12);
        assert!((found.variance(&[0]) - 0.8).abs() < 1e-12);
        // How likely 3 is where the variances add up to 5: -ln(5)/2 - 9/10.
        let expected = -(5f64.ln()) / 2.0 - 0.9;
        assert!((found.evidence - expected).abs() < 1e-12);
    }

    /// By hand: two observations of 3 and 5 whose group has a factor of variance 1 and whose own variances are 1 have
    /// the covariance [[2, 1], [1, 2]] besides the unknown's. Their mean 4 has the variance 3/2; with a prior of
    /// variance 4 it gives 4 * 4 / 5.5. The evidence is that of the covariance [[6, 5], [5, 6]]: determinant 11,
    /// squares (6 * 9 - 2 * 5 * 15 + 6 * 25) / 11 = 54/11.
    #[test]
    fn the_factor_of_a_group_is_eliminated() {
        let seen = |seen: f64| Observation {
            terms: vec![(0, 1.0)],
            own: 1.0,
            seen,
            variance: 1.0,
        };
        let found = Posterior::new(&[4.0], 1.0, &[vec![seen(3.0), seen(5.0)]]);
        assert!((found.mean[0] - 16.0 / 5.5).abs() < 1e-12, "{found:?}");
        let expected = -(11f64.ln()) / 2.0 - 54.0 / 22.0;
        assert!((found.evidence - expected).abs() < 1e-12, "{found:?}");
    }
}
