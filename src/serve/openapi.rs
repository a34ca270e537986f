//! The description of the API as OpenAPI 3.1, and the same as a page: both from the table that reads requests.

use serde_json::{Map, Value, json};

use super::endpoints::{ENDPOINTS, Endpoint, MATRIX};
use super::matrix::{LARGEST_BODY, MOST_PAIRS};
use super::parameter::{Parameter, ParameterKind};
use crate::dataset::PAIR_COLUMNS;

/// What the API is, in a line.
const TOLD: &str = "Rail journeys: how far, how long, and is the reported story true? The answers are those of the command \
                    line. Errors are application/problem+json; 422 is a negative answer (no route).";

/// The schemas of the answers, as the command line has them.
const SCHEMAS: [(&str, &str); 6] = [
    ("route", include_str!("../../schemas/route.schema.json")),
    ("claim", include_str!("../../schemas/claim.schema.json")),
    ("compare", include_str!("../../schemas/compare.schema.json")),
    ("locate", include_str!("../../schemas/locate.schema.json")),
    ("reach", include_str!("../../schemas/reach.schema.json")),
    (
        "stations",
        include_str!("../../schemas/stations.schema.json"),
    ),
];

/// The description.
pub fn document() -> Value {
    let mut paths = Map::new();
    for endpoint in ENDPOINTS {
        paths.insert(
            endpoint.path.to_owned(),
            json!({"get": operation(endpoint)}),
        );
    }
    paths.insert(String::from("/api/matrix"), json!({"post": matrix()}));
    paths.insert(
        String::from("/healthz"),
        json!({"get": {
            "operationId": "healthz",
            "summary": "Whether the server answers.",
            "responses": {"200": {"description": "It does.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
        }}),
    );
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "slowtrain",
            "version": env!("CARGO_PKG_VERSION"),
            "description": TOLD,
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "responses": {"Problem": {
                "description": "There is no answer: 400 a wrong question, 422 a negative answer, 503 and 504 too much work.",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
            }},
        },
    })
}

fn operation(endpoint: &Endpoint) -> Value {
    let mut content = Map::new();
    let schema = match endpoint.schema {
        Some(name) => json!({"$ref": format!("#/components/schemas/{name}")}),
        None => json!({"type": "object"}),
    };
    content.insert(String::from("application/json"), json!({"schema": schema}));
    let has_formats = endpoint.known().any(|known| known.name == "format");
    if has_formats {
        content.insert(
            String::from("*/*"),
            json!({"schema": {"description": "Another format, as `format` asks."}}),
        );
    }
    json!({
        "operationId": endpoint.path.trim_start_matches("/api/"),
        "summary": endpoint.told,
        "parameters": endpoint.known().map(parameter).collect::<Vec<_>>(),
        "responses": responses(json!({"description": "The answer.", "content": content})),
    })
}

fn responses(answer: Value) -> Value {
    let problem = json!({"$ref": "#/components/responses/Problem"});
    json!({"200": answer, "default": problem})
}

fn matrix() -> Value {
    let known = MATRIX.iter().flat_map(|group| group.iter());
    let columns = PAIR_COLUMNS.iter().map(|(name, _)| *name);
    let columns: Vec<&str> = columns.collect();
    let end = json!({"type": "string", "maxLength": 300});
    json!({
        "operationId": "matrix",
        "summary": format!(
            "The figures of many pairs, a row each, sent as they come, as `slowtrain matrix`; at most {MOST_PAIRS} pairs and \
             {LARGEST_BODY} bytes. Columns: from, to, from_id, to_id, train_id, {}, reason, error.",
            columns.join(", ")
        ),
        "parameters": known.map(parameter).collect::<Vec<_>>(),
        "requestBody": {"required": true, "content": {
            "application/json": {"schema": {
                "type": "array",
                "minItems": 1,
                "maxItems": MOST_PAIRS,
                "items": {
                    "type": "object",
                    "properties": {"from": end, "to": end},
                    "required": ["from", "to"],
                    "additionalProperties": false,
                },
            }},
            "text/csv": {"schema": {"type": "string", "description": "Columns from and to."}},
        }},
        "responses": responses(json!({
            "description": "The rows.",
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                "application/x-ndjson": {"schema": {"type": "string"}},
            },
        })),
    })
}

fn parameter(parameter: &Parameter) -> Value {
    let one = match parameter.kind {
        ParameterKind::Text(most) if parameter.is_required => {
            json!({"type": "string", "minLength": 1, "maxLength": most})
        }
        ParameterKind::Text(most) => json!({"type": "string", "maxLength": most}),
        ParameterKind::Whole(least, most) => {
            json!({"type": "integer", "minimum": least, "maximum": most})
        }
        ParameterKind::Number(least, most) => {
            json!({"type": "number", "minimum": least, "maximum": most})
        }
        ParameterKind::Flag => json!({"type": "boolean"}),
        ParameterKind::Word(words) => json!({"type": "string", "enum": words}),
    };
    let schema = match parameter.most {
        1 => one,
        most => json!({"type": "array", "items": one, "maxItems": most}),
    };
    json!({
        "name": parameter.name,
        "in": "query",
        "required": parameter.is_required,
        "description": parameter.told,
        "schema": schema,
        "example": example(parameter),
    })
}

fn example(parameter: &Parameter) -> Value {
    let one = match parameter.kind {
        ParameterKind::Whole(..) => json!(parameter.example.parse::<u32>().unwrap_or_default()),
        ParameterKind::Number(..) => json!(parameter.example.parse::<f64>().unwrap_or_default()),
        ParameterKind::Flag => json!(true),
        ParameterKind::Text(_) | ParameterKind::Word(_) => json!(parameter.example),
    };
    match parameter.most {
        1 => one,
        _ => json!([one]),
    }
}

/// The schemas of answers, their own definitions among the others under names of their own.
fn schemas() -> Value {
    let mut all = Map::new();
    for (name, text) in &SCHEMAS {
        // Definitions of one schema may be named like those of another.
        let own = format!("#/components/schemas/{name}.");
        let text = text.replace("#/$defs/", &own);
        let mut schema: Value = serde_json::from_str(&text).expect("schemas are JSON");
        let Some(object) = schema.as_object_mut() else {
            continue;
        };
        object.retain(|key, _| !matches!(key.as_str(), "$schema" | "$id"));
        if let Some(Value::Object(definitions)) = object.remove("$defs") {
            for (of, definition) in definitions {
                all.insert(format!("{name}.{of}"), definition);
            }
        }
        all.insert((*name).to_owned(), schema);
    }
    all.insert(String::from("problem"), json!({
        "type": "object",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What is wrong, in the words of the command line."},
            "code": {"type": "string", "description": "Its kind, the same in every version: no_route, unknown_station ..."},
        },
    }));
    Value::Object(all)
}

/// The same for people, as a page.
pub fn page() -> String {
    let mut sections = String::new();
    for endpoint in ENDPOINTS {
        let query = escaped(endpoint.example);
        sections.push_str(&format!(
            "<section>\n<h2><code>GET {path}</code></h2>\n<p>{told}</p>\n<p><a href=\"{path}?{query}\"><code>{path}?{query}</code></a></p>\n{table}</section>\n",
            path = endpoint.path,
            told = coded(endpoint.told),
            table = table(endpoint.path, endpoint.known()),
        ));
    }
    let matrix = MATRIX.iter().flat_map(|group| group.iter());
    sections.push_str(&format!(
        "<section>\n<h2><code>POST /api/matrix</code></h2>\n<p>The figures of many pairs, a row each, sent as they come. The body is CSV with \
         columns from and to, or a JSON array like <code>[{{\"from\": \"Paris\", \"to\": \"Bern\"}}]</code>; at most {MOST_PAIRS} pairs.</p>\n\
         <pre tabindex=\"0\" aria-label=\"An example\">curl -H 'Content-Type: text/csv' --data-binary @pairs.csv 'http://127.0.0.1:8484/api/matrix?format=csv'</pre>\n{}</section>\n",
        table("/api/matrix", matrix)
    ));
    include_str!("page/docs.html")
        .replace("{told}", &coded(TOLD))
        .replace("{sections}", &sections)
}

fn table(path: &str, known: impl Iterator<Item = &'static Parameter>) -> String {
    let row = |parameter: &Parameter| {
        let takes = match parameter.kind {
            ParameterKind::Text(_) => String::from("text"),
            ParameterKind::Whole(least, most) => format!("{least} to {most}"),
            ParameterKind::Number(least, most) => format!("{least} to {most}"),
            ParameterKind::Flag => String::from("true or false"),
            ParameterKind::Word(words) => words.join(", "),
        };
        let needed = if parameter.is_required {
            ", needed"
        } else {
            ""
        };
        format!(
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{takes}{needed}</td><td><code>{}</code></td></tr>\n",
            parameter.name,
            coded(parameter.told),
            escaped(parameter.example)
        )
    };
    let rows: String = known.map(row).collect();
    format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Parameters of {path}\"><table>\n<thead><tr><th scope=\"col\">parameter</th><th scope=\"col\">what it says</th>\
         <th scope=\"col\">takes</th><th scope=\"col\">for instance</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Escaped, with what stands between backticks as code.
fn coded(text: &str) -> String {
    let parts = text.split('`').map(escaped).enumerate();
    let part = |(number, part): (usize, String)| match number % 2 {
        0 => part,
        _ => format!("<code>{part}</code>"),
    };
    parts.map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::parameter::Values;

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document();
        let text = document.to_string();
        for (at, start) in text.match_indices("\"$ref\":\"#") {
            let rest = &text[at + start.len()..];
            let pointer = &rest[..rest.find('"').expect("it ends")];
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
        assert_eq!(document["openapi"], "3.1.0");
    }

    #[test]
    fn every_example_can_be_read() {
        for endpoint in ENDPOINTS {
            let read = Values::read(endpoint.example, endpoint.known());
            assert!(read.is_ok(), "{}: {read:?}", endpoint.path);
            let names: Vec<&str> = endpoint.known().map(|known| known.name).collect();
            let mut once = names.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), names.len(), "{}: {names:?}", endpoint.path);
        }
    }
}
