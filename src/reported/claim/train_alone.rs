//! A claim about a train alone, without a journey: how fast it is, how many cars it has.

use super::cars::ClaimedCars;
use super::words::shown;
use super::{Claim, ClaimAnswer, worst};
use crate::reported::figure::Figure;
use crate::reported::verdict::{Check, Subject, Verdict};
use crate::train::Train;
use crate::units::Speed;

/// Part of its slowest sustained speed below which a mean speed is doubtful: stops, border control and waits take at most half
/// of the time of the reported journeys. Assumption.
const STANDING: f64 = 0.5;

/// Judges what a claim says of a train wherever it runs. Distances and times are left out: they need a journey.
#[must_use]
pub fn judge_train(train: &Train, claim: &Claim) -> ClaimAnswer {
    let cars = ClaimedCars::of(train, claim);
    let checks = [
        claim.speed.map(|speed| mean(train, &speed)),
        claim.max_speed.map(|speed| highest(train, &speed)),
        claim.speed.zip(claim.max_speed).and_then(contradiction),
        cars.map(|cars| cars.against_loops("which passing loops take")),
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

/// The slowest and the fastest of the speeds that it sustains between stops, km/h.
fn sustained(train: &Train) -> (f64, f64) {
    let rows = train.profile.rows().iter();
    let likely = rows.map(|row| row.speed.likely().kmh());
    likely.fold((f64::INFINITY, 0.0), |(slow, fast), speed| {
        (slow.min(speed), fast.max(speed))
    })
}

fn highest(train: &Train, claimed: &Figure) -> Check {
    let top = top_speed(train).kmh();
    let (_, fast) = sustained(train);
    let (verdict, word) = if claimed.low > top {
        (Verdict::Impossible, "is more than it is built for")
    } else if claimed.high < fast {
        (
            Verdict::Doubtful,
            "is less than it sustains where it is fastest",
        )
    } else {
        (Verdict::Consistent, "is within what it is built for")
    };
    let reason = format!(
        "a maximum of {} km/h {word}: {} is built for {top:.0} km/h and sustains up to {fast:.0} km/h between stops",
        shown(claimed),
        train.id,
    );
    Check::new(Subject::Speed, verdict, reason)
}

fn mean(train: &Train, claimed: &Figure) -> Check {
    let top = top_speed(train).kmh();
    let (slow, fast) = sustained(train);
    let (verdict, word) = if claimed.low > top {
        (Verdict::Impossible, "is more than it is built for")
    } else if claimed.low > fast {
        (Verdict::Doubtful, "is more than it sustains anywhere")
    } else if claimed.high < slow * STANDING {
        (
            Verdict::Doubtful,
            "is less than half of what it sustains anywhere",
        )
    } else {
        (Verdict::Consistent, "agrees with what it sustains")
    };
    let reason = format!(
        "a mean of {} km/h {word}: between stops {} sustains {slow:.0} to {fast:.0} km/h, depending on country and line, and is built for {top:.0} km/h",
        shown(claimed),
        train.id,
    );
    Check::new(Subject::Speed, verdict, reason)
}

/// A highest speed below the mean that is claimed with it.
fn contradiction((mean, highest): (Figure, Figure)) -> Option<Check> {
    (highest.high < mean.low).then(|| {
        let reason = format!(
            "a maximum of {} km/h is below the mean of {} km/h claimed with it",
            shown(&highest),
            shown(&mean)
        );
        Check::new(Subject::Itself, Verdict::Impossible, reason)
    })
}
