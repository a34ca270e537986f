//! The answer of `claim` and `claims`: verdict, checks, the arithmetic.

use std::fmt;

use super::markdown;
use super::page::Page;
use super::summary::Place;
use super::table::{Cell, Column, Table};
use super::text::{Colour, Span, Style};
use crate::reported::{ClaimAnswer, Verdict};
use crate::units::format;

/// A claim as it was judged.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedClaim {
    /// Id in its file; empty for a claim that was typed.
    pub id: String,
    /// What was claimed, in words; empty for a claim that was typed.
    pub text: String,
    /// Who claimed it.
    pub outlet: String,
    /// Id of the train it was judged with.
    pub train: String,
    /// The ends; `None` where they are not in the network.
    pub ends: Option<(Place, Place)>,
    /// The command that asks the same; `None` for a claim of a file.
    pub command: Option<String>,
    /// What came out; the reason where nothing could.
    pub answer: Result<ClaimAnswer, String>,
}

/// The colour of a verdict.
#[must_use]
pub fn style(verdict: Verdict) -> Style {
    Style::coloured(match verdict {
        Verdict::Consistent => Colour::Green,
        Verdict::Doubtful => Colour::Yellow,
        Verdict::Impossible => Colour::Red,
    })
}

/// One claim for the terminal.
///
/// # Errors
/// Whatever the page answers.
pub fn show(claim: &JudgedClaim, page: &mut Page) -> fmt::Result {
    let ends = claim
        .ends
        .as_ref()
        .map(|(from, to)| format!("{} to {}", from.name, to.name))
        .unwrap_or_default();
    let lead = if claim.id.is_empty() {
        String::new()
    } else {
        format!("{}: ", claim.id)
    };
    let answer = match &claim.answer {
        Err(reason) => {
            page.line(&[Span::plain(&lead), Span::new("not comparable", Style::DIM)])?;
            return page.paragraph(&Span::plain("  "), reason);
        }
        Ok(answer) => answer,
    };
    let verdict = Span::new(answer.verdict.as_str(), style(answer.verdict));
    page.line(&[
        Span::plain(&lead),
        verdict,
        Span::plain(&format!(", {ends}, {}", claim.train)),
    ])?;
    if !claim.text.is_empty() {
        page.paragraph(
            &Span::new("  claim: ", Style::DIM),
            &format!("{} ({})", claim.text, claim.outlet),
        )?;
    }
    for check in &answer.checks {
        let lead = format!("  {}: {}: ", check.of.as_str(), check.verdict);
        page.paragraph(&Span::new(&lead, style(check.verdict)), &check.reason)?;
    }
    for offer in &answer.offers {
        page.paragraph(&Span::new("  note: ", Style::BOLD), offer)?;
    }
    page.paragraph(&Span::new("  computed: ", Style::DIM), &ground(answer))
}

/// Claims in Markdown, to paste: each with its verdict, its checks and the arithmetic.
#[must_use]
pub fn markdown(claims: &[JudgedClaim], command: &str, attribution: Option<&str>) -> String {
    let mut text = String::from("# Claims against the rails\n");
    for claim in claims {
        text.push_str(&claim_markdown(claim));
    }
    text.push_str(&format!("\nMade with {}.", markdown::code(command)));
    if let Some(attribution) = attribution {
        text.push_str(&format!(" {}", markdown::text(attribution)));
    }
    text.push('\n');
    text
}

fn claim_markdown(claim: &JudgedClaim) -> String {
    let ends = claim.ends.as_ref();
    let ends = ends.map_or_else(String::new, |(from, to)| {
        format!("{} to {}", from.name, to.name)
    });
    let id = Some(&claim.id).filter(|id| !id.is_empty());
    let id = id.map_or_else(String::new, |id| format!("{}: ", markdown::text(id)));
    let verdict = match &claim.answer {
        Ok(answer) => answer.verdict.as_str(),
        Err(_) => "not comparable",
    };
    let mut text = format!("\n## {}{verdict}\n\n", markdown::text(&id));
    if !claim.text.is_empty() {
        text.push_str(&format!(
            "> {} ({})\n\n",
            markdown::text(&claim.text),
            markdown::text(&claim.outlet)
        ));
    }
    match &claim.answer {
        Err(reason) => text.push_str(&format!("- {}\n", markdown::text(reason))),
        Ok(answer) => {
            for check in &answer.checks {
                let (of, verdict) = (check.of.as_str(), check.verdict);
                text.push_str(&format!(
                    "- **{of}: {verdict}**: {}\n",
                    markdown::text(&check.reason)
                ));
            }
            for offer in &answer.offers {
                text.push_str(&format!("- {}\n", markdown::text(offer)));
            }
            text.push_str(&format!(
                "- {} by {}: {}\n",
                markdown::text(&ends),
                markdown::text(&claim.train),
                markdown::text(&ground(answer))
            ));
        }
    }
    text
}

/// What was computed, in a line.
fn ground(answer: &ClaimAnswer) -> String {
    format!(
        "{} in {} ({}), not below {}; straight line {}",
        format::distance(answer.distance),
        format::duration(answer.computed.likely()),
        format::duration_range(&answer.computed),
        format::duration(answer.technical_minimum),
        format::distance(answer.geodesic),
    )
}

/// Claims as a table, a check a row.
#[must_use]
pub fn table(claims: &[JudgedClaim]) -> Table {
    let mut table = Table::new(vec![
        Column::text("claim_id", "claim"),
        Column::text("from", "from").flexible(),
        Column::text("to", "to").flexible(),
        Column::text("verdict", "verdict"),
        Column::text("check", "check"),
        Column::text("check_verdict", "of it"),
        Column::text("reason", "reason").flexible(),
    ]);
    for claim in claims {
        let ends = claim.ends.as_ref();
        let mut row = |verdict: Cell, check: &str, of: Cell, reason: &str| {
            table.push(vec![
                Cell::plain(&claim.id),
                ends.map_or_else(Cell::unknown, |(from, _)| Cell::plain(&from.name)),
                ends.map_or_else(Cell::unknown, |(_, to)| Cell::plain(&to.name)),
                verdict,
                Cell::plain(check),
                of,
                Cell::plain(reason),
            ]);
        };
        let word = |verdict: Verdict| Cell::new(verdict.as_str(), style(verdict));
        match &claim.answer {
            Err(reason) => row(Cell::plain("not comparable"), "", Cell::unknown(), reason),
            Ok(answer) => {
                for check in &answer.checks {
                    row(
                        word(answer.verdict),
                        check.of.as_str(),
                        word(check.verdict),
                        &check.reason,
                    );
                }
            }
        }
    }
    table
}
