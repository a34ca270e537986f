//! A train file as it is written: names and types of its tables, nothing checked yet.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTrain {
    pub schema: String,
    pub id: String,
    pub name: String,
    pub kind: String,
    pub gauges_mm: Vec<u16>,
    #[serde(default)]
    pub uses_freight_lines: bool,
    #[serde(default)]
    pub avoids_lines: Vec<String>,
    pub max_speed_kmh: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
    pub consist: RawConsist,
    pub resistance: RawResistance,
    pub braking: RawBraking,
    #[serde(default, rename = "locomotive")]
    pub locomotives: Vec<RawLocomotive>,
    pub locomotive_change: RawMinutes,
    pub reversal: RawMinutes,
    #[serde(rename = "speed")]
    pub speeds: Vec<RawSpeed>,
    pub allowance: RawAllowance,
    pub train_meets: RawTrainMeets,
    #[serde(default, rename = "stop")]
    pub stops: Vec<RawStop>,
    pub noise: RawNoise,
    pub stays: Option<RawStays>,
    #[serde(default, rename = "waiting_rake")]
    pub waiting_rakes: Vec<RawWaitingRake>,
    pub coverage: Option<RawCoverage>,
    #[serde(default)]
    pub numbers: Vec<String>,
    #[serde(default)]
    pub default_for: RawDefaultFor,
    #[serde(default, rename = "prior")]
    pub priors: Vec<RawPrior>,
}

/// The journeys for which a train is the default.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDefaultFor {
    #[serde(default)]
    pub ends_in: Vec<String>,
    #[serde(default)]
    pub inside: Vec<String>,
}

/// The first lines of a file, of which only the journeys count.
#[derive(Deserialize)]
pub(super) struct RawHead {
    #[serde(default)]
    pub default_for: RawDefaultFor,
}

/// One text for a table, or one for each figure.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Basis {
    All(String),
    Each(BTreeMap<String, String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawConsist {
    pub cars: u32,
    pub car_mass_t: f64,
    pub car_length_m: f64,
    pub rotating_mass_factor: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawResistance {
    pub formula: String,
    pub axle_load_t: Option<f64>,
    pub f0: Option<f64>,
    pub f1: Option<f64>,
    pub f2: Option<f64>,
    pub a_n: Option<f64>,
    pub b_n_per_ms: Option<f64>,
    pub c_n_per_ms2: Option<f64>,
    pub curve: String,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBraking {
    pub deceleration_ms2: f64,
    pub release_s: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLocomotive {
    pub name: String,
    pub count: u32,
    pub traction: String,
    pub countries: Vec<String>,
    pub mass_t: f64,
    pub length_m: f64,
    pub power_kw: Option<f64>,
    pub starting_effort_kn: Option<f64>,
    pub effort_curve_kmh_kn: Option<Vec<[f64; 2]>>,
    pub max_speed_kmh: f64,
    pub resistance_n: Option<[f64; 3]>,
    pub efficiency: Option<f64>,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMinutes {
    pub low_min: f64,
    pub likely_min: f64,
    pub high_min: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSpeed {
    pub country: String,
    pub line: Option<String>,
    pub usage: Option<String>,
    pub tracks: Option<u8>,
    pub low_kmh: f64,
    pub likely_kmh: f64,
    pub high_kmh: f64,
    pub basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAllowance {
    pub percent: f64,
    pub minutes_per_100km: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTrainMeets {
    pub low_min_per_100km: f64,
    pub likely_min_per_100km: f64,
    pub high_min_per_100km: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStop {
    pub every_km: Option<f64>,
    pub countries: Option<Vec<String>>,
    pub station: Option<String>,
    pub low_min: f64,
    pub likely_min: f64,
    pub high_min: f64,
    pub basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPrior {
    pub country: String,
    pub base_train: String,
    pub factor: f64,
    pub spread_percent: f64,
    pub line_spread_percent: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNoise {
    pub leg_percent: f64,
    #[serde(default)]
    pub line_percent: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStays {
    pub per_day: f64,
    pub low_h: f64,
    pub likely_h: f64,
    pub high_h: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWaitingRake {
    pub station: String,
    pub percent: f64,
    pub basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCoverage {
    pub leg_factor: f64,
    pub through_factor: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

impl Basis {
    /// The whole basis of a table as one text.
    pub fn text(&self) -> String {
        match self {
            Basis::All(text) => text.clone(),
            Basis::Each(each) => each.values().cloned().collect::<Vec<_>>().join("; "),
        }
    }
}
