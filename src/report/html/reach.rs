//! The page of the answer of `reach`.

use serde_json::json;

use super::{Sheet, figure, section, sources_of, tables, unprinted};
use crate::report::labels;
use crate::report::map::{self, Use};
use crate::report::reach::{self, ANY_COUNTRY, ReachSummary, Within};
use crate::units::format;

/// What the words in the tables mean.
const MEANING: &str = "Nearly sure: 9 journeys in 10 get there in time. Likely: half do. Possible: 1 in 10 does. Physically not \
                       excluded: the technical minimum time, the shortest physically possible, is short enough.";

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
    let finding = format!(
        "{} are likely reached, {} of them nearly surely",
        labels::counted(summary.count(Within::Likely) as u64, "station"),
        format::grouped(summary.count(Within::High) as i64)
    );
    let sheet = Sheet {
        title: reach::title(summary),
        about: format!("{} ({})", summary.train.name, summary.train.consist),
        description: answer.clone(),
        caption: "How far it can have travelled",
        lines: Vec::new(),
        answer: reach::farthest(summary),
        beside: String::new(),
        facts: Within::ALL
            .map(|within| (within.words(), format!("{} stations", count(within))))
            .to_vec(),
        remarks: &remarks,
        lead: vec![figure(&finding, |width| {
            map::draw_reach(summary, width, Use::Zooming)
        })],
        warnings: &[],
        sections: vec![
            section(
                "Farthest in each country",
                &tables::of(&reach::countries(summary), MEANING, false),
            ),
            section(
                "Farthest on each line",
                &tables::of(
                    &reach::lines(summary),
                    "The farthest station that is likely reached.",
                    false,
                ),
            ),
            unprinted(
                "Stations",
                &tables::of(
                    &reach::rows(possible),
                    "Likely or possible, the earliest first.",
                    false,
                ),
            ),
            sources_of(&summary.provenance),
        ],
        provenance: &summary.provenance,
        has_map: true,
        data: json!({}),
    };
    sheet.page()
}
