//! A claim about a train alone, without a journey: how fast it is, how many cars it has.

use super::cars::ClaimedCars;
use super::speeds::highest_below_mean;
use super::{Claim, ClaimAnswer, worst};
use crate::reported::figure::Figure;
use crate::reported::reason::{CarsFit, Reason, SpeedPlace, TrainSpeeds};
use crate::reported::verdict::{Check, Subject, Verdict};
use crate::train::{SpeedRow, Train};
use crate::units::Speed;

/// Part of its slowest sustained speed below which a mean speed is doubtful: stops, border control and waits take at most half
/// of the time of the reported journeys. Assumption.
const STANDING: f64 = 0.5;

/// Judges what a claim says of a train wherever it runs. Distances and times are left out: they need a journey.
#[must_use]
pub fn judge_train(train: &Train, claim: &Claim) -> ClaimAnswer {
    let cars = ClaimedCars::of(train, claim);
    let checks = [
        claim.speed.map(|speed| mean(train, speed)),
        claim.max_speed.map(|speed| highest(train, speed)),
        claim
            .max_speed
            .zip(claim.speed)
            .and_then(|(highest, mean)| highest_below_mean(highest, mean)),
        cars.map(|cars| cars.against_loops(CarsFit::Loops)),
    ];
    let checks: Vec<Check> = checks.into_iter().flatten().collect();
    ClaimAnswer {
        verdict: worst(&checks),
        checks,
        offers: Vec::new(),
        computed: None,
        implied_speed: None,
    }
}

/// The highest speed that its cars and one of its locomotives are built for.
fn top_speed(train: &Train) -> Speed {
    let own = train.locomotives.iter();
    let hauled = own.map(|own| train.top_speed(Some(own))).max();
    hauled.unwrap_or_else(|| train.top_speed(None))
}

/// What it sustains between stops, and what it is built for.
fn speeds(train: &Train) -> TrainSpeeds {
    let likely = |row: &SpeedRow| row.speed.likely();
    let mut sorted: Vec<Speed> = train.profile.rows().iter().map(likely).collect();
    sorted.sort_by(|a, b| a.kmh().total_cmp(&b.kmh()));
    let top = top_speed(train);
    TrainSpeeds {
        id: train.id.clone(),
        slowest: sorted.first().copied().unwrap_or(top),
        fastest: sorted.last().copied().unwrap_or(top),
        top,
    }
}

fn highest(train: &Train, claimed: Figure) -> Check {
    let train = speeds(train);
    let (verdict, place) = if claimed.low > train.top.kmh() {
        (Verdict::Impossible, SpeedPlace::AboveTop)
    } else if claimed.high < train.fastest.kmh() {
        (Verdict::Doubtful, SpeedPlace::BelowSustained)
    } else {
        (Verdict::Consistent, SpeedPlace::Within)
    };
    let reason = Reason::TrainHighest {
        claimed,
        place,
        train,
    };
    Check::new(Subject::Speed, verdict, reason)
}

fn mean(train: &Train, claimed: Figure) -> Check {
    let train = speeds(train);
    let (verdict, place) = if claimed.low > train.top.kmh() {
        (Verdict::Impossible, SpeedPlace::AboveTop)
    } else if claimed.low > train.fastest.kmh() {
        (Verdict::Doubtful, SpeedPlace::AboveSustained)
    } else if claimed.high < train.slowest.kmh() * STANDING {
        (Verdict::Doubtful, SpeedPlace::BelowSustained)
    } else {
        (Verdict::Consistent, SpeedPlace::Within)
    };
    let reason = Reason::TrainMean {
        claimed,
        place,
        train,
    };
    Check::new(Subject::Speed, verdict, reason)
}
