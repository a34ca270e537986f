//! How a case is to be run: stops, allowances, model.

use super::CaseError;
use super::bounds;
use super::field::Field;
use super::path::place;
use crate::running::{Allowance, GradientModel, Rules, Stop};
use crate::units::{Acceleration, RunTime, Speed};

pub(super) fn rules(
    case: &Field,
    train: &Field,
    model: Option<&Field>,
) -> Result<Rules, CaseError> {
    let mut rules = Rules {
        start_speed: Speed::from_ms(case.number_or("start_speed_ms", &bounds::SPEED_MS, 0.0)?),
        stops: each(case, "stops", stop)?,
        allowances: each(case, "allowances", allowance)?,
        ..Rules::default()
    };
    if let Some(braking) = train.maybe("braking")? {
        rules.release = RunTime::from_s(braking.number_or("release_s", &bounds::RELEASE_S, 0.0)?);
    }
    if let Some(model) = model {
        model.only(&["gravity_ms2", "gradient", "curves", "min_cruise_time_s"])?;
        let standard = rules.gravity.ms2();
        rules.gravity = Acceleration::from_ms2(model.number_or(
            "gravity_ms2",
            &bounds::GRAVITY_MS2,
            standard,
        )?);
        rules.min_cruise_time =
            RunTime::from_s(model.number_or("min_cruise_time_s", &bounds::TIME_S, 0.0)?);
        if model.maybe("gradient")?.is_some()
            && model.word("gradient", &["point", "strip"])? == "point"
        {
            rules.gradient = GradientModel::Point;
        }
    }
    Ok(rules)
}

fn each<T>(
    case: &Field,
    name: &str,
    read: impl Fn(&Field) -> Result<T, CaseError>,
) -> Result<Vec<T>, CaseError> {
    case.list(name)?.iter().map(read).collect()
}

fn stop(field: &Field) -> Result<Stop, CaseError> {
    field.only(&["position_m", "dwell_s"])?;
    let dwell = RunTime::from_s(field.number_or("dwell_s", &bounds::TIME_S, 0.0)?);
    Ok(Stop {
        at: place(field, "position_m")?,
        dwell,
    })
}

/// What an allowance may be reckoned by.
const KINDS: [&str; 3] = ["percent", "minutes_per_100km", "fixed_s"];

fn allowance(field: &Field) -> Result<Allowance, CaseError> {
    field.only(&[
        "name",
        "percent",
        "minutes_per_100km",
        "fixed_s",
        "start_m",
        "end_m",
    ])?;
    let name = field.text("name")?;
    let mut given = Vec::new();
    for kind in KINDS {
        if field.maybe(kind)?.is_some() {
            given.push(kind);
        }
    }
    let whole = match given[..] {
        ["percent"] => Allowance::percent(name, field.number("percent", &bounds::PERCENT)?),
        ["minutes_per_100km"] => {
            let minutes = field.number("minutes_per_100km", &bounds::MIN_PER_100_KM)?;
            Allowance::per_100_km(name, RunTime::from_min(minutes))
        }
        ["fixed_s"] => Allowance::fixed(
            name,
            RunTime::from_s(field.number("fixed_s", &bounds::TIME_S)?),
        ),
        _ => return Err(field.wrong(&format!("just one of {}", KINDS.join(", ")))),
    };
    if field.maybe("start_m")?.is_none() && field.maybe("end_m")?.is_none() {
        return Ok(whole);
    }
    Ok(whole.over(place(field, "start_m")?, place(field, "end_m")?))
}
