//! How far ranges must be stretched for eight in ten journeys never seen to fall inside, and whether they then do.
//!
//! Each journey that was held out says which factor on the logarithms of its range would just hold it. Four fifths of
//! these factors lie below the one that is wanted (split conformal prediction). Short legs and through runs have
//! factors of their own. A train with few held-out journeys borrows: the journeys of all other trains join its own, at
//! such a weight that together they count as many as are enough, and one factor is found for all of them. Where even
//! these are few, the rest is what a true range needs: the distance of a normal figure from its middle.
//!
//! Of few journeys the one at the wanted rank decides, and where two neighbours lie far apart the factor would jump
//! from one to the other with the least change of either. So the factor is the mean over where the rank may lie, as it
//! does over samples of so many journeys: the quantile estimator of Harrell and Davis, with a normal distribution for
//! the beta distribution of the rank.
//!
//! Sources: V. Vovk, A. Gammerman, G. Shafer, Algorithmic Learning in a Random World (2005), section 4.2; F. E. Harrell,
//! C. E. Davis, Biometrika 69 (1982) 635-640.

use std::collections::BTreeMap;

use super::super::journeys::ReportedJourney;
use super::super::statistics::Pair;
use super::held_out::HeldOut;
use crate::journey::{Z_90, normal_quantile};
use crate::train::Coverage;
use crate::units::Length;

/// Part of the journeys that a range promises to hold.
const PROMISED: f64 = 0.8;
/// With so many held-out journeys a train stands for itself. Assumption: the standard error of the share inside is then
/// 7 %.
const ENOUGH: usize = 30;
/// No range is stretched or narrowed more, whatever a few journeys say. Assumption.
const FACTORS: [f64; 2] = [0.5, 2.5];
/// Journeys that stand for what a true range needs.
const EXPECTED: usize = 50;
/// Ranks over which a factor is averaged. With more it moves by less than a hundredth.
const RANKS: usize = 21;
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
    /// Standard error of that, from the ranks about it.
    pub error: Option<f64>,
    /// Held-out journeys of the train.
    pub journeys: usize,
    /// What those of all other trains need, 1 at least; `None` where it is not borrowed or there are none.
    pub others: Option<f64>,
    /// Journeys of other trains that it is borrowed from; 0 where it is not.
    pub borrowed: usize,
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
            FittedFactor::of(
                &Needed::of(own.clone().filter(of_class)),
                &Needed::of(others.clone().filter(of_class)),
            )
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
                "{} held-out {what} need {own:.2}, fewer than {ENOUGH}, so that they borrow from {} of other trains, which need {others:.2}",
                factor.journeys, factor.borrowed
            ),
            (None, Some(others)) => {
                format!(
                    "no {what} held out, so that the {others:.2} of {} of other trains stands in",
                    factor.borrowed
                )
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

/// The factors that a journey needs, once for each time it was held out: with its train and with its line.
#[derive(Clone, Debug, PartialEq)]
struct Needed(Vec<f64>);

impl Needed {
    /// What a true range needs: of normal figures, eight in ten lie within the 10 and 90 % points.
    fn expected() -> Vec<Needed> {
        let part = |slice: usize| (slice as f64 + 0.5) / EXPECTED as f64;
        let factor = |slice| normal_quantile((1.0 + part(slice)) / 2.0) / Z_90;
        (0..EXPECTED)
            .map(|slice| Needed(vec![factor(slice)]))
            .collect()
    }

    /// Of each journey.
    fn of<'h>(held: impl Iterator<Item = &'h HeldOut>) -> Vec<Needed> {
        let mut found: BTreeMap<(&str, &str), Vec<f64>> = BTreeMap::new();
        for held in held {
            found.entry(held.id()).or_default().push(held.needed());
        }
        found.into_values().map(Needed).collect()
    }
}

/// Factors with the weight of each, rising.
struct Weighted(Vec<(f64, f64)>);

impl Weighted {
    /// Of groups of journeys, each with the weight of one of its journeys and the least factor that it may ask for.
    fn of(groups: &[(&[Needed], f64, f64)]) -> Weighted {
        let mut all = Vec::new();
        for (journeys, weight, least) in groups {
            for Needed(factors) in *journeys {
                let weight = weight / factors.len() as f64;
                let bounded = factors
                    .iter()
                    .map(|factor| factor.clamp(*least, FACTORS[1]));
                all.extend(bounded.map(|factor| (factor, weight)));
            }
        }
        all.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        Weighted(all)
    }

    /// The factor that holds what is promised of one more journey, and half of what lies between the ranks one standard
    /// deviation below and above; `None` of no journeys.
    fn conformal(&self) -> Option<(f64, f64)> {
        let whole: f64 = self.0.iter().map(|(_, weight)| weight).sum();
        if whole <= 0.0 {
            return None;
        }
        let rank = (whole + 1.0) * PROMISED;
        let apart = (whole * PROMISED * (1.0 - PROMISED)).sqrt();
        let slices = (0..RANKS).map(|slice| (slice as f64 + 0.5) / RANKS as f64);
        let each = slices.map(|part| self.at(rank + apart * normal_quantile(part)));
        let factor = each.sum::<f64>() / RANKS as f64;
        Some((
            factor,
            (self.at(rank + apart) - self.at(rank - apart)) / 2.0,
        ))
    }

    /// The factor at a rank, the least of whole journeys having 1; linear between neighbours.
    fn at(&self, rank: f64) -> f64 {
        let mut before: Option<(f64, f64)> = None;
        let mut passed = 0.0;
        for (factor, weight) in &self.0 {
            let here = passed + weight / 2.0 + 0.5;
            if here >= rank {
                return before.map_or(*factor, |(lower, there)| {
                    lower + (factor - lower) * (rank - there) / (here - there)
                });
            }
            before = Some((*factor, here));
            passed += weight;
        }
        before.map_or(1.0, |(factor, _)| factor)
    }
}

impl FittedFactor {
    fn of(own: &[Needed], others: &[Needed]) -> FittedFactor {
        // What others need may widen a range; to narrow one takes the train's own journeys.
        let narrowest = 1.0;
        let missing = ENOUGH.saturating_sub(own.len());
        let lent = if missing > 0 { others } else { &[] };
        let weight = (missing as f64 / lent.len().max(1) as f64).min(1.0);
        let alone = Weighted::of(&[(own, 1.0, 0.0)]).conformal();
        let rest = missing as f64 - weight * lent.len() as f64;
        let is_known = !own.is_empty() || !lent.is_empty();
        let expected = if is_known {
            Needed::expected()
        } else {
            Vec::new()
        };
        let pooled = Weighted::of(&[
            (own, 1.0, 0.0),
            (lent, weight, narrowest),
            (&expected, rest / EXPECTED as f64, 0.0),
        ])
        .conformal();
        FittedFactor {
            factor: pooled.map_or(1.0, |(factor, _)| factor.clamp(FACTORS[0], FACTORS[1])),
            own: alone.map(|(factor, _)| factor),
            error: alone.map(|(_, error)| error),
            journeys: own.len(),
            others: Weighted::of(&[(lent, 1.0, narrowest)])
                .conformal()
                .map(|(factor, _)| factor),
            borrowed: lent.len(),
        }
    }
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
            (false, false) => (told / end).abs(),
        }
    }

    /// What was predicted, with the ranges of a train stretched otherwise.
    pub fn predicted(&self, coverage: &Coverage) -> Predicted {
        let factor = coverage.factor(Length::from_km(self.km));
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

    fn needed(factors: impl IntoIterator<Item = f64>) -> Vec<Needed> {
        let once = |factor| Needed(vec![factor]);
        factors.into_iter().map(once).collect()
    }

    fn conformal(journeys: &[Needed]) -> Option<f64> {
        let found = Weighted::of(&[(journeys, 1.0, 0.0)]).conformal();
        found.map(|(factor, _)| factor)
    }

    fn is_near(found: Option<f64>, wanted: f64) -> bool {
        found.is_some_and(|found| (found - wanted).abs() < 1e-9)
    }

    /// By hand: of the factors 0.01 to 1.00 the rank of eight in ten of one more is 101 * 0.8 = 80.8; the factors are even
    /// about it, so that their mean is the one there.
    #[test]
    fn the_conformal_factor_by_hand() {
        let hundredths = needed((1..=100).map(|i| f64::from(i) / 100.0));
        let found = conformal(&hundredths).expect("there are some");
        assert!((found - 0.808).abs() < 1e-9, "{found}");
        assert!(is_near(conformal(&needed([0.7])), 0.7));
        assert_eq!(conformal(&[]), None);
    }

    /// A journey held out twice counts once: its two factors weigh a half each.
    #[test]
    fn a_journey_held_out_twice_counts_once() {
        let once = needed((1..=50).map(f64::from).map(|i| i / 50.0));
        let twice: Vec<Needed> = once
            .iter()
            .map(|Needed(one)| Needed([&one[..], one].concat()))
            .collect();
        let (one, two) = (conformal(&once), conformal(&twice));
        let apart = one.expect("some") - two.expect("some");
        assert!(apart.abs() < 0.005, "{one:?} {two:?}");
        assert_eq!(FittedFactor::of(&twice, &[]).journeys, 50);
    }

    /// Without journeys of its own a train has what others need, 1 at least; with enough it borrows nothing; between the
    /// two the factor lies between both.
    #[test]
    fn few_journeys_borrow() {
        let others = needed(vec![1.5; 40]);
        let borrowed = |others: &[Needed]| Some(FittedFactor::of(&[], others).factor);
        assert!(is_near(borrowed(&others), 1.5));
        assert!(is_near(borrowed(&needed(vec![0.6; 40])), 1.0));
        let found = FittedFactor::of(&needed(vec![0.9; 10]), &others);
        assert!(found.factor > 0.9 && found.factor <= 1.5, "{found:?}");
        assert!(is_near(found.own, 0.9) && is_near(found.others, 1.5));
        assert_eq!(found.borrowed, 40);
        let found = FittedFactor::of(&needed(vec![1.2; 30]), &others);
        assert!(is_near(Some(found.factor), 1.2));
        assert_eq!((found.others, found.borrowed), (None, 0));
    }

    /// Of one journey that needs a factor of 2 and nothing to borrow hardly more is believed than that ranges are true: eight
    /// in ten of normal figures within 1, and by the rank of one more of thirty, 0.827 of them, within 1.06.
    #[test]
    fn one_journey_alone_hardly_counts() {
        let found = FittedFactor::of(&needed([2.0]), &[]);
        assert!((1.0..1.2).contains(&found.factor), "{found:?}");
        assert_eq!(FittedFactor::of(&[], &[]).factor, 1.0);
    }

    /// Seven journeys in ten need up to 1.0 and three in ten 1.36 and more, with nothing between, as the legs of trains
    /// without a timetable do. One journey that moves over the gap moves the factor by some hundredths, not by all of it.
    #[test]
    fn a_gap_between_journeys_is_no_jump() {
        let of = |low: u32| {
            let low_ones = (0..low).map(|i| 0.3 + 0.7 * f64::from(i) / f64::from(low - 1));
            let high_ones = (0..40 - low).map(|i| 1.36 + f64::from(i) * 0.05);
            FittedFactor::of(&[], &needed(low_ones.chain(high_ones))).factor
        };
        for low in 28..36 {
            let moved = of(low) - of(low + 1);
            assert!((0.0..0.12).contains(&moved), "{low}: {moved}");
        }
        assert!(
            of(28) - of(36) > 0.2,
            "the factor still follows what is needed"
        );
    }
}
