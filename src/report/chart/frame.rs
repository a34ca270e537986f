//! What all charts share: heading, foot, the strip of countries, and which stations matter most.

use super::canvas::{Anchor, Canvas, Face};
use super::labels::Box2;
use super::metrics;
use crate::report::geography::weight;
use crate::report::labels;
use crate::report::map::basemap;
use crate::report::summary::{Call, CallKind, PlannedRoute, RouteSummary};
use crate::units::{Length, RunTime, format};

/// Size of ordinary text in pixels: it stays readable at half size in print and on dense screens.
pub const TEXT: f64 = 13.0;
/// Size of small text in pixels.
pub const SMALL: f64 = 12.0;
/// Height of the heading in pixels: a title and a line below it.
pub const HEADING: f64 = 56.0;
/// The narrowest a chart is drawn, in pixels; narrower ones would be all margin.
pub const NARROWEST: f64 = 360.0;

/// Title and subtitle.
pub fn heading(canvas: &mut Canvas, width: f64, title: &str, subtitle: &str) {
    let mut head = Canvas::default();
    let room = width - 32.0;
    let fits = |text: &str, size: f64| metrics::width(text, size) <= room;
    let sizes = [19.0, 16.0, 14.5];
    let size = sizes.into_iter().find(|size| fits(title, size * 1.08));
    let size = size.unwrap_or(14.5);
    let title = metrics::fit(title, size * 1.08, room);
    head.text(Face::new("st-title", size), (16.0, 26.0), &title);
    // Where the whole does not fit, its first part says more than the whole cut off.
    let first = subtitle.split(" · ").next().unwrap_or(subtitle);
    let lines = [
        (subtitle, 14.0),
        (subtitle, TEXT),
        (first, 14.0),
        (first, SMALL),
    ];
    let fitting = lines.into_iter().find(|(text, size)| fits(text, *size));
    let (text, size) = fitting.unwrap_or((first, SMALL));
    let subtitle = metrics::fit(text, size, room);
    head.text(Face::new("st-muted", size), (16.0, 46.0), &subtitle);
    canvas.set_head(head);
}

/// Who must be named, in as many lines as needed; returns the height used.
pub fn foot(canvas: &mut Canvas, width: f64, top: f64, text: &str) -> f64 {
    let mut foot = Canvas::default();
    let height = lines(&mut foot, width, top, text);
    canvas.set_foot(foot, height);
    height
}

/// A text in as many lines as needed; returns the height used.
pub fn lines(canvas: &mut Canvas, width: f64, top: f64, text: &str) -> f64 {
    let lines = metrics::wrap(text, SMALL, width - 32.0);
    for (i, line) in lines.iter().enumerate() {
        canvas.text(
            Face::new("st-muted", SMALL),
            (16.0, top + 12.0 + 15.0 * i as f64),
            line,
        );
    }
    15.0 * lines.len() as f64 + 8.0
}

/// The second line of a heading: the answer and the train.
#[must_use]
pub fn subtitle(route: &RouteSummary, planned: &PlannedRoute) -> String {
    format!("{} · {}", labels::answer(planned), route.train.name)
}

/// A stretch in one country on one gauge.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisStretch {
    /// Where it begins along the route.
    pub start: Length,
    /// Where it ends.
    pub end: Length,
    /// The country's English name.
    pub country: String,
    /// Its gauge in millimetres.
    pub gauge_mm: u16,
}

/// The stretches of a route, in order.
#[must_use]
pub fn stretches(planned: &PlannedRoute) -> Vec<AxisStretch> {
    let mut stretches: Vec<(&str, AxisStretch)> = Vec::new();
    for leg in &planned.legs {
        let end = leg.start + leg.distance;
        match stretches.last_mut() {
            Some((code, last)) if *code == leg.country && last.gauge_mm == leg.gauge_mm => {
                last.end = end;
            }
            _ => {
                let country = basemap::country_name(&leg.country);
                let stretch = AxisStretch {
                    start: leg.start,
                    end,
                    country,
                    gauge_mm: leg.gauge_mm,
                };
                stretches.push((&leg.country, stretch));
            }
        }
    }
    stretches.into_iter().map(|(_, stretch)| stretch).collect()
}

/// The indices of calls, the most important first: ends, then where more happens than `least`, in order of weight, then
/// ends of legs, then whatever lies farthest from those before it, so that any beginning of the list is spread over the
/// way; well-known stations and those where the train stands count as farther.
#[must_use]
pub fn by_importance(planned: &PlannedRoute, least: CallKind) -> Vec<usize> {
    let calls = &planned.calls;
    let is_leg_end = |call: &Call| {
        planned
            .legs
            .iter()
            .any(|leg| (leg.start - call.at).abs() < Length::from_m(1.0))
    };
    let is_first = |i: &usize| weight(calls[*i].kind) > weight(least);
    let mut order: Vec<usize> = (0..calls.len()).filter(is_first).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(weight(calls[*i].kind)), *i));
    if least == CallKind::Pass {
        order.extend((0..calls.len()).filter(|i| !is_first(i) && is_leg_end(&calls[*i])));
    }
    let mut is_chosen = vec![false; calls.len()];
    let mut nearest = vec![f64::INFINITY; calls.len()];
    for &i in &order {
        is_chosen[i] = true;
        lower(&mut nearest, calls, i);
    }
    let renown = |call: &Call| {
        let dwells = if call.dwell.s() > 0.0 { 2.0 } else { 0.0 };
        1.0 + dwells + f64::from(call.prominence.0)
    };
    while order.len() < calls.len() {
        let open = (0..calls.len()).filter(|i| !is_chosen[*i]);
        let worth = |i: &usize| nearest[*i] * renown(&calls[*i]);
        let next = open.max_by(|a, b| worth(a).total_cmp(&worth(b)).then(b.cmp(a)));
        let Some(next) = next else { break };
        is_chosen[next] = true;
        order.push(next);
        lower(&mut nearest, calls, next);
    }
    order
}

/// Brings distances to the nearest chosen call up to date.
fn lower(nearest: &mut [f64], calls: &[Call], chosen: usize) {
    for (distance, call) in nearest.iter_mut().zip(calls) {
        *distance = distance.min((call.at - calls[chosen].at).abs().km());
    }
}

/// `2 h`, `25 min`: a dwell, short.
#[must_use]
pub fn short(time: RunTime) -> String {
    let minutes = time.minutes().round() as i64;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        _ => format::duration(time),
    }
}

/// Countries and gauges as a strip along the route: `place` maps lengths onto pixels.
pub fn country_strip(
    canvas: &mut Canvas,
    planned: &PlannedRoute,
    (top, bottom): (f64, f64),
    place: impl Fn(Length) -> f64,
) {
    for (i, stretch) in stretches(planned).iter().enumerate() {
        let (left, right) = (place(stretch.start), place(stretch.end));
        let class = if i % 2 == 0 {
            "st-country"
        } else {
            "st-country2"
        };
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
        let room = right - left - 6.0;
        let fitting = [long.as_str(), stretch.country.as_str()]
            .into_iter()
            .find(|text| metrics::width(text, SMALL) <= room);
        if let Some(text) = fitting {
            let face = Face::new("st-ink", SMALL).at(Anchor::Middle);
            canvas.text(
                face,
                ((left + right) / 2.0, (top + bottom) / 2.0 + 4.0),
                text,
            );
        }
    }
}

/// One entry of a legend: what is drawn, from (x, y) on, and what it means.
pub type Swatch<'a> = (&'a dyn Fn(&mut Canvas, f64, f64), &'a str);

/// A legend in lines, from (16, top) on; returns the height used.
pub fn legend(canvas: &mut Canvas, width: f64, top: f64, swatches: &[Swatch<'_>]) -> f64 {
    let (mut x, mut y) = (16.0, top + 12.0);
    for (draw, text) in swatches {
        let room = 30.0 + metrics::width(text, SMALL) + 18.0;
        if x > 16.0 && x + room > width {
            (x, y) = (16.0, y + 18.0);
        }
        draw(canvas, x, y - 4.0);
        canvas.text(Face::new("st-muted", SMALL), (x + 28.0, y), text);
        x += room;
    }
    y - top + 8.0
}
