//! The rows of `segments.csv`.

use std::collections::HashMap;

use jiff::civil::Date;

use super::super::table::{Cell, Row, Table};
use super::super::{Along, Electrification, GaugeSet, LineIdx, Segment, Usage};
use super::context::Context;
use super::problem::NetworkError;
use super::stations::SPEED_KMH;
use crate::units::{Grade, Length, Speed};

/// How long a segment may be, in km. Assumption: a metre at least. Trains run 1,376 km without a stop (the Auto Train from
/// Lorton to Sanford); the Trans-Siberian Railway, which has 9,288 km, is longer than any line without a station.
pub(super) const LENGTH_KM: std::ops::RangeInclusive<f64> = 0.001..=10_000.0;

/// The steepest gradient on rails, in per mille. Source: the rack railway up Mount Pilatus climbs 480.
pub(super) const GRADIENT_PERMILLE: std::ops::RangeInclusive<f64> = 0.0..=480.0;

/// How many tracks a segment may have. Assumption: none is known with more than 12.
const TRACKS: std::ops::RangeInclusive<u32> = 1..=20;

/// Segments in an order that does not depend on that of the rows, the row each comes from, and the names of the lines.
pub(super) struct Segments {
    pub list: Vec<Segment>,
    pub rows: Vec<usize>,
    pub lines: Vec<String>,
    /// Stations that a refused row joins: what is said of them elsewhere is not wrong for that.
    pub refused: Vec<(super::StationIdx, super::StationIdx)>,
    /// Whether the ends of every row are known, refused or not. If not, nobody can say that two stations are not joined.
    pub knows_ends: bool,
}

/// Reads all segments.
pub(super) fn read(table: &Table, context: &mut Context<'_>) -> Segments {
    let names = table.rows().filter_map(|row| row.cell("line").known());
    let mut lines: Vec<&str> = names.collect();
    // Rows of one line stand together, so this leaves little to sort.
    lines.dedup();
    lines.sort_unstable();
    lines.dedup();
    let mut found: Vec<(Segment, usize)> = Vec::with_capacity(table.len());
    let mut refused = Vec::new();
    for row in table.rows().filter(|row| !row.is_ragged()) {
        let segment = segment(row, &lines, &mut refused, context);
        found.extend(segment.map(|segment| (segment, row.index())));
    }
    found.sort_by_cached_key(|(segment, row)| (key(segment), *row));
    refuse_duplicates(table, &found, context);
    if table.has_column("id") {
        refuse_duplicate_ids(table, context);
    }
    let knows_ends = found.len() + refused.len() == table.len();
    let (list, rows) = found.into_iter().unzip();
    Segments {
        list,
        rows,
        lines: lines.into_iter().map(str::to_owned).collect(),
        refused,
        knows_ends,
    }
}

/// One segment; `None` when its row has an error, and then its ends are among the `refused` if they are stations.
fn segment(
    row: Row<'_>,
    lines: &[&str],
    refused: &mut Vec<(super::StationIdx, super::StationIdx)>,
    context: &mut Context<'_>,
) -> Option<Segment> {
    let [
        from,
        to,
        line,
        length_km,
        length_quality,
        gauge_mm,
        tracks,
        electrification,
        max_speed_kmh,
        inferred_speed_kmh,
        max_gradient,
        usage,
        oneway,
        opened,
        closed,
        notes,
        source,
        _geometry,
        _id,
    ] = row.cells();
    let ends = ends(from, to, context);
    let length = context.ok(length_km
        .required()
        .and_then(|_| length_km.number(LENGTH_KM)));
    let length_quality = context.quality(length_quality);
    let gauges = gauges(gauge_mm, context);
    let tracks = context.ok(tracks.whole(TRACKS));
    let systems = [
        "none",
        "3kV-DC",
        "25kV-AC",
        "other voltages with -DC or -AC",
    ];
    let electrification = context.ok(electrification.word(Electrification::parse, &systems));
    let max_speed = context.ok(max_speed_kmh.number(SPEED_KMH));
    let inferred_speed = context.ok(inferred_speed_kmh.number(SPEED_KMH));
    let max_gradient = context.ok(max_gradient.number(GRADIENT_PERMILLE));
    let usages = ["main", "branch", "freight", "connecting"];
    let usage = context.ok(usage.word(Usage::parse, &usages));
    let oneway = context.ok(oneway.word(is_oneway, &["yes", "no"]));
    let dates = dates(opened, closed, context);
    let sources = context.source_ids(source);
    let (from, to) = ends?;
    let sound = || {
        let (opened, closed) = dates?;
        Some(Segment {
            from,
            to,
            line: line.known().and_then(|name| line_of(name, lines)),
            length: Length::from_km(length??),
            length_quality: length_quality?,
            gauges: gauges?,
            tracks: tracks?.and_then(|tracks| u8::try_from(tracks).ok()),
            electrification: electrification?,
            max_speed: max_speed?.map(Speed::from_kmh),
            inferred_speed: inferred_speed?.map(Speed::from_kmh),
            max_gradient: max_gradient?.map(Grade::from_permille),
            limits: Along::default(),
            gradients: Along::default(),
            usage: usage?,
            oneway: oneway?,
            opened,
            closed,
            notes: notes.known().map(str::to_owned),
            sources,
        })
    };
    let segment = sound();
    if segment.is_none() {
        refused.push((from, to));
    }
    segment
}

/// Reads `oneway`; empty means that trains run in both directions.
fn is_oneway(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "" | "no" => Some(false),
        _ => None,
    }
}

fn line_of(name: &str, lines: &[&str]) -> Option<LineIdx> {
    let position = lines.binary_search(&name).ok()?;
    u32::try_from(position).ok().map(LineIdx)
}

fn ends(
    from: Cell<'_>,
    to: Cell<'_>,
    context: &mut Context<'_>,
) -> Option<(super::StationIdx, super::StationIdx)> {
    let ends = (context.station(from), context.station(to));
    if !from.text().is_empty() && from.text() == to.text() {
        let station = from.text().to_owned();
        context.refuse(to, NetworkError::SelfLoop { station });
        return None;
    }
    ends.0.zip(ends.1)
}

fn gauges(cell: Cell<'_>, context: &mut Context<'_>) -> Option<GaugeSet> {
    context.ok(cell.required())?;
    let gauges = context.gauges(cell)?;
    let set = GaugeSet::new(gauges);
    if set.is_none() {
        let (column, found) = (cell.column(), cell.text().to_owned());
        let guess = None;
        context.refuse(
            cell,
            NetworkError::UnknownGauge {
                column,
                found,
                guess,
            },
        );
    }
    set
}

fn dates(
    opened: Cell<'_>,
    closed: Cell<'_>,
    context: &mut Context<'_>,
) -> Option<(Option<Date>, Option<Date>)> {
    let (first, end) = (context.ok(opened.date()), context.ok(closed.date()));
    let (first, end) = (first?, end?);
    if first.zip(end).is_some_and(|(first, end)| end <= first) {
        let (opened, closed_on) = (opened.text().to_owned(), closed.text().to_owned());
        let error = NetworkError::ClosedBeforeOpened {
            opened,
            closed: closed_on,
        };
        context.refuse(closed, error);
        return None;
    }
    Some((first, end))
}

/// What makes a segment another one than its parallels, in an order that does not depend on rows.
pub(super) type Key = (
    super::StationIdx,
    super::StationIdx,
    Option<LineIdx>,
    Option<Date>,
    Option<Date>,
    Length,
);

pub(super) fn key(segment: &Segment) -> Key {
    (
        segment.from.min(segment.to),
        segment.from.max(segment.to),
        segment.line,
        segment.opened,
        segment.closed,
        segment.length,
    )
}

/// In which directions trains run: from the lower numbered station to the higher, and back.
pub(super) fn directions(segment: &Segment) -> [bool; 2] {
    let low = segment.from.min(segment.to);
    [low, segment.other_end(low)].map(|end| segment.allows_from(end))
}

/// Two rows that have the same id.
fn refuse_duplicate_ids(table: &Table, context: &mut Context<'_>) {
    let mut first: HashMap<&str, u32> = HashMap::new();
    for row in table.rows().filter(|row| !row.is_ragged()) {
        let cell = row.cell("id");
        let Some(id) = cell.known() else { continue };
        match first.get(id) {
            Some(first) => {
                let (id, first) = (id.to_owned(), *first);
                context.refuse(cell, NetworkError::DuplicateId { id, first });
            }
            None => {
                first.insert(id, cell.place().line);
            }
        }
    }
}

/// Two rows that say the same; `found` has them side by side.
fn refuse_duplicates(table: &Table, found: &[(Segment, usize)], context: &mut Context<'_>) {
    for group in found.chunk_by(|(a, _), (b, _)| key(a) == key(b)) {
        for (i, (segment, row)) in group.iter().enumerate() {
            let same = group[..i].iter().find(|(before, _)| {
                before.gauges == segment.gauges
                    && before.usage == segment.usage
                    && before.electrification == segment.electrification
                    && directions(before) == directions(segment)
            });
            if let Some((_, first)) = same {
                let first = table.row(*first).cell("from").place().line;
                let from = table.row(*row).cell("from");
                context.refuse(from, NetworkError::DuplicateSegment { first });
            }
        }
    }
}
