//! How long the track is between two calls of a trip, from what the feed knows best.
//!
//! Where shape and calls have distances, the calls' places on the shape are known, and its length between them counts:
//! the unit of the distances need not be known. Where only the shape is there, calls are where it comes nearest to their
//! stations, in order. Else the straight line stands in, an estimate.

use crate::network::{LatLon, Quality};

use super::feed::{Feed, ShapePoint, Trip};

/// How far a station may be from its train's shape, in metres, before the shape is not believed. Assumption.
const NEAR_M: f64 = 2_000.0;

/// A length between two calls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    pub km: f64,
    pub quality: Quality,
}

/// The stretches of each trip, one fewer than it has calls.
pub(super) struct Lengths(Vec<Vec<Stretch>>);

impl Lengths {
    pub fn measure(feed: &Feed) -> Lengths {
        let shapes: Vec<Shape> = feed
            .shapes
            .iter()
            .map(|points| Shape::new(points))
            .collect();
        let of_trip = |trip: &Trip| {
            let shape = trip.shape.map(|shape| &shapes[shape]);
            let along = shape.and_then(|shape| {
                shape
                    .by_distance(trip)
                    .or_else(|| shape.by_place(trip, feed))
            });
            stretches(trip, feed, along.as_deref())
        };
        Lengths(feed.trips.iter().map(of_trip).collect())
    }

    /// The stretches of a trip, by its number.
    pub fn of(&self, trip: usize) -> &[Stretch] {
        &self.0[trip]
    }
}

fn stretches(trip: &Trip, feed: &Feed, along_m: Option<&[f64]>) -> Vec<Stretch> {
    let places = trip
        .calls
        .iter()
        .map(|call| feed.stations[call.station].place);
    let places: Vec<LatLon> = places.collect();
    let stretch = |(i, ends): (usize, &[LatLon])| {
        let straight = ends[0].geodesic(ends[1]).km();
        let along = along_m.map(|along| (along[i + 1] - along[i]) / 1_000.0);
        // A shape that is shorter than the straight line by more than its ends' distance from it is no shape of this trip.
        match along.filter(|km| *km > 0.0 && *km >= straight - 2.0 * NEAR_M / 1_000.0) {
            Some(km) => Stretch {
                km,
                quality: Quality::Sourced,
            },
            None => Stretch {
                km: straight,
                quality: Quality::Estimated,
            },
        }
    };
    places.windows(2).enumerate().map(stretch).collect()
}

/// A shape with the metres along it.
struct Shape<'f> {
    points: &'f [ShapePoint],
    along_m: Vec<f64>,
    /// The distances of the feed, where every place has one and none falls.
    travelled: Option<Vec<f64>>,
}

impl<'f> Shape<'f> {
    fn new(points: &'f [ShapePoint]) -> Shape<'f> {
        let mut along_m = vec![0.0];
        for ends in points.windows(2) {
            let so_far = along_m[along_m.len() - 1];
            along_m.push(so_far + ends[0].place.geodesic(ends[1].place).m());
        }
        let travelled: Option<Vec<f64>> = points.iter().map(|point| point.travelled).collect();
        let travelled = travelled.filter(|all| all.is_sorted() && all.first() < all.last());
        Shape {
            points,
            along_m,
            travelled,
        }
    }

    /// Metres along the shape at each call, by the distances of the feed. The first call may leave its distance out.
    fn by_distance(&self, trip: &Trip) -> Option<Vec<f64>> {
        let travelled = self.travelled.as_ref()?;
        let calls = trip.calls.iter().enumerate();
        let distances = calls.map(|(i, call)| match call.travelled {
            None if i == 0 => Some(travelled[0]),
            distance => distance,
        });
        let distances: Vec<f64> = distances.collect::<Option<_>>()?;
        if !distances.is_sorted() {
            return None;
        }
        let at = |distance: &f64| {
            let after = travelled
                .partition_point(|t| t < distance)
                .clamp(1, travelled.len() - 1);
            let (low, high) = (travelled[after - 1], travelled[after]);
            let share = if high > low {
                (distance - low) / (high - low)
            } else {
                0.0
            };
            let (low, high) = (self.along_m[after - 1], self.along_m[after]);
            low + (high - low) * share.clamp(0.0, 1.0)
        };
        Some(distances.iter().map(at).collect())
    }

    /// Metres along the shape at each call, where it comes nearest to the stations in their order; `None` where one is far
    /// from it.
    fn by_place(&self, trip: &Trip, feed: &Feed) -> Option<Vec<f64>> {
        let places = trip
            .calls
            .iter()
            .map(|call| feed.stations[call.station].place);
        let places: Vec<LatLon> = places.collect();
        // Best sum of squared distances with the calls so far at places up to this one, and the piece for each call.
        let pieces = self.points.len() - 1;
        let mut best = vec![0.0; pieces];
        let mut chosen: Vec<Vec<usize>> = Vec::with_capacity(places.len());
        for place in &places {
            let mut from = Vec::with_capacity(pieces);
            let mut lowest = (f64::INFINITY, 0);
            for (piece, best) in best.iter_mut().enumerate() {
                let (distance_m, _) = self.foot(*place, piece);
                let sum = *best + distance_m * distance_m;
                if sum < lowest.0 {
                    lowest = (sum, piece);
                }
                *best = lowest.0;
                from.push(lowest.1);
            }
            chosen.push(from);
        }
        let mut piece = pieces - 1;
        let mut along: Vec<f64> = Vec::with_capacity(places.len());
        for (place, from) in places.iter().zip(&chosen).rev() {
            piece = from[piece];
            let (distance_m, share) = self.foot(*place, piece);
            if distance_m > NEAR_M {
                return None;
            }
            let (low, high) = (self.along_m[piece], self.along_m[piece + 1]);
            along.push(low + (high - low) * share);
        }
        along.reverse();
        Some(along)
    }

    /// How far a place is from a piece of the shape, and the share of the piece up to there; on a plane, as pieces are short.
    fn foot(&self, place: LatLon, piece: usize) -> (f64, f64) {
        /// Metres of a degree of the meridian, on average. Source: the circumference of the earth, 40,008 km.
        const M_PER_DEGREE: f64 = 111_132.0;
        let cos = place.lat.to_radians().cos();
        let plane = |point: LatLon| {
            let east = (point.lon - place.lon + 540.0).rem_euclid(360.0) - 180.0;
            (
                east * cos * M_PER_DEGREE,
                (point.lat - place.lat) * M_PER_DEGREE,
            )
        };
        let (ax, ay) = plane(self.points[piece].place);
        let (bx, by) = plane(self.points[piece + 1].place);
        let (dx, dy) = (bx - ax, by - ay);
        let square = dx * dx + dy * dy;
        let share = if square > 0.0 {
            -(ax * dx + ay * dy) / square
        } else {
            0.0
        };
        let share = share.clamp(0.0, 1.0);
        ((ax + share * dx).hypot(ay + share * dy), share)
    }
}
