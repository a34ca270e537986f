//! The graph of states in plain arrays, which a search walks two or three times as fast as petgraph's lists (measured on
//! the bundled network). [`super::visit`] opens it to petgraph's own algorithms, the oracle of our tests.

use std::collections::BTreeSet;

use super::Restrictions;
use super::cost::Cost;
use super::moves::{Lifted, Moves, State};
use crate::network::{Country, Network, SegmentIdx, StationIdx};

/// All states a train can be in, joined by what it can do next. A state is a segment run in one direction with a gauge and
/// a traction, known by its number. The cost of an edge is all that is done at the station plus the running of the state it
/// leads to. petgraph's algorithms run over it; see there for an example: [`StateGraph::of`].
pub struct StateGraph<'a> {
    pub(super) moves: Moves<'a>,
    states: Vec<State>,
    /// What running each state costs, by its number.
    running: Vec<Cost>,
    /// The number of the first state that leaves each station; those of one station stand together.
    first_leaving: Vec<usize>,
    next: Arcs,
    previous: Arcs,
}

/// Arcs by the state at one of their ends: the other end and the cost.
#[derive(Default)]
struct Arcs {
    /// Where the arcs of each state begin, and the end of the last.
    first: Vec<u32>,
    arcs: Vec<(u32, Cost)>,
}

impl Arcs {
    /// From pairs of an end and an arc, in any order; those of one end keep theirs.
    fn new(states: usize, pairs: impl Iterator<Item = (u32, (u32, Cost))> + Clone) -> Arcs {
        let mut first = vec![0_u32; states + 1];
        for (end, _) in pairs.clone() {
            first[end as usize + 1] += 1;
        }
        for state in 0..states {
            first[state + 1] += first[state];
        }
        let mut next = first.clone();
        let mut arcs = vec![(0, Cost::ZERO); first[states] as usize];
        for (end, arc) in pairs {
            let place = &mut next[end as usize];
            arcs[*place as usize] = arc;
            *place += 1;
        }
        Arcs { first, arcs }
    }

    fn range(&self, state: usize) -> std::ops::Range<usize> {
        self.first[state] as usize..self.first[state + 1] as usize
    }

    fn of(&self, state: usize) -> impl Iterator<Item = (usize, Cost)> + '_ {
        self.arcs[self.range(state)]
            .iter()
            .map(|(other, cost)| (*other as usize, *cost))
    }
}

impl<'a> StateGraph<'a> {
    /// The states of a query on its day, with what must be avoided left out. Its ends, vias and transit do not count: the
    /// graph has the states of all countries. It implements petgraph's `visit` traits.
    ///
    /// ```
    /// use petgraph::algo::dijkstra;
    /// use slowtrain::routing::{Cost, StateGraph};
    /// use slowtrain::{Dataset, Request};
    ///
    /// let data = Dataset::bundled()?;
    /// let plan = data.plan(&Request::new("Khasan", "Ussuriysk").train("generic-passenger"))?;
    /// let query = &plan.question().query;
    /// let states = StateGraph::of(data.network(), &query.restrictions);
    /// // A route costs the running of its first state and then its edges.
    /// let costs = states.departures(query.from).flat_map(|(first, running)| {
    ///     let beyond = dijkstra(&states, first, None, |(_, _, cost)| *cost);
    ///     let arrivals = beyond.into_iter().filter(|(state, _)| states.ends(*state).1 == query.to);
    ///     arrivals.map(move |(_, cost)| running + cost).collect::<Vec<Cost>>()
    /// });
    /// assert_eq!(costs.min(), Some(plan.best().route.bound()));
    /// # Ok::<(), slowtrain::Error>(())
    /// ```
    #[must_use]
    pub fn of(network: &'a Network, restrictions: &'a Restrictions) -> StateGraph<'a> {
        StateGraph::new(Moves::new(network, restrictions, Lifted::default()))
    }

    pub(super) fn new(moves: Moves<'a>) -> StateGraph<'a> {
        let mut states = Vec::with_capacity(moves.network.segments().len() * 2);
        let mut first_leaving = Vec::with_capacity(moves.network.stations().len() + 1);
        for station in moves.network.station_indices() {
            first_leaving.push(states.len());
            moves.each_leaving(station, |state| states.push(state));
        }
        first_leaving.push(states.len());
        let running = states.iter().map(|state| moves.running_cost(state).0);
        let mut graph = StateGraph {
            running: running.collect(),
            moves,
            states,
            first_leaving,
            next: Arcs::default(),
            previous: Arcs::default(),
        };
        graph.join();
        graph
    }

    fn join(&mut self) {
        let mut arcs: Vec<(u32, (u32, Cost))> = Vec::with_capacity(self.len() * 2);
        for (arriving, state) in self.states.iter().enumerate() {
            for leaving in self.leaving(state.to) {
                let transition = self.moves.transition(state, self.state(leaving));
                if let Some(transition) = transition {
                    let cost = transition.cost(self.moves.restrictions.objective).0
                        + self.running[leaving];
                    arcs.push((arriving as u32, (leaving as u32, cost)));
                }
            }
        }
        let back = arcs.iter().map(|(from, (to, cost))| (*to, (*from, *cost)));
        self.previous = Arcs::new(self.len(), back);
        self.next = Arcs::new(self.len(), arcs.iter().copied());
    }

    /// Number of states.
    #[must_use]
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Whether the train can run nowhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// The stations between which a state runs, in its direction.
    #[must_use]
    pub fn ends(&self, state: usize) -> (StationIdx, StationIdx) {
        (self.states[state].from, self.states[state].to)
    }

    /// The segment that a state runs.
    #[must_use]
    pub fn segment(&self, state: usize) -> SegmentIdx {
        self.states[state].segment
    }

    pub(super) fn state(&self, node: usize) -> &State {
        &self.states[node]
    }

    fn leaving(&self, station: StationIdx) -> std::ops::Range<usize> {
        let station = station.0 as usize;
        self.first_leaving[station]..self.first_leaving[station + 1]
    }

    /// The states in which a train can leave a station first, with what running them costs.
    pub fn departures(&self, station: StationIdx) -> impl Iterator<Item = (usize, Cost)> + '_ {
        self.leaving(station)
            .map(|state| (state, self.running[state]))
    }

    /// What can follow a state, with the cost where it stands.
    pub(super) fn next_by_reference(
        &self,
        node: usize,
    ) -> impl Iterator<Item = (usize, &Cost)> + '_ {
        let range = self.next.range(node);
        let edges = self.next.arcs[range].iter();
        edges.map(|(next, cost)| (*next as usize, cost))
    }

    /// What can follow a state, with the cost.
    pub(super) fn next(&self, node: usize) -> impl Iterator<Item = (usize, Cost)> + '_ {
        self.next.of(node)
    }

    /// What can come before a state, with the cost.
    pub(super) fn previous(&self, node: usize) -> impl Iterator<Item = (usize, Cost)> + '_ {
        self.previous.of(node)
    }

    /// Whether both ends of each state lie in some countries.
    pub(super) fn within(&self, countries: &BTreeSet<Country>) -> Vec<bool> {
        let network = self.moves.network;
        let is_within: Vec<bool> = network
            .stations()
            .iter()
            .map(|station| countries.contains(&station.country))
            .collect();
        self.states
            .iter()
            .map(|state| is_within[state.from.0 as usize] && is_within[state.to.0 as usize])
            .collect()
    }
}
