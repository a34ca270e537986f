//! Quantities as people write them: rounded first, then put into units, so that nothing reads "4 h 60 min".

use std::fmt;

use super::{Estimate, Length, RunTime, Speed};

/// As [`distance`] writes it.
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&distance(*self))
    }
}

/// As [`duration`] writes it.
impl fmt::Display for RunTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&duration(*self))
    }
}

/// As [`speed`] writes it.
impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&speed(*self))
    }
}

/// The likely time and its range: `20 h 05 min (17 h 30 min to 23 h 10 min)`.
impl fmt::Display for Estimate<RunTime> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!(
            "{} ({})",
            duration(self.likely()),
            duration_range(self)
        ))
    }
}

/// `20 h 05 min`, `5 min`, up to two days in whole minutes; above that in whole hours, `3 d 04 h`.
///
/// ```
/// use slowtrain::units::{RunTime, format};
/// assert_eq!(format::duration(RunTime::from_s(17_999.0)), "5 h 00 min");
/// ```
#[must_use]
pub fn duration(time: RunTime) -> String {
    let minutes = time.minutes().round() as i64;
    let sign = if minutes < 0 { "-" } else { "" };
    let minutes = minutes.abs();
    let (hours, rest) = (minutes / 60, minutes % 60);
    if minutes >= 2 * 1_440 {
        let hours = (minutes + 30) / 60;
        format!("{sign}{} d {} h", hours / 24, hours % 24)
    } else if hours > 0 {
        format!("{sign}{hours} h {rest:02} min")
    } else {
        format!("{sign}{rest} min")
    }
}

/// `35 min to 1 h 10 min`, `17 h 30 min to 23 h 10 min`, `47 h 20 min to 2 d 11 h`: a range at the precision that a range
/// deserves: whole minutes below ten hours, ten minutes up to two days, whole hours above.
#[must_use]
pub fn duration_range(range: &Estimate<RunTime>) -> String {
    let of = |time: RunTime| match range.high().h() {
        h if h < 10.0 => duration(time),
        _ => duration(RunTime::from_min((time.minutes() / 10.0).round() * 10.0)),
    };
    format!("{} to {}", of(range.low()), of(range.high()))
}

/// `1,187 km`, `12.3 km` below a hundred, `850 m` below one.
#[must_use]
pub fn distance(length: Length) -> String {
    let km = length.km();
    if km.abs() < 0.9995 {
        format!("{} m", grouped(length.m().round() as i64))
    } else if km.abs() < 99.95 {
        format!("{km:.1} km")
    } else {
        format!("{} km", grouped(km.round() as i64))
    }
}

/// `60 km/h`; one decimal below ten.
#[must_use]
pub fn speed(speed: Speed) -> String {
    let kmh = speed.kmh();
    if kmh.abs() < 9.95 {
        format!("{kmh:.1} km/h")
    } else {
        format!("{} km/h", kmh.round() as i64)
    }
}

/// A whole number in groups of three: `9,288`, `1,234,567`; four digits and more are grouped.
#[must_use]
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_comes_before_units() {
        assert_eq!(duration(RunTime::from_min(59.6)), "1 h 00 min");
        assert_eq!(duration(RunTime::from_h(76.0)), "3 d 4 h");
        assert_eq!(duration(RunTime::from_min(-5.0)), "-5 min");
        assert_eq!(distance(Length::from_m(999.6)), "1.0 km");
        assert_eq!(distance(Length::from_km(99.96)), "100 km");
    }

    #[test]
    fn a_range_is_rounded_as_its_high_end() {
        let range = |low, high| {
            let range = Estimate::new(low, high, high).expect("ordered");
            duration_range(&range.map(RunTime::from_h))
        };
        assert_eq!(range(47.3, 59.2), "47 h 20 min to 2 d 11 h");
        assert_eq!(range(9.51, 12.26), "9 h 30 min to 12 h 20 min");
        assert_eq!(range(0.55, 1.2), "33 min to 1 h 12 min");
    }

    #[test]
    fn quantities_are_shown_as_they_are_written() {
        let range = Estimate::new(17.5, 20.0, 23.2).expect("ordered");
        let range = range.map(RunTime::from_h);
        assert_eq!(
            range.to_string(),
            "20 h 00 min (17 h 30 min to 23 h 10 min)"
        );
        assert_eq!(format!("{:>8}|", Length::from_km(12.34)), " 12.3 km|");
        assert_eq!(Speed::from_kmh(60.0).to_string(), "60 km/h");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(distance(Length::from_km(9_288.2)), "9,288 km");
        assert_eq!(grouped(-1_234_567), "-1,234,567");
    }
}
