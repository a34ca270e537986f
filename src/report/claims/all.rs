//! Many claims as one picture: each distance and each time as a part of what was computed.

use super::{ClaimsSummary, JudgedClaim, attribution, title, verdict};
use crate::report::chart::Drawing;
use crate::report::chart::canvas::{Anchor, Canvas, Face};
use crate::report::chart::frame::{self, HEADING, NARROWEST, SMALL};
use crate::report::chart::labels::Box2;
use crate::report::chart::metrics;
use crate::report::chart::scale::Scale;
use crate::report::chart::verdict::{look, mark};
use crate::report::labels;
use crate::reported::{ComputedJourney, Figure, Subject, Verdict};

/// Height of a row in pixels.
const ROW: f64 = 19.0;
/// Parts of what was computed that the axes show; what lies beyond is drawn at their ends.
const AXIS: (f64, f64) = (0.125, 4.0);
/// Marked parts.
const TICKS: [(f64, &str); 6] = [
    (0.125, "⅛"),
    (0.25, "¼"),
    (0.5, "½"),
    (1.0, "1"),
    (2.0, "2"),
    (4.0, "4"),
];

/// Draws the mark of a verdict.
pub(super) fn draw_mark(canvas: &mut Canvas, verdict: Verdict, at: (f64, f64)) {
    canvas.path(look(verdict).0, &mark(verdict, at));
}

/// A quantity of a claim as a part of what was computed.
struct Part {
    verdict: Verdict,
    claimed: Figure,
    usual: (f64, f64),
}

fn distance(claim: &JudgedClaim) -> Option<Part> {
    part(claim, Subject::Distance, claim.claim.km?, |computed| {
        let km = computed.distance.km();
        // Within a tenth of the route a distance is consistent.
        (km, (0.9, 1.1))
    })
}

fn time(claim: &JudgedClaim) -> Option<Part> {
    part(claim, Subject::Time, claim.claim.hours?, |computed| {
        let likely = computed.duration.likely().h();
        let high = computed
            .arrival
            .as_ref()
            .unwrap_or(&computed.duration)
            .high();
        let low = computed.duration.low().h();
        (likely, (low / likely, high.h() / likely))
    })
}

fn part(
    claim: &JudgedClaim,
    subject: Subject,
    figure: Figure,
    computed: impl Fn(&ComputedJourney) -> (f64, (f64, f64)),
) -> Option<Part> {
    let answer = claim.answer.as_ref().ok()?;
    let (unit, usual) = computed(answer.computed.as_ref()?);
    let check = answer.checks.iter().find(|check| check.of == subject)?;
    Some(Part {
        verdict: check.verdict,
        claimed: figure.closed().times(1.0 / unit),
        usual,
    })
}

/// The picture, `width` pixels wide; `None` where no claim could be held against anything.
pub(super) fn draw(summary: &ClaimsSummary, width: f64) -> Option<Drawing> {
    let rows: Vec<(&JudgedClaim, Option<Part>, Option<Part>)> = summary
        .claims
        .iter()
        .map(|claim| (claim, distance(claim), time(claim)))
        .filter(|(_, distance, time)| distance.is_some() || time.is_some())
        .collect();
    if rows.is_empty() {
        return None;
    }
    let width = width.max(NARROWEST);
    let mut canvas = Canvas::default();
    let (title, verdict) = (labels::sentence(&title(summary)), verdict(summary));
    frame::heading(&mut canvas, width, &title, &labels::sentence(&verdict));
    let named = (width * 0.3).min(300.0);
    let axis = (width - named - 76.0) / 2.0;
    let column = |number: f64| {
        let left = 16.0 + named + 12.0 + number * (axis + 36.0);
        Scale::new((AXIS.0.ln(), AXIS.1.ln()), (left, left + axis))
    };
    let columns = [column(0.0), column(1.0)];
    let top = HEADING + 34.0;
    let bottom = top + ROW * rows.len() as f64 + 4.0;
    for (scale, told) in columns
        .iter()
        .zip(["distance, claimed ÷ computed", "time, claimed ÷ computed"])
    {
        axes(&mut canvas, scale, told, (top, bottom));
    }
    for (number, (claim, distance, time)) in rows.iter().enumerate() {
        let y = top + ROW * number as f64 + 12.0;
        let name = match claim.id.as_str() {
            "" => claim.subject(),
            id => format!("{id} {}", claim.subject()),
        };
        let name = metrics::fit(&name, SMALL, named);
        canvas.text(Face::new("st-ink", SMALL), (16.0, y + 4.0), &name);
        let parts = [distance, time].into_iter().zip(&columns);
        for (part, scale) in parts.filter_map(|(part, scale)| Some((part.as_ref()?, scale))) {
            row(&mut canvas, part, scale, y);
        }
    }
    let mut end = bottom + 24.0;
    end += legend(&mut canvas, width, end);
    end += frame::foot(&mut canvas, width, end, &attribution(summary));
    Some(Drawing {
        name: "claims",
        description: format!("{verdict}."),
        title,
        width,
        height: end,
        parts: canvas.finish(),
    })
}

fn axes(canvas: &mut Canvas, scale: &Scale, told: &str, (top, bottom): (f64, f64)) {
    let (left, right) = (scale.at(AXIS.0.ln()), scale.at(AXIS.1.ln()));
    let fits = metrics::bold_width(told, SMALL) <= right - left;
    let told = match told.split_once(',') {
        Some((quantity, _)) if !fits => quantity,
        _ => told,
    };
    canvas.text(Face::new("st-strong", SMALL), (left, top - 18.0), told);
    for (value, label) in TICKS {
        let x = scale.at(value.ln());
        let class = if value == 1.0 { "st-limit" } else { "st-grid" };
        canvas.line(class, (x, top - 2.0), (x, bottom));
        let face = Face::new("st-muted", SMALL).at(Anchor::Middle);
        for y in [top - 5.0, bottom + 14.0] {
            canvas.text(face, (x, y), label);
        }
    }
}

fn row(canvas: &mut Canvas, part: &Part, scale: &Scale, y: f64) {
    let place = |value: f64| scale.at(value.clamp(AXIS.0, AXIS.1).ln());
    let (low, high) = part.usual;
    let usual = Box2 {
        left: place(low),
        top: y - 6.0,
        right: place(high),
        bottom: y + 6.0,
    };
    canvas.rect("st-sustained", usual);
    let (left, right) = (place(part.claimed.low), place(part.claimed.high));
    canvas.line(look(part.verdict).1, (left, y), (right, y));
    let middle = (part.claimed.low * part.claimed.high)
        .max(f64::MIN_POSITIVE)
        .sqrt();
    draw_mark(canvas, part.verdict, (place(middle), y));
}

fn legend(canvas: &mut Canvas, width: f64, top: f64) -> f64 {
    let marks = [Verdict::Consistent, Verdict::Doubtful, Verdict::Impossible];
    let marks = marks.map(|verdict| {
        move |canvas: &mut Canvas, x: f64, y: f64| draw_mark(canvas, verdict, (x + 12.0, y))
    });
    let usual = |canvas: &mut Canvas, x: f64, y: f64| {
        let bar = Box2 {
            left: x,
            top: y - 6.0,
            right: x + 22.0,
            bottom: y + 6.0,
        };
        canvas.rect("st-sustained", bar);
    };
    let swatches: [frame::Swatch<'_>; 4] = [
        (&marks[0], "consistent"),
        (&marks[1], "doubtful"),
        (&marks[2], "impossible"),
        (
            &usual,
            "computed: a tenth of the distance, low to high of the time",
        ),
    ];
    frame::legend(canvas, width, top, &swatches)
}
