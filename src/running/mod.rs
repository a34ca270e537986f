//! Temporary: crude running.
#![allow(missing_docs, dead_code)]
mod limit;
mod path;
mod rules;
use crate::train::Dynamics;
use crate::units::*;
pub use limit::*;
pub use path::*;
pub use rules::*;
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("run error")]
pub struct RunError;
impl RunError {
    pub fn stall_offset(&self) -> Option<Offset> {
        None
    }
}
#[derive(Clone, Debug)]
pub struct Run {
    pieces: Vec<LimitPiece>,
    length: Length,
}
pub struct RunLedger {
    pub cruising: RunTime,
    pub accelerating_braking: RunTime,
    pub gradients: RunTime,
}
pub struct RunPoint {
    pub at: Offset,
    pub speed: Speed,
}
pub fn run(_: &Dynamics, path: &Path, _: &Rules) -> Result<Run, RunError> {
    Ok(Run {
        pieces: path.limits().pieces().to_vec(),
        length: path.length(),
    })
}
impl Run {
    pub fn running_time(&self) -> RunTime {
        self.time_at(Offset::at(self.length))
    }
    pub fn time_at(&self, o: Offset) -> RunTime {
        self.pieces
            .iter()
            .map(|p| {
                let e = p.end.min(o);
                if e > p.start {
                    (e - p.start).checked_div(p.speed).unwrap()
                } else {
                    RunTime::ZERO
                }
            })
            .sum()
    }
    pub fn length(&self) -> Length {
        self.length
    }
    pub fn ledger_between(&self, a: Offset, b: Offset) -> RunLedger {
        RunLedger {
            cruising: self.time_at(b) - self.time_at(a),
            accelerating_braking: RunTime::ZERO,
            gradients: RunTime::ZERO,
        }
    }
    pub fn energy_at_wheel(&self) -> Option<Energy> {
        None
    }
    pub fn curve(&self) -> Vec<RunPoint> {
        self.pieces
            .iter()
            .flat_map(|p| {
                [
                    RunPoint {
                        at: p.start,
                        speed: p.speed,
                    },
                    RunPoint {
                        at: p.end,
                        speed: p.speed,
                    },
                ]
            })
            .collect()
    }
}
