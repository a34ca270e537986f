//! How far ranges must be stretched for eight in ten journeys never seen to fall inside, and whether they then do.
//!
//! Each journey that was held out says which factor on the logarithms of its range would just hold it. Four fifths of
//! these factors lie below the one that is wanted (split conformal prediction). Short legs and through runs have
//! factors of their own. A train with few held-out journeys borrows: its own factor is mixed with that of all other
//! trains.
//!
//! Source: V. Vovk, A. Gammerman, G. Shafer, Algorithmic Learning in a Random World (2005), section 4.2.

use std::collections::BTreeSet;

use super::super::journeys::ReportedJourney;
use super::super::statistics::Pair;
use super::held_out::HeldOut;
use crate::train::Coverage;
use crate::units::Length;

/// Part of the journeys that a range promises to hold.
const PROMISED: f64 = 0.8;
/// With so many held-out journeys a train stands for itself. Assumption: the standard error of the share inside is then
/// 7 %.
const ENOUGH: usize = 30;
/// No range is stretched or narrowed more, whatever a few journeys say. Assumption.
const FACTORS: [f64; 2] = [0.5, 2.5];
/// Journeys longer than this, km, say how far a through run is stretched, the others how far a leg is: the middle of
/// what lies between the two.
const THROUGH_KM: f64 = 300.0;
/// What is promised in the table of reliability.
const LEVELS: [f64; 3] = [0.5, 0.8, 0.95];
/// Bars in the picture of the probability integral transform.
const BARS: usize = 10;

/// A factor, and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FittedFactor {
    /// The factor.
    pub factor: f64,
    /// What the train's own held-out journeys need; `None` where there are none.
    pub own: Option<f64>,
    /// Standard error of that, from the order statistics about it.
    pub error: Option<f64>,
    /// Held-out journeys of the train.
    pub journeys: usize,
    /// What those of all other trains need, 1 at least; `None` where it is not borrowed or there are none.
    pub others: Option<f64>,
}

/// The two factors of a train.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FittedCoverage {
    /// On a single leg.
    pub leg: FittedFactor,
    /// On a through run.
    pub through: FittedFactor,
}

/// A journey that was predicted without itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    /// The journey, as reported.
    pub reported: ReportedJourney,
    /// Reported and predicted times, without the train it belongs to.
    pub pair: Pair,
    /// Its length, km.
    pub km: f64,
    /// Countries in which no other journey was timed, so that the prior alone predicted it.
    pub by_prior: Vec<String>,
    /// Part of the predicted times that lie below the reported one.
    pub rank: f64,
    /// Whether ranges that promise to hold 50, 80 and 95 % hold it.
    is_inside: [bool; 3],
}

/// What was promised and what was observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Reliability {
    /// Journeys.
    pub n: usize,
    /// Pairs of per cent promised and per cent observed.
    pub levels: Vec<(f64, f64)>,
    /// How many reported times fall into each tenth of what was predicted, the earliest first.
    pub bars: Vec<usize>,
}

impl FittedCoverage {
    /// The factors from the held-out journeys of a train and those of all others.
    pub(super) fn of<'h>(
        own: impl Iterator<Item = &'h HeldOut> + Clone,
        others: impl Iterator<Item = &'h HeldOut> + Clone,
    ) -> FittedCoverage {
        let factor = |is_through: bool| {
            let of_class = |held: &&HeldOut| (held.km > THROUGH_KM) == is_through;
            let own = own.clone().filter(of_class);
            // A leg is held out twice, with its train and with its line, and is still one journey.
            let journeys: BTreeSet<_> = own.clone().map(HeldOut::id).collect();
            let others = others.clone().filter(of_class).map(HeldOut::needed);
            let needed = own.map(HeldOut::needed).collect();
            FittedFactor::of(journeys.len(), needed, others.collect())
        };
        FittedCoverage {
            leg: factor(false),
            through: factor(true),
        }
    }

    /// The factors alone.
    #[must_use]
    pub fn factors(&self) -> Coverage {
        Coverage {
            leg: self.leg.factor,
            through: self.through.factor,
        }
    }

    /// What they rest on, as a train's file says it.
    #[must_use]
    pub fn basis(&self) -> String {
        let told = |factor: &FittedFactor, what: &str| match (factor.own, factor.others) {
            (Some(own), None) => format!("{} held-out {what} need {own:.2}", factor.journeys),
            (Some(own), Some(others)) => format!(
                "{} held-out {what} need {own:.2}, fewer than {ENOUGH}, so that they borrow from the {others:.2} of all other trains",
                factor.journeys
            ),
            (None, Some(others)) => {
                format!("no {what} held out, so that the {others:.2} of all other trains stands in")
            }
            (None, None) => format!("no {what} held out"),
        };
        let kind = if self.leg.journeys + self.through.journeys > 0 {
            "fit"
        } else {
            "assumption"
        };
        format!(
            "{kind}: {}; {} (`slowtrain calibrate`)",
            told(&self.leg, "legs"),
            told(&self.through, "through runs")
        )
    }
}

impl FittedFactor {
    fn of(journeys: usize, mut needed: Vec<f64>, mut others: Vec<f64>) -> FittedFactor {
        needed.sort_by(f64::total_cmp);
        others.sort_by(f64::total_cmp);
        let own = conformal(&needed);
        let others = conformal(&others).filter(|_| journeys < ENOUGH);
        // What others need may widen a range; to narrow one takes the train's own journeys.
        let others = others.map(|others| others.max(1.0));
        let trust = (journeys as f64 / ENOUGH as f64).min(1.0);
        // Factors are mixed by their logarithms, as they act.
        let factor = match (own, others) {
            (Some(own), Some(others)) => (own.ln() * trust + others.ln() * (1.0 - trust)).exp(),
            (Some(own), None) => own,
            (None, Some(others)) => others,
            (None, None) => 1.0,
        };
        FittedFactor {
            factor: factor.clamp(FACTORS[0], FACTORS[1]),
            own,
            error: own.and(error(&needed)),
            journeys,
            others,
        }
    }
}

/// Of rising factors the least that holds what is promised of one more journey.
fn conformal(rising: &[f64]) -> Option<f64> {
    let rank = ((rising.len() + 1) as f64 * PROMISED).ceil() as usize;
    rising.get(rank.min(rising.len()).checked_sub(1)?).copied()
}

/// Half the distance of the factors one standard deviation of the rank below and above.
fn error(rising: &[f64]) -> Option<f64> {
    let n = rising.len() as f64;
    let apart = (n * PROMISED * (1.0 - PROMISED)).sqrt();
    let at = |rank: f64| rising.get((rank.max(0.0) as usize).min(rising.len().checked_sub(1)?));
    Some((at(n * PROMISED + apart)? - at(n * PROMISED - apart - 1.0)?) / 2.0)
}

impl HeldOut {
    /// What tells it from other journeys.
    fn id(&self) -> (&str, &str) {
        (&self.reported.journey_id, &self.reported.leg_seq)
    }

    /// The factor on the ranges of the train that would just hold the reported time. How exactly it was reported does
    /// not count, so that a train of rough reports lends no narrow range to one of printed times.
    pub fn needed(&self) -> f64 {
        let [low, likely, high] = [0.1, 0.5, 0.9].map(|part| at(&self.samples, part));
        let end = if self.told > likely { high } else { low };
        let (told, end) = ((self.told / likely).ln(), (end / likely).ln());
        match (told == 0.0, end == 0.0) {
            (true, _) => 0.0,
            (false, true) => FACTORS[1],
            (false, false) => (told / end).abs() * self.stretch,
        }
    }

    /// What was predicted, with the ranges of a train stretched otherwise.
    pub fn predicted(&self, coverage: &Coverage) -> Predicted {
        let factor = coverage.factor(Length::from_km(self.km)) / self.stretch;
        let likely = at(&self.samples, 0.5);
        let stretched = |time: f64| (likely * (time / likely).powf(factor)).max(self.minimum);
        let end = |part: f64| stretched(at(&self.samples, part));
        let holds = |level: f64| {
            let [low, high] = [0.5 - level / 2.0, 0.5 + level / 2.0].map(end);
            let wider = |side: f64| side.hypot(self.precision);
            (likely - wider(likely - low)..=likely + wider(high - likely)).contains(&self.told)
        };
        let below = self
            .samples
            .iter()
            .filter(|time| stretched(**time) < self.told)
            .count();
        Predicted {
            pair: Pair {
                reported: self.told,
                computed: [
                    likely - (likely - end(0.1)).hypot(self.precision),
                    likely,
                    likely + (end(0.9) - likely).hypot(self.precision),
                ],
            },
            km: self.km,
            by_prior: self.by_prior.clone(),
            rank: below as f64 / self.samples.len() as f64,
            is_inside: LEVELS.map(holds),
            reported: self.reported.clone(),
        }
    }
}

/// The value below which a part of rising values lies.
fn at(rising: &[f64], part: f64) -> f64 {
    let place = part * (rising.len() - 1) as f64;
    let (low, high) = (rising[place as usize], rising[place.ceil() as usize]);
    low + (high - low) * place.fract()
}

impl Reliability {
    /// Of some journeys; `None` where there are none.
    #[must_use]
    pub fn of<'p>(journeys: impl Iterator<Item = &'p Predicted> + Clone) -> Option<Reliability> {
        let n = journeys.clone().count();
        let observed = |level: usize| {
            let inside = journeys
                .clone()
                .filter(|journey| journey.is_inside[level])
                .count();
            inside as f64 / n as f64 * 100.0
        };
        let mut bars = vec![0; BARS];
        for journey in journeys.clone() {
            bars[((journey.rank * BARS as f64) as usize).min(BARS - 1)] += 1;
        }
        let levels = LEVELS.iter().enumerate();
        (n > 0).then(|| Reliability {
            n,
            levels: levels
                .map(|(place, level)| (level * 100.0, observed(place)))
                .collect(),
            bars,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: of the factors 0.1 to 1.0 the ninth holds eight in ten of one more, since 11 * 0.8 = 8.8.
    #[test]
    fn the_conformal_factor_by_hand() {
        let tenths: Vec<f64> = (1..=10).map(|i| f64::from(i) / 10.0).collect();
        assert_eq!(conformal(&tenths), Some(0.9));
        assert_eq!(conformal(&tenths[..2]), Some(0.2));
        assert_eq!(conformal(&[]), None);
    }

    /// Ten of thirty journeys count a third: 0.9 to the power of 1/3 times 1.5 to that of 2/3.
    #[test]
    fn few_journeys_borrow() {
        let tenths: Vec<f64> = (1..=10).map(|i| f64::from(i) / 10.0).collect();
        let found = FittedFactor::of(10, tenths, vec![1.5; 40]);
        let wanted = 0.9f64.powf(1.0 / 3.0) * 1.5f64.powf(2.0 / 3.0);
        assert!((found.factor - wanted).abs() < 1e-12, "{found:?}");
        assert_eq!((found.own, found.others), (Some(0.9), Some(1.5)));
        let found = FittedFactor::of(30, vec![1.2; 30], vec![1.5; 40]);
        assert_eq!((found.factor, found.others), (1.2, None));
    }
}
