//! A claim as a picture: what is claimed above what was computed, and what is impossible.

use super::all::draw_mark;
use super::{JudgedClaim, computed};
use crate::report::chart::Drawing;
use crate::report::chart::canvas::{Anchor, Canvas, Face, n};
use crate::report::chart::frame::{self, HEADING, NARROWEST, SMALL, TEXT};
use crate::report::chart::labels::Box2;
use crate::report::chart::metrics;
use crate::report::chart::scale::Scale;
use crate::report::chart::verdict::look;
use crate::report::labels;
use crate::report::reasons;
use crate::report::summary::Provenance;
use crate::reported::{ClaimAnswer, ComputedJourney, Figure, Subject, Verdict};
use crate::units::{RunTime, format};

/// Height of a row: its words and the bar below them, in pixels.
const ROW: f64 = 38.0;
/// Height of a bar, in pixels.
const BAR: f64 = 11.0;
/// Room beside the axis, in pixels.
const SIDE: f64 = 22.0;

/// One quantity of a claim: an axis, what is claimed on it, and what was computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// What came out, in words: `Distance: impossible, shorter than the straight line`.
    pub title: String,
    unit: &'static str,
    verdict: Verdict,
    claimed: Figure,
    rows: Vec<Row>,
    /// Below it nothing is possible, and why.
    least: Option<(f64, String)>,
}

/// What was computed: from, likely, to, and its words.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    range: (f64, f64, f64),
    told: String,
    /// The same where there is little room.
    short: String,
}

/// The panels of a claim: distance, then time.
#[must_use]
pub fn panels(claim: &JudgedClaim) -> Vec<Panel> {
    let Ok(answer) = &claim.answer else {
        return Vec::new();
    };
    let Some(computed) = &answer.computed else {
        return Vec::new();
    };
    let distance = claim.claim.km.map(|km| distance(answer, computed, km));
    let time = claim.claim.hours.map(|hours| time(answer, computed, hours));
    distance.into_iter().chain(time).collect()
}

fn verdict_of(answer: &ClaimAnswer, subject: Subject) -> Verdict {
    let check = answer.checks.iter().find(|check| check.of == subject);
    check.map_or(answer.verdict, |check| check.verdict)
}

fn distance(answer: &ClaimAnswer, computed: &ComputedJourney, claimed: Figure) -> Panel {
    let verdict = verdict_of(answer, Subject::Distance);
    let route = computed.distance.km();
    let (least, most) = match computed.distance_range {
        Some(range) => (range.low().km(), range.high().km()),
        None => (computed.shortest.km().min(route), route),
    };
    let told = match computed.distance_range {
        Some(_) => format!(
            "by rail {} (sketched: {} to {} km)",
            format::distance(computed.distance),
            format::grouped(least.round() as i64),
            format::grouped(most.round() as i64)
        ),
        None if (route - least) >= 0.5 => format!(
            "by rail {}, the shortest {}",
            format::distance(computed.distance),
            format::distance(computed.shortest)
        ),
        None => format!("by rail {}", format::distance(computed.distance)),
    };
    let straight = computed.geodesic.km();
    let why = match verdict {
        Verdict::Impossible if claimed.high < straight => "shorter than the straight line",
        Verdict::Impossible => "shorter than the shortest rail distance",
        Verdict::Consistent => "it agrees with the route",
        Verdict::Doubtful if claimed.closed().low > route => "longer than the route",
        Verdict::Doubtful => "shorter than the route",
    };
    Panel {
        title: format!("Distance: {verdict}, {why}"),
        unit: "km",
        verdict,
        claimed,
        rows: vec![Row {
            range: (least, route, most),
            told,
            short: format!("by rail {}", format::distance(computed.distance)),
        }],
        least: Some((
            straight,
            format!("straight line {}", format::distance(computed.geodesic)),
        )),
    }
}

fn time(answer: &ClaimAnswer, computed: &ComputedJourney, claimed: Figure) -> Panel {
    let verdict = verdict_of(answer, Subject::Time);
    let row = |range: &crate::units::Estimate<RunTime>, what: &str| Row {
        range: (range.low().h(), range.likely().h(), range.high().h()),
        told: format!(
            "{what} {} ({})",
            format::duration(range.likely()),
            format::duration_range(range)
        ),
        short: format!("{what} {}", format::duration(range.likely())),
    };
    let mut rows = vec![row(
        &computed.duration,
        match computed.arrival {
            Some(_) => "under way",
            None => "computed",
        },
    )];
    let arrival = computed.arrival.as_ref();
    rows.extend(arrival.map(|arrival| row(arrival, "with unannounced stays")));
    let likely = computed.duration.likely().h();
    let why = match verdict {
        Verdict::Impossible => "below the technical minimum",
        Verdict::Consistent => "it agrees with the computed time",
        Verdict::Doubtful if claimed.middle() < likely => "faster than the computed journeys",
        Verdict::Doubtful => "slower than the computed journeys",
    };
    Panel {
        title: format!("Time: {verdict}, {why}"),
        unit: "h",
        verdict,
        claimed,
        rows,
        least: Some((
            computed.technical_minimum.h(),
            format!(
                "technical minimum {}",
                format::duration(computed.technical_minimum)
            ),
        )),
    }
}

/// What the picture finds, in a line: `the distance is impossible, the time doubtful`.
#[must_use]
pub fn finding(claim: &JudgedClaim) -> String {
    let panels = panels(claim);
    let found = |panel: &Panel| match panel.unit {
        "km" => ("the distance", panel.verdict),
        _ => ("the time", panel.verdict),
    };
    match panels.iter().map(found).collect::<Vec<_>>().as_slice() {
        [] => String::from(claim.verdict()),
        [(what, verdict)] => format!("{what} is {verdict}"),
        [(one, first), (other, second), ..] if first == second => {
            format!("{one} and {other} are {first}")
        }
        [(one, first), (other, second), ..] => format!("{one} is {first}, {other} {second}"),
    }
}

/// The picture, `width` pixels wide; `None` where neither a distance nor a time was held against a journey.
#[must_use]
pub fn draw(claim: &JudgedClaim, provenance: &Provenance, width: f64) -> Option<Drawing> {
    let panels = panels(claim);
    let answer = claim.answer.as_ref().ok()?;
    if panels.is_empty() {
        return None;
    }
    let width = width.max(NARROWEST);
    let mut canvas = Canvas::default();
    let title = format!(
        "{}: {}, {}",
        labels::sentence(answer.verdict.as_str()),
        claim.subject(),
        claim.stated
    );
    let computed = computed(answer).unwrap_or_default();
    let subtitle = format!("computed: {computed} · {}", claim.train);
    frame::heading(&mut canvas, width, &title, &subtitle);
    let mut top = HEADING + 4.0;
    for panel in &panels {
        top = panel.draw(&mut canvas, width, top) + 14.0;
    }
    top += legend(&mut canvas, width, top, &panels);
    let attribution = labels::attribution(provenance, false);
    top += frame::foot(&mut canvas, width, top, &attribution);
    Some(Drawing {
        name: "claim",
        description: format!("{}. Computed: {computed}.", finding(claim)),
        title,
        width,
        height: top,
        parts: canvas.finish(),
    })
}

impl Panel {
    /// Draws the panel from `top` on; returns where it ends.
    fn draw(&self, canvas: &mut Canvas, width: f64, top: f64) -> f64 {
        let mut top = top;
        for line in metrics::wrap(&self.title, TEXT * 1.08, width - 32.0) {
            canvas.text(Face::new("st-strong", TEXT), (16.0, top + 12.0), &line);
            top += 16.0;
        }
        top -= 16.0;
        let least = usize::from(self.least.is_some());
        let area = Box2 {
            left: SIDE,
            top: top + 22.0,
            right: width - SIDE,
            bottom: top + 22.0 + ROW * (1 + self.rows.len()) as f64 + 20.0 * least as f64,
        };
        let scale = Scale::new((0.0, self.most()), (area.left, area.right));
        self.grid(canvas, &scale, &area);
        if let Some((least, told)) = &self.least {
            let x = scale.at(*least);
            canvas.rect("st-forbidden", Box2 { right: x, ..area });
            canvas.line("st-limit", (x, area.top), (x, area.bottom));
            let at = area.bottom - 6.0;
            words_beside(canvas, told, (x + 5.0, at), (x - 5.0, at), &area);
        }
        self.claim(canvas, &scale, &area);
        for (row, number) in self.rows.iter().zip(1..) {
            let y = area.top + ROW * f64::from(number);
            let (low, likely, high) = row.range;
            let bar = Box2 {
                left: scale.at(low),
                top: y + 20.0,
                right: scale.at(high).max(scale.at(low) + 2.0),
                bottom: y + 20.0 + BAR,
            };
            canvas.rect("st-sustained", bar);
            canvas.line("st-run", (bar.left, bar.top), (bar.left, bar.bottom));
            canvas.line("st-run", (bar.right, bar.top), (bar.right, bar.bottom));
            canvas.circle("st-good", (scale.at(likely), bar.top + BAR / 2.0), 5.0);
            centred(
                canvas,
                "st-ink",
                &row.told,
                (scale.at(likely), y + 15.0),
                &area,
            );
        }
        area.bottom + 18.0
    }

    /// The end of the axis: room for all that is on it.
    fn most(&self) -> f64 {
        let rows = self.rows.iter().map(|row| row.range.2);
        let least = self.least.as_ref().map(|(least, _)| *least);
        let most = rows.chain(least).chain([self.claimed.closed().high]);
        most.fold(0.0, f64::max) * 1.06
    }

    fn grid(&self, canvas: &mut Canvas, scale: &Scale, area: &Box2) {
        for value in scale.ticks(78.0) {
            let x = scale.at(value);
            canvas.line("st-grid", (x, area.top), (x, area.bottom));
            let label = format!("{} {}", format::grouped(value.round() as i64), self.unit);
            let face = Face::new("st-muted", SMALL).at(Anchor::Middle);
            canvas.text(face, (x.max(area.left + 8.0), area.bottom + 15.0), &label);
        }
    }

    /// What is claimed: a bar in the colour and with the mark of its verdict, fading where it is open.
    fn claim(&self, canvas: &mut Canvas, scale: &Scale, area: &Box2) {
        let (closed, y) = (self.claimed.closed(), area.top);
        let (left, right) = (scale.at(closed.low), scale.at(closed.high));
        let (middle, bar) = ((left + right) / 2.0, y + 20.0 + BAR / 2.0);
        let (_, class) = look(self.verdict);
        canvas.line(class, (left, bar), (right, bar));
        for x in [left, right] {
            canvas.line(class, (x, bar - BAR / 2.0), (x, bar + BAR / 2.0));
        }
        draw_mark(canvas, self.verdict, (middle, bar));
        let told = format!("claimed {} {}", reasons::figure(&self.claimed), self.unit);
        centred(canvas, "st-strong", &told, (middle, y + 15.0), area);
    }
}

/// A text around a place, moved so that it stays within an area; without its range where there is no room, since the bar
/// shows it.
fn centred(canvas: &mut Canvas, class: &'static str, text: &str, (x, y): (f64, f64), area: &Box2) {
    let room = area.right - area.left;
    let fits = metrics::bold_width(text, SMALL) <= room;
    let likely = text.split_once(" (").map_or(text, |(likely, _)| likely);
    let text = metrics::fit(if fits { text } else { likely }, SMALL, room / 1.08);
    let half = metrics::bold_width(&text, SMALL) / 2.0;
    let x = x.clamp(
        area.left + half.min(room / 2.0),
        area.right - half.min(room / 2.0),
    );
    let halo = Face::new("st-halo", SMALL).at(Anchor::Middle);
    canvas.text(halo, (x, y), &text);
    canvas.text(Face::new(class, SMALL).at(Anchor::Middle), (x, y), &text);
}

/// A text to the right of a place, or to the left where that has no room.
fn words_beside(canvas: &mut Canvas, text: &str, right: (f64, f64), left: (f64, f64), area: &Box2) {
    let fits = right.0 + metrics::width(text, SMALL) <= area.right;
    let (anchor, at) = match fits {
        true => (Anchor::Start, right),
        false => (Anchor::End, left),
    };
    let face = Face::new("st-muted", SMALL).at(anchor);
    canvas.text(
        Face {
            class: "st-halo",
            ..face
        },
        at,
        text,
    );
    canvas.text(face, at, text);
}

fn legend(canvas: &mut Canvas, width: f64, top: f64, panels: &[Panel]) -> f64 {
    let verdict = panels.iter().map(|panel| panel.verdict).max();
    let verdict = verdict.unwrap_or(Verdict::Consistent);
    let claimed = |canvas: &mut Canvas, x: f64, y: f64| {
        canvas.line(look(verdict).1, (x, y), (x + 22.0, y));
        draw_mark(canvas, verdict, (x + 11.0, y));
    };
    let computed = |canvas: &mut Canvas, x: f64, y: f64| {
        let bar = Box2 {
            left: x,
            top: y - 5.0,
            right: x + 22.0,
            bottom: y + 5.0,
        };
        canvas.rect("st-sustained", bar);
        canvas.circle("st-good", (x + 11.0, y), 4.0);
    };
    let forbidden = |canvas: &mut Canvas, x: f64, y: f64| {
        let area = Box2 {
            left: x,
            top: y - 6.0,
            right: x + 22.0,
            bottom: y + 6.0,
        };
        canvas.rect("st-forbidden", area);
        canvas.path("st-limit", &format!("M{} {}v12", n(x + 22.0), n(y - 6.0)));
    };
    let swatches: [frame::Swatch<'_>; 3] = [
        (&claimed, "claimed"),
        (&computed, "computed: low, likely, high"),
        (&forbidden, "impossible"),
    ];
    frame::legend(canvas, width, top, &swatches)
}
