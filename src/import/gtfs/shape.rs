//! The shape of a trip: where along it its stations are.
//!
//! Stations are where the shape comes nearest to them, in their order. Distances that the feed gives are believed where
//! they lead as near to the stations, whatever their unit: they tell the rounds of a loop apart.

use super::feed::ShapePoint;
use crate::network::LatLon;

/// How far a station may be from its train's shape, in metres, before the shape is not believed there. Assumption:
/// large stations are drawn by their entrance, up to a kilometre from the rails, and shapes are simplified.
pub(super) const NEAR_M: f64 = 2_000.0;

/// By how much farther from a station than the nearest place of the shape its distance may lead, in metres, to be
/// believed. Assumption: distances in whole tenths of a kilometre, and platforms of 200 m.
const AS_NEAR_M: f64 = 200.0;

/// A leg to a point and back is no track where both are longer than this, in metres, and than [`SPIKE_EDGES`] ordinary
/// edges of the shape, and end within half of it. Assumption: shapes are drawn every few tens of metres where tracks
/// turn.
const SPIKE_M: f64 = 500.0;

/// Likewise, in median edges.
const SPIKE_EDGES: f64 = 4.0;

/// A station's place on a shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Foot {
    /// Metres along the shape.
    pub along_m: f64,
    /// Metres from the station to there.
    pub beside_m: f64,
}

/// A shape with the metres along it.
pub(super) struct Shape<'f> {
    points: &'f [ShapePoint],
    along_m: Vec<f64>,
    /// The distances of the feed, where every place has one and none falls.
    travelled: Option<Vec<f64>>,
    /// Points that the shape runs to and back from like no train, by their metres along it.
    spikes_m: Vec<f64>,
}

impl<'f> Shape<'f> {
    pub fn new(points: &'f [ShapePoint]) -> Shape<'f> {
        let mut along_m = vec![0.0];
        for ends in points.windows(2) {
            let so_far = along_m[along_m.len() - 1];
            along_m.push(so_far + ends[0].place.geodesic(ends[1].place).m());
        }
        let travelled: Option<Vec<f64>> = points.iter().map(|point| point.travelled).collect();
        let travelled = travelled.filter(|all| all.is_sorted() && all.first() < all.last());
        let spikes_m = spikes(points, &along_m);
        Shape {
            points,
            along_m,
            travelled,
            spikes_m,
        }
    }

    /// Where each of some stations is on the shape; `None` for one that is far from it. Also whether the distances of
    /// the feed were there and led elsewhere.
    pub fn feet(&self, places: &[LatLon], travelled: &[Option<f32>]) -> (Vec<Option<Foot>>, bool) {
        let nearest = self.by_place(places);
        let Some(by_distance) = self.by_distance(places, travelled) else {
            return (nearest, false);
        };
        let is_near = |(known, best): (&Foot, &Option<Foot>)| {
            best.is_none_or(|best| known.beside_m <= best.beside_m + AS_NEAR_M)
        };
        if by_distance.iter().zip(&nearest).all(is_near) {
            let near = |foot: Foot| Some(foot).filter(|foot| foot.beside_m <= NEAR_M);
            return (by_distance.into_iter().map(near).collect(), false);
        }
        (nearest, true)
    }

    /// Whether a spike is between two places on the shape, which no station explains.
    pub fn has_spike(&self, from: Foot, to: Foot) -> bool {
        let mut spikes = self.spikes_m.iter();
        spikes.any(|spike| {
            spike - from.along_m > NEAR_M.min(SPIKE_M) && to.along_m - spike > NEAR_M.min(SPIKE_M)
        })
    }

    /// Places on the shape by the distances of the feed, of which each call has one.
    fn by_distance(&self, places: &[LatLon], distances: &[Option<f32>]) -> Option<Vec<Foot>> {
        let travelled = self.travelled.as_ref()?;
        let distances: Vec<f64> = distances
            .iter()
            .map(|distance| distance.map(f64::from))
            .collect::<Option<_>>()?;
        if !distances.is_sorted() {
            return None;
        }
        let foot = |(distance, place): (&f64, &LatLon)| {
            let after = travelled
                .partition_point(|t| t < distance)
                .clamp(1, travelled.len() - 1);
            let (low, high) = (travelled[after - 1], travelled[after]);
            let share = if high > low {
                ((distance - low) / (high - low)).clamp(0.0, 1.0)
            } else {
                0.0
            };
            let piece = Piece::new(
                *place,
                self.points[after - 1].place,
                self.points[after].place,
            );
            Foot {
                along_m: self.along(after - 1, share),
                beside_m: piece.at(share),
            }
        };
        Some(distances.iter().zip(places).map(foot).collect())
    }

    /// Places on the shape where it comes nearest to the stations in their order: the sum of squared distances is
    /// the least, each counted up to [`NEAR_M`].
    fn by_place(&self, places: &[LatLon]) -> Vec<Option<Foot>> {
        let pieces = self.points.len() - 1;
        // Best sum with the stations so far on pieces up to this one, and the piece of each.
        let mut best = vec![0.0_f64; pieces];
        let mut chosen: Vec<u32> = Vec::with_capacity(pieces * places.len());
        let far = NEAR_M * NEAR_M;
        for place in places {
            let mut lowest = (f64::INFINITY, 0);
            for (piece, best) in best.iter_mut().enumerate() {
                let ends = &self.points[piece..piece + 2];
                let beside = match is_beyond(*place, ends[0].place, ends[1].place) {
                    true => far,
                    false => Piece::new(*place, ends[0].place, ends[1].place).nearest().1,
                };
                let sum = *best + (beside * beside).min(far);
                if sum < lowest.0 {
                    lowest = (sum, piece as u32);
                }
                *best = lowest.0;
                chosen.push(lowest.1);
            }
        }
        let mut piece = pieces - 1;
        let mut feet = Vec::with_capacity(places.len());
        for (i, place) in places.iter().enumerate().rev() {
            piece = chosen[i * pieces + piece] as usize;
            let ends = &self.points[piece..piece + 2];
            let (share, beside_m) = Piece::new(*place, ends[0].place, ends[1].place).nearest();
            let along_m = self.along(piece, share);
            let foot = Foot { along_m, beside_m };
            feet.push(Some(foot).filter(|foot| foot.beside_m <= NEAR_M));
        }
        feet.reverse();
        feet
    }

    fn along(&self, piece: usize, share: f64) -> f64 {
        let (low, high) = (self.along_m[piece], self.along_m[piece + 1]);
        low + (high - low) * share
    }
}

/// Whether a piece of a shape is surely farther than [`NEAR_M`] from a place; quick, by latitudes.
fn is_beyond(place: LatLon, a: LatLon, b: LatLon) -> bool {
    /// A little more than [`NEAR_M`] in degrees of latitude, of which the shortest has 110,574 m.
    const MARGIN: f64 = NEAR_M / 110_000.0;
    let (low, high) = if a.lat < b.lat {
        (a.lat, b.lat)
    } else {
        (b.lat, a.lat)
    };
    place.lat < low - MARGIN || place.lat > high + MARGIN
}

/// A piece of a shape on a plane around a station, in metres; pieces near to a station are short.
struct Piece {
    a: (f64, f64),
    d: (f64, f64),
}

impl Piece {
    fn new(place: LatLon, a: LatLon, b: LatLon) -> Piece {
        /// Metres of a degree of the meridian, on average. Source: the circumference of the earth, 40,008 km.
        const M_PER_DEGREE: f64 = 111_132.0;
        let cos = place.lat.to_radians().cos();
        let plane = |point: LatLon| {
            let mut east = point.lon - place.lon;
            if east.abs() > 180.0 {
                east -= 360.0_f64.copysign(east);
            }
            (
                east * cos * M_PER_DEGREE,
                (point.lat - place.lat) * M_PER_DEGREE,
            )
        };
        let (a, b) = (plane(a), plane(b));
        Piece {
            a,
            d: (b.0 - a.0, b.1 - a.1),
        }
    }

    /// How far the station is from a share of the piece.
    fn at(&self, share: f64) -> f64 {
        (self.a.0 + share * self.d.0).hypot(self.a.1 + share * self.d.1)
    }

    /// The share that is nearest to the station, and how far that is.
    fn nearest(&self) -> (f64, f64) {
        let (a, d) = (self.a, self.d);
        let square = d.0 * d.0 + d.1 * d.1;
        let share = match square > 0.0 {
            true => (-(a.0 * d.0 + a.1 * d.1) / square).clamp(0.0, 1.0),
            false => 0.0,
        };
        (share, self.at(share))
    }
}

fn spikes(points: &[ShapePoint], along_m: &[f64]) -> Vec<f64> {
    let mut edges: Vec<f64> = along_m.windows(2).map(|ends| ends[1] - ends[0]).collect();
    let middle = edges.len() / 2;
    let median = *edges.select_nth_unstable_by(middle, f64::total_cmp).1;
    let least = SPIKE_M.max(median * SPIKE_EDGES);
    let spike = |i: usize| {
        let shorter = (along_m[i] - along_m[i - 1]).min(along_m[i + 1] - along_m[i]);
        let across = || points[i - 1].place.geodesic(points[i + 1].place).m();
        (shorter > least && across() < shorter / 2.0).then_some(along_m[i])
    };
    (1..points.len() - 1).filter_map(spike).collect()
}
