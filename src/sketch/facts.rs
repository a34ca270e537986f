//! What is known of countries beyond the rails: names, ordinary speeds, speed caps, gauges, and closed borders.

use std::collections::BTreeMap;

use jiff::civil::Date;
use thiserror::Error;

use crate::network::{Country, Gauge, GaugeSet};
use crate::units::Speed;

/// A table of the sketch with a faulty row.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {what} is \"{found}\"; {expected} is expected")]
pub struct BrokenTable {
    /// Which file.
    pub file: &'static str,
    /// Its line.
    pub line: usize,
    /// Which column.
    pub what: &'static str,
    /// What stands there.
    pub found: String,
    /// What would be accepted.
    pub expected: &'static str,
}

/// A country of the sketch.
#[derive(Clone, Debug, PartialEq)]
pub struct WorldCountry {
    /// Name for people.
    pub name: String,
    /// Gauges of its railways.
    pub gauges: GaugeSet,
    /// Mean speed of an ordinary long-distance train between terminals, stops included.
    pub ordinary: Speed,
    /// Highest speed of any train in the country.
    pub cap: Speed,
}

/// Which trains do not cross a border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedTo {
    /// No train, freight included.
    All,
    /// Passenger trains; freight trains cross.
    Passenger,
}

/// A border that trains do not cross for some time.
#[derive(Clone, Debug, PartialEq)]
pub struct Closure {
    /// The two countries, by their codes.
    pub between: (Country, Country),
    /// Which trains.
    pub traffic: ClosedTo,
    /// First day without trains.
    pub closed: Date,
    /// First day with trains again.
    pub reopened: Option<Date>,
    /// Why it is closed or not known, with its source, in words.
    pub reason: String,
    /// Where that is from.
    pub source: String,
}

impl Closure {
    /// Whether it holds between two countries on a day.
    #[must_use]
    pub fn holds(&self, a: Country, b: Country, day: Date) -> bool {
        let (first, second) = self.between;
        ((a, b) == (first, second) || (b, a) == (first, second))
            && self.closed <= day
            && self.reopened.is_none_or(|reopened| day < reopened)
    }
}

/// The tables around the rails.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// By code.
    pub countries: BTreeMap<Country, WorldCountry>,
    /// In the order of the table.
    pub closures: Vec<Closure>,
}

const COUNTRIES: &str = "countries.csv";
const CLOSED: &str = "closed_borders.csv";

impl Facts {
    /// Reads both tables.
    ///
    /// # Errors
    /// [`BrokenTable`] at the first faulty cell.
    pub fn read(countries: &str, closures: &str) -> Result<Facts, BrokenTable> {
        let countries = rows(COUNTRIES, countries)?
            .into_iter()
            .map(|row| row.country())
            .collect::<Result<_, _>>()?;
        let closures = rows(CLOSED, closures)?
            .into_iter()
            .map(|row| row.closure())
            .collect::<Result<_, _>>()?;
        Ok(Facts {
            countries,
            closures,
        })
    }

    /// The name of a country for people, or its code.
    #[must_use]
    pub fn name(&self, country: Country) -> String {
        self.countries
            .get(&country)
            .map_or_else(|| country.to_string(), |facts| facts.name.clone())
    }

    /// What closes a border on a day to all trains.
    #[must_use]
    pub fn closed(&self, a: Country, b: Country, day: Date) -> Option<&Closure> {
        self.closure(a, b, day, ClosedTo::All)
    }

    /// What closes a border on a day to some trains.
    #[must_use]
    pub fn closure(
        &self,
        a: Country,
        b: Country,
        day: Date,
        traffic: ClosedTo,
    ) -> Option<&Closure> {
        self.closures
            .iter()
            .find(|closure| closure.traffic == traffic && closure.holds(a, b, day))
    }
}

/// One row of a table with its place.
struct TableRow {
    file: &'static str,
    line: usize,
    cells: BTreeMap<String, String>,
}

fn rows(file: &'static str, text: &str) -> Result<Vec<TableRow>, BrokenTable> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let whole = |line, error: csv::Error| BrokenTable {
        file,
        line,
        what: "the row",
        found: error.to_string(),
        expected: "a row with as many cells as the heading",
    };
    let heading = reader.headers().map_err(|error| whole(1, error))?.clone();
    let mut found = Vec::new();
    for (record, line) in reader.records().zip(2..) {
        let record = record.map_err(|error| whole(line, error))?;
        let cells = heading.iter().zip(record.iter());
        let cells = cells.map(|(name, cell)| (name.to_owned(), cell.to_owned()));
        found.push(TableRow {
            file,
            line,
            cells: cells.collect(),
        });
    }
    Ok(found)
}

impl TableRow {
    fn cell(&self, what: &str) -> &str {
        self.cells.get(what).map_or("", String::as_str)
    }

    fn read<T>(
        &self,
        what: &'static str,
        expected: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, BrokenTable> {
        read(self.cell(what)).ok_or_else(|| BrokenTable {
            file: self.file,
            line: self.line,
            what,
            found: self.cell(what).to_owned(),
            expected,
        })
    }

    fn code(&self, what: &'static str) -> Result<Country, BrokenTable> {
        self.read(what, "a country of two letters", |text| {
            Country::parse(text).ok()
        })
    }

    fn speed(&self, what: &'static str) -> Result<Speed, BrokenTable> {
        self.read(what, "a speed of 1 to 600 km/h", |text| {
            let kmh: f64 = text.parse().ok()?;
            (1.0..=600.0).contains(&kmh).then(|| Speed::from_kmh(kmh))
        })
    }

    fn country(&self) -> Result<(Country, WorldCountry), BrokenTable> {
        let gauges = self.read("gauges_mm", "gauges like 1000;1435", |text| {
            let gauges = text.split(';').map(|mm| Gauge::from_mm(mm.parse().ok()?));
            GaugeSet::new(gauges.collect::<Option<Vec<Gauge>>>()?)
        })?;
        let facts = WorldCountry {
            name: self.read("name", "a name", |text| {
                (!text.is_empty()).then(|| text.to_owned())
            })?,
            gauges,
            ordinary: self.speed("ordinary_kmh")?,
            cap: self.speed("speed_cap_kmh")?,
        };
        Ok((self.code("country")?, facts))
    }

    fn closure(&self) -> Result<Closure, BrokenTable> {
        let traffic = self.read("traffic", "all or passenger", |text| match text {
            "all" => Some(ClosedTo::All),
            "passenger" => Some(ClosedTo::Passenger),
            _ => None,
        })?;
        let day = "a day like 2019-08-09";
        Ok(Closure {
            between: (self.code("country")?, self.code("other")?),
            traffic,
            closed: self.read("closed", day, |text| text.parse().ok())?,
            reopened: self.read("reopened", day, |text| match text {
                "" => Some(None),
                text => text.parse().ok().map(Some),
            })?,
            reason: self.cell("reason").to_owned(),
            source: self.cell("source").to_owned(),
        })
    }
}
