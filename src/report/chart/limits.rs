//! The line's own limits on the chart of speed: steps on the scale, arrows above it.

use super::canvas::{Canvas, Face, polyline};
use super::frame::SMALL;
use super::labels::{Box2, Room};
use super::metrics;
use super::speed::Layout;
use crate::report::summary::PlannedRoute;
use crate::units::Speed;

/// Limits more than so many times as fast as the train do not stretch the scale: they would press the run to the
/// ground. Assumption: at a third more, the train's own speed still fills three quarters of the height.
const FAR: f64 = 1.3;

/// A limit above the scale: from, to and the speed in km/h.
type Above = (f64, f64, f64);

/// The fastest the train runs or sustains, in km/h.
fn fastest(planned: &PlannedRoute) -> f64 {
    let run = planned.curve.iter().map(|point| point.speed);
    let sustained = planned.limits.iter().map(|span| span.sustained);
    run.chain(sustained).max().unwrap_or(Speed::ZERO).kmh()
}

/// The line's own limits that are known, in km/h.
fn known(planned: &PlannedRoute) -> impl Iterator<Item = f64> {
    let limits = planned.limits.iter().filter_map(|span| span.line_limit);
    limits.map(Speed::kmh)
}

/// The top of the scale in km/h: round, and a little above the fastest that is shown.
pub(super) fn top_speed(planned: &PlannedRoute) -> f64 {
    let own = fastest(planned);
    let shown = known(planned).filter(|limit| *limit <= own * FAR);
    (shown.fold(own, f64::max) * 1.02 / 10.0).ceil().max(1.0) * 10.0
}

/// Whether a limit lies above the scale.
pub(super) fn is_cut(planned: &PlannedRoute) -> bool {
    let top_speed = top_speed(planned);
    known(planned).any(|limit| limit > top_speed)
}

/// Draws them.
pub(super) fn draw(canvas: &mut Canvas, planned: &PlannedRoute, at: &Layout) {
    let (steps, above) = steps(planned, at);
    canvas.path("st-limit", &steps);
    arrows(canvas, above, at);
}

/// Steps, interrupted where the limit is unknown or above the scale, and what is above it.
fn steps(planned: &PlannedRoute, at: &Layout) -> (String, Vec<Above>) {
    let mut path = String::new();
    let mut step: Vec<(f64, f64)> = Vec::new();
    let mut above: Vec<Above> = Vec::new();
    for span in &planned.limits {
        let (from, to) = (at.x.at(span.start.km()), at.x.at(span.end.km()));
        let limit = span.line_limit.map(Speed::kmh);
        if let Some(y) = limit.map(|limit| at.y.at(limit)).filter(|y| *y >= at.top) {
            step.extend([(from, y), (to, y)]);
            continue;
        }
        path.push_str(&polyline(&std::mem::take(&mut step)));
        let Some(limit) = limit else { continue };
        match above.last_mut() {
            Some(last) if last.2 == limit && (last.1 - from).abs() < 0.1 => last.1 = to,
            _ => above.push((from, to, limit)),
        }
    }
    (path + &polyline(&step), above)
}

/// An arrow out of the scale with the speed for each limit above it, the longest first, where there is room.
fn arrows(canvas: &mut Canvas, mut above: Vec<Above>, at: &Layout) {
    let mut room = Room::new(Box2 {
        left: at.left,
        top: at.top,
        right: at.right,
        bottom: at.base,
    });
    above.sort_by(|a, b| (b.1 - b.0).total_cmp(&(a.1 - a.0)));
    for (from, to, limit) in above {
        let text = format!("{limit:.0}");
        let half = metrics::width(&text, SMALL) / 2.0 + 7.0;
        let middle = (from + to) / 2.0;
        let x = middle.clamp(at.left + half, at.right - half);
        let place = Box2::around((x - half, at.top), (x + half, at.top + 16.0));
        if room.try_take(&[place]) {
            arrow(canvas, (place.left + 5.0, at.top + 3.0));
            for class in ["st-halo", "st-ink"] {
                let face = Face::new(class, SMALL);
                canvas.text(face, (place.left + 11.0, at.top + 13.0), &text);
            }
        }
    }
}

/// A short arrow upwards with its tip at a place.
pub(super) fn arrow(canvas: &mut Canvas, (x, y): (f64, f64)) {
    canvas.line("st-bar", (x, y), (x, y + 10.0));
    let head = [(x - 3.0, y + 4.0), (x, y), (x + 3.0, y + 4.0)];
    canvas.path("st-bar", &polyline(&head));
}
