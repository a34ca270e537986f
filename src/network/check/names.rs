//! Names that may be one and the same, written in two ways.

use std::collections::{BTreeMap, BTreeSet};

use super::super::finding::Findings;
use super::super::{LineIdx, SegmentIdx, StationIdx};
use super::plausibility::{Written, sphere_km};
use super::spelling::one_apart;
use super::warning::NetworkWarning;

/// How near two stations with names one letter apart must be to be taken for one, in km. Assumption: a station entered
/// twice is placed within this; farther ones, like Songchon and Tongchon, are different places.
const SAME_PLACE_KM: f64 = 30.0;

/// A degree of latitude is at least this long, in km. Source: 110.57 at the equator (WGS 84).
const SHORTEST_DEGREE_KM: f64 = 110.5;

/// Stations of a country that are near each other and whose names are one letter apart.
pub(super) fn stations(written: &Written<'_>, findings: &mut Findings) {
    let network = written.network;
    let mut named: BTreeMap<&str, Vec<StationIdx>> = BTreeMap::new();
    for station in network.station_indices() {
        let name = network.station(station).name.as_str();
        named.entry(name).or_default().push(station);
    }
    let lat = |station: &StationIdx| network.station(*station).position.lat;
    for stations in named.values_mut() {
        stations.sort_by(|a, b| lat(a).total_cmp(&lat(b)));
    }
    let (names, stations): (Vec<&str>, Vec<Vec<StationIdx>>) = named.into_iter().unzip();
    for (i, j) in one_apart(&names) {
        for &a in &stations[i] {
            let reach = SAME_PLACE_KM / SHORTEST_DEGREE_KM;
            let begin = stations[j].partition_point(|b| lat(b) < lat(&a) - reach);
            let beside = stations[j][begin..].iter();
            for &b in beside.take_while(|b| lat(b) <= lat(&a) + reach) {
                implausible_pair(a, b, written, findings);
            }
        }
    }
}

fn implausible_pair(a: StationIdx, b: StationIdx, written: &Written<'_>, findings: &mut Findings) {
    let (one, other) = (written.network.station(a), written.network.station(b));
    let distance_km = sphere_km(one.position, other.position);
    if one.country != other.country || distance_km > SAME_PLACE_KM {
        return;
    }
    let name_a = written.station(a, "name");
    let name_b = written.station(b, "name");
    let (first, second) = if name_a.place() < name_b.place() {
        (name_a, name_b)
    } else {
        (name_b, name_a)
    };
    let warning = NetworkWarning::NamesOneApart {
        name: second.text().to_owned(),
        other: first.text().to_owned(),
        distance_km,
        line: first.place().line,
    };
    findings.push(second.finding(&warning));
}

/// Lines that meet at a station and whose names are one letter apart.
pub(super) fn lines(written: &Written<'_>, findings: &mut Findings) {
    let names: Vec<&str> = written.network.lines().iter().map(String::as_str).collect();
    let pairs = one_apart(&names);
    if pairs.is_empty() {
        return;
    }
    let mut reach: Vec<BTreeSet<StationIdx>> = vec![BTreeSet::new(); names.len()];
    let mut first: BTreeMap<LineIdx, SegmentIdx> = BTreeMap::new();
    for (segment, index) in written.network.segments().iter().zip(0..) {
        let Some(line) = segment.line else { continue };
        reach[line.0 as usize].extend([segment.from, segment.to]);
        let index = SegmentIdx(index);
        let earliest = first.entry(line).or_insert(index);
        let row = |s: SegmentIdx| written.rows.segments[s.0 as usize];
        if row(index) < row(*earliest) {
            *earliest = index;
        }
    }
    let line = |i: usize| u32::try_from(i).ok().map(LineIdx);
    let cell = |i: usize| Some(written.segment(*first.get(&line(i)?)?, "line"));
    for (i, j) in pairs {
        if reach[i].is_disjoint(&reach[j]) {
            continue;
        }
        let Some((a, b)) = cell(i).zip(cell(j)) else {
            continue;
        };
        let (earlier, later) = if a.place() < b.place() {
            (a, b)
        } else {
            (b, a)
        };
        let warning = NetworkWarning::LinesOneApart {
            name: later.text().to_owned(),
            other: earlier.text().to_owned(),
            line: earlier.place().line,
        };
        findings.push(later.finding(&warning));
    }
}
