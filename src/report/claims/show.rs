//! Claims for the terminal, in Markdown and as a table.

use std::fmt;

use super::{
    ClaimsSummary, JudgedClaim, METHOD, attribution, computed, style, subject, title, verdict,
};
use crate::report::labels;
use crate::report::markdown;
use crate::report::page::Page;
use crate::report::table::{Cell, Column, Table};
use crate::report::text::{Span, Style};
use crate::reported::Verdict;

/// The claims for the terminal.
///
/// # Errors
/// Whatever the page answers.
pub fn show(summary: &ClaimsSummary, page: &mut Page, is_quiet: bool) -> fmt::Result {
    for (claim, number) in summary.claims.iter().zip(1..) {
        show_one(claim, page)?;
        if number < summary.claims.len() {
            page.blank()?;
        }
    }
    if summary.claims.len() > 1 {
        page.blank()?;
        let verdict = labels::sentence(&verdict(summary));
        page.paragraph_of(&Span::default(), &Span::new(&verdict, Style::BOLD))?;
    }
    if !is_quiet {
        for remark in &summary.remarks {
            page.paragraph(&Span::new("  note: ", Style::BOLD), remark)?;
        }
    }
    Ok(())
}

fn show_one(claim: &JudgedClaim, page: &mut Page) -> fmt::Result {
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
        Span::plain(&match claim.ends {
            Some(_) => format!(", {}, {}", claim.subject(), claim.train),
            None => format!(", {}", claim.train),
        }),
    ])?;
    page.paragraph(&Span::new("  claim: ", Style::DIM), &told(claim))?;
    for check in &answer.checks {
        let lead = format!("  {}: {}: ", subject(check.of), check.verdict);
        page.paragraph(&Span::new(&lead, style(check.verdict)), &check.to_string())?;
    }
    for offer in &answer.offers {
        page.paragraph(&Span::new("  note: ", Style::BOLD), &offer.to_string())?;
    }
    match computed(answer) {
        Some(computed) => page.paragraph(&Span::new("  computed: ", Style::DIM), &computed),
        None => Ok(()),
    }
}

/// What is claimed, as its file words it, with who claimed it; else its figures.
pub(super) fn told(claim: &JudgedClaim) -> String {
    match (claim.text.is_empty(), claim.outlet.is_empty()) {
        (true, _) => claim.stated.clone(),
        (false, true) => claim.text.clone(),
        (false, false) => format!("{} ({})", claim.text, claim.outlet),
    }
}

/// Claims in Markdown, to paste: each with its verdict, its checks and the arithmetic.
#[must_use]
pub fn markdown(summary: &ClaimsSummary) -> String {
    let mut text = match summary.claims.as_slice() {
        [_] => format!("# {}\n", markdown::text(&title(summary))),
        _ => format!(
            "# {}\n\n**{}**\n",
            markdown::text(&labels::sentence(&title(summary))),
            markdown::text(&labels::sentence(&verdict(summary)))
        ),
    };
    for claim in &summary.claims {
        text.push_str(&claim_markdown(claim));
    }
    for remark in &summary.remarks {
        text.push_str(&format!("- {}\n", markdown::text(remark)));
    }
    text.push_str(&format!(
        "\n{METHOD}\n\nMade with {}. {}\n",
        markdown::code(&summary.provenance.command),
        markdown::text(&attribution(summary))
    ));
    text
}

fn claim_markdown(claim: &JudgedClaim) -> String {
    let id = match claim.id.as_str() {
        "" => String::new(),
        id => format!("{}: ", markdown::text(id)),
    };
    let mut text = format!("\n## {id}{}\n\n", claim.verdict());
    text.push_str(&format!("> {}\n\n", markdown::text(&told(claim))));
    let mut item = |lead: &str, told: &str| {
        text.push_str(&format!("- {lead}{}\n", markdown::text(told)));
    };
    match &claim.answer {
        Err(reason) => item("", reason),
        Ok(answer) => {
            for check in &answer.checks {
                let lead = format!("**{}: {}**: ", subject(check.of), check.verdict);
                item(&lead, &check.to_string());
            }
            for offer in &answer.offers {
                item("", &offer.to_string());
            }
            if let Some(computed) = computed(answer) {
                let told = format!("{} by {}: {computed}", claim.subject(), claim.train);
                item("", &told);
            }
        }
    }
    text
}

/// Claims as a table, a check a row.
#[must_use]
pub fn table(summary: &ClaimsSummary) -> Table {
    let mut table = Table::new(vec![
        Column::text("claim_id", "claim"),
        Column::text("from", "from").flexible(),
        Column::text("to", "to").flexible(),
        Column::text("verdict", "verdict"),
        Column::text("check", "check"),
        Column::text("check_verdict", "of it"),
        Column::text("reason", "reason").flexible(),
    ]);
    for claim in &summary.claims {
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
                        &check.to_string(),
                    );
                }
            }
        }
    }
    table
}
