//! Columns of a batch as texts, lists of texts, days and times, whatever form they come in.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{
    Array, GenericListArray, LargeStringArray, OffsetSizeTrait, StringArray, StringViewArray,
};
use arrow_schema::{DataType, TimeUnit};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::journey::clock::time_zone;

/// What separates several names in one text, as in the tables of a network.
const SEPARATOR: char = ';';

/// A column of texts.
pub(super) enum Texts<'a> {
    String(&'a StringArray),
    Large(&'a LargeStringArray),
    View(&'a StringViewArray),
    /// For each row the number of its value; null where that is `None`.
    Dictionary(Vec<Option<usize>>, Box<Texts<'a>>),
    /// No text in any row.
    Nulls,
}

impl<'a> Texts<'a> {
    /// What a text may be.
    pub const EXPECTED: &'static str =
        "text (a string, a large string, a string view, or a dictionary of them)";

    /// The texts of an array; `None` where it has none.
    pub fn of(array: &'a dyn Array) -> Option<Texts<'a>> {
        Some(match array.data_type() {
            DataType::Utf8 => Texts::String(array.as_string()),
            DataType::LargeUtf8 => Texts::Large(array.as_string()),
            DataType::Utf8View => Texts::View(array.as_string_view()),
            DataType::Null => Texts::Nulls,
            DataType::Dictionary(..) => Texts::of_dictionary(array)?,
            _ => return None,
        })
    }

    fn of_dictionary(array: &'a dyn Array) -> Option<Texts<'a>> {
        let dictionary = array.as_any_dictionary();
        let values = Texts::of(dictionary.values())?;
        if dictionary.values().is_empty() {
            return Some(Texts::Nulls);
        }
        let numbers = dictionary.normalized_keys();
        let keys = dictionary.keys();
        let number = |(row, number): (usize, usize)| (!keys.is_null(row)).then_some(number);
        let numbers = numbers.into_iter().enumerate().map(number).collect();
        Some(Texts::Dictionary(numbers, Box::new(values)))
    }

    /// The text of a row; `None` where it is null.
    pub fn get(&self, row: usize) -> Option<&'a str> {
        match self {
            Texts::String(array) => array.is_valid(row).then(|| array.value(row)),
            Texts::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Texts::View(array) => array.is_valid(row).then(|| array.value(row)),
            Texts::Dictionary(numbers, values) => values.get(numbers[row]?),
            Texts::Nulls => None,
        }
    }
}

/// A column of several names in each row.
pub(super) enum Lists<'a> {
    /// Texts in which names are separated.
    Texts(Texts<'a>),
    /// Lists of texts: where each row begins and ends in them.
    Lists(Vec<(usize, usize)>, Texts<'a>),
}

impl<'a> Lists<'a> {
    /// What several names may be.
    pub const EXPECTED: &'static str = "text, or a list of texts,";

    pub fn of(array: &'a dyn Array) -> Option<Lists<'a>> {
        match array.data_type() {
            DataType::List(_) => Lists::of_list(array.as_list::<i32>()),
            DataType::LargeList(_) => Lists::of_list(array.as_list::<i64>()),
            _ => Texts::of(array).map(Lists::Texts),
        }
    }

    fn of_list<O: OffsetSizeTrait>(array: &'a GenericListArray<O>) -> Option<Lists<'a>> {
        let texts = Texts::of(array.values())?;
        let offsets = array.value_offsets();
        // A null list may span values; they are not there.
        let bounds = |row: usize| match array.is_valid(row) {
            true => (offsets[row].as_usize(), offsets[row + 1].as_usize()),
            false => (0, 0),
        };
        let bounds = (0..array.len()).map(bounds).collect();
        Some(Lists::Lists(bounds, texts))
    }

    /// The names of a row; those that are null or empty are not there.
    pub fn get(&self, row: usize) -> Vec<&'a str> {
        let is_there = |name: &&str| !name.is_empty();
        match self {
            Lists::Texts(texts) => {
                let names = texts.get(row).unwrap_or_default().split(SEPARATOR);
                names.map(str::trim).filter(is_there).collect()
            }
            Lists::Lists(bounds, texts) => {
                let (begin, end) = bounds[row];
                let names = (begin..end).filter_map(|value| texts.get(value));
                names.map(str::trim).filter(is_there).collect()
            }
        }
    }
}

/// A day or a time as a row has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Moment<'a> {
    /// A text, to be read.
    Text(&'a str),
    /// A day.
    Day(Date),
    /// A time on a clock that is not named.
    Local(DateTime),
    /// An instant, and its day on the clock of its column.
    Instant(Timestamp, Date),
    /// A number that is beyond the calendar, as text.
    Beyond(String),
}

/// A column of days or times.
pub(super) enum Moments<'a> {
    Texts(Texts<'a>),
    /// Days since 1970.
    Days(&'a dyn Array),
    /// Units of time since 1970; the zone of the column.
    Times(&'a dyn Array, TimeUnit, Option<TimeZone>),
}

impl<'a> Moments<'a> {
    /// What a day or time may be.
    pub const EXPECTED: &'static str = "text, a date or a timestamp";

    pub fn of(array: &'a dyn Array) -> Option<Moments<'a>> {
        match array.data_type() {
            DataType::Date32 | DataType::Date64 => Some(Moments::Days(array)),
            DataType::Timestamp(unit, zone) => {
                let zone = zone.as_deref().map(zone_of);
                // A zone that is not known makes the type one that is not read.
                match zone {
                    Some(None) => None,
                    zone => Some(Moments::Times(array, *unit, zone.flatten())),
                }
            }
            _ => Texts::of(array).map(Moments::Texts),
        }
    }

    /// What a row has; `None` where it is null.
    pub fn get(&self, row: usize) -> Option<Moment<'a>> {
        match self {
            Moments::Texts(texts) => texts.get(row).map(Moment::Text),
            Moments::Days(array) => array.is_valid(row).then(|| day(*array, row)),
            Moments::Times(array, unit, zone) => array
                .is_valid(row)
                .then(|| time(*array, row, *unit, zone.as_ref())),
        }
    }
}

/// `UTC`, `Asia/Tokyo` or `+09:00`.
fn zone_of(name: &str) -> Option<TimeZone> {
    if let Ok(zone) = time_zone(name) {
        return Some(zone);
    }
    let parsed: jiff::fmt::strtime::BrokenDownTime = jiff::fmt::strtime::parse("%:z", name).ok()?;
    parsed.offset().map(TimeZone::fixed)
}

fn day<'a>(array: &dyn Array, row: usize) -> Moment<'a> {
    let (number, ms) = match array.data_type() {
        DataType::Date32 => {
            let days = i64::from(array.as_primitive::<Date32Type>().value(row));
            (days, days.checked_mul(86_400_000))
        }
        _ => {
            let ms = array.as_primitive::<Date64Type>().value(row);
            (ms, Some(ms))
        }
    };
    let at = ms.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    at.map_or_else(
        || Moment::Beyond(number.to_string()),
        |at| Moment::Day(at.to_zoned_datetime(TimeZone::UTC).date()),
    )
}

fn time<'a>(array: &dyn Array, row: usize, unit: TimeUnit, zone: Option<&TimeZone>) -> Moment<'a> {
    let (number, at) = match unit {
        TimeUnit::Second => {
            let number = array.as_primitive::<TimestampSecondType>().value(row);
            (number, Timestamp::from_second(number))
        }
        TimeUnit::Millisecond => {
            let number = array.as_primitive::<TimestampMillisecondType>().value(row);
            (number, Timestamp::from_millisecond(number))
        }
        TimeUnit::Microsecond => {
            let number = array.as_primitive::<TimestampMicrosecondType>().value(row);
            (number, Timestamp::from_microsecond(number))
        }
        TimeUnit::Nanosecond => {
            let number = array.as_primitive::<TimestampNanosecondType>().value(row);
            (number, Timestamp::from_nanosecond(number.into()))
        }
    };
    match (at, zone) {
        (Err(_), _) => Moment::Beyond(number.to_string()),
        (Ok(at), None) => Moment::Local(at.to_zoned_datetime(TimeZone::UTC).datetime()),
        (Ok(at), Some(zone)) => Moment::Instant(at, at.to_zoned_datetime(zone.clone()).date()),
    }
}
