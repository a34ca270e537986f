//! The rule which speed holds at a place: the line's limit or what stands in for it, the speed that the train sustains,
//! and its construction speed, whichever is lowest.
//!
//! The limit belongs to the place, the rest to the train in a country. A guess at a limit is no limit: it slows the
//! train down where it is likely, and never raises the technical minimum.

use super::course::Pace;
use crate::network::{Part, PartLimit, Segment};
use crate::units::{Estimate, Length, Speed};

/// How far from a guessed limit the 10 and 90 % points of the true one lie. Assumption: main lines permit 60 to 160 km/h
/// where 100 is guessed, most of them 70 to 130.
const GUESS_ERROR: f64 = 0.3;

/// What is known of the limit at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct LineLimit {
    /// The limit itself.
    pub known: Option<Speed>,
    /// A guess at it; counts only where the limit is unknown.
    pub guess: Option<Speed>,
}

impl LineLimit {
    /// The limit of a whole segment, where limits.csv has none along it.
    fn of(segment: &Segment) -> LineLimit {
        LineLimit {
            known: segment.max_speed,
            guess: segment.inferred_speed,
        }
    }

    /// The limit of a part of it.
    fn of_part(self, limit: PartLimit) -> LineLimit {
        match limit {
            PartLimit::Known(known) => LineLimit {
                known: Some(known),
                guess: None,
            },
            PartLimit::Guess(guess) => LineLimit {
                guess: Some(guess),
                ..self
            },
        }
    }

    /// Whether a guess stands in for the limit.
    pub fn is_guessed(self) -> bool {
        self.known.is_none() && self.guess.is_some()
    }

    /// The limit that a train keeps at a pace; `None` where nothing is known or the guess does not count.
    fn at(self, pace: Pace) -> Option<Speed> {
        let guess = self.guess.filter(|_| self.known.is_none());
        let share = match pace {
            Pace::Slow => 1.0 - GUESS_ERROR,
            Pace::Likely | Pace::Economical => 1.0,
            Pace::Brisk => 1.0 + GUESS_ERROR,
            Pace::Flat => return self.known,
        };
        self.known.or(guess.map(|guess| guess * share))
    }
}

/// The limits over a segment as a train meets them: without gaps, from one end to the other.
pub(super) fn limits(segment: &Segment, is_forward: bool) -> impl Iterator<Item = Part<LineLimit>> {
    let elsewhere = LineLimit::of(segment);
    let parts = segment.limits.parts(is_forward).iter();
    let mut at = Length::ZERO;
    parts.map(Some).chain([None]).flat_map(move |part| {
        let gap = Part {
            start: at,
            end: part.map_or(segment.length, |part| part.start),
            value: elsewhere,
        };
        let own = part.map(|part| Part {
            start: part.start,
            end: part.end,
            value: elsewhere.of_part(part.value),
        });
        at = part.map_or(segment.length, |part| part.end);
        (gap.end > gap.start).then_some(gap).into_iter().chain(own)
    })
}

/// What bounds the speed of a train wherever it is in a country.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpeedRule {
    /// The speed that it is built for, its locomotive included.
    pub top: Speed,
    /// The 10, 50 and 90 % points of the speed that it sustains; `None` where that is unknown.
    pub sustained: Option<Estimate<Speed>>,
    /// The highest speed of any such train in the country, which stands in for an unknown limit in the technical minimum.
    pub country_cap: Option<Speed>,
}

impl SpeedRule {
    /// The speed run at most where a limit holds.
    pub fn speed(&self, limit: LineLimit, pace: Pace) -> Speed {
        let held = match pace {
            Pace::Slow => self.sustained.map(|speed| speed.low()),
            Pace::Likely | Pace::Economical => self.sustained.map(|speed| speed.likely()),
            Pace::Brisk => self.sustained.map(|speed| speed.high()),
            Pace::Flat => self.country_cap.filter(|_| limit.known.is_none()),
        };
        [limit.at(pace), held]
            .into_iter()
            .flatten()
            .fold(self.top, Speed::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACES: [Pace; 4] = [Pace::Slow, Pace::Likely, Pace::Brisk, Pace::Flat];

    fn kmh(speed: f64) -> Speed {
        Speed::from_kmh(speed)
    }

    fn rule() -> SpeedRule {
        let sustained = Estimate::new(kmh(60.0), kmh(80.0), kmh(100.0));
        SpeedRule {
            top: kmh(160.0),
            sustained: Some(sustained.expect("rising")),
            country_cap: Some(kmh(120.0)),
        }
    }

    fn speeds(known: Option<f64>, guess: Option<f64>) -> [i64; 4] {
        let limit = LineLimit {
            known: known.map(kmh),
            guess: guess.map(kmh),
        };
        PACES.map(|pace| rule().speed(limit, pace).kmh().round() as i64)
    }

    #[test]
    fn a_limit_caps_what_the_train_sustains_and_alone_makes_the_technical_minimum() {
        assert_eq!(speeds(Some(140.0), None), [60, 80, 100, 140]);
        assert_eq!(speeds(Some(70.0), None), [60, 70, 70, 70]);
        assert_eq!(speeds(Some(200.0), None), [60, 80, 100, 160]);
    }

    #[test]
    fn a_guess_widens_the_range_and_leaves_the_technical_minimum_alone() {
        assert_eq!(speeds(None, Some(50.0)), [35, 50, 65, 120]);
        assert_eq!(speeds(Some(70.0), Some(50.0)), [60, 70, 70, 70]);
    }

    #[test]
    fn a_country_cap_stands_in_for_an_unknown_limit_only() {
        assert_eq!(speeds(None, None), [60, 80, 100, 120]);
    }
}
