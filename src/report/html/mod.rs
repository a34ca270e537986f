//! The page: one HTML file that works alone, without network and without script, on paper too.
//!
//! Without script it is a complete still page. With it, the map zooms, charts tell values, legs light up everywhere and
//! the table sorts. A content policy forbids everything that is not in the file.

mod compare;
mod locate;
mod reach;
mod route;
mod tables;

use super::geojson::cleaned;
use serde_json::Value;

use super::chart::{Drawing, style};
use super::summary::Provenance;
use super::svg;
use super::text::kept_together;
use super::words;
use super::xml::escape;

pub use compare::compare;
pub use locate::locate;
pub use reach::reach;
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
    /// The answer in a few words, large.
    answer: String,
    /// What stands beside it, smaller.
    beside: String,
    /// The answer in a line, for whoever lists pages.
    description: String,
    facts: Vec<(&'static str, String)>,
    remarks: &'a [String],
    warnings: &'a [String],
    sections: Vec<String>,
    provenance: &'a Provenance,
    has_map: bool,
    /// What the script reads.
    data: Value,
}

impl Sheet<'_> {
    fn page(&self) -> String {
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"generator\" content=\"slowtrain\">\n<meta name=\"description\" content=\"{description}\">\n\
             <title>{title}: {answer}</title>\n<style>\n{STYLE}{pictures}\n</style>\n</head>\n<body>\n\
             {header}<main>\n{main}</main>\n{footer}\
             <script type=\"application/json\" id=\"data\">{data}</script>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
            description = escape(&self.description),
            title = escape(&self.title),
            answer = escape(&self.answer),
            pictures = style::sheet(),
            header = self.header(),
            main = self.sections.concat(),
            footer = self.footer(),
            data = script_safe(&self.data),
        )
    }

    fn header(&self) -> String {
        let fact = |(name, value): &(&str, String)| {
            format!("<div><dt>{name}</dt><dd>{}</dd></div>\n", escape(value))
        };
        let remark = |text: &String| format!("<p class=\"remark\">{}</p>\n", escape(text));
        format!(
            "<header>\n<h1>{title}</h1>\n<p class=\"remark\">{about}</p>\n\
             <p class=\"answer\">{answer} <small>{beside}</small></p>\n\
             <dl class=\"facts\">\n{facts}</dl>\n{remarks}{warnings}</header>\n",
            title = escape(&self.title),
            about = escape(&self.about),
            answer = escape(&kept_together(&self.answer)),
            beside = escape(&self.beside),
            facts = self.facts.iter().map(fact).collect::<String>(),
            remarks = self.remarks.iter().map(remark).collect::<String>(),
            warnings = self.warnings(),
        )
    }

    fn warnings(&self) -> String {
        if self.warnings.is_empty() {
            return String::new();
        }
        let item = |text: &String| format!("<li>{}</li>\n", escape(text));
        let items: String = self.warnings.iter().map(item).collect();
        format!("<ul class=\"warnings\" aria-label=\"Warnings\">\n{items}</ul>\n")
    }

    fn footer(&self) -> String {
        format!(
            "<footer>\n<p>Made by <code>{}</code></p>\n<p>{}</p>\n</footer>\n",
            escape(&self.provenance.command),
            escape(&words::attribution(self.provenance, self.has_map))
        )
    }
}

fn figure(heading: &str, drawing: &Drawing) -> String {
    section(
        heading,
        &format!("<figure>\n{}</figure>\n", svg::element(drawing)),
    )
}

/// A section of a table; nothing where there is none.
fn section_of(heading: &str, table: Option<String>) -> String {
    table.map_or_else(String::new, |table| section(heading, &table))
}

fn section(heading: &str, content: &str) -> String {
    format!("<section>\n<h2>{heading}</h2>\n{content}</section>\n")
}

/// JSON that cannot end its script element.
fn script_safe(value: &Value) -> String {
    cleaned(value.clone())
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
}
