//! The graphic timetable: time to the right, distance downwards, a line for each train.
//!
//! A standing train is a level line, a fast one a steep line. The band around a line runs from its low to its high
//! times. Arrival stands below the line before it, departure above the line after it, as on railwaymen's sheets; clocks
//! are the stations' own.

use jiff::ZonedDateTime;

use super::canvas::{Canvas, Drawing};
use super::clock;
use super::frame::{self, HEADING, NARROWEST, SMALL};
use super::labels::Box2;
use super::metrics;
use super::scale::Scale;
use super::{distance_axis, style, time_axis, train_lines};
use crate::report::labels;
use crate::report::summary::{Call, PlannedRoute, RouteSummary};
use crate::units::{Estimate, Length, RunTime};

/// Room between the frame and the first and last station, in pixels, for their times.
const PAD: f64 = 20.0;
/// Height of a station's name, in pixels.
pub(super) const NAME: f64 = 14.5;
/// The longest name shown whole, in pixels.
const NAMES: f64 = 164.0;
/// Room for kilometres, in pixels.
pub(super) const KM: f64 = 44.0;
/// Width of the strip of countries, in pixels.
pub(super) const STRIP: f64 = 18.0;

/// Radius of the mark of a sighting, in pixels.
pub(super) const SEEN: f64 = 4.5;

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
    /// A train over a route, `later` than the first by so much.
    #[must_use]
    pub fn over(planned: &PlannedRoute, label: String, rank: usize, later: RunTime) -> TrainLine {
        let shift = |range: &Estimate<RunTime>| range.map(|time| time + later);
        let calls = planned
            .calls
            .iter()
            .map(|call| (call.at, shift(&call.arrives), shift(&call.departs)));
        TrainLine {
            label,
            rank,
            calls: calls.collect(),
        }
    }

    /// The same on the scale of another route: stations of both stand where they stand there, and what lies between in
    /// proportion.
    #[must_use]
    fn along(mut self, planned: &PlannedRoute, scale: &PlannedRoute) -> TrainLine {
        let mut shared: Vec<(Length, Length)> = Vec::new();
        for call in &planned.calls {
            let is_here = |there: &&Call| {
                there.place.id == call.place.id
                    && shared.last().is_none_or(|last| last.1 < there.at)
            };
            if let Some(there) = scale.calls.iter().find(is_here) {
                shared.push((call.at, there.at));
            }
        }
        if shared.is_empty() {
            return self;
        }
        for (at, ..) in &mut self.calls {
            let next = shared.partition_point(|(own, _)| *own < *at);
            let (from, to) = (next.saturating_sub(1), next.min(shared.len() - 1));
            let (from, to) = (shared[from], shared[to]);
            let share = (*at - from.0).ratio(to.0 - from.0).unwrap_or(0.0);
            *at = to.1 - (to.1 - from.1) * (1.0 - share);
        }
        self
    }

    /// The line at one point of its range.
    pub(super) fn path(
        &self,
        of: impl Fn(&Estimate<RunTime>) -> RunTime,
        at: &Layout,
    ) -> Vec<(f64, f64)> {
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
    /// The route whose stations are named.
    pub planned: &'a PlannedRoute,
    /// When the time scale begins.
    pub start: Option<&'a ZonedDateTime>,
    /// When the train itself leaves, where the first line is that of a train before it.
    pub own: Option<&'a ZonedDateTime>,
    /// The trains.
    pub lines: Vec<TrainLine>,
    /// The moment that was asked for, on the time scale.
    pub now: Option<RunTime>,
    /// Where and when the train was seen.
    pub seen: Vec<(Length, RunTime)>,
}

/// The places of the picture's parts.
pub(super) struct Layout {
    pub x: Scale,
    pub y: Scale,
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub hours: f64,
}

/// The timetable of an answer: its best route, and the others dashed.
#[must_use]
pub fn draw_route(route: &RouteSummary, width: f64) -> Drawing {
    let is_single = route.routes.len() == 1;
    let line = |planned: &PlannedRoute| {
        let label = match is_single {
            true => String::new(),
            false => labels::route_name(route, planned),
        };
        TrainLine::over(planned, label, planned.rank, RunTime::ZERO)
            .along(planned, &route.routes[0])
    };
    let timetable = Timetable {
        title: format!("{}: graphic timetable", labels::title(route)),
        subtitle: frame::subtitle(route, &route.routes[0]),
        description: description(route),
        attribution: labels::attribution(&route.provenance, false),
        planned: &route.routes[0],
        start: route.departure.as_ref(),
        own: None,
        lines: route.routes.iter().map(line).collect(),
        now: None,
        seen: Vec::new(),
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
    let length = timetable.planned.distance.km();
    canvas.plot(
        "y",
        (at.y.at(0.0), at.y.at(length)),
        (at.left, at.right),
        length,
    );
    time_axis::draw(&mut canvas, timetable, &at);
    distance_axis::draw(&mut canvas, timetable.planned, &at);
    train_lines::draw(&mut canvas, timetable, &at);
    let mut top = at.bottom + 26.0;
    top += legend(&mut canvas, timetable, width, top);
    top += frame::foot(&mut canvas, width, top, &timetable.attribution);
    Drawing {
        name: "timetable",
        title: timetable.title.clone(),
        description: timetable.description.clone(),
        width,
        height: top,
        parts: canvas.finish(),
    }
}

fn layout(timetable: &Timetable<'_>, width: f64) -> Layout {
    let calls = timetable.lines.iter().flat_map(|line| &line.calls);
    let arrivals = calls.clone().map(|(_, arrives, _)| arrives.high());
    let hours = arrivals.map(RunTime::h).fold(0.1, f64::max) * 1.01;
    let length = calls.map(|(place, ..)| place.km()).fold(0.1, f64::max);
    let names = timetable
        .planned
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
    let height = (NAME * timetable.planned.calls.len() as f64).clamp(220.0, 640.0);
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

fn legend(canvas: &mut Canvas, timetable: &Timetable<'_>, width: f64, top: f64) -> f64 {
    let runs: Vec<_> = timetable
        .lines
        .iter()
        .map(|line| run_swatch(line.rank))
        .collect();
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
    let mut swatches: Vec<frame::Swatch<'_>> = Vec::new();
    for (run, line) in runs.iter().zip(&timetable.lines) {
        let label = if line.label.is_empty() {
            "likely"
        } else {
            &line.label
        };
        swatches.push((run, label));
    }
    swatches.push((&band, "low to high: 8 journeys in 10"));
    let (seen, now) = (seen_swatch, now_swatch);
    if !timetable.seen.is_empty() {
        swatches.push((&seen, "seen"));
    }
    if timetable.now.is_some() {
        swatches.push((&now, "asked for"));
    }
    if frame::stretches(timetable.planned)
        .windows(2)
        .any(|pair| pair[0].country != pair[1].country)
    {
        swatches.push((&border, "border"));
    }
    let used = frame::legend(canvas, width, top, &swatches);
    used + frame::lines(canvas, width, top + used - 6.0, &told_scale(timetable)) - 8.0
}

/// What the scale of time is.
fn told_scale(timetable: &Timetable<'_>) -> String {
    let told = |at: &ZonedDateTime| at.strftime("%-d %b %Y, %H:%M (UTC%:z)").to_string();
    let clock =
        "whose clock is the scale. Times at stations are local, each the middle of its own range.";
    match (timetable.start, timetable.own) {
        (Some(start), None) => format!("Departure {}, {clock}", told(start)),
        (Some(start), Some(own)) => {
            let first = &timetable.lines[0].label;
            let before = start.strftime("%H:%M");
            format!(
                "Departure {}, {clock} {first}: departure {before}.",
                told(own)
            )
        }
        (None, _) => "Hours and minutes since the departure.".to_owned(),
    }
}

fn seen_swatch(canvas: &mut Canvas, x: f64, y: f64) {
    canvas.circle("st-end", (x + 14.0, y), SEEN);
}

fn now_swatch(canvas: &mut Canvas, x: f64, y: f64) {
    canvas.line("st-now", (x + 14.0, y - 7.0), (x + 14.0, y + 7.0));
}

/// How the line of a train looks in the legend.
fn run_swatch(rank: usize) -> impl Fn(&mut Canvas, f64, f64) {
    let class = style::nth(["st-run", "st-run2", "st-run3"], rank);
    move |canvas: &mut Canvas, x: f64, y: f64| canvas.line(class, (x, y), (x + 22.0, y))
}

fn description(route: &RouteSummary) -> String {
    let planned = &route.routes[0];
    let start = route.departure.as_ref();
    let dwells = planned
        .calls
        .iter()
        .filter(|call| call.dwell.s() > 0.0)
        .map(|call| {
            format!(
                "{} from {} to {}",
                call.place.name,
                clock::shown(planned, start, call, true),
                clock::shown(planned, start, call, false)
            )
        });
    let dwells = dwells.collect::<Vec<_>>().join(", ");
    let dwells = if dwells.is_empty() {
        "nowhere".to_owned()
    } else {
        dwells
    };
    format!(
        "Time to the right, distance downwards. {}. The train stops at {dwells}.",
        labels::answer(planned)
    )
}
