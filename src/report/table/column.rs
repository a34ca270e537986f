//! What a table is made of: columns that know how they give way, and cells.

use crate::report::text::{Span, Style};

/// On which side a column is flush.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Figures.
    Right,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub(super) key: &'static str,
    pub(super) title: &'static str,
    pub(super) unit: Option<&'static str>,
    pub(super) align: Align,
    pub(super) is_flexible: bool,
    pub(super) yields: bool,
    pub(super) is_optional: bool,
    pub(super) is_below: bool,
}

impl Column {
    /// A column of text. `key` is its name in CSV.
    #[must_use]
    pub fn text(key: &'static str, title: &'static str) -> Column {
        Column {
            key,
            title,
            unit: None,
            align: Align::Left,
            is_flexible: false,
            yields: false,
            is_optional: false,
            is_below: false,
        }
    }

    /// A column of figures, all in one unit; the key ends in it: `distance_km`.
    #[must_use]
    pub fn figure(key: &'static str, title: &'static str, unit: &'static str) -> Column {
        let unit = (!unit.is_empty()).then_some(unit);
        Column {
            unit,
            align: Align::Right,
            ..Column::text(key, title)
        }
    }

    /// The same, in more lines where the terminal is too narrow.
    #[must_use]
    pub fn flexible(self) -> Column {
        Column {
            is_flexible: true,
            ..self
        }
    }

    /// The same, narrowed before the other flexible columns while it can still be read.
    #[must_use]
    pub fn yielding(self) -> Column {
        Column {
            is_flexible: true,
            yields: true,
            ..self
        }
    }

    /// The same, on a terminal on lines of its own below each row, indented and without a heading.
    #[must_use]
    pub fn below(self) -> Column {
        Column {
            is_below: true,
            ..self
        }
    }

    /// The same, left out where the terminal is too narrow even for its words.
    #[must_use]
    pub fn optional(self) -> Column {
        Column {
            is_optional: true,
            ..self
        }
    }

    /// Title and unit.
    pub(super) fn heading(&self) -> String {
        match (self.title, self.unit) {
            (title, None) => title.to_owned(),
            ("", Some(unit)) => unit.to_owned(),
            (title, Some(unit)) => format!("{title} {unit}"),
        }
    }
}

/// One cell: what is shown, and for CSV the value behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub(super) shown: Span,
    pub(super) value: Option<String>,
}

impl Cell {
    /// A text.
    #[must_use]
    pub fn new(text: &str, style: Style) -> Cell {
        Cell {
            shown: Span::new(text, style),
            value: None,
        }
    }

    /// A text that does not stand out.
    #[must_use]
    pub fn plain(text: &str) -> Cell {
        Cell::new(text, Style::PLAIN)
    }

    /// A figure rounded for people, and unrounded for CSV.
    #[must_use]
    pub fn figure(shown: &str, value: &str) -> Cell {
        Cell {
            value: Some(value.to_owned()),
            ..Cell::plain(shown)
        }
    }

    /// A text, or nothing where it is not known.
    #[must_use]
    pub fn maybe(text: Option<&str>) -> Cell {
        text.map_or_else(Cell::unknown, Cell::plain)
    }

    /// A figure with so many decimals, in every format.
    #[must_use]
    pub fn decimals(value: f64, decimals: usize) -> Cell {
        Cell::plain(&format!("{value:.decimals$}"))
    }

    /// What is not known: empty in every format.
    #[must_use]
    pub fn unknown() -> Cell {
        Cell::default()
    }

    /// The value behind what is shown.
    pub(super) fn value(&self) -> &str {
        self.value.as_deref().unwrap_or(self.shown.text())
    }

    /// The same in another style.
    #[must_use]
    pub fn styled(self, style: Style) -> Cell {
        Cell {
            shown: Span::new(self.shown.text(), style),
            ..self
        }
    }
}
