//! Routing on large graphs of tracks: ordering, opening, a new train, ways, a table of costs, beside what others do.
//!
//! The networks are made up ([`network`], [`thinned`]) or those of the world ([`world`]). On each, our answers for 1,000
//! pairs are held against plain Dijkstra. Run it with
//! `cargo run --release --manifest-path tools/bench-tracks/Cargo.toml`; it takes some minutes. Words after `--` choose
//! networks (`thinned-150000`, `world`, `railway`, `grid`), `cch` adds that crate, which takes as long as all else, and
//! `alone` leaves the others out.

mod network;
mod others;
mod thinned;
mod world;

use std::time::{Duration, Instant};

use network::Dice;
use others::{NO_WAY, Plain, decimetres};
use slowtrain::track::{
    Costs, HalfEdge, NodeIdx, Reversal, Step, TrackGraph, TrackIndex, TrackMetric, TrackSearch,
    matrix, reach,
};

/// Places from which ways are looked for, and to how many others from each.
const SOURCES: usize = 40;
const TARGETS: usize = 25;

pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

pub fn row(what: &str, time: Duration) {
    println!("  {what:<52} {:>12.3} ms", time.as_secs_f64() * 1e3);
}

pub fn per(time: Duration, count: usize) -> Duration {
    time / count as u32
}

/// Processor time of all threads that live, as Linux says it.
pub fn processor() -> Option<Duration> {
    let tasks = std::fs::read_dir("/proc/self/task").ok()?;
    let times = tasks.map(|task| {
        let path = task.ok()?.path().join("schedstat");
        let text = std::fs::read_to_string(path).ok()?;
        let nanoseconds = text.split(' ').next()?.parse().ok()?;
        Some(Duration::from_nanos(nanoseconds))
    });
    times.sum()
}

/// Does work so often and prints the median of the times that it took, and the mean of its processor time.
fn row_of(what: &str, often: usize, mut work: impl FnMut()) {
    let before = processor();
    let mut times: Vec<Duration> = (0..often).map(|_| timed(&mut work).1).collect();
    times.sort();
    row(&format!("{what}, median of {often}"), times[often / 2]);
    if let (Some(before), Some(after)) = (before, processor()) {
        row("  its processor time, mean", per(after - before, often));
    }
}

/// Memory that the process has now, as Linux says it.
pub fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.map_or_else(|| String::from("unknown"), |line| line.trim().to_owned())
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let has_cch = words.contains(&"cch");
    let is_alone = words.contains(&"alone");
    let chosen: Vec<&str> = words
        .into_iter()
        .filter(|word| !["cch", "alone"].contains(word))
        .collect();
    type Draw = fn() -> TrackGraph;
    let networks: [(&str, Draw); 6] = [
        ("thinned-6600", || thinned::thinned(6_600)),
        ("thinned-33000", || thinned::thinned(33_000)),
        ("thinned-150000", || thinned::thinned(150_000)),
        ("world", world::world),
        ("railway", || network::railway(5_900)),
        ("grid", || network::grid(5_900 * 23)),
    ];
    for (name, draw) in networks {
        if chosen.is_empty() || chosen.contains(&name) {
            measure(name, draw(), [has_cch, is_alone]);
        }
    }
}

fn measure(name: &str, graph: TrackGraph, others: [bool; 2]) {
    let (nodes, edges) = (graph.node_count(), graph.edge_count());
    println!("{name}: {nodes} nodes, {edges} edges");
    let before = memory();
    let (index, time) = timed(|| TrackIndex::new(&graph));
    row("index, once for a network", time);
    println!("  memory before and after it: {before}, {}", memory());
    println!(
        "  {} junctions, {} chains, {} states, {} arcs",
        index.junction_count(),
        index.chain_count(),
        index.state_count(),
        index.arc_count()
    );
    let dir = tempfile::tempdir().expect("a directory");
    let [tracks_file, index_file] = ["tracks", "index"].map(|name| dir.path().join(name));
    graph.save(&tracks_file).expect("written");
    index.save(&index_file).expect("written");
    let mb = |path| std::fs::metadata(path).expect("written").len() as f64 / 1e6;
    let sizes = (mb(&tracks_file), mb(&index_file));
    println!("  files: tracks {:.1} MB, index {:.1} MB", sizes.0, sizes.1);
    drop((graph, index));
    let open = || {
        let graph = TrackGraph::open_trusted(&tracks_file).expect("written");
        let index = TrackIndex::open_trusted(&index_file, &graph).expect("written");
        (graph, index)
    };
    let mut times: Vec<Duration> = (0..21).map(|_| timed(open).1).collect();
    times.sort();
    row("open both files, median of 21", times[10]);
    let (graph, index) = open();
    let pairs = pairs(&graph);
    rails(&graph, &index, &pairs);
    points(&graph, &index, &pairs, others);
}

/// 1,000 pairs of nodes at chance, those of one start together.
fn pairs(graph: &TrackGraph) -> Vec<(NodeIdx, NodeIdx)> {
    let nodes: Vec<NodeIdx> = graph.nodes().collect();
    let mut dice = Dice(7);
    let mut pick = || nodes[dice.below(nodes.len() as u64) as usize];
    let starts: Vec<NodeIdx> = (0..SOURCES).map(|_| pick()).collect();
    let pair = |from: &NodeIdx| (0..TARGETS).map(|_| (*from, pick())).collect::<Vec<_>>();
    starts.iter().flat_map(pair).collect()
}

/// A train of 300 m that reverses in ten minutes, at 25 m/s: by the rules of switches, in milliseconds.
fn rails(graph: &TrackGraph, index: &TrackIndex, pairs: &[(NodeIdx, NodeIdx)]) {
    let run = |half: HalfEdge| Some(graph.edge(half.edge()).length_mm / 25);
    let closed = |half: HalfEdge| {
        let seventh = graph.edges().nth(7).expect("many");
        (half.edge() != seventh).then(|| run(half)).flatten()
    };
    let reversal = Some(Reversal {
        train_mm: 300_000,
        cost: 600_000,
    });
    let customize = |run, reversal| index.customize(graph, &Costs { run, reversal });
    // Once before, so that pages of the files are there.
    let metric = customize(&run, reversal);
    row_of("a new train", 7, || drop(customize(&run, reversal)));
    row("a closure", timed(|| customize(&closed, reversal)).1);
    println!("  memory with it: {}", memory());
    queries(index, &metric, pairs);
    // Without reversals, against a search over directed edges that knows no index.
    let metric = customize(&run, None);
    let mut search = TrackSearch::new(index, &metric);
    let few = &pairs[..5 * TARGETS];
    let mut plain = Duration::ZERO;
    let mut found = 0;
    for group in few.chunk_by(|a, b| a.0 == b.0) {
        let (from, starts) = (group[0].0, graph.leaving(group[0].0));
        let mut best = std::collections::HashMap::from([(from, 0)]);
        let (_, time) = timed(|| {
            reach(graph, starts, run, |half, cost| {
                best.entry(graph.to(half)).or_insert(cost);
                Step::Onward
            })
        });
        plain += time;
        for (from, to) in group {
            let cost = search.cost(*from, *to).map(u64::from);
            assert_eq!(
                cost,
                best.get(to).copied().filter(|cost| *cost < 1 << 31),
                "as plain"
            );
            found += usize::from(cost.is_some());
        }
    }
    row("plain search over directed edges, to all", per(plain, 5));
    println!(
        "  same costs for {} pairs, {found} of them with a way",
        few.len()
    );
}

fn queries(index: &TrackIndex, metric: &TrackMetric, pairs: &[(NodeIdx, NodeIdx)]) {
    let mut search = TrackSearch::new(index, metric);
    let (routes, time) = timed(|| {
        let route = |(from, to): &(NodeIdx, NodeIdx)| search.route(*from, *to);
        pairs.iter().map(route).collect::<Vec<_>>()
    });
    row(
        "a way, unfolded, mean of 1,000 pairs",
        per(time, pairs.len()),
    );
    let found: Vec<_> = routes.iter().flatten().collect();
    let moves: usize = found.iter().map(|route| route.moves.len()).sum();
    let mean = moves / found.len().max(1);
    println!(
        "  {} of 1,000 pairs have a way, of {mean} moves on average",
        found.len()
    );
    let mut all = || {
        for (from, to) in pairs {
            std::hint::black_box(search.route(*from, *to));
        }
    };
    row_of("1,000 ways", 3, &mut all);
    let mut all = || {
        for (from, to) in pairs {
            std::hint::black_box(search.cost(*from, *to));
        }
    };
    row_of("1,000 costs", 3, &mut all);
    let chosen = pairs.iter().step_by(10).copied();
    let (starts, targets): (Vec<_>, Vec<_>) = chosen.unzip();
    row_of("costs of 100 x 100 pairs", 7, || {
        drop(matrix(index, metric, &starts, &targets));
    });
}

/// A train of no length that reverses for nothing is a point on a plain graph, which others know as well.
fn points(
    graph: &TrackGraph,
    index: &TrackIndex,
    pairs: &[(NodeIdx, NodeIdx)],
    [has_cch, is_alone]: [bool; 2],
) {
    let run = |half: HalfEdge| Some(decimetres(graph.edge(half.edge()).length_mm));
    let reversal = Some(Reversal {
        train_mm: 0,
        cost: 0,
    });
    let metric = index.customize(
        graph,
        &Costs {
            run: &run,
            reversal,
        },
    );
    let mut search = TrackSearch::new(index, &metric);
    let nodes: Vec<NodeIdx> = graph.nodes().collect();
    let number = |node: NodeIdx| nodes.binary_search(&node).expect("one of them");
    let plain = Plain::new(graph, &number);
    let pairs: Vec<(usize, usize)> = pairs
        .iter()
        .map(|(from, to)| (number(*from), number(*to)))
        .collect();
    let mut expected = Vec::with_capacity(pairs.len());
    let mut time_of_all = Duration::ZERO;
    for group in pairs.chunk_by(|a, b| a.0 == b.0) {
        let (costs, time) = timed(|| plain.dijkstra(group[0].0));
        time_of_all += time;
        expected.extend(group.iter().map(|(_, to)| costs[*to]));
    }
    row(
        "as points: plain Dijkstra to all",
        per(time_of_all, SOURCES),
    );
    let (routes, time) = timed(|| {
        let route = |(from, to): &(usize, usize)| search.route(nodes[*from], nodes[*to]);
        pairs.iter().map(route).collect::<Vec<_>>()
    });
    row("as points: a way, unfolded", per(time, pairs.len()));
    let costs: Vec<u32> = routes
        .iter()
        .map(|route| route.as_ref().map_or(NO_WAY, |route| route.cost))
        .collect();
    assert_eq!(costs, expected, "as plain Dijkstra");
    println!("  same costs for all {} pairs", pairs.len());
    if is_alone {
        return;
    }
    plain.petgraph(&pairs[..5], &expected[..5]);
    plain.fast_paths(&pairs, &expected);
    if has_cch {
        plain.cch(&pairs, &expected);
    }
}
