//! The scale bar of a map: a round length, in the corner that is farthest from the route.

use crate::report::chart::canvas::{Canvas, Face, n, polyline};
use crate::report::chart::frame::SMALL;
use crate::report::chart::labels::Box2;
use crate::report::chart::metrics;
use crate::report::chart::scale::round_step;
use crate::units::format;

/// The longest bar, in pixels, and as a part of the width of the frame.
const LONGEST: (f64, f64) = (160.0, 0.25);
/// Room around the bar, in pixels.
const MARGIN: f64 = 14.0;

/// The bar and where it stands.
pub struct ScaleBar {
    km: f64,
    length: f64,
    text: String,
    /// The room it takes.
    pub area: Box2,
}

impl ScaleBar {
    /// The bar of a frame with so many pixels a kilometre, in its lower left corner.
    #[must_use]
    pub fn new(per_km: f64, frame: &Box2) -> ScaleBar {
        // Round, and a fifth below the next rounder length at most.
        let most = LONGEST.0.min((frame.right - frame.left) * LONGEST.1) / per_km;
        let parts = [1.0, 0.5, 0.2].into_iter();
        let km = parts.map(|part| round_step(most) * part);
        let km = km.into_iter().find(|km| *km <= most).unwrap_or(most);
        let text = match km < 1.0 {
            true => format!("{:.0} m", km * 1_000.0),
            false => format!("{} km", kilometres(km)),
        };
        let length = km * per_km;
        let width = length + 6.0 + metrics::width(&text, SMALL) + 2.0 * MARGIN;
        ScaleBar {
            km,
            length,
            text,
            area: Box2 {
                left: frame.left,
                top: frame.bottom - 34.0,
                right: frame.left + width,
                bottom: frame.bottom,
            },
        }
    }

    /// Moves it into the corner that lies farthest from some places; to the lower left if they are all far.
    pub fn clear(&mut self, frame: &Box2, places: &[(f64, f64)]) {
        const FAR: f64 = 60.0;
        let across = frame.right - self.area.right;
        let up = frame.top - self.area.top;
        let corners = [(0.0, 0.0), (across, 0.0), (0.0, up), (across, up)];
        let corners = corners.map(|(x, y)| self.area.moved(x, y));
        let distance = |area: &Box2| {
            let all = places.iter().map(|place| area.distance(*place));
            all.fold(FAR, f64::min)
        };
        let better = |best: Box2, next: &Box2| match distance(next) > distance(&best) {
            true => *next,
            false => best,
        };
        self.area = corners.iter().fold(self.area, better);
    }

    /// Draws it.
    pub fn draw(&self, canvas: &mut Canvas) {
        let (x, y) = (self.area.left + MARGIN, self.area.bottom - MARGIN);
        canvas.open(&[
            ("class", "st-scale"),
            ("data-km", &n(self.km)),
            ("data-length", &n(self.length)),
            ("data-x", &n(x)),
            ("data-y", &n(y)),
        ]);
        let end = x + self.length;
        let bar = polyline(&[(x, y - 4.0), (x, y), (end, y), (end, y - 4.0)]);
        canvas.path("st-halo", &bar);
        canvas.path("st-bar", &bar);
        for class in ["st-halo", "st-ink"] {
            canvas.text(Face::new(class, SMALL), (end + 6.0, y + 1.0), &self.text);
        }
        canvas.close();
    }
}

/// `2.5`, `50`, `1 000`.
fn kilometres(km: f64) -> String {
    if km.fract() > 0.0 {
        n(km)
    } else {
        format::grouped(km as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Box2 = Box2 {
        left: 0.0,
        top: 0.0,
        right: 900.0,
        bottom: 600.0,
    };

    #[test]
    fn bars_are_round_and_short() {
        for per_km in [0.01, 0.3, 1.0, 7.0, 40.0, 900.0] {
            let bar = ScaleBar::new(per_km, &FRAME);
            assert!(bar.length <= 160.0 && bar.length > 50.0, "{}", bar.length);
            assert!((bar.length - bar.km * per_km).abs() < 1e-9);
        }
        assert_eq!(ScaleBar::new(1.0, &FRAME).text, "100 km");
    }

    #[test]
    fn bars_keep_out_of_the_way() {
        let mut bar = ScaleBar::new(1.0, &FRAME);
        bar.clear(&FRAME, &[(450.0, 300.0)]);
        assert_eq!(bar.area.left, 0.0);
        bar.clear(&FRAME, &[(20.0, 590.0), (700.0, 20.0)]);
        assert!(bar.area.left > 600.0 && bar.area.top > 500.0);
        assert!(FRAME.holds(&bar.area));
    }
}
