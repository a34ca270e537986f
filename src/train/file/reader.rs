//! Turning what a train file says into a train, and refusing what cannot be.

use super::raw::{
    RawAllowance, RawConsist, RawCoverage, RawDefaultFor, RawLocomotive, RawMinutes, RawPrior,
    RawResistance, RawSpeed, RawStays, RawStop, RawTrain, RawTrainMeets, RawWaitingRake,
};
use super::{SCHEMA, TrainError};
use crate::network::{Country, Gauge, GaugeSet, StationId, Traction, TrainKind, Usage};
use crate::train::consist::{CarResistance, Consist, Locomotive, Rolling};
use crate::train::prior::{NumberPattern, Prior};
use crate::train::profile::{SpeedProfile, SpeedRow, StopPlace, StopRule, TrainAllowance};
use crate::train::{
    Coverage, CurveFormula, DefaultFor, Effort, EffortPoint, Stays, Train, WaitingRake,
};
use crate::units::{Acceleration, Estimate, Force, Length, Mass, Power, RunTime, Speed};

/// JunctionMovements raw values into checked ones.
pub(super) struct Reader<'f> {
    pub file: &'f str,
}

type Read<T> = Result<T, TrainError>;

fn each<R, T>(rows: &[R], read: impl Fn(&R) -> Read<T>) -> Read<Vec<T>> {
    rows.iter().map(read).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

impl Reader<'_> {
    fn refuse<T>(&self, field: &str, found: impl ToString, needed: &str) -> Read<T> {
        Err(TrainError::Value {
            file: self.file.to_owned(),
            field: field.to_owned(),
            found: found.to_string(),
            needed: needed.to_owned(),
        })
    }

    fn within(&self, field: &str, value: f64, low: f64, high: f64) -> Read<f64> {
        if value.is_finite() && (low..=high).contains(&value) {
            Ok(value)
        } else {
            self.refuse(field, value, &format!("a number from {low} to {high}"))
        }
    }

    fn whole(&self, field: &str, value: u32, most: u32) -> Read<u32> {
        match value {
            count if (1..=most).contains(&count) => Ok(count),
            other => self.refuse(field, other, &format!("a whole number from 1 to {most}")),
        }
    }

    pub(super) fn train(&self, raw: RawTrain, table: toml::Table) -> Read<Train> {
        if raw.schema != SCHEMA {
            return self.refuse("schema", quoted(&raw.schema), &quoted(SCHEMA));
        }
        let Some(kind) = TrainKind::parse(&raw.kind) else {
            let needed = "special, ordinary or freight";
            return self.refuse("kind", quoted(&raw.kind), needed);
        };
        let (braking, noise) = (&raw.braking, &raw.noise);
        let deceleration = self.within(
            "braking.deceleration_ms2",
            braking.deceleration_ms2,
            0.01,
            3.0,
        )?;
        let release = self.within("braking.release_s", braking.release_s, 0.0, 3_600.0)?;
        let max_speed = self.within("max_speed_kmh", raw.max_speed_kmh, 1.0, 600.0)?;
        Ok(Train {
            gauges: self.gauges(&raw.gauges_mm)?,
            max_speed: Speed::from_kmh(max_speed),
            consist: self.consist(&raw.consist)?,
            rolling: self.rolling(&raw.resistance)?,
            deceleration: Acceleration::from_ms2(deceleration),
            release: RunTime::from_s(release),
            locomotives: each(&raw.locomotives, |row| self.locomotive(row))?,
            locomotive_change: self.minutes("locomotive_change", &raw.locomotive_change)?,
            reversal: self.minutes("reversal", &raw.reversal)?,
            profile: self.profile(&raw.speeds)?,
            allowance: self.allowance(&raw.allowance)?,
            train_meets: self.train_meets(&raw.train_meets)?,
            stops: each(&raw.stops, |row| self.stop(row))?,
            leg_noise: self.within("noise.leg_percent", noise.leg_percent, 0.0, 100.0)? / 100.0,
            line_spread: self.within("noise.line_percent", noise.line_percent, 0.0, 100.0)? / 100.0,
            stays: raw
                .stays
                .as_ref()
                .map(|stays| self.stays(stays))
                .transpose()?,
            waiting_rakes: each(&raw.waiting_rakes, |row| self.waiting_rake(row))?,
            coverage: self.coverage(raw.coverage.as_ref())?,
            default_for: self.default_for(&raw.default_for)?,
            id: raw.id,
            name: raw.name,
            kind,
            uses_freight_lines: raw.uses_freight_lines,
            avoids_lines: raw.avoids_lines,
            numbers: each(&raw.numbers, |text| self.number(text))?,
            priors: each(&raw.priors, |row| self.prior(row))?,
            table,
        })
    }

    /// The journeys for which the train is the default.
    pub(super) fn default_for(&self, raw: &RawDefaultFor) -> Read<DefaultFor> {
        let countries = |field: &str, codes: &[String]| {
            let country = |code: &String| {
                Country::parse(code)
                    .or_else(|_| self.refuse(field, quoted(code), "the two letters of a country"))
            };
            codes.iter().map(country).collect::<Read<Vec<Country>>>()
        };
        Ok(DefaultFor {
            ends_in: countries("default_for.ends_in", &raw.ends_in)?,
            inside: countries("default_for.inside", &raw.inside)?,
        })
    }

    fn stays(&self, raw: &RawStays) -> Read<Stays> {
        let hours = [raw.low_h, raw.likely_h, raw.high_h];
        Ok(Stays {
            per_day: self.within("stays.per_day", raw.per_day, 0.0, 24.0)?,
            length: self.estimate("stays", hours.map(|hours| hours * 60.0))?,
        })
    }

    fn coverage(&self, raw: Option<&RawCoverage>) -> Read<Coverage> {
        let Some(raw) = raw else {
            return Ok(Coverage::default());
        };
        Ok(Coverage {
            leg: self.within("coverage.leg_factor", raw.leg_factor, 0.1, 10.0)?,
            through: self.within("coverage.through_factor", raw.through_factor, 0.1, 10.0)?,
        })
    }

    fn gauges(&self, mm: &[u16]) -> Read<GaugeSet> {
        let gauges: Option<Vec<Gauge>> = mm.iter().map(|mm| Gauge::from_mm(*mm)).collect();
        let needed = "a list of gauges from 300 to 3000 like [1435, 1520]";
        match gauges.and_then(GaugeSet::new) {
            Some(gauges) => Ok(gauges),
            None => self.refuse("gauges_mm", format!("{mm:?}"), needed),
        }
    }

    fn consist(&self, raw: &RawConsist) -> Read<Consist> {
        let mass = self.within("consist.car_mass_t", raw.car_mass_t, 1.0, 500.0)?;
        let length = self.within("consist.car_length_m", raw.car_length_m, 1.0, 100.0)?;
        let factor = raw.rotating_mass_factor;
        Ok(Consist {
            cars: self.whole("consist.cars", raw.cars, 2_000)?,
            car_mass: Mass::from_t(mass),
            car_length: Length::from_m(length),
            rotating_mass_factor: self.within("consist.rotating_mass_factor", factor, 1.0, 2.0)?,
        })
    }

    fn profile(&self, raw: &[RawSpeed]) -> Read<SpeedProfile> {
        match SpeedProfile::new(each(raw, |row| self.speed(row))?) {
            Some(profile) => Ok(profile),
            None => self.refuse(
                "speed",
                "without a row for every country",
                "a row with country = \"*\" alone",
            ),
        }
    }

    fn allowance(&self, raw: &RawAllowance) -> Read<TrainAllowance> {
        let minutes = raw.minutes_per_100km;
        Ok(TrainAllowance {
            percent: self.within("allowance.percent", raw.percent, 0.0, 100.0)?,
            minutes_per_100km: self.within("allowance.minutes_per_100km", minutes, 0.0, 600.0)?,
        })
    }

    fn train_meets(&self, raw: &RawTrainMeets) -> Read<Estimate<RunTime>> {
        let minutes = [
            raw.low_min_per_100km,
            raw.likely_min_per_100km,
            raw.high_min_per_100km,
        ];
        self.estimate("train_meets", minutes)
    }

    fn number(&self, text: &str) -> Read<NumberPattern> {
        NumberPattern::parse(text).map_or_else(
            || {
                let needed = "a pattern like K*, 1### or 001";
                self.refuse("numbers", quoted(text), needed)
            },
            Ok,
        )
    }

    fn prior(&self, raw: &RawPrior) -> Read<Prior> {
        let part = |field: &str, percent: f64| {
            Ok(self.within(&format!("prior.{field}"), percent, 0.0, 100.0)? / 100.0)
        };
        Ok(Prior {
            country: match raw.country.as_str() {
                "*" => None,
                code => Some(self.country("prior.country", code)?),
            },
            base_train: raw.base_train.clone(),
            factor: self.within("prior.factor", raw.factor, 0.1, 10.0)?,
            spread: part("spread_percent", raw.spread_percent)?,
            line_spread: part("line_spread_percent", raw.line_spread_percent)?,
        })
    }

    fn estimate(&self, field: &str, [low, likely, high]: [f64; 3]) -> Read<Estimate<RunTime>> {
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

    fn minutes(&self, field: &str, raw: &RawMinutes) -> Read<Estimate<RunTime>> {
        self.estimate(field, [raw.low_min, raw.likely_min, raw.high_min])
    }

    fn rolling(&self, raw: &RawResistance) -> Read<Rolling> {
        let need = |value: Option<f64>, name: &str| match value {
            Some(value) => self.within(&format!("resistance.{name}"), value, 0.0, 1e9),
            None => self.refuse(
                &format!("resistance.{name}"),
                "missing",
                &format!("a figure for formula {}", raw.formula),
            ),
        };
        let axle_load = || -> Read<Mass> {
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
                    quoted(other),
                    "ptr-passenger, ptr-freight-4-axle, ptr-freight-8-axle, strahl, sauthoff or coefficients",
                );
            }
        };
        let Some(curves) = CurveFormula::named(&raw.curve) else {
            return self.refuse(
                "resistance.curve",
                quoted(&raw.curve),
                "roeckl, ptr or 800/r",
            );
        };
        Ok(Rolling { cars, curves })
    }

    fn countries(&self, field: &str, codes: &[String]) -> Read<Vec<Country>> {
        codes
            .iter()
            .filter(|code| *code != "*")
            .map(|code| self.country(field, code))
            .collect()
    }

    fn country(&self, field: &str, code: &str) -> Read<Country> {
        Country::parse(code)
            .or_else(|_| self.refuse(field, quoted(code), "a country code like KP, or *"))
    }

    fn locomotive(&self, raw: &RawLocomotive) -> Read<Locomotive> {
        let field = |name: &str| format!("locomotive {}: {name}", raw.name);
        let Some(traction) = Traction::parse(&raw.traction) else {
            return self.refuse(
                &field("traction"),
                quoted(&raw.traction),
                "diesel or an electrification like 25kV-AC",
            );
        };
        let efficiency = raw
            .efficiency
            .map(|value| self.within(&field("efficiency"), value, 0.01, 1.0));
        let mass = Mass::from_t(self.within(&field("mass_t"), raw.mass_t, 1.0, 1_000.0)?);
        Ok(Locomotive {
            name: raw.name.clone(),
            count: self.whole(&field("count"), raw.count, 50)?,
            traction,
            countries: self.countries(&field("countries"), &raw.countries)?,
            mass,
            length: Length::from_m(self.within(&field("length_m"), raw.length_m, 1.0, 200.0)?),
            effort: self.effort(raw, mass)?,
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

    /// The effort by its curve, else by power and starting effort.
    fn effort(&self, raw: &RawLocomotive, mass: Mass) -> Read<Effort> {
        let field = |name: &str| format!("locomotive {}: {name}", raw.name);
        let curve = field("effort_curve_kmh_kn");
        let effort = match (
            &raw.effort_curve_kmh_kn,
            raw.power_kw,
            raw.starting_effort_kn,
        ) {
            (Some(points), None, None) => {
                let point = |[kmh, kn]: &[f64; 2]| {
                    Ok(EffortPoint {
                        speed: Speed::from_kmh(self.within(&curve, *kmh, 0.0, 600.0)?),
                        force: Force::from_kn(self.within(&curve, *kn, 0.0, 10_000.0)?),
                    })
                };
                Effort::curve(&each(points, point)?)
            }
            (None, Some(power), Some(starting)) => {
                let power = self.within(&field("power_kw"), power, 1.0, 50_000.0)?;
                let starting =
                    self.within(&field("starting_effort_kn"), starting, 1.0, 10_000.0)?;
                Locomotive::effort_of(mass, Force::from_kn(starting), Power::from_kw(power))
            }
            (points, power, starting) => {
                let given = [
                    points.as_ref().map(|_| "effort_curve_kmh_kn"),
                    power.map(|_| "power_kw"),
                    starting.map(|_| "starting_effort_kn"),
                ];
                let given: Vec<&str> = given.into_iter().flatten().collect();
                let found = match given.is_empty() {
                    true => String::from("nothing"),
                    false => given.join(" and "),
                };
                let needed = "power_kw and starting_effort_kn, or effort_curve_kmh_kn alone";
                return self.refuse(&field("effort"), found, needed);
            }
        };
        effort.or_else(|error| {
            self.refuse(
                &curve,
                error,
                "points of rising speed like [[0, 314], [20, 196]]",
            )
        })
    }

    fn speed(&self, raw: &RawSpeed) -> Read<SpeedRow> {
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
                    "main, branch, freight or connecting",
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
        let (line, tracks) = (raw.line.clone(), raw.tracks);
        Ok(SpeedRow {
            country,
            line,
            usage,
            tracks,
            speed: speed.map(Speed::from_kmh),
            basis: raw.basis.text(),
        })
    }

    fn station(&self, field: &str, id: &str) -> Read<StationId> {
        StationId::parse(id)
            .or_else(|error| self.refuse(field, error.found, "a station id like ru-ussuriysk"))
    }

    fn waiting_rake(&self, raw: &RawWaitingRake) -> Read<WaitingRake> {
        Ok(WaitingRake {
            station: self.station("waiting_rake.station", &raw.station)?,
            share: self.within("waiting_rake.percent", raw.percent, 0.0, 100.0)? / 100.0,
            basis: raw.basis.text(),
        })
    }

    fn stop(&self, raw: &RawStop) -> Read<StopRule> {
        let place = match (&raw.station, raw.every_km) {
            (Some(id), None) => StopPlace::Station(self.station("stop.station", id)?),
            (None, Some(km)) => StopPlace::Every {
                km: self.within("stop.every_km", km, 1.0, 100_000.0)?,
                countries: self.countries(
                    "stop.countries",
                    raw.countries.as_deref().unwrap_or_default(),
                )?,
            },
            _ => return self.refuse("stop", "neither or both", "either every_km or station"),
        };
        let time = self.estimate("stop", [raw.low_min, raw.likely_min, raw.high_min])?;
        Ok(StopRule {
            place,
            time,
            basis: raw.basis.text(),
        })
    }
}
