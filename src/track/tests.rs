//! Searches on an index against plain Dijkstra over directed edges, on networks drawn by chance.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::*;

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

/// A network of switches: at each junction every arm is on one of two sides, at chance angles within them.
fn network(seed: u64, junctions: u64, lines: u64) -> TrackGraph {
    let mut dice = Dice(seed);
    let mut builder = TrackBuilder::new();
    let track = builder.track(&Track::new(TrackClass::Rail));
    let at_chance = |dice: &mut Dice| TrackPoint {
        lat: dice.below(10_000_000) as i32,
        lon: dice.below(10_000_000) as i32,
    };
    let ends: Vec<NodeIdx> = (0..junctions)
        .map(|_| builder.node(at_chance(&mut dice)))
        .collect();
    for _ in 0..lines {
        let (first, last) = (
            dice.below(junctions) as usize,
            dice.below(junctions) as usize,
        );
        let pieces = 1 + dice.below(5);
        let mut tail = ends[first];
        for piece in 0..pieces {
            let head = match piece + 1 == pieces {
                true => ends[last],
                false => builder.node(at_chance(&mut dice)),
            };
            let mut heading = || (dice.below(2) * 32_768 + dice.below(9_000)) as u16;
            let headings = [heading(), heading()];
            let length_mm = 1_000 + dice.below(400_000) as u32;
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
    builder.finish()
}

type Price<'c> = &'c (dyn Fn(HalfEdge) -> Option<u32> + Sync);

/// The edges of a chain from its first, its length, and what it costs there and back.
fn follow(
    graph: &TrackGraph,
    start: HalfEdge,
    price: Price<'_>,
) -> (u64, Option<u64>, Option<u64>) {
    let mut chain = vec![start];
    while graph.leaving(graph.to(chain[chain.len() - 1])).len() == 2 {
        let last = chain[chain.len() - 1];
        let onward = graph
            .leaving(graph.to(last))
            .find(|next| *next != last.reversed());
        chain.push(onward.expect("two half-edges"));
    }
    let sum = |halves: &mut dyn Iterator<Item = HalfEdge>| {
        halves
            .map(|half| price(half).map(u64::from))
            .sum::<Option<u64>>()
    };
    let length = chain
        .iter()
        .map(|half| u64::from(graph.edge(half.edge()).length_mm))
        .sum();
    let (there, back) = (
        sum(&mut chain.iter().copied()),
        sum(&mut chain.iter().rev().map(|half| half.reversed())),
    );
    (length, there, back)
}

/// The cost of the cheapest way to each node, by Dijkstra over directed edges with reversals as they are described.
fn oracle(graph: &TrackGraph, from: NodeIdx, costs: &Costs<'_>) -> BTreeMap<NodeIdx, u64> {
    let price = costs.run;
    let mut best = BTreeMap::from([(from, 0)]);
    let mut settled: BTreeMap<HalfEdge, u64> = BTreeMap::new();
    let mut queue: BinaryHeap<_> = graph
        .leaving(from)
        .filter_map(|half| Some(Reverse((u64::from(price(half)?), half))))
        .collect();
    while let Some(Reverse((cost, half))) = queue.pop() {
        if settled.contains_key(&half) {
            continue;
        }
        settled.insert(half, cost);
        let node = graph.to(half);
        let known = best.entry(node).or_insert(cost);
        *known = cost.min(*known);
        for next in graph.onward(half) {
            if let Some(more) = price(next) {
                queue.push(Reverse((cost + u64::from(more), next)));
            }
            let Some(reversal) = costs.reversal.filter(|_| graph.leaving(node).len() != 2) else {
                continue;
            };
            let (length, there, back) = follow(graph, next, price);
            if let (Some(there), Some(back)) = (there, back)
                && length >= u64::from(reversal.train_mm)
            {
                let share = there.max(back) * u64::from(reversal.train_mm) / length;
                let total = cost + share + u64::from(reversal.cost);
                queue.push(Reverse((total, next.reversed())));
            }
        }
    }
    best
}

/// Checks that a route is one, and costs what it says.
fn check_route(
    graph: &TrackGraph,
    route: &TrackRoute,
    ends: (NodeIdx, NodeIdx),
    costs: &Costs<'_>,
) {
    let mut at = ends.0;
    let mut arrived: Option<HalfEdge> = None;
    let mut total = 0;
    for step in &route.moves {
        match *step {
            Move::Run(half) => {
                assert_eq!(graph.from(half), at, "moves hang together");
                assert!(
                    arrived.is_none_or(|arrived| graph.allows(arrived, half)),
                    "turns are allowed"
                );
                total += u64::from((costs.run)(half).expect("the train may run"));
                (at, arrived) = (graph.to(half), Some(half));
            }
            Move::Reverse(half) => {
                let reversal = costs.reversal.expect("the train may reverse");
                assert!(arrived.is_some_and(|arrived| graph.allows(arrived, half)));
                let (length, there, back) = follow(graph, half, costs.run);
                let run = there.expect("open").max(back.expect("open"));
                let share = run * u64::from(reversal.train_mm) / length;
                total += share + u64::from(reversal.cost);
                arrived = Some(half.reversed());
            }
        }
    }
    assert_eq!((at, total), (ends.1, u64::from(route.cost)));
}

/// 1,000 pairs of a network, with some costs.
fn compare(graph: &TrackGraph, index: &TrackIndex, costs: &Costs<'_>, dice: &mut Dice) -> usize {
    let metric = index.customize(graph, costs);
    let mut search = TrackSearch::new(index, &metric);
    let mut node = || NodeIdx(dice.below(graph.node_count() as u64) as u32);
    let mut reached = 0;
    for _ in 0..40 {
        let from = node();
        let best = oracle(graph, from, costs);
        for _ in 0..25 {
            let to = node();
            let expected = best.get(&to).copied();
            assert_eq!(
                search.cost(from, to).map(u64::from),
                expected,
                "{from:?} {to:?}"
            );
            let route = search.route(from, to);
            assert_eq!(route.as_ref().map(|route| u64::from(route.cost)), expected);
            if let Some(route) = route {
                check_route(graph, &route, (from, to), costs);
                reached += 1;
            }
        }
    }
    reached
}

#[test]
fn the_index_answers_as_plain_search_for_every_train() {
    for seed in [1, 2] {
        let graph = network(seed, 150, 260);
        let index = TrackIndex::new(&graph);
        let mut dice = Dice(seed + 100);
        let metres = |half: HalfEdge| Some(graph.edge(half.edge()).length_mm / 1_000);
        // Closures, one-way tracks, and another cost against the direction.
        let odd = |half: HalfEdge| match half.edge().0 % 11 {
            0 => None,
            1 => half.is_forward().then_some(5),
            2 => Some(if half.is_forward() { 10 } else { 0 }),
            _ => metres(half),
        };
        let reversal = |train_mm, cost| Some(Reversal { train_mm, cost });
        let trains: [(Price<'_>, Option<Reversal>); 4] = [
            (&metres, None),
            (&metres, reversal(300_000, 500)),
            (&odd, None),
            (&odd, reversal(100_000, 3)),
        ];
        let reached = trains
            .map(|(run, reversal)| compare(&graph, &index, &Costs { run, reversal }, &mut dice));
        assert!(reached[1] > reached[0] && reached[0] > 100, "{reached:?}");
    }
}

#[test]
fn a_matrix_has_the_costs_of_its_pairs() {
    let graph = network(3, 80, 130);
    let index = TrackIndex::new(&graph);
    let metres = |half: HalfEdge| Some(graph.edge(half.edge()).length_mm / 1_000);
    let costs = Costs {
        run: &metres,
        reversal: None,
    };
    let metric = index.customize(&graph, &costs);
    let starts: Vec<NodeIdx> = graph.nodes().step_by(13).collect();
    let targets: Vec<NodeIdx> = graph.nodes().step_by(7).collect();
    let table = matrix(&index, &metric, &starts, &targets);
    for (start, row) in starts.iter().zip(table) {
        let best = oracle(&graph, *start, &costs);
        let expected = targets.iter().map(|target| best.get(target).copied());
        assert!(
            row.iter().map(|cost| cost.map(u64::from)).eq(expected),
            "{start:?}"
        );
    }
}

#[test]
fn loops_and_lone_nodes_are_no_trouble() {
    let mut builder = TrackBuilder::new();
    let track = builder.track(&Track::new(TrackClass::Rail));
    let nodes: Vec<NodeIdx> = (0..5)
        .map(|i| {
            builder.node(TrackPoint {
                lat: i * 1_000,
                lon: i * i * 500,
            })
        })
        .collect();
    // A triangle without a junction, a loop at one node, and a node alone.
    for (a, b) in [(0, 1), (1, 2), (2, 0), (3, 3)] {
        let edge = Edge {
            tail: nodes[a],
            head: nodes[b],
            length_mm: 1_000,
            track,
            headings: [0, 32_768],
            curve_m: 0,
        };
        builder.edge(edge, &[]);
    }
    let graph = builder.finish();
    let index = TrackIndex::new(&graph);
    let one = |_: HalfEdge| Some(1);
    let costs = Costs {
        run: &one,
        reversal: None,
    };
    let metric = index.customize(&graph, &costs);
    let mut search = TrackSearch::new(&index, &metric);
    for (from, to, expected) in [
        (1, 2, Some(1)),
        (2, 1, Some(1)),
        (0, 2, Some(1)),
        (3, 3, Some(0)),
        (4, 4, Some(0)),
        (4, 0, None),
    ] {
        assert_eq!(search.cost(nodes[from], nodes[to]), expected, "{from} {to}");
        let route = search.route(nodes[from], nodes[to]);
        if let Some(route) = route {
            check_route(&graph, &route, (nodes[from], nodes[to]), &costs);
        }
    }
    let empty = TrackIndex::new(&TrackBuilder::new().finish());
    assert_eq!((empty.junction_count(), empty.arc_count()), (0, 0));
}

#[test]
fn an_index_opens_as_it_was_saved() {
    let graph = network(5, 60, 90);
    let index = TrackIndex::new(&graph);
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("tracks.index");
    index.save(&path).expect("written");
    let opened = TrackIndex::open(&path, &graph).expect("opened");
    let one = |half: HalfEdge| Some(graph.edge(half.edge()).length_mm);
    let costs = Costs {
        run: &one,
        reversal: None,
    };
    let metric = opened.customize(&graph, &costs);
    let mut search = TrackSearch::new(&opened, &metric);
    let best = oracle(&graph, NodeIdx(0), &costs);
    for to in graph.nodes() {
        assert_eq!(
            search.cost(NodeIdx(0), to).map(u64::from),
            best.get(&to).copied()
        );
    }
    let other = network(6, 61, 90);
    let error = TrackIndex::open(&path, &other).map(|_| ());
    assert!(matches!(error, Err(TrackFileError::OtherTracks { .. })));
}

/// A file with some words changed and its checksum put right.
fn crafted(path: &std::path::Path, whole: &[u32], changes: &[(usize, u32)]) {
    let mut words = whole.to_vec();
    for (at, word) in changes {
        words[*at] = *word;
    }
    words[4] = 0;
    let mut sum = flate2::Crc::new();
    sum.update(bytemuck::cast_slice(&words));
    words[4] = sum.sum();
    std::fs::write(path, bytemuck::cast_slice::<u32, u8>(&words)).expect("written");
}

/// The words of a file.
fn words(path: &std::path::Path) -> Vec<u32> {
    let bytes = std::fs::read(path).expect("there");
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|word| u32::from_le_bytes(*word))
        .collect()
}

/// Looks at everything that a graph and an index hold; the costs of a crafted file may be any.
fn look_at_all(graph: &TrackGraph, index: &TrackIndex) {
    let one = |half: HalfEdge| Some(graph.edge(half.edge()).length_mm % 1_000);
    let costs = Costs {
        run: &one,
        reversal: Some(Reversal {
            train_mm: 10,
            cost: 1,
        }),
    };
    let metric = index.customize(graph, &costs);
    let mut search = TrackSearch::new(index, &metric);
    for edge in graph.edges() {
        assert!(graph.shape(edge).count() < 1_000_000);
        let _ = graph.track(edge);
    }
    for node in graph.nodes() {
        let _ = (graph.place(node), graph.stations_at(node).count());
        for half in graph.leaving(node) {
            assert!(graph.onward(half).count() <= 2 * graph.edge_count());
        }
        for to in graph.nodes().step_by(7) {
            let _ = search.route(node, to);
        }
    }
    let _ = graph.nodes_of_station("a");
}

/// One word, or two, of any place set to what breaks offsets: every file is refused, or does no harm.
#[test]
fn crafted_files_are_refused_or_harmless() {
    let mut dice = Dice(1);
    let mut next = || dice.below(1 << 32) as u32;
    let dir = tempfile::tempdir().expect("a directory");
    let (tracks, indexed) = (dir.path().join("tracks.bin"), dir.path().join("index"));
    let graph = network(5, 20, 30).with_station_ids(["a"]);
    graph.save(&tracks).expect("written");
    TrackIndex::new(&graph).save(&indexed).expect("written");
    let (of_tracks, of_index) = (words(&tracks), words(&indexed));
    let mut refused = [0, 0];
    for _ in 0..300 {
        for (kind, (path, whole)) in [(&tracks, &of_tracks), (&indexed, &of_index)]
            .into_iter()
            .enumerate()
        {
            let changes: Vec<(usize, u32)> = (0..1 + next() % 2)
                .map(|_| {
                    let at = 2 + next() as usize % (whole.len() - 2);
                    let old = whole[at];
                    let new = match next() % 6 {
                        0 => u32::MAX,
                        1 => 1 << 31 | old,
                        2 => old.wrapping_add(1),
                        3 => old.wrapping_sub(1),
                        4 => next() % 64,
                        _ => next(),
                    };
                    (at, new)
                })
                .collect();
            crafted(path, whole, &changes);
            let found = TrackGraph::open(&tracks);
            let found = found.and_then(|graph| {
                let index = match kind {
                    // The index made anew, as the command does.
                    0 => TrackIndex::new(&graph),
                    _ => TrackIndex::open(&indexed, &graph)?,
                };
                look_at_all(&graph, &index);
                Ok(())
            });
            refused[kind] += usize::from(found.is_err());
            crafted(path, whole, &[]);
        }
    }
    assert!(refused[0] > 100 && refused[1] > 200, "{refused:?}");
}

#[test]
fn an_index_of_other_tracks_of_the_same_size_is_refused() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("tracks.index");
    let graph = network(5, 60, 90);
    TrackIndex::new(&graph).save(&path).expect("written");
    let mut edges = Vec::new();
    let mut builder = TrackBuilder::new();
    for node in graph.nodes() {
        builder.node(graph.place(node));
    }
    for track in graph.tracks() {
        builder.track(track);
    }
    for edge in graph.edges() {
        let mut edge = graph.edge(edge);
        edge.length_mm += 1;
        edges.push(edge);
    }
    for edge in edges {
        builder.edge(edge, &[]);
    }
    let other = builder.finish();
    assert_eq!(
        (other.node_count(), other.edge_count()),
        (graph.node_count(), graph.edge_count())
    );
    for open in [TrackIndex::open, TrackIndex::open_trusted] {
        let error = open(&path, &other).map(|_| ());
        assert!(matches!(error, Err(TrackFileError::OtherTracks { .. })));
    }
}
