//! What others make of the same network: plain Dijkstra, petgraph, fast_paths and cch.
//!
//! They know nodes and edges without rules for switches. A train of no length that reverses for nothing moves in the same
//! way, so that all have to agree with ours to the last decimetre.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;

use petgraph::graph::{NodeIndex, UnGraph};
use slowtrain::track::{NodeIdx, TrackGraph};

use super::{memory, per, row, timed};

/// A network as plain arrays: for each node its neighbours and decimetres to them.
pub struct Plain {
    first: Vec<u32>,
    heads: Vec<u32>,
    tails: Vec<u32>,
    costs: Vec<u32>,
    places: Vec<(f32, f32)>,
}

/// No way.
pub const NO_WAY: u32 = u32::MAX;

/// Decimetres of an edge.
pub fn decimetres(length_mm: u32) -> u32 {
    (length_mm / 100).max(1)
}

impl Plain {
    pub fn new(graph: &TrackGraph, number: &dyn Fn(NodeIdx) -> usize) -> Plain {
        let mut plain = Plain {
            first: vec![0],
            heads: Vec::new(),
            tails: Vec::new(),
            costs: Vec::new(),
            places: Vec::new(),
        };
        for node in graph.nodes() {
            for half in graph.leaving(node) {
                plain.tails.push(number(node) as u32);
                plain.heads.push(number(graph.to(half)) as u32);
                plain
                    .costs
                    .push(decimetres(graph.edge(half.edge()).length_mm));
            }
            plain.first.push(plain.heads.len() as u32);
            let place = graph.place(node).lat_lon();
            plain.places.push((place.lat as f32, place.lon as f32));
        }
        plain
    }

    /// Costs from one node to all.
    pub fn dijkstra(&self, from: usize) -> Vec<u32> {
        let mut costs = vec![NO_WAY; self.places.len()];
        costs[from] = 0;
        let mut queue = BinaryHeap::from([Reverse((0, from as u32))]);
        while let Some(Reverse((cost, node))) = queue.pop() {
            if cost > costs[node as usize] {
                continue;
            }
            let range = self.first[node as usize] as usize..self.first[node as usize + 1] as usize;
            for arc in range {
                let total = cost + self.costs[arc];
                let head = self.heads[arc] as usize;
                if total < costs[head] {
                    costs[head] = total;
                    queue.push(Reverse((total, head as u32)));
                }
            }
        }
        costs
    }

    /// petgraph on the same network, for a few pairs.
    pub fn petgraph(&self, pairs: &[(usize, usize)], expected: &[u32]) {
        let edges = self.tails.iter().zip(&self.heads).zip(&self.costs);
        let edges = edges.filter(|((tail, head), _)| tail < head);
        let graph = UnGraph::<(), u32>::from_edges(edges.map(|((t, h), cost)| (*t, *h, *cost)));
        let find = |(from, to): &(usize, usize)| {
            let (from, to) = (NodeIndex::new(*from), NodeIndex::new(*to));
            let costs = petgraph::algo::dijkstra(&graph, from, Some(to), |edge| *edge.weight());
            costs.get(&to).copied().unwrap_or(NO_WAY)
        };
        let (costs, time) = timed(|| pairs.iter().map(find).collect::<Vec<_>>());
        assert_eq!(costs, expected, "petgraph agrees");
        row("petgraph dijkstra, a cost", per(time, pairs.len()));
    }

    /// fast_paths on the same network.
    pub fn fast_paths(&self, pairs: &[(usize, usize)], expected: &[u32]) {
        let mut input = fast_paths::InputGraph::new();
        for ((tail, head), cost) in self.tails.iter().zip(&self.heads).zip(&self.costs) {
            if tail != head {
                input.add_edge(*tail as usize, *head as usize, *cost as usize);
            }
        }
        input.freeze();
        let (graph, time) = timed(|| fast_paths::prepare(&input));
        row("fast_paths: preparation, for each train anew", time);
        println!("  memory after it: {}", memory());
        let mut calculator = fast_paths::create_calculator(&graph);
        let (costs, time) = timed(|| {
            let mut find = |(from, to): &(usize, usize)| {
                let path = calculator.calc_path(&graph, *from, *to);
                path.map_or(NO_WAY, |path| path.get_weight() as u32)
            };
            pairs.iter().map(&mut find).collect::<Vec<_>>()
        });
        assert_eq!(costs, expected, "fast_paths agrees");
        row("fast_paths: a way with its nodes", per(time, pairs.len()));
    }

    /// cch on the same network.
    pub fn cch(&self, pairs: &[(usize, usize)], expected: &[u32]) {
        let count = self.places.len() as u32;
        let (lats, lons): (Vec<f32>, Vec<f32>) = self.places.iter().copied().unzip();
        let order = || cch::inertial_order(count, &self.tails, &self.heads, &lats, &lons);
        let (order, time) = timed(order);
        row("cch: order", time);
        let graph = cch::graph::Graph {
            first_out: self.first.clone(),
            head: self.heads.clone(),
            weight: self.costs.clone(),
        };
        let (index, time) = timed(|| cch::Cch::build(&graph, &order));
        row("cch: structure", time);
        let (metric, time) = timed(|| index.customize(&graph.weight));
        row("cch: a new train", time);
        println!("  memory after it: {}", memory());
        let (index, metric) = (index.view(), metric.view());
        let mut query = cch::PathQuery::new(&index);
        let (paths, time) = timed(|| {
            let mut find =
                |(from, to): &(usize, usize)| query.path(&metric, *from as u32, *to as u32);
            pairs.iter().map(&mut find).collect::<Vec<_>>()
        });
        row("cch: a way with its nodes", per(time, pairs.len()));
        black_box(paths);
        let chosen = pairs.iter().zip(expected).step_by(10);
        let (chosen, expected): (Vec<(usize, usize)>, Vec<u32>) = chosen.unzip();
        let (ends, others): (Vec<u32>, Vec<u32>) =
            chosen.iter().map(|(a, b)| (*a as u32, *b as u32)).unzip();
        let (table, time) = timed(|| cch::distance_matrix(&index, &metric, &ends, &others));
        row("cch: costs of 100 x 100 pairs", time);
        for (i, expected) in expected.iter().enumerate() {
            let cost = table[i * ends.len() + i];
            let cost = if cost == cch::INF_WEIGHT {
                NO_WAY
            } else {
                cost
            };
            assert_eq!(cost, *expected, "cch agrees");
        }
    }
}
