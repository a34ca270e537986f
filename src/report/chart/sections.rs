//! Section by section: how long the train runs and stands between the places people know, and how fast that is.
//!
//! It stands in for speed over distance where that would be a line that hardly changes over thousands of kilometres.

use super::canvas::{Anchor, Canvas, Drawing, Face};
use super::frame::{self, HEADING, NARROWEST, SMALL};
use super::labels::Box2;
use super::metrics;
use super::scale::Scale;
use crate::report::labels;
use crate::report::summary::{CallKind, PlannedRoute, RouteSummary};
use crate::units::{Length, RunTime, Speed, format};

/// Sections at most, as many as are read at a glance.
const MOST: usize = 12;
/// Height of a row in pixels: its words and the bar below them.
const ROW: f64 = 36.0;
/// Height of a bar in pixels.
const BAR: f64 = 12.0;
/// Below this length the speed curve is short enough to be read.
const LONG_KM: f64 = 1_000.0;
/// Part of the median speed within which four fifths of the distance are run where the speed hardly varies. Assumption.
const FLAT: f64 = 0.2;

/// A part of the route from one named station to another.
struct Section {
    name: String,
    length: Length,
    running: RunTime,
    standing: RunTime,
}

impl Section {
    fn time(&self) -> RunTime {
        self.running + self.standing
    }
}

/// The speeds that a tenth, a half and nine tenths of the distance are run at or below, km/h.
#[must_use]
pub fn speeds(planned: &PlannedRoute) -> [f64; 3] {
    let spans = planned.limits.iter();
    let mut held: Vec<(f64, f64)> = spans
        .map(|span| (span.sustained.kmh(), (span.end - span.start).km()))
        .collect();
    held.sort_by(|a, b| a.0.total_cmp(&b.0));
    [0.1, 0.5, 0.9].map(|share| {
        let mut left = planned.distance.km() * share;
        let found = held.iter().find(|(_, km)| {
            left -= km;
            left <= 0.0
        });
        found.or(held.last()).map_or(0.0, |(kmh, _)| *kmh)
    })
}

/// Whether the speed hardly varies over a long route, so that its curve says little.
#[must_use]
pub fn is_flat(planned: &PlannedRoute) -> bool {
    let [slow, middle, fast] = speeds(planned);
    planned.distance.km() >= LONG_KM && fast - slow <= middle * FLAT
}

/// The chart of the best route, `width` pixels wide.
#[must_use]
pub fn draw(route: &RouteSummary, width: f64) -> Drawing {
    let planned = &route.routes[0];
    let sections = sections(planned);
    let width = width.max(NARROWEST);
    let mut canvas = Canvas::default();
    let title = format!("{}: section by section", labels::title(route));
    frame::heading(&mut canvas, width, &title, &frame::subtitle(route, planned));
    let longest = sections.iter().map(Section::time).max();
    let longest = longest.map_or(1.0, RunTime::h).max(0.1);
    let scale = Scale::new((0.0, longest), (16.0, width - 20.0));
    let top = HEADING + 6.0;
    for (number, section) in sections.iter().enumerate() {
        row(
            &mut canvas,
            section,
            &scale,
            top + ROW * number as f64,
            width,
        );
    }
    let mut end = top + ROW * sections.len() as f64 + 4.0;
    end += legend(&mut canvas, width, end);
    let attribution = labels::attribution(&route.provenance, false);
    end += frame::foot(&mut canvas, width, end, &attribution);
    Drawing {
        name: "sections",
        description: description(&sections),
        title,
        width,
        height: end,
        parts: canvas.finish(),
    }
}

/// The route cut at its most important stations, in order.
fn sections(planned: &PlannedRoute) -> Vec<Section> {
    let least = planned.distance * (0.4 / MOST as f64);
    let mut cuts: Vec<usize> = Vec::new();
    for i in frame::by_importance(planned, CallKind::Stop) {
        let at = planned.calls[i].at;
        let is_apart = |other: &usize| (planned.calls[*other].at - at).abs() >= least;
        if cuts.len() <= MOST && cuts.iter().all(is_apart) {
            cuts.push(i);
        }
    }
    for end in [0, planned.calls.len() - 1] {
        if !cuts.contains(&end) {
            cuts.push(end);
        }
    }
    cuts.sort_unstable();
    let section = |ends: &[usize]| {
        let (from, to) = (&planned.calls[ends[0]], &planned.calls[ends[1]]);
        let between = planned.calls[ends[0] + 1..ends[1]].iter();
        let standing: RunTime = between.map(|call| call.dwell).sum::<RunTime>() + from.dwell;
        let time = to.arrives.likely() - from.arrives.likely();
        Section {
            name: format!("{} to {}", from.place.name, to.place.name),
            length: to.at - from.at,
            running: time - standing,
            standing,
        }
    };
    cuts.windows(2).map(section).collect()
}

/// `59 km/h`: stops counted.
fn mean(section: &Section) -> String {
    let speed: Option<Speed> = section.length.mean_speed(section.time());
    speed.map_or_else(String::new, format::speed)
}

fn row(canvas: &mut Canvas, section: &Section, scale: &Scale, top: f64, width: f64) {
    let told = format!(
        "{}, {}, {}",
        format::distance(section.length),
        format::duration(section.time()),
        mean(section)
    );
    let room = width - 52.0 - metrics::width(&told, SMALL);
    let name = metrics::fit(&section.name, SMALL * 1.08, room);
    canvas.text(Face::new("st-strong", SMALL), (16.0, top + 12.0), &name);
    let face = Face::new("st-muted", SMALL).at(Anchor::End);
    canvas.text(face, (width - 20.0, top + 12.0), &told);
    let middle = scale.at(section.running.h());
    let bar = Box2 {
        left: 16.0,
        top: top + 17.0,
        right: middle,
        bottom: top + 17.0 + BAR,
    };
    canvas.rect("st-running", bar);
    let standing = Box2 {
        left: middle,
        right: scale.at(section.time().h()),
        ..bar
    };
    if standing.right - standing.left > 0.3 {
        canvas.rect("st-grade", standing);
    }
}

fn legend(canvas: &mut Canvas, width: f64, top: f64) -> f64 {
    let swatch = |class: &'static str| {
        move |canvas: &mut Canvas, x: f64, y: f64| {
            let bar = Box2 {
                left: x,
                top: y - 5.0,
                right: x + 22.0,
                bottom: y + 5.0,
            };
            canvas.rect(class, bar);
        }
    };
    let (runs, stands) = (swatch("st-running"), swatch("st-grade"));
    let swatches: [frame::Swatch<'_>; 2] = [(&runs, "running"), (&stands, "stopped")];
    frame::legend(canvas, width, top, &swatches)
}

fn description(sections: &[Section]) -> String {
    let told = sections.iter().map(|section| {
        format!(
            "{}: {} in {}, {} of it stopped.",
            section.name,
            format::distance(section.length),
            format::duration(section.time()),
            format::duration(section.standing)
        )
    });
    told.collect::<Vec<_>>().join(" ")
}
