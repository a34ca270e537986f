//! Stations on a map: which are marked and named at which magnification, so that names never meet.
//!
//! A name placed at one magnification keeps its place at all greater ones: places move apart and names keep their
//! size, so what did not meet never will. The still picture shows the first level only.

use super::View;
use crate::report::chart::canvas::{Anchor, Canvas, Face, n};
use crate::report::chart::frame;
use crate::report::chart::labels::{Box2, Room};
use crate::report::geography::weight;
use crate::report::summary::{Call, CallKind, Way};

/// Magnifications at which more is named.
pub const LEVELS: [f64; 4] = [1.0, 2.0, 4.0, 8.0];
/// Size of names, in pixels.
const SIZE: f64 = 13.0;
/// The most names at one magnification: more would be a list, not a map.
const MOST: usize = 36;
/// Where a name may stand beside its mark: right, left, above, below, then between, then farther off.
pub const PLACES: [(f64, f64, Anchor); 12] = [
    (8.0, 4.0, Anchor::Start),
    (-8.0, 4.0, Anchor::End),
    (0.0, -9.0, Anchor::Middle),
    (0.0, 18.0, Anchor::Middle),
    (6.0, -6.0, Anchor::Start),
    (6.0, 14.0, Anchor::Start),
    (-6.0, -6.0, Anchor::End),
    (-6.0, 14.0, Anchor::End),
    (16.0, 18.0, Anchor::Start),
    (16.0, -12.0, Anchor::Start),
    (-16.0, 18.0, Anchor::End),
    (-16.0, -12.0, Anchor::End),
];

/// A station with its mark and name.
pub struct Pin<'a> {
    call: &'a Call,
    at: (f64, f64),
    place: (f64, f64, Anchor),
    level: usize,
}

/// The stations to be shown up to the magnification of `levels`, and the room left at the first.
pub fn place<'a>(
    way: &'a Way,
    view: &View,
    lines: &[Vec<(f64, f64)>],
    levels: &[f64],
) -> (Vec<Pin<'a>>, Room) {
    let order = frame::by_importance(way, CallKind::Halt);
    let mut pins: Vec<Pin<'a>> = Vec::new();
    let mut first = Room::new(view.frame);
    for (level, &zoom) in levels.iter().enumerate() {
        let scaled = |(x, y): (f64, f64)| (x * zoom, y * zoom);
        let frame = Box2::around(
            scaled((view.frame.left, view.frame.top)),
            scaled((view.frame.right, view.frame.bottom)),
        );
        let mut room = Room::new(frame.grown(-4.0));
        for line in lines {
            let line: Vec<(f64, f64)> = line.iter().map(|point| scaled(*point)).collect();
            room.take_line(&line, 5.0);
        }
        if level == 0 {
            room.take(view.scale_bar.area);
        }
        let stands = way.calls.iter().filter(|call| weight(call.kind) > 0);
        let stands = stands.map(|call| scaled(view.place(call.place.position)));
        let stands: Vec<(f64, f64)> = stands.collect();
        for at in &stands {
            room.take(Box2::around(*at, *at).grown(4.5));
        }
        for pin in &pins {
            room.take(extent(pin.call, scaled(pin.at), pin.place));
        }
        let mut named = 0;
        for &i in &order {
            let call = &way.calls[i];
            let at = view.place(call.place.position);
            // A station that is passed twice is named once.
            let is_known = pins.iter().any(|pin| pin.call.place.id == call.place.id);
            if is_known || named >= MOST || !is_spaced(&pins, call, scaled(at), zoom) {
                continue;
            }
            let marks = Marks {
                stands: &stands,
                pins: &pins,
                zoom,
            };
            let found = PLACES.into_iter().find(|place| {
                let label = extent(call, scaled(at), *place);
                marks.are_clear(&label, call, scaled(at)) && room.try_take(&[label])
            });
            // Ends are named wherever there is room.
            let anywhere = PLACES.into_iter().filter(|_| call.kind == CallKind::End);
            let found = found.or_else(|| {
                anywhere
                    .into_iter()
                    .find(|place| room.try_take(&[extent(call, scaled(at), *place)]))
            });
            if let Some(place) = found {
                pins.push(Pin {
                    call,
                    at,
                    place,
                    level,
                });
                named += 1;
            }
        }
        if level == 0 {
            first = room;
        }
    }
    (pins, first)
}

/// The marks and names there are at a magnification.
struct Marks<'a> {
    stands: &'a [(f64, f64)],
    pins: &'a [Pin<'a>],
    zoom: f64,
}

impl Marks<'_> {
    /// Whether nobody takes a name for that of another mark: no other mark is as near to it as its own, and its own mark is
    /// as near to no other name. Marks that lie upon each other cannot be told apart and do not count.
    fn are_clear(&self, label: &Box2, call: &Call, at: (f64, f64)) -> bool {
        const SURELY: f64 = 3.0;
        const UPON: f64 = 14.0;
        let own = label.distance(at);
        let is_other = |mark: (f64, f64)| (mark.0 - at.0).hypot(mark.1 - at.1) > UPON;
        let pins = self.pins.iter().map(|pin| {
            let mark = (pin.at.0 * self.zoom, pin.at.1 * self.zoom);
            (mark, extent(pin.call, mark, pin.place))
        });
        let mut marks = self
            .stands
            .iter()
            .copied()
            .chain(pins.clone().map(|(mark, _)| mark));
        let mut names = pins.filter(|_| weight(call.kind) == 0);
        marks.all(|mark| !is_other(mark) || label.distance(mark) > own + SURELY)
            && names.all(|(mark, name)| {
                !is_other(mark) || name.distance(at) > name.distance(mark) + SURELY
            })
    }
}

/// Whether a station lies far enough from those named: names of stations passed want more room than there is.
fn is_spaced(pins: &[Pin<'_>], call: &Call, at: (f64, f64), zoom: f64) -> bool {
    let least = if weight(call.kind) > 0 { 0.0 } else { 34.0 };
    pins.iter()
        .all(|pin| (pin.at.0 * zoom - at.0).hypot(pin.at.1 * zoom - at.1) >= least)
}

fn face(call: &Call, anchor: Anchor) -> Face {
    let class = if weight(call.kind) > 0 {
        "st-strong"
    } else {
        "st-ink"
    };
    Face::new(class, SIZE).at(anchor)
}

fn extent(call: &Call, at: (f64, f64), (dx, dy, anchor): (f64, f64, Anchor)) -> Box2 {
    face(call, anchor)
        .extent(at.0 + dx, at.1 + dy, &call.place.name)
        .grown(1.5)
}

/// Draws marks and names. Where something happens there is a mark even where no room is left for the name; marks of
/// greater weight lie above.
pub fn draw(canvas: &mut Canvas, way: &Way, view: &View, pins: &[Pin<'_>]) {
    let named = |call: &Call| pins.iter().find(|pin| pin.call.place.id == call.place.id);
    let mut calls: Vec<(&Call, Option<&Pin<'_>>)> =
        way.calls.iter().map(|call| (call, named(call))).collect();
    calls.retain(|(call, pin)| {
        weight(call.kind) > 0 || pin.is_some_and(|pin| std::ptr::eq(pin.call, *call))
    });
    calls.sort_by_key(|(call, _)| weight(call.kind));
    for (call, pin) in calls {
        let at = view.place(call.place.position);
        let (x, y) = (n(at.0), n(at.1));
        let level = if weight(call.kind) > 0 {
            0
        } else {
            pin.map_or(0, |pin| pin.level)
        };
        let class = format!("st-pin st-level{level}");
        let place = format!("translate({x} {y})");
        canvas.open(&[
            ("class", &class),
            ("transform", &place),
            ("data-x", &x),
            ("data-y", &y),
        ]);
        mark(canvas, call.kind, (0.0, 0.0));
        canvas.close();
    }
    for pin in pins {
        let place = format!("translate({} {})", n(pin.at.0), n(pin.at.1));
        let class = format!("st-pin st-level{}", pin.level);
        let (x, y) = (n(pin.at.0), n(pin.at.1));
        canvas.open(&[
            ("class", &class),
            ("transform", &place),
            ("data-x", &x),
            ("data-y", &y),
        ]);
        let (dx, dy, anchor) = pin.place;
        let face = face(pin.call, anchor);
        canvas.text(
            Face {
                class: "st-halo",
                ..face
            },
            (dx, dy),
            &pin.call.place.name,
        );
        canvas.text(face, (dx, dy), &pin.call.place.name);
        canvas.close();
    }
}

/// The mark of a kind of call: shapes differ, so that colour is not needed.
pub fn mark(canvas: &mut Canvas, kind: CallKind, (x, y): (f64, f64)) {
    let diamond = |size: f64| {
        format!(
            "M{} {}l{s} {s}l-{s} {s}l-{s} -{s}z",
            n(x),
            n(y - size),
            s = n(size)
        )
    };
    match kind {
        CallKind::End => canvas.circle("st-end", (x, y), 5.5),
        CallKind::Pass => canvas.circle("st-pass", (x, y), 2.2),
        CallKind::Halt | CallKind::Reversal | CallKind::LocomotiveChange => {
            canvas.circle("st-stop", (x, y), 3.6)
        }
        CallKind::Border => canvas.path("st-work", &diamond(5.6)),
        CallKind::GaugeChange => {
            canvas.rect("st-work", Box2::around((x, y), (x, y)).grown(4.6));
        }
    }
}
