//! Routing on large graphs of tracks: ordering, opening, a new train, ways, a table of costs, beside plain searches.
//!
//! The graph is made up: junctions at chance on a plane, joined to near ones, each join cut into pieces, so that it has as
//! many nodes and junctions as the rails of a continent. At every junction each arm is on one of two sides, as at switches,
//! and trains may reverse where they fit. `cargo bench --bench tracks` takes some minutes; a number after `--` is that of
//! the junctions of a single size.

use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use petgraph::graph::{DiGraph, NodeIndex};
use slowtrain::track::{
    Costs, Edge, HalfEdge, NodeIdx, Place, Reversal, Step, Track, TrackBuilder, TrackClass,
    TrackGraph, TrackIndex, TrackSearch, matrix, reach,
};

/// Numbers that look random and are the same everywhere (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }
}

/// Junctions on a jittered grid: each joined to its right and lower neighbour with such a chance that most have three arms;
/// every join of 2 to 20 pieces, as in the yardstick graph of the same size.
fn network(junctions: u64) -> TrackGraph {
    let side = (junctions as f64).sqrt().round() as u64;
    let mut dice = Dice(42);
    let mut builder = TrackBuilder::new();
    let track = builder.track(&Track::new(TrackClass::Rail));
    let cell = 1_000_000_000 / side;
    let place = |dice: &mut Dice, x: u64, y: u64| {
        let lat = (y * cell + dice.below(cell)) as i32;
        let lon = (x * cell + dice.below(cell)) as i32;
        Place { lat, lon }
    };
    let mut nodes = Vec::with_capacity((side * side) as usize);
    for i in 0..side * side {
        let at = place(&mut dice, i % side, i / side);
        nodes.push(builder.node(at));
    }
    // Which arms of a junction are taken, for putting them on two sides.
    let mut arms = vec![0u64; nodes.len()];
    for i in 0..side * side {
        let (x, y) = (i % side, i / side);
        // All joins of every row keep it in one piece; columns are joined at every other place or so.
        let right = (x + 1 < side).then_some(i + 1);
        let down = (y + 1 < side && dice.below(100) < 52).then_some(i + side);
        for j in [right, down].into_iter().flatten() {
            let pieces = 2 + dice.below(19);
            let mut tail = nodes[i as usize];
            let (a, b) = (builder.place(tail), builder.place(nodes[j as usize]));
            for piece in 1..=pieces {
                let share = |a: i32, b: i32| {
                    (i64::from(a) + (i64::from(b) - i64::from(a)) * piece as i64 / pieces as i64)
                        as i32
                };
                let head = match piece == pieces {
                    true => nodes[j as usize],
                    false => builder.node(Place {
                        lat: share(a.lat, b.lat),
                        lon: share(a.lon, b.lon),
                    }),
                };
                let mut heading = |is_end: bool, node: u64| {
                    let arm = &mut arms[node as usize];
                    *arm += u64::from(is_end);
                    ((*arm % 2) * 32_768 + dice.below(4_000)) as u16
                };
                let headings = [heading(piece == 1, i), heading(piece == pieces, j)];
                let length_mm = 50_000 + dice.below(450_000) as u32;
                let edge = Edge {
                    tail,
                    head,
                    length_mm,
                    track,
                    headings,
                    curve_m: 0,
                };
                builder.edge(edge, &[]);
                tail = head;
            }
        }
    }
    builder.finish()
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn main() {
    // Cargo passes `--bench`; sizes are what is left.
    let sizes: Vec<u64> = std::env::args()
        .skip(1)
        .filter_map(|arg| arg.parse().ok())
        .collect();
    let sizes = if sizes.is_empty() {
        vec![6_500, 40_000, 138_000]
    } else {
        sizes
    };
    for junctions in sizes {
        measure(junctions);
    }
}

fn row(what: &str, time: Duration) {
    println!("  {what:<52} {:>12.3} ms", time.as_secs_f64() * 1e3);
}

fn measure(junctions: u64) {
    let graph = network(junctions);
    println!("{} nodes, {} edges", graph.node_count(), graph.edge_count());
    let (index, time) = timed(|| TrackIndex::new(&graph));
    println!(
        "  {} junctions, {} chains, {} states, {} arcs",
        index.junction_count(),
        index.chain_count(),
        index.state_count(),
        index.arc_count()
    );
    row("index, once for a network", time);
    let dir = tempfile::tempdir().expect("a directory");
    let [tracks_file, index_file] = ["tracks", "index"].map(|name| dir.path().join(name));
    graph.save(&tracks_file).expect("written");
    index.save(&index_file).expect("written");
    let mb = |path| std::fs::metadata(path).expect("written").len() as f64 / 1e6;
    println!(
        "  files: tracks {:.1} MB, index {:.1} MB",
        mb(&tracks_file),
        mb(&index_file)
    );
    let (opened, time) = timed(|| {
        let graph = TrackGraph::open(&tracks_file).expect("written");
        let index = TrackIndex::open(&index_file, &graph).expect("written");
        (graph, index)
    });
    row("open both files", time);
    let (graph, index) = opened;
    // 25 m/s in milliseconds; a train of 300 m that reverses in ten minutes.
    let run = |half: HalfEdge| Some(graph.edge(half.edge()).length_mm / 25);
    let closed = |half: HalfEdge| {
        (half.edge() != graph.edges().nth(7).expect("many"))
            .then(|| run(half))
            .flatten()
    };
    let reversal = Some(Reversal {
        train_mm: 300_000,
        cost: 600_000,
    });
    let costs = Costs {
        run: &run,
        reversal,
    };
    // Once before, so that pages of the files are there.
    black_box(index.customize(&graph, &costs));
    let (metric, time) = timed(|| index.customize(&graph, &costs));
    row("a new train", time);
    let (_, time) = timed(|| {
        index.customize(
            &graph,
            &Costs {
                run: &closed,
                reversal,
            },
        )
    });
    row("a closure", time);
    let mut dice = Dice(7);
    let mut pick = || {
        graph
            .nodes()
            .nth(dice.below(graph.node_count() as u64) as usize)
            .expect("a node")
    };
    let pairs: Vec<(NodeIdx, NodeIdx)> = (0..1_000).map(|_| (pick(), pick())).collect();
    let mut search = TrackSearch::new(&index, &metric);
    let (routes, time) = timed(|| {
        pairs
            .iter()
            .map(|(from, to)| search.route(*from, *to))
            .collect::<Vec<_>>()
    });
    row("a way, unfolded, mean of 1,000 pairs", time / 1_000);
    let found: Vec<_> = routes.iter().flatten().collect();
    let edges: usize = found.iter().map(|route| route.moves.len()).sum();
    println!(
        "  {} of 1,000 pairs have a way, of {} moves on average",
        found.len(),
        edges / found.len().max(1)
    );
    let (_, time) = timed(|| pairs.iter().map(|(from, to)| search.cost(*from, *to)).max());
    row("a cost, mean of 1,000 pairs", time / 1_000);
    let (ends, others): (Vec<_>, Vec<_>) = pairs[..100].iter().copied().unzip();
    let (_, time) = timed(|| matrix(&index, &metric, &ends, &others));
    row("costs of 100 x 100 pairs", time);
    plain(&graph, &index, &pairs);
}

/// Plain searches without an index, over directed edges with the rule of switches, but without reversals; and petgraph's on
/// the same graph. All three must agree.
fn plain(graph: &TrackGraph, index: &TrackIndex, pairs: &[(NodeIdx, NodeIdx)]) {
    let run = |half: HalfEdge| Some(graph.edge(half.edge()).length_mm / 25);
    let metric = index.customize(
        graph,
        &Costs {
            run: &run,
            reversal: None,
        },
    );
    let mut search = TrackSearch::new(index, &metric);
    let few = &pairs[..5];
    let (costs, time) = timed(|| {
        let cost = |(from, to): &(NodeIdx, NodeIdx)| {
            let mut found = None;
            reach(graph, graph.leaving(*from), run, |half, cost| {
                if graph.to(half) != *to {
                    return Step::Onward;
                }
                found = Some(cost);
                Step::End
            });
            found
        };
        few.iter().map(cost).collect::<Vec<_>>()
    });
    row("plain search over directed edges, mean of 5", time / 5);
    let ours: Vec<Option<u64>> = few
        .iter()
        .map(|(from, to)| search.cost(*from, *to).map(u64::from))
        .collect();
    assert_eq!(ours, costs, "all answer the same");
    // petgraph: a node for each half-edge, an arc for each movement.
    let mut other = DiGraph::<(), u64>::new();
    let halves: HashMap<HalfEdge, NodeIndex> = graph
        .edges()
        .flat_map(|edge| [edge.forward(), edge.backward()])
        .map(|half| (half, other.add_node(())))
        .collect();
    for (half, at) in &halves {
        for next in graph.onward(*half) {
            other.add_edge(*at, halves[&next], u64::from(run(next).expect("open")));
        }
    }
    let (costs, time) = timed(|| {
        let cost = |(from, to): &(NodeIdx, NodeIdx)| {
            let starts = graph.leaving(*from).map(|half| {
                let first = u64::from(run(half).expect("open"));
                let best =
                    petgraph::algo::dijkstra(&other, halves[&half], None, |edge| *edge.weight());
                let ends = graph
                    .leaving(*to)
                    .filter_map(|out| best.get(&halves[&out.reversed()]));
                ends.min().map(|cost| cost + first)
            });
            starts.flatten().min()
        };
        few[..2].iter().map(cost).collect::<Vec<_>>()
    });
    row("petgraph dijkstra to all, mean of 2", time / 2);
    assert_eq!(ours[..2], costs, "all answer the same");
}
