//! Made-up networks, the same on every machine.
//!
//! [`railway`] is built as railways are: places with tracks side by side between two fans of switches, sidings that end at a
//! buffer, and between the places lines of one or two tracks, as many as hold the network together and a third more.
//! [`grid`] is the worst case for any hierarchy: junctions side by side, each joined to its neighbours.

use slowtrain::track::{Edge, NodeIdx, Track, TrackBuilder, TrackClass, TrackGraph, TrackPoint};

/// Numbers that look random and are the same everywhere (xorshift64*).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }
}

/// The end of a track at a node, on one of its two sides: trains run from one side to the other.
type Port = (NodeIdx, u16);

const STEM: u16 = 0;
const BRANCH: u16 = 32_768;

/// A straight edge over a track without curves.
pub fn edge(
    builder: &mut TrackBuilder,
    track: u32,
    [tail, head]: [NodeIdx; 2],
    length_mm: u32,
    headings: [u16; 2],
) {
    let curve_m = 0;
    let edge = Edge {
        tail,
        head,
        length_mm,
        track,
        headings,
        curve_m,
    };
    builder.edge(edge, &[]);
}

/// The headings of one more edge between two nodes of which no angles are known: on both sides of each by turns. `arms`
/// counts the edges at each node.
pub fn by_junctions(arms: &mut [u16], ends: [usize; 2]) -> [u16; 2] {
    ends.map(|node| {
        arms[node] += 1;
        arms[node] % 2 * BRANCH
    })
}

struct Drawing {
    builder: TrackBuilder,
    dice: Dice,
    track: u32,
}

impl Drawing {
    fn new(seed: u64) -> Drawing {
        let mut builder = TrackBuilder::new();
        let track = builder.track(&Track::new(TrackClass::Rail));
        let dice = Dice(seed);
        Drawing {
            builder,
            dice,
            track,
        }
    }

    /// A place somewhere near, in units of 1e-7 degrees.
    fn near(&mut self, place: TrackPoint, radius: u64) -> TrackPoint {
        let mut shift = || (self.dice.below(2 * radius + 1) as i64 - radius as i64) as i32;
        TrackPoint {
            lat: place.lat + shift(),
            lon: place.lon + shift(),
        }
    }

    /// A track of some pieces.
    fn lay(&mut self, from: Port, to: Port, pieces: u64, piece_mm: u64) {
        let (a, b) = (self.builder.place(from.0), self.builder.place(to.0));
        let mut tail = from.0;
        for piece in 1..=pieces {
            let share = |a: i32, b: i32| {
                let way = (i64::from(b) - i64::from(a)) * piece as i64 / pieces as i64;
                (i64::from(a) + way) as i32
            };
            let head = match piece == pieces {
                true => to.0,
                false => self.builder.node(TrackPoint {
                    lat: share(a.lat, b.lat),
                    lon: share(a.lon, b.lon),
                }),
            };
            let mut side = |port: Port, is_end| match is_end {
                true => port.1 + self.dice.below(4_000) as u16,
                false => 0,
            };
            let headings = [side(from, piece == 1), side(to, piece == pieces)];
            let length_mm = (piece_mm / 2 + self.dice.below(piece_mm)) as u32;
            edge(
                &mut self.builder,
                self.track,
                [tail, head],
                length_mm,
                headings,
            );
            tail = head;
        }
    }

    /// A row of switches that leads from one track to `count`; the stem, and the ends of the tracks.
    fn fan(&mut self, at: TrackPoint, count: usize) -> (Port, Vec<Port>) {
        let first = self.near(at, 20_000);
        let mut switch = self.builder.node(first);
        let stem = (switch, STEM);
        let mut ends = Vec::new();
        while ends.len() + 2 < count {
            ends.push((switch, BRANCH));
            let place = self.near(at, 20_000);
            let next = self.builder.node(place);
            self.lay((switch, BRANCH), (next, STEM), 1, 40_000);
            switch = next;
        }
        ends.extend([(switch, BRANCH), (switch, BRANCH)]);
        (stem, ends)
    }
}

/// Joins between places of a square of `side`: as few as hold it together, and `extra` in a hundred more.
fn joins(side: u64, extra: u64, dice: &mut Dice) -> Vec<(usize, usize)> {
    let mut all: Vec<(u64, usize, usize)> = Vec::new();
    for i in 0..side * side {
        let right = (i % side + 1 < side).then_some(i + 1);
        let down = (i / side + 1 < side).then_some(i + side);
        for j in [right, down].into_iter().flatten() {
            all.push((dice.below(1 << 30), i as usize, j as usize));
        }
    }
    all.sort_unstable();
    let mut group: Vec<usize> = (0..(side * side) as usize).collect();
    let mut rest = (side * side * extra / 100) as usize;
    let mut joins = Vec::new();
    for (_, i, j) in all {
        let mut root = |mut at: usize| {
            while group[at] != at {
                group[at] = group[group[at]];
                at = group[at];
            }
            at
        };
        let (a, b) = (root(i), root(j));
        // What does not hold it together is an extra one, taken as it comes.
        if a != b || (rest > 0 && dice.below(100) < 34) {
            rest -= usize::from(a == b);
            group[a] = b;
            joins.push((i, j));
        }
    }
    joins
}

/// A railway network with so many places; each has some 18 junctions.
pub fn railway(places: u64) -> TrackGraph {
    let side = (places as f64).sqrt().round() as u64;
    let mut drawing = Drawing::new(42);
    let cell = 1_000_000_000 / side;
    let joins = joins(side, 35, &mut drawing.dice);
    // Tracks of lines that end on each side of each place, and the ports that they get.
    let mut wanted = vec![[0usize; 2]; (side * side) as usize];
    let lines: Vec<_> = joins
        .into_iter()
        .map(|(i, j)| {
            // Lines end on the side of a place that has fewer, so that most trains can run through.
            let sides = [i, j].map(|at| usize::from(wanted[at][1] < wanted[at][0]));
            let tracks = 1 + usize::from(drawing.dice.below(10) < 3);
            wanted[i][sides[0]] += tracks;
            wanted[j][sides[1]] += tracks;
            (i, j, sides, tracks)
        })
        .collect();
    let mut ports: Vec<[Vec<Port>; 2]> = Vec::new();
    for (i, wanted) in wanted.into_iter().enumerate() {
        let (x, y) = (i as u64 % side, i as u64 / side);
        let at = TrackPoint {
            lat: (y * cell + drawing.dice.below(cell)) as i32,
            lon: (x * cell + drawing.dice.below(cell)) as i32,
        };
        ports.push(place(&mut drawing, at, wanted));
    }
    for (i, j, sides, tracks) in lines {
        for _ in 0..tracks {
            let ends = [ports[i][sides[0]].pop(), ports[j][sides[1]].pop()];
            let pieces = 40 + drawing.dice.below(230);
            if let [Some(from), Some(to)] = ends {
                drawing.lay(from, to, pieces, 100_000);
            }
        }
    }
    drawing.builder.finish()
}

/// A place with so many line tracks on each side; the ports for them.
fn place(drawing: &mut Drawing, at: TrackPoint, wanted: [usize; 2]) -> [Vec<Port>; 2] {
    let count = 2 + drawing.dice.below(12) as usize;
    let fans = [0, 1].map(|_| drawing.fan(at, count));
    for (west, east) in fans[0].1.iter().zip(&fans[1].1) {
        let pieces = 3 + drawing.dice.below(12);
        drawing.lay(*west, *east, pieces, 100_000);
    }
    [(wanted[0], fans[0].0), (wanted[1], fans[1].0)].map(|(wanted, stem)| {
        // A siding that ends at a buffer leaves before the station.
        let place = drawing.near(at, 20_000);
        let [switch, buffer] = [0, 1].map(|_| drawing.builder.node(place));
        drawing.lay(stem, (switch, BRANCH), 1, 60_000);
        drawing.lay((switch, BRANCH), (buffer, STEM), 4, 100_000);
        match wanted {
            0 | 1 => vec![(switch, STEM); wanted],
            _ => {
                let (stem, ends) = drawing.fan(at, wanted);
                drawing.lay((switch, STEM), stem, 1, 60_000);
                ends
            }
        }
    })
}

/// Junctions side by side, each joined to its right and often to its lower neighbour by 2 to 20 pieces.
pub fn grid(junctions: u64) -> TrackGraph {
    let side = (junctions as f64).sqrt().round() as u64;
    let mut drawing = Drawing::new(42);
    let cell = 1_000_000_000 / side;
    let nodes: Vec<NodeIdx> = (0..side * side)
        .map(|i| {
            let lat = (i / side * cell + drawing.dice.below(cell)) as i32;
            let lon = (i % side * cell + drawing.dice.below(cell)) as i32;
            drawing.builder.node(TrackPoint { lat, lon })
        })
        .collect();
    // The arms of each junction are on both sides by turns.
    let mut arms = vec![0u16; nodes.len()];
    for i in 0..side * side {
        let right = (i % side + 1 < side).then_some(i + 1);
        let down = (i / side + 1 < side && drawing.dice.below(100) < 52).then_some(i + side);
        for j in [right, down].into_iter().flatten() {
            let [from, to] = [i, j].map(|node| {
                arms[node as usize] += 1;
                (nodes[node as usize], arms[node as usize] % 2 * BRANCH)
            });
            let pieces = 2 + drawing.dice.below(19);
            drawing.lay(from, to, pieces, 300_000);
        }
    }
    drawing.builder.finish()
}
