//! The rows of a batch as questions.

use arrow_array::{Array, RecordBatch};
use jiff::civil::Date;

use super::QuestionsError;
use super::columns::{Lists, Moment, Moments, Texts};
use crate::Error;
use crate::batch::Refusal;
use crate::journey::clock::{ClockError, Departure};

/// A row that can be asked, as far as it was read.
pub(super) struct Question<'a> {
    pub from: &'a str,
    pub to: &'a str,
    pub via: Vec<&'a str>,
    pub terms: Terms<'a>,
    pub departure: Option<Departure>,
}

/// What a row asks besides its places: rows with the same terms are answered by one planner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Terms<'a> {
    pub avoid: Vec<&'a str>,
    pub train: Option<&'a str>,
    /// The day of the row itself.
    pub day: Option<Date>,
    /// The day of its departure.
    pub departs_on: Option<Date>,
}

/// A question, or why the row is none.
pub(super) type Asked<'a> = Result<Question<'a>, Refusal>;

/// The columns of a batch.
struct Columns<'a> {
    from: Texts<'a>,
    to: Texts<'a>,
    via: Option<Lists<'a>>,
    avoid: Option<Lists<'a>>,
    train: Option<Texts<'a>>,
    departure: Option<Moments<'a>>,
    day: Option<Moments<'a>>,
}

/// Reads all rows.
pub(super) fn read(batch: &RecordBatch) -> Result<Vec<Asked<'_>>, QuestionsError> {
    let columns = Columns::of(batch)?;
    Ok((0..batch.num_rows()).map(|row| columns.row(row)).collect())
}

impl<'a> Columns<'a> {
    fn of(batch: &'a RecordBatch) -> Result<Columns<'a>, QuestionsError> {
        let find = |column: &'static str| batch.column_by_name(column).map(AsRef::as_ref);
        let needed = |column| {
            let schema = batch.schema();
            let found = || schema.fields().iter().map(|field| field.name().clone());
            find(column).ok_or_else(|| QuestionsError::NoColumn {
                column,
                found: found().collect(),
            })
        };
        let read = |column: &'static str| {
            let array = needed(column)?;
            typed(column, array, Texts::of, Texts::EXPECTED)
        };
        let texts = |column| {
            let array = find(column);
            array.map(|array| typed(column, array, Texts::of, Texts::EXPECTED))
        };
        let lists = |column| {
            let array = find(column);
            array.map(|array| typed(column, array, Lists::of, Lists::EXPECTED))
        };
        let moments = |column| {
            let array = find(column);
            array.map(|array| typed(column, array, Moments::of, Moments::EXPECTED))
        };
        Ok(Columns {
            from: read("from")?,
            to: read("to")?,
            via: lists("via").transpose()?,
            avoid: lists("avoid").transpose()?,
            train: texts("train").transpose()?,
            departure: moments("departure").transpose()?,
            day: moments("day").transpose()?,
        })
    }

    fn row(&self, row: usize) -> Asked<'a> {
        let place = |column: &'static str, texts: &Texts<'a>| {
            let null = || {
                let text = format!("{column} is null; a question names two places");
                Refusal::new("unreadable_row", text)
            };
            texts.get(row).map(str::trim).ok_or_else(null)
        };
        let names = |lists: &Option<Lists<'a>>| {
            let lists = lists.as_ref();
            lists.map_or_else(Vec::new, |lists| lists.get(row))
        };
        let moment = |moments: &Option<Moments<'a>>| moments.as_ref()?.get(row);
        let train = self.train.as_ref().and_then(|texts| texts.get(row));
        let departure = moment(&self.departure).map(departure).transpose();
        let departure = departure.map_err(|error| refusal(&Error::Clock(error)))?;
        let day = moment(&self.day).map(day).transpose();
        Ok(Question {
            from: place("from", &self.from)?,
            to: place("to", &self.to)?,
            via: names(&self.via),
            terms: Terms {
                avoid: names(&self.avoid),
                train: train.map(str::trim).filter(|name| !name.is_empty()),
                day: day.map_err(|error| refusal(&error))?,
                departs_on: departure.as_ref().map(Departure::day),
            },
            departure,
        })
    }
}

/// An array as what a column is read as.
fn typed<'a, T>(
    column: &'static str,
    array: &'a dyn Array,
    read: impl FnOnce(&'a dyn Array) -> Option<T>,
    expected: &'static str,
) -> Result<T, QuestionsError> {
    read(array).ok_or_else(|| QuestionsError::Type {
        column,
        found: array.data_type().clone(),
        expected,
    })
}

/// An error as it stands in a row.
pub(super) fn refusal(error: &Error) -> Refusal {
    Refusal::new(error.code(), error.to_string())
}

fn departure(moment: Moment<'_>) -> Result<Departure, ClockError> {
    match moment {
        Moment::Text(text) => Departure::parse(text.trim()),
        Moment::Local(time) => Ok(Departure::Local(time)),
        Moment::Instant(at, day) => Ok(Departure::Instant { at, day }),
        // A date without a time says too little.
        Moment::Day(day) => Err(ClockError::NotATime {
            found: day.to_string(),
        }),
        Moment::Beyond(found) => Err(ClockError::NotATime { found }),
    }
}

fn day(moment: Moment<'_>) -> Result<Date, Error> {
    match moment {
        Moment::Text(text) => text.trim().parse().map_err(|_| Error::NotADay {
            asked: text.to_owned(),
        }),
        Moment::Day(day) | Moment::Instant(_, day) => Ok(day),
        Moment::Local(time) => Ok(time.date()),
        Moment::Beyond(asked) => Err(Error::NotADay { asked }),
    }
}
