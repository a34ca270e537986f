//! The trains of a graphic timetable: bands, lines and clock times.

use super::canvas::{Anchor, Canvas, Face, polyline};
use super::clock;
use super::frame::{self, SMALL};
use super::labels::{Box2, Room};
use super::style;
use super::timetable::{Layout, SEEN, Timetable};
use crate::report::labels;
use crate::report::summary::CallKind;
use crate::units::Estimate;

/// All trains; the boldest above the others.
pub(super) fn draw(canvas: &mut Canvas, timetable: &Timetable<'_>, at: &Layout) {
    let inside = Box2 {
        left: at.left,
        top: at.top,
        right: at.right,
        bottom: at.bottom,
    };
    let mut room = Room::new(inside);
    for line in timetable.lines.iter().rev() {
        let mut band = line.path(Estimate::low, at);
        band.extend(line.path(Estimate::high, at).into_iter().rev());
        canvas.path(
            style::nth(["st-band", "st-band2", "st-band3"], line.rank),
            &(polyline(&band) + "z"),
        );
    }
    for line in timetable.lines.iter().rev() {
        let points = line.path(Estimate::likely, at);
        canvas.path(
            style::nth(["st-run", "st-run2", "st-run3"], line.rank),
            &polyline(&points),
        );
        room.take_line(&points, 3.0);
    }
    sightings(canvas, timetable, at, &mut room);
    times(canvas, timetable, at, &mut room);
}

/// Where the train was seen, and the moment that was asked for.
fn sightings(canvas: &mut Canvas, timetable: &Timetable<'_>, at: &Layout, room: &mut Room) {
    let now = timetable.now.map(|now| at.x.at(now.h()));
    if let Some(x) = now.filter(|x| (at.left..=at.right).contains(x)) {
        canvas.line("st-now", (x, at.top), (x, at.bottom));
    }
    for (place, time) in &timetable.seen {
        let (x, y) = (at.x.at(time.h()), at.y.at(place.km()));
        canvas.circle("st-end", (x, y), SEEN);
        room.take(Box2::around((x, y), (x, y)).grown(SEEN));
    }
}

/// Clock times where the train of the named route starts, stands and ends.
fn times(canvas: &mut Canvas, timetable: &Timetable<'_>, at: &Layout, room: &mut Room) {
    let calls = &timetable.planned.calls;
    for i in frame::by_importance(timetable.planned, CallKind::Pass) {
        let call = &calls[i];
        let y = at.y.at(call.at.km());
        let (is_first, is_last) = (i == 0, i + 1 == calls.len());
        let dwell = call.dwell;
        if !is_first && (is_last || dwell.s() > 0.0) {
            let face = Face::new("st-ink", SMALL).at(Anchor::End);
            let text = clock::shown(timetable.planned, timetable.start, call, true);
            let x = at.x.at(call.arrives.likely().h()) - 5.0;
            if is_own_row(timetable, at, i, y + 10.0) {
                place(canvas, room, (face, (x, y + 14.0)), &[text]);
            }
        }
        if !is_last && (is_first || dwell.s() > 0.0) {
            let face = Face::new("st-ink", SMALL);
            let text = clock::shown(timetable.planned, timetable.start, call, false);
            let x = at.x.at(call.departs.likely().h()) + 5.0;
            let told = format!(
                "{text} {} {}",
                labels::call_words(call),
                frame::short(dwell)
            );
            let texts = if is_first {
                vec![text]
            } else {
                vec![told, text]
            };
            if is_own_row(timetable, at, i, y - 10.0) {
                place(canvas, room, (face, (x, y - 6.0)), &texts);
            }
        }
    }
}

/// Whether the middle of a time at height `y` is not clearly nearer to the line of another station where the train stands:
/// it would be read as that station's.
fn is_own_row(timetable: &Timetable<'_>, at: &Layout, own: usize, y: f64) -> bool {
    const CLEARLY: f64 = 3.0;
    let calls = &timetable.planned.calls;
    let off = |i: usize| (at.y.at(calls[i].at.km()) - y).abs();
    let is_timed = |i: usize| i == 0 || i + 1 == calls.len() || calls[i].dwell.s() > 0.0;
    let mut others = (0..calls.len()).filter(|i| *i != own && is_timed(*i));
    others.all(|i| off(i) + CLEARLY > off(own))
}

/// Writes the first of `texts` that finds room.
fn place(canvas: &mut Canvas, room: &mut Room, (face, at): (Face, (f64, f64)), texts: &[String]) {
    let extent = |text: &String| face.extent(at.0, at.1, text).grown(0.5);
    let Some(text) = texts.iter().find(|text| room.try_take(&[extent(text)])) else {
        return;
    };
    for class in ["st-halo", face.class] {
        canvas.text(Face { class, ..face }, at, text);
    }
}
