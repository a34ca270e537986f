//! Sightings on the route: their instants, their places, whether they can be true, and what is unusual of them.

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::{
    ContradictorySighting, Convoy, FEW_SAMPLES, LocateError, SAMPLES, Seen, Sighting, elapsed,
};
use crate::journey::clock::{self, Departure};
use crate::journey::{Dwell, Fix, FixKind, NoSample, Progress};
use crate::network::{Network, StationIdx};
use crate::units::{Length, RunTime, format};

/// The instant of a time by the clock of a station, or with its own offset.
pub(super) fn instant(
    network: &Network,
    station: StationIdx,
    time: &Departure,
) -> Result<Timestamp, LocateError> {
    if let Departure::Instant { at, .. } = time {
        return Ok(*at);
    }
    let station = network.station(station);
    let zone = station.timezone.as_deref();
    let zone = zone.ok_or_else(|| LocateError::NoZone {
        station: station.name.clone(),
    })?;
    Ok(time.in_zone(zone)?.timestamp())
}

/// An instant by the clock of a station, in words; by that of UTC where the zone is not known.
pub(super) fn shown(network: &Network, station: StationIdx, at: Timestamp) -> String {
    let zone = network.station(station).timezone.as_deref();
    let zone = zone.and_then(|zone| clock::time_zone(zone).ok());
    at.to_zoned_datetime(zone.unwrap_or_else(|| TimeZone::fixed(Offset::UTC)))
        .strftime("%Y-%m-%d %H:%M (UTC%:z)")
        .to_string()
}

/// The sightings by time; of those at one time the first given comes first.
pub(super) fn in_order(
    network: &Network,
    sightings: &[Sighting],
) -> Result<Vec<Seen>, LocateError> {
    let seen = |sighting: &Sighting| {
        Ok(Seen {
            at: instant(network, sighting.station, &sighting.time)?,
            sighting: sighting.clone(),
            place: Length::ZERO,
            sight: None,
        })
    };
    let mut seen: Vec<Seen> = sightings
        .iter()
        .map(seen)
        .collect::<Result<_, LocateError>>()?;
    seen.sort_by_key(|seen| seen.at);
    Ok(seen)
}

/// What sightings are held against.
pub(super) struct SightingContext<'a> {
    pub network: &'a Network,
    pub progress: &'a Progress<'a>,
    pub departed: Timestamp,
}

/// The sighting before, or the departure.
#[derive(Clone, Copy)]
struct Last {
    station: StationIdx,
    place: Length,
    at: Timestamp,
    precision: RunTime,
    /// Likely time since the departure, the stand included where the train was seen to leave.
    likely: RunTime,
}

impl SightingContext<'_> {
    fn name(&self, station: StationIdx) -> String {
        self.network.station(station).name.clone()
    }

    fn clock(&self, station: StationIdx, at: Timestamp) -> String {
        shown(self.network, station, at)
    }

    fn start(&self) -> StationIdx {
        let mut stations = self.progress.stations();
        stations.next().expect("a route has stations").0
    }

    /// Gives each sighting its place, and checks that it can be true after those before it. Returns what to remark.
    pub fn place(&self, seen: &mut [Seen]) -> Result<Vec<String>, LocateError> {
        let mut remarks = Vec::new();
        let start = self.start();
        // The start stands for a sighting that is exact.
        let mut last = Last {
            station: start,
            place: Length::ZERO,
            at: self.departed,
            precision: RunTime::ZERO,
            likely: RunTime::ZERO,
        };
        for seen in seen {
            let station = seen.sighting.station;
            let precision = seen.sighting.quality.precision();
            let early = elapsed(seen.at, self.departed);
            if station == start && self.place_after(seen, last).is_none() {
                if -early > precision {
                    return Err(self.after_departure(seen).into());
                }
                remarks.push(format!(
                    "that it was at {} before it left says nothing new",
                    self.name(station)
                ));
                continue;
            }
            if early > precision {
                return Err(self.before_departure(seen, early).into());
            }
            seen.place = self
                .place_after(seen, last)
                .ok_or_else(|| self.out_of_order(seen, last))?;
            let time = elapsed(last.at, seen.at);
            let technical_minimum = self.progress.technical_minimum(last.place, seen.place);
            if time + precision + last.precision < technical_minimum {
                return Err(self.too_fast(seen, last, technical_minimum).into());
            }
            last = Last {
                station,
                place: seen.place,
                at: seen.at,
                precision,
                likely: self.likely(seen),
            };
        }
        Ok(remarks)
    }

    /// The place of a sighting at or behind another: of several calls at the station the one whose likely time since then
    /// is nearest.
    fn place_after(&self, seen: &Seen, last: Last) -> Option<Length> {
        let since = elapsed(last.at, seen.at);
        let calls = self
            .progress
            .stations()
            .filter(|(station, at)| *station == seen.sighting.station && *at >= last.place)
            .filter(|(_, at)| *at > Length::ZERO);
        let off = |place: Length| (self.progress.likely_at(place) - last.likely - since).abs();
        calls.map(|(_, at)| at).min_by_key(|at| off(*at))
    }

    /// The likely time of what was seen.
    fn likely(&self, seen: &Seen) -> RunTime {
        let dwells = self.progress.dwells().iter();
        let here = dwells.filter(|dwell| dwell.at == seen.place);
        let leaving = here.filter(|_| seen.sighting.kind == FixKind::Leaving);
        self.progress.likely_at(seen.place) + leaving.map(Dwell::likely).sum()
    }

    fn before_departure(&self, seen: &Seen, early: RunTime) -> ContradictorySighting {
        let (station, start) = (seen.sighting.station, self.start());
        ContradictorySighting::BeforeDeparture {
            station: self.name(station),
            clock: self.clock(station, seen.at),
            from: self.name(start),
            departed: self.clock(start, self.departed),
            early,
        }
    }

    fn after_departure(&self, seen: &Seen) -> ContradictorySighting {
        let station = seen.sighting.station;
        ContradictorySighting::AfterDeparture {
            station: self.name(station),
            clock: self.clock(station, seen.at),
            departed: self.clock(station, self.departed),
        }
    }

    fn out_of_order(&self, seen: &Seen, last: Last) -> ContradictorySighting {
        let station = seen.sighting.station;
        let place = self.progress.stations().find(|(own, _)| *own == station);
        ContradictorySighting::OutOfOrder {
            station: self.name(station),
            clock: self.clock(station, seen.at),
            before: self.name(last.station),
            before_clock: self.clock(last.station, last.at),
            back: place.map_or(Length::ZERO, |(_, place)| last.place - place),
        }
    }

    fn too_fast(
        &self,
        seen: &Seen,
        last: Last,
        technical_minimum: RunTime,
    ) -> ContradictorySighting {
        let station = seen.sighting.station;
        // Rounded up, so that what is said to be possible is.
        let seconds = SignedDuration::from_secs((technical_minimum.minutes().ceil() * 60.0) as i64);
        let earliest = last.at.checked_add(seconds).ok();
        ContradictorySighting::TooFast {
            station: self.name(station),
            clock: self.clock(station, seen.at),
            before: self.name(last.station),
            distance: seen.place - last.place,
            time: elapsed(last.at, seen.at),
            technical_minimum,
            earliest: earliest.map(|earliest| self.clock(station, earliest)),
        }
    }

    /// The sightings behind the start, for the samples.
    pub fn fixes(&self, seen: &[Seen]) -> Vec<Fix> {
        let inner = seen.iter().filter(|seen| seen.place > Length::ZERO);
        let fix = |seen: &Seen| Fix {
            at: seen.place,
            time: elapsed(self.departed, seen.at),
            precision: seen.sighting.quality.precision(),
            kind: seen.sighting.kind,
        };
        inner.map(fix).collect()
    }

    /// Why no sample agrees.
    pub fn no_sample(&self, seen: &[Seen], no_sample: NoSample) -> LocateError {
        let mut inner = seen.iter().filter(|seen| seen.place > Length::ZERO);
        let seen = inner.nth(no_sample.fix).expect("each fix is a sighting");
        ContradictorySighting::NoSample {
            station: self.name(seen.sighting.station),
            clock: self.clock(seen.sighting.station, seen.at),
            technical_minimum: self.progress.technical_minimum(Length::ZERO, seen.place),
            samples: SAMPLES,
        }
        .into()
    }

    /// What is out of the usual.
    pub fn remarks(&self, seen: &[Seen]) -> Vec<String> {
        let mut remarks = Vec::new();
        for seen in seen {
            let Some(sight) = seen.sight else { continue };
            let time = elapsed(self.departed, seen.at);
            let (station, later) = (self.name(seen.sighting.station), sight.later_percent);
            let than = match (time < sight.expected.low(), time > sight.expected.high()) {
                (true, _) => format!("earlier than {}", share(later)),
                (_, true) => format!("later than {}", share(100.0 - later)),
                _ => continue,
            };
            remarks.push(format!(
                "seen at {station} {} after the departure, {than}; expected after {}",
                format::duration(time),
                format::duration_range(&sight.expected),
            ));
        }
        let least = seen.iter().filter_map(|seen| Some(seen.sight?.effective));
        let least = least.fold(f64::INFINITY, f64::min);
        if least < FEW_SAMPLES {
            remarks.push(format!(
                "only {least:.0} of {SAMPLES} samples' worth agree with what was seen, so the ranges are rough"
            ));
        }
        remarks
    }

    /// Dwells that are longer than the headway of a convoy.
    pub fn crowded(&self, convoy: Convoy) -> Vec<String> {
        let dwells = self.progress.dwells().iter();
        let long = dwells.filter(|dwell| dwell.likely() > convoy.headway && dwell.ends_leg());
        long.map(|dwell| {
            format!(
                "at {} each train stands {}, so there the next one comes before the one ahead has left",
                self.name(dwell.station),
                format::duration(dwell.likely()),
            )
        })
        .collect()
    }
}

/// `97 % of samples`, `every sample`.
fn share(percent: f64) -> String {
    if percent > 99.9 {
        String::from("every sample")
    } else {
        format!("{percent:.0} % of samples")
    }
}

/// Words for what was seen.
#[must_use]
pub fn kind_words(kind: FixKind) -> &'static str {
    match kind {
        FixKind::There => "there",
        FixKind::Arriving => "arriving",
        FixKind::Leaving => "leaving",
    }
}
