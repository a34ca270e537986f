//! A block of map data: its nodes, ways and relations, as far as they are asked for.
//!
//! Which tags there are is decided once for the whole block, on its table of texts: where the key `railway` does not
//! occur, no way of the block is looked at.

use std::ops::Range;

use super::wire::{Malformed, fields, packed, running_sums};

/// A block whose table of texts has been read.
pub(super) struct Block<'a> {
    texts: Vec<&'a [u8]>,
    groups: Vec<&'a [u8]>,
    units: Units,
}

/// How a block writes places: in nanodegrees times its granularity.
#[derive(Clone, Copy)]
struct Units {
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

impl Units {
    /// A place in units of 1e-7 degrees.
    fn place(&self, lat: i64, lon: i64) -> (i32, i32) {
        let unit = |offset: i64, value: i64| {
            let nano = value.wrapping_mul(self.granularity).wrapping_add(offset);
            i32::try_from(nano / 100).unwrap_or(i32::MAX)
        };
        (unit(self.lat_offset, lat), unit(self.lon_offset, lon))
    }
}

/// Which things a block has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds {
    pub nodes: bool,
    pub ways: bool,
    pub relations: bool,
}

/// A way as written.
pub(super) struct Way<'a> {
    pub id: i64,
    pub tags: Tags<'a>,
    refs: &'a [u8],
    /// Latitudes and longitudes of its nodes, in files with locations on ways.
    places: [&'a [u8]; 2],
    units: Units,
}

impl Way<'_> {
    /// Ids of its nodes.
    pub fn refs(&self) -> impl Iterator<Item = Result<i64, Malformed>> + '_ {
        running_sums(self.refs)
    }

    /// Whether it says where its nodes are.
    pub fn is_located(&self) -> bool {
        !self.places[0].is_empty()
    }

    /// Places of its nodes, as many as it has.
    pub fn places(&self) -> impl Iterator<Item = Result<(i32, i32), Malformed>> + '_ {
        let [lats, lons] = self.places;
        let pairs = running_sums(lats).zip(running_sums(lons));
        pairs.map(|(lat, lon)| Ok(self.units.place(lat?, lon?)))
    }
}

/// A relation as written.
pub(super) struct Relation<'a> {
    pub id: i64,
    pub tags: Tags<'a>,
    members: &'a [u8],
    kinds: &'a [u8],
}

impl Relation<'_> {
    /// Ids of the ways in it.
    pub fn ways(&self) -> impl Iterator<Item = Result<i64, Malformed>> + '_ {
        let members = running_sums(self.members).zip(packed(self.kinds));
        members.filter_map(|(id, kind)| match kind {
            Ok(WAY) => Some(id),
            Ok(_) => None,
            Err(problem) => Some(Err(problem)),
        })
    }
}

/// The number for a way among the kinds of a relation's members.
const WAY: u64 = 1;

/// Tags, pairs of numbers into the table of texts.
#[derive(Clone, Copy)]
pub(super) struct Tags<'a> {
    texts: &'a [&'a [u8]],
    pairs: Pairs<'a>,
}

#[derive(Clone, Copy)]
enum Pairs<'a> {
    /// Two lists.
    Apart(&'a [u8], &'a [u8]),
    /// One list, key and value by turns.
    Together(&'a [u32]),
}

impl<'a> Tags<'a> {
    /// Keys and values; texts that are not UTF-8 are left out, as no tag that is read here has any.
    pub fn iter(&self) -> Result<Vec<(&'a str, &'a str)>, Malformed> {
        let mut tags = Vec::new();
        let mut push = |key: u64, value: u64| -> Result<(), Malformed> {
            let (key, value) = (self.text(key)?, self.text(value)?);
            if let (Ok(key), Ok(value)) = (str::from_utf8(key), str::from_utf8(value)) {
                tags.push((key, value));
            }
            Ok(())
        };
        match self.pairs {
            Pairs::Apart(keys, values) => {
                let mut values = packed(values);
                for key in packed(keys) {
                    push(key?, values.next().ok_or(Malformed::Uneven)??)?;
                }
            }
            Pairs::Together(pairs) => {
                for pair in pairs.chunks_exact(2) {
                    push(u64::from(pair[0]), u64::from(pair[1]))?;
                }
            }
        }
        Ok(tags)
    }

    fn text(&self, number: u64) -> Result<&'a [u8], Malformed> {
        let text = usize::try_from(number).ok().and_then(|i| self.texts.get(i));
        text.copied().ok_or(Malformed::NoSuchText(number))
    }
}

/// Which kinds of node a block is asked for.
pub(super) trait NodeSink {
    /// Whether this node's place is needed. Ids come in the order of the file.
    fn wants(&mut self, id: i64) -> bool;
    /// A node that is needed, or that has the tag asked for.
    fn take(
        &mut self,
        id: i64,
        lat: i32,
        lon: i32,
        tags: Option<Tags<'_>>,
    ) -> Result<(), Malformed>;
}

impl<'a> Block<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Block<'a>, Malformed> {
        let mut block = Block {
            texts: Vec::new(),
            groups: Vec::new(),
            units: Units {
                granularity: 100,
                lat_offset: 0,
                lon_offset: 0,
            },
        };
        for field in fields(bytes) {
            let field = field?;
            match field.number {
                1 => {
                    for text in fields(field.bytes()?) {
                        block.texts.push(text?.bytes()?);
                    }
                }
                2 => block.groups.push(field.bytes()?),
                17 => block.units.granularity = field.int()?,
                19 => block.units.lat_offset = field.int()?,
                20 => block.units.lon_offset = field.int()?,
                _ => {}
            }
        }
        Ok(block)
    }

    /// The number of a key in the table of texts.
    fn key(&self, key: &str) -> Option<u64> {
        let at = self.texts.iter().position(|text| *text == key.as_bytes());
        at.map(|i| i as u64)
    }

    /// Which things it has.
    pub fn kinds(&self) -> Result<Kinds, Malformed> {
        let mut kinds = Kinds::default();
        for field in self.groups.iter().flat_map(|group| fields(group)) {
            match field?.number {
                1 | 2 => kinds.nodes = true,
                3 => kinds.ways = true,
                4 => kinds.relations = true,
                _ => {}
            }
        }
        Ok(kinds)
    }

    /// Calls `take` with every way that has this tag.
    pub fn ways(
        &self,
        key: &str,
        mut take: impl FnMut(Way<'_>) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        let Some(key) = self.key(key) else {
            return Ok(());
        };
        self.messages(3, |way| {
            let parts = Parts::read(way, true)?;
            match parts.has(key)? {
                true => take(self.way(&parts)),
                false => Ok(()),
            }
        })
    }

    /// Calls `take` with every way, whatever its tags.
    pub fn all_ways(
        &self,
        mut take: impl FnMut(Way<'_>) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        self.messages(3, |way| take(self.way(&Parts::read(way, true)?)))
    }

    fn way<'t>(&'t self, parts: &Parts<'t>) -> Way<'t> {
        Way {
            id: parts.id,
            tags: self.tags(parts),
            refs: parts.refs,
            places: parts.places,
            units: self.units,
        }
    }

    /// Calls `take` with every relation that has this tag.
    pub fn relations(
        &self,
        key: &str,
        mut take: impl FnMut(Relation<'_>) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        let Some(key) = self.key(key) else {
            return Ok(());
        };
        self.messages(4, |relation| {
            // Field 8, the references of a way, has the roles here, and 9 and 10 the members.
            let parts = Parts::read(relation, true)?;
            match parts.has(key)? {
                true => take(Relation {
                    id: parts.id,
                    tags: self.tags(&parts),
                    members: parts.places[0],
                    kinds: parts.places[1],
                }),
                false => Ok(()),
            }
        })
    }

    fn messages(
        &self,
        number: u64,
        mut take: impl FnMut(&[u8]) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        for group in &self.groups {
            for field in fields(group) {
                let field = field?;
                if field.number == number {
                    take(field.bytes()?)?;
                }
            }
        }
        Ok(())
    }

    fn tags<'t>(&'t self, parts: &Parts<'t>) -> Tags<'t> {
        Tags {
            texts: &self.texts,
            pairs: Pairs::Apart(parts.keys, parts.values),
        }
    }

    /// Gives the sink the nodes it wants, and all that have this tag.
    pub fn nodes(&self, key: &str, sink: &mut impl NodeSink) -> Result<(), Malformed> {
        let key = self.key(key);
        self.messages(1, |node| self.node(node, key, sink))?;
        self.messages(2, |dense| self.dense(dense, key, sink))
    }

    fn node(
        &self,
        message: &[u8],
        key: Option<u64>,
        sink: &mut impl NodeSink,
    ) -> Result<(), Malformed> {
        let parts = Parts::read(message, false)?;
        let is_tagged = key.map_or(Ok(false), |key| parts.has(key))?;
        // A single node's id is zigzag, unlike those of ways and relations.
        let (mut id, mut lat, mut lon) = (0, 0, 0);
        for field in fields(message) {
            let field = field?;
            match field.number {
                1 => id = field.sint()?,
                8 => lat = field.sint()?,
                9 => lon = field.sint()?,
                _ => {}
            }
        }
        if !sink.wants(id) && !is_tagged {
            return Ok(());
        }
        let (lat, lon) = self.units.place(lat, lon);
        sink.take(id, lat, lon, is_tagged.then(|| self.tags(&parts)))
    }

    fn dense(
        &self,
        message: &[u8],
        key: Option<u64>,
        sink: &mut impl NodeSink,
    ) -> Result<(), Malformed> {
        let (mut ids, mut lats, mut lons, mut tags) = (&[][..], &[][..], &[][..], &[][..]);
        for field in fields(message) {
            let field = field?;
            match field.number {
                1 => ids = field.bytes()?,
                8 => lats = field.bytes()?,
                9 => lons = field.bytes()?,
                10 => tags = field.bytes()?,
                _ => {}
            }
        }
        let tagged = key.map_or(Ok(Tagged::default()), |key| Tagged::read(tags, key))?;
        let mut with_tags = tagged.nodes.iter().peekable();
        // Most blocks have nothing that is wanted: their places are not even read.
        let mut wanted: Vec<Wanted> = Vec::new();
        for (i, id) in running_sums(ids).enumerate() {
            let id = id?;
            let pairs = with_tags.next_if(|(at, _)| *at == i);
            if sink.wants(id) || pairs.is_some() {
                let pairs = pairs.map(|(_, pairs)| pairs.clone());
                wanted.push(Wanted { i, id, pairs });
            }
        }
        self.places(&wanted, lats, lons, |node, lat, lon| {
            let tags = node.pairs.clone().map(|pairs| Tags {
                texts: &self.texts,
                pairs: Pairs::Together(&tagged.pairs[pairs]),
            });
            sink.take(node.id, lat, lon, tags)
        })
    }

    fn places(
        &self,
        wanted: &[Wanted],
        lats: &[u8],
        lons: &[u8],
        mut take: impl FnMut(&Wanted, i32, i32) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        let mut wanted = wanted.iter();
        let Some(mut next) = wanted.next() else {
            return Ok(());
        };
        let mut lons = running_sums(lons);
        for (i, lat) in running_sums(lats).enumerate() {
            let (lat, lon) = (lat?, lons.next().ok_or(Malformed::Uneven)??);
            if next.i == i {
                let (lat, lon) = self.units.place(lat, lon);
                take(next, lat, lon)?;
                match wanted.next() {
                    Some(node) => next = node,
                    None => return Ok(()),
                }
            }
        }
        Err(Malformed::Uneven)
    }
}

/// A node of a dense group whose place is needed.
struct Wanted {
    i: usize,
    id: i64,
    pairs: Option<Range<usize>>,
}

/// The nodes of a dense group that have a tag, and all their tags.
#[derive(Default)]
struct Tagged {
    pairs: Vec<u32>,
    /// Which node of the group, and where its pairs are.
    nodes: Vec<(usize, Range<usize>)>,
}

impl Tagged {
    /// The list has the pairs of each node, each node's ended by a zero.
    fn read(list: &[u8], key: u64) -> Result<Tagged, Malformed> {
        let mut tagged = Tagged::default();
        let (mut node, mut start, mut has_key) = (0, 0, false);
        let mut numbers = packed(list);
        while let Some(number) = numbers.next() {
            let number = number?;
            if number == 0 {
                match has_key {
                    true => tagged.nodes.push((node, start..tagged.pairs.len())),
                    false => tagged.pairs.truncate(start),
                }
                (node, start, has_key) = (node + 1, tagged.pairs.len(), false);
                continue;
            }
            let value = numbers.next().ok_or(Malformed::Uneven)??;
            has_key |= number == key;
            for number in [number, value] {
                let small = u32::try_from(number);
                tagged
                    .pairs
                    .push(small.map_err(|_| Malformed::NoSuchText(number))?);
            }
        }
        Ok(tagged)
    }
}

/// The parts that nodes and ways have in common.
struct Parts<'a> {
    id: i64,
    keys: &'a [u8],
    values: &'a [u8],
    /// Differences of node ids.
    refs: &'a [u8],
    /// Fields 9 and 10: of ways the places of the nodes, of relations the members and their kinds.
    places: [&'a [u8]; 2],
}

impl<'a> Parts<'a> {
    /// In nodes, fields 8 to 10 are something else.
    fn read(message: &'a [u8], is_way: bool) -> Result<Parts<'a>, Malformed> {
        let mut parts = Parts {
            id: 0,
            keys: &[],
            values: &[],
            refs: &[],
            places: [&[], &[]],
        };
        for field in fields(message) {
            let field = field?;
            match field.number {
                1 => parts.id = field.int()?,
                2 => parts.keys = field.bytes()?,
                3 => parts.values = field.bytes()?,
                8 if is_way => parts.refs = field.bytes()?,
                9 if is_way => parts.places[0] = field.bytes()?,
                10 if is_way => parts.places[1] = field.bytes()?,
                _ => {}
            }
        }
        Ok(parts)
    }

    fn has(&self, key: u64) -> Result<bool, Malformed> {
        for found in packed(self.keys) {
            if found? == key {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
