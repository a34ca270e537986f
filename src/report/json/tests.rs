//! The JSON Schemas of the answers, generated from their structs and kept in `schemas/`.

use std::path::Path;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::{calibrate, claim, compare, locate, reach, route, simple};

/// The schema of an answer; `schema` names it, as the answer itself does.
fn schema_of<T: JsonSchema>(name: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let mut generated = schema.to_value();
    generated["properties"]["schema"] = json!({"const": format!("slowtrain.{name}/1")});
    let mut object = json!({
        "$schema": generated["$schema"],
        "$id": format!("urn:slowtrain:schema:{name}:1"),
    });
    generated["title"] = json!(format!("slowtrain.{name}/1"));
    for (key, part) in generated.as_object().expect("a schema is an object") {
        object[key] = part.clone();
    }
    object
}

#[test]
fn the_schemas_are_those_of_the_structs() {
    let schemas = [
        (
            "calibrate",
            schema_of::<calibrate::CalibrateAnswer>("calibrate"),
        ),
        ("claim", schema_of::<claim::ClaimAnswer>("claim")),
        ("compare", schema_of::<compare::CompareAnswer>("compare")),
        ("locate", schema_of::<locate::LocateAnswer>("locate")),
        ("reach", schema_of::<reach::ReachAnswer>("reach")),
        ("route", schema_of::<route::RouteAnswer>("route")),
        ("stations", schema_of::<simple::StationsAnswer>("stations")),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    for (name, schema) in schemas {
        let file = folder.join(format!("{name}.schema.json"));
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).expect("JSON"));
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::write(&file, &text).expect("the folder can be written");
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            kept == text,
            "{} is not what the structs say; to write it anew: UPDATE_SCHEMAS=1 cargo test --lib schemas",
            file.display()
        );
    }
}
