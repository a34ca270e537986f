//! The index of a graph of tracks: its chains, states and hierarchy. It depends on the tracks only, not on any train.
//!
//! Building it takes seconds to minutes, once for a network; it is kept in a file beside the tracks. What a train makes of it,
//! its costs on every arc, is a [`TrackMetric`](super::TrackMetric), found in a fraction of a second.
//!
//! ```
//! use slowtrain::track::{Costs, Edge, TrackPoint, Track, TrackBuilder, TrackClass, TrackIndex, TrackSearch};
//! let mut builder = TrackBuilder::new();
//! let [a, b, c] = [0, 90_000, 180_000].map(|lat| builder.node(TrackPoint { lat, lon: 0 }));
//! let track = builder.track(&Track::new(TrackClass::Rail));
//! let headings = [0, 32_768];
//! for (tail, head) in [(a, b), (b, c)] {
//!     builder.edge(Edge { tail, head, length_mm: 1_000_000, track, headings, curve_m: 0 }, &[]);
//! }
//! let graph = builder.finish();
//! let index = TrackIndex::new(&graph);
//! let metres = |half: slowtrain::track::HalfEdge| Some(graph.edge(half.edge()).length_mm / 1_000);
//! let metric = index.customize(&graph, &Costs { run: &metres, reversal: None });
//! let mut search = TrackSearch::new(&index, &metric);
//! assert_eq!(search.route(a, c).map(|route| route.cost), Some(2_000));
//! ```

use std::path::Path;

use super::chain::{Chains, HalfChain};
use super::check;
use super::graph::TrackGraph;
use super::hierarchy::{Arcs, Hierarchy};
use super::order;
use super::sections::{self, FileKind, Sections, TrackFileError, Words};
use super::state::{self, States};

/// Marks a leg that leads to where it began, which no shortest way takes.
pub(super) const NO_ARC: u32 = u32::MAX;

/// The index of a graph of tracks.
#[derive(Clone, Debug, Default)]
pub struct TrackIndex {
    pub(super) chains: Chains,
    /// In the order of the hierarchy.
    pub(super) states: States,
    pub(super) hierarchy: Hierarchy,
    /// For each node of the core its first state, then how many it has.
    pub(super) states_at: Words,
    /// Where the half-chains that leave each node of the core begin, and the end of the last.
    pub(super) first_leaving: Words,
    pub(super) leaving: Words,
    /// For each exit the arcs of its two legs: twice the arc's number, one more for an arc down.
    pub(super) leg_arcs: Words,
    /// Length of each chain in millimetres, at most 2³²-1.
    pub(super) lengths_mm: Words,
    /// One word: the checksum of the tracks it is of.
    of_tracks: Words,
}

const INDEX: FileKind = FileKind {
    number: 2,
    what: "an index of tracks",
};

/// Number of its arrays.
const SECTIONS: usize = 27;

impl TrackIndex {
    /// Builds the index of a graph. Complexity: some n log n in the junctions; it uses all cores.
    #[must_use]
    pub fn new(graph: &TrackGraph) -> TrackIndex {
        let chains = Chains::new(graph);
        let states = States::new(graph, &chains);
        let node_ranks = order::ranks(graph, &chains);
        let mut order: Vec<u32> = (0..states.count() as u32).collect();
        order.sort_unstable_by_key(|state| {
            (node_ranks[states.node[*state as usize] as usize], *state)
        });
        let mut ranks = vec![0; order.len()];
        for (rank, state) in order.iter().enumerate() {
            ranks[*state as usize] = rank as u32;
        }
        let states = states.reordered(&ranks);
        let mut arcs = Vec::with_capacity(2 * states.exits.len());
        for state in 0..states.count() as u32 {
            let after = states.exits_of(state).flat_map(|exit| states.after(exit));
            arcs.extend(
                after
                    .map(|(_, to)| (state, to))
                    .filter(|(from, to)| from != to),
            );
        }
        let hierarchy = Hierarchy::new(states.count(), &arcs);
        let (first, leaving) = state::leaving(&chains);
        let first_leaving = first
            .iter()
            .copied()
            .chain([leaving.len()])
            .map(|i| i as u32);
        let length = |chain: u32| {
            let edges = chains
                .half_edges(2 * chain)
                .map(|half| graph.edge(half.edge()).length_mm);
            edges.map(u64::from).sum::<u64>().min(u64::from(u32::MAX)) as u32
        };
        let lengths_mm = (0..chains.count() as u32).map(length).collect();
        TrackIndex {
            states_at: states_at(chains.nodes.len(), &states),
            leg_arcs: leg_arcs(&states, &hierarchy),
            first_leaving: first_leaving.collect(),
            leaving: leaving.into(),
            lengths_mm,
            of_tracks: vec![graph.checksum()].into(),
            chains,
            states,
            hierarchy,
        }
    }

    /// Number of junctions, ends of track and the like.
    #[must_use]
    pub fn junction_count(&self) -> usize {
        self.chains.nodes.len()
    }

    /// Number of chains of track between them.
    #[must_use]
    pub fn chain_count(&self) -> usize {
        self.chains.count()
    }

    /// Number of states in which a train can be at a junction.
    #[must_use]
    pub fn state_count(&self) -> usize {
        self.states.count()
    }

    /// Number of arcs of the hierarchy.
    #[must_use]
    pub fn arc_count(&self) -> usize {
        self.hierarchy.up.high.len() + self.hierarchy.down.high.len()
    }

    /// The half-chains that leave a node of the core.
    pub(super) fn leaving(&self, core: u32) -> &[HalfChain] {
        let core = core as usize;
        &self.leaving[self.first_leaving[core] as usize..self.first_leaving[core + 1] as usize]
    }

    /// The states at a node of the core.
    pub(super) fn states_at(&self, core: u32) -> std::ops::Range<u32> {
        let at = 2 * core as usize;
        self.states_at[at]..self.states_at[at] + self.states_at[at + 1]
    }

    /// Writes the index into a file; under another name until it is whole.
    ///
    /// # Errors
    /// [`TrackFileError::Io`] when it cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), TrackFileError> {
        sections::write(path, INDEX, &self.all())
    }

    /// Opens an index and checks it, as [`TrackGraph::open`] does with tracks.
    ///
    /// # Errors
    /// [`TrackFileError`] when it cannot be opened, is another kind of file, is cut off, damaged or contradictory, or was
    /// made for other tracks.
    pub fn open(path: &Path, graph: &TrackGraph) -> Result<TrackIndex, TrackFileError> {
        let sections = Sections::open(path, INDEX, SECTIONS)?;
        sections.verify(path)?;
        let index = TrackIndex::of(sections, path, graph)?;
        let checked = check::index(&index, graph);
        checked.map_err(|what| TrackFileError::contradictory(path, what))?;
        Ok(index)
    }

    /// Opens an index as [`TrackGraph::open_trusted`] opens tracks, in no time and with the same trust.
    ///
    /// # Errors
    /// [`TrackFileError`] when it cannot be opened, is another kind of file, is cut off, or was made for other tracks.
    pub fn open_trusted(path: &Path, graph: &TrackGraph) -> Result<TrackIndex, TrackFileError> {
        TrackIndex::of(Sections::open(path, INDEX, SECTIONS)?, path, graph)
    }

    fn of(
        mut sections: Sections,
        path: &Path,
        graph: &TrackGraph,
    ) -> Result<TrackIndex, TrackFileError> {
        let mut index = TrackIndex::default();
        for section in index.sections() {
            *section = sections.next();
        }
        let is_same = index.chains.node_chain.len() == graph.node_count()
            && index.chains.links.len() == graph.edge_count()
            && *index.of_tracks == [graph.checksum()];
        match is_same {
            true => Ok(index),
            false => Err(TrackFileError::OtherTracks {
                path: path.to_owned(),
            }),
        }
    }

    /// Its arrays in the order of the file.
    fn sections(&mut self) -> [&mut Words; SECTIONS] {
        let TrackIndex {
            chains,
            states,
            hierarchy,
            ..
        } = self;
        let Hierarchy { up, down, parent } = hierarchy;
        [
            &mut chains.nodes,
            &mut chains.first,
            &mut chains.links,
            &mut chains.ends,
            &mut chains.node_chain,
            &mut chains.node_link,
            &mut states.node,
            &mut states.first,
            &mut states.exits,
            &mut states.arrival,
            &mut up.first,
            &mut up.high,
            &mut up.first_below,
            &mut up.below,
            &mut up.below_arc,
            &mut down.first,
            &mut down.high,
            &mut down.first_below,
            &mut down.below,
            &mut down.below_arc,
            parent,
            &mut self.states_at,
            &mut self.first_leaving,
            &mut self.leaving,
            &mut self.leg_arcs,
            &mut self.lengths_mm,
            &mut self.of_tracks,
        ]
    }

    fn all(&self) -> Vec<&[u32]> {
        fn arcs(arcs: &Arcs) -> [&[u32]; 5] {
            [
                &arcs.first,
                &arcs.high,
                &arcs.first_below,
                &arcs.below,
                &arcs.below_arc,
            ]
        }
        let (chains, states) = (&self.chains, &self.states);
        let mut all: Vec<&[u32]> = vec![
            &chains.nodes,
            &chains.first,
            &chains.links,
            &chains.ends,
            &chains.node_chain,
            &chains.node_link,
            &states.node,
            &states.first,
            &states.exits,
            &states.arrival,
        ];
        all.extend(arcs(&self.hierarchy.up));
        all.extend(arcs(&self.hierarchy.down));
        let rest: [&[u32]; 7] = [
            &self.hierarchy.parent,
            &self.states_at,
            &self.first_leaving,
            &self.leaving,
            &self.leg_arcs,
            &self.lengths_mm,
            &self.of_tracks,
        ];
        all.extend(rest);
        all
    }
}

fn states_at(cores: usize, states: &States) -> Words {
    let mut at = vec![0; 2 * cores];
    for (state, core) in states.node.iter().enumerate() {
        let core = *core as usize;
        if at[2 * core + 1] == 0 {
            at[2 * core] = state as u32;
        }
        at[2 * core + 1] += 1;
    }
    at.into()
}

fn leg_arcs(states: &States, hierarchy: &Hierarchy) -> Words {
    let mut legs = vec![NO_ARC; 2 * states.exits.len()];
    for state in 0..states.count() as u32 {
        for exit in states.exits_of(state) {
            for (i, (_, to)) in states.after(exit).into_iter().enumerate() {
                let arc = match state < to {
                    true => hierarchy.up.find(state, to).map(|arc| 2 * arc),
                    false => hierarchy.down.find(to, state).map(|arc| 2 * arc + 1),
                };
                legs[2 * exit + i] = arc.map_or(NO_ARC, |arc| arc as u32);
            }
        }
    }
    legs.into()
}
