//! How precise a reported figure is: as precise as it is written.

use thiserror::Error;

use crate::units::MILE_KM;

/// The part of a figure that its last digit may hide at most. Source: the project's rule that no report is trusted to
/// less than 5 %.
const COARSEST: f64 = 0.05;
/// The part by which "nearly" may fall short. Assumption: a tenth, since reporters round up to the next ten.
const NEARLY: f64 = 0.1;
/// The part by which "over" and "at most" may go beyond their figure before it is doubtful. Source: the project's rule.
const OPEN: f64 = 0.1;

/// A reported figure as the interval it may mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The least it may mean; 0 when open downwards.
    pub low: f64,
    /// The most it may mean; infinite when open upwards.
    pub high: f64,
}

/// What a figure measures, which decides the units that may stand behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A distance, read as kilometres: `200`, `200 km`, `124 miles`.
    Distance,
    /// A time, read as hours: `20`, `20,5 h`, `19:30`, `2 days`.
    Time,
    /// A speed, read as kilometres an hour: `60`, `60 km/h`, `37 mph`.
    Speed,
}

impl Measure {
    fn word(self) -> &'static str {
        match self {
            Measure::Distance => "distance",
            Measure::Time => "time",
            Measure::Speed => "speed",
        }
    }

    /// What to write.
    fn accepted(self) -> &'static str {
        match self {
            Measure::Distance => {
                "write kilometres or miles: 200, 1180, 150-300, 124 miles, or about, nearly, over, under and a number"
            }
            Measure::Time => {
                "write hours, minutes or days: 20, 19-20, 19:30, 20,5 h, 90 min, 2 days, or about, nearly, over, under and a number"
            }
            Measure::Speed => {
                "write km/h or mph: 60, 50-60, 37 mph, or about, nearly, over, under and a number"
            }
        }
    }
}

/// A text that is no figure.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("\"{found}\" is not a {}; {}", measure.map_or("figure", Measure::word), accepted(*measure))]
pub struct NotAFigure {
    /// The text as typed.
    pub found: String,
    /// What it was to measure, where that was known.
    pub measure: Option<Measure>,
}

fn accepted(measure: Option<Measure>) -> &'static str {
    measure.map_or(
        "write 200, 1180, 19-20, 19:30, or about, nearly, over, under and a number",
        Measure::accepted,
    )
}

impl Figure {
    /// A figure as precise as half the unit of its last digit that is not zero, at most 5 %: 1,180 is +-5, 1,500 +-50,
    /// 200 +-10.
    ///
    /// ```
    /// use slowtrain::reported::Figure;
    /// assert_eq!(Figure::written(1_180.0), Figure { low: 1_175.0, high: 1_185.0 });
    /// assert_eq!(Figure::written(200.0), Figure { low: 190.0, high: 210.0 });
    /// ```
    #[must_use]
    pub fn written(value: f64) -> Figure {
        let tolerance = tolerance(value);
        Figure {
            low: value - tolerance,
            high: value + tolerance,
        }
    }

    /// From the lower of one figure to the upper of another.
    #[must_use]
    pub fn between(low: f64, high: f64) -> Figure {
        Figure {
            low: Figure::written(low).low,
            high: Figure::written(high).high,
        }
    }

    /// Reads `200`, `19-20`, `10 to 15`, `19:30` (hours and minutes), `just 200 km`, `about 20`, `nearly 20`, `over 20`,
    /// `under 60`; thousands may be set off by commas or spaces. Units other than km, hours and km/h are turned into these:
    /// `124 miles`, `2 days`, `37 mph`.
    ///
    /// ```
    /// use slowtrain::reported::Figure;
    /// let miles = Figure::parse("124 miles").expect("a distance");
    /// assert_eq!(miles.middle().round(), 200.0);
    /// ```
    ///
    /// # Errors
    /// [`NotAFigure`] for anything else, and for figures that are not above zero.
    pub fn parse(text: &str) -> Result<Figure, NotAFigure> {
        read(text, None).ok_or_else(|| NotAFigure {
            found: text.to_owned(),
            measure: None,
        })
    }

    /// The same for a figure of which it is known what it measures: units of something else are refused.
    ///
    /// # Errors
    /// [`NotAFigure`] as above.
    pub fn parse_as(text: &str, measure: Measure) -> Result<Figure, NotAFigure> {
        read(text, Some(measure)).ok_or_else(|| NotAFigure {
            found: text.to_owned(),
            measure: Some(measure),
        })
    }

    /// A text that means the figure about as well.
    #[must_use]
    pub fn typed(&self) -> String {
        match (self.low, self.high) {
            (low, high) if high.is_infinite() => format!("over {low}"),
            (0.0, high) => format!("under {high}"),
            (low, high) if Figure::written((low + high) / 2.0) == *self => {
                ((low + high) / 2.0).to_string()
            }
            (low, high) => format!("{low}-{high}"),
        }
    }

    /// Whether two intervals have anything in common.
    #[must_use]
    pub fn overlaps(&self, other: &Figure) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// The figure with an open side closed a tenth beyond its end: "over 20" says more than 20, but hardly 40.
    #[must_use]
    pub fn closed(&self) -> Figure {
        match (self.low, self.high) {
            (low, high) if high.is_infinite() => Figure {
                low,
                high: low * (1.0 + OPEN),
            },
            (0.0, high) => Figure {
                low: high * (1.0 - OPEN),
                high,
            },
            _ => *self,
        }
    }

    /// The middle; the closed end of an open one.
    #[must_use]
    pub fn middle(&self) -> f64 {
        if self.high.is_infinite() {
            self.low
        } else if self.low == 0.0 {
            self.high
        } else {
            (self.low + self.high) / 2.0
        }
    }

    /// The same in another unit.
    #[must_use]
    pub fn times(&self, factor: f64) -> Figure {
        Figure {
            low: self.low * factor,
            high: self.high * factor,
        }
    }
}

/// A word before a figure.
#[derive(Clone, Copy)]
enum Word {
    Plain,
    About,
    Nearly,
    Over,
    Under,
}

const WORDS: [(&str, Word); 23] = [
    ("just", Word::Plain),
    ("only", Word::Plain),
    ("no less than", Word::Over),
    ("about", Word::About),
    ("around", Word::About),
    ("roughly", Word::About),
    ("approximately", Word::About),
    ("some ", Word::About),
    ("~", Word::About),
    ("nearly", Word::Nearly),
    ("almost", Word::Nearly),
    ("over", Word::Over),
    ("more than", Word::Over),
    ("at least", Word::Over),
    (">", Word::Over),
    ("up to", Word::Under),
    ("fewer than", Word::Under),
    ("no more than", Word::Under),
    ("within", Word::Under),
    ("under", Word::Under),
    ("less than", Word::Under),
    ("at most", Word::Under),
    ("<", Word::Under),
];

/// A number as written, and half the unit of its last digit.
#[derive(Clone, Copy)]
struct Written {
    value: f64,
    tolerance: f64,
}

impl Written {
    fn of(value: f64) -> Written {
        Written {
            value,
            tolerance: tolerance(value),
        }
    }

    /// Hours and minutes; the minutes are as exact as they are written: `:40` to five, `:43` to half a minute.
    fn clock(hours: u32, minutes: u32) -> Written {
        if minutes == 0 {
            return Written::of(f64::from(hours));
        }
        let unit = if minutes.is_multiple_of(10) {
            10.0
        } else {
            1.0
        };
        let value = f64::from(hours) + f64::from(minutes) / 60.0;
        Written {
            value,
            tolerance: (unit / 120.0_f64).min(value * COARSEST),
        }
    }

    fn times(self, factor: f64) -> Written {
        Written {
            value: self.value * factor,
            tolerance: self.tolerance * factor,
        }
    }
}

impl Word {
    /// The figure from one number to another, which are the same where there is one.
    fn apply(self, low: Written, high: Written) -> Figure {
        let (least, most) = (low.value - low.tolerance, high.value + high.tolerance);
        let (low, high) = match self {
            Word::Plain => (least, most),
            // As much again on both sides.
            Word::About => (least - low.tolerance, most + high.tolerance),
            // What is nearly reached is not reached.
            Word::Nearly => (least.min(high.value * (1.0 - NEARLY)), high.value),
            Word::Over => (low.value, f64::INFINITY),
            Word::Under => (0.0, high.value),
        };
        Figure { low, high }
    }
}

/// A unit that may stand behind a figure, and how many of the base unit of its measure it is.
type Unit = (&'static str, Measure, f64);

/// Units; longer ones come before those that they end in.
const UNITS: [Unit; 25] = [
    ("km/h", Measure::Speed, 1.0),
    ("kmh", Measure::Speed, 1.0),
    ("kph", Measure::Speed, 1.0),
    ("miles an hour", Measure::Speed, MILE_KM),
    ("miles per hour", Measure::Speed, MILE_KM),
    ("mph", Measure::Speed, MILE_KM),
    ("kilometres", Measure::Distance, 1.0),
    ("kilometers", Measure::Distance, 1.0),
    ("km", Measure::Distance, 1.0),
    ("miles", Measure::Distance, MILE_KM),
    ("mile", Measure::Distance, MILE_KM),
    ("mi", Measure::Distance, MILE_KM),
    ("hours", Measure::Time, 1.0),
    ("hour", Measure::Time, 1.0),
    ("hrs", Measure::Time, 1.0),
    ("hr", Measure::Time, 1.0),
    ("minutes", Measure::Time, 1.0 / 60.0),
    ("minute", Measure::Time, 1.0 / 60.0),
    ("mins", Measure::Time, 1.0 / 60.0),
    ("min", Measure::Time, 1.0 / 60.0),
    ("days", Measure::Time, 24.0),
    ("day", Measure::Time, 24.0),
    ("weeks", Measure::Time, 168.0),
    ("week", Measure::Time, 168.0),
    ("h", Measure::Time, 1.0),
];

/// The unit that is counted whole.
const DAYS: [&str; 2] = ["days", "day"];

/// A text without the unit behind it, and that unit.
fn without_unit(text: &str) -> (&str, Option<&'static Unit>) {
    let found = UNITS
        .iter()
        .find_map(|unit| Some((text.strip_suffix(unit.0)?.trim_end(), unit)));
    found.map_or((text, None), |(rest, unit)| (rest, Some(unit)))
}

/// A figure of some measure, or of any where that is not known.
fn read(text: &str, measure: Option<Measure>) -> Option<Figure> {
    let lower = text.trim().to_lowercase();
    let (word, rest) = leading_word(&lower);
    if let Some(time) =
        hours_and_minutes(rest).filter(|_| measure.is_none_or(|m| m == Measure::Time))
    {
        return Some(word.apply(time, time));
    }
    let (rest, unit) = without_unit(rest);
    if measure
        .zip(unit)
        .is_some_and(|(wanted, unit)| unit.1 != wanted)
    {
        return None;
    }
    let factor = unit.map_or(1.0, |unit| unit.2);
    let one = |text: &str| {
        // A unit may stand behind both ends: `19 h to 20 h`.
        let (text, own) = without_unit(text.trim());
        let fits = own.is_none_or(|own| unit.is_some_and(|unit| unit.1 == own.1));
        let factor = own.map_or(factor, |own| own.2);
        fits.then(|| number(text))?
            .map(|number| number.times(factor))
    };
    // Days are counted whole: more than two days are not three yet.
    let is_of_days = unit.is_some_and(|unit| DAYS.contains(&unit.0));
    if let (Word::Over, true, Some(days)) = (word, is_of_days, number(rest))
        && days.value.fract() == 0.0
    {
        let (low, high) = (days.value * factor, (days.value + 1.0) * factor);
        return Some(Figure { low, high });
    }
    match ends(rest) {
        Some((low, high)) => {
            let (low, high) = (one(low)?, one(high)?);
            (low.value <= high.value).then(|| word.apply(low, high))
        }
        None => one(rest).map(|number| word.apply(number, number)),
    }
}

/// The word that a figure begins with, and the rest.
fn leading_word(text: &str) -> (Word, &str) {
    let found = WORDS
        .iter()
        .find_map(|(prefix, word)| Some((*word, text.strip_prefix(prefix)?)));
    let (word, rest) = found.unwrap_or((Word::Plain, text));
    (word, rest.trim())
}

/// The two ends of a range: `19-20`, `10 to 15`, `between 10 and 15`.
fn ends(text: &str) -> Option<(&str, &str)> {
    if let Some(rest) = text.strip_prefix("between ") {
        return rest.split_once(" and ");
    }
    let text = text.strip_prefix("from ").unwrap_or(text);
    text.split_once(" to ")
        .or_else(|| text.split_once(['-', '–']))
        .filter(|(low, _)| !low.is_empty())
}

/// Times in two units: `20 h 30 min`, `20h30`, `1 day 4 hours`, `2 days and 3 hours`.
fn hours_and_minutes(text: &str) -> Option<Written> {
    let text = text.replace(" and ", " ");
    let (value, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let value = value.parse::<u32>().ok()?;
    let unit = unit.trim_start();
    let (unit, rest) = unit.split_at(unit.find(|c: char| c.is_ascii_digit())?);
    let rest = rest.trim();
    let (digits, behind) = rest.split_at(
        rest.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len()),
    );
    let part = digits.parse::<u32>().ok()?;
    match (unit.trim(), behind.trim()) {
        ("h" | "hr" | "hrs" | "hour" | "hours", "" | "m" | "min" | "mins" | "minutes") => {
            (part < 60).then(|| Written::clock(value, part))
        }
        ("d" | "day" | "days", "h" | "hr" | "hrs" | "hour" | "hours") => (part < 24).then(|| {
            let hours = f64::from(value * 24 + part);
            Written {
                value: hours,
                tolerance: 0.5_f64.min(hours * COARSEST),
            }
        }),
        _ => None,
    }
}

/// A number with a point as its decimal mark and no groups. A comma or a space groups where exactly three digits follow
/// each (1,180 and 1 180 000); one comma elsewhere is a decimal comma (20,5). What is grouped is one mark, all along.
///
/// `1.180` is refused: it is 1180 to half of all readers and 1.18 to the others; so are `1 1 8 0`, `,5` and `20,`.
fn ungrouped(text: &str) -> Option<String> {
    let spaced = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}');
    let (whole, decimals) = decimal_mark(text);
    if decimals.is_some_and(|decimals| {
        decimals.is_empty() || !decimals.bytes().all(|byte| byte.is_ascii_digit())
    }) {
        return None;
    }
    let mut groups = whole.split(|c: char| c == ',' || spaced(c));
    let first = groups.next().filter(|first| !first.is_empty())?;
    let mut plain = first.to_owned();
    for group in groups {
        let is_group = group.len() == 3 && first.len() <= 3;
        plain.push_str(Some(group).filter(|_| is_group)?);
    }
    if let Some(decimals) = decimals {
        plain.push('.');
        plain.push_str(decimals);
    }
    Some(plain)
}

/// What stands before and behind the decimal mark of a number.
fn decimal_mark(text: &str) -> (&str, Option<&str>) {
    let is_grouped = |behind: &str| behind.len() == 3;
    if let Some((whole, decimals)) = text.split_once('.') {
        // Three digits behind a point are refused as a number that has none.
        return (
            whole,
            Some(if is_grouped(decimals) { "" } else { decimals }),
        );
    }
    match text.rsplit_once(',') {
        Some((whole, decimals)) if !is_grouped(decimals) && !whole.contains(',') => {
            (whole, Some(decimals))
        }
        _ => (text, None),
    }
}

fn number(text: &str) -> Option<Written> {
    if let Some((hours, minutes)) = text.trim().split_once(':') {
        let minutes = minutes.parse::<u32>().ok().filter(|minutes| *minutes < 60);
        let hours = hours.parse::<u32>().ok()?;
        return Some(Written::clock(hours, minutes?)).filter(|time| time.value > 0.0);
    }
    let plain = ungrouped(text.trim())?;
    let is_plain = plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain
        .parse::<f64>()
        .ok()
        .filter(|value| is_plain && value.is_finite() && *value > 0.0)
        .map(Written::of)
}

/// Half the unit of the last digit that is not zero, at most 5 %.
fn tolerance(value: f64) -> f64 {
    let digits = format!("{value}");
    let unit = match digits.split_once('.') {
        Some((_, decimals)) => 10_f64.powi(-(decimals.len() as i32)),
        None => 10_f64.powi((digits.len() - digits.trim_end_matches('0').len()) as i32),
    };
    (unit / 2.0).min(value.abs() * COARSEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the project's own rule. Source: how thousands are grouped and decimals marked in English, German
    /// and French print; a comma groups only where exactly three digits follow it.
    #[test]
    fn a_comma_is_a_decimal_mark_unless_it_groups() {
        for (text, value) in [
            ("20,5", 20.5),
            ("37,5", 37.5),
            ("1 180,5", 1_180.5),
            ("12,34", 12.34),
            ("1,180", 1_180.0),
            ("1,180,000", 1_180_000.0),
            ("1 180", 1_180.0),
            ("1,180.5", 1_180.5),
        ] {
            let figure = Figure::parse(text).expect(text);
            assert!(
                (figure.middle() / value - 1.0).abs() < 1e-9,
                "{text}: {figure:?}"
            );
        }
        for text in [",5", "20,", "1 1 8 0", "1,18,000", "1.180", "1,2,3"] {
            assert!(Figure::parse(text).is_err(), "{text}");
        }
        let range = Figure::parse("19,5-20,5").expect("a range");
        assert!(range.low > 19.0 && range.high < 21.0, "{range:?}");
    }

    /// Days are counted whole, hours and kilometres are not.
    #[test]
    fn over_two_days_is_less_than_three() {
        let of = |text| Figure::parse_as(text, Measure::Time).expect(text);
        let two = Figure {
            low: 48.0,
            high: 72.0,
        };
        assert_eq!((of("over 2 days"), of("more than 2 days")), (two, two));
        assert!(of("over 48 hours").high.is_infinite());
        assert!(of("over 2.5 days").high.is_infinite());
    }

    #[test]
    fn figures_are_as_precise_as_written() {
        for (value, low, high) in [
            (1_180.0, 1_175.0, 1_185.0),
            (1_500.0, 1_450.0, 1_550.0),
            (200.0, 190.0, 210.0),
            (62.4, 62.35, 62.45),
        ] {
            let figure = Figure::written(value);
            assert!(
                (figure.low - low).abs() < 1e-9 && (figure.high - high).abs() < 1e-9,
                "{value}: {figure:?}"
            );
        }
    }

    #[test]
    fn words_widen_or_open() {
        let figure = |text: &str| Figure::parse(text).expect("a figure");
        assert_eq!(
            figure("over 20"),
            Figure {
                low: 20.0,
                high: f64::INFINITY
            }
        );
        assert_eq!(
            figure("nearly 20"),
            Figure {
                low: 18.0,
                high: 20.0
            }
        );
        assert_eq!(
            figure("about 1,180"),
            Figure {
                low: 1_170.0,
                high: 1_190.0
            }
        );
        assert_eq!(figure("under 60").low, 0.0);
        assert!(
            figure("19-20").overlaps(&figure("20")) && !figure("19-20").overlaps(&figure("22"))
        );
    }

    /// The mile is 1.609344 km; a day has 24 hours; "about" doubles what the ends leave open.
    #[test]
    fn units_and_ranges_are_read_as_people_write_them() {
        let figure = |text: &str| Figure::parse(text).expect(text);
        let near = |text: &str, low: f64, high: f64| {
            let read = figure(text);
            let is_near = (read.low - low).abs() < 1e-6 && (read.high - high).abs() < 1e-6;
            assert!(is_near, "{text}: {read:?}");
        };
        near("about 10 to 15", 9.0, 16.0);
        near("between 10 and 15 hours", 9.5, 15.5);
        near("from 10 to 15", 9.5, 15.5);
        near("2 days", 45.6, 50.4);
        near("2 to 3 days", 45.6, 75.6);
        near("124 miles", 123.5 * 1.609_344, 124.5 * 1.609_344);
        near("20,5 h", 20.45, 20.55);
        near("20 h 30 min", 20.5 - 1.0 / 12.0, 20.5 + 1.0 / 12.0);
        near("20h43", 20.0 + 42.5 / 60.0, 20.0 + 43.5 / 60.0);
        near("1 day and 4 hours", 27.5, 28.5);
        near("37 mph", 36.5 * 1.609_344, 37.5 * 1.609_344);
        near("no more than 60 km/h", 0.0, 60.0);
    }

    #[test]
    fn a_unit_must_measure_what_is_asked() {
        for (text, measure) in [
            ("20 h", Measure::Distance),
            ("200 km", Measure::Time),
            ("2 days", Measure::Speed),
            ("20 km to 30 h", Measure::Time),
        ] {
            let error = Figure::parse_as(text, measure).expect_err(text);
            assert_eq!(error.measure, Some(measure));
        }
        assert!(Figure::parse_as("19 h to 20 h", Measure::Time).is_ok());
        let error = Figure::parse_as("20 h", Measure::Distance).expect_err("hours");
        assert!(
            error
                .to_string()
                .starts_with("\"20 h\" is not a distance; write kilometres or miles")
        );
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "-5",
            "0",
            "twenty",
            "20-19",
            "nan",
            "1e5",
            "inf",
            "about",
            "2 days 30 hours",
            "0:00",
            "20 h 60 min",
        ] {
            assert!(Figure::parse(text).is_err(), "{text}");
        }
    }
}
