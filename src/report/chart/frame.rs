//! What all charts share: heading, foot, the strip of countries, and which stations matter most.

use super::canvas::{Anchor, Canvas, Face};
use super::labels::Box2;
use super::metrics;
use crate::report::geography::weight;
use crate::report::map::earth;
use crate::report::summary::{Call, RouteSummary, Way};
use crate::report::words;
use crate::units::{Length, RunTime, format};

/// Size of ordinary text in pixels: 12 stays readable at two thirds.
pub const TEXT: f64 = 12.0;
/// Size of small text in pixels.
pub const SMALL: f64 = 11.0;
/// Height of the heading in pixels: a title and a line below it.
pub const HEADING: f64 = 56.0;
/// The narrowest a chart is drawn, in pixels; narrower ones would be all margin.
pub const NARROWEST: f64 = 420.0;

/// Title and subtitle.
pub fn heading(canvas: &mut Canvas, width: f64, title: &str, subtitle: &str) {
    let size = if width < 640.0 { 16.0 } else { 19.0 };
    let title = metrics::fit(title, size * 1.08, width - 32.0);
    canvas.text(Face::new("st-title", size), (16.0, 26.0), &title);
    let subtitle = metrics::fit(subtitle, 13.0, width - 32.0);
    canvas.text(Face::new("st-muted", 13.0), (16.0, 46.0), &subtitle);
}

/// Who must be named, in as many lines as needed; returns the height used.
pub fn foot(canvas: &mut Canvas, width: f64, top: f64, text: &str) -> f64 {
    let lines = metrics::wrap(text, SMALL, width - 32.0);
    for (i, line) in lines.iter().enumerate() {
        canvas.text(
            Face::new("st-muted", SMALL),
            (16.0, top + 12.0 + 14.0 * i as f64),
            line,
        );
    }
    14.0 * lines.len() as f64 + 8.0
}

/// The second line of a heading: the answer and the train.
#[must_use]
pub fn subtitle(route: &RouteSummary, way: &Way) -> String {
    format!("{} · {}", words::answer(way), route.train.name)
}

/// A stretch in one country on one gauge.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Where it begins along the way.
    pub start: Length,
    /// Where it ends.
    pub end: Length,
    /// The country's English name.
    pub country: String,
    /// Its gauge in millimetres.
    pub gauge_mm: u16,
}

/// The stretches of a way, in order.
#[must_use]
pub fn stretches(way: &Way) -> Vec<Stretch> {
    let mut stretches: Vec<(&str, Stretch)> = Vec::new();
    for leg in &way.legs {
        let end = leg.start + leg.distance;
        match stretches.last_mut() {
            Some((code, last)) if *code == leg.country && last.gauge_mm == leg.gauge_mm => {
                last.end = end
            }
            _ => {
                let country = earth::country_name(&leg.country);
                let stretch = Stretch {
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

/// The indices of calls, the most important first: ends, then where most happens, then ends of legs, then whatever
/// lies farthest from those before it, so that any beginning of the list is spread over the way.
#[must_use]
pub fn by_importance(way: &Way) -> Vec<usize> {
    let calls = &way.calls;
    let is_leg_end = |call: &Call| {
        way.legs
            .iter()
            .any(|leg| (leg.start - call.at).abs() < Length::from_m(1.0))
    };
    let mut order: Vec<usize> = (0..calls.len())
        .filter(|i| weight(calls[*i].kind) > 0)
        .collect();
    order.sort_by_key(|i| (std::cmp::Reverse(weight(calls[*i].kind)), *i));
    order
        .extend((0..calls.len()).filter(|i| weight(calls[*i].kind) == 0 && is_leg_end(&calls[*i])));
    let mut is_chosen = vec![false; calls.len()];
    let mut nearest = vec![f64::INFINITY; calls.len()];
    for &i in &order {
        is_chosen[i] = true;
        lower(&mut nearest, calls, i);
    }
    while order.len() < calls.len() {
        let open = (0..calls.len()).filter(|i| !is_chosen[*i]);
        let next = open.max_by(|a, b| nearest[*a].total_cmp(&nearest[*b]).then(b.cmp(a)));
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

/// How long a train stands at a call, likely; zero when it runs through.
#[must_use]
pub fn stand(call: &Call) -> RunTime {
    call.departs.likely() - call.arrives.likely()
}

/// `2 h`, `25 min`: a stand, short.
#[must_use]
pub fn short(time: RunTime) -> String {
    let minutes = time.minutes().round() as i64;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        _ => format::duration(time),
    }
}

/// Countries and gauges as a strip along the way: `place` maps lengths onto pixels.
pub fn country_strip(
    canvas: &mut Canvas,
    way: &Way,
    (top, bottom): (f64, f64),
    place: impl Fn(Length) -> f64,
) {
    for (i, stretch) in stretches(way).iter().enumerate() {
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
            (x, y) = (16.0, y + 17.0);
        }
        draw(canvas, x, y - 4.0);
        canvas.text(Face::new("st-muted", SMALL), (x + 28.0, y), text);
        x += room;
    }
    y - top + 8.0
}
