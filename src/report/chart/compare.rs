//! Reported against computed: a mark for each leg with its range, the diagonal where both agree, and the verdict by
//! colour and shape.
//!
//! Both axes have the same logarithmic scale when the times span more than a factor of eight, so that an hour and
//! three days are read alike; equal ratios are then equal distances from the diagonal.

use super::canvas::{Anchor, Canvas, Drawing, Face, n, polyline};
use super::frame::{self, HEADING, NARROWEST, SMALL, TEXT};
use super::labels::{Box2, Room};
use super::metrics;
use super::scale::Scale;
use super::verdict::{look, mark};
use crate::reported::Verdict;
use crate::units::{Estimate, RunTime, format};

/// Times that are round on a logarithmic axis, in hours.
const ROUND_H: [f64; 14] = [
    0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 50.0, 100.0, 200.0, 500.0,
];
/// Above this ratio of the longest to the shortest time the scale is logarithmic.
const WIDE: f64 = 8.0;
/// Room at the left, in pixels.
const LEFT: f64 = 62.0;

/// A reported journey or leg and what was computed for it.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparePoint {
    /// What it is called: `Hanoi 2019, leg 2`.
    pub label: String,
    /// The reported time.
    pub reported: RunTime,
    /// The computed time.
    pub computed: Estimate<RunTime>,
    /// What to think of it.
    pub verdict: Verdict,
    /// Its row in the comparison, by which a page finds it.
    pub row: usize,
}

/// The verdicts in the order of the legend.
const VERDICTS: [Verdict; 3] = [Verdict::Consistent, Verdict::Doubtful, Verdict::Impossible];

/// Where times lie: the same mapping on both axes.
struct Axes {
    is_log: bool,
    x: Scale,
    y: Scale,
    area: Box2,
    range: (f64, f64),
}

impl Axes {
    fn of(points: &[ComparePoint], width: f64) -> Axes {
        let hours = points
            .iter()
            .flat_map(|p| [p.reported, p.computed.low(), p.computed.high()])
            .map(RunTime::h);
        let hours: Vec<f64> = hours.filter(|hours| *hours > 0.0).collect();
        let most = hours.iter().copied().fold(0.1, f64::max) * 1.1;
        let least = hours.iter().copied().fold(most, f64::min) / 1.1;
        let is_log = most / least > WIDE;
        let range = if is_log { (least, most) } else { (0.0, most) };
        let side = (width - LEFT - 20.0).min(620.0);
        let area = Box2 {
            left: LEFT,
            top: HEADING + 20.0,
            right: LEFT + side,
            bottom: HEADING + 20.0 + side,
        };
        let mapped = if is_log {
            (range.0.ln(), range.1.ln())
        } else {
            range
        };
        let x = Scale::new(mapped, (area.left, area.right));
        let y = Scale::new(mapped, (area.bottom, area.top));
        Axes {
            is_log,
            x,
            y,
            area,
            range,
        }
    }

    fn map(&self, hours: f64) -> f64 {
        if self.is_log {
            hours.max(self.range.0).ln()
        } else {
            hours
        }
    }

    fn place(&self, reported: f64, computed: f64) -> (f64, f64) {
        (self.x.at(self.map(reported)), self.y.at(self.map(computed)))
    }

    fn ticks(&self) -> Vec<f64> {
        if self.is_log {
            ROUND_H
                .into_iter()
                .filter(|hours| self.range.0 <= *hours && *hours <= self.range.1)
                .collect()
        } else {
            self.x.ticks(52.0)
        }
    }
}

/// The chart, `width` pixels wide.
#[must_use]
pub fn draw(title: &str, attribution: &str, points: &[ComparePoint], width: f64) -> Drawing {
    let axes = Axes::of(points, width.max(NARROWEST));
    let width = axes.area.right + 20.0;
    let mut canvas = Canvas::default();
    frame::heading(&mut canvas, width, title, &subtitle(points));
    grid(&mut canvas, &axes);
    marks(&mut canvas, &axes, points);
    let mut top = axes.area.bottom + 44.0;
    top += legend(&mut canvas, width, top, points);
    top += frame::foot(&mut canvas, width, top, attribution);
    Drawing {
        name: "compare",
        title: title.to_owned(),
        description: format!(
            "Reported time to the right, computed time upwards. {}",
            told(points)
        ),
        width,
        height: top,
        parts: canvas.finish(),
    }
}

fn subtitle(points: &[ComparePoint]) -> String {
    format!(
        "{} reported times against computed ones: {}",
        points.len(),
        counts(points)
    )
}

/// `12 consistent, 2 doubtful`.
fn counts(points: &[ComparePoint]) -> String {
    let count = |verdict| {
        points
            .iter()
            .filter(|point| point.verdict == verdict)
            .count()
    };
    let parts = VERDICTS
        .into_iter()
        .filter(|verdict| count(*verdict) > 0)
        .map(|verdict| format!("{} {verdict}", count(verdict)));
    parts.collect::<Vec<_>>().join(", ")
}

fn told(points: &[ComparePoint]) -> String {
    let one = |point: &ComparePoint| {
        let (reported, computed) = (
            format::duration(point.reported),
            format::duration(point.computed.likely()),
        );
        format!(
            "{}: reported {reported}, computed {computed}, {}.",
            point.label, point.verdict
        )
    };
    points.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn grid(canvas: &mut Canvas, axes: &Axes) {
    let area = &axes.area;
    for hours in axes.ticks() {
        let (x, y) = axes.place(hours, hours);
        let label = if hours < 1.0 {
            format!("{:.0} min", hours * 60.0)
        } else {
            format!("{hours} h")
        };
        canvas.line("st-grid", (x, area.top), (x, area.bottom));
        canvas.line("st-grid", (area.left, y), (area.right, y));
        canvas.text(
            Face::new("st-muted", TEXT).at(Anchor::Middle),
            (x, area.bottom + 17.0),
            &label,
        );
        canvas.text(
            Face::new("st-muted", TEXT).at(Anchor::End),
            (area.left - 6.0, y + 4.0),
            &label,
        );
    }
    let (low, high) = axes.range;
    let (a, b) = (axes.place(low, low), axes.place(high, high));
    canvas.line("st-limit", a, b);
    let corners = [
        (area.left, area.top),
        (area.right, area.top),
        (area.right, area.bottom),
        (area.left, area.bottom),
    ];
    canvas.path("st-axis", &(polyline(&corners) + "z"));
    let muted = Face::new("st-muted", TEXT);
    canvas.text(
        muted.at(Anchor::End),
        (area.right, area.bottom + 34.0),
        "reported →",
    );
    canvas.text(muted, (16.0, area.top - 6.0), "computed ↑");
    for (face, (x, y), text) in captions(area) {
        canvas.text(face, (x, y), text);
    }
}

/// What the two sides of the diagonal mean.
fn captions(area: &Box2) -> [(Face, (f64, f64), &'static str); 2] {
    let muted = Face::new("st-muted", TEXT);
    let above = (area.left + 10.0, area.top + 18.0);
    let below = (area.right - 10.0, area.bottom - 10.0);
    [
        (muted, above, "computed slower than reported"),
        (
            muted.at(Anchor::End),
            below,
            "computed faster than reported",
        ),
    ]
}

fn marks(canvas: &mut Canvas, axes: &Axes, points: &[ComparePoint]) {
    let mut room = Room::new(axes.area);
    for (face, (x, y), text) in captions(&axes.area) {
        room.take(face.extent(x, y, text));
    }
    let place = |point: &ComparePoint| axes.place(point.reported.h(), point.computed.likely().h());
    for point in points {
        let (x, _) = place(point);
        let (_, low) = axes.place(0.0, point.computed.low().h());
        let (_, high) = axes.place(0.0, point.computed.high().h());
        let bar = format!(
            "M{x} {}V{}M{} {}h6M{} {}h6",
            n(low),
            n(high),
            n(x - 3.0),
            n(low),
            n(x - 3.0),
            n(high),
            x = n(x)
        );
        canvas.path(look(point.verdict).1, &bar);
        room.take(Box2 {
            left: x - 1.5,
            top: high,
            right: x + 1.5,
            bottom: low,
        });
    }
    for point in points {
        let (x, y) = place(point);
        room.take(Box2::around((x, y), (x, y)).grown(5.5));
        let computed = format::duration_range(&point.computed);
        let told = format!(
            "{}: reported {}, computed {computed}",
            point.label,
            format::duration(point.reported)
        );
        let row = point.row.to_string();
        canvas.told_path(
            &[("class", look(point.verdict).0), ("data-leg", &row)],
            &mark(point.verdict, (x, y)),
            &told,
        );
    }
    names(canvas, &mut room, points, place);
}

/// The longest name shown whole, in pixels.
const NAMES: f64 = 190.0;
/// How far names of what is not consistent may stand off their marks, in pixels.
const FARTHEST: usize = 110;

/// Names, those that are not consistent first: they are what one asks about. These may stand off, at the end of a line.
fn names(
    canvas: &mut Canvas,
    room: &mut Room,
    points: &[ComparePoint],
    place: impl Fn(&ComparePoint) -> (f64, f64),
) {
    let mut order: Vec<&ComparePoint> = points.iter().collect();
    order.sort_by_key(|point| point.verdict == Verdict::Consistent);
    for point in order {
        let (x, y) = place(point);
        let name = metrics::fit(&point.label, SMALL, NAMES);
        let mut places = vec![
            (8.0, 4.0, Anchor::Start),
            (-8.0, 4.0, Anchor::End),
            (8.0, -9.0, Anchor::Start),
            (8.0, 17.0, Anchor::Start),
            (-8.0, -9.0, Anchor::End),
            (-8.0, 17.0, Anchor::End),
        ];
        let beside = places.len();
        if point.verdict != Verdict::Consistent {
            places.extend((20..FARTHEST).step_by(10).flat_map(dwells_off));
        }
        let is_free = |(dx, dy, anchor): &(f64, f64, Anchor)| {
            let face = Face::new("st-ink", SMALL).at(*anchor);
            room.try_take(&[face.extent(x + dx, y + dy, &name).grown(1.0)])
        };
        let Some(found) = places.iter().position(is_free) else {
            continue;
        };
        let (dx, dy, anchor) = places[found];
        if found >= beside {
            let end = (x + dx - 2.0 * dx.signum(), y + dy - 4.0);
            let share = 7.0 / dx.hypot(dy);
            let start = (x + dx * share, y + dy * share);
            canvas.line("st-leader", start, end);
            room.take_line(&[start, end], 2.0);
        }
        let face = Face::new("st-ink", SMALL).at(anchor);
        let halo = Face {
            class: "st-halo",
            ..face
        };
        canvas.text(halo, (x + dx, y + dy), &name);
        canvas.text(face, (x + dx, y + dy), &name);
    }
}

/// Places so far off a mark to the right and the left, downwards and upwards.
fn dwells_off(distance: usize) -> [(f64, f64, Anchor); 6] {
    let far = distance as f64;
    let near = far / 2.0;
    [
        (far, near, Anchor::Start),
        (far, -near, Anchor::Start),
        (near, far, Anchor::Start),
        (-far, -near, Anchor::End),
        (-far, near, Anchor::End),
        (-near, -far, Anchor::End),
    ]
}

fn legend(canvas: &mut Canvas, width: f64, top: f64, points: &[ComparePoint]) -> f64 {
    let has = |verdict: &Verdict| points.iter().any(|point| point.verdict == *verdict);
    let seen: Vec<Verdict> = VERDICTS.into_iter().filter(has).collect();
    let marks: Vec<_> = seen
        .iter()
        .map(|verdict| {
            move |canvas: &mut Canvas, x: f64, y: f64| {
                canvas.path(look(*verdict).0, &mark(*verdict, (x + 12.0, y)));
            }
        })
        .collect();
    let range = |canvas: &mut Canvas, x: f64, y: f64| {
        canvas.path(
            "st-axis",
            &format!("M{} {}v12m-3 0h6m-6 -12h6", n(x + 12.0), n(y - 6.0)),
        );
    };
    let diagonal =
        |canvas: &mut Canvas, x: f64, y: f64| canvas.line("st-limit", (x, y), (x + 22.0, y));
    let mut swatches: Vec<frame::Swatch<'_>> = Vec::new();
    for (mark, verdict) in marks.iter().zip(&seen) {
        swatches.push((mark, verdict.as_str()));
    }
    swatches.push((&range, "low to high, computed"));
    swatches.push((&diagonal, "computed as reported"));
    frame::legend(canvas, width, top, &swatches)
}
