//! `datapackage.json` of an imported network: what it is, whose it is, and the columns of its tables.

use serde_json::{Value, json};

use crate::network::{Document, PACKAGE_FILE, RawNetwork, Table};

/// What an importer says of its result.
pub(super) struct Description<'d> {
    pub name: &'d str,
    pub title: &'d str,
    /// The day that counts, like 2026-11-01.
    pub as_of: Option<&'d str>,
    /// SPDX identifier; `None` where the file does not say.
    pub licence: Option<&'d str>,
    pub attribution: &'d str,
    pub created_by: &'d str,
}

/// The description of a network with its tables.
pub(super) fn describe(description: &Description<'_>, raw: &RawNetwork) -> Document {
    let licence = |name| json!([{ "name": name }]);
    let mut package = json!({
        "profile": "tabular-data-package",
        "name": slug(description.name),
        "title": description.title,
        "version": description.as_of,
        "as_of": description.as_of,
        "licenses": description.licence.map(licence),
        "attribution": description.attribution,
        "created_by": description.created_by,
        "resources": raw.tables().map(resource).collect::<Vec<_>>(),
    });
    // Unknown keys are left out rather than null, which the format does not allow.
    if let Some(keys) = package.as_object_mut() {
        keys.retain(|_, value| !value.is_null());
    }
    let text = serde_json::to_string_pretty(&package).expect("texts and lists serialise");
    Document {
        file: PACKAGE_FILE.to_owned(),
        text: (text + "\n").into(),
    }
}

/// Names of packages are lower case without spaces.
fn slug(name: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name = name.to_ascii_lowercase();
    name.chars()
        .map(|c| if allowed(c) { c } else { '-' })
        .collect()
}

fn resource(table: &Table) -> Value {
    let schema = table.schema();
    let fields = schema.columns.iter().map(|column| {
        let kind = if column.is_number { "number" } else { "string" };
        match column.is_required {
            true => json!({"name": column.name, "type": kind, "constraints": {"required": true}}),
            false => json!({"name": column.name, "type": kind}),
        }
    });
    json!({
        "name": schema.file.trim_end_matches(".csv"),
        "path": schema.file,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": { "fields": fields.collect::<Vec<_>>(), "missingValues": [""] },
    })
}
