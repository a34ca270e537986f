//! Speed over distance: the likely run below what the train sustains and what the line allows, with stations above,
//! gradients and countries below.

use super::canvas::{Anchor, Canvas, Drawing, Face, polyline, simplify};
use super::frame::{self, HEADING, NARROWEST, SMALL, TEXT};
use super::labels::{Box2, Room};
use super::limits;
use super::scale::Scale;
use crate::report::labels;
use crate::report::summary::{CallKind, PlannedRoute, RouteSummary};
use crate::units::{Length, Speed, format};

/// Room for the scale of speeds, in pixels.
const LEFT: f64 = 52.0;
/// Room at the right edge, in pixels.
const RIGHT: f64 = 20.0;
/// Height of a row of station names, in pixels.
const ROW: f64 = 17.0;
/// Rows of station names.
const ROWS: usize = 3;
/// Height of the speeds, in pixels.
const SPEEDS: f64 = 240.0;
/// Height of the gradients, in pixels.
const GRADES: f64 = 34.0;
/// Height of the strip of countries, in pixels.
const COUNTRIES: f64 = 18.0;

/// The places of the picture's parts.
pub(super) struct Layout {
    pub x: Scale,
    pub y: Scale,
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub base: f64,
}

/// The chart of the best route, `width` pixels wide.
#[must_use]
pub fn draw(route: &RouteSummary, width: f64) -> Drawing {
    let planned = &route.routes[0];
    let width = width.max(NARROWEST);
    let layout = layout(planned, width);
    let mut canvas = Canvas::default();
    let title = format!("{}: speed along the route", labels::title(route));
    frame::heading(&mut canvas, width, &title, &frame::subtitle(route, planned));
    canvas.plot(
        "x",
        (layout.left, layout.right),
        (layout.top, layout.base),
        planned.distance.km(),
    );
    speeds(&mut canvas, planned, &layout);
    stations(&mut canvas, planned, &layout);
    let mut top = layout.base + 8.0;
    if !planned.gradients.is_empty() {
        gradients(&mut canvas, planned, &layout, top);
        top += GRADES + 8.0;
    }
    frame::country_strip(&mut canvas, planned, (top, top + COUNTRIES), |at| {
        layout.x.at(at.km())
    });
    top += COUNTRIES;
    kilometres(&mut canvas, &layout, top);
    legs(&mut canvas, planned, &layout, top);
    top += 34.0;
    top += legend(&mut canvas, planned, width, top);
    top += frame::foot(
        &mut canvas,
        width,
        top,
        &labels::attribution(&route.provenance, false),
    );
    Drawing {
        name: "speed",
        description: description(route, planned),
        title,
        width,
        height: top,
        parts: canvas.finish(),
    }
}

fn layout(planned: &PlannedRoute, width: f64) -> Layout {
    let (left, right) = (LEFT, width - RIGHT);
    let top = HEADING + ROW * ROWS as f64 + 12.0;
    let base = top + SPEEDS;
    Layout {
        x: Scale::new((0.0, planned.distance.km()), (left, right)),
        y: Scale::new((0.0, limits::top_speed(planned)), (base, top)),
        left,
        right,
        top,
        base,
    }
}

fn speeds(canvas: &mut Canvas, planned: &PlannedRoute, at: &Layout) {
    let face = Face::new("st-muted", TEXT).at(Anchor::End);
    for speed in at.y.ticks(36.0) {
        let y = at.y.at(speed);
        canvas.line("st-grid", (at.left, y), (at.right, y));
        canvas.text(face, (at.left - 6.0, y + 4.0), &format!("{speed}"));
    }
    canvas.text(Face::new("st-muted", SMALL), (16.0, at.top - 12.0), "km/h");
    canvas.path("st-sustained", &sustained(planned, at));
    limits::draw(canvas, planned, at);
    let curve: Vec<(f64, f64)> = planned
        .curve
        .iter()
        .map(|point| (at.x.at(point.at.km()), at.y.at(point.speed.kmh())))
        .collect();
    // A fifth of a pixel cannot be seen.
    canvas.path("st-run", &polyline(&simplify(&curve, 0.2)));
    canvas.line("st-axis", (at.left, at.base), (at.right, at.base));
}

/// The area below the sustained speed.
fn sustained(planned: &PlannedRoute, at: &Layout) -> String {
    let mut points = vec![(at.left, at.base)];
    for span in &planned.limits {
        let y = at.y.at(span.sustained.kmh());
        points.extend([(at.x.at(span.start.km()), y), (at.x.at(span.end.km()), y)]);
    }
    points.push((at.right, at.base));
    polyline(&points) + "z"
}

/// Names in rows above the plot, the most important first, each with a leader down to its place.
fn stations(canvas: &mut Canvas, planned: &PlannedRoute, at: &Layout) {
    let last_row = at.top - 14.0;
    let mut room = Room::new(Box2 {
        left: 4.0,
        top: HEADING,
        right: at.right + RIGHT - 4.0,
        bottom: at.base,
    });
    room.take(Box2 {
        left: 0.0,
        top: at.top - 20.0,
        right: at.left - 4.0,
        bottom: at.base,
    });
    let mut named: Vec<f64> = Vec::new();
    for i in frame::by_importance(planned, CallKind::Pass) {
        let call = &planned.calls[i];
        let x = at.x.at(call.at.km());
        // Lines closer than this look like one.
        let dwell = call.dwell;
        let nearest = if dwell.s() > 0.0 { 2.0 } else { 5.0 };
        if named.iter().any(|other| (other - x).abs() < nearest) {
            continue;
        }
        let is_assumed = call.kind == CallKind::AssumedStop;
        let is_end = i == 0 || i + 1 == planned.calls.len();
        let class = if (dwell.s() > 0.0 && !is_assumed) || is_end {
            "st-strong"
        } else {
            "st-ink"
        };
        let text = match dwell.s() > 0.0 {
            true if is_assumed => format!("assumed stop {}", frame::short(dwell)),
            true => format!("{} {}", call.place.name, frame::short(dwell)),
            false => call.place.name.clone(),
        };
        let face = Face::new(class, SMALL).at(Anchor::Middle);
        let half = (face.extent(0.0, 0.0, &text).right).min((at.right - at.left) / 2.0);
        let centres = [x, x - half - 1.0, x + half + 1.0]
            .map(|x| x.clamp(at.left - 36.0 + half, at.right + RIGHT - 10.0 - half));
        // From the top row down: a leader takes less room in the rows below than a name does.
        let places = (0..ROWS)
            .rev()
            .flat_map(|row| centres.map(|centre| (centre, last_row - ROW * row as f64)));
        let mut is_free = |(centre, base): &(f64, f64)| {
            let label = face.extent(*centre, *base, &text).grown(1.8);
            let leader = Box2 {
                left: x - 0.8,
                top: base + 4.5,
                right: x + 0.8,
                bottom: at.top,
            };
            room.try_take(&[label, leader])
        };
        if let Some((centre, base)) = places.into_iter().find(|place| is_free(place)) {
            let class = if dwell.s() > 0.0 {
                "st-axis"
            } else {
                "st-leader"
            };
            canvas.line(class, (x, base + 4.0), (x, at.base));
            canvas.text(face, (centre, base), &text);
            named.push(x);
        }
    }
}

fn gradients(canvas: &mut Canvas, planned: &PlannedRoute, at: &Layout, top: f64) {
    let steepest = planned
        .gradients
        .iter()
        .map(|span| span.max_gradient.abs().permille())
        .fold(5.0, f64::max);
    let height = Scale::new((0.0, steepest), (0.0, GRADES - 12.0));
    let base = top + GRADES;
    canvas.rect(
        "st-unknown",
        Box2 {
            left: at.left,
            top: base - 3.0,
            right: at.right,
            bottom: base,
        },
    );
    let mut room = Room::new(Box2 {
        left: at.left,
        top: top - 8.0,
        right: at.right + RIGHT,
        bottom: base,
    });
    let mut steep: Vec<_> = planned.gradients.iter().collect();
    for span in &steep {
        let rise = height.at(span.max_gradient.abs().permille()).max(3.0);
        let (left, right) = (at.x.at(span.start.km()), at.x.at(span.end.km()));
        canvas.rect(
            "st-grade",
            Box2 {
                left,
                top: base - rise,
                right: right.max(left + 1.0),
                bottom: base,
            },
        );
    }
    steep.sort_by(|a, b| {
        b.max_gradient
            .abs()
            .cmp(&a.max_gradient.abs())
            .then(a.start.cmp(&b.start))
    });
    for span in steep {
        let permille = span.max_gradient.abs().permille();
        let text = format!("{permille:.0}");
        let face = Face::new("st-ink", SMALL).at(Anchor::Middle);
        let centre = (at.x.at(span.start.km()) + at.x.at(span.end.km())) / 2.0;
        let y = base - height.at(permille) - 3.0;
        if room.try_take(&[face.extent(centre, y, &text).grown(1.0)]) {
            canvas.text(face, (centre, y), &text);
        }
    }
    canvas.text(
        Face::new("st-muted", TEXT).at(Anchor::End),
        (at.left - 6.0, base),
        "‰",
    );
}

fn kilometres(canvas: &mut Canvas, at: &Layout, top: f64) {
    canvas.line("st-axis", (at.left, top), (at.right, top));
    let ticks = at.x.ticks(58.0);
    for (i, km) in ticks.iter().enumerate() {
        let x = at.x.at(*km);
        canvas.line("st-axis", (x, top), (x, top + 5.0));
        let text = match i + 1 == ticks.len() {
            true => format!("{} km", number(*km)),
            false => number(*km),
        };
        let face = Face::new("st-muted", TEXT).at(Anchor::Middle);
        canvas.text(face, (x.min(at.right - 12.0), top + 19.0), &text);
    }
}

fn number(km: f64) -> String {
    if km.fract().abs() < 1e-9 {
        format::grouped(km as i64)
    } else {
        labels::round(km, 2).to_string()
    }
}

/// Unseen areas that tell each leg and light up when it is pointed at in a page.
fn legs(canvas: &mut Canvas, planned: &PlannedRoute, at: &Layout, bottom: f64) {
    for (i, leg) in planned.legs.iter().enumerate() {
        let (left, right) = (
            at.x.at(leg.start.km()),
            at.x.at((leg.start + leg.distance).km()),
        );
        let area = Box2 {
            left,
            top: at.top,
            right,
            bottom,
        };
        let path = polyline(&[
            (area.left, area.top),
            (area.right, area.top),
            (area.right, area.bottom),
            (area.left, area.bottom),
        ]);
        let number = i.to_string();
        canvas.told_path(
            &[("class", "st-leg"), ("data-leg", &number)],
            &(path + "z"),
            &labels::leg_words(leg),
        );
    }
}

fn legend(canvas: &mut Canvas, planned: &PlannedRoute, width: f64, top: f64) -> f64 {
    let line = |class: &'static str| {
        move |canvas: &mut Canvas, x: f64, y: f64| canvas.line(class, (x, y), (x + 22.0, y))
    };
    let area = |class: &'static str| {
        move |canvas: &mut Canvas, x: f64, y: f64| {
            canvas.rect(
                class,
                Box2 {
                    left: x,
                    top: y - 5.0,
                    right: x + 22.0,
                    bottom: y + 5.0,
                },
            );
        }
    };
    let (run, limit) = (line("st-run"), line("st-limit"));
    let above = |canvas: &mut Canvas, x: f64, y: f64| limits::arrow(canvas, (x + 14.0, y - 5.0));
    let (sustained, grade) = (area("st-sustained"), area("st-grade"));
    let mut swatches: Vec<frame::Swatch<'_>> = vec![
        (&run, "likely run"),
        (&sustained, "what the train sustains here"),
    ];
    if planned.limits.iter().any(|span| span.line_limit.is_some()) {
        swatches.push((&limit, "limit of the line, where known"));
    }
    if limits::is_cut(planned) {
        swatches.push((&above, "limit above the scale, in km/h"));
    }
    if !planned.gradients.is_empty() {
        swatches.push((&grade, "maximum gradient in ‰, where known"));
    }
    frame::legend(canvas, width, top, &swatches)
}

fn description(route: &RouteSummary, planned: &PlannedRoute) -> String {
    let dwells: Vec<String> = planned
        .calls
        .iter()
        .filter(|call| call.dwell.s() > 0.0)
        .map(|call| {
            format!(
                "{} {} ({})",
                call.place.name,
                frame::short(call.dwell),
                labels::call_words(call)
            )
        })
        .collect();
    let fastest = planned
        .curve
        .iter()
        .map(|point| point.speed)
        .max()
        .unwrap_or(Speed::ZERO);
    let dwells = if dwells.is_empty() {
        "none".to_owned()
    } else {
        dwells.join(", ")
    };
    let known: Length = planned
        .limits
        .iter()
        .filter(|span| span.line_limit.is_some())
        .map(|span| span.end - span.start)
        .sum();
    format!(
        "{} by {}. Fastest {}. Stops: {dwells}. The line's own limit is known over {}.",
        labels::answer(planned),
        route.train.name,
        format::speed(fastest),
        format::distance(known)
    )
}
