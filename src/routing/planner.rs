//! Routes between many pairs of stations for one train: the states are made once, the costs to a goal once for each goal.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, RwLock};

use super::candidates::Exact;
use super::cost::Cost;
use super::graph::StateGraph;
use super::moves::{Lifted, Moves};
use super::search::{Ends, Layers, Tree};
use super::{Candidates, Restrictions};
use crate::network::{Country, Network, StationIdx};

/// Memory for the costs to goals of each kind, in nodes of all trees together: 12 bytes each. Assumption: half a gigabyte
/// can be had; it is enough for all goals of the bundled network through any country.
const TREE_NODES: usize = 20_000_000;

/// So many countries more than the best route by its bound may be passed by the best as the engine times it. Assumption: each
/// border costs more than the stops in two countries may fall short of their shares.
const MORE_COUNTRIES: usize = 2;

/// Costs by goal and countries.
type Trees = HashMap<(StationIdx, BTreeSet<Country>), Arc<Tree>>;

/// Finds routes for one train within its restrictions, between any ends.
///
/// It may be used by many threads at once. Answers are those of [`super::find`].
pub struct Planner<'a> {
    network: &'a Network,
    transit: &'a BTreeSet<Country>,
    graph: Arc<StateGraph<'a>>,
    kept: Arc<Kept>,
}

/// Costs to goals through any country, and through some.
#[derive(Default)]
pub(super) struct Kept([RwLock<Trees>; 2]);

impl<'a> Planner<'a> {
    /// Makes the states of a train within its restrictions.
    #[must_use]
    pub fn new(network: &'a Network, restrictions: &'a Restrictions) -> Planner<'a> {
        let moves = Moves::new(network, restrictions, Lifted::default());
        Planner {
            network,
            transit: &restrictions.transit,
            graph: Arc::new(StateGraph::new(moves)),
            kept: Arc::default(),
        }
    }

    /// The routes between two stations; `None` where there is none. [`super::find`] says why.
    #[must_use]
    pub fn between(&self, from: StationIdx, to: StationIdx) -> Option<Candidates<'a>> {
        self.between_via(from, &[], to)
    }

    /// The routes between two stations that pass some more, in order; `None` where there is none.
    #[must_use]
    pub fn between_via(
        &self,
        from: StationIdx,
        via: &[StationIdx],
        to: StationIdx,
    ) -> Option<Candidates<'a>> {
        let via = via.to_vec();
        self.find(Ends { from, to, via })
    }

    pub(super) fn find(&self, ends: Ends) -> Option<Candidates<'a>> {
        let home = self.home(&ends);
        let mut layers = Layers::new(Arc::clone(&self.graph), ends);
        let anywhere = self.kept.to_goal(&layers, None);
        let (best, _) = layers.better_anywhere(&anywhere, Cost::UNREACHED)?;
        layers.stay_in(&home);
        let mut candidates = match self.kept.known(&layers, Some(&home)) {
            Some(to_goal) => Candidates::new(layers, to_goal, None),
            None if layers.are_open(&best) => {
                let exact = Exact {
                    kept: Arc::clone(&self.kept),
                    within: home.clone(),
                };
                Candidates::new(layers, Arc::clone(&anywhere), Some(exact))
            }
            None => {
                let to_goal = self.kept.to_goal(&layers, Some(&home));
                Candidates::new(layers, to_goal, None)
            }
        };
        if let Some(best) = &candidates.first {
            let limit = best.bound();
            candidates.shorter_abroad = candidates.shorter_abroad(&anywhere, limit, &home);
            candidates.slack = candidates.routes.layers.slack(home.len());
            return Some(candidates);
        }
        let mut layers = candidates.routes.layers;
        layers.go_anywhere();
        let mut candidates = Candidates::new(layers, anywhere, None);
        let countries = candidates.first.as_ref()?.countries(self.network);
        let countries: BTreeSet<Country> = countries.into_iter().collect();
        candidates.abroad = countries.difference(&home).copied().collect();
        let slack = candidates
            .routes
            .layers
            .slack(countries.len() + MORE_COUNTRIES);
        candidates.slack = slack;
        Some(candidates)
    }

    /// Countries of the ends and vias, and those one may pass.
    fn home(&self, ends: &Ends) -> BTreeSet<Country> {
        let places = ends.via.iter().copied().chain([ends.from, ends.to]);
        places
            .map(|place| self.network.station(place).country)
            .chain(self.transit.iter().copied())
            .collect()
    }
}

impl Kept {
    /// The costs to the goal through some countries, or through any, where they were asked for before.
    fn known(&self, layers: &Layers, within: Option<&BTreeSet<Country>>) -> Option<Arc<Tree>> {
        let key = (layers.lone_goal()?, within.cloned().unwrap_or_default());
        let trees = &self.0[usize::from(within.is_some())];
        let trees = trees.read().expect("no thread panics with it");
        trees.get(&key).cloned()
    }

    /// The costs to the goal, the route `layers` are open; kept for the next question where no vias count.
    pub fn to_goal(&self, layers: &Layers, within: Option<&BTreeSet<Country>>) -> Arc<Tree> {
        if let Some(tree) = self.known(layers, within) {
            return tree;
        }
        let tree = Arc::new(layers.backward());
        if let Some(goal) = layers.lone_goal() {
            let trees = &self.0[usize::from(within.is_some())];
            let mut trees = trees.write().expect("no thread panics with it");
            if trees.len() * layers.len() > TREE_NODES {
                trees.clear();
            }
            let key = (goal, within.cloned().unwrap_or_default());
            trees.insert(key, Arc::clone(&tree));
        }
        tree
    }
}
