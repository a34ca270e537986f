//! The graphic timetable: time to the right, distance downwards, a line for each train.
//!
//! A standing train is a level line, a fast one a steep line. The band around a line runs from its low to its high
//! times. Arrival stands below the line before it, departure above the line after it, as on railwaymen's sheets; clocks
//! are the stations' own.

use jiff::ZonedDateTime;

use super::canvas::{Anchor, Canvas, Drawing, Face, polyline};
use super::clock;
use super::frame::{self, HEADING, NARROWEST, SMALL, TEXT};
use super::labels::{Box2, Room, spread};
use super::metrics;
use super::scale::Scale;
use super::style;
use crate::report::summary::{Call, RouteSummary, Way};
use crate::report::words;
use crate::units::{Estimate, Length, RunTime, format};

/// Room between the frame and the first and last station, in pixels, for their times.
const PAD: f64 = 20.0;
/// Height of a station's name, in pixels.
const NAME: f64 = 13.5;
/// The longest name shown whole, in pixels.
const NAMES: f64 = 150.0;
/// Room for kilometres, in pixels.
const KM: f64 = 40.0;
/// Width of the strip of countries, in pixels.
const STRIP: f64 = 18.0;

/// The line of one train.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainLine {
    /// What tells it from the others; empty for a single line.
    pub label: String,
    /// 1 for the boldest.
    pub rank: usize,
    /// Places, arrivals and departures since the origin of the time scale.
    pub calls: Vec<(Length, Estimate<RunTime>, Estimate<RunTime>)>,
}

impl TrainLine {
    /// A train over a way, `later` than the first by so much.
    #[must_use]
    pub fn over(way: &Way, label: String, rank: usize, later: RunTime) -> TrainLine {
        let shift = |range: &Estimate<RunTime>| range.map(|time| time + later);
        let calls = way
            .calls
            .iter()
            .map(|call| (call.at, shift(&call.arrives), shift(&call.departs)));
        TrainLine {
            label,
            rank,
            calls: calls.collect(),
        }
    }

    /// The line at one point of its range.
    fn path(&self, of: impl Fn(&Estimate<RunTime>) -> RunTime, at: &Layout) -> Vec<(f64, f64)> {
        let points = self.calls.iter().flat_map(|(place, arrives, departs)| {
            let y = at.y.at(place.km());
            [(at.x.at(of(arrives).h()), y), (at.x.at(of(departs).h()), y)]
        });
        points.collect()
    }
}

/// What a graphic timetable shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Timetable<'a> {
    /// Its title.
    pub title: String,
    /// The line below the title.
    pub subtitle: String,
    /// What a reader who does not see it should know.
    pub description: String,
    /// Who must be named.
    pub attribution: String,
    /// The way whose stations are named.
    pub way: &'a Way,
    /// When the time scale begins.
    pub start: Option<&'a ZonedDateTime>,
    /// The trains.
    pub lines: Vec<TrainLine>,
}

/// The places of the picture's parts.
struct Layout {
    x: Scale,
    y: Scale,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    hours: f64,
}

/// The timetable of an answer: its best way, and the others dashed.
#[must_use]
pub fn draw_route(route: &RouteSummary, width: f64) -> Drawing {
    let is_single = route.ways.len() == 1;
    let line = |way: &Way| {
        let label = if is_single {
            String::new()
        } else {
            words::way_name(way)
        };
        TrainLine::over(way, label, way.rank, RunTime::ZERO)
    };
    let timetable = Timetable {
        title: format!("{}: graphic timetable", words::title(route)),
        subtitle: frame::subtitle(route, &route.ways[0]),
        description: description(route),
        attribution: words::attribution(&route.colophon, false),
        way: &route.ways[0],
        start: route.departure.as_ref(),
        lines: route.ways.iter().map(line).collect(),
    };
    draw(&timetable, width)
}

/// The drawing, `width` pixels wide.
#[must_use]
pub fn draw(timetable: &Timetable<'_>, width: f64) -> Drawing {
    let width = width.max(NARROWEST);
    let at = layout(timetable, width);
    let mut canvas = Canvas::default();
    frame::heading(&mut canvas, width, &timetable.title, &timetable.subtitle);
    time_grid(&mut canvas, timetable, &at);
    stations(&mut canvas, timetable.way, &at);
    countries(&mut canvas, timetable.way, &at);
    legs(&mut canvas, timetable.way, &at);
    trains(&mut canvas, timetable, &at);
    let mut top = at.bottom + 26.0;
    top += legend(&mut canvas, timetable, width, top);
    top += frame::foot(&mut canvas, width, top, &timetable.attribution);
    Drawing {
        name: "timetable",
        title: timetable.title.clone(),
        description: timetable.description.clone(),
        width,
        height: top,
        body: canvas.finish(),
    }
}

fn layout(timetable: &Timetable<'_>, width: f64) -> Layout {
    let calls = timetable.lines.iter().flat_map(|line| &line.calls);
    let hours = calls
        .clone()
        .map(|(_, arrives, _)| arrives.high().h())
        .fold(0.1, f64::max)
        * 1.01;
    let length = calls.map(|(place, ..)| place.km()).fold(0.1, f64::max);
    let names = timetable
        .way
        .calls
        .iter()
        .map(|call| metrics::bold_width(&call.place.name, SMALL));
    let most = if width < 640.0 { NAMES * 0.66 } else { NAMES };
    let left = 16.0 + names.fold(0.0, f64::max).min(most) + KM + 14.0;
    let right = width - STRIP - 22.0;
    let top = HEADING
        + if timetable.start.is_some() {
            40.0
        } else {
            24.0
        };
    let height = (NAME * timetable.way.calls.len() as f64).clamp(220.0, 640.0);
    let bottom = top + height + 2.0 * PAD;
    Layout {
        x: Scale::new((0.0, hours), (left, right)),
        y: Scale::new((0.0, length), (top + PAD, bottom - PAD)),
        left,
        right,
        top,
        bottom,
        hours,
    }
}

fn time_grid(canvas: &mut Canvas, timetable: &Timetable<'_>, at: &Layout) {
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
    for (hour, day) in &ticks.days {
        let x = at.x.at(*hour);
        canvas.line("st-day", (x, at.top - 34.0), (x, at.bottom));
        canvas.text(Face::new("st-strong", SMALL), (x + 4.0, at.top - 24.0), day);
    }
    if let (Some(start), true) = (
        timetable.start,
        ticks
            .days
            .first()
            .is_none_or(|(hour, _)| at.x.at(*hour) > at.left + 50.0),
    ) {
        let day = start.strftime("%-d %b %Y").to_string();
        canvas.text(
            Face::new("st-strong", SMALL),
            (at.left + 4.0, at.top - 24.0),
            &day,
        );
    }
    let frame = [
        (at.left, at.top),
        (at.right, at.top),
        (at.right, at.bottom),
        (at.left, at.bottom),
    ];
    canvas.path("st-axis", &(polyline(&frame) + "z"));
}

/// A line for each station; names of the important ones, moved apart where they crowd.
fn stations(canvas: &mut Canvas, way: &Way, at: &Layout) {
    let most = ((at.bottom - at.top) / NAME) as usize;
    let mut named: Vec<usize> = Vec::new();
    for i in frame::by_importance(way) {
        let y = at.y.at(way.calls[i].at.km());
        let crowd = named
            .iter()
            .filter(|j| (at.y.at(way.calls[**j].at.km()) - y).abs() < NAME * 0.8)
            .count();
        let is_stand = frame::stand(&way.calls[i]).s() > 0.0;
        let is_end = i == 0 || i + 1 == way.calls.len();
        if named.len() < most && (crowd == 0 || crowd < 3 && (is_stand || is_end)) {
            named.push(i);
        }
    }
    named.sort_unstable();
    for (i, call) in way.calls.iter().enumerate() {
        let class = if named.binary_search(&i).is_ok() {
            "st-grid"
        } else {
            "st-hair"
        };
        let y = at.y.at(call.at.km());
        canvas.line(class, (at.left, y), (at.right, y));
    }
    let wanted: Vec<f64> = named
        .iter()
        .map(|i| at.y.at(way.calls[*i].at.km()))
        .collect();
    let places = spread(&wanted, NAME, at.top + 4.0, at.bottom - 2.0);
    for ((i, y), wish) in named.iter().zip(places).zip(wanted) {
        station_name(canvas, way, &way.calls[*i], at, y, wish);
    }
}

fn station_name(canvas: &mut Canvas, way: &Way, call: &Call, at: &Layout, y: f64, wish: f64) {
    let is_end = call.at == Length::ZERO || call.at >= way.distance;
    let is_strong = is_end || frame::stand(call).s() > 0.0;
    let class = if is_strong { "st-strong" } else { "st-ink" };
    let room = at.left - KM - 14.0 - 12.0;
    let name = metrics::fit(
        &call.place.name,
        if is_strong { SMALL * 1.08 } else { SMALL },
        room,
    );
    canvas.text(Face::new(class, SMALL), (16.0, y + 4.0), &name);
    let km = format::grouped(call.at.km().round() as i64);
    canvas.text(
        Face::new("st-muted", SMALL).at(Anchor::End),
        (at.left - 14.0, y + 4.0),
        &km,
    );
    canvas.path(
        "st-leader",
        &polyline(&[
            (at.left - 12.0, y),
            (at.left - 8.0, y),
            (at.left - 3.0, wish),
            (at.left, wish),
        ]),
    );
}

/// Countries and gauges at the right, and a line across where the country changes.
fn countries(canvas: &mut Canvas, way: &Way, at: &Layout) {
    let stretches = frame::stretches(way);
    for (i, stretch) in stretches.iter().enumerate() {
        let (top, bottom) = (at.y.at(stretch.start.km()), at.y.at(stretch.end.km()));
        let class = if i % 2 == 0 {
            "st-country"
        } else {
            "st-country2"
        };
        let (left, right) = (at.right + 6.0, at.right + 6.0 + STRIP);
        canvas.rect(
            class,
            Box2 {
                left,
                top,
                right,
                bottom,
            },
        );
        let long = format!("{}, {} mm", stretch.country, stretch.gauge_mm);
        let fits = |text: &&str| metrics::width(text, SMALL) <= bottom - top - 6.0;
        if let Some(text) = [long.as_str(), stretch.country.as_str()]
            .into_iter()
            .find(fits)
        {
            let turn = format!(
                "translate({} {}) rotate(-90)",
                super::canvas::n(left + 13.0),
                super::canvas::n((top + bottom) / 2.0)
            );
            canvas.open(&[("transform", &turn)]);
            canvas.text(
                Face::new("st-ink", SMALL).at(Anchor::Middle),
                (0.0, 0.0),
                text,
            );
            canvas.close();
        }
    }
    for pair in stretches
        .windows(2)
        .filter(|pair| pair[0].country != pair[1].country)
    {
        let y = at.y.at(pair[1].start.km());
        canvas.line("st-border", (at.left, y), (at.right + 6.0 + STRIP, y));
    }
}

/// Unseen areas that light up when a leg is pointed at in a page.
fn legs(canvas: &mut Canvas, way: &Way, at: &Layout) {
    for (i, leg) in way.legs.iter().enumerate() {
        let (top, bottom) = (
            at.y.at(leg.start.km()),
            at.y.at((leg.start + leg.distance).km()),
        );
        let path = polyline(&[
            (at.left, top),
            (at.right, top),
            (at.right, bottom),
            (at.left, bottom),
        ]) + "z";
        canvas.told_path(
            &[("class", "st-leg"), ("data-leg", &i.to_string())],
            &path,
            &words::leg_words(leg),
        );
    }
}

fn trains(canvas: &mut Canvas, timetable: &Timetable<'_>, at: &Layout) {
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
    times(canvas, timetable, at, &mut room);
    for line in timetable.lines.iter().filter(|line| !line.label.is_empty()) {
        name_line(canvas, line, at, &mut room);
    }
}

/// Clock times where the train of the named way starts, stands and ends.
fn times(canvas: &mut Canvas, timetable: &Timetable<'_>, at: &Layout, room: &mut Room) {
    let calls = &timetable.way.calls;
    for i in frame::by_importance(timetable.way) {
        let call = &calls[i];
        let y = at.y.at(call.at.km());
        let (is_first, is_last) = (i == 0, i + 1 == calls.len());
        let stand = frame::stand(call);
        if !is_first && (is_last || stand.s() > 0.0) {
            let face = Face::new("st-ink", SMALL).at(Anchor::End);
            let text = clock::shown(timetable.way, timetable.start, call, true);
            let x = at.x.at(call.arrives.likely().h()) - 5.0;
            place(canvas, room, face, &[(x, y + 13.0), (x, y + 26.0)], &[text]);
        }
        if !is_last && (is_first || stand.s() > 0.0) {
            let face = Face::new("st-ink", SMALL);
            let text = clock::shown(timetable.way, timetable.start, call, false);
            let x = at.x.at(call.departs.likely().h()) + 5.0;
            let told = format!(
                "{text} {} {}",
                words::call_words(call.kind),
                frame::short(stand)
            );
            let texts = if is_first {
                vec![text]
            } else {
                vec![told, text]
            };
            place(canvas, room, face, &[(x, y - 6.0), (x, y - 18.0)], &texts);
        }
    }
}

fn place(
    canvas: &mut Canvas,
    room: &mut Room,
    face: Face,
    places: &[(f64, f64)],
    texts: &[String],
) {
    for text in texts {
        for &(x, y) in places {
            if room.try_take(&[face.extent(x, y, text).grown(0.5)]) {
                canvas.text(
                    Face {
                        class: "st-halo",
                        ..face
                    },
                    (x, y),
                    text,
                );
                canvas.text(face, (x, y), text);
                return;
            }
        }
    }
}

/// The name of a line beside it, as far down as there is room.
fn name_line(canvas: &mut Canvas, line: &TrainLine, at: &Layout, room: &mut Room) {
    let face = Face::new("st-strong", SMALL).at(Anchor::End);
    for (x, y) in line.path(Estimate::likely, at).into_iter().rev().step_by(4) {
        if room.try_take(&[face.extent(x - 6.0, y + 14.0, &line.label).grown(1.0)]) {
            canvas.text(
                Face {
                    class: "st-halo",
                    ..face
                },
                (x - 6.0, y + 14.0),
                &line.label,
            );
            canvas.text(face, (x - 6.0, y + 14.0), &line.label);
            return;
        }
    }
}

fn legend(canvas: &mut Canvas, timetable: &Timetable<'_>, width: f64, top: f64) -> f64 {
    let run = |canvas: &mut Canvas, x: f64, y: f64| canvas.line("st-run", (x, y), (x + 22.0, y));
    let band = |canvas: &mut Canvas, x: f64, y: f64| {
        canvas.rect(
            "st-band",
            Box2 {
                left: x,
                top: y - 5.0,
                right: x + 22.0,
                bottom: y + 5.0,
            },
        );
    };
    let border =
        |canvas: &mut Canvas, x: f64, y: f64| canvas.line("st-border", (x, y), (x + 22.0, y));
    let mut swatches: Vec<frame::Swatch<'_>> =
        vec![(&run, "likely"), (&band, "low to high: eight trips in ten")];
    if frame::stretches(timetable.way)
        .windows(2)
        .any(|pair| pair[0].country != pair[1].country)
    {
        swatches.push((&border, "border"));
    }
    let used = frame::legend(canvas, width, top, &swatches);
    let scale = match timetable.start {
        Some(start) => format!(
            "Scale: clock of the departure (UTC{}). Times at stations: local.",
            start.strftime("%:z")
        ),
        None => "Time since the departure.".to_owned(),
    };
    used + frame::foot(canvas, width, top + used - 6.0, &scale) - 8.0
}

fn description(route: &RouteSummary) -> String {
    let way = &route.ways[0];
    let start = route.departure.as_ref();
    let stands = way
        .calls
        .iter()
        .filter(|call| frame::stand(call).s() > 0.0)
        .map(|call| {
            format!(
                "{} from {} to {}",
                call.place.name,
                clock::shown(way, start, call, true),
                clock::shown(way, start, call, false)
            )
        });
    let stands = stands.collect::<Vec<_>>().join(", ");
    let stands = if stands.is_empty() {
        "nowhere".to_owned()
    } else {
        stands
    };
    format!(
        "Time to the right, distance downwards. {}. The train stands at {stands}.",
        words::answer(way)
    )
}
