//! The passes over a file: first the ways with rails, then the places of their nodes and the stations.
//!
//! Stations that are drawn as relations need one pass more, over the ways between. A pass unpacks only the blobs in which
//! the first has found something for it. What is kept is rails and stations only, so memory grows with them and not with
//! the file: some 24 bytes a node of a track and 8 a mention of it, and for the file itself one blob at a time (at most
//! 64 MiB).

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::import::{Counts, Progress};
use crate::track::{Track, TrackPoint};

use super::areas::{Area, middle};
use super::blob::{At, Blobs, PbfProblem};
use super::block::{Block, Kinds, NodeSink, Tags, Way};
use super::names::{Drawn, Read, Sign, SignId};
use super::tags::{TagList, level, track};
use super::wire::Malformed;
use super::{OsmOptions, Source};

/// A way with rails, as a range of [`Map::refs`].
pub(super) struct RailWay {
    pub id: i64,
    pub track: u32,
    /// How high it lies.
    pub level: i8,
    pub refs: Range<usize>,
}

/// A place that no node has, for nodes that the file does not have.
pub(super) const NOWHERE: TrackPoint = TrackPoint {
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
    pub places: Vec<TrackPoint>,
    /// Numbers of nodes where tracks cross without a switch.
    pub crossings: Vec<u32>,
    /// Stations by their id on the map.
    pub signs: Vec<Sign>,
    /// Values of `railway` of the ways that are no track that was asked for, with how often they occur.
    pub others: BTreeMap<String, u64>,
    /// How many ways there are of any kind; counted only where none is a track.
    pub way_count: u64,
    /// Stations drawn as areas, until the places of their corners are known.
    areas: Vec<Area>,
    /// Stations that were not taken, and why.
    dropped: BTreeMap<SignId, String>,
    /// Places of nodes that the ways themselves say.
    located: Vec<(i64, TrackPoint)>,
    /// Until when edits are in the file, in seconds since 1970.
    pub until: Option<i64>,
}

/// The passes over one file.
struct Passes<'p, S> {
    source: &'p mut S,
    progress: &'p mut dyn FnMut(Progress),
    /// What each blob of data has.
    kinds: Vec<Kinds>,
    until: Option<i64>,
}

impl<S: Source> Passes<'_, S> {
    /// Calls `take` with each block that has something wanted.
    fn blocks(
        &mut self,
        stage: &'static str,
        is_wanted: impl Fn(&Kinds) -> bool,
        mut take: impl FnMut(&Block<'_>) -> Result<(), Malformed>,
    ) -> Result<(), At<PbfProblem>> {
        let (input, total) = self.source.open().map_err(|error| (0, error.into()))?;
        let mut blobs = Blobs::new(input);
        let is_first = self.kinds.is_empty();
        blobs.unwanted = self.kinds.iter().map(|kinds| !is_wanted(kinds)).collect();
        while let Some((offset, bytes)) = blobs.next_block()? {
            let mut read = || {
                let block = Block::read(bytes)?;
                if is_first {
                    self.kinds.push(block.kinds()?);
                }
                take(&block)
            };
            read().map_err(|problem| (offset, problem.into()))?;
            let done = blobs.offset();
            (self.progress)(Progress { stage, done, total });
        }
        self.until = blobs.header.until;
        let done = total;
        (self.progress)(Progress { stage, done, total });
        Ok(())
    }
}

/// Reads what a file says of rails.
pub(super) fn read(
    source: &mut impl Source,
    options: &OsmOptions,
    skipped: &mut Counts,
    progress: &mut dyn FnMut(Progress),
) -> Result<Map, At<PbfProblem>> {
    let mut map = Map::default();
    let mut passes = Passes {
        source,
        progress,
        kinds: Vec::new(),
        until: None,
    };
    let mut known: HashMap<String, u32> = HashMap::new();
    passes.blocks(
        "reading ways",
        |_| true,
        |block| {
            block.ways("railway", |way| {
                map.take_way(&way, options, &mut known, skipped)
            })?;
            block.relations("railway", |relation| {
                let tags = TagList::new(relation.tags.iter()?);
                let id = relation.id;
                let drawn = Drawn::Relation;
                let Some(sign) = map.sign(SignId { drawn, id }, &tags, options) else {
                    return Ok(());
                };
                let ways = relation.ways().collect::<Result<_, _>>()?;
                map.areas.push(Area::of_ways(sign, ways));
                Ok(())
            })
        },
    )?;
    if map.areas.iter().any(Area::needs_ways) {
        let mut outlines = Area::outlines(&map.areas);
        passes.blocks(
            "reading areas",
            |kinds| kinds.ways,
            |block| {
                block.all_ways(|way| match outlines.get_mut(&way.id) {
                    Some(corners) => map.located(&way, corners),
                    None => Ok(()),
                })
            },
        )?;
        map.areas.iter_mut().for_each(|area| area.draw(&outlines));
    }
    if map.ways.is_empty() {
        let count = &mut map.way_count;
        passes.blocks(
            "counting ways",
            |kinds| kinds.ways,
            |block| {
                block.all_ways(|_| {
                    *count += 1;
                    Ok(())
                })
            },
        )?;
    }
    map.drop_repeated_ways(skipped);
    map.prepare_places();
    let mut nodes = Nodes {
        map: &mut map,
        cursor: 0,
        options,
    };
    passes.blocks(
        "reading nodes",
        |kinds| kinds.nodes,
        |block| block.nodes("railway", &mut nodes),
    )?;
    map.until = passes.until;
    map.number_refs();
    map.place_areas();
    map.signs.sort_by_key(|sign| sign.id);
    // Files put together from overlapping extracts have things twice.
    map.signs.dedup_by_key(|sign| sign.id);
    map.dropped.values().for_each(|why| skipped.add(why));
    Ok(map)
}

impl Map {
    /// The station that some tags are, if it is taken.
    fn sign(&mut self, id: SignId, tags: &TagList<'_>, options: &OsmOptions) -> Option<Sign> {
        match Sign::read(id, tags, options) {
            Read::Station(sign) => Some(*sign),
            Read::Dropped(why) => {
                self.dropped.insert(id, why);
                None
            }
            Read::Other => None,
        }
    }

    fn take_way(
        &mut self,
        way: &Way<'_>,
        options: &OsmOptions,
        known: &mut HashMap<String, u32>,
        skipped: &mut Counts,
    ) -> Result<(), Malformed> {
        let tags = TagList::new(way.tags.iter()?);
        let id = SignId {
            drawn: Drawn::Way,
            id: way.id,
        };
        match Sign::read(id, &tags, options) {
            Read::Station(sign) => {
                let mut corners = Vec::new();
                self.located(way, &mut corners)?;
                self.areas.push(Area::of_corners(*sign, corners));
            }
            Read::Dropped(why) => {
                self.dropped.insert(id, why);
            }
            Read::Other => {
                let Some(track) = track(way.id, &tags, options, skipped) else {
                    let railway = tags.get("railway").unwrap_or("");
                    *self.others.entry(railway.to_owned()).or_insert(0) += 1;
                    return Ok(());
                };
                let start = self.refs.len();
                let mut refs = std::mem::take(&mut self.refs);
                self.located(way, &mut refs)?;
                self.refs = refs;
                let number = *known.entry(format!("{track:?}")).or_insert_with(|| {
                    self.tracks.push(track);
                    self.tracks.len() as u32 - 1
                });
                self.ways.push(RailWay {
                    id: way.id,
                    track: number,
                    level: level(&tags),
                    refs: start..self.refs.len(),
                });
            }
        }
        Ok(())
    }

    /// Appends the nodes of a way, and keeps their places where the way says them.
    fn located(&mut self, way: &Way<'_>, nodes: &mut Vec<i64>) -> Result<(), Malformed> {
        let start = nodes.len();
        for node in way.refs() {
            nodes.push(node?);
        }
        if way.is_located() {
            for (node, place) in nodes[start..].iter().zip(way.places()) {
                let (lat, lon) = place?;
                self.located.push((*node, TrackPoint { lat, lon }));
            }
        }
        Ok(())
    }

    /// Keeps the first of ways that the file has more than once.
    fn drop_repeated_ways(&mut self, skipped: &mut Counts) {
        self.ways.sort_by_key(|way| way.id);
        self.ways.dedup_by(|way, before| {
            let is_same = way.id == before.id;
            if is_same {
                skipped.add("way that the file has twice");
            }
            is_same
        });
    }

    /// Makes room for the places of all nodes that are needed, and fills in those that the ways say.
    fn prepare_places(&mut self) {
        let corners = self.areas.iter().flat_map(|area| area.corners());
        self.ids = self.refs.iter().chain(corners).copied().collect();
        self.ids.sort_unstable();
        self.ids.dedup();
        self.places = vec![NOWHERE; self.ids.len()];
        for (node, place) in std::mem::take(&mut self.located) {
            if let Ok(i) = self.ids.binary_search(&node) {
                self.places[i] = place;
            }
        }
    }

    fn number_refs(&mut self) {
        let same = same_places(&self.places);
        let ids = &self.ids;
        for node in &mut self.refs {
            let number = ids.binary_search(node).map_or(-1, |i| i as i64);
            *node = same.get(&number).copied().unwrap_or(number);
        }
    }

    /// The number of a node, if it is one of a way.
    pub fn number_of(&self, id: i64) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    /// The number of the node of a way that a station is itself.
    pub fn node_of(&self, sign: &Sign) -> Option<u32> {
        let is_node = sign.id.drawn == Drawn::Node;
        let number = is_node.then(|| self.number_of(sign.id.id)).flatten()?;
        Some(number as u32)
    }

    /// The place of a node of a way.
    pub fn place_of(&self, reference: i64) -> TrackPoint {
        let place = usize::try_from(reference)
            .ok()
            .and_then(|i| self.places.get(i));
        place.copied().unwrap_or(NOWHERE)
    }

    /// Puts the stations that are drawn as areas in the middle of their corners.
    fn place_areas(&mut self) {
        for area in std::mem::take(&mut self.areas) {
            let numbers = area.corners().map(|corner| self.number_of(*corner));
            let places = numbers.flatten().map(|i| self.places[i]);
            let places: Vec<TrackPoint> = places.filter(|place| *place != NOWHERE).collect();
            let mut sign = area.sign;
            match middle(&places) {
                Some((place, extent_m)) => {
                    (sign.place, sign.extent_m) = (place, extent_m);
                    self.signs.push(sign);
                }
                None => {
                    let why = "station drawn as an area without corners".to_owned();
                    self.dropped.insert(sign.id, why);
                }
            }
        }
    }
}

/// Half a turn, in units of a [`TrackPoint`].
const HALF_TURN: i32 = 1_800_000_000;

/// How far apart two nodes on the date line may be drawn to be one place, in units of a [`TrackPoint`]: a metre.
const SAME: i32 = 90;

/// Of nodes at 180 degrees east and at 180 west that are one place, the number of the one that stands for both.
fn same_places(places: &[TrackPoint]) -> HashMap<i64, i64> {
    let numbered = places.iter().zip(0..);
    let mut on_line: Vec<(i32, i64)> = numbered
        .filter(|(place, _)| place.lon.abs() == HALF_TURN)
        .map(|(place, number)| (place.lat, number))
        .collect();
    on_line.sort_unstable();
    let mut same = HashMap::new();
    for pair in on_line.windows(2) {
        let [(lat, first), (next, second)] = [pair[0], pair[1]];
        let sides = [first, second].map(|number| places[number as usize].lon);
        if next - lat <= SAME && sides[0] != sides[1] {
            let stands = same.get(&first).copied().unwrap_or(first);
            same.insert(second, stands);
        }
    }
    same
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
        let place = TrackPoint { lat, lon };
        let wanted = self.map.number_of(id);
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
        let drawn = Drawn::Node;
        if let Some(mut sign) = self.map.sign(SignId { drawn, id }, &tags, self.options) {
            sign.place = place;
            self.map.signs.push(sign);
        }
        Ok(())
    }
}
