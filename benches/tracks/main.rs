//! Routing on large graphs of tracks: ordering, opening, a new train, ways, a table of costs, beside plain searches.
//!
//! The networks are made up (see [`network`]), with as many nodes and junctions as the rails of a continent; trains may
//! reverse where they fit. `cargo bench --bench tracks` takes some minutes; a number after `--` is that of the places of a
//! single network.

mod network;

use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use network::Dice;

use petgraph::graph::{DiGraph, NodeIndex};
use slowtrain::track::{
    Costs, HalfEdge, NodeIdx, Reversal, Step, TrackGraph, TrackIndex, TrackSearch, matrix, reach,
};

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn main() {
    // Cargo passes `--bench`; what is left is the size of a single network.
    let sizes: Vec<u64> = std::env::args()
        .skip(1)
        .filter_map(|arg| arg.parse().ok())
        .collect();
    let sizes = if sizes.is_empty() {
        vec![260, 1_500, 5_900]
    } else {
        sizes
    };
    for places in &sizes {
        measure("railway", network::railway(*places));
    }
    if let Some(places) = sizes.last() {
        measure("grid, the worst case", network::grid(places * 23));
    }
}

fn row(what: &str, time: Duration) {
    println!("  {what:<52} {:>12.3} ms", time.as_secs_f64() * 1e3);
}

fn measure(kind: &str, graph: TrackGraph) {
    println!(
        "{kind}: {} nodes, {} edges",
        graph.node_count(),
        graph.edge_count()
    );
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
    let has_way = |pair: &&(NodeIdx, NodeIdx)| search.cost(pair.0, pair.1).is_some();
    let few: Vec<(NodeIdx, NodeIdx)> = pairs.iter().filter(has_way).take(5).copied().collect();
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
