//! The page of the answer of `claim` and `claims`: what a journalist forwards to an editor.

use serde_json::json;

use super::{Sheet, figure, section, section_of, sources_of, tables, unprinted};
use crate::report::claims::{self, ClaimsSummary, JudgedClaim, METHOD, computed, finding};
use crate::report::labels;
use crate::report::map::Use;
use crate::report::xml::escape;
use crate::reported::Verdict;
use crate::units::format;

/// The page.
#[must_use]
pub fn claims(summary: &ClaimsSummary) -> String {
    match summary.claims.as_slice() {
        [one] => single(summary, one),
        _ => list(summary),
    }
}

/// One claim: the claim, the verdict, the picture, the map, the arithmetic, the sources.
fn single(summary: &ClaimsSummary, claim: &JudgedClaim) -> String {
    let title = match claim.ends {
        Some(_) => format!("Can it be true? {}", claim.subject()),
        None => format!("Can it be true of {}?", claim.train),
    };
    let answer = labels::sentence(claim.verdict());
    let mut lead = vec![quotation(claim)];
    if claims::drawing(summary, super::WIDTH).is_some() {
        lead.push(figure(&finding(claim), |width| {
            claims::drawing(summary, width).expect("drawn at any width")
        }));
    }
    lead.push(section_of("Why", reasons(claim)));
    if let Some(route) = &claim.route {
        lead.push(figure(&super::route::map_finding(route), |width| {
            claims::map(summary, width, Use::Zooming).expect("the route is known")
        }));
    }
    let planned = claim.route.as_ref().map(|route| &route.routes[0]);
    let legs = planned.map(tables::legs);
    let sheet = Sheet {
        description: format!("{}: {answer}", claims::title(summary)),
        about: about(claim),
        title,
        caption: "Verdict",
        lines: Vec::new(),
        answer,
        beside: String::new(),
        facts: facts(claim),
        remarks: &summary.remarks,
        lead,
        warnings: planned.map_or(&[], |planned| planned.warnings.as_slice()),
        sections: vec![
            legs.map_or_else(String::new, |legs| {
                unprinted("The route it was held against", &legs)
            }),
            section("How verdicts are found", &format!("<p>{METHOD}</p>\n")),
            sources_of(&summary.provenance),
        ],
        provenance: &summary.provenance,
        has_map: claim.route.is_some(),
        data: match &claim.route {
            Some(route) => super::route::data(route, &route.routes[0]),
            None => json!({}),
        },
    };
    sheet.page()
}

/// The train and who claimed it.
fn about(claim: &JudgedClaim) -> String {
    let train = claim.route.as_ref().map(|route| &route.train);
    let train = train.map_or_else(
        || claim.train.clone(),
        |train| format!("{} ({})", train.name, train.consist),
    );
    format!("Compared with: {train}")
}

/// The claim as it was made.
fn quotation(claim: &JudgedClaim) -> String {
    let told = if claim.text.is_empty() {
        &claim.stated
    } else {
        &claim.text
    };
    let day = claim
        .date
        .map(|day| format!(", {}", day.strftime("%-d %B %Y")));
    let by = match claim.outlet.as_str() {
        "" => String::new(),
        outlet => format!(
            "<footer>{}{}</footer>\n",
            escape(outlet),
            day.unwrap_or_default()
        ),
    };
    let quoted = format!("<blockquote><p>{}</p>\n{by}</blockquote>\n", escape(told));
    section("The claim", &quoted)
}

/// The checks with their arithmetic, and what would make the claim true.
fn reasons(claim: &JudgedClaim) -> Option<String> {
    let answer = match &claim.answer {
        Err(reason) => return Some(format!("<p>{}</p>\n", escape(reason))),
        Ok(answer) => answer,
    };
    let check = answer.checks.iter().map(|check| {
        let (class, of) = (
            class(check.verdict),
            labels::sentence(claims::subject(check.of)),
        );
        format!(
            "<dt class=\"{class}\">{of}: {}</dt><dd>{}</dd>\n",
            check.verdict,
            escape(&labels::sentence(&check.to_string()))
        )
    });
    let mut text = format!(
        "<dl class=\"checks\">\n{}</dl>\n",
        check.collect::<String>()
    );
    let offers = answer.offers.iter();
    let offers: String = offers
        .map(|offer| {
            format!(
                "<li>{}</li>\n",
                escape(&labels::sentence(&offer.to_string()))
            )
        })
        .collect();
    if !offers.is_empty() {
        text += &format!("<ul>\n{offers}</ul>\n");
    }
    Some(text)
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Consistent => "good",
        Verdict::Doubtful => "doubtful",
        Verdict::Impossible => "bad",
    }
}

fn facts(claim: &JudgedClaim) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let computed = claim.answer.as_ref().ok();
    let Some(computed) = computed.and_then(|answer| answer.computed.as_ref()) else {
        return facts;
    };
    facts.push(("Distance by rail", format::distance(computed.distance)));
    facts.push(("Straight line", format::distance(computed.geodesic)));
    facts.push(("Time under way", computed.duration.to_string()));
    if let Some(arrival) = &computed.arrival {
        facts.push(("With unannounced stays", arrival.to_string()));
    }
    let least = format::duration(computed.technical_minimum);
    facts.push(("Technical minimum", least));
    facts
}

/// Many claims: the picture of all, then each with its reasons.
fn list(summary: &ClaimsSummary) -> String {
    let answer = claims::verdict(summary);
    let [impossible, doubtful, consistent] = claims::counts(summary);
    let count = |count: usize| format::grouped(count as i64);
    let mut lead = Vec::new();
    if claims::drawing(summary, super::WIDTH).is_some() {
        lead.push(figure(
            "Claimed figures relative to computed ones",
            |width| claims::drawing(summary, width).expect("drawn at any width"),
        ));
    }
    let each = summary.claims.iter().map(entry).collect::<String>();
    let sheet = Sheet {
        title: labels::sentence(&claims::title(summary)),
        about: String::new(),
        caption: "Verdicts",
        lines: Vec::new(),
        description: answer.clone(),
        answer: labels::sentence(&answer),
        beside: String::new(),
        facts: vec![
            ("Impossible", count(impossible)),
            ("Doubtful", count(doubtful)),
            ("Consistent", count(consistent)),
        ],
        remarks: &summary.remarks,
        lead,
        warnings: &[],
        sections: vec![
            section("Claim by claim", &each),
            section("How verdicts are found", &format!("<p>{METHOD}</p>\n")),
            sources_of(&summary.provenance),
        ],
        provenance: &summary.provenance,
        has_map: false,
        data: json!({}),
    };
    sheet.page()
}

/// A claim of a list.
fn entry(claim: &JudgedClaim) -> String {
    let class = claim
        .answer
        .as_ref()
        .map_or("", |answer| class(answer.verdict));
    let id = match claim.id.as_str() {
        "" => String::new(),
        id => format!("{}: ", escape(id)),
    };
    let computed = claim.answer.as_ref().ok().and_then(computed);
    let computed = computed.map_or_else(String::new, |computed| {
        format!("<p class=\"about\">Computed: {}</p>\n", escape(&computed))
    });
    let told = if claim.text.is_empty() {
        &claim.stated
    } else {
        &claim.text
    };
    let outlet = match claim.outlet.as_str() {
        "" => String::new(),
        outlet => format!(" <small>({})</small>", escape(outlet)),
    };
    format!(
        "<article>\n<h3>{id}<span class=\"{class}\">{}</span>, {}</h3>\n<p>{}{outlet}</p>\n{}{computed}</article>\n",
        claim.verdict(),
        escape(&claim.subject()),
        escape(told),
        reasons(claim).unwrap_or_default(),
    )
}
