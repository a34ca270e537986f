//! Gradients and curves as the train feels them.
//!
//! A point train feels the gradient under its head, which jumps. A strip train feels the mean over its length, which
//! changes linearly between the places where its head or tail crosses a change; so each [`Slope`] is exact, not a sample.

use super::{CurvePiece, GradePiece, GradientModel, Path, lesser};
use crate::train::CurveFormula;

/// A stretch over which the effective gradient is linear: `at_start + rise * (s - start)`, here times gravity over the
/// rotating mass factor, so in m/s² and m/s² per metre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slope {
    pub start: f64,
    pub end: f64,
    pub at_start: f64,
    pub rise: f64,
}

impl Slope {
    /// A level line.
    pub(super) fn level(length: f64) -> Vec<Slope> {
        vec![Slope {
            start: 0.0,
            end: length,
            at_start: 0.0,
            rise: 0.0,
        }]
    }

    pub(super) fn at(&self, s: f64) -> f64 {
        self.at_start + self.rise * (s - self.start)
    }

    pub(super) fn at_end(&self) -> f64 {
        self.at(self.end)
    }
}

/// How a train feels a path: over which length, which curve formula, and the m/s² of a slope of one.
pub(super) struct Feel {
    pub model: GradientModel,
    pub train_length: f64,
    pub curves: CurveFormula,
    pub scale: f64,
}

/// The effective gradients from start to end of the path.
pub(super) fn effective(path: &Path, feel: &Feel) -> Vec<Slope> {
    let steps = steps(path, feel);
    if feel.model == GradientModel::Point || feel.train_length == 0.0 {
        let mut start = 0.0;
        let level = |step: &SlopeStep| {
            let slope = Slope {
                start,
                end: step.end,
                at_start: step.grade,
                rise: 0.0,
            };
            start = step.end;
            slope
        };
        return steps.iter().map(level).collect();
    }
    averaged(&steps, feel.train_length)
}

/// The mean over the train: head and tail walk over the steps together.
fn averaged(steps: &[SlopeStep], train: f64) -> Vec<Slope> {
    let length = steps[steps.len() - 1].end;
    let mut slopes = Vec::with_capacity(2 * steps.len());
    let by_metre = 1.0 / train;
    let (mut head, mut tail, mut start) = (0, 0, 0.0);
    let mut mean = steps[0].grade;
    while start < length {
        let (front, back) = (steps[head], steps[tail]);
        let back_end = back.end + train;
        let end = lesser(front.end, back_end);
        if head == tail {
            mean = front.grade;
        }
        if end > start {
            let rise = (front.grade - back.grade) * by_metre;
            slopes.push(Slope {
                start,
                end,
                at_start: mean,
                rise,
            });
            mean += rise * (end - start);
            start = end;
        }
        if front.end <= end && head + 1 < steps.len() {
            head += 1;
        }
        if back_end <= end && tail < head {
            tail += 1;
        }
    }
    slopes
}

/// A stretch of one gradient, curves included, in m/s².
#[derive(Clone, Copy)]
struct SlopeStep {
    end: f64,
    grade: f64,
}

/// Gradients and curves laid over each other; equal neighbours joined, gaps level.
fn steps(path: &Path, feel: &Feel) -> Vec<SlopeStep> {
    let length = path.length().m();
    let mut steps: Vec<SlopeStep> =
        Vec::with_capacity(path.grades().len() + 2 * path.curves().len() + 1);
    let (mut grades, mut curves) = (
        path.grades().iter().peekable(),
        path.curves().iter().peekable(),
    );
    let mut x = 0.0;
    while x < length {
        while grades
            .next_if(|piece| piece.end.from_start().m() <= x)
            .is_some()
        {}
        while curves
            .next_if(|piece| piece.end.from_start().m() <= x)
            .is_some()
        {}
        let (slope, grade_end) = grades
            .peek()
            .map_or((0.0, length), |piece| grade_from(piece, x));
        let (curve, curve_end) = curves
            .peek()
            .map_or((0.0, length), |piece| curve_from(piece, x, feel.curves));
        let end = lesser(lesser(grade_end, curve_end), length);
        let grade = (slope + curve) * feel.scale;
        match steps.last_mut() {
            Some(last) if last.grade == grade => last.end = end,
            _ => steps.push(SlopeStep { end, grade }),
        }
        x = end;
    }
    steps
}

/// What holds from `x` on and up to where: the piece itself, or the gap before it.
fn grade_from(piece: &GradePiece, x: f64) -> (f64, f64) {
    let start = piece.start.from_start().m();
    if start > x {
        (0.0, start)
    } else {
        (piece.grade.slope(), piece.end.from_start().m())
    }
}

fn curve_from(piece: &CurvePiece, x: f64, formula: CurveFormula) -> (f64, f64) {
    let start = piece.start.from_start().m();
    if start > x {
        (0.0, start)
    } else {
        (
            formula.grade(piece.radius).slope(),
            piece.end.from_start().m(),
        )
    }
}
