//! What a train is known to hold: sustained speeds by country and line, its allowance, its stops.

use crate::network::{Country, Segment, StationId, Usage};
use crate::units::{Estimate, RunTime, Speed};

/// The speed a train sustains between stops where no limit and no gradient holds it lower.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeedRow {
    /// The country; `None` stands for all that have no row of their own.
    pub country: Option<Country>,
    /// Only on this line.
    pub line: Option<String>,
    /// Only on segments of this usage.
    pub usage: Option<Usage>,
    /// Only on segments of so many tracks.
    pub tracks: Option<u8>,
    /// The speed: the 10, 50 and 90 % points of its mean over a trip.
    pub speed: Estimate<Speed>,
    /// Where it comes from.
    pub basis: String,
}

impl SpeedRow {
    /// How closely the row fits a kind of track; `None` when it does not. Country weighs more than line, line more than
    /// usage, usage more than tracks.
    fn fit(&self, of: &RowKind) -> Option<u8> {
        let country = closeness(8, self.country.map(|own| Some(own) == of.country))?;
        let tracks = closeness(1, self.tracks.map(|own| Some(own) == of.tracks))?;
        let usage = closeness(2, self.usage.map(|own| Some(own) == of.usage))?;
        let line = closeness(4, self.line.as_deref().map(|own| Some(own) == of.line))?;
        Some(country + line + usage + tracks)
    }

    /// The kind of track that the row is for.
    fn kind(&self) -> RowKind<'_> {
        RowKind {
            country: self.country,
            line: self.line.as_deref(),
            usage: self.usage,
            tracks: self.tracks,
        }
    }

    /// What it is for, in words: `CN, Jinghu Railway`, `RU, 1 track`.
    #[must_use]
    pub fn scope(&self) -> String {
        let country = self.country.as_ref().map_or("*", Country::code);
        let tracks = self.tracks.map(|tracks| match tracks {
            1 => String::from("1 track"),
            more => format!("{more} tracks"),
        });
        let usage = self.usage.map(|usage| usage.as_str().to_owned());
        let parts = [Some(country.to_owned()), self.line.clone(), usage, tracks];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// What it counts that a row wants something: `None` when that is not so, nothing when it does not want it.
fn closeness(weight: u8, is_so: Option<bool>) -> Option<u8> {
    match is_so {
        Some(true) => Some(weight),
        Some(false) => None,
        None => Some(0),
    }
}

/// A kind of track, as far as it is known.
struct RowKind<'k> {
    country: Option<Country>,
    line: Option<&'k str>,
    usage: Option<Usage>,
    tracks: Option<u8>,
}

/// The sustained speeds of a train; has a row for all countries.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeedProfile(Vec<SpeedRow>);

impl SpeedProfile {
    /// A profile; `None` without a row that fits everywhere.
    #[must_use]
    pub fn new(rows: Vec<SpeedRow>) -> Option<SpeedProfile> {
        let fits_everywhere = |row: &SpeedRow| {
            row.country.is_none()
                && row.line.is_none()
                && row.usage.is_none()
                && row.tracks.is_none()
        };
        rows.iter()
            .any(fits_everywhere)
            .then_some(SpeedProfile(rows))
    }

    /// The closest row for a segment; of equally close ones the first.
    #[must_use]
    pub fn row(&self, country: Country, line: Option<&str>, segment: &Segment) -> &SpeedRow {
        &self.0[self.place(country, line, segment)]
    }

    /// The number of that row.
    #[must_use]
    pub fn place(&self, country: Country, line: Option<&str>, segment: &Segment) -> usize {
        self.closest(&RowKind {
            country: Some(country),
            line,
            usage: Some(segment.usage),
            tracks: segment.tracks,
        })
    }

    /// The row for all that another profile's row is for, as far as this profile tells such tracks apart.
    #[must_use]
    pub fn row_like(&self, other: &SpeedRow) -> &SpeedRow {
        &self.0[self.closest(&other.kind())]
    }

    fn closest(&self, of: &RowKind) -> usize {
        let mut best: Option<(u8, usize)> = None;
        for (place, row) in self.0.iter().enumerate() {
            if let Some(fit) = row.fit(of)
                && best.is_none_or(|(old, _)| fit > old)
            {
                best = Some((fit, place));
            }
        }
        best.expect("a profile has a row that fits everywhere").1
    }

    /// All rows.
    #[must_use]
    pub fn rows(&self) -> &[SpeedRow] {
        &self.0
    }

    /// The same rows with other speeds, one for each.
    ///
    /// # Panics
    /// With another number of speeds than rows.
    #[must_use]
    pub fn with_speeds(&self, speeds: &[Estimate<Speed>]) -> SpeedProfile {
        assert_eq!(speeds.len(), self.0.len(), "a speed for each row");
        let row = |(row, speed): (&SpeedRow, &Estimate<Speed>)| SpeedRow {
            speed: *speed,
            ..row.clone()
        };
        SpeedProfile(self.0.iter().zip(speeds).map(row).collect())
    }
}

/// Time added to pure running, so that a train can be on time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainAllowance {
    /// Per cent of the running time.
    pub percent: f64,
    /// Minutes for every 100 km.
    pub minutes_per_100km: f64,
}

/// Where and how long a train stops of its own accord.
#[derive(Clone, Debug, PartialEq)]
pub struct StopRule {
    /// At which stations, or after how many kilometres, the train stops.
    pub place: StopPlace,
    /// How long.
    pub time: Estimate<RunTime>,
    /// Where the figures come from.
    pub basis: String,
}

/// Where a train stops.
#[derive(Clone, Debug, PartialEq)]
pub enum StopPlace {
    /// Once in so many kilometres in some countries; none named means all that no other rule names.
    Every {
        /// Distance between stops.
        km: f64,
        /// The countries.
        countries: Vec<Country>,
    },
    /// At a station.
    Station(StationId),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{Along, Electrification, Gauge, GaugeSet, Quality};
    use crate::units::Length;

    fn segment(tracks: Option<u8>) -> Segment {
        Segment {
            from: crate::network::StationIdx(0),
            to: crate::network::StationIdx(1),
            line: None,
            length: Length::from_km(8.0),
            length_quality: Quality::Sourced,
            gauges: GaugeSet::new(Gauge::from_mm(1435)).expect("one"),
            tracks,
            electrification: Electrification::Unknown,
            max_speed: None,
            inferred_speed: None,
            max_gradient: None,
            limits: Along::default(),
            gradients: Along::default(),
            usage: Usage::Main,
            oneway: false,
            opened: None,
            closed: None,
            notes: None,
            sources: Vec::new(),
        }
    }

    fn row(country: Option<&str>, line: Option<&str>, tracks: Option<u8>, kmh: f64) -> SpeedRow {
        SpeedRow {
            country: country.map(|code| Country::parse(code).expect("a code")),
            line: line.map(str::to_owned),
            usage: None,
            tracks,
            speed: Estimate::exact(Speed::from_kmh(kmh)),
            basis: String::from("assumption: test"),
        }
    }

    #[test]
    fn the_closest_row_wins() {
        let profile = SpeedProfile::new(vec![
            row(None, None, None, 60.0),
            row(Some("KP"), None, None, 45.0),
            row(Some("KP"), Some("P'yongui Line"), None, 54.0),
            row(Some("KP"), None, Some(2), 50.0),
        ])
        .expect("a row for all");
        let kp = Country::parse("KP").expect("a code");
        let ru = Country::parse("RU").expect("a code");
        let likely = |country, line, tracks| {
            profile
                .row(country, line, &segment(tracks))
                .speed
                .likely()
                .kmh()
                .round()
        };
        assert_eq!(likely(ru, None, Some(2)), 60.0);
        assert_eq!(likely(kp, None, None), 45.0);
        assert_eq!(likely(kp, None, Some(2)), 50.0);
        assert_eq!(likely(kp, Some("P'yongui Line"), Some(2)), 54.0);
    }

    #[test]
    fn a_profile_serves_every_country() {
        assert_eq!(
            SpeedProfile::new(vec![row(Some("KP"), None, None, 45.0)]),
            None
        );
    }
}
