//! What a sentence claims: "700 km to Vladivostok in a bit over ten hours".
//!
//! English sentences, with places in any script. What is found is given as one would type it after `claim`, so that it
//! can be shown, corrected and judged; what is not understood is left out, never guessed. Miles become kilometres, days
//! and minutes become hours.
//!
//! ```
//! use slowtrain::reported::Sentence;
//! let read = Sentence::read("700 km to Vladivostok in a bit over ten hours");
//! assert_eq!(read.to.as_deref(), Some("Vladivostok"));
//! assert_eq!((read.km.as_deref(), read.hours.as_deref()), (Some("700"), Some("over 10")));
//! ```

mod number;
mod places;
mod token;

use crate::units::MILE_KM;
use number::Quantity;
use token::{Token, tokens};

/// Words between a number and what it counts, at most: "90 green armoured cars".
const ADJECTIVES: usize = 3;

/// What a sentence claims, each part as one would type it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Where the journey starts.
    pub from: Option<String>,
    /// Where it goes.
    pub to: Option<String>,
    /// Its distance, in kilometres.
    pub km: Option<String>,
    /// How long it takes, in hours.
    pub hours: Option<String>,
    /// Its mean speed, in km/h.
    pub speed: Option<String>,
    /// Its highest speed, in km/h.
    pub max_speed: Option<String>,
    /// The number of cars.
    pub cars: Option<u32>,
    /// The number of trains that the cars are in.
    pub trains: Option<u32>,
}

/// What a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Measure {
    /// Kilometres in one of it.
    Distance(f64),
    /// Hours in one of it.
    Time(f64),
    /// Kilometres an hour in one of it.
    Speed(f64),
    Cars,
    Trains,
}

impl Sentence {
    /// Reads a sentence.
    #[must_use]
    pub fn read(text: &str) -> Sentence {
        let mut tokens = tokens(text);
        let mut sentence = Sentence::default();
        let mut at = 0;
        while at < tokens.len() {
            match quantity(&tokens, at) {
                Some((quantity, measure, end)) => {
                    sentence.take(&tokens[..at], quantity, measure);
                    // What was a figure is no place, and a "to" within it leads nowhere.
                    tokens[at..end].iter_mut().for_each(Token::spend);
                    at = end;
                }
                None => at += 1,
            }
        }
        (sentence.from, sentence.to) = places::ends(&tokens);
        sentence
    }

    /// Whether it claims nothing about a journey.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let figures = [&self.km, &self.hours, &self.speed, &self.max_speed];
        figures.iter().all(|figure| figure.is_none()) && self.cars.is_none()
    }

    /// What was understood, in words.
    #[must_use]
    pub fn understood(&self) -> String {
        let some = |lead: &str, value: Option<&str>, unit: &str| {
            value.map(|value| format!("{lead}{value}{unit}"))
        };
        let count = |number: Option<u32>| number.map(|number| number.to_string());
        let (cars, trains) = (count(self.cars), count(self.trains));
        let parts = [
            some("from ", self.from.as_deref(), ""),
            some("to ", self.to.as_deref(), ""),
            some("", self.km.as_deref(), " km"),
            some("", self.hours.as_deref(), " hours"),
            some("mean speed ", self.speed.as_deref(), " km/h"),
            some("highest speed ", self.max_speed.as_deref(), " km/h"),
            some("", cars.as_deref(), " cars"),
            some("", trains.as_deref(), " trains"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        match parts.is_empty() {
            true => String::from("nothing"),
            false => parts.join(", "),
        }
    }

    /// Takes a quantity; the first of its kind counts.
    fn take(&mut self, before: &[Token], quantity: Quantity, measure: Measure) {
        let qualifier = qualifier(before);
        let slot = match measure {
            Measure::Distance(_) => &mut self.km,
            Measure::Time(_) => &mut self.hours,
            Measure::Speed(_) if is_highest(before, qualifier) => {
                self.max_speed
                    .get_or_insert_with(|| quantity.text(measure.factor()));
                return;
            }
            Measure::Speed(_) => &mut self.speed,
            Measure::Cars => return count(&mut self.cars, quantity),
            Measure::Trains => return count(&mut self.trains, quantity),
        };
        slot.get_or_insert_with(|| {
            let figure = quantity.text(measure.factor());
            match qualifier {
                Some(word) => format!("{word} {figure}"),
                None => figure,
            }
        });
    }
}

impl Measure {
    /// How much of the unit of claims is in one of it.
    fn factor(self) -> f64 {
        match self {
            Measure::Distance(factor) | Measure::Time(factor) | Measure::Speed(factor) => factor,
            Measure::Cars | Measure::Trains => 1.0,
        }
    }
}

fn count(slot: &mut Option<u32>, quantity: Quantity) {
    if let Some(number) = quantity.count() {
        slot.get_or_insert(number);
    }
}

/// A number and what it measures, and the token behind them.
fn quantity(tokens: &[Token], at: usize) -> Option<(Quantity, Measure, usize)> {
    let (mut quantity, mut end) = number::read(tokens, at)?;
    let (measure, after) = measure(tokens, end)?;
    end = after;
    if let Measure::Time(hours) = measure {
        if let Some(after) = number::half(tokens, end) {
            quantity = quantity.plus(0.5);
            end = after;
        }
        // "10 hours and 30 minutes", "a day and six hours".
        let next = end + usize::from(word(tokens, end) == "and");
        if let Some((more, after)) = number::read(tokens, next)
            && let Some((Measure::Time(smaller), after)) = self::measure(tokens, after)
            && smaller < hours
            && let Some(more) = more.single()
        {
            quantity = quantity.plus(more * smaller / hours);
            end = after;
        }
    }
    Some((quantity, measure, end))
}

/// A unit, or what is counted, and the token behind it.
fn measure(tokens: &[Token], at: usize) -> Option<(Measure, usize)> {
    let unit = |at: usize| match word(tokens, at) {
        "km" | "kms" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => {
            Some(Measure::Distance(1.0))
        }
        "mile" | "miles" | "mi" => Some(Measure::Distance(MILE_KM)),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(Measure::Time(1.0)),
        "min" | "mins" | "minute" | "minutes" => Some(Measure::Time(1.0 / 60.0)),
        "day" | "days" => Some(Measure::Time(24.0)),
        "km/h" | "kmh" | "kph" | "kmph" => Some(Measure::Speed(1.0)),
        "mph" | "mi/h" => Some(Measure::Speed(MILE_KM)),
        _ => None,
    };
    if let Some(found) = unit(at) {
        let per_hour = matches!(word(tokens, at + 1), "per" | "an" | "a")
            && matches!(word(tokens, at + 2), "hour" | "h");
        return Some(match found {
            Measure::Distance(factor) if per_hour => (Measure::Speed(factor), at + 3),
            other => (other, at + 1),
        });
    }
    // Another number begins another figure: "a 21-car train".
    let goes_on = |at: &usize| {
        let has_begun = *at > 0 && tokens.get(at - 1).is_some_and(|token| token.ends_clause);
        !has_begun && number::read(tokens, *at).is_none()
    };
    let counted = (at..=at + ADJECTIVES).take_while(goes_on);
    counted.into_iter().find_map(|at| match word(tokens, at) {
        "car" | "cars" | "carriage" | "carriages" | "coach" | "coaches" | "wagon" | "wagons" => {
            Some((Measure::Cars, at + 1))
        }
        "trains" => Some((Measure::Trains, at + 1)),
        _ => None,
    })
}

fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.lower.as_str())
}

/// Words before a figure and what they make of it; longer ones come before those they end in.
const QUALIFIERS: [(&str, &str); 27] = [
    ("no more than", "under"),
    ("not more than", "under"),
    ("a little less than", "nearly"),
    ("a bit less than", "nearly"),
    ("just less than", "nearly"),
    ("less than", "under"),
    ("fewer than", "under"),
    ("just under", "nearly"),
    ("a little under", "nearly"),
    ("a bit under", "nearly"),
    ("under", "under"),
    ("at most", "under"),
    ("up to", "under"),
    ("more than", "over"),
    ("at least", "over"),
    ("over", "over"),
    ("nearly", "nearly"),
    ("almost", "nearly"),
    ("not quite", "nearly"),
    ("close to", "nearly"),
    ("about", "about"),
    ("around", "about"),
    ("roughly", "about"),
    ("approximately", "about"),
    ("some", "about"),
    ("circa", "about"),
    ("an estimated", "about"),
];

/// What the words before a figure make of it.
fn qualifier(before: &[Token]) -> Option<&'static str> {
    let ends_in = |phrase: &str| {
        let words: Vec<&str> = phrase.split(' ').collect();
        let start = before.len().checked_sub(words.len());
        start.is_some_and(|start| {
            let tail = before[start..].iter().map(|token| token.lower.as_str());
            tail.eq(words)
        })
    };
    let found = QUALIFIERS.iter().find(|(phrase, _)| ends_in(phrase));
    found.map(|(_, word)| *word)
}

/// Whether a speed is the highest, by what stands before it in its clause.
fn is_highest(before: &[Token], qualifier: Option<&str>) -> bool {
    let clause = before.iter().rev().take_while(|token| !token.ends_clause);
    let mut words = clause.take(6).map(|token| token.lower.as_str());
    qualifier == Some("under")
        || words.any(|word| {
            matches!(
                word,
                "top"
                    | "maximum"
                    | "highest"
                    | "max"
                    | "never"
                    | "exceed"
                    | "exceeds"
                    | "exceeding"
                    | "faster"
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reported::Figure;

    fn told(text: &str) -> String {
        let read = Sentence::read(text);
        let figures = [&read.km, &read.hours, &read.speed, &read.max_speed];
        for figure in figures.into_iter().flatten() {
            assert!(Figure::parse(figure).is_ok(), "{figure}");
        }
        read.understood()
    }

    #[test]
    fn claims_are_read_as_people_write_them() {
        for (text, understood) in [
            (
                "700 km to Vladivostok in a bit over ten hours",
                "to Vladivostok, 700 km, over 10 hours",
            ),
            (
                "The armoured train covered the 1,180 km from Pyongyang to Vladivostok in about 20 hours.",
                "from Pyongyang, to Vladivostok, 1180 km, about 20 hours",
            ),
            (
                "Vladivostok is just 200 km from Pyongyang, yet the trip took nearly 20 hours",
                "from Pyongyang, 200 km, nearly 20 hours",
            ),
            (
                "평양에서 from 평양 to 블라디보스토크 takes 19-20 hours",
                "from 평양, to 블라디보스토크, 19-20 hours",
            ),
            (
                "It left Beijing with 90 cars in three trains",
                "from Beijing, 90 cars, 3 trains",
            ),
            (
                "a 21-car train at a top speed of 59 km/h, two and a half days",
                "60 hours, highest speed 59 km/h, 21 cars",
            ),
            ("averaging 60 kilometres an hour", "mean speed 60 km/h"),
            (
                "between Hanoi and Dong Dang in 10 hours and 30 minutes",
                "from Hanoi, to Dong Dang, 10.5 hours",
            ),
            (
                "from moscow to vladivostok in 6 days",
                "from moscow, to vladivostok, 144 hours",
            ),
            (
                "Moscow to Beijing takes between 130 and 140 hours",
                "from Moscow, to Beijing, 130-140 hours",
            ),
            ("from 19 to 20 hours", "19-20 hours"),
            ("the train was slow", "nothing"),
        ] {
            assert_eq!(told(text), understood, "{text}");
        }
    }

    #[test]
    fn miles_keep_the_precision_they_were_written_with() {
        let read = Sentence::read("just 120 miles");
        let figure = Figure::parse(read.km.as_deref().expect("a distance")).expect("a figure");
        // 120 miles is 115 to 125 of them: 185 to 201 km.
        assert!(
            (figure.low - 185.0).abs() < 1.0 && (figure.high - 201.0).abs() < 1.0,
            "{figure:?}"
        );
    }
}
