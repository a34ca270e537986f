//! The parameters of a request: one table both reads a query and describes it in the OpenAPI document.

use super::problem::Problem;

/// Bytes of a query at most. Assumption: thirty names of the longest kind fit.
pub const LONGEST_QUERY: usize = 8_192;
/// Bytes of one value at most, unless a parameter says otherwise. The longest name of the data has 50.
const LONGEST_VALUE: usize = 300;

/// A parameter of a query.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it says, with its unit.
    pub told: &'static str,
    /// What it takes.
    pub kind: ParameterKind,
    /// How often it may be given.
    pub most: usize,
    /// Whether there is no answer without it.
    pub is_required: bool,
    /// A value that one might give.
    pub example: &'static str,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParameterKind {
    /// Text that the library reads, in so many bytes.
    Text(usize),
    /// A whole number from one to another.
    Whole(u32, u32),
    /// A number from one to another.
    Number(f64, f64),
    /// `true` or `false`; nothing is `true`.
    Flag,
    /// One of some words.
    Word(&'static [&'static str]),
}

impl Parameter {
    /// A text, once.
    pub const fn text(name: &'static str, told: &'static str, example: &'static str) -> Parameter {
        Parameter::of(name, told, ParameterKind::Text(LONGEST_VALUE), example)
    }

    /// A parameter that is given once.
    pub const fn of(
        name: &'static str,
        told: &'static str,
        kind: ParameterKind,
        example: &'static str,
    ) -> Parameter {
        Parameter {
            name,
            told,
            kind,
            most: 1,
            is_required: false,
            example,
        }
    }

    /// It may be given so often.
    pub const fn up_to(mut self, most: usize) -> Parameter {
        self.most = most;
        self
    }

    /// There is no answer without it.
    pub const fn required(mut self) -> Parameter {
        self.is_required = true;
        self
    }

    fn check(&self, value: &str) -> Result<(), Problem> {
        let accepted = match self.kind {
            ParameterKind::Text(most) => {
                (value.len() > most).then(|| format!("at most {most} bytes"))
            }
            ParameterKind::Whole(least, most) => {
                let is_fine = value.parse().is_ok_and(|n| (least..=most).contains(&n));
                (!is_fine).then(|| format!("a whole number from {least} to {most}"))
            }
            ParameterKind::Number(least, most) => {
                let is_fine = value
                    .parse::<f64>()
                    .is_ok_and(|n| (least..=most).contains(&n));
                (!is_fine).then(|| format!("a number from {least} to {most}"))
            }
            ParameterKind::Flag => {
                let is_fine = matches!(value, "" | "true" | "false");
                (!is_fine).then(|| String::from("true or false"))
            }
            ParameterKind::Word(words) => {
                (!words.contains(&value)).then(|| format!("one of {}", words.join(", ")))
            }
        };
        accepted.map_or(Ok(()), |accepted| {
            let shown: String = value.chars().take(60).collect();
            let text = format!("{} is \"{shown}\"; {accepted} is taken", self.name);
            Err(Problem::wrong("bad_parameter", text))
        })
    }
}

/// What a query gave, checked against the parameters that are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values(Vec<(&'static str, String)>);

impl Values {
    /// Reads a query.
    pub fn read<'p>(
        query: &str,
        known: impl Iterator<Item = &'p Parameter> + Clone,
    ) -> Result<Values, Problem> {
        if query.len() > LONGEST_QUERY {
            let text = format!(
                "the query has {} bytes; at most {LONGEST_QUERY} are taken",
                query.len()
            );
            return Err(Problem::new(414, "too_long", text));
        }
        let mut values = Values::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name)?, decoded(value)?);
            let Some(parameter) = known.clone().find(|known| known.name == name) else {
                let names: Vec<&str> = known.map(|known| known.name).collect();
                let shown: String = name.chars().take(60).collect();
                let text = format!(
                    "there is no parameter \"{shown}\"; there are {}",
                    names.join(", ")
                );
                return Err(Problem::wrong("unknown_parameter", text));
            };
            // A field of a form that was left empty asks nothing.
            if value.is_empty() && parameter.kind != ParameterKind::Flag {
                continue;
            }
            parameter.check(&value)?;
            if values.all(parameter.name).count() == parameter.most {
                let text = format!(
                    "{} is given more than {}",
                    parameter.name,
                    times(parameter.most)
                );
                return Err(Problem::wrong("too_many", text));
            }
            values.0.push((parameter.name, value));
        }
        let mut needed = known.filter(|known| known.is_required);
        if let Some(missing) = needed.find(|known| values.text(known.name).is_none()) {
            let text = format!(
                "{} is missing: {}; for instance {}={}",
                missing.name, missing.told, missing.name, missing.example
            );
            return Err(Problem::wrong("missing_parameter", text));
        }
        Ok(values)
    }

    /// All values of a parameter, in order.
    pub fn all<'v>(&'v self, name: &'v str) -> impl Iterator<Item = &'v str> {
        let pairs = self.0.iter().filter(move |(known, _)| *known == name);
        pairs.map(|(_, value)| value.as_str())
    }

    /// The value of a parameter.
    pub fn text(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value of a parameter that is a whole number.
    pub fn whole(&self, name: &str) -> Option<u32> {
        self.text(name)?.parse().ok()
    }

    /// The value of a parameter that is a number.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.text(name)?.parse().ok()
    }

    /// Whether a flag is set.
    pub fn is(&self, name: &str) -> bool {
        self.text(name).is_some_and(|value| value != "false")
    }
}

fn times(most: usize) -> String {
    match most {
        1 => String::from("once"),
        most => format!("{most} times"),
    }
}

/// A part of a query in plain text: `+` is a space, `%EC` a byte of UTF-8.
fn decoded(text: &str) -> Result<String, Problem> {
    let wrong = |what: &str| {
        let text = format!("the query has {what}; write it in UTF-8 with %XX where needed");
        Problem::wrong("bad_query", text)
    };
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(rest.next()), digit(rest.next()));
                let value = high.zip(low).map(|(high, low)| (high * 16 + low) as u8);
                value.ok_or_else(|| wrong("a % without two hexadecimal digits"))?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|_| wrong("bytes that are no text"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KNOWN: [Parameter; 4] = [
        Parameter::text("from", "the start", "Paris").required(),
        Parameter::text("via", "a station", "Buy").up_to(2),
        Parameter::of("cars", "cars", ParameterKind::Whole(1, 9), "3"),
        Parameter::of("shortest", "the shortest", ParameterKind::Flag, "true"),
    ];

    fn read(query: &str) -> Result<Values, Problem> {
        Values::read(query, KNOWN.iter())
    }

    fn refused(query: &str) -> (&'static str, String) {
        let problem = read(query).expect_err(query);
        (problem.code, problem.text)
    }

    #[test]
    fn queries_are_read_in_any_script() {
        let values = read("from=%ED%8F%89%EC%96%91&via=Dong+Dang&via=b&shortest").expect("fine");
        assert_eq!(values.text("from"), Some("평양"));
        assert_eq!(values.all("via").collect::<Vec<_>>(), ["Dong Dang", "b"]);
        assert!(values.is("shortest") && !values.is("cars"));
        assert_eq!(
            read("from=a&cars=").expect("left empty").whole("cars"),
            None
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(
            refused("via=a"),
            (
                "missing_parameter",
                String::from("from is missing: the start; for instance from=Paris")
            )
        );
        assert_eq!(
            refused("from=a&form=b").1,
            "there is no parameter \"form\"; there are from, via, cars, shortest"
        );
        assert_eq!(
            refused("from=a&cars=10").1,
            "cars is \"10\"; a whole number from 1 to 9 is taken"
        );
        assert_eq!(refused("from=a&via=1&via=2&via=3").0, "too_many");
        assert_eq!(refused("from=%4").0, "bad_query");
        assert_eq!(refused("from=%FF").0, "bad_query");
        assert_eq!(
            refused(&format!("from={}", "a".repeat(301))).0,
            "bad_parameter"
        );
        assert_eq!(read(&"a".repeat(9_000)).expect_err("long").status, 414);
    }

    proptest! {
        #[test]
        fn no_query_panics(query in "\\PC{0,200}", bytes in "[a-z%&=+0-9A-F]{0,200}") {
            let _ = read(&query);
            let _ = read(&bytes);
        }
    }
}
