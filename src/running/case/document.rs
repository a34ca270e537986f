//! The JSON of a case as it is written: no key twice in an object, of which readers keep one without a word.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::CaseError;

/// Reads a document. A byte order mark in front of it is passed over, as spreadsheets and editors write one.
pub(super) fn read(text: &str) -> Result<Value, CaseError> {
    let text = text.trim_start_matches('\u{feff}');
    let document: Result<Strict, _> = serde_json::from_str(text);
    let document = document.map_err(|error| CaseError::Syntax {
        line: error.line(),
        column: error.column(),
        what: super::without_place(&error.to_string()),
    })?;
    Ok(document.0)
}

/// A value none of whose objects has a key twice.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Strict, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value);
        number
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = seq.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("\"{key}\" is given twice")));
            }
            let Strict(value) = map.next_value()?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_given_twice_is_refused_with_its_place() {
        let text = "{\"path\": {\"length_m\": 9000,\n  \"length_m\": 100}}";
        let error = read(text).expect_err("which of them?");
        assert_eq!(
            error.to_string(),
            "line 2, column 12: \"length_m\" is given twice"
        );
        let same =
            "{\"a\": {\"x\": 1}, \"b\": [{\"x\": -1}, {\"x\": 1.5, \"y\": [null, true, \"z\"]}]}";
        let plain: Value = serde_json::from_str(same).expect("JSON");
        assert_eq!(read(same), Ok(plain), "keys of other objects are others");
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        assert_eq!(read("\u{feff}{\"a\": 1}"), read("{\"a\": 1}"));
    }
}
