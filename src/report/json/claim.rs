//! The answer of `claim`.

use serde::Serialize;
use serde_json::Value;

use super::{NetworkLabel, Range, h, km, kmh, value};
use crate::report::claims::{ClaimsSummary, JudgedClaim};
use crate::report::summary::Provenance;
use crate::reported::Check;

/// Claims as `slowtrain.claim/1`: those of a file as a list.
#[must_use]
pub fn claims(summary: &ClaimsSummary) -> Value {
    match (summary.is_file, summary.claims.as_slice()) {
        (false, [one]) => value(&ClaimAnswer::of(one, &summary.provenance)),
        (_, all) => {
            let all = all.iter();
            let all = all.map(|claim| ClaimAnswer::of(claim, &summary.provenance));
            value(&all.collect::<Vec<_>>())
        }
    }
}

/// The answer of `slowtrain claim --format json`, and a row of that of `claims`. Units are part of the keys; unknown is null.
/// Keys may be added, never removed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ClaimAnswer<'a> {
    schema: &'static str,
    /// What came out.
    #[cfg_attr(test, schemars(extend("enum" = ["consistent", "doubtful", "impossible", "not comparable"])))]
    verdict: &'static str,
    checks: Vec<CheckAnswer>,
    /// Why, with the arithmetic, and what would make it true.
    reasons: Vec<String>,
    /// Straight line between the ends.
    geodesic_km: Option<f64>,
    /// The route that the train takes.
    distance_km: Option<f64>,
    /// How long that takes.
    computed_h: Option<Range>,
    /// The shortest time physically possible.
    technical_minimum_h: Option<f64>,
    /// Claimed distance over claimed time.
    implied_speed_kmh: Option<f64>,
    /// The shortest distance by rail, freight lines included.
    shortest_km: Option<f64>,
    /// Id of the claim in its file; null for one that was typed.
    claim_id: Option<&'a str>,
    /// What was claimed, as its file words it; null for a claim that was typed.
    text: Option<&'a str>,
    /// Id of the train it was judged with.
    train: &'a str,
    /// Id of the station where it starts; null where that is not in the network.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    from: Option<&'a str>,
    /// Id of the station where it ends.
    #[cfg_attr(test, schemars(regex(pattern = "^[a-z]{2}-[a-z0-9-]+$")))]
    to: Option<&'a str>,
    network: NetworkLabel<'a>,
    /// The command that made the answer.
    command: &'a str,
    /// The figures claimed, in a line.
    stated: &'a str,
    /// How long it takes to arrive with unannounced stays; null where none are known of.
    arrival_h: Option<Range>,
}

/// What came out for one part of a claim.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CheckAnswer {
    /// The part: `distance`, `time` ...
    #[cfg_attr(test, schemars(extend("enum" = ["distance", "time", "speed", "self", "train"])))]
    of: &'static str,
    #[cfg_attr(test, schemars(extend("enum" = ["consistent", "doubtful", "impossible"])))]
    verdict: &'static str,
    /// Why, with the arithmetic.
    reason: String,
    /// The kind of the reason, the same whatever its words: `below_straight_line`, `slower_than_likely` ...
    code: &'static str,
}

impl CheckAnswer {
    fn of(check: &Check) -> CheckAnswer {
        CheckAnswer {
            of: check.of.as_str(),
            verdict: check.verdict.as_str(),
            reason: check.to_string(),
            code: check.reason.code(),
        }
    }
}

impl ClaimAnswer<'_> {
    fn of<'s>(claim: &'s JudgedClaim, provenance: &'s Provenance) -> ClaimAnswer<'s> {
        let answer = claim.answer.as_ref();
        let known = answer.ok();
        let (checks, reasons): (Vec<_>, Vec<String>) = match answer {
            Ok(answer) => {
                let why = answer.checks.iter().map(ToString::to_string);
                let offers = answer.offers.iter().map(ToString::to_string);
                let checks = answer.checks.iter().map(CheckAnswer::of);
                (checks.collect(), why.chain(offers).collect())
            }
            Err(reason) => (Vec::new(), vec![reason.clone()]),
        };
        let ends = claim.ends.as_ref();
        let computed = known.and_then(|answer| answer.computed.as_ref());
        ClaimAnswer {
            schema: "slowtrain.claim/1",
            verdict: known.map_or("not comparable", |answer| answer.verdict.as_str()),
            checks,
            reasons,
            geodesic_km: computed.map(|computed| km(computed.geodesic)),
            distance_km: computed.map(|computed| km(computed.distance)),
            computed_h: computed.map(|computed| Range::hours(&computed.duration)),
            technical_minimum_h: computed.map(|computed| h(computed.technical_minimum)),
            implied_speed_kmh: known.and_then(|answer| answer.implied_speed).map(kmh),
            shortest_km: computed.map(|computed| km(computed.shortest)),
            claim_id: Some(claim.id.as_str()).filter(|id| !id.is_empty()),
            text: Some(claim.text.as_str()).filter(|text| !text.is_empty()),
            train: &claim.train,
            from: ends.map(|(from, _)| from.id.as_str()),
            to: ends.map(|(_, to)| to.id.as_str()),
            network: NetworkLabel::of(provenance),
            command: &provenance.command,
            stated: &claim.stated,
            arrival_h: computed
                .and_then(|computed| computed.arrival.as_ref())
                .map(Range::hours),
        }
    }
}
