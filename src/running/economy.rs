//! Spending an allowance with least energy: coasting.
//!
//! On level track the best way to be later by a given time is known (Howlett and Pudney, Energy-Efficient Train Control,
//! 1995): full effort, then a holding speed V, then coasting, then braking from a speed U. One multiplier, the worth of a
//! second in energy, settles all of them: V solves V² r'(V) = worth, and coasting from V gives way to the brake at U with
//! 1/U = 1/V + r(V)/worth, r being the running resistance. Here the worth is found by bisection so that the allowance is
//! spent exactly. On gradients the same rule is used, which is near the best but no more proven so.
//!
//! The same train and path give the same answer: the bisection has a fixed number of rounds.

use super::envelope::{Envelope, How};
use super::limit::push;
use super::max_envelope::Coasting;
use super::physics::Physics;
use super::{MrspSection, Path, Rules, Run, RunError, Setting, run};
use crate::train::Dynamics;

/// Rounds of halving the range of the worth of a second: enough for every bit of it.
const ROUNDS: usize = 60;
/// Rounds in which the coasting speeds settle to what the train reaches.
const SETTLING: usize = 12;
/// A change of these speeds that no longer matters, m/s.
const SETTLED: f64 = 1e-10;
/// The range searched for the worth of a second, in W/kg: at the low end a train crawls, at the high one it never coasts.
const WORTH: (f64, f64) = (1e-9, 1e6);

/// Runs a train so that the allowances are spent by coasting and a lower speed instead of by slack.
///
/// The sum of the allowances is spent where it saves most, whatever their ranges, and never more than that. What
/// coasting cannot spend (the train would stall) is not spent; where it saves nothing, as without resistance, the
/// shortest run stays.
///
/// # Errors
/// As [`run`].
pub fn run_economically(train: &Dynamics, path: &Path, rules: &Rules) -> Result<Run, RunError> {
    let mut run = run(train, path, rules)?;
    let spend = run.allowance_at(run.end()).s();
    if spend > 0.0 {
        let slower = slower_by(&run.setting, &run.allowed, run.shortest.time() + spend);
        run.economical = slower.filter(|slower| slower.work < run.shortest.work);
    }
    Ok(run)
}

/// The run with least energy that takes `time`; `None` where no coasting takes so long or less.
fn slower_by(setting: &Setting, allowed: &[MrspSection], time: f64) -> Option<Envelope> {
    let (mut low, mut high) = WORTH;
    let mut best = None;
    for _ in 0..ROUNDS {
        // Halved by ratio, since the range spans many powers of ten.
        let middle = (low * high).sqrt();
        match at_worth(setting, allowed, middle) {
            Some(envelope) if envelope.time() <= time => {
                high = middle;
                best = Some(envelope);
            }
            _ => low = middle,
        }
    }
    best
}

/// The run at a worth of a second; `None` where the train would stall.
fn at_worth(setting: &Setting, allowed: &[MrspSection], worth: f64) -> Option<Envelope> {
    let top = allowed.iter().map(|piece| piece.v).fold(0.0, f64::max);
    let hold = holding_speed(&setting.physics, worth, top);
    let mut capped = Vec::with_capacity(allowed.len());
    for piece in allowed {
        push(
            &mut capped,
            MrspSection {
                v: piece.v.min(hold),
                ..*piece
            },
        );
    }
    let targets = capped.len() + setting.stops.len() + 1;
    let mut brake_below = vec![braking_speed(&setting.physics, worth, hold); targets];
    let mut envelope = None;
    for _ in 0..SETTLING {
        let coasting = Coasting {
            brake_below: &brake_below,
        };
        let run = setting
            .at_max_effort(setting.slopes.clone(), &capped, Some(coasting))
            .ok()?;
        let mut change = 0.0;
        for (brake, from) in brake_below.iter_mut().zip(coasting_speeds(&run, targets)) {
            let Some(from) = from else { continue };
            let next = braking_speed(&setting.physics, worth, from);
            change = f64::max(change, (next - *brake).abs());
            *brake = next;
        }
        envelope = Some(run);
        if change < SETTLED {
            break;
        }
    }
    envelope
}

/// The speed whose holding is worth its time: V² r'(V) = worth, at most `top`.
fn holding_speed(physics: &Physics, worth: f64, top: f64) -> f64 {
    let [_, b, c] = physics.drag;
    let price = |v: f64| v * v * (b + 2.0 * c * v);
    if price(top) <= worth {
        return top;
    }
    let (mut low, mut high) = (0.0, top);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if price(middle) < worth {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The speed at which coasting from `v` gives way to the brake: 1/U = 1/v + r(v)/worth.
fn braking_speed(physics: &Physics, worth: f64, v: f64) -> f64 {
    worth * v / (worth + v * physics.drag_at(v))
}

/// The speed from which the train coasts towards each target, where it does.
fn coasting_speeds(envelope: &Envelope, targets: usize) -> Vec<Option<f64>> {
    let mut speeds = vec![None; targets];
    for piece in &envelope.pieces {
        if let How::Descend { part } = piece.how
            && envelope.coasts(part)
        {
            let target = envelope.parts[part as usize].target;
            speeds[target].get_or_insert(piece.v);
        }
    }
    speeds
}
