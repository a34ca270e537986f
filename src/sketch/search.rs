//! The shortest path through the sketch and the surveyed network, and all that lies around a place.
//!
//! The search is A*: what is left is at least the straight line, which rails are never much shorter than.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use super::facts::ClosedTo;
use super::joint::{Heeded, Joint, JointStep, Path, Terms, Vertex, metres};
use super::no_path::Barrier;
use crate::network::LatLon;
use crate::units::Length;

/// Rails are at least so many times as long as the straight line: lengths are rounded to 100 m, and hand-laid links may be
/// a little short.
const LEAST: f64 = 0.9;
/// Mean radius of the earth, in km. Source: IUGG.
const EARTH_KM: f64 = 6_371.0;

impl Joint<'_> {
    /// The shortest path between two places, each given by its vertices.
    pub fn shortest(
        &self,
        from: &[(Vertex, u64)],
        to: &[(Vertex, u64)],
        terms: &Terms<'_>,
    ) -> Result<Path, Barrier> {
        let heeded = Heeded {
            terms,
            closures: true,
            avoid: true,
        };
        if let Some(path) = self.search(from, to, &heeded) {
            return match path
                .steps
                .iter()
                .all(|(step, _)| *step == JointStep::Gateway)
            {
                true => Err(Barrier::SamePlace),
                false => Ok(path),
            };
        }
        let open = Heeded {
            closures: false,
            ..heeded
        };
        if let Some(path) = self.search(from, to, &open) {
            return Err(Barrier::ClosedBorder {
                closures: self.closures(&path, terms.day, ClosedTo::All),
                length: self.length(&path),
            });
        }
        let everywhere = Heeded {
            avoid: false,
            ..open
        };
        match self.search(from, to, &everywhere) {
            Some(_) => Err(Barrier::Avoided),
            None => Err(Barrier::Unconnected),
        }
    }

    fn search(
        &self,
        from: &[(Vertex, u64)],
        to: &[(Vertex, u64)],
        heeded: &Heeded<'_>,
    ) -> Option<Path> {
        let goal = Goal::new(self, to);
        let count = self.rails().nodes() + self.network.stations().len();
        let mut cost = vec![u64::MAX; count];
        let mut before: Vec<Option<(JointStep, Vertex)>> = vec![None; count];
        let mut queue = BinaryHeap::new();
        for (vertex, price) in from {
            let at = self.number(*vertex);
            if *price < cost[at] {
                cost[at] = *price;
                queue.push(Reverse((
                    price + goal.least(self, *vertex),
                    *price,
                    *vertex,
                )));
            }
        }
        let mut best: Option<(u64, Vertex)> = None;
        while let Some(Reverse((least, price, vertex))) = queue.pop() {
            if price > cost[self.number(vertex)] {
                continue;
            }
            if best.is_some_and(|(found, _)| least >= found) {
                break;
            }
            if let Some(last) = goal.prices.get(&vertex)
                && best.is_none_or(|(found, _)| price + last < found)
            {
                best = Some((price + last, vertex));
            }
            self.each_step(vertex, heeded, |step, next, more| {
                let at = self.number(next);
                let price = price + more;
                if price < cost[at] {
                    cost[at] = price;
                    before[at] = Some((step, vertex));
                    queue.push(Reverse((price + goal.least(self, next), price, next)));
                }
            });
        }
        let (_, mut at) = best?;
        let mut steps = Vec::new();
        while let Some((step, previous)) = before[self.number(at)] {
            steps.push((step, at));
            at = previous;
        }
        steps.reverse();
        Some(Path { start: at, steps })
    }

    /// Every step between vertices that lie within some length of a place, each once.
    pub fn around(
        &self,
        from: &[(Vertex, u64)],
        within: Length,
        terms: &Terms<'_>,
    ) -> Vec<(Vertex, JointStep, Vertex)> {
        let heeded = Heeded {
            terms,
            closures: true,
            avoid: true,
        };
        let limit = metres(within.km());
        let count = self.rails().nodes() + self.network.stations().len();
        let mut cost = vec![u64::MAX; count];
        let mut queue = BinaryHeap::new();
        for (vertex, _) in from {
            cost[self.number(*vertex)] = 0;
            queue.push(Reverse((0, *vertex)));
        }
        let mut steps = Vec::new();
        while let Some(Reverse((price, vertex))) = queue.pop() {
            if price > cost[self.number(vertex)] {
                continue;
            }
            self.each_step(vertex, &heeded, |step, next, more| {
                if price + more > limit {
                    return;
                }
                // An edge beside a surveyed line stays out unless nothing else leads there.
                let is_beside =
                    matches!((step, vertex), (JointStep::Edge(half), Vertex::Node(node)) if self.is_beside(node, half));
                let at = self.number(next);
                let is_better = price + more < cost[at];
                if is_better || !is_beside {
                    steps.push((vertex, step, next));
                }
                if is_better {
                    cost[at] = price + more;
                    queue.push(Reverse((price + more, next)));
                }
            });
        }
        steps
    }
}

/// Where a search leads.
struct Goal {
    prices: FxHashMap<Vertex, u64>,
    centre: [f64; 3],
    /// How far its vertices lie from the centre at most, in kilometres.
    radius: f64,
}

impl Goal {
    fn new(joint: &Joint<'_>, to: &[(Vertex, u64)]) -> Goal {
        let ends = to.iter().map(|(vertex, _)| unit(joint.place(*vertex)));
        let ends: Vec<[f64; 3]> = ends.collect();
        let centre = ends.first().copied().unwrap_or([0.0; 3]);
        let radius = ends.iter().map(|end| chord_km(centre, *end));
        Goal {
            prices: to.iter().copied().collect(),
            centre,
            radius: radius.fold(0.0, f64::max),
        }
    }

    /// What a path from a vertex to the goal costs at the least.
    fn least(&self, joint: &Joint<'_>, vertex: Vertex) -> u64 {
        let straight = chord_km(unit(joint.place(vertex)), self.centre);
        metres((straight - self.radius).max(0.0) * LEAST)
    }
}

/// A place as a point on a sphere of radius one.
fn unit(place: LatLon) -> [f64; 3] {
    let (lat_sin, lat_cos) = place.lat.to_radians().sin_cos();
    let (lon_sin, lon_cos) = place.lon.to_radians().sin_cos();
    [lat_cos * lon_cos, lat_cos * lon_sin, lat_sin]
}

/// The straight line through the earth, which is shorter than any over it, and quicker to compute.
fn chord_km(a: [f64; 3], b: [f64; 3]) -> f64 {
    let square: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    square.sqrt() * EARTH_KM
}
