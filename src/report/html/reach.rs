//! The page of the answer of `reach`.

use serde_json::json;

use super::{Sheet, figure, section, section_of, tables};
use crate::report::map::{self, Use};
use crate::report::reach::{self, ANY_COUNTRY, ReachSummary, Within};
use crate::report::{WIDTH, words};

/// What the words in the tables mean.
const MEANING: &str = "Nearly sure is what the 90 % point of the time reaches, likely the middle, possible the 10 % \
                       point. The technical_minimum is the shortest time physically possible.";

/// The page; stations that only the technical minimum reaches are in the data formats.
#[must_use]
pub fn reach(summary: &ReachSummary) -> String {
    let mut remarks = summary.remarks.clone();
    remarks.push(ANY_COUNTRY.to_owned());
    let count = |within| {
        let only = summary.stations.iter();
        only.filter(|station| station.within == within).count()
    };
    let possible = summary.stations.iter();
    let possible = possible.filter(|station| station.within <= Within::Low);
    let answer = reach::answer(summary);
    let sheet = Sheet {
        title: reach::title(summary),
        about: format!("{} ({})", summary.train.name, summary.train.consist),
        description: answer.clone(),
        answer: words::sentence(&answer),
        beside: String::new(),
        facts: Within::ALL
            .map(|within| (within.words(), format!("{} stations", count(within))))
            .to_vec(),
        remarks: &remarks,
        warnings: &[],
        sections: vec![
            figure("Map", &map::draw_reach(summary, WIDTH, Use::Zooming)),
            section(
                "Farthest in each country",
                &tables::of(&reach::countries(summary), MEANING, false),
            ),
            section(
                "Farthest on each line",
                &tables::of(&reach::lines(summary), "Likely reached.", false),
            ),
            section(
                "Stations",
                &tables::of(
                    &reach::rows(possible),
                    "Likely or possible, the earliest first.",
                    false,
                ),
            ),
            section_of("Sources", tables::sources(&summary.provenance)),
        ],
        provenance: &summary.provenance,
        has_map: true,
        data: json!({}),
    };
    sheet.page()
}
