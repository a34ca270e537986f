//! The answers of `network info` and `network check`.

use serde::Serialize;
use serde_json::Value;

use super::value;
use crate::network::{Findings, Inventory, Severity};

/// The figures of a network, as `slowtrain.network/1`.
#[must_use]
pub fn inventory(inventory: &Inventory) -> Value {
    value(&NetworkAnswer {
        schema: "slowtrain.network/1",
        inventory,
    })
}

/// What a check of a network found, as `slowtrain.findings/1`.
#[must_use]
pub fn findings(findings: &Findings) -> Value {
    value(&FindingsAnswer {
        schema: "slowtrain.findings/1",
        errors: findings.count(Severity::Error),
        warnings: findings.count(Severity::Warning),
        findings,
    })
}

#[derive(Debug, Serialize)]
struct NetworkAnswer<'a> {
    schema: &'static str,
    #[serde(flatten)]
    inventory: &'a Inventory,
}

#[derive(Debug, Serialize)]
struct FindingsAnswer<'a> {
    schema: &'static str,
    errors: usize,
    warnings: usize,
    findings: &'a Findings,
}
