//! Where in its predicted range each reported time lies: ten bars, level where ranges keep their promise, and beside
//! them what was promised and what was observed.
//!
//! Source: A. P. Dawid, "Statistical theory: the prequential approach", JRSS A 147 (1984): the probability integral
//! transform of a calibrated prediction is uniform.

use super::canvas::{Anchor, Canvas, Drawing, Face};
use super::frame::{self, HEADING, NARROWEST, TEXT};
use super::labels::Box2;
use super::scale::Scale;
use crate::reported::calibrate::Reliability;

/// Room at the left for the numbers of journeys, in pixels.
const LEFT: f64 = 48.0;
/// Height of the bars, in pixels.
const HEIGHT: f64 = 220.0;
/// Room between two bars, in pixels.
const GAP: f64 = 3.0;

/// The chart, `width` pixels wide.
#[must_use]
pub fn draw(title: &str, found: &Reliability, width: f64) -> Drawing {
    let width = width.max(NARROWEST);
    let area = Box2 {
        left: LEFT,
        top: HEADING + 20.0,
        right: width - 20.0,
        bottom: HEADING + 20.0 + HEIGHT,
    };
    let mut canvas = Canvas::default();
    frame::heading(&mut canvas, width, title, &subtitle(found));
    bars(&mut canvas, &area, found);
    let mut top = area.bottom + 44.0;
    top += frame::foot(
        &mut canvas,
        width,
        top,
        "Each journey was predicted without its own train. Level bars mean that the ranges keep their promise, a hill that they \
         are too wide, a valley that they are too narrow.",
    );
    Drawing {
        name: "reliability",
        title: title.to_owned(),
        description: format!("{}. {}", subtitle(found), told(found)),
        width,
        height: top,
        parts: canvas.finish(),
    }
}

/// `53 journeys: of ranges that promise 50 %, 51 % hold; 80 %, 82 %; 95 %, 96 %`.
fn subtitle(found: &Reliability) -> String {
    let level = |(promised, observed): &(f64, f64)| format!("{observed:.0} % for {promised:.0} %");
    let levels: Vec<String> = found.levels.iter().map(level).collect();
    format!(
        "{} held-out journeys; inside: {}",
        found.n,
        levels.join(", ")
    )
}

fn told(found: &Reliability) -> String {
    let counts: Vec<String> = found.bars.iter().map(usize::to_string).collect();
    format!(
        "Reported times in each tenth of the predicted ones, the earliest first: {}.",
        counts.join(", ")
    )
}

fn bars(canvas: &mut Canvas, area: &Box2, found: &Reliability) {
    let count = found.bars.len() as f64;
    let level = found.n as f64 / count;
    let most = found.bars.iter().copied().max().unwrap_or(0) as f64;
    let y = Scale::new((0.0, most.max(level) * 1.1), (area.bottom, area.top));
    let x = Scale::new((0.0, count), (area.left, area.right));
    let muted = Face::new("st-muted", TEXT);
    for tick in y.ticks(40.0).into_iter().filter(|tick| tick.fract() == 0.0) {
        canvas.line("st-grid", (area.left, y.at(tick)), (area.right, y.at(tick)));
        let place = (area.left - 6.0, y.at(tick) + 4.0);
        canvas.text(muted.at(Anchor::End), place, &format!("{tick:.0}"));
    }
    for (place, bar) in found.bars.iter().enumerate() {
        let place = place as f64;
        let bar = Box2 {
            left: x.at(place) + GAP / 2.0,
            top: y.at(*bar as f64),
            right: x.at(place + 1.0) - GAP / 2.0,
            bottom: area.bottom,
        };
        canvas.rect("st-sustained", bar);
    }
    canvas.line(
        "st-limit",
        (area.left, y.at(level)),
        (area.right, y.at(level)),
    );
    canvas.line(
        "st-axis",
        (area.left, area.bottom),
        (area.right, area.bottom),
    );
    for place in 0..=found.bars.len() {
        let label = format!("{}", 100 * place / found.bars.len());
        let at = (x.at(place as f64), area.bottom + 17.0);
        canvas.text(muted.at(Anchor::Middle), at, &label);
    }
    let end = (area.right, area.bottom + 34.0);
    canvas.text(
        muted.at(Anchor::End),
        end,
        "% of the predicted times are earlier →",
    );
    canvas.text(muted, (16.0, area.top - 6.0), "journeys ↑");
}
