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

impl Posterior {
    /// Solves for the unknowns of these variances; a variance of zero is not allowed.
    pub fn new(variances: &[f64], observations: &[Observation]) -> Posterior {
        let n = variances.len();
        let mut matrix = vec![vec![0.0; n]; n];
        let mut right = vec![0.0; n];
        let mut evidence = 0.0;
        for (i, variance) in variances.iter().enumerate() {
            matrix[i][i] = 1.0 / variance;
            evidence -= variance.ln();
        }
        for seen in observations {
            for (i, a) in &seen.terms {
                right[*i] += a * seen.seen / seen.variance;
                for (j, b) in &seen.terms {
                    matrix[*i][*j] += a * b / seen.variance;
                }
            }
            evidence -= seen.variance.ln() + seen.seen * seen.seen / seen.variance;
        }
        let solver = Solver::new(&matrix).expect("priors make it positive definite");
        let mean = solver.solve(&right);
        evidence -= solver.log_determinant();
        evidence += mean.iter().zip(&right).map(|(a, b)| a * b).sum::<f64>();
        Posterior {
            mean,
            evidence: evidence / 2.0,
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
            seen: 3.0,
            variance: 1.0,
        };
        let found = Posterior::new(&[4.0], &[seen]);
        assert!((found.mean[0] - 2.4).abs() < 1e-12);
        assert!((found.variance(&[0]) - 0.8).abs() < 1e-12);
        // How likely 3 is where the variances add up to 5: -ln(5)/2 - 9/10.
        let expected = -(5f64.ln()) / 2.0 - 0.9;
        assert!((found.evidence - expected).abs() < 1e-12);
    }
}
