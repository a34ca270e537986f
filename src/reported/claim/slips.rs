//! Slips that would explain a claim, and what would make it true.

use super::super::figure::Figure;
use super::super::reason::Offer;
use super::super::usual::Usual;
use super::ClaimContext;
use crate::units::{MILE_KM, RunTime, Speed};

/// Part by which a slip of unit or line must hit to be offered as the explanation. Assumption: as close as the
/// rounding that every report is granted.
const HIT: f64 = 0.05;

impl ClaimContext<'_> {
    /// All offers, in the order of distance, time, speed.
    pub(super) fn offers(&self) -> Vec<Offer> {
        let mut offers = self.distance_slips();
        offers.extend(self.needed());
        offers.extend(self.zone_slip());
        offers.extend(self.speed_slips());
        offers
    }

    fn distance_slips(&self) -> Vec<Offer> {
        let mut offers = Vec::new();
        let hits = |value: f64, target: f64| (value / target - 1.0).abs() <= HIT;
        let Some(km) = self.claim.km.map(|km| km.middle()) else {
            return offers;
        };
        let route = self.route().km();
        if hits(km, self.geodesic.km()) && !hits(km, route) {
            offers.push(Offer::StraightLine(km));
        }
        if hits(km * MILE_KM, route) {
            offers.push(Offer::MilesForKm(km));
        }
        if hits(km / MILE_KM, route) {
            offers.push(Offer::KmForMiles(km, self.route()));
        }
        offers
    }

    /// The mean speed that a time which is too short would need.
    fn needed(&self) -> Option<Offer> {
        let hours = self.claim.hours?;
        let needed = self.route().mean_speed(RunTime::from_h(hours.middle()))?;
        let is_short = hours.high < self.journey.duration.low().h();
        is_short.then(|| Offer::Needed(needed, self.route()))
    }

    /// An hour lost between two clocks is the usual slip; where the clocks of the two ends are further apart, it is as
    /// much as they are.
    fn zone_slip(&self) -> Option<Offer> {
        let hours = self.claim.hours?;
        let usual = Usual::of(self.journey);
        let hours = hours.closed();
        let fits = |by: f64| {
            usual.holds_hours(&Figure {
                low: hours.low + by,
                high: hours.high + by,
            })
        };
        let apart = self.zones_apart_h.map_or(0.0, f64::abs);
        if fits(0.0) || apart < 1.0 {
            return None;
        }
        (fits(apart) || fits(-apart)).then_some(Offer::Zones(apart))
    }

    /// Miles per hour taken for km/h: the speed then agrees with the claim's own distance and time, or with what was
    /// computed, and does not as it was told.
    fn speed_slips(&self) -> Vec<Offer> {
        let computed = self.computed_speed();
        let own = self.own_speed();
        let slip = |claimed: Option<Figure>, agrees: &dyn Fn(&Figure, &Figure) -> bool| {
            let told = claimed?;
            let turned = told.times(MILE_KM);
            let of = [own, Some(computed)].into_iter().flatten();
            let explains = |other: &Figure| agrees(&turned, other) && !agrees(&told, other);
            let explains = of.clone().any(|other| explains(&other));
            explains.then(|| Offer::MphForKmh(told.middle()))
        };
        let mean = slip(self.claim.speed, &|speed, other| speed.overlaps(other));
        let most = slip(self.claim.max_speed, &|most, other| most.high >= other.low);
        mean.into_iter().chain(most).collect()
    }

    /// The mean speeds that the range means, km/h.
    pub(super) fn computed_speed(&self) -> Figure {
        let mean = |time: RunTime| self.route().mean_speed(time).map_or(0.0, Speed::kmh);
        let usual = Usual::of(self.journey);
        Figure {
            low: mean(usual.to),
            high: mean(usual.from),
        }
    }

    /// The speed that the claim's own distance and time mean.
    fn own_speed(&self) -> Option<Figure> {
        let (km, hours) = (self.claim.km?, self.claim.hours?);
        Some(Figure {
            low: km.low / hours.high,
            high: km.high / hours.low,
        })
    }
}
