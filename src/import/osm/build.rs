//! From runs of nodes to the graph of the tracks: cut at switches, crossings, ends and stations.

use crate::track::{Edge, NodeIdx, TrackBuilder, TrackGraph, TrackPoint, heading};

use super::read::Map;
use super::runs::Runs;
use super::touch::Touch;

/// How far apart the three places are that tell a curve's radius, in metres. Assumption: places are drawn to a metre or
/// two, which over this distance leaves radii below a kilometre right within a tenth.
const CURVE_BASE_M: f64 = 50.0;

/// Curves wider than this limit no train that is estimated here, in metres.
const STRAIGHT_M: f64 = 5_000.0;

/// A direction is taken over this distance from a node, in metres, or over the whole track if it is shorter.
const HEADING_M: f64 = 10.0;

/// Builds the graph. Stations keep the numbers of their touches; `switches` are nodes of the graph that are stations as
/// well, with their numbers.
pub(super) fn build(
    map: &Map,
    runs: &Runs,
    touches: &[Touch],
    switches: &[(NodeIdx, u32)],
) -> TrackGraph {
    let mut builder = TrackBuilder::new();
    for track in &map.tracks {
        builder.track(track);
    }
    let is_node = nodes_of_graph(map, runs);
    let mut numbers: Vec<Option<NodeIdx>> = vec![None; map.places.len()];
    let mut touches = touches.iter().peekable();
    for number in 0..runs.list.len() {
        let mut cutter = Cutter {
            builder: &mut builder,
            track: runs.list[number].track,
            line: Vec::new(),
            tail: None,
        };
        let nodes = runs.nodes_of(number);
        let places: Vec<TrackPoint> = nodes
            .iter()
            .map(|node| map.places[*node as usize])
            .collect();
        let curves = curves(&places);
        for (piece, (node, place)) in nodes.iter().zip(&places).enumerate() {
            let vertex = Vertex {
                place: *place,
                curve_m: curves[piece],
            };
            if is_node[*node as usize] || is_touched(&mut touches, number, piece) {
                let known = numbers[*node as usize];
                let at = cutter.cut(vertex, known);
                numbers[*node as usize] = Some(at);
            } else {
                cutter.line.push(vertex);
            }
            while let Some(touch) =
                touches.next_if(|touch| (touch.run, touch.piece) == (number, piece))
            {
                let node = match touch.share {
                    0.0 => numbers[*node as usize].expect("a touched node was cut above"),
                    share => {
                        let place = between(*place, places[piece + 1], share);
                        let curve_m = curves[piece];
                        cutter.cut(Vertex { place, curve_m }, None)
                    }
                };
                cutter.builder.station(node, touch.station);
            }
        }
    }
    for node in &map.crossings {
        if let Some(node) = numbers[*node as usize] {
            builder.crossing(node);
        }
    }
    for (node, station) in switches {
        builder.station(*node, *station);
    }
    builder.finish()
}

/// Which nodes of the map are nodes of the graph: ends of runs, and where runs meet.
fn nodes_of_graph(map: &Map, runs: &Runs) -> Vec<bool> {
    let mut is_seen = vec![false; map.places.len()];
    let mut is_node = vec![false; map.places.len()];
    for run in 0..runs.list.len() {
        let nodes = runs.nodes_of(run);
        for (i, node) in nodes.iter().enumerate() {
            let node = *node as usize;
            is_node[node] |= is_seen[node] || i == 0 || i + 1 == nodes.len();
            is_seen[node] = true;
        }
    }
    is_node
}

/// Whether a station is at a node itself.
fn is_touched<'t>(
    touches: &mut std::iter::Peekable<impl Iterator<Item = &'t Touch>>,
    run: usize,
    piece: usize,
) -> bool {
    let next = touches.peek();
    next.is_some_and(|touch| (touch.run, touch.piece, touch.share) == (run, piece, 0.0))
}

fn between(a: TrackPoint, b: TrackPoint, share: f64) -> TrackPoint {
    let part = |difference: i64| (difference as f64 * share).round() as i64;
    let north = i64::from(b.lat) - i64::from(a.lat);
    // Over the date line the short way.
    let east = (i64::from(b.lon) - i64::from(a.lon) + TURN / 2).rem_euclid(TURN) - TURN / 2;
    let lon = i64::from(a.lon) + part(east);
    TrackPoint {
        lat: (i64::from(a.lat) + part(north)) as i32,
        lon: ((lon + TURN / 2).rem_euclid(TURN) - TURN / 2) as i32,
    }
}

/// A full turn in units of a [`TrackPoint`].
const TURN: i64 = 3_600_000_000;

/// A place of a run and the radius of its curve there, 0 where it is straight.
#[derive(Clone, Copy)]
struct Vertex {
    place: TrackPoint,
    curve_m: u32,
}

/// Cuts a run into edges.
struct Cutter<'b> {
    builder: &'b mut TrackBuilder,
    track: u32,
    /// Places since the last cut, the cut included.
    line: Vec<Vertex>,
    tail: Option<NodeIdx>,
}

impl Cutter<'_> {
    /// Ends an edge here and begins the next; returns the node between them.
    fn cut(&mut self, end: Vertex, known: Option<NodeIdx>) -> NodeIdx {
        let head = known.unwrap_or_else(|| self.builder.node(end.place));
        if let Some(tail) = self.tail {
            self.line.push(end);
            self.edge(tail, head);
        }
        self.line.clear();
        self.line.push(end);
        self.tail = Some(head);
        head
    }

    fn edge(&mut self, tail: NodeIdx, head: NodeIdx) {
        let places: Vec<TrackPoint> = self.line.iter().map(|vertex| vertex.place).collect();
        let length_m: f64 = places
            .windows(2)
            .map(|ends| ends[0].distance_m(ends[1]))
            .sum();
        let curves = self.line.iter().map(|vertex| vertex.curve_m);
        let edge = Edge {
            tail,
            head,
            // A millimetre at least: two places may be drawn on top of each other.
            length_mm: (length_m * 1_000.0).round().max(1.0) as u32,
            track: self.track,
            headings: [leaving(places.iter()), leaving(places.iter().rev())],
            curve_m: curves.filter(|radius| *radius > 0).min().unwrap_or(0),
        };
        self.builder.edge(edge, &places[1..places.len() - 1]);
    }
}

/// The direction in which a line leaves its first place.
fn leaving<'p>(mut line: impl Iterator<Item = &'p TrackPoint>) -> u16 {
    let Some(start) = line.next() else { return 0 };
    let mut end = start;
    for place in line {
        end = place;
        if start.distance_m(*place) >= HEADING_M {
            break;
        }
    }
    heading(*start, *end)
}

/// The radius of the curve at each place of a line, from the places before and after it; 0 where it is straight.
fn curves(places: &[TrackPoint]) -> Vec<u32> {
    let mut along = Vec::with_capacity(places.len());
    let mut sum = 0.0;
    for (i, place) in places.iter().enumerate() {
        sum += i
            .checked_sub(1)
            .map_or(0.0, |before| places[before].distance_m(*place));
        along.push(sum);
    }
    let (mut before, mut after) = (0, 0);
    (0..places.len())
        .map(|i| {
            let (low, high) = (along[i] - CURVE_BASE_M, along[i] + CURVE_BASE_M);
            while before + 1 < i && along[before + 1] <= low {
                before += 1;
            }
            while after + 1 < places.len() && along[after] < high {
                after += 1;
            }
            let is_known = along[before] <= low && along[after] >= high;
            let radius = is_known.then(|| radius_m([places[before], places[i], places[after]]));
            let curve = radius.filter(|radius| *radius < STRAIGHT_M);
            curve.map_or(0, |radius| radius.round().max(1.0) as u32)
        })
        .collect()
}

/// The radius of the circle through three places.
fn radius_m([a, b, c]: [TrackPoint; 3]) -> f64 {
    let (p, q) = (b.offset_m(a), b.offset_m(c));
    let twice_area = (p.0 * q.1 - p.1 * q.0).abs();
    let sides = p.0.hypot(p.1) * q.0.hypot(q.1) * (p.0 - q.0).hypot(p.1 - q.1);
    sides / (2.0 * twice_area)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::LatLon;

    #[test]
    fn curves_have_the_radius_they_were_drawn_with() {
        // Places every 20 m on a circle of 300 m around 47 N 9 E, made with the sphere's own metres per degree there.
        let places: Vec<TrackPoint> = (0..30)
            .map(|i| {
                let angle = f64::from(i) * 20.0 / 300.0;
                TrackPoint::from_lat_lon(LatLon {
                    lat: 47.0 + 300.0 * angle.sin() / 111_170.0,
                    lon: 9.0 + 300.0 * angle.cos() / 76_055.0,
                })
            })
            .collect();
        let curves = curves(&places);
        assert_eq!(
            (curves[0], curves[29]),
            (0, 0),
            "nothing to tell from at the ends"
        );
        assert!(
            curves[5..25].iter().all(|r| (290..=310).contains(r)),
            "{curves:?}"
        );
    }

    #[test]
    fn lines_leave_in_the_direction_of_their_first_metres() {
        let line = [(0, 0), (0, 10), (20_000, 10)].map(|(lat, lon)| TrackPoint { lat, lon });
        // The first piece is a decimetre long: the direction is that of the second, north.
        let turn = leaving(line.iter());
        assert!(turn.min(turn.wrapping_neg()) < 100, "{turn}");
    }
}
