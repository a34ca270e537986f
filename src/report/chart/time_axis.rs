//! The times of a graphic timetable: a grid with clocks above and below, and the days.

use jiff::ZonedDateTime;

use super::canvas::{Anchor, Canvas, Face, polyline};
use super::clock;
use super::frame::{SMALL, TEXT};
use super::metrics;
use super::timetable::{Layout, STRIP, Timetable};

/// The grid of hours with their clocks, the days above and the frame.
pub(super) fn draw(canvas: &mut Canvas, timetable: &Timetable<'_>, at: &Layout) {
    let gap = if timetable.start.is_some() {
        50.0
    } else {
        70.0
    };
    let ticks = clock::ticks(timetable.start, at.hours, at.x.per_unit(), gap);
    for hour in &ticks.minor {
        canvas.line(
            "st-hair",
            (at.x.at(*hour), at.top),
            (at.x.at(*hour), at.bottom),
        );
    }
    let face = Face::new("st-muted", TEXT).at(Anchor::Middle);
    for (hour, label) in &ticks.major {
        let x = at.x.at(*hour);
        canvas.line("st-grid", (x, at.top), (x, at.bottom));
        // The label under the first hour must not reach into the kilometres.
        let half = metrics::width(label, TEXT) / 2.0;
        let centre = x.clamp(at.left - 4.0 + half, at.right + 20.0 - half);
        canvas.text(face, (centre, at.top - 6.0), label);
        canvas.text(face, (centre, at.bottom + 16.0), label);
    }
    days(canvas, timetable, &ticks.days, at);
    let frame = [
        (at.left, at.top),
        (at.right, at.top),
        (at.right, at.bottom),
        (at.left, at.bottom),
    ];
    canvas.path("st-axis", &(polyline(&frame) + "z"));
}

/// Midnights with the days that begin, and the day of the departure before them.
fn days(canvas: &mut Canvas, timetable: &Timetable<'_>, days: &[(f64, String)], at: &Layout) {
    let mut free = at.left;
    for (hour, day) in days {
        let x = at.x.at(*hour);
        canvas.line("st-day", (x, at.top), (x, at.bottom));
        let end = x + 4.0 + metrics::bold_width(day, SMALL);
        if x >= free && end <= at.right + STRIP + 20.0 {
            // Broken where the clock stands.
            canvas.line("st-day", (x, at.top - 34.0), (x, at.top - 19.0));
            canvas.text(Face::new("st-strong", SMALL), (x + 4.0, at.top - 24.0), day);
            free = end + 6.0;
        }
    }
    if let Some(start) = timetable.start {
        let first = days.first().map(|(hour, _)| at.x.at(*hour));
        first_day(canvas, start, first.unwrap_or(at.right), at);
    }
}

/// The day of the departure, before the first midnight at `first`: where there is no room from the departure on, it ends
/// there, above the kilometres.
fn first_day(canvas: &mut Canvas, start: &ZonedDateTime, first: f64, at: &Layout) {
    let days = ["%-d %b %Y", "%-d %b"].map(|form| start.strftime(form).to_string());
    let fits = |day: &&String| metrics::bold_width(day, SMALL) <= first - at.left - 10.0;
    let face = Face::new("st-strong", SMALL);
    let y = at.top - 24.0;
    match days.iter().find(fits) {
        Some(day) => canvas.text(face, (at.left + 4.0, y), day),
        // A departure at midnight has its day already.
        None if first <= at.left => {}
        None => canvas.text(face.at(Anchor::End), (first - 6.0, y), &days[1]),
    }
}
