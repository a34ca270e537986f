//! On which day each service runs first, and the time zones that clocks go by.

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use rustc_hash::FxHashMap;

use super::InFile;
use super::archive::Archive;
use super::rows::{Row, needed, rows};

/// How many days after its beginning a service is looked for. Assumption: what is off for a year is no service.
const DAYS_SOUGHT: usize = 366;

/// The first day of each service, by its number in `services`; `None` for one that never runs.
pub(super) fn first_days(
    archive: &mut Archive,
    services: &FxHashMap<String, usize>,
) -> Result<Vec<Option<Date>>, InFile> {
    let mut days: Vec<Option<Date>> = vec![None; services.len()];
    let mut removed: Vec<Vec<Date>> = vec![Vec::new(); services.len()];
    let columns = [
        needed("service_id"),
        needed("date"),
        needed("exception_type"),
    ];
    rows(archive, "calendar_dates.txt", columns, |row| {
        let Some(&service) = services.get(row.get(0)) else {
            return Ok(());
        };
        let day = date(row, 1)?;
        match row.get(2) {
            "1" => days[service] = Some(days[service].map_or(day, |known| known.min(day))),
            "2" => removed[service].push(day),
            _ => return Err(row.not(2, "1 or 2")),
        }
        Ok(())
    })?;
    for removed in &mut removed {
        removed.sort_unstable();
    }
    let columns = [
        needed("service_id"),
        needed("start_date"),
        needed("end_date"),
        needed("monday"),
        needed("tuesday"),
        needed("wednesday"),
        needed("thursday"),
        needed("friday"),
        needed("saturday"),
        needed("sunday"),
    ];
    rows(archive, "calendar.txt", columns, |row| {
        let Some(&service) = services.get(row.get(0)) else {
            return Ok(());
        };
        let (start, end) = (date(row, 1)?, date(row, 2)?);
        let runs = |day: &Date| {
            let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
            row.get(3 + weekday) == "1" && removed[service].binary_search(day).is_err()
        };
        let series = start.series(jiff::Span::new().days(1)).take(DAYS_SOUGHT);
        let day = series.take_while(|day| *day <= end).find(runs);
        if let Some(day) = day {
            days[service] = Some(days[service].map_or(day, |known| known.min(day)));
        }
        Ok(())
    })?;
    Ok(days)
}

/// A day like 20260131.
pub(super) fn date<const N: usize>(row: &Row<'_, N>, column: usize) -> Result<Date, InFile> {
    parse_day(row.get(column)).ok_or_else(|| row.not(column, "a day like 20260131"))
}

/// `None` for what is no day of a railway: they began in the 19th century.
pub(super) fn parse_day(text: &str) -> Option<Date> {
    let is_shaped = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    let date = Date::new(year, month.try_into().ok()?, day.try_into().ok()?);
    date.ok().filter(|_| is_shaped && year >= 1800)
}

/// The name of a time zone as the database writes it; names are the same in any case.
pub(super) fn zone_name(name: &str) -> Option<String> {
    time_zone(name)?.iana_name().map(str::to_owned)
}

/// A time zone of the bundled database, whatever the system has.
pub(super) fn time_zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}
