//! The two passes over a file: first the ways with rails, then the places of their nodes and the stations.
//!
//! What is kept is rails and stations only, so memory grows with them and not with the file: some 24 bytes a node of a
//! track and 8 a mention of it, and for the file itself one blob at a time (at most 64 MiB).

use std::collections::HashMap;
use std::ops::Range;

use crate::import::{Counts, Progress};
use crate::track::{Place, Track};

use super::blob::{At, Blobs, PbfProblem};
use super::block::{Block, NodeSink, Tags};
use super::names::Sign;
use super::tags::{TagList, track};
use super::wire::Malformed;
use super::{OsmOptions, Source};

/// A way with rails, as a range of [`Map::refs`].
pub(super) struct RailWay {
    pub track: u32,
    pub refs: Range<usize>,
}

/// A place that no node has, for nodes that the file does not have.
pub(super) const NOWHERE: Place = Place {
    lat: i32::MAX,
    lon: i32::MAX,
};

/// What a file says of rails.
#[derive(Default)]
pub(super) struct Map {
    pub tracks: Vec<Track>,
    pub ways: Vec<RailWay>,
    /// Nodes of the ways, first their ids, later their numbers in `places`.
    pub refs: Vec<i64>,
    /// Ids of all nodes of ways, rising.
    pub ids: Vec<i64>,
    pub places: Vec<Place>,
    /// Numbers of nodes where tracks cross without a switch.
    pub crossings: Vec<u32>,
    pub signs: Vec<Sign>,
    /// Stations drawn as areas, until the places of their corners are known.
    areas: Vec<(Sign, Range<usize>)>,
    corners: Vec<i64>,
    /// Until when edits are in the file, in seconds since 1970.
    pub until: Option<i64>,
}

/// Calls `take` with each block of a file.
fn blocks(
    source: &mut impl Source,
    stage: &'static str,
    progress: &mut dyn FnMut(Progress),
    mut take: impl FnMut(&Block<'_>) -> Result<(), Malformed>,
) -> Result<Option<i64>, At<PbfProblem>> {
    let (input, total) = source.open().map_err(|error| (0, error.into()))?;
    let mut blobs = Blobs::new(input);
    while let Some((offset, bytes)) = blobs.next_block()? {
        let block = Block::read(bytes);
        let result = block.and_then(|block| take(&block));
        result.map_err(|problem| (offset, problem.into()))?;
        let done = blobs.offset();
        progress(Progress { stage, done, total });
    }
    Ok(blobs.header.until)
}

/// Reads what a file says of rails.
pub(super) fn read(
    source: &mut impl Source,
    options: &OsmOptions,
    skipped: &mut Counts,
    progress: &mut dyn FnMut(Progress),
) -> Result<Map, At<PbfProblem>> {
    let mut map = Map::default();
    let mut known: HashMap<String, u32> = HashMap::new();
    map.until = blocks(source, "reading ways", progress, |block| {
        block.ways("railway", |way| {
            let tags = TagList::new(way.tags.iter()?);
            if let Some(sign) = Sign::read(-way.id, &tags, options) {
                let start = map.corners.len();
                for corner in way.refs() {
                    map.corners.push(corner?);
                }
                map.areas.push((sign, start..map.corners.len()));
            } else if let Some(track) = track(way.id, &tags, options, skipped) {
                let start = map.refs.len();
                for node in way.refs() {
                    map.refs.push(node?);
                }
                let number = *known.entry(format!("{track:?}")).or_insert_with(|| {
                    map.tracks.push(track);
                    map.tracks.len() as u32 - 1
                });
                map.ways.push(RailWay {
                    track: number,
                    refs: start..map.refs.len(),
                });
            }
            Ok(())
        })
    })?;
    map.ids = map.refs.iter().chain(&map.corners).copied().collect();
    map.ids.sort_unstable();
    map.ids.dedup();
    map.places = vec![NOWHERE; map.ids.len()];
    let mut nodes = Nodes {
        map: &mut map,
        cursor: 0,
        options,
    };
    blocks(source, "reading nodes", progress, |block| {
        block.nodes("railway", &mut nodes)
    })?;
    map.number_refs();
    map.place_areas(skipped);
    map.signs.retain(|sign| {
        let is_named = !sign.names.is_empty();
        if !is_named {
            skipped.add("station without a name");
        }
        is_named
    });
    map.signs.sort_by_key(|sign| sign.id);
    // Files put together from overlapping extracts have things twice.
    map.signs.dedup_by_key(|sign| sign.id);
    Ok(map)
}

impl Map {
    fn number_refs(&mut self) {
        let ids = &self.ids;
        let number = |id: i64| ids.binary_search(&id).map_or(-1, |i| i as i64);
        for node in self.refs.iter_mut().chain(&mut self.corners) {
            *node = number(*node);
        }
    }

    /// The place of a node of a way.
    pub fn place_of(&self, reference: i64) -> Place {
        let place = usize::try_from(reference)
            .ok()
            .and_then(|i| self.places.get(i));
        place.copied().unwrap_or(NOWHERE)
    }

    /// Puts the stations that are drawn as areas in the middle of their corners.
    fn place_areas(&mut self, skipped: &mut Counts) {
        for (mut sign, corners) in std::mem::take(&mut self.areas) {
            let corners = self.corners[corners].iter();
            let places = corners.map(|corner| self.place_of(*corner));
            let places: Vec<Place> = places.filter(|place| *place != NOWHERE).collect();
            let Some(first) = places.first() else {
                skipped.add("station drawn as an area without corners");
                continue;
            };
            let count = places.len() as i64;
            let mean = |coordinate: fn(&Place) -> i32| {
                let start = i64::from(coordinate(first));
                let sum: i64 = places
                    .iter()
                    .map(|p| i64::from(coordinate(p)) - start)
                    .sum();
                (start + sum / count) as i32
            };
            sign.place = Place {
                lat: mean(|place| place.lat),
                lon: mean(|place| place.lon),
            };
            self.signs.push(sign);
        }
    }
}

/// Takes the places of nodes as the file gives them, mostly by rising id.
struct Nodes<'m> {
    map: &'m mut Map,
    /// First wanted id that is not below the last one seen.
    cursor: usize,
    options: &'m OsmOptions,
}

impl NodeSink for Nodes<'_> {
    fn wants(&mut self, id: i64) -> bool {
        let ids = &self.map.ids;
        if self.cursor > 0 && ids[self.cursor - 1] >= id {
            self.cursor = ids.partition_point(|wanted| *wanted < id);
        }
        while ids.get(self.cursor).is_some_and(|wanted| *wanted < id) {
            self.cursor += 1;
        }
        ids.get(self.cursor) == Some(&id)
    }

    fn take(
        &mut self,
        id: i64,
        lat: i32,
        lon: i32,
        tags: Option<Tags<'_>>,
    ) -> Result<(), Malformed> {
        let place = Place { lat, lon };
        let wanted = self.map.ids.binary_search(&id).ok();
        if let Some(i) = wanted {
            self.map.places[i] = place;
        }
        let Some(tags) = tags else { return Ok(()) };
        let tags = TagList::new(tags.iter()?);
        if tags.is("railway", "railway_crossing")
            && let Some(i) = wanted
        {
            self.map.crossings.push(i as u32);
        }
        if let Some(mut sign) = Sign::read(id, &tags, self.options) {
            sign.place = place;
            self.map.signs.push(sign);
        }
        Ok(())
    }
}
