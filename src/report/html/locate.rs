//! The page of the answer of `locate`.

use super::{Sheet, figure, section, section_of, tables};
use crate::report::WIDTH;
use crate::report::locate::{self, LocateSummary};
use crate::report::map::Use;
use crate::report::words;
use crate::units::format;

/// What the times in the table are.
const CLOCKS: &str = "Times at stations are local, with the days since the departure; earliest to latest hold eight \
                      trips in ten that agree with what was seen.";

/// The page.
#[must_use]
pub fn locate(summary: &LocateSummary) -> String {
    let (route, planned) = (&summary.route, summary.planned());
    let answer = locate::answer(summary, summary.own());
    let mut remarks = locate::lines(summary);
    remarks.extend(route.remarks.iter().cloned());
    let sheet = Sheet {
        title: locate::title(summary),
        about: format!("{} ({})", route.train.name, route.train.consist),
        description: answer.clone(),
        answer: words::sentence(&answer),
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
        remarks: &remarks,
        warnings: &planned.warnings,
        sections: vec![
            figure("Map", &locate::map(summary, WIDTH, Use::Zooming)),
            figure("Graphic timetable", &locate::timetable(summary, WIDTH)),
            section(
                "Stations",
                &tables::of(&locate::stations(summary), CLOCKS, false),
            ),
            section("Legs", &tables::legs(planned)),
            section_of("Sources", tables::sources(&route.provenance)),
        ],
        provenance: &route.provenance,
        has_map: true,
        data: super::route::data(route, planned),
    };
    sheet.page()
}
