//! Reading a train from its file, and saying what is wrong with it.
//!
//! Every table with figures carries a `basis`: one text for all, or a text for each figure. A figure without one is an
//! error, so that nothing in a train comes from nowhere.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use super::consist::{CarResistance, Consist, Locomotive, Rolling};
use super::prior::{NumberPattern, Prior};
use super::profile::{HaltPlace, HaltRule, SpeedProfile, SpeedRow, Supplement};
use super::{CurveFormula, Train};
use crate::network::{Country, Gauge, GaugeSet, StationId, Traction, TrainKind, Usage};
use crate::units::{Acceleration, Estimate, Force, Length, Mass, Power, RunTime, Speed};

/// The `schema` of a train file.
pub const SCHEMA: &str = "slowtrain.train/1";

/// A train file that cannot be used.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum TrainError {
    /// It is not TOML of the schema.
    #[error("{file}:{line}: {what}")]
    Syntax {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What the reader found.
        what: String,
    },
    /// A value that cannot be.
    #[error("{file}: {field} is {found}; {needed} is needed")]
    Value {
        /// The file.
        file: String,
        /// The field, with its table.
        field: String,
        /// What it holds.
        found: String,
        /// What would be accepted.
        needed: String,
    },
    /// A figure without a source.
    #[error(
        "{file}: {field} has no basis; say \"source: …\", \"fit: …\" or \"assumption: …\" in the table's basis"
    )]
    Baseless {
        /// The file.
        file: String,
        /// The field, with its table.
        field: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTrain {
    schema: String,
    id: String,
    name: String,
    kind: String,
    gauges_mm: Vec<u16>,
    #[serde(default)]
    uses_freight_lines: bool,
    max_speed_kmh: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
    consist: RawConsist,
    resistance: RawResistance,
    braking: RawBraking,
    #[serde(default, rename = "locomotive")]
    locomotives: Vec<RawLocomotive>,
    locomotive_change: RawMinutes,
    reversal: RawMinutes,
    #[serde(rename = "speed")]
    speeds: Vec<RawSpeed>,
    allowance: RawAllowance,
    meets: RawMeets,
    #[serde(default, rename = "halt")]
    halts: Vec<RawHalt>,
    noise: RawNoise,
    #[serde(default)]
    numbers: Vec<String>,
    #[serde(default, rename = "prior")]
    priors: Vec<RawPrior>,
}

/// One text for a table, or one for each figure.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum Basis {
    All(String),
    Each(BTreeMap<String, String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConsist {
    cars: u32,
    car_mass_t: f64,
    car_length_m: f64,
    rotating_mass_factor: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawResistance {
    formula: String,
    axle_load_t: Option<f64>,
    f0: Option<f64>,
    f1: Option<f64>,
    f2: Option<f64>,
    a_n: Option<f64>,
    b_n_per_ms: Option<f64>,
    c_n_per_ms2: Option<f64>,
    curve: String,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBraking {
    deceleration_ms2: f64,
    release_s: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLocomotive {
    name: String,
    count: u32,
    traction: String,
    countries: Vec<String>,
    mass_t: f64,
    length_m: f64,
    power_kw: f64,
    starting_effort_kn: f64,
    max_speed_kmh: f64,
    resistance_n: Option<[f64; 3]>,
    efficiency: Option<f64>,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMinutes {
    low_min: f64,
    likely_min: f64,
    high_min: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpeed {
    country: String,
    line: Option<String>,
    usage: Option<String>,
    tracks: Option<u8>,
    low_kmh: f64,
    likely_kmh: f64,
    high_kmh: f64,
    basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAllowance {
    percent: f64,
    minutes_per_100km: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMeets {
    low_min_per_100km: f64,
    likely_min_per_100km: f64,
    high_min_per_100km: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHalt {
    every_km: Option<f64>,
    countries: Option<Vec<String>>,
    station: Option<String>,
    low_min: f64,
    likely_min: f64,
    high_min: f64,
    basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNoise {
    leg_percent: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPrior {
    country: String,
    like: String,
    factor: f64,
    spread_percent: f64,
    line_spread_percent: f64,
    #[serde(rename = "basis")]
    _basis: Basis,
}

impl Train {
    /// Reads a train from the text of its file; `file` names it in errors.
    ///
    /// # Errors
    /// [`TrainError`] for the first thing wrong: syntax with its line, a value that cannot be, a figure without basis.
    pub fn parse(text: &str, file: &str) -> Result<Train, TrainError> {
        let syntax = |error: toml::de::Error| TrainError::Syntax {
            file: file.to_owned(),
            line: error
                .span()
                .map_or(1, |span| 1 + text[..span.start].matches('\n').count()),
            what: error.message().to_owned(),
        };
        let table: toml::Table = toml::from_str(text).map_err(syntax)?;
        let raw: RawTrain = toml::from_str(text).map_err(syntax)?;
        require_basis(&table, "", None, file)?;
        Reader { file }.train(raw, table)
    }
}

/// Every number of a table, and of the tables in it, has a basis.
fn require_basis(
    table: &toml::Table,
    name: &str,
    above: Option<&toml::Value>,
    file: &str,
) -> Result<(), TrainError> {
    let basis = table.get("basis").or(above);
    for (key, value) in table
        .iter()
        .filter(|(key, _)| *key != "basis" && *key != "gauges_mm")
    {
        let field = if name.is_empty() {
            key.clone()
        } else {
            format!("{name}.{key}")
        };
        let rows: Vec<&toml::Table> = match value {
            toml::Value::Table(inner) => vec![inner],
            toml::Value::Array(items) => items.iter().filter_map(toml::Value::as_table).collect(),
            _ => Vec::new(),
        };
        for row in &rows {
            require_basis(row, &field, None, file)?;
        }
        let is_figure = match value {
            toml::Value::Integer(_) | toml::Value::Float(_) => key != "tracks" && key != "every_km",
            toml::Value::Array(items) => items
                .iter()
                .any(|item| item.is_float() || item.is_integer()),
            _ => false,
        };
        let has_basis = match basis {
            Some(toml::Value::String(text)) => !text.trim().is_empty(),
            Some(toml::Value::Table(each)) => each.contains_key(key),
            _ => false,
        };
        if is_figure && !has_basis {
            return Err(TrainError::Baseless {
                file: file.to_owned(),
                field,
            });
        }
    }
    Ok(())
}

/// Turns raw values into checked ones.
struct Reader<'f> {
    file: &'f str,
}

type Checked<T> = Result<T, TrainError>;

impl Reader<'_> {
    fn refuse<T>(&self, field: &str, found: impl ToString, needed: &str) -> Checked<T> {
        Err(TrainError::Value {
            file: self.file.to_owned(),
            field: field.to_owned(),
            found: found.to_string(),
            needed: needed.to_owned(),
        })
    }

    fn within(&self, field: &str, value: f64, low: f64, high: f64) -> Checked<f64> {
        if value.is_finite() && (low..=high).contains(&value) {
            Ok(value)
        } else {
            self.refuse(field, value, &format!("a number from {low} to {high}"))
        }
    }

    fn train(&self, raw: RawTrain, table: toml::Table) -> Checked<Train> {
        if raw.schema != SCHEMA {
            return self.refuse(
                "schema",
                format!("\"{}\"", raw.schema),
                &format!("\"{SCHEMA}\""),
            );
        }
        let gauges: Option<Vec<Gauge>> =
            raw.gauges_mm.iter().map(|mm| Gauge::from_mm(*mm)).collect();
        let Some(gauges) = gauges.and_then(GaugeSet::new) else {
            return self.refuse(
                "gauges_mm",
                format!("{:?}", raw.gauges_mm),
                "a list of known gauges like [1435, 1520]",
            );
        };
        let Some(kind) = TrainKind::parse(&raw.kind) else {
            return self.refuse(
                "kind",
                format!("\"{}\"", raw.kind),
                "special, ordinary or freight",
            );
        };
        let consist = Consist {
            cars: raw.consist.cars,
            car_mass: Mass::from_t(self.within(
                "consist.car_mass_t",
                raw.consist.car_mass_t,
                1.0,
                500.0,
            )?),
            car_length: Length::from_m(self.within(
                "consist.car_length_m",
                raw.consist.car_length_m,
                1.0,
                100.0,
            )?),
            rotating_mass_factor: self.within(
                "consist.rotating_mass_factor",
                raw.consist.rotating_mass_factor,
                1.0,
                2.0,
            )?,
        };
        let deceleration = self.within(
            "braking.deceleration_ms2",
            raw.braking.deceleration_ms2,
            0.01,
            3.0,
        )?;
        let speeds = raw
            .speeds
            .iter()
            .map(|row| self.speed(row))
            .collect::<Checked<Vec<_>>>()?;
        let Some(profile) = SpeedProfile::new(speeds) else {
            return self.refuse(
                "speed",
                "without a row for every country",
                "a row with country = \"*\" alone",
            );
        };
        Ok(Train {
            id: raw.id,
            name: raw.name,
            kind,
            gauges,
            uses_freight_lines: raw.uses_freight_lines,
            max_speed: Speed::from_kmh(self.within(
                "max_speed_kmh",
                raw.max_speed_kmh,
                1.0,
                600.0,
            )?),
            consist,
            rolling: self.rolling(&raw.resistance)?,
            deceleration: Acceleration::from_ms2(deceleration),
            release: RunTime::from_s(self.within(
                "braking.release_s",
                raw.braking.release_s,
                0.0,
                3_600.0,
            )?),
            locomotives: raw
                .locomotives
                .iter()
                .map(|row| self.locomotive(row))
                .collect::<Checked<_>>()?,
            engine_change: self.minutes("locomotive_change", &raw.locomotive_change)?,
            reversal: self.minutes("reversal", &raw.reversal)?,
            profile,
            supplement: Supplement {
                percent: self.within("allowance.percent", raw.allowance.percent, 0.0, 100.0)?,
                minutes_per_100km: self.within(
                    "allowance.minutes_per_100km",
                    raw.allowance.minutes_per_100km,
                    0.0,
                    600.0,
                )?,
            },
            meets: self.estimate(
                "meets",
                [
                    raw.meets.low_min_per_100km,
                    raw.meets.likely_min_per_100km,
                    raw.meets.high_min_per_100km,
                ],
            )?,
            halts: raw
                .halts
                .iter()
                .map(|row| self.halt(row))
                .collect::<Checked<_>>()?,
            leg_noise: self.within("noise.leg_percent", raw.noise.leg_percent, 0.0, 100.0)? / 100.0,
            numbers: raw
                .numbers
                .iter()
                .map(|text| self.number(text))
                .collect::<Checked<_>>()?,
            priors: raw
                .priors
                .iter()
                .map(|row| self.prior(row))
                .collect::<Checked<_>>()?,
            table,
        })
    }

    fn number(&self, text: &str) -> Checked<NumberPattern> {
        NumberPattern::parse(text).map_or_else(
            || {
                let needed = "a pattern like K*, 1### or 001";
                self.refuse("numbers", format!("\"{text}\""), needed)
            },
            Ok,
        )
    }

    fn prior(&self, raw: &RawPrior) -> Checked<Prior> {
        let part = |field: &str, percent: f64| {
            Ok(self.within(&format!("prior.{field}"), percent, 0.0, 100.0)? / 100.0)
        };
        Ok(Prior {
            country: match raw.country.as_str() {
                "*" => None,
                code => Some(self.country("prior.country", code)?),
            },
            like: raw.like.clone(),
            factor: self.within("prior.factor", raw.factor, 0.1, 10.0)?,
            spread: part("spread_percent", raw.spread_percent)?,
            line_spread: part("line_spread_percent", raw.line_spread_percent)?,
        })
    }

    fn estimate(&self, field: &str, [low, likely, high]: [f64; 3]) -> Checked<Estimate<RunTime>> {
        for value in [low, likely, high] {
            self.within(field, value, 0.0, 100_000.0)?;
        }
        Estimate::new(low, likely, high)
            .map(|minutes| minutes.map(RunTime::from_min))
            .or_else(|_| {
                self.refuse(
                    field,
                    format!("{low}, {likely}, {high}"),
                    "low, likely, high in rising order",
                )
            })
    }

    fn minutes(&self, field: &str, raw: &RawMinutes) -> Checked<Estimate<RunTime>> {
        self.estimate(field, [raw.low_min, raw.likely_min, raw.high_min])
    }

    fn rolling(&self, raw: &RawResistance) -> Checked<Rolling> {
        let need = |value: Option<f64>, name: &str| match value {
            Some(value) => self.within(&format!("resistance.{name}"), value, 0.0, 1e9),
            None => self.refuse(
                &format!("resistance.{name}"),
                "missing",
                &format!("a figure for formula {}", raw.formula),
            ),
        };
        let axle_load = || -> Checked<Mass> {
            let load = need(raw.axle_load_t, "axle_load_t")?;
            Ok(Mass::from_t(self.within(
                "resistance.axle_load_t",
                load,
                1.0,
                60.0,
            )?))
        };
        let cars = match raw.formula.as_str() {
            "ptr-passenger" => CarResistance::PtrPassenger(axle_load()?),
            "ptr-freight-4-axle" => CarResistance::PtrFreight4Axle(axle_load()?),
            "ptr-freight-8-axle" => CarResistance::PtrFreight8Axle(axle_load()?),
            "strahl" => CarResistance::Strahl(need(raw.f0, "f0")?, need(raw.f2, "f2")?),
            "sauthoff" => CarResistance::Sauthoff(
                need(raw.f0, "f0")?,
                need(raw.f1, "f1")?,
                need(raw.f2, "f2")?,
            ),
            "coefficients" => CarResistance::Coefficients([
                need(raw.a_n, "a_n")?,
                need(raw.b_n_per_ms, "b_n_per_ms")?,
                need(raw.c_n_per_ms2, "c_n_per_ms2")?,
            ]),
            other => {
                return self.refuse(
                    "resistance.formula",
                    format!("\"{other}\""),
                    "ptr-passenger, ptr-freight-4-axle, ptr-freight-8-axle, strahl, sauthoff or coefficients",
                );
            }
        };
        let Some(curves) = CurveFormula::named(&raw.curve) else {
            return self.refuse(
                "resistance.curve",
                format!("\"{}\"", raw.curve),
                "roeckl, ptr or 800/r",
            );
        };
        Ok(Rolling { cars, curves })
    }

    fn countries(&self, field: &str, codes: &[String]) -> Checked<Vec<Country>> {
        codes
            .iter()
            .filter(|code| *code != "*")
            .map(|code| self.country(field, code))
            .collect()
    }

    fn country(&self, field: &str, code: &str) -> Checked<Country> {
        Country::parse(code)
            .or_else(|_| self.refuse(field, format!("\"{code}\""), "a country code like KP, or *"))
    }

    fn locomotive(&self, raw: &RawLocomotive) -> Checked<Locomotive> {
        let field = |name: &str| format!("locomotive {}: {name}", raw.name);
        let Some(traction) = Traction::parse(&raw.traction) else {
            return self.refuse(
                &field("traction"),
                format!("\"{}\"", raw.traction),
                "diesel or a wire like 25kV-AC",
            );
        };
        let efficiency = raw
            .efficiency
            .map(|value| self.within(&field("efficiency"), value, 0.01, 1.0));
        Ok(Locomotive {
            name: raw.name.clone(),
            count: raw.count,
            traction,
            countries: self.countries(&field("countries"), &raw.countries)?,
            mass: Mass::from_t(self.within(&field("mass_t"), raw.mass_t, 1.0, 1_000.0)?),
            length: Length::from_m(self.within(&field("length_m"), raw.length_m, 1.0, 200.0)?),
            power: Power::from_kw(self.within(&field("power_kw"), raw.power_kw, 1.0, 50_000.0)?),
            starting_effort: Force::from_kn(self.within(
                &field("starting_effort_kn"),
                raw.starting_effort_kn,
                1.0,
                10_000.0,
            )?),
            max_speed: Speed::from_kmh(self.within(
                &field("max_speed_kmh"),
                raw.max_speed_kmh,
                1.0,
                600.0,
            )?),
            resistance: raw.resistance_n,
            efficiency: efficiency.transpose()?,
        })
    }

    fn speed(&self, raw: &RawSpeed) -> Checked<SpeedRow> {
        let country = if raw.country == "*" {
            None
        } else {
            Some(self.country("speed.country", &raw.country)?)
        };
        let usage = match raw.usage.as_deref().map(Usage::parse) {
            Some(None) => {
                return self.refuse(
                    "speed.usage",
                    format!("{:?}", raw.usage),
                    "main, branch, freight or link",
                );
            }
            Some(usage) => usage,
            None => None,
        };
        let name = format!(
            "speed of {} {}",
            raw.country,
            raw.line.as_deref().unwrap_or_default()
        );
        for value in [raw.low_kmh, raw.likely_kmh, raw.high_kmh] {
            self.within(name.trim(), value, 1.0, 600.0)?;
        }
        let Ok(speed) = Estimate::new(raw.low_kmh, raw.likely_kmh, raw.high_kmh) else {
            let found = format!("{}, {}, {}", raw.low_kmh, raw.likely_kmh, raw.high_kmh);
            return self.refuse(name.trim(), found, "low, likely, high in rising order");
        };
        let basis = match &raw.basis {
            Basis::All(text) => text.clone(),
            Basis::Each(each) => each.values().cloned().collect::<Vec<_>>().join("; "),
        };
        let (line, tracks) = (raw.line.clone(), raw.tracks);
        Ok(SpeedRow {
            country,
            line,
            usage,
            tracks,
            speed: speed.map(Speed::from_kmh),
            basis,
        })
    }

    fn halt(&self, raw: &RawHalt) -> Checked<HaltRule> {
        let place = match (&raw.station, raw.every_km) {
            (Some(id), None) => match StationId::parse(id) {
                Ok(id) => HaltPlace::Station(id),
                Err(error) => {
                    return self.refuse(
                        "halt.station",
                        error.found,
                        "a station id like ru-ussuriysk",
                    );
                }
            },
            (None, Some(km)) => HaltPlace::Every {
                km: self.within("halt.every_km", km, 1.0, 100_000.0)?,
                countries: self.countries(
                    "halt.countries",
                    raw.countries.as_deref().unwrap_or_default(),
                )?,
            },
            _ => return self.refuse("halt", "neither or both", "either every_km or station"),
        };
        let basis = match &raw.basis {
            Basis::All(text) => text.clone(),
            Basis::Each(each) => each.values().cloned().collect::<Vec<_>>().join("; "),
        };
        let time = self.estimate("halt", [raw.low_min, raw.likely_min, raw.high_min])?;
        Ok(HaltRule { place, time, basis })
    }
}
