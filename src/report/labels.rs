//! The words all formats share: what happens at a call, parts of the ledger, clocks, rounding.
//!
//! Not layout and not grammar of a format; those are each renderer's own. Everything that is written in more than one
//! format is worded here once, so that the formats agree letter for letter.

use std::collections::BTreeSet;

use jiff::{Timestamp, ZonedDateTime};
use serde_json::{Value, json};

use super::summary::{Call, CallKind, LegSummary, PlannedRoute, ReportedTime, RouteSummary};
use crate::units::{Estimate, RunTime, format};

/// The name of a kind of call in data: `locomotive_change`.
#[must_use]
pub fn call_key(kind: CallKind) -> &'static str {
    match kind {
        CallKind::End => "end",
        CallKind::Pass => "pass",
        CallKind::AssumedStop => "assumed_stop",
        CallKind::Stop => "stop",
        CallKind::Reversal => "reversal",
        CallKind::LocomotiveChange => "locomotive_change",
        CallKind::Border => "border",
        CallKind::GaugeChange => "gauge_change",
    }
}

/// What happens at a call for people: `locomotive change`.
#[must_use]
pub fn call_words(call: &Call) -> &'static str {
    match call.kind {
        CallKind::End if call.at.m() < 1.0 => "start of the journey",
        CallKind::End => "end of the journey",
        CallKind::Pass => "passed",
        CallKind::AssumedStop => "assumed stop",
        CallKind::Stop => "stop",
        CallKind::Reversal => "reversal",
        CallKind::LocomotiveChange => "locomotive change",
        CallKind::Border => "border control",
        CallKind::GaugeChange => "gauge change",
    }
}

/// A part of the ledger for people: `accelerating and braking`.
#[must_use]
pub fn ledger_words(key: &str) -> &str {
    match key {
        "cruising" => "cruising",
        "accelerating_braking" => "accelerating and braking",
        "gradients" => "climbing",
        "allowance" => "running-time allowance",
        "borders" => "border control and gauge changes",
        "train_meets" => "waiting for other trains",
        other => other,
    }
}

/// `Pyongyang to Vladivostok`.
#[must_use]
pub fn title(route: &RouteSummary) -> String {
    format!("{} to {}", route.from.name, route.to.name)
}

/// `1 185 km in 20 h 05 min (17 h to 23 h), 59 km/h`.
#[must_use]
pub fn answer(planned: &PlannedRoute) -> String {
    format!(
        "{} in {} ({}), {}",
        format::distance(planned.distance),
        format::duration(planned.duration.likely()),
        format::duration_range(&planned.duration),
        format::speed(planned.mean_speed)
    )
}

/// `way 2 by Tianjin and Beicang`: a route and the stations that it alone passes, at most two of them.
#[must_use]
pub fn route_name(route: &RouteSummary, planned: &PlannedRoute) -> String {
    let others = route
        .routes
        .iter()
        .filter(|other| other.rank != planned.rank);
    let passed: BTreeSet<&str> = others
        .flat_map(|other| other.calls.iter().map(|call| call.place.id.as_str()))
        .collect();
    let mut own: Vec<&Call> = planned.calls.iter().collect();
    own.retain(|call| !passed.is_empty() && !passed.contains(call.place.id.as_str()));
    own.sort_by_key(|call| std::cmp::Reverse(call.prominence));
    own.truncate(2);
    own.sort_by_key(|call| call.at);
    let names: Vec<&str> = own.iter().map(|call| call.place.name.as_str()).collect();
    match names.as_slice() {
        [] => format!("route {}", planned.rank),
        names => format!("route {} by {}", planned.rank, names.join(" and ")),
    }
}

/// `Pyongyang to Kalli, P'yongui Line: 19.1 km in 21 min`.
#[must_use]
pub fn leg_words(leg: &LegSummary) -> String {
    let line = leg
        .line
        .as_ref()
        .map_or_else(String::new, |line| format!(", {line}"));
    format!(
        "{} to {}{line}: {} in {}",
        leg.from.name,
        leg.to.name,
        format::distance(leg.distance),
        format::duration(leg.duration.likely())
    )
}

/// Local clock as data has it: `2019-04-24T02:00+09:00`.
#[must_use]
pub fn local_clock(at: &ZonedDateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M%:z").to_string()
}

/// The instant `elapsed` after a departure, to the whole second.
#[must_use]
pub fn instant(departure: Option<&ZonedDateTime>, elapsed: RunTime) -> Option<Timestamp> {
    let start = departure?.timestamp();
    Timestamp::from_second(start.as_second() + elapsed.s().round() as i64).ok()
}

/// Rounded to `places` decimals, without a negative zero.
#[must_use]
pub fn round(value: f64, places: i32) -> f64 {
    let unit = 10_f64.powi(places);
    (value * unit).round() / unit + 0.0
}

/// A range in hours, as data has it.
#[must_use]
pub fn range_h(range: &Estimate<RunTime>) -> Value {
    json!({
        "low": round(range.low().h(), HOUR_DIGITS),
        "likely": round(range.likely().h(), HOUR_DIGITS),
        "high": round(range.high().h(), HOUR_DIGITS),
    })
}

/// `with unannounced stays it arrives after 38 h 10 min (30 h to 60 h)`: for trains of which stays are known.
#[must_use]
pub fn arrival(planned: &PlannedRoute) -> Option<String> {
    let arrival = planned.arrival.as_ref()?;
    Some(format!(
        "That is the time under way. With unannounced stays, which are usual for such trains, it arrives after {} ({}).",
        format::duration(arrival.likely()),
        format::duration_range(arrival),
    ))
}

/// Reported journeys that an answer names at most.
const REPORTED: usize = 5;

/// Reported journeys between the same ends, one a line: `35 h 49 min, Apr 2019, Kim Jong Un to Vladivostok`.
#[must_use]
pub fn reported(route: &RouteSummary) -> Vec<String> {
    let line = |reported: &ReportedTime| {
        let day = reported.day.map(|day| day.strftime(", %b %Y").to_string());
        let title = match reported.title.as_str() {
            "" => String::new(),
            title => format!(", {title}"),
        };
        format!(
            "{}{}{title}",
            format::duration(reported.time),
            day.unwrap_or_default()
        )
    };
    let mut lines: Vec<String> = route.reported.iter().take(REPORTED).map(line).collect();
    let more = route.reported.len().saturating_sub(REPORTED);
    if more > 0 {
        lines.push(format!("{more} more; `slowtrain compare` lists them"));
    }
    lines
}

/// What the figures of an answer mean; every answer says it once.
pub const MEANING: &str = "The likely time is the median, and the parts add up to it; 8 journeys in 10 take between the \
                           low and the high time.";

/// Decimals of hours that whole minutes need to add up: a minute is 0.0167 h.
pub const HOUR_DIGITS: i32 = 4;

/// The attribution every export ends with: network, version, who must be named, licences, coastlines if `with_map`.
#[must_use]
pub fn attribution(provenance: &super::summary::Provenance, with_map: bool) -> String {
    let mut text = format!("Data: {}", provenance.network);
    if let Some(version) = &provenance.network_version {
        text.push_str(&format!(" {version}"));
    }
    if let Some(attribution) = &provenance.attribution {
        text.push_str(&format!(", {}", attribution.trim_end_matches('.')));
    }
    // A licence that the attribution names is not said again.
    let is_new = |licence: &&str| !text.contains(&licence.replace('-', " "));
    let licences = provenance.licences.iter().map(String::as_str);
    let licences: Vec<&str> = licences.filter(is_new).collect();
    if !licences.is_empty() {
        text.push_str(&format!(" ({})", licences.join(", ")));
    }
    if with_map {
        text.push_str(". Coastlines and borders: Natural Earth");
    }
    text.push_str(". Estimated with slowtrain.");
    text
}

/// `1 pair`, `2 pairs`: a number of things whose word only takes an s.
#[must_use]
pub fn counted(number: u64, word: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {word}{plural}")
}

/// The text with a capital letter.
#[must_use]
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_leaves_no_negative_zero() {
        assert_eq!(round(-0.01, 1).to_bits(), 0.0_f64.to_bits());
        assert_eq!(round(1_184.96, 1), 1_185.0);
    }

    #[test]
    fn clocks_keep_their_offset() {
        let at: ZonedDateTime = "2019-04-24T02:00[+09:00]".parse().expect("a clock");
        assert_eq!(local_clock(&at), "2019-04-24T02:00+09:00");
        let later = instant(Some(&at), RunTime::from_h(1.0)).expect("in range");
        assert_eq!(later.to_string(), "2019-04-23T18:00:00Z");
    }
}
