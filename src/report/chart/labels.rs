//! Labels that do not collide: what is taken, and the first free place among candidates.

/// A box with its sides parallel to the page's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Box2 {
    /// Left side.
    pub left: f64,
    /// Upper side.
    pub top: f64,
    /// Right side.
    pub right: f64,
    /// Lower side.
    pub bottom: f64,
}

impl Box2 {
    /// Whether two boxes share an area.
    #[must_use]
    pub fn train_meets(&self, other: &Box2) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether `other` lies wholly in it.
    #[must_use]
    pub fn holds(&self, other: &Box2) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }

    /// The box with `by` more on each side.
    #[must_use]
    pub fn grown(&self, by: f64) -> Box2 {
        Box2 {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// The box so far to the right and downwards.
    #[must_use]
    pub fn moved(&self, x: f64, y: f64) -> Box2 {
        Box2 {
            left: self.left + x,
            top: self.top + y,
            right: self.right + x,
            bottom: self.bottom + y,
        }
    }

    /// The place in it that is nearest to a point.
    #[must_use]
    pub fn nearest(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (
            x.clamp(self.left, self.right),
            y.clamp(self.top, self.bottom),
        )
    }

    /// How far a point lies from it; zero within.
    #[must_use]
    pub fn distance(&self, point: (f64, f64)) -> f64 {
        let (x, y) = self.nearest(point);
        (x - point.0).hypot(y - point.1)
    }

    /// The smallest box around two points.
    #[must_use]
    pub fn around((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> Box2 {
        Box2 {
            left: x1.min(x2),
            top: y1.min(y2),
            right: x1.max(x2),
            bottom: y1.max(y2),
        }
    }
}

/// The room of a picture and what of it is taken.
#[derive(Clone, Debug)]
pub struct Room {
    bounds: Box2,
    taken: Vec<Box2>,
}

impl Room {
    /// An empty room.
    #[must_use]
    pub fn new(bounds: Box2) -> Room {
        Room {
            bounds,
            taken: Vec::new(),
        }
    }

    /// Its bounds.
    #[must_use]
    pub fn bounds(&self) -> &Box2 {
        &self.bounds
    }

    /// Takes a box without asking.
    pub fn take(&mut self, area: Box2) {
        self.taken.push(area);
    }

    /// Takes a line, as small boxes along it.
    pub fn take_line(&mut self, points: &[(f64, f64)], width: f64) {
        for pair in points.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let length = (b.0 - a.0).hypot(b.1 - a.1);
            // Boxes of at most six pixels hug a slanted line closely enough.
            let steps = (length / 6.0).ceil().clamp(1.0, 500.0) as usize;
            let at = |i: usize| {
                let share = i as f64 / steps as f64;
                (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share)
            };
            (0..steps).for_each(|i| self.take(Box2::around(at(i), at(i + 1)).grown(width / 2.0)));
        }
    }

    /// Whether all of `boxes` are free and within bounds.
    #[must_use]
    pub fn is_free(&self, boxes: &[Box2]) -> bool {
        boxes.iter().all(|area| {
            self.bounds.holds(area) && !self.taken.iter().any(|taken| taken.train_meets(area))
        })
    }

    /// Takes `boxes` if all are free.
    pub fn try_take(&mut self, boxes: &[Box2]) -> bool {
        let is_free = self.is_free(boxes);
        if is_free {
            self.taken.extend_from_slice(boxes);
        }
        is_free
    }
}

/// Places near `wanted` in rising order, `gap` apart and between `low` and `high`: as little moved as can be (each
/// cluster is centred on the mean of its wishes).
#[must_use]
pub fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    // Clusters: sum of wishes less their offsets, count, first index.
    let mut clusters: Vec<(f64, usize)> = Vec::new();
    let place = |(sum, count): (f64, usize)| {
        let room = gap * (count as f64 - 1.0);
        (sum / count as f64).clamp(low, (high - room).max(low))
    };
    for &wish in wanted {
        let mut cluster = (wish, 1);
        while let Some(&before) = clusters.last() {
            let end = place(before) + gap * before.1 as f64;
            if end <= place(cluster) {
                break;
            }
            clusters.pop();
            let shift = gap * before.1 as f64 * cluster.1 as f64;
            cluster = (before.0 + cluster.0 - shift, before.1 + cluster.1);
        }
        clusters.push(cluster);
    }
    let places = clusters.into_iter().flat_map(|cluster| {
        let start = place(cluster);
        (0..cluster.1).map(move |i| start + gap * i as f64)
    });
    places.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_places_keep_their_gap_and_order() {
        let places = spread(&[10.0, 11.0, 12.0, 50.0, 99.0, 99.5], 10.0, 0.0, 100.0);
        assert!(
            places
                .windows(2)
                .all(|pair| pair[1] - pair[0] >= 10.0 - 1e-9),
            "{places:?}"
        );
        assert!(places[0] >= 0.0 && places[5] <= 100.0);
        assert_eq!(places[3], 50.0);
        assert_eq!(places[1], 11.0, "clusters are centred");
    }

    #[test]
    fn what_is_taken_is_not_free() {
        let mut room = Room::new(Box2 {
            left: 0.0,
            top: 0.0,
            right: 100.0,
            bottom: 100.0,
        });
        room.take_line(&[(0.0, 0.0), (100.0, 100.0)], 2.0);
        let on_the_line = Box2 {
            left: 45.0,
            top: 45.0,
            right: 55.0,
            bottom: 55.0,
        };
        let beside = Box2 {
            left: 70.0,
            top: 10.0,
            right: 90.0,
            bottom: 20.0,
        };
        assert!(!room.is_free(&[on_the_line]));
        assert!(room.try_take(&[beside]) && !room.try_take(&[beside]));
        assert!(!room.is_free(&[Box2 {
            left: 95.0,
            top: 0.0,
            right: 105.0,
            bottom: 4.0
        }]));
    }
}
