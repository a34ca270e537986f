//! A second planner, made from the words of the design and not from the planner's code: it joins the states of a
//! sketch, lets petgraph find the cheapest way, and enumerates all ways by brute force.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use slowtrain::network::{Network, Traction};
use slowtrain::routing::{Objective, Route};

use super::sketch::{ENGINE_CHANGE_MIN, MS_PER_KM, REVERSAL_MIN, Rails, Sketch, Stock, country_of};

const MS_PER_MIN: u64 = 60_000;
const MM_PER_KM: u64 = 1_000_000;

/// Rails run from one end with a gauge and a traction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    pub line: String,
    pub from: String,
    pub to: String,
    pub gauge: u16,
    pub traction: Option<String>,
}

/// The same question as the planner's, on a sketch.
pub struct Oracle<'s> {
    sketch: &'s Sketch,
    stock: &'s Stock,
    objective: Objective,
    from: String,
    to: String,
    via: Vec<String>,
    runs: Vec<(Run, &'s Rails)>,
}

impl<'s> Oracle<'s> {
    /// `day` as written in CSV: such texts are in the order of their days.
    pub fn new(
        (sketch, stock): (&'s Sketch, &'s Stock),
        objective: Objective,
        (from, to): (&str, &str),
        via: &[String],
        day: &str,
    ) -> Oracle<'s> {
        let mut oracle = Oracle {
            sketch,
            stock,
            objective,
            from: from.to_owned(),
            to: to.to_owned(),
            via: via.to_vec(),
            runs: Vec::new(),
        };
        let is_open =
            |rails: &&Rails| rails.opened <= day && (rails.closed.is_empty() || day < rails.closed);
        for rails in sketch.rails.iter().filter(is_open) {
            for (from, to) in [(0, 1), (1, 0)] {
                for gauge in rails
                    .gauges
                    .iter()
                    .filter(|gauge| stock.gauges.contains(gauge))
                {
                    for traction in oracle.tractions(rails) {
                        let run = Run {
                            line: rails.line.clone(),
                            from: rails.ends[from].clone(),
                            to: rails.ends[to].clone(),
                            gauge: *gauge,
                            traction,
                        };
                        oracle.runs.push((run, rails));
                    }
                }
            }
        }
        oracle
    }

    /// Leaves out what does not lie in the countries of the ends and the vias.
    pub fn at_home(mut self) -> Oracle<'s> {
        let places = self.via.iter().chain([&self.from, &self.to]);
        let home: BTreeSet<String> = places.map(|id| country_of(id).to_owned()).collect();
        let is_home = |id: &String| home.contains(country_of(id));
        self.runs
            .retain(|(run, _)| is_home(&run.from) && is_home(&run.to));
        self
    }

    fn tractions(&self, rails: &Rails) -> Vec<Option<String>> {
        if self.stock.engines.is_empty() {
            return vec![None];
        }
        let countries = rails
            .ends
            .clone()
            .map(|end| country_of(&end).to_uppercase());
        let own: BTreeSet<&str> = self.stock.engines.iter().map(|(_, kind)| *kind).collect();
        let serves = |kind: &str| {
            let of_kind = || self.stock.engines.iter().filter(|(_, own)| *own == kind);
            countries.iter().any(|country| {
                of_kind().any(|(where_, _)| *where_ == Some(country.as_str()))
                    || of_kind().any(|(where_, _)| where_.is_none())
            })
        };
        let runs = |kind: &str| {
            kind == "diesel" || rails.electrification.is_empty() || rails.electrification == kind
        };
        let kinds = own.into_iter().filter(|kind| serves(kind) && runs(kind));
        kinds.map(|kind| Some(kind.to_owned())).collect()
    }

    fn running(&self, run: &Run, rails: &Rails) -> u64 {
        let base = match self.objective {
            Objective::Fastest => rails.km * MS_PER_KM,
            Objective::Shortest => rails.km * MM_PER_KM,
        };
        let times = match rails.usage {
            _ if self.stock.uses_freight_lines => 1,
            "freight" => 3,
            "branch" => 2,
            _ => 1,
        };
        let burns_oil_on_electrified_line = run.traction.as_deref() == Some("diesel")
            && !["", "none"].contains(&rails.electrification)
            && self.tractions(rails).len() > 1;
        base * times
            + if burns_oil_on_electrified_line {
                base / 10
            } else {
                0
            }
    }

    /// What getting from one run to the next costs; `None` when no train can.
    fn between(&self, before: &Run, after: &Run) -> Option<u64> {
        let at = &before.to;
        let rows = |run: &Run| {
            let ends = [run.from.clone(), run.to.clone()];
            let here = self.sketch.borders.iter().filter(move |row| {
                row.at == *at && ends.contains(&row.ends[0]) && ends.contains(&row.ends[1])
            });
            here.filter(|row| row.what != "gauge_change")
                .collect::<Vec<_>>()
        };
        let operations = [rows(before), rows(after)].concat();
        let mut minutes: u64 = operations.iter().map(|row| row.minutes).sum();
        if before.gauge != after.gauge {
            let change = self.sketch.borders.iter().find(|row| {
                row.at == *at
                    && row.gauges.is_some_and(|pair| {
                        pair.contains(&before.gauge) && pair.contains(&after.gauge)
                    })
            });
            minutes += change?.minutes;
        }
        let turning = self.turning(before, after)?;
        let changes_engine = before.traction != after.traction
            && !operations.iter().any(|row| row.what == "locomotive_change");
        if changes_engine {
            minutes += turning.max(ENGINE_CHANGE_MIN);
            // The preference for places where sources tell of changes.
            minutes += if self.sketch.depots.contains(at) {
                0
            } else {
                45
            };
        } else {
            minutes += turning;
        }
        match self.objective {
            Objective::Fastest => Some(minutes * MS_PER_MIN),
            Objective::Shortest => Some(0),
        }
    }

    /// Minutes of a change of direction.
    fn turning(&self, before: &Run, after: &Run) -> Option<u64> {
        let (via, arms) = (&before.to, [&before.from, &after.to]);
        let listed = self.sketch.turns.iter().find(|row| {
            let own = [&row.arms[0], &row.arms[1]];
            row.via == *via && (own == arms || [own[1], own[0]] == arms)
        });
        match listed {
            Some(row) if row.movement == "none" => None,
            Some(row) if row.movement == "through" => Some(0),
            Some(row) => Some(row.minutes.unwrap_or(REVERSAL_MIN)),
            None if arms[0] == arms[1] => Some(120),
            None => Some(if self.is_sharp(via, arms) {
                REVERSAL_MIN
            } else {
                0
            }),
        }
    }

    /// Whether the route turns by more than 135 degrees at a junction, on the flat map.
    fn is_sharp(&self, via: &str, arms: [&String; 2]) -> bool {
        let ends = self.sketch.rails.iter().map(|rails| &rails.ends);
        let arms_here = ends.filter(|ends| ends.iter().any(|end| end == via));
        let neighbours: BTreeSet<&String> = arms_here.flatten().filter(|end| *end != via).collect();
        let place = |id: &str| {
            let known = self.sketch.places.iter().find(|(place, _, _)| place == id);
            known.map(|(_, lat, lon)| (*lon, *lat))
        };
        let (Some(a), Some(v), Some(b)) = (place(arms[0]), place(via), place(arms[1])) else {
            return false;
        };
        let heading = |from: (f64, f64), to: (f64, f64)| (to.1 - from.1).atan2(to.0 - from.0);
        let turn = (heading(v, b) - heading(a, v))
            .to_degrees()
            .rem_euclid(360.0);
        let turn = turn.min(360.0 - turn);
        assert!(
            (turn - 135.0).abs() > 0.01,
            "too near to tell: {via} {arms:?}"
        );
        neighbours.len() >= 3 && turn > 135.0
    }

    fn advance(&self, mut passed: usize, station: &str) -> usize {
        while self.via.get(passed).is_some_and(|via| via == station) {
            passed += 1;
        }
        passed
    }

    fn ends(&self, passed: usize, run: &Run) -> bool {
        passed == self.via.len() && run.to == self.to
    }

    /// Cost of the best route by petgraph, over states and the number of vias passed.
    pub fn best(&self) -> Option<u64> {
        let mut graph = DiGraph::<(), u64>::new();
        let layers = self.via.len() + 1;
        let nodes: Vec<Vec<NodeIndex>> = (0..layers)
            .map(|_| self.runs.iter().map(|_| graph.add_node(())).collect())
            .collect();
        let (start, goal) = (graph.add_node(()), graph.add_node(()));
        for (j, (run, rails)) in self.runs.iter().enumerate() {
            let running = self.running(run, rails);
            if run.from == self.from {
                let passed = self.advance(self.advance(0, &self.from), &run.to);
                graph.add_edge(start, nodes[passed][j], running);
            }
            for (i, (before, _)) in self.runs.iter().enumerate() {
                let cost = (before.to == run.from)
                    .then(|| self.between(before, run))
                    .flatten();
                for passed in 0..layers {
                    if let (Some(cost), false) = (cost, self.ends(passed, before)) {
                        let then = self.advance(passed, &run.to);
                        graph.add_edge(nodes[passed][i], nodes[then][j], cost + running);
                    }
                }
            }
            if run.to == self.to {
                graph.add_edge(nodes[layers - 1][j], goal, 0);
            }
        }
        dijkstra(&graph, start, Some(goal), |arc| *arc.weight())
            .get(&goal)
            .copied()
    }

    /// All ways that cost at most `limit` and run no rails twice in one direction, cheapest first.
    pub fn all(&self, limit: u64) -> Vec<(u64, Vec<Run>)> {
        let mut found = Vec::new();
        let mut route = Vec::new();
        self.extend(
            &mut route,
            (0, self.advance(0, &self.from)),
            limit,
            &mut found,
        );
        let mut routes: Vec<(u64, Vec<Run>)> = found
            .into_iter()
            .map(|(cost, route)| {
                (
                    cost,
                    route.iter().map(|i| self.runs[*i].0.clone()).collect(),
                )
            })
            .collect();
        routes.sort();
        routes
    }

    fn extend(
        &self,
        route: &mut Vec<usize>,
        (cost, passed): (u64, usize),
        limit: u64,
        found: &mut Vec<(u64, Vec<usize>)>,
    ) {
        for (next, (run, rails)) in self.runs.iter().enumerate() {
            let handover = match route.last() {
                None => (run.from == self.from).then_some(0),
                Some(last) if self.runs[*last].0.to != run.from => None,
                Some(last) => self.between(&self.runs[*last].0, run),
            };
            let same = |old: &usize| {
                let old = &self.runs[*old].0;
                old.line == run.line && old.from == run.from
            };
            let Some(total) = handover.map(|handover| cost + handover + self.running(run, rails))
            else {
                continue;
            };
            if total > limit || route.iter().any(same) {
                continue;
            }
            route.push(next);
            let passed = self.advance(passed, &run.to);
            match self.ends(passed, run) {
                true => found.push((total, route.clone())),
                false => self.extend(route, (total, passed), limit, found),
            }
            route.pop();
        }
    }
}

/// What the planner's way runs.
pub fn runs_of(network: &Network, route: &Route) -> Vec<Run> {
    let id = |station| network.station(station).id.to_string();
    let run = |step: &slowtrain::routing::Step| Run {
        line: network
            .segment(step.segment)
            .line
            .map_or_else(String::new, |line| network.line(line).to_owned()),
        from: id(step.from),
        to: id(step.to),
        gauge: step.gauge.mm(),
        traction: step.traction.as_ref().map(Traction::to_string),
    };
    route.steps().iter().map(run).collect()
}

/// Cheapest ways between all pairs of stations of a sketch without any rule, in kilometres: petgraph on plain rails.
pub fn plain_km(sketch: &Sketch, from: &str) -> BTreeMap<String, u64> {
    let stations = sketch.stations();
    let mut graph = DiGraph::<(), u64>::new();
    let nodes: BTreeMap<&String, NodeIndex> =
        stations.iter().map(|id| (id, graph.add_node(()))).collect();
    for Rails {
        ends: [a, b], km, ..
    } in &sketch.rails
    {
        graph.add_edge(nodes[a], nodes[b], *km);
        graph.add_edge(nodes[b], nodes[a], *km);
    }
    let from = stations.iter().find(|id| *id == from).expect("a station");
    let km = dijkstra(&graph, nodes[from], None, |arc| *arc.weight());
    let reached = nodes
        .iter()
        .filter_map(|(id, node)| Some(((*id).clone(), *km.get(node)?)));
    reached.collect()
}
