//! Parts that are added to a network from a sketch of the world's railways.
//!
//! An added station, segment or border is like any other, so that planner, engine and renderers need not know of
//! sketches; [`Sketched`] keeps what is known of them besides: which lines are sketched, how fast trains usually are
//! there, and how the segments bend.

use std::collections::BTreeMap;

use super::along::Along;
use super::{
    Border, BorderOperation, Country, CountryFacts, Electrification, Gauge, GaugeSet,
    JunctionMovement, LatLon, LineIdx, Network, Parts, Quality, Segment, SegmentIdx, Source,
    Station, StationId, StationIdx, TrainKind, Usage,
};
use crate::units::{Estimate, Length, RunTime, Speed};

/// The id of the sketch among the sources.
pub const SKETCH_SOURCE: &str = "sketch";

/// What is known of the sketched parts of a network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketched {
    /// The sketched lines, with the mean speed of an ordinary long-distance train over them, stops included.
    pub lines: BTreeMap<LineIdx, SketchedLine>,
    /// What to say of an answer that uses the sketch.
    pub remarks: Vec<String>,
}

/// A line of the sketch: the railways of one country.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SketchedLine {
    /// The country.
    pub country: Country,
    /// Mean speed of an ordinary long-distance train between terminals.
    pub ordinary: Speed,
    /// Highest speed of any train in the country.
    pub cap: Speed,
}

/// Parts to be added to a network.
#[derive(Clone, Debug, Default)]
pub(crate) struct Added {
    pub stations: Vec<Station>,
    pub segments: Vec<AddedSegment>,
    pub borders: Vec<AddedBorder>,
    pub countries: BTreeMap<Country, CountryFacts>,
    /// The line of each country, and its speeds.
    pub lines: BTreeMap<Country, (String, SketchedLine)>,
    pub source: Option<Source>,
    pub attribution: Option<String>,
    pub remarks: Vec<String>,
}

/// A segment to be added; its stations by their ids.
#[derive(Clone, Debug)]
pub(crate) struct AddedSegment {
    pub from: StationId,
    pub to: StationId,
    /// Whose line it belongs to.
    pub country: Country,
    pub length: Length,
    pub gauges: GaugeSet,
    pub bends: Vec<LatLon>,
    pub notes: Option<String>,
}

/// Something done at an added border; its stations by their ids.
#[derive(Clone, Debug)]
pub(crate) struct AddedBorder {
    pub ends: (StationId, StationId),
    pub at: StationId,
    pub work: BorderOperation,
    pub gauges: Option<(Gauge, Gauge)>,
    pub time: Estimate<RunTime>,
}

impl Network {
    /// What is known of sketched parts; `None` for a network without any.
    #[must_use]
    pub fn sketched(&self) -> Option<&Sketched> {
        self.sketched.as_deref()
    }

    /// Whether a segment is sketched.
    #[must_use]
    pub fn is_sketched(&self, segment: SegmentIdx) -> bool {
        self.segment(segment).length_quality == Quality::Sketched
    }

    /// Adds a remark on the sketched parts.
    pub(crate) fn remark(&mut self, text: String) {
        if let Some(sketched) = &mut self.sketched {
            sketched.remarks.push(text);
        }
    }

    /// The network with more parts, or the parts alone where `with_own` is false.
    pub(crate) fn extended(&self, added: Added, with_own: bool) -> Network {
        let mut parts = self.parts(with_own);
        let own = parts.stations.len();
        let place = merge_stations(&mut parts, added.stations);
        let number = |station: StationIdx| place[station.0 as usize];
        debug_assert!(place.len() >= own);
        for segment in &mut parts.segments {
            segment.from = number(segment.from);
            segment.to = number(segment.to);
        }
        for border in &mut parts.borders {
            border.ends = (number(border.ends.0), number(border.ends.1));
            border.at = number(border.at);
        }
        let junctions: Vec<((StationIdx, StationIdx, StationIdx), JunctionMovement)> =
            std::mem::take(&mut parts.junctions).into_iter().collect();
        for ((via, from, to), movement) in junctions {
            parts
                .junctions
                .insert((number(via), number(from), number(to)), movement);
        }
        let mut sketched = Sketched {
            remarks: added.remarks,
            ..Sketched::default()
        };
        let mut line_of = BTreeMap::new();
        for (country, (name, line)) in added.lines {
            let index = LineIdx(u32::try_from(parts.lines.len()).expect("lines are few"));
            parts.lines.push(name);
            sketched.lines.insert(index, line);
            line_of.insert(country, index);
        }
        for segment in added.segments {
            let index = SegmentIdx(u32::try_from(parts.segments.len()).expect("segments are few"));
            if !segment.bends.is_empty() {
                parts.bends.insert(index, segment.bends.clone());
            }
            let line = line_of.get(&segment.country).copied();
            let made = segment.placed(&parts.stations, line);
            parts.segments.push(made);
        }
        for border in added.borders {
            let made = border.placed(&parts.stations);
            parts.borders.extend(made);
        }
        for (country, facts) in added.countries {
            parts.countries.entry(country).or_insert(facts);
        }
        if let Some(source) = added.source {
            let known = parts.sources.entry(SKETCH_SOURCE.to_owned());
            known.or_insert(source);
        }
        if let Some(more) = added.attribution {
            let own = parts.package.attribution.take();
            parts.package.attribution = Some(match own {
                Some(own) => format!("{own} {more}"),
                None => more,
            });
        }
        let mut network = Network::assemble(parts);
        network.sketched = Some(Box::new(sketched));
        network
    }

    /// A copy of the parts of this network, or of its frame alone.
    fn parts(&self, with_own: bool) -> Parts {
        let empty = Parts {
            package: self.package.clone(),
            stations: Vec::new(),
            segments: Vec::new(),
            bends: BTreeMap::new(),
            lines: Vec::new(),
            junctions: BTreeMap::new(),
            borders: Vec::new(),
            countries: self.countries.clone(),
            sources: self.sources.clone(),
        };
        match with_own {
            false => empty,
            true => Parts {
                stations: self.stations.clone(),
                segments: self.segments.clone(),
                bends: self.bends.clone(),
                lines: self.lines.clone(),
                junctions: self.junctions.clone(),
                borders: self.borders.clone(),
                ..empty
            },
        }
    }
}

/// Puts stations in among those of a network, in the order of their ids; gives the new number of each old one.
fn merge_stations(parts: &mut Parts, added: Vec<Station>) -> Vec<StationIdx> {
    let mut all: Vec<(Option<usize>, Station)> = std::mem::take(&mut parts.stations)
        .into_iter()
        .enumerate()
        .map(|(number, station)| (Some(number), station))
        .collect();
    let own = all.len();
    all.extend(added.into_iter().map(|station| (None, station)));
    all.sort_by(|a, b| a.1.id.cmp(&b.1.id));
    let mut place = vec![StationIdx(0); own];
    for (at, (old, _)) in all.iter().enumerate() {
        if let Some(old) = old {
            place[*old] = StationIdx(u32::try_from(at).expect("stations are few"));
        }
    }
    parts.stations = all.into_iter().map(|(_, station)| station).collect();
    place
}

fn number(stations: &[Station], id: &StationId) -> StationIdx {
    let at = stations
        .binary_search_by(|station| station.id.cmp(id))
        .expect("an added part names stations that are there");
    StationIdx(u32::try_from(at).expect("stations are few"))
}

impl AddedSegment {
    fn placed(self, stations: &[Station], line: Option<LineIdx>) -> Segment {
        Segment {
            from: number(stations, &self.from),
            to: number(stations, &self.to),
            line,
            length: self.length,
            length_quality: Quality::Sketched,
            gauges: self.gauges,
            tracks: None,
            electrification: Electrification::Unknown,
            max_speed: None,
            inferred_speed: None,
            max_gradient: None,
            usage: Usage::Main,
            opened: None,
            closed: None,
            oneway: false,
            limits: Along::default(),
            gradients: Along::default(),
            notes: self.notes,
            sources: vec![SKETCH_SOURCE.to_owned()],
        }
    }
}

impl AddedBorder {
    /// The same for every kind of train.
    fn placed(self, stations: &[Station]) -> Vec<Border> {
        let ends = (
            number(stations, &self.ends.0),
            number(stations, &self.ends.1),
        );
        let at = number(stations, &self.at);
        [TrainKind::Special, TrainKind::Ordinary, TrainKind::Freight]
            .into_iter()
            .map(|train_kind| Border {
                ends,
                at,
                operation: self.work,
                train_kind,
                gauges: self.gauges,
                time: Some(self.time),
                is_assumed: false,
                sources: vec![SKETCH_SOURCE.to_owned()],
                notes: Some(String::from("sketched: the time is an assumption")),
            })
            .collect()
    }
}
