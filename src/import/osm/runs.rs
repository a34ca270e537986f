//! Ways as runs of nodes.
//!
//! A way whose nodes are not all in the file, as at the edge of an extract, falls into the runs that are.

use std::ops::Range;

use crate::import::Counts;

use super::read::{Map, NOWHERE, RailWay};

/// Nodes in a row on a track.
pub(super) struct Run {
    pub track: u32,
    /// How high it lies.
    pub level: i8,
    /// Range of [`Runs::nodes`].
    pub nodes: Range<usize>,
}

/// All runs.
pub(super) struct Runs {
    pub list: Vec<Run>,
    /// Numbers into the places of the map.
    pub nodes: Vec<u32>,
}

impl Runs {
    pub fn new(map: &Map, skipped: &mut Counts) -> Runs {
        let mut runs = Runs {
            list: Vec::with_capacity(map.ways.len()),
            nodes: Vec::with_capacity(map.refs.len()),
        };
        for way in &map.ways {
            let refs = &map.refs[way.refs.clone()];
            let mut start = runs.nodes.len();
            for (i, node) in refs.iter().enumerate() {
                let is_there = map.place_of(*node) != NOWHERE;
                if is_there && (runs.nodes.len() == start || i == 0 || refs[i - 1] != *node) {
                    runs.nodes.push(*node as u32);
                }
                if !is_there {
                    runs.end(way, &mut start);
                }
            }
            if refs.iter().any(|node| map.place_of(*node) == NOWHERE) {
                skipped.add("way cut where the file ends");
            }
            runs.end(way, &mut start);
        }
        runs
    }

    /// Ends a run, which needs two nodes.
    fn end(&mut self, way: &RailWay, start: &mut usize) {
        let nodes = *start..self.nodes.len();
        match nodes.len() {
            0 | 1 => self.nodes.truncate(*start),
            _ => self.list.push(Run {
                track: way.track,
                level: way.level,
                nodes,
            }),
        }
        *start = self.nodes.len();
    }

    pub fn nodes_of(&self, run: usize) -> &[u32] {
        &self.nodes[self.list[run].nodes.clone()]
    }
}
