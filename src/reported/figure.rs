//! How precise a reported figure is: as precise as it is written.

use thiserror::Error;

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

/// A text that is no figure.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "\"{found}\" is not a figure; write 200, 1180, 19-20, 19:30, or about, nearly, over, under and a number"
)]
pub struct NotAFigure {
    /// The text as typed.
    pub found: String,
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

    /// Reads `200`, `19-20`, `19:30` (hours and minutes), `just 200 km`, `about 20`, `nearly 20`, `over 20`, `under
    /// 60`; thousands may be set off by commas or spaces.
    ///
    /// # Errors
    /// [`NotAFigure`] for anything else, and for figures that are not above zero.
    pub fn parse(text: &str) -> Result<Figure, NotAFigure> {
        let refuse = || NotAFigure {
            found: text.to_owned(),
        };
        let lower = text.trim().to_lowercase();
        let (word, rest) = WORDS
            .iter()
            .find_map(|(prefix, word)| Some((*word, lower.strip_prefix(prefix)?)))
            .unwrap_or((Word::Plain, lower.as_str()));
        let rest = without_unit(rest.trim());
        let figure = match rest.split_once(['-', '–']) {
            Some((low, high)) if !low.is_empty() => {
                let (low, high) = (
                    number(low).ok_or_else(refuse)?,
                    number(high).ok_or_else(refuse)?,
                );
                if low > high {
                    return Err(refuse());
                }
                Figure::between(low, high)
            }
            _ => Figure::written(number(rest).ok_or_else(refuse)?),
        };
        Ok(word.apply(figure))
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

const WORDS: [(&str, Word); 17] = [
    ("just", Word::Plain),
    ("only", Word::Plain),
    ("no less than", Word::Over),
    ("about", Word::About),
    ("around", Word::About),
    ("some ", Word::About),
    ("~", Word::About),
    ("nearly", Word::Nearly),
    ("almost", Word::Nearly),
    ("over", Word::Over),
    ("more than", Word::Over),
    ("at least", Word::Over),
    (">", Word::Over),
    ("under", Word::Under),
    ("less than", Word::Under),
    ("at most", Word::Under),
    ("<", Word::Under),
];

impl Word {
    fn apply(self, figure: Figure) -> Figure {
        let Figure { low, high } = figure;
        match self {
            Word::Plain => figure,
            // As much again on both sides.
            Word::About => Figure {
                low: low - (high - low) / 2.0,
                high: high + (high - low) / 2.0,
            },
            // What is nearly reached is not reached.
            Word::Nearly => Figure {
                low: low.min(figure.middle() * (1.0 - NEARLY)),
                high: figure.middle(),
            },
            Word::Over => Figure {
                low: figure.middle(),
                high: f64::INFINITY,
            },
            Word::Under => Figure {
                low: 0.0,
                high: figure.middle(),
            },
        }
    }
}

/// Units that may stand behind a figure; longer ones come before those they begin with.
const UNITS: [&str; 9] = [
    "km/h", "kmh", "kph", "km", "hours", "hour", "hrs", "hr", "h",
];

fn without_unit(text: &str) -> &str {
    let bare = UNITS.iter().find_map(|unit| text.strip_suffix(unit));
    bare.unwrap_or(text).trim_end()
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

fn number(text: &str) -> Option<f64> {
    if let Some((hours, minutes)) = text.trim().split_once(':') {
        let minutes = minutes.parse::<u32>().ok().filter(|minutes| *minutes < 60);
        return Some(f64::from(hours.parse::<u32>().ok()?) + f64::from(minutes?) / 60.0);
    }
    let plain = ungrouped(text.trim())?;
    let is_plain = plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain
        .parse::<f64>()
        .ok()
        .filter(|value| is_plain && value.is_finite() && *value > 0.0)
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

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "", "-5", "0", "twenty", "20-19", "nan", "1e5", "inf", "about",
        ] {
            assert!(Figure::parse(text).is_err(), "{text}");
        }
    }
}
