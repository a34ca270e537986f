//! Which gauge a through train has along a path of the sketch, and where it must change.
//!
//! The sketch knows gauges by country and place only, often several. A train keeps its gauge as long as the places
//! it passes have one in common, and changes at the last place before they have none.

use std::collections::BTreeMap;

use super::joint::{JointStep, Path, Vertex};
use super::rails::{EdgeIdx, Half, NodeIdx, Rails};
use crate::network::{Gauge, GaugeSet};

/// A gauge change.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    /// Where it is made.
    pub at: NodeIdx,
    /// The next place.
    pub beyond: NodeIdx,
    /// The gauges before it.
    pub from: GaugeSet,
    /// The gauges behind it.
    pub to: GaugeSet,
}

/// The gauges over each used edge, and the changes.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    gauges: BTreeMap<EdgeIdx, Vec<Gauge>>,
    pub changes: Vec<Change>,
}

impl Runs {
    /// The gauges on which trains run over a chain of edges.
    pub fn of_chain(&self, chain: &[(NodeIdx, Half)]) -> GaugeSet {
        let gauges = chain
            .iter()
            .filter_map(|(_, half)| self.gauges.get(&half.edge))
            .flatten();
        GaugeSet::new(gauges.copied()).expect("each used edge has a gauge")
    }
}

/// The gauges along some paths.
pub(super) fn runs(
    rails: &Rails<'_>,
    paths: &[Path],
    halves: &BTreeMap<NodeIdx, BTreeMap<EdgeIdx, NodeIdx>>,
) -> Runs {
    let mut runs = Runs::default();
    for path in paths {
        along(rails, path, &mut runs);
    }
    for (&node, edges) in halves {
        for (&edge, &next) in edges {
            if node < next && !runs.gauges.contains_key(&edge) {
                alone(rails, (node, edge, next), &mut runs);
            }
        }
    }
    for gauges in runs.gauges.values_mut() {
        gauges.sort_unstable();
        gauges.dedup();
    }
    runs
}

fn along(rails: &Rails<'_>, path: &Path, runs: &mut Runs) {
    let mut run: Vec<EdgeIdx> = Vec::new();
    let mut common: Option<GaugeSet> = None;
    let mut at = path.start;
    for (step, to) in &path.steps {
        if let (JointStep::Edge(half), Vertex::Node(node), Vertex::Node(next)) = (*step, at, *to) {
            let own = common.take().unwrap_or_else(|| rails.gauges(node).clone());
            let is_border = rails.country(node) != rails.country(next);
            match both(&own, rails.gauges(next)) {
                Some(fewer) => common = Some(fewer),
                // Trains change gauge at borders only; within a country the sketch does not know where lines meet.
                None if !is_border => {
                    common = GaugeSet::new(own.iter().chain(rails.gauges(next).iter()));
                }
                None => {
                    close(runs, &mut run, &own);
                    runs.changes.push(Change {
                        at: node,
                        beyond: next,
                        from: own,
                        to: rails.gauges(next).clone(),
                    });
                    common = Some(rails.gauges(next).clone());
                }
            }
            run.push(half.edge);
        } else if let Some(common) = common.take() {
            // The surveyed network knows its own gauges.
            close(runs, &mut run, &common);
        }
        at = *to;
    }
    if let Some(common) = common {
        close(runs, &mut run, &common);
    }
}

/// The gauges of an edge that lies on no path.
fn alone(rails: &Rails<'_>, (node, edge, next): (NodeIdx, EdgeIdx, NodeIdx), runs: &mut Runs) {
    let (own, other) = (rails.gauges(node), rails.gauges(next));
    let common = both(own, other).unwrap_or_else(|| {
        runs.changes.push(Change {
            at: node,
            beyond: next,
            from: own.clone(),
            to: other.clone(),
        });
        other.clone()
    });
    runs.gauges.insert(edge, common.iter().collect());
}

fn close(runs: &mut Runs, run: &mut Vec<EdgeIdx>, gauges: &GaugeSet) {
    for edge in run.drain(..) {
        runs.gauges.entry(edge).or_default().extend(gauges.iter());
    }
}

fn both(a: &GaugeSet, b: &GaugeSet) -> Option<GaugeSet> {
    GaugeSet::new(a.iter().filter(|gauge| b.contains(*gauge)))
}
