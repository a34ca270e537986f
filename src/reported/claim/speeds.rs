//! The checks of what is claimed of speed: as a mean, as the highest, of unclear kind, and against the claim's own figures.

use super::super::figure::Figure;
use super::super::reason::{MeanOf, MeanOver, Reason};
use super::super::verdict::{Check, Subject, Verdict};
use super::{Claim, ClaimContext};
use crate::journey::DwellTime;
use crate::units::{Length, RunTime, Speed};

impl ClaimContext<'_> {
    /// A speed of unclear kind, tested as the mean and as the highest; the kinder of the two counts.
    pub(super) fn unclear(&self) -> Option<Check> {
        let speed = self.claim.unclear_speed?;
        let read = |claim: Claim| {
            let context = ClaimContext {
                claim: &claim,
                alternatives: self.alternatives.clone(),
                ..*self
            };
            let checks = [context.speed(), context.highest(), context.product()];
            checks
                .into_iter()
                .flatten()
                .max_by_key(|check| check.verdict)
        };
        let told = Claim {
            unclear_speed: None,
            ..*self.claim
        };
        let mean = read(Claim {
            speed: Some(speed),
            ..told
        })?;
        let most = read(Claim {
            max_speed: Some(speed),
            ..told
        })?;
        let verdict = mean.verdict.min(most.verdict);
        let reason = Reason::UnclearSpeed {
            claimed: speed,
            mean: Box::new(mean),
            highest: Box::new(most),
        };
        Some(Check::new(Subject::Speed, verdict, reason))
    }

    /// What a time means on average: over the route, over the shortest, and over the distance claimed.
    pub(super) fn means(&self, time: RunTime) -> Vec<MeanOver> {
        let over = |distance: Length, of| {
            let speed = distance.mean_speed(time)?;
            Some(MeanOver {
                speed,
                distance,
                of,
            })
        };
        let claimed = self.claim.km.filter(|km| km.high < self.shortest.km());
        let claimed = claimed.map(|km| Length::from_km(km.middle()));
        let own = over(self.route(), MeanOf::Route);
        let least = over(self.shortest, MeanOf::Shortest).filter(|least| {
            own.is_some_and(|own| own.speed.kmh().round() > least.speed.kmh().round())
        });
        let claimed = claimed.and_then(|km| over(km, MeanOf::Claimed));
        own.into_iter().chain(least).chain(claimed).collect()
    }

    /// A mean speed against the speeds that the range and the technical minimum mean.
    pub(super) fn speed(&self) -> Option<Check> {
        let claimed = self.claim.speed?;
        let computed = self.computed_speed();
        let fastest = self.route().mean_speed(self.journey.technical_minimum);
        let fastest = fastest.unwrap_or(Speed::ZERO);
        let verdict = if claimed.low > fastest.kmh() {
            Verdict::Impossible
        } else if computed.overlaps(&claimed) {
            Verdict::Consistent
        } else {
            Verdict::Doubtful
        };
        let reason = Reason::Mean {
            claimed,
            computed,
            fastest,
        };
        Some(Check::new(Subject::Speed, verdict, reason))
    }

    /// A highest speed against the mean that the claimed time means; without a time against the computed means.
    pub(super) fn highest(&self) -> Option<Check> {
        let claimed = self.claim.max_speed?;
        let Some(hours) = self.claim.hours else {
            return Some(self.highest_alone(&claimed));
        };
        let needed = self.shortest_route().km() / hours.high;
        let standing = self.least_standing().h();
        let running = self.shortest_route().km() / (hours.high - standing).max(0.0);
        let verdict = if needed > claimed.high {
            Verdict::Impossible
        } else if running > claimed.high {
            Verdict::Doubtful
        } else {
            Verdict::Consistent
        };
        let reason = Reason::HighestInTime {
            claimed,
            hours,
            route: self.route(),
            needed_kmh: needed,
            standing: self.least_standing(),
            running_kmh: Some(running).filter(|kmh| kmh.is_finite()),
        };
        Some(Check::new(Subject::Speed, verdict, reason))
    }

    /// Stops, border control and reversals at the least.
    fn least_standing(&self) -> RunTime {
        let parts = self.journey.parts.iter();
        parts
            .flat_map(|part| part.stops.iter().chain(&part.at_end))
            .map(DwellTime::least)
            .sum()
    }

    fn highest_alone(&self, claimed: &Figure) -> Check {
        let computed = self.computed_speed();
        let verdict = if claimed.high < computed.low {
            Verdict::Doubtful
        } else {
            Verdict::Consistent
        };
        let reason = Reason::HighestAlone {
            claimed: *claimed,
            computed,
        };
        Check::new(Subject::Speed, verdict, reason)
    }

    /// A highest speed below the mean that is claimed with it.
    pub(super) fn highest_below_mean(&self) -> Option<Check> {
        let (highest, mean) = (self.claim.max_speed?, self.claim.speed?);
        highest_below_mean(highest, mean)
    }

    /// The claim's own figures against each other.
    pub(super) fn product(&self) -> Option<Check> {
        let (km, hours) = (self.claim.km?, self.claim.hours?);
        if let Some(highest) = self.claim.max_speed {
            let needed = km.low / hours.high;
            let verdict = if needed > highest.high {
                Verdict::Impossible
            } else {
                Verdict::Consistent
            };
            let reason = Reason::OwnHighest {
                km,
                hours,
                needed_kmh: needed,
                highest,
            };
            return Some(Check::new(Subject::Itself, verdict, reason));
        }
        let speed = self.claim.speed?;
        let product = Figure {
            low: speed.low * hours.low,
            high: speed.high * hours.high,
        };
        let verdict = if product.overlaps(&km) {
            Verdict::Consistent
        } else {
            Verdict::Impossible
        };
        let reason = Reason::OwnMean {
            speed,
            hours,
            km,
            product_km: speed.middle() * hours.middle(),
        };
        Some(Check::new(Subject::Itself, verdict, reason))
    }
}

/// A highest speed below the mean that is claimed with it.
pub(super) fn highest_below_mean(highest: Figure, mean: Figure) -> Option<Check> {
    (highest.high < mean.low).then(|| {
        let reason = Reason::HighestBelowMean { highest, mean };
        Check::new(Subject::Itself, Verdict::Impossible, reason)
    })
}
