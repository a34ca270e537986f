//! The table of tracks in a file of tracks: CSV text, padded to whole words.
//!
//! A graph has few different tracks and many edges, so the table is small, and it is read only when it is asked for.

use jiff::civil::Date;

use crate::network::{Electrification, Gauge, Usage};
use crate::units::{Grade, Speed};

use super::kind::{Direction, LineState, STEEPEST_PERMILLE, Service, Track, TrackClass};
use super::sections::Words;

/// The table as words: length of the text in bytes, then the text.
pub(super) fn write(tracks: &[Track]) -> Words {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for track in tracks {
        writer
            .write_record(cells(track))
            .expect("memory takes everything");
    }
    pack(writer.into_inner().expect("memory takes everything"))
}

/// A text as words: its length in bytes, then the text.
pub(super) fn pack(mut text: Vec<u8>) -> Words {
    let length = text.len() as u32;
    text.resize(text.len().next_multiple_of(4), 0);
    let words = text
        .chunks_exact(4)
        .map(|b| u32::from_ne_bytes([b[0], b[1], b[2], b[3]]));
    std::iter::once(length).chain(words).collect()
}

fn cells(track: &Track) -> [String; 14] {
    let gauges: Vec<String> = track
        .gauges
        .iter()
        .map(|gauge| gauge.mm().to_string())
        .collect();
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    let permille =
        |grade: Option<Grade>| grade.map_or_else(String::new, |grade| grade.permille().to_string());
    let kmh = |limit: Option<Speed>| limit.map_or_else(String::new, |v| v.kmh().to_string());
    [
        track.class.as_str().to_owned(),
        track.state.as_str().to_owned(),
        gauges.join(";"),
        track.electrification.as_str().to_owned(),
        kmh(track.limits[0]),
        kmh(track.limits[1]),
        track.usage.map_or("", Usage::as_str).to_owned(),
        track.service.map_or("", Service::as_str).to_owned(),
        track
            .tracks
            .map_or_else(String::new, |tracks| tracks.to_string()),
        track.direction.as_str().to_owned(),
        track.line.clone().unwrap_or_default(),
        day(track.opened),
        day(track.closed),
        permille(track.gradient),
    ]
}

/// The text of some words.
pub(super) fn unpack(words: &[u32]) -> &[u8] {
    let Some((length, words)) = words.split_first() else {
        return &[];
    };
    let text: &[u8] = bytemuck::cast_slice(words);
    &text[..text.len().min(*length as usize)]
}

/// Reads the table. What cannot be read in it is unknown.
pub(super) fn read(words: &[u32]) -> Vec<Track> {
    let text = unpack(words);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text);
    reader
        .records()
        .map(|record| track(&record.unwrap_or_default()))
        .collect()
}

fn track(record: &csv::StringRecord) -> Track {
    let cell = |i: usize| record.get(i).unwrap_or("");
    let mut track = Track::new(TrackClass::parse(cell(0)).unwrap_or(TrackClass::Rail));
    track.state = LineState::parse(cell(1)).unwrap_or(LineState::InUse);
    let gauges = cell(2).split(';').filter_map(|mm| mm.parse().ok());
    track.gauges = gauges.filter_map(Gauge::from_mm).collect();
    track.electrification = Electrification::parse(cell(3)).unwrap_or(Electrification::Unknown);
    let kmh = |i| {
        cell(i)
            .parse::<f64>()
            .ok()
            .filter(|kmh| kmh.is_finite() && *kmh > 0.0)
    };
    track.limits = [4, 5].map(|i| kmh(i).map(Speed::from_kmh));
    track.usage = (!cell(6).is_empty())
        .then(|| Usage::parse(cell(6)))
        .flatten();
    track.service = Service::parse(cell(7));
    track.tracks = cell(8).parse().ok();
    track.direction = Direction::parse(cell(9)).unwrap_or(Direction::Both);
    track.line = Some(cell(10))
        .filter(|line| !line.is_empty())
        .map(str::to_owned);
    track.opened = cell(11).parse().ok();
    track.closed = cell(12).parse().ok();
    let gradient = cell(13).parse::<f64>().ok();
    let gradient = gradient.filter(|permille| permille.abs() <= STEEPEST_PERMILLE);
    track.gradient = gradient.map(Grade::from_permille);
    track
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracks_read_back_as_they_were() {
        let plain = Track::new(TrackClass::NarrowGauge);
        let full = Track {
            class: TrackClass::Rail,
            state: LineState::Construction,
            gauges: [1435, 1520]
                .into_iter()
                .filter_map(Gauge::from_mm)
                .collect(),
            electrification: Electrification::System("25kV-AC".into()),
            limits: [Some(Speed::from_kmh(80.467_2)), None],
            usage: Some(Usage::Branch),
            service: Some(Service::Crossover),
            tracks: Some(2),
            direction: Direction::OnlyBackward,
            line: Some("P'yŏngra, \"Line\"".to_owned()),
            gradient: Some(Grade::from_permille(-12.5)),
            opened: Some(jiff::civil::date(2015, 12, 13)),
            closed: None,
        };
        let tracks = [plain, full];
        assert_eq!(read(&write(&tracks)), tracks);
        assert_eq!(read(&[]), []);
        // A damaged text gives unknown cells, not a panic.
        assert_eq!(read(&[8, u32::MAX, 7])[0].line, None);
    }
}
