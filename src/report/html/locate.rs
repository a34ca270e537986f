//! The page of the answer of `locate`.

use super::{Sheet, figure, section, sources_of, tables, unprinted};
use crate::report::labels;
use crate::report::locate::{self, LocateSummary};
use crate::report::map::Use;
use crate::units::format;

/// What the times in the table are.
const CLOCKS: &str = "Times at stations are local, with the days since the departure; earliest to latest hold eight \
                      journeys in 10 that agree with what was seen.";

/// The page.
#[must_use]
pub fn locate(summary: &LocateSummary) -> String {
    let (route, planned) = (&summary.route, summary.planned());
    let answer = locate::answer(summary, summary.own());
    let sheet = Sheet {
        title: locate::title(summary),
        about: format!("{} ({})", route.train.name, route.train.consist),
        description: answer.clone(),
        caption: "Where it is",
        lines: locate::lines(summary),
        answer: labels::sentence(&answer),
        beside: String::new(),
        facts: vec![
            ("Distance by rail", format::distance(planned.distance)),
            ("Time, likely", format::duration(planned.duration.likely())),
            ("Low to high", format::duration_range(&planned.duration)),
            (
                "Before anything was seen",
                format::duration_range(&summary.expected),
            ),
        ],
        remarks: &route.remarks,
        lead: vec![figure("Where it may be, in 8 of 10 samples", |width| {
            locate::map(summary, width, Use::Zooming)
        })],
        warnings: &planned.warnings,
        sections: vec![
            figure("Where it is at each time", |width| {
                locate::timetable(summary, width)
            }),
            section(
                "Stations",
                &tables::of(&locate::stations(summary), CLOCKS, false),
            ),
            unprinted("Legs", &tables::legs(planned)),
            sources_of(&route.provenance),
        ],
        provenance: &route.provenance,
        has_map: true,
        data: super::route::data(route, planned),
    };
    sheet.page()
}
