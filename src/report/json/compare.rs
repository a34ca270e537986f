//! The answer of `compare`.

use serde::Serialize;
use serde_json::Value;

use super::{NetworkLabel, Range, SourceRead, h, km, kmh, sources, value};
use crate::report::compare::groups;
use crate::report::comparison::overall;
use crate::report::labels::round;
use crate::report::summary::CompareSummary;
use crate::reported::{Compared, Outcome, Statistics};

/// The answer of `compare`, as `slowtrain.compare/1`.
#[must_use]
pub fn compare(summary: &CompareSummary) -> Value {
    value(&CompareAnswer::of(summary))
}

/// The answer of `slowtrain compare --format json`. Units are part of the keys; unknown is null. Keys may be added, never
/// removed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CompareAnswer<'a> {
    schema: &'static str,
    rows: Vec<CompareRow<'a>>,
    /// Of all rows that could be compared.
    statistics: GroupFigures,
    /// The same by train, by country and by quality of the report.
    groups: Vec<GroupAnswer>,
    network: NetworkLabel<'a>,
    /// The command that made the answer.
    command: &'a str,
    sources: Vec<SourceRead<'a>>,
}

impl CompareAnswer<'_> {
    fn of(summary: &CompareSummary) -> CompareAnswer<'_> {
        let groups = groups(&summary.rows).into_iter().skip(1);
        CompareAnswer {
            schema: "slowtrain.compare/1",
            rows: summary.rows.iter().map(CompareRow::of).collect(),
            statistics: GroupFigures::of(overall(summary).as_ref()),
            groups: groups
                .map(|group| GroupAnswer {
                    by: group.by,
                    name: group.name,
                    statistics: Figures::of(&group.statistics),
                })
                .collect(),
            network: NetworkLabel::of(&summary.provenance),
            command: &summary.provenance.command,
            sources: sources(&summary.provenance),
        }
    }
}

/// A reported journey beside the computed one.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::report) struct CompareRow<'a> {
    pub journey_id: &'a str,
    /// Number of the leg; 0 for the whole journey.
    pub leg_seq: &'a str,
    /// Id of the train it was computed with.
    pub train: &'a str,
    pub from: &'a str,
    pub to: &'a str,
    pub reported_h: Option<f64>,
    computed_h: Option<Range>,
    /// The shortest time physically possible.
    pub technical_minimum_h: Option<f64>,
    /// Length of the route.
    pub distance_km: Option<f64>,
    pub reported_km: Option<f64>,
    /// Reported over computed time.
    pub ratio: Option<f64>,
    /// Share of the samples that are quicker than reported.
    pub percentile: Option<f64>,
    /// What came out.
    #[cfg_attr(test, schemars(extend("enum" = ["consistent", "doubtful", "impossible", "not comparable"])))]
    pub verdict: &'static str,
    pub reasons: Vec<String>,
    /// Length of the route over reported time.
    pub implied_speed_kmh: Option<f64>,
}

impl CompareRow<'_> {
    /// The row of a comparison.
    pub fn of(row: &Compared) -> CompareRow<'_> {
        let reported = &row.reported;
        let known = CompareRow {
            journey_id: &reported.journey_id,
            leg_seq: &reported.leg_seq,
            train: &row.train,
            from: &reported.places.0,
            to: &reported.places.1,
            reported_h: reported.duration.map(h),
            computed_h: None,
            technical_minimum_h: None,
            distance_km: None,
            reported_km: reported.distance_km,
            ratio: None,
            percentile: None,
            verdict: "not comparable",
            reasons: Vec::new(),
            implied_speed_kmh: row.implied_speed().map(kmh),
        };
        match &row.outcome {
            Outcome::NotComparable { reason } => CompareRow {
                reasons: vec![reason.clone()],
                ..known
            },
            Outcome::Judged {
                computed,
                technical_minimum,
                distance,
                countries: _,
                ratio,
                slower_percent,
                verdict,
                reasons: why,
            } => CompareRow {
                computed_h: Some(Range::hours(computed)),
                technical_minimum_h: Some(h(*technical_minimum)),
                distance_km: Some(km(*distance)),
                ratio: ratio.map(|ratio| round(ratio, 3)),
                percentile: slower_percent.map(|share| round(100.0 - share, 1)),
                verdict: verdict.as_str(),
                reasons: why.iter().map(ToString::to_string).collect(),
                ..known
            },
        }
    }

    /// The low, likely and high computed time, in hours.
    pub fn computed_points(&self) -> [Option<f64>; 3] {
        let range = self.computed_h.as_ref();
        range.map_or([None; 3], |range| {
            [range.low, range.likely, range.high].map(Some)
        })
    }
}

/// A group of rows.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct GroupAnswer {
    /// What its rows have in common.
    #[cfg_attr(test, schemars(extend("enum" = ["train", "country", "quality"])))]
    by: &'static str,
    name: String,
    statistics: Figures,
}

/// Statistics of rows; only their number where that is 0.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum GroupFigures {
    /// Of no row.
    None {
        /// 0.
        n: usize,
    },
    /// Of some.
    Some(Figures),
}

impl GroupFigures {
    fn of(found: Option<&Statistics>) -> GroupFigures {
        found.map_or(GroupFigures::None { n: 0 }, |found| {
            GroupFigures::Some(Figures::of(found))
        })
    }
}

/// How well computed times agree with reported ones.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Figures {
    /// Number of pairs.
    n: usize,
    /// Mean of computed over reported less one; above zero when computed times are too long.
    bias_percent: f64,
    /// Mean of its size.
    mape_percent: f64,
    /// Median of its size.
    median_ape_percent: f64,
    /// How many reported times lie within low and high.
    coverage_80_percent: f64,
    /// Median of high less low over likely.
    median_width_percent: f64,
    /// Within what the median size of the error lies with 90 % confidence.
    median_ape_interval_percent: [f64; 2],
    /// Within what the true share inside lies with 90 % confidence.
    coverage_interval_percent: [f64; 2],
}

impl Figures {
    pub(super) fn of(found: &Statistics) -> Figures {
        let percent = |value| round(value, 1);
        Figures {
            n: found.n,
            bias_percent: percent(found.bias_percent),
            mape_percent: percent(found.mape_percent),
            median_ape_percent: percent(found.median_ape_percent),
            coverage_80_percent: percent(found.coverage_80_percent),
            median_width_percent: percent(found.median_width_percent),
            median_ape_interval_percent: found.median_ape_interval_percent.map(percent),
            coverage_interval_percent: found.coverage_interval_percent.map(percent),
        }
    }
}
