//! Running a train over a course: one exact run for each locomotive, joined at the dwells.

use super::course::{Course, Pace, Piece};
use super::dwell::Dwell;
use crate::network::{Part, Traction};
use crate::running::{
    Allowance, GradePiece, LimitPiece, LimitProfile, Path, Rules, Run, RunError, Stop, run,
    run_economically,
};
use crate::train::{Dynamics, FiguresError, MaxEffort, Train};
use crate::units::{Energy, Grade, Length, Offset, RunTime, Speed};

/// The part of a maximum gradient that a train typically climbs, over half of a segment, before it descends as much.
/// Assumption: a maximum gradient is the steepest of a line, not its mean.
const TYPICAL_PART_OF_MAXIMUM: f64 = 0.5;

/// A train that keeps at least such a part of the speed it sustains on the typical climb loses nothing there: that
/// speed was observed with climbs inside, which would count twice. One too weak for that is held against the climb.
/// Assumption: sustained speeds are means of level and hilly track, between which a usual train differs by no more.
const CLIMBED_AT: f64 = 0.5;

/// Over how many kilometres a weak train climbs and descends once where only the maximum gradient is known. Assumption: the mean
/// length of the bundled segments that have one is 11.8 km.
const CLIMB_AND_DESCENT_KM: f64 = 12.0;

/// A train that cannot run its course.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum RideError {
    /// The figures do not make a train.
    Figures(FiguresError),
    /// The run fails; the index of the first piece of its section is told, since offsets count from there.
    Run { first_piece: usize, error: RunError },
}

/// A train's runs over a course at one pace.
#[derive(Clone, Debug)]
pub(super) struct Ride {
    sections: Vec<Section>,
}

#[derive(Clone, Debug)]
struct Section {
    start: Length,
    /// Running time of all sections before.
    before: RunTime,
    run: Run,
    /// What feeds the locomotive, and what of that gets to the wheel; `None` where it is not known.
    traction: Option<Traction>,
    efficiency: Option<f64>,
}

/// Running time by where it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct RunningParts {
    pub cruising: RunTime,
    pub accelerating_braking: RunTime,
    pub gradients: RunTime,
}

/// A stretch slower than both its neighbours, and what it costs on the level; part of cruising, accelerating and
/// braking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlowStretch {
    /// From where it holds the head of the train.
    pub start: Length,
    /// Where the tail leaves it.
    pub end: Length,
    /// The speed held on it.
    pub held: Speed,
    /// Running slower than on the slower of its neighbours.
    pub slower: RunTime,
    /// Braking down to it and accelerating away from it.
    pub accelerating_braking: RunTime,
}

impl Ride {
    /// Runs the train. It comes to a dwell at every dwell; the time there is not counted.
    pub fn new(course: &Course, dwells: &[Dwell], pace: Pace) -> Result<Ride, RideError> {
        let mut sections: Vec<Section> = Vec::new();
        let mut before = RunTime::ZERO;
        let mut first = 0;
        while first < course.pieces.len() {
            let end = section_end(course, first);
            let pieces = &course.pieces[first..end];
            let run = run_section(course, pieces, first, dwells, pace)?;
            let time = run.running_time();
            sections.push(Section {
                start: pieces[0].start,
                before,
                run,
                traction: pieces[0].locomotive.map(|own| own.traction.clone()),
                efficiency: pieces[0].locomotive.and_then(|own| own.efficiency),
            });
            before += time;
            first = end;
        }
        Ok(Ride { sections })
    }

    /// Running time from the start of the course to a place on it.
    pub fn time_at(&self, place: Length) -> RunTime {
        let section = self.section_at(place);
        section.before + section.run.time_at(Offset::at(place - section.start))
    }

    /// Running time between two places, by where it goes.
    pub fn parts(&self, from: Length, to: Length) -> RunningParts {
        let mut parts = RunningParts::default();
        for section in &self.sections {
            let end = section.start + section.run.length();
            let (low, high) = (from.max(section.start), to.min(end));
            if low < high {
                let ledger = section.run.ledger_between(
                    Offset::at(low - section.start),
                    Offset::at(high - section.start),
                );
                parts.cruising += ledger.cruising;
                parts.accelerating_braking += ledger.accelerating_braking;
                parts.gradients += ledger.gradients;
            }
        }
        parts
    }

    /// Energy at the wheel; `None` where a part of the train's traction is unknown.
    pub fn energy(&self) -> Option<Energy> {
        self.sections
            .iter()
            .map(|section| section.run.energy_at_wheel())
            .sum()
    }

    /// Energy of fuel, or of current, that the locomotives so fed take in; `None` where an efficiency is not known.
    pub fn taken(&self, is_fuel: bool) -> Option<Energy> {
        let sections = self.sections.iter();
        let taken = |section: &Section| {
            if (section.traction.as_ref()? == &Traction::Diesel) != is_fuel {
                return Some(Energy::ZERO);
            }
            Some(section.run.energy_at_wheel()? / section.efficiency?)
        };
        sections.map(taken).sum()
    }

    /// The stretches slower than both their neighbours.
    pub fn slow_stretches(&self) -> Vec<SlowStretch> {
        let of = |section: &Section| {
            let start = section.start;
            let restrictions = section.run.restrictions().into_iter();
            let slow = restrictions.filter(|restriction| restriction.slower > RunTime::ZERO);
            slow.map(move |restriction| SlowStretch {
                start: start + restriction.start.from_start(),
                end: start + restriction.end.from_start(),
                held: restriction.speed,
                slower: restriction.slower,
                accelerating_braking: restriction.accelerating_braking,
            })
            .collect::<Vec<_>>()
        };
        self.sections.iter().flat_map(of).collect()
    }

    /// The speed curve as points to be joined.
    pub fn curve(&self) -> Vec<(Length, Speed)> {
        let points = self.sections.iter().flat_map(|section| {
            section
                .run
                .curve()
                .into_iter()
                .map(|point| (section.start + point.at.from_start(), point.speed))
        });
        points.collect()
    }

    fn section_at(&self, place: Length) -> &Section {
        let after = self
            .sections
            .partition_point(|section| section.start <= place);
        &self.sections[after.max(1) - 1]
    }
}

/// The end of the pieces that one locomotive pulls.
fn section_end(course: &Course, first: usize) -> usize {
    let own = course.pieces[first].locomotive;
    let changes = |piece: &Piece| piece.locomotive != own;
    course.pieces[first..]
        .iter()
        .position(changes)
        .map_or(course.pieces.len(), |count| first + count)
}

fn run_section(
    course: &Course,
    pieces: &[Piece],
    first: usize,
    dwells: &[Dwell],
    pace: Pace,
) -> Result<Run, RideError> {
    let dynamics = course
        .train
        .dynamics(pieces[0].locomotive)
        .map_err(RideError::Figures)?;
    let start = pieces[0].start;
    let end = pieces[pieces.len() - 1].end;
    let stops = dwells
        .iter()
        .filter(|dwell| start < dwell.at && dwell.at < end)
        .map(|dwell| Stop {
            at: Offset::at(dwell.at - start),
            dwell: RunTime::ZERO,
        })
        .collect();
    let rules = Rules {
        stops,
        release: course.train.release,
        allowances: if pace == Pace::Economical {
            allowances(course.train)
        } else {
            Vec::new()
        },
        ..Rules::default()
    };
    let path = path(pieces, pace, &dynamics);
    let run = match pace {
        Pace::Economical => run_economically(&dynamics, &path, &rules),
        _ => run(&dynamics, &path, &rules),
    };
    run.map_err(|error| RideError::Run {
        first_piece: first,
        error,
    })
}

/// The train's own allowance.
fn allowances(train: &Train) -> Vec<Allowance> {
    let allowance = &train.allowance;
    vec![
        Allowance::percent("share", allowance.percent),
        Allowance::per_100_km("distance", RunTime::from_min(allowance.minutes_per_100km)),
    ]
}

/// The line under some pieces. Segments have lengths above zero and speeds above zero, so it can always be built.
fn path(pieces: &[Piece], pace: Pace, dynamics: &Dynamics) -> Path {
    let origin = pieces[0].start;
    let place = |at: Length| Offset::at(at - origin);
    let mut limits: Vec<LimitPiece> = Vec::new();
    let mut gradients: Vec<GradePiece> = Vec::new();
    for piece in pieces {
        for part in piece.speeds(pace) {
            let end = place(piece.start + part.end);
            match limits.last_mut() {
                Some(last) if last.speed == part.value => last.end = end,
                _ => limits.push(LimitPiece {
                    start: place(piece.start + part.start),
                    end,
                    speed: part.value,
                }),
            }
        }
    }
    for part in grades(pieces, pace, dynamics) {
        match gradients.last_mut() {
            Some(last) if (last.grade, last.end) == (part.value, place(part.start)) => {
                last.end = place(part.end)
            }
            _ => gradients.push(GradePiece {
                start: place(part.start),
                end: place(part.end),
                grade: part.value,
            }),
        }
    }
    let limits =
        LimitProfile::new(limits).expect("pieces are contiguous and their speeds above zero");
    let length = pieces[pieces.len() - 1].end - origin;
    Path::new(length, limits, gradients, Vec::new()).expect("limits cover the pieces")
}

/// The gradients of some pieces, places counted from the start of the course: those known along them, exactly; else, for a
/// train that is weak there, climbs and descents of the typical gradient, which the technical minimum leaves out.
fn grades(pieces: &[Piece], pace: Pace, dynamics: &Dynamics) -> Vec<Part<Grade>> {
    let felt: Vec<Option<Grade>> = pieces
        .iter()
        .map(|piece| typical(piece, pace, dynamics))
        .collect();
    let mut grades = Vec::new();
    let mut first = 0;
    for alike in felt.chunk_by(|a, b| a.is_some() && a == b) {
        let (start, last) = (&pieces[first], &pieces[first + alike.len() - 1]);
        match alike[0] {
            Some(typical) => grades.extend(climbs_between(start.start, last.end, typical)),
            None => {
                let known = start.segment.gradients.parts(start.is_forward()).iter();
                grades.extend(known.map(|part| Part {
                    start: start.start + part.start,
                    end: start.start + part.end,
                    value: part.value,
                }));
            }
        }
        first += alike.len();
    }
    grades
}

/// The typical gradient of a piece along which none is known, for a train that is weak there.
fn typical(piece: &Piece, pace: Pace, dynamics: &Dynamics) -> Option<Grade> {
    let is_known = !piece.segment.gradients.parts(piece.is_forward()).is_empty();
    let maximum = piece.segment.max_gradient;
    let typical = maximum.filter(|_| pace != Pace::Flat && !is_known)? * TYPICAL_PART_OF_MAXIMUM;
    let speeds = piece.speeds(pace).map(|part| part.value);
    let sustained = speeds.fold(Speed::ZERO, Speed::max);
    (!climbs(dynamics, typical, sustained * CLIMBED_AT)).then_some(typical)
}

/// Climbs and descents between two places that have one gradient, as many as their distance asks for, however many
/// stations lie between.
fn climbs_between(start: Length, end: Length, typical: Grade) -> Vec<Part<Grade>> {
    let count = ((end - start).km() / CLIMB_AND_DESCENT_KM).round().max(1.0) as u32;
    let half = (end - start) / (2.0 * f64::from(count));
    let place = |halves: u32| match halves == 2 * count {
        true => end,
        false => start + half * f64::from(halves),
    };
    let part = |number: u32| Part {
        start: place(number),
        end: place(number + 1),
        value: if number.is_multiple_of(2) {
            typical
        } else {
            -typical
        },
    };
    (0..2 * count).map(part).collect()
}

/// Whether a train keeps a speed on a gradient.
fn climbs(dynamics: &Dynamics, grade: Grade, speed: Speed) -> bool {
    match dynamics.max_effort() {
        MaxEffort::Acceleration(_) => true,
        MaxEffort::Forces {
            mass,
            resistance,
            effort,
            ..
        } => {
            let weight = mass.kg() * Rules::default().gravity.ms2();
            let held_back = resistance.at(speed).n() + weight * grade.slope();
            effort.at(speed).n() >= held_back
        }
    }
}
