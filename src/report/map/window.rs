//! What of the earth a map of some places shows, before it is drawn.
//!
//! The frame fits the places and has its least height and width; both scale alike, so what is shown does not depend on
//! how large the map is drawn.

use std::ops::RangeInclusive;

use super::View;
use super::projection::{Projection, RADIUS_KM};
use crate::network::LatLon;
use crate::report::WIDTH;
use crate::report::chart::labels::Box2;

/// A frame on the earth.
pub struct Window {
    view: View,
    /// No place beyond is within the frame: told without projecting it.
    lats: RangeInclusive<f64>,
}

impl Window {
    /// The frame of a map of some places.
    #[must_use]
    pub fn around(places: &[LatLon]) -> Window {
        let view = View::fitting(places, WIDTH);
        let frame = &view.frame;
        let half = ((frame.right - frame.left) / 2.0).hypot((frame.bottom - frame.top) / 2.0);
        let reach = half / view.per_km + view.middle.0.hypot(view.middle.1);
        // The projection shows a distance as the chord, which is shorter than the arc.
        let arc = 2.0 * (reach / (2.0 * RADIUS_KM)).min(1.0).asin().to_degrees();
        let middle = Projection::middle(places.iter().copied()).lat;
        Window {
            view,
            lats: (middle - arc)..=(middle + arc),
        }
    }

    /// Whether a straight line between two places passes the frame, or the box around it does.
    #[must_use]
    pub fn shows(&self, a: LatLon, b: LatLon) -> bool {
        let (south, north) = (*self.lats.start(), *self.lats.end());
        if a.lat.max(b.lat) < south || a.lat.min(b.lat) > north {
            return false;
        }
        let is_behind = |place: LatLon| self.view.projection.cosine(place) < 0.0;
        if is_behind(a) || is_behind(b) {
            return false;
        }
        let ends = Box2::around(self.view.place(a), self.view.place(b));
        ends.grown(0.1).train_meets(&self.view.frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> LatLon {
        LatLon { lat, lon }
    }

    #[test]
    fn lines_around_are_shown_and_others_are_not() {
        // Pyongyang and Vladivostok.
        let window = Window::around(&[at(39.0, 125.7), at(43.1, 131.9)]);
        assert!(
            window.shows(at(40.5, 127.0), at(40.6, 127.2)),
            "between them"
        );
        assert!(
            window.shows(at(41.0, 123.0), at(41.0, 140.0)),
            "through the frame"
        );
        assert!(!window.shows(at(55.7, 37.6), at(56.0, 38.0)), "Moscow");
        assert!(
            !window.shows(at(-40.0, -50.0), at(-40.0, -51.0)),
            "the other side"
        );
    }

    #[test]
    fn frames_reach_over_the_180th_meridian() {
        let window = Window::around(&[at(66.0, 177.0), at(66.0, -176.0)]);
        assert!(window.shows(at(66.0, 179.9), at(66.0, -179.9)));
        assert!(!window.shows(at(66.0, 100.0), at(66.0, 101.0)));
    }
}
