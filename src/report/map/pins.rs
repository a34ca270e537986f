//! Places on a map: which are marked and named at which magnification, so that names never meet.
//!
//! A name placed at one magnification keeps its place at all greater ones: places move apart and names keep their
//! size, so what did not meet never will. The still picture shows the first level only.

use std::cmp::Reverse;

use super::View;
use super::cities::{Cities, KnownCity};
use super::mark::{Mark, mark};
use crate::network::LatLon;
use crate::report::chart::canvas::{Anchor, Canvas, Face, distance, n};
use crate::report::chart::frame;
use crate::report::chart::labels::{Box2, Room};
use crate::report::summary::{CallKind, PlannedRoute, Prominence};

/// Magnifications at which more is named.
pub const LEVELS: [f64; 4] = [1.0, 2.0, 4.0, 8.0];
/// Size of names, in pixels.
const SIZE: f64 = 13.0;
/// The most names at one magnification: more would be a list, not a map.
const MOST: usize = 36;
/// Room between places that are only passed, in pixels: their names want more than there is.
const APART: f64 = 34.0;
/// How far names of needed places may be moved sideways above or below their mark, in pixels.
const SLID: [f64; 6] = [20.0, -20.0, 40.0, -40.0, 60.0, -60.0];
/// How far above and below their mark those stand.
const ABOVE_BELOW: [f64; 2] = [18.0, -9.0];
/// Names farther from their mark than this have a line to it, in pixels.
const LED: f64 = 14.0;
/// Where a name may stand beside its mark: right, left, above, below, then between, then farther off.
const PLACES: [(f64, f64, Anchor); 12] = [
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

/// Where a name stands: from its mark to the right and downwards, and how it is anchored there.
type LabelPlace = (f64, f64, Anchor);

/// A place that may be marked and named.
#[derive(Clone, Copy, Debug)]
pub struct PinSpot<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Whether it is named in any case: beside other marks, by its first words, across lines where there is no other room.
    pub is_needed: bool,
    /// What it is told from others by.
    pub id: &'a str,
    /// Where it is on the page.
    pub at: (f64, f64),
    /// How it is marked.
    pub mark: Mark,
    /// The magnification from which on it may be named.
    pub level: usize,
}

impl PinSpot<'_> {
    /// Whether it is marked where its name finds no room, too.
    fn is_always(&self) -> bool {
        !matches!(
            self.mark,
            Mark::Call(CallKind::Pass) | Mark::Limit | Mark::City
        )
    }

    fn face(&self, anchor: Anchor) -> Face {
        let class = match self.mark {
            Mark::Call(CallKind::Pass | CallKind::AssumedStop) => "st-ink",
            Mark::City => "st-muted",
            _ => "st-strong",
        };
        Face::new(class, SIZE).at(anchor)
    }

    fn extent(&self, at: (f64, f64), (dx, dy, anchor): LabelPlace) -> Box2 {
        self.face(anchor)
            .extent(at.0 + dx, at.1 + dy, self.name)
            .grown(1.5)
    }
}

/// Cities off the route that are named at most, for orientation.
const OFF_ROUTE: usize = 12;
/// A city of so many people on the route or beside it is named in any case: people look for it. Assumption.
const METROPOLIS: u32 = 300_000;
/// How far a city lies from a route that runs past it, in km, at most. Assumption.
const BESIDE_KM: f64 = 40.0;
/// On the still map so many stations that are no city and where nothing happens are named, at most.
const PASSED: usize = 4;

/// The calls of a route, those to be named first first: the ends, large cities on the route and beside it by size, the
/// other cities on the route, borders and gauge changes, stops, and then the other stations, most of which only a
/// magnified map names.
pub fn of_route<'a>(
    planned: &'a PlannedRoute,
    cities: &'a Cities,
    view: &View,
) -> Vec<PinSpot<'a>> {
    let places: Vec<LatLon> = planned
        .calls
        .iter()
        .map(|call| call.place.position)
        .collect();
    let own = cities.of(&places);
    let people = |i: usize| own[i].map_or(0, |city| city.population);
    let mut order = frame::by_importance(planned, CallKind::Stop);
    order.sort_by_key(|i| {
        let call = &planned.calls[*i];
        let rank = match call.kind {
            CallKind::End => 0,
            _ if people(*i) > 0 => 1,
            CallKind::Border | CallKind::GaugeChange => 2,
            CallKind::Stop | CallKind::Reversal | CallKind::LocomotiveChange => 3,
            CallKind::Pass | CallKind::AssumedStop => 5,
        };
        let renown = if rank == 5 {
            Prominence::default()
        } else {
            call.prominence
        };
        (rank, Reverse(people(*i)), Reverse(renown))
    });
    let mut passed = 0;
    let mut spots: Vec<(NamedFirst, PinSpot<'a>)> = Vec::new();
    for i in order {
        let call = &planned.calls[i];
        let is_plain = matches!(call.kind, CallKind::Pass | CallKind::AssumedStop);
        let is_plain = is_plain && own[i].is_none();
        passed += usize::from(is_plain);
        // A station keeps its name where something happens; where the train only passes, the city is what people know.
        let name =
            match own[i].filter(|_| matches!(call.kind, CallKind::Pass | CallKind::AssumedStop)) {
                Some(city) => &city.name,
                None => &call.place.name,
            };
        let spot = PinSpot {
            name,
            id: &call.place.id,
            is_needed: call.kind == CallKind::End || people(i) >= METROPOLIS,
            at: view.place(call.place.position),
            mark: Mark::Call(call.kind),
            level: usize::from(is_plain && passed > PASSED),
        };
        let first = match call.kind {
            CallKind::End => NamedFirst::END,
            _ if spot.is_needed => NamedFirst::metropolis(people(i)),
            _ if is_plain => NamedFirst::PASSED,
            _ => NamedFirst::ON_ROUTE,
        };
        spots.push((first, spot));
    }
    let is_on = |city: &KnownCity| own.iter().flatten().any(|own| own.place == city.place);
    let bends = planned.calls.iter().flat_map(|call| &call.bends);
    let along: Vec<LatLon> = places.iter().chain(bends).copied().collect();
    let is_beside = |city: &KnownCity| along.iter().any(|place| city.is_within(*place, BESIDE_KM));
    let off = cities.0.iter().filter(|city| !is_on(city));
    spots.extend(off.enumerate().map(|(number, city)| {
        let is_needed = city.population >= METROPOLIS && is_beside(city);
        let spot = PinSpot {
            name: &city.name,
            id: &city.name,
            is_needed,
            at: view.place(city.place),
            mark: Mark::City,
            level: if is_needed { 0 } else { number / OFF_ROUTE },
        };
        let first = match is_needed {
            true => NamedFirst::metropolis(city.population),
            false => NamedFirst::OFF_ROUTE,
        };
        (first, spot)
    }));
    spots.sort_by_key(|(first, _)| *first);
    spots.into_iter().map(|(_, spot)| spot).collect()
}

/// Which places are named before others: the smaller is first, and of large cities the one with more people.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct NamedFirst(u8, Reverse<u32>);

impl NamedFirst {
    const END: NamedFirst = NamedFirst(0, Reverse(0));
    const ON_ROUTE: NamedFirst = NamedFirst(2, Reverse(0));
    const OFF_ROUTE: NamedFirst = NamedFirst(3, Reverse(0));
    const PASSED: NamedFirst = NamedFirst(4, Reverse(0));

    fn metropolis(people: u32) -> NamedFirst {
        NamedFirst(1, Reverse(people))
    }
}

/// A place that is named, and where its name stands.
pub struct Pin<'a> {
    spot: PinSpot<'a>,
    place: LabelPlace,
    level: usize,
}

/// The places to be named up to the magnification of `levels`, those of `spots` that come first first, and the room left
/// at the first level. Names keep clear of `lines`.
pub fn place<'a>(
    spots: &[PinSpot<'a>],
    view: &View,
    lines: &[Vec<(f64, f64)>],
    levels: &[f64],
) -> (Vec<Pin<'a>>, Room) {
    let mut pins: Vec<Pin<'a>> = Vec::new();
    let mut first = Room::new(view.frame);
    for (level, &zoom) in levels.iter().enumerate() {
        let mut room = taken(spots, view, lines, zoom);
        if level == 0 {
            room.take(view.scale_bar.area);
        }
        for pin in &pins {
            room.take(pin.spot.extent(scaled(pin.spot.at, zoom), pin.place));
        }
        let always = spots.iter().filter(|spot| spot.is_always());
        let marks: Vec<(f64, f64)> = always.map(|spot| scaled(spot.at, zoom)).collect();
        let before = pins.len();
        for spot in spots {
            // A station that is passed twice is named once.
            let is_known = pins.iter().any(|pin| pin.spot.id == spot.id);
            let is_early = level < spot.level;
            if is_known || is_early || pins.len() - before >= MOST || !is_spaced(&pins, spot, zoom)
            {
                continue;
            }
            let crowd = Crowd {
                marks: &marks,
                pins: &pins,
                zoom,
            };
            if let Some((spot, place)) = crowd.named(spot, &mut room) {
                pins.push(Pin { spot, place, level });
            }
        }
        if level == 0 {
            first = room;
        }
    }
    (pins, first)
}

/// A name, then without its last word, and so on: `Moscow Yaroslavsky`, `Moscow`.
fn shorter(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |name| Some(name.rsplit_once(' ')?.0))
}

fn scaled((x, y): (f64, f64), zoom: f64) -> (f64, f64) {
    (x * zoom, y * zoom)
}

/// The room of a magnification with lines and marks in it.
fn taken(spots: &[PinSpot<'_>], view: &View, lines: &[Vec<(f64, f64)>], zoom: f64) -> Room {
    let frame = Box2::around(
        scaled((view.frame.left, view.frame.top), zoom),
        scaled((view.frame.right, view.frame.bottom), zoom),
    );
    let mut room = Room::new(frame.grown(-4.0));
    for line in lines {
        let line: Vec<(f64, f64)> = line.iter().map(|point| scaled(*point, zoom)).collect();
        room.take_line(&line, 5.0);
    }
    for spot in spots.iter().filter(|spot| spot.is_always()) {
        let at = scaled(spot.at, zoom);
        room.take(Box2::around(at, at).grown(4.5));
    }
    room
}

/// The marks and names there are at a magnification.
struct Crowd<'a, 'b> {
    marks: &'a [(f64, f64)],
    pins: &'a [Pin<'b>],
    zoom: f64,
}

impl Crowd<'_, '_> {
    /// A place with a free place of its name, which it takes; a needed one shortened, beside other marks or, at last, across
    /// lines and marks where no place is free.
    fn named<'s>(&self, spot: &PinSpot<'s>, room: &mut Room) -> Option<(PinSpot<'s>, LabelPlace)> {
        let at = scaled(spot.at, self.zoom);
        let clear = PLACES.into_iter().find(|place| {
            let label = spot.extent(at, *place);
            self.is_clear(&label, spot, at) && room.try_take(&[label])
        });
        if clear.is_some() || !spot.is_needed {
            return clear.map(|place| (*spot, place));
        }
        let shorter = shorter(spot.name).map(|name| PinSpot { name, ..*spot });
        let named: Vec<(PinSpot<'s>, LabelPlace)> = shorter
            .flat_map(|spot| {
                let slid = SLID
                    .into_iter()
                    .flat_map(|dx| ABOVE_BELOW.map(|dy| (dx, dy, Anchor::Middle)));
                PLACES
                    .into_iter()
                    .chain(slid)
                    .map(move |place| (spot, place))
            })
            .collect();
        let free = named
            .iter()
            .find(|(spot, place)| room.try_take(&[spot.extent(at, *place)]));
        let across = || {
            named
                .iter()
                .find(|(spot, place)| self.is_unwritten(&spot.extent(at, *place), room))
        };
        let found = free.or_else(across).copied();
        if let Some((spot, place)) = found {
            room.take(spot.extent(at, place));
        }
        found
    }

    /// Whether a line from a mark to its name passes another mark that does not lie upon its own.
    fn is_crossed(&self, at: (f64, f64), to: (f64, f64)) -> bool {
        const BESIDE: f64 = 6.0;
        let mut others = self
            .marks
            .iter()
            .filter(|mark| (mark.0 - at.0).hypot(mark.1 - at.1) > BESIDE);
        others.any(|mark| distance(*mark, at, to) < BESIDE)
    }

    /// Whether a name lies within the frame and upon no other.
    fn is_unwritten(&self, label: &Box2, room: &Room) -> bool {
        let written = |pin: &Pin<'_>| pin.spot.extent(scaled(pin.spot.at, self.zoom), pin.place);
        room.bounds().holds(label) && self.pins.iter().all(|pin| !written(pin).train_meets(label))
    }

    /// Whether nobody takes a name for that of another mark: no other mark is as near to it as its own, and its own mark is
    /// as near to no other name. Marks that lie upon each other cannot be told apart and do not count.
    fn is_clear(&self, label: &Box2, spot: &PinSpot<'_>, at: (f64, f64)) -> bool {
        const SURELY: f64 = 3.0;
        const UPON: f64 = 14.0;
        let own = label.distance(at);
        let is_other = |mark: (f64, f64)| (mark.0 - at.0).hypot(mark.1 - at.1) > UPON;
        if own > LED && self.is_crossed(at, label.nearest(at)) {
            return false;
        }
        let pins = self.pins.iter().map(|pin| {
            let mark = scaled(pin.spot.at, self.zoom);
            (mark, pin.spot.extent(mark, pin.place))
        });
        let named = pins.clone().map(|(mark, _)| mark);
        let mut marks = self.marks.iter().copied().chain(named);
        let mut names = pins.filter(|_| !spot.is_always());
        marks.all(|mark| !is_other(mark) || label.distance(mark) > own + SURELY)
            && names.all(|(mark, name)| {
                !is_other(mark) || name.distance(at) > name.distance(mark) + SURELY
            })
    }
}

/// Whether a place lies far enough from those named.
fn is_spaced(pins: &[Pin<'_>], spot: &PinSpot<'_>, zoom: f64) -> bool {
    let least = if spot.is_always() { 0.0 } else { APART };
    let distance = |pin: &Pin<'_>| {
        let (x, y) = (pin.spot.at.0 - spot.at.0, pin.spot.at.1 - spot.at.1);
        x.hypot(y) * zoom
    };
    pins.iter().all(|pin| distance(pin) >= least)
}

/// Draws marks and names. Where something happens there is a mark even where no room is left for the name; marks of
/// greater weight lie above.
pub fn draw(canvas: &mut Canvas, spots: &[PinSpot<'_>], pins: &[Pin<'_>]) {
    let level = |spot: &PinSpot<'_>| {
        let pin = pins
            .iter()
            .find(|pin| pin.spot.id == spot.id && pin.spot.at == spot.at);
        if spot.is_always() {
            return Some(0);
        }
        pin.map(|pin| pin.level)
    };
    let mut marked: Vec<(&PinSpot<'_>, usize)> = spots
        .iter()
        .filter_map(|spot| Some((spot, level(spot)?)))
        .collect();
    marked.sort_by_key(|(spot, _)| spot.mark.weight());
    for (spot, level) in marked {
        group(canvas, spot, level);
        mark(canvas, spot.mark, (0.0, 0.0));
        canvas.close();
    }
    for pin in pins {
        group(canvas, &pin.spot, pin.level);
        let (dx, dy, anchor) = pin.place;
        leader(canvas, pin);
        let face = pin.spot.face(anchor);
        let halo = Face {
            class: "st-halo",
            ..face
        };
        canvas.text(halo, (dx, dy), pin.spot.name);
        canvas.text(face, (dx, dy), pin.spot.name);
        canvas.close();
    }
}

/// A line from a mark to its name where that stands apart.
fn leader(canvas: &mut Canvas, pin: &Pin<'_>) {
    let label = pin.spot.extent((0.0, 0.0), pin.place);
    let (x, y) = label.nearest((0.0, 0.0));
    let length = x.hypot(y);
    if length > LED {
        let from = pin.spot.mark.radius() / length;
        canvas.line("st-axis", (x * from, y * from), (x, y));
    }
}

/// Begins what keeps its size when the map is magnified.
fn group(canvas: &mut Canvas, spot: &PinSpot<'_>, level: usize) {
    let (x, y) = (n(spot.at.0), n(spot.at.1));
    canvas.open(&[
        ("class", &format!("st-pin st-level{level}")),
        ("transform", &format!("translate({x} {y})")),
        ("data-x", &x),
        ("data-y", &y),
    ]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(name: &str, at: (f64, f64), kind: CallKind) -> PinSpot<'_> {
        PinSpot {
            name,
            is_needed: kind == CallKind::End,
            id: name,
            at,
            mark: Mark::Call(kind),
            level: 0,
        }
    }

    fn names(spots: &[PinSpot<'_>], lines: &[Vec<(f64, f64)>]) -> Vec<String> {
        let [from, to] = [30.0, 60.0].map(|lon| LatLon { lat: 50.0, lon });
        let view = View::fitting(&[from, to], 600.0);
        let (pins, _) = place(spots, &view, lines, &LEVELS[..1]);
        pins.iter().map(|pin| pin.spot.name.to_owned()).collect()
    }

    #[test]
    fn names_get_shorter_by_words() {
        let all: Vec<&str> = shorter("Moscow Yaroslavsky 2").collect();
        assert_eq!(
            all,
            ["Moscow Yaroslavsky 2", "Moscow Yaroslavsky", "Moscow"]
        );
    }

    #[test]
    fn ends_are_named_whatever_lies_around() {
        let (x, y) = (60.0, 160.0);
        let long = spot(
            "Moscow Yaroslavsky in a long row of words",
            (x, y),
            CallKind::End,
        );
        // At the left edge the whole does not fit to the right of the mark, where a line runs.
        let right = vec![(x + 12.0, y - 40.0), (x + 12.0, y + 40.0)];
        let named = names(&[long], &[right]);
        assert!(named[0].starts_with("Moscow"), "{named:?}");
        // A thicket of lines takes all room, and the name lies across it; that of a stop does not come.
        let thicket: Vec<Vec<(f64, f64)>> = (0..30)
            .map(|i| vec![(0.0, 10.0 * f64::from(i)), (600.0, 10.0 * f64::from(i))])
            .collect();
        let stop = spot("Halt", (300.0, y), CallKind::Stop);
        let short = spot("Moscow Yaroslavsky", (x, y), CallKind::End);
        assert_eq!(names(&[short, stop], &thicket), ["Moscow Yaroslavsky"]);
        assert_eq!(names(&[stop], &[]), ["Halt"]);
    }
}
