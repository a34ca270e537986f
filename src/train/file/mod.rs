//! Reading a train from its file, and saying what is wrong with it.
//!
//! Every table with figures carries a `basis`: one text for all, or a text for each figure. A figure without one is an
//! error, so that nothing in a train comes from nowhere.

mod raw;
mod reader;

use thiserror::Error;

use self::raw::{RawHead, RawTrain};
use self::reader::Reader;
use super::{DefaultFor, Train};

/// The `schema` of a train file.
pub const SCHEMA: &str = "slowtrain.train/1";

/// A train file that cannot be used.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum TrainError {
    /// It is not TOML of the schema.
    #[error("{file}:{line}: {what}")]
    Syntax {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What the reader found.
        what: String,
    },
    /// A value that cannot be.
    #[error("{file}: {field} is {found}; {needed} is needed")]
    Value {
        /// The file.
        file: String,
        /// The field, with its table.
        field: String,
        /// What it holds.
        found: String,
        /// What would be accepted.
        needed: String,
    },
    /// A figure without a source.
    #[error(
        "{file}: {field} has no basis; say \"source: …\", \"fit: …\" or \"assumption: …\" in the table's basis"
    )]
    Baseless {
        /// The file.
        file: String,
        /// The field, with its table.
        field: String,
    },
}

impl Train {
    /// Reads a train from the text of its file; `file` names it in errors.
    ///
    /// # Errors
    /// [`TrainError`] for the first thing wrong: syntax with its line, a value that cannot be, a figure without basis.
    pub fn parse(text: &str, file: &str) -> Result<Train, TrainError> {
        let syntax = |error| syntax(&error, text, file);
        let table: toml::Table = toml::from_str(text).map_err(syntax)?;
        let raw: RawTrain = toml::from_str(text).map_err(syntax)?;
        require_basis(&table, "", file)?;
        Reader { file }.train(raw, table)
    }
}

impl DefaultFor {
    /// Reads from a train's file only for which journeys it is the default: of most files the lines before the first table.
    ///
    /// # Errors
    /// [`TrainError`] for lines that are no TOML, and for what is no country.
    pub(crate) fn of_file(text: &str, file: &str) -> Result<DefaultFor, TrainError> {
        let head = match text.find("\n[") {
            Some(end) if !text.contains("[default_for") => &text[..end],
            _ => text,
        };
        if !head.contains("default_for") {
            return Ok(DefaultFor::default());
        }
        let raw: RawHead = toml::from_str(head).map_err(|error| syntax(&error, head, file))?;
        Reader { file }.default_for(&raw.default_for)
    }
}

fn syntax(error: &toml::de::Error, text: &str, file: &str) -> TrainError {
    TrainError::Syntax {
        file: file.to_owned(),
        line: error
            .span()
            .map_or(1, |span| 1 + text[..span.start].matches('\n').count()),
        what: error.message().to_owned(),
    }
}

/// Every number of a table, and of the tables in it, has a basis.
fn require_basis(table: &toml::Table, name: &str, file: &str) -> Result<(), TrainError> {
    let keys = table.iter();
    for (key, value) in keys.filter(|(key, _)| !NO_FIGURES.contains(&key.as_str())) {
        let field = if name.is_empty() {
            key.clone()
        } else {
            format!("{name}.{key}")
        };
        let rows: Vec<&toml::Table> = match value {
            toml::Value::Table(inner) => vec![inner],
            toml::Value::Array(items) => items.iter().filter_map(toml::Value::as_table).collect(),
            _ => Vec::new(),
        };
        for row in &rows {
            require_basis(row, &field, file)?;
        }
        if is_figure(value) && !has_basis(table, key) {
            return Err(TrainError::Baseless {
                file: file.to_owned(),
                field,
            });
        }
    }
    Ok(())
}

/// Numbers that choose a row or name a thing, and the basis itself.
const NO_FIGURES: [&str; 4] = ["basis", "gauges_mm", "tracks", "every_km"];

fn is_figure(value: &toml::Value) -> bool {
    match value {
        toml::Value::Integer(_) | toml::Value::Float(_) => true,
        toml::Value::Array(items) => items.iter().any(is_figure),
        _ => false,
    }
}

fn has_basis(table: &toml::Table, key: &str) -> bool {
    match table.get("basis") {
        Some(toml::Value::String(text)) => !text.trim().is_empty(),
        Some(toml::Value::Table(each)) => each.contains_key(key),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::network::bundled_file;
    use crate::train::{Train, TrainError};
    use crate::units::{Force, Speed};

    const FILE: &str = "trains/leader-special.toml";

    /// The bundled train, whose first locomotive has something else in place of its power and starting effort.
    fn with_effort(effort: &str) -> Result<Train, TrainError> {
        let text = bundled_file(FILE).expect("it is bundled");
        let known = "power_kw = 1090\nstarting_effort_kn = 314\n";
        assert!(text.contains(known));
        let basis = "basis = { effort_curve_kmh_kn = \"assumption: test\", count";
        let text = text.replacen(known, effort, 1);
        Train::parse(&text.replacen("basis = { count", basis, 1), FILE)
    }

    #[test]
    fn a_locomotive_may_have_a_curve_of_effort() {
        let train = with_effort("effort_curve_kmh_kn = [[0, 314], [20, 196.2], [100, 39.24]]\n");
        let effort = &train.expect("a sound file").locomotives[0].effort;
        for (kmh, kn) in [(0.0, 314.0), (10.0, 255.1), (60.0, 117.72), (120.0, 39.24)] {
            let miss = effort.at(Speed::from_kmh(kmh)) - Force::from_kn(kn);
            assert!(miss.abs() < Force::from_n(1e-6), "{kmh} km/h");
        }
    }

    #[test]
    fn an_effort_has_one_form() {
        for (effort, said) in [
            ("", "effort is nothing; power_kw and starting_effort_kn, or"),
            (
                "power_kw = 1090\n",
                "effort is power_kw; power_kw and starting_effort_kn, or",
            ),
            (
                "power_kw = 1090\neffort_curve_kmh_kn = [[0, 314]]\n",
                "effort is effort_curve_kmh_kn and power_kw; ",
            ),
            (
                "effort_curve_kmh_kn = []\n",
                "the effort curve has no points",
            ),
            (
                "effort_curve_kmh_kn = [[20, 10], [20, 5]]\n",
                "not above the point before it",
            ),
            (
                "effort_curve_kmh_kn = [[0, -5]]\n",
                "a number from 0 to 10000",
            ),
        ] {
            let error = with_effort(effort).expect_err(effort).to_string();
            assert!(error.contains(said), "{effort}: {error}");
        }
    }
}
