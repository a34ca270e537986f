//! The page of an answer that has no page of its own yet: its pictures and its table.

use super::{POLICY, STYLE, figure, section};
use crate::report::chart::style;
use crate::report::xml::escape;
use crate::report::{Picture, Summary, WIDTH};

/// The page.
#[must_use]
pub fn page(title: &str, summary: &Summary) -> String {
    let geography = summary.geography().expect("it has a geographic side");
    let pictures: String = summary
        .drawings(Picture::Sheet, WIDTH)
        .iter()
        .map(|drawing| figure(&drawing.title, drawing))
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"generator\" content=\"slowtrain\">\n<title>{title}</title>\n\
         <style>\n{STYLE}{styles}\n</style>\n</head>\n<body>\n\
         <header>\n<h1>{title}</h1>\n<p class=\"answer\"><small>{answer}</small></p>\n</header>\n\
         <main>\n{pictures}{table}</main>\n<footer>\n<p>{attribution}</p>\n</footer>\n</body>\n</html>\n",
        title = escape(title),
        styles = style::sheet(),
        answer = escape(&geography.description),
        table = section("Stations", &table(&summary.csv())),
        attribution = escape(&geography.attribution),
    )
}

/// CSV as a table.
fn table(csv: &str) -> String {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.as_bytes());
    let mut rows = reader.records().flatten().map(|record| {
        let cells = record.iter().map(escape);
        cells.collect::<Vec<String>>()
    });
    let heads = rows.next().unwrap_or_default();
    let row = |tag: &str, cells: Vec<String>| {
        let cells = cells
            .iter()
            .map(|cell| format!("<{tag}>{cell}</{tag}>"))
            .collect::<String>();
        format!("<tr>{cells}</tr>\n")
    };
    let head = row("th", heads);
    let body: String = rows.map(|cells| row("td", cells)).collect();
    format!(
        "<div class=\"scroll\"><table>\n<thead>{head}</thead>\n<tbody>\n{body}</tbody>\n</table></div>\n"
    )
}
