//! The page: one HTML file that works alone, without network and without script, on paper too.
//!
//! Without script it is a complete still page. With it, the map zooms, charts tell values, legs light up everywhere and
//! the table sorts. A content policy forbids everything that is not in the file.

mod brief;
mod claims;
mod compare;
mod locate;
mod reach;
mod route;
mod tables;

use super::geojson::cleaned;
use serde_json::Value;

use super::WIDTH;
use super::chart::{Drawing, style};
use super::labels;
use super::summary::{Caveat, Provenance};
use super::svg;
use super::text::kept_together;
use super::xml::escape;
use crate::journey::Bearing;

pub use brief::brief;
pub use claims::claims;
pub use compare::compare;
pub use locate::locate;
pub use reach::reach;
use route::map_finding;
pub use route::route;

/// The style of the page around the pictures.
const STYLE: &str = include_str!("page.css");
/// What script there is.
const SCRIPT: &str = include_str!("page.js");
/// Nothing may be fetched from anywhere.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What a page is made of.
struct Sheet<'a> {
    title: String,
    /// What the answer is about, below the title: the train, the reports.
    about: String,
    /// What the answer is, above it.
    caption: &'static str,
    /// The answer in a few words, large.
    answer: String,
    /// What stands beside it, smaller.
    beside: String,
    /// What belongs to the answer, a line each.
    lines: Vec<String>,
    /// The answer in a line, for whoever lists pages.
    description: String,
    facts: Vec<(&'static str, String)>,
    remarks: &'a [String],
    /// What comes before the warnings: the map, the picture.
    lead: Vec<String>,
    warnings: &'a [Caveat],
    sections: Vec<String>,
    provenance: &'a Provenance,
    has_map: bool,
    /// What the script reads.
    data: Value,
}

impl Sheet<'_> {
    fn page(&self) -> String {
        let script = format!(
            "<script type=\"application/json\" id=\"data\">{}</script>\n<script>\n{SCRIPT}</script>\n",
            script_safe(&self.data)
        );
        let body = format!(
            "<body>\n{header}<main>\n{lead}{notes}{main}</main>\n{footer}{script}</body>",
            header = self.header(),
            lead = self.lead.concat(),
            notes = self.notes(),
            main = self.sections.concat(),
            footer = self.footer(),
        );
        self.document(&body)
    }

    /// What a page can be shortened to that must fit on one sheet of A4: without script, notes and tables of sources.
    fn brief(&self) -> String {
        let sources = self.provenance.sources.len();
        let counted = |number: usize, word| labels::counted(number as u64, word);
        let rests = format!(
            "The answer rests on {} and has {}; the full page names them.",
            counted(sources, "source"),
            counted(self.warnings.len(), "warning"),
        );
        let body = format!(
            "<body class=\"brief\">\n{header}<main>\n{lead}<div class=\"columns\">\n{main}</div>\n\
             <p class=\"about\">{rests}</p>\n</main>\n{footer}</body>",
            header = self.header(),
            lead = self.lead.concat(),
            main = self.sections.concat(),
            footer = self.footer(),
        );
        self.document(&body)
    }

    fn document(&self, body: &str) -> String {
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"generator\" content=\"slowtrain\">\n<meta name=\"description\" content=\"{description}\">\n\
             <title>{title}: {answer}</title>\n<style>\n{STYLE}{pictures}\n</style>\n</head>\n{body}\n</html>\n",
            description = escape(&self.description),
            title = escape(&self.title),
            answer = escape(&self.answer),
            pictures = style::sheet(),
        )
    }

    fn header(&self) -> String {
        let fact = |(name, value): &(&str, String)| {
            format!("<div><dt>{name}</dt><dd>{}</dd></div>\n", escape(value))
        };
        let line = |text: &String| {
            format!(
                "<p class=\"line\">{}</p>\n",
                escape(&labels::sentence(text))
            )
        };
        let beside = match self.beside.as_str() {
            "" => String::new(),
            beside => format!(" <small>{}</small>", escape(beside)),
        };
        format!(
            "<header>\n<h1>{title}</h1>\n<p class=\"about\">{about}</p>\n\
             <p class=\"caption\">{caption}</p>\n<p class=\"answer\">{answer}{beside}</p>\n{lines}\
             <dl class=\"facts\">\n{facts}</dl>\n</header>\n",
            title = escape(&self.title),
            about = escape(&self.about),
            caption = escape(self.caption),
            answer = escape(&kept_together(&self.answer)),
            lines = self.lines.iter().map(line).collect::<String>(),
            facts = self.facts.iter().map(fact).collect::<String>(),
        )
    }

    /// What a reader should know before trusting the answer, by what it bears on, and what was taken for what was typed.
    fn notes(&self) -> String {
        let list = |texts: &[&str]| {
            let item = |text: &&str| format!("<li>{}</li>\n", prose(text));
            format!(
                "<ul>\n{}</ul>\n",
                texts.iter().map(item).collect::<String>()
            )
        };
        let mut content = String::new();
        for (on, heading) in BEARINGS {
            let own = self.warnings.iter().filter(|warning| warning.on == on);
            let texts: Vec<&str> = own.map(|warning| warning.text.as_str()).collect();
            if !texts.is_empty() {
                content += &format!("<h3>{heading}</h3>\n{}", list(&texts));
            }
        }
        let remarks: Vec<&str> = self.remarks.iter().map(String::as_str).collect();
        if !remarks.is_empty() {
            content += &format!(
                "<h3>How the question was understood</h3>\n{}",
                list(&remarks)
            );
        }
        match content.as_str() {
            "" => content,
            content => format!(
                "<section class=\"notes\">\n<h2>What the answer rests on</h2>\n{content}</section>\n"
            ),
        }
    }

    fn footer(&self) -> String {
        format!(
            "<footer>\n<p>Made by <code>{}</code></p>\n<p>{}</p>\n</footer>\n",
            escape(&self.provenance.command),
            escape(&labels::attribution(self.provenance, self.has_map))
        )
    }
}

/// A text with what is typed set as code: what stands between backticks, and options.
fn prose(text: &str) -> String {
    let code = |text: &str| format!("<code>{}</code>", escape(text));
    let word = |word: &str| match word.starts_with("--") {
        true => code(word),
        false => escape(word),
    };
    let parts = text.split('`').zip(0..);
    let told = parts.map(|(part, number)| match number % 2 {
        0 => part.split(' ').map(word).collect::<Vec<_>>().join(" "),
        _ => code(part),
    });
    told.collect()
}

/// The headings of warnings, by what they bear on.
const BEARINGS: [(Bearing, &str); 4] = [
    (Bearing::Time, "How long it takes"),
    (Bearing::Distance, "How far it is"),
    (Bearing::Route, "Which route it takes"),
    (Bearing::Clocks, "What the clocks show"),
];

/// The width of pictures for a phone, in pixels: they are drawn anew, so that their letters stay as large.
const PHONE: f64 = 360.0;

/// A picture under a heading that says what it finds, drawn for a screen and anew for a phone.
fn figure(finding: &str, draw: impl Fn(f64) -> Drawing) -> String {
    let (wide, narrow) = (draw(WIDTH), draw(PHONE));
    section(
        &escape(&labels::sentence(finding)),
        &format!(
            "<figure class=\"wide\">\n{}</figure>\n<figure class=\"narrow\">\n{}</figure>\n",
            svg::element(&wide, ""),
            svg::element(&narrow, "-phone")
        ),
    )
}

/// The sources, which a screen lists and paper counts: they would be most of it.
fn sources_of(provenance: &Provenance) -> String {
    let count = labels::counted(provenance.sources.len() as u64, "source");
    tables::sources(provenance).map_or_else(String::new, |table| {
        let note = format!("<p class=\"printed\">{count}; the page on a screen lists them.</p>\n");
        section("Sources", &(note + &table))
    })
}

/// A section of a table; nothing where there is none.
fn section_of(heading: &str, table: Option<String>) -> String {
    table.map_or_else(String::new, |table| section(heading, &table))
}

fn section(heading: &str, content: &str) -> String {
    format!("<section>\n<h2>{heading}</h2>\n{content}</section>\n")
}

/// A section for screens: on paper it would take many pages.
fn unprinted(heading: &str, content: &str) -> String {
    format!("<section class=\"unprinted\">\n<h2>{heading}</h2>\n{content}</section>\n")
}

/// JSON that cannot end its script element.
fn script_safe(value: &Value) -> String {
    cleaned(value.clone())
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_set_as_code() {
        assert_eq!(
            prose("--train NAME chooses another (`slowtrain trains` lists <them>)"),
            "<code>--train</code> NAME chooses another (<code>slowtrain trains</code> lists &lt;them&gt;)"
        );
    }
}
