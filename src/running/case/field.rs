//! Fields of a JSON document that know where they are, so that an error can name them.

use serde_json::{Map, Value};

use super::CaseError;
use super::bounds::Bounds;

/// A value and its path in the document, as in `path.speed_limits[2].speed_ms`.
#[derive(Clone)]
pub(super) struct Field<'a> {
    path: String,
    value: &'a Value,
}

impl<'a> Field<'a> {
    /// The whole document.
    pub(super) fn document(value: &'a Value) -> Field<'a> {
        Field {
            path: String::new(),
            value,
        }
    }

    /// Its path, for errors.
    pub(super) fn path(&self) -> &str {
        if self.path.is_empty() {
            "the case"
        } else {
            &self.path
        }
    }

    /// That something else stands here than is needed.
    pub(super) fn wrong(&self, needed: &str) -> CaseError {
        CaseError::Wrong {
            field: self.path().to_owned(),
            found: short(self.value),
            needed: needed.to_owned(),
        }
    }

    fn inside(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.path)
        }
    }

    fn object(&self) -> Result<&'a Map<String, Value>, CaseError> {
        self.value
            .as_object()
            .ok_or_else(|| self.wrong("an object { … }"))
    }

    /// Refuses keys that nobody reads: most are misspelt.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), CaseError> {
        match self
            .object()?
            .keys()
            .find(|key| !known.contains(&key.as_str()))
        {
            None => Ok(()),
            Some(key) => Err(CaseError::Unknown {
                field: self.inside(key),
                known: known.join(", "),
            }),
        }
    }

    /// A field inside, where it is there and not null.
    pub(super) fn maybe(&self, name: &str) -> Result<Option<Field<'a>>, CaseError> {
        let value = self.object()?.get(name).filter(|value| !value.is_null());
        Ok(value.map(|value| Field {
            path: self.inside(name),
            value,
        }))
    }

    /// A field inside that must be there.
    pub(super) fn field(&self, name: &str, needed: &str) -> Result<Field<'a>, CaseError> {
        self.maybe(name)?.ok_or_else(|| CaseError::Missing {
            field: self.inside(name),
            needed: needed.to_owned(),
        })
    }

    /// The items of a list inside; none where it is missing.
    pub(super) fn list(&self, name: &str) -> Result<Vec<Field<'a>>, CaseError> {
        let Some(field) = self.maybe(name)? else {
            return Ok(Vec::new());
        };
        let items = field
            .value
            .as_array()
            .ok_or_else(|| field.wrong("a list [ … ]"))?;
        let item = |(index, value)| Field {
            path: format!("{}[{index}]", field.path),
            value,
        };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// A number inside that lies in a range.
    pub(super) fn number(&self, name: &str, range: &Bounds) -> Result<f64, CaseError> {
        let needed = format!("a number from {} to {}", range.start(), range.end());
        let field = self.field(name, &needed)?;
        let number = field.value.as_f64().filter(|number| range.contains(number));
        number.ok_or_else(|| field.wrong(&needed))
    }

    /// A number inside where it is there.
    pub(super) fn number_or(
        &self,
        name: &str,
        range: &Bounds,
        default: f64,
    ) -> Result<f64, CaseError> {
        if self.maybe(name)?.is_some() {
            self.number(name, range)
        } else {
            Ok(default)
        }
    }

    /// A text inside that is not empty.
    pub(super) fn text(&self, name: &str) -> Result<&'a str, CaseError> {
        let field = self.field(name, "a name in quotes")?;
        let text = field.value.as_str().filter(|text| !text.is_empty());
        text.ok_or_else(|| field.wrong("a name in quotes"))
    }

    /// One of some words inside.
    pub(super) fn word(
        &self,
        name: &str,
        words: &[&'static str],
    ) -> Result<&'static str, CaseError> {
        let needed = format!("one of \"{}\"", words.join("\", \""));
        let field = self.field(name, &needed)?;
        let found = field.value.as_str();
        let word = words.iter().find(|word| Some(**word) == found);
        word.copied().ok_or_else(|| field.wrong(&needed))
    }
}

/// A value as it stands in the file, cut where it is long.
fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 40 {
        return text;
    }
    let start: String = text.chars().take(37).collect();
    format!("{start}...")
}
