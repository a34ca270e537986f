//! What a piece of track is: its class, state, gauges, electrification, speed limits and purpose.

use jiff::civil::Date;

use crate::network::{Electrification, Gauge, Usage};
use crate::units::{Grade, Speed};

/// Words of a list, read and written.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$item_doc])* $item,)+
        }

        impl $name {
            /// The word for it, as files write it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $($name::$item => $word,)+ }
            }

            /// Reads the word.
            #[must_use]
            pub fn parse(text: &str) -> Option<$name> {
                match text { $($word => Some($name::$item),)+ _ => None }
            }
        }
    };
}

words! {
    /// What kind of railway a track belongs to.
    TrackClass {
        /// A railway as such.
        Rail = "rail",
        /// A railway of narrow gauge.
        NarrowGauge = "narrow_gauge",
        /// Light rail.
        LightRail = "light_rail",
        /// Tramway.
        Tram = "tram",
        /// Underground railway.
        Subway = "subway",
        /// A ferry that carries trains.
        Ferry = "ferry",
    }
}

words! {
    /// Whether trains can run.
    LineState {
        /// In use.
        InUse = "in_use",
        /// The rails lie, no trains run.
        Disused = "disused",
        /// The rails are gone.
        Abandoned = "abandoned",
        /// Being built.
        Construction = "construction",
        /// Planned.
        Proposed = "proposed",
    }
}

words! {
    /// What a track off the running lines is for.
    Service {
        /// A passing or loop track.
        Siding = "siding",
        /// A track of a yard.
        Yard = "yard",
        /// A track to a plant.
        Spur = "spur",
        /// A connection between parallel tracks.
        Crossover = "crossover",
    }
}

words! {
    /// In which directions trains run, as the track was drawn.
    Direction {
        /// In both alike.
        Both = "both",
        /// Only as drawn.
        OnlyForward = "only_forward",
        /// Only against.
        OnlyBackward = "only_backward",
        /// As drawn, against it only where there is a reason.
        Forward = "forward",
        /// Against, as drawn only where there is a reason.
        Backward = "backward",
    }
}

impl Direction {
    /// Whether trains may run as drawn (`true`) or against it.
    #[must_use]
    pub fn allows(self, is_forward: bool) -> bool {
        match self {
            Direction::OnlyForward => is_forward,
            Direction::OnlyBackward => !is_forward,
            _ => true,
        }
    }

    /// Whether this is the side on which trains usually run: true also where both are alike.
    #[must_use]
    pub fn prefers(self, is_forward: bool) -> bool {
        match self {
            Direction::Both => true,
            Direction::Forward | Direction::OnlyForward => is_forward,
            Direction::Backward | Direction::OnlyBackward => !is_forward,
        }
    }
}

/// What a piece of track is. Many pieces share one.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Kind of railway.
    pub class: TrackClass,
    /// Whether trains can run.
    pub state: LineState,
    /// Gauges, rising; none where the data does not say.
    pub gauges: Vec<Gauge>,
    /// The electrification above it.
    pub electrification: Electrification,
    /// Permitted speed as drawn and against.
    pub limits: [Option<Speed>; 2],
    /// What the line is for.
    pub usage: Option<Usage>,
    /// What the track is for, if it is none of the running lines.
    pub service: Option<Service>,
    /// How many tracks the line has here.
    pub tracks: Option<u8>,
    /// Directions in which trains run.
    pub direction: Direction,
    /// Name of the line.
    pub line: Option<String>,
    /// Gradient as drawn, positive where trains climb, where the data knows it.
    pub gradient: Option<Grade>,
    /// First day with trains, where the data knows it.
    pub opened: Option<Date>,
    /// First day without trains, where the data knows it.
    pub closed: Option<Date>,
}

/// The steepest gradient on rails, in per mille. Source: the rack railway up Mount Pilatus climbs 480.
pub const STEEPEST_PERMILLE: f64 = 480.0;

/// Speed in km/h at which a curve of one metre radius takes up cant and cant deficiency of 200 mm together; it grows with
/// the root of the radius. From h = 11.8 v² / r on standard gauge (EN 13803); the 200 mm, 100 each, are an assumption.
const CURVE_KMH: f64 = 4.117;

impl Track {
    /// A plain track of this class, of which nothing else is known.
    #[must_use]
    pub fn new(class: TrackClass) -> Track {
        Track {
            class,
            state: LineState::InUse,
            gauges: Vec::new(),
            electrification: Electrification::Unknown,
            limits: [None, None],
            usage: None,
            service: None,
            tracks: None,
            direction: Direction::Both,
            line: None,
            gradient: None,
            opened: None,
            closed: None,
        }
    }

    /// Whether trains of this gauge run; where the data does not say, they do.
    #[must_use]
    pub fn admits(&self, gauge: Gauge) -> bool {
        self.gauges.is_empty() || self.gauges.contains(&gauge)
    }

    /// The limit that holds in a direction where the data knows it.
    #[must_use]
    pub fn limit(&self, is_forward: bool) -> Option<Speed> {
        self.limits[usize::from(!is_forward)]
    }

    /// The gradient in a direction where the data knows it: positive where a train climbs.
    #[must_use]
    pub fn gradient(&self, is_forward: bool) -> Option<Grade> {
        self.gradient
            .map(|grade| if is_forward { grade } else { -grade })
    }

    /// A guess at the limit where the data has none: what the usage suggests, and what the sharpest curve permits.
    ///
    /// ```
    /// use slowtrain::track::{Track, TrackClass};
    /// let track = Track::new(TrackClass::Rail);
    /// assert_eq!(track.inferred_limit(None).kmh(), 80.0);
    /// assert_eq!(track.inferred_limit(Some(100.0)).kmh().round(), 41.0);
    /// ```
    #[must_use]
    pub fn inferred_limit(&self, curve_radius_m: Option<f64>) -> Speed {
        let usual = Speed::from_kmh(self.usual_kmh());
        let curve = curve_radius_m.filter(|radius| radius.is_finite() && *radius > 0.0);
        curve.map_or(usual, |radius| {
            usual.min(Speed::from_kmh(CURVE_KMH * radius.sqrt()))
        })
    }

    /// Assumption: what tracks of this purpose commonly permit, in km/h.
    fn usual_kmh(&self) -> f64 {
        match (self.class, self.service, self.usage) {
            (TrackClass::Ferry, ..) => 20.0,
            (_, Some(Service::Crossover), _) => 50.0,
            (_, Some(_), _) => 30.0,
            (TrackClass::NarrowGauge, ..) => 50.0,
            (TrackClass::Tram, ..) => 40.0,
            (TrackClass::LightRail | TrackClass::Subway, ..) => 60.0,
            (TrackClass::Rail, None, Some(Usage::Main)) => 100.0,
            (TrackClass::Rail, None, Some(Usage::Branch)) => 60.0,
            (TrackClass::Rail, None, Some(Usage::Freight | Usage::Connecting)) => 40.0,
            (TrackClass::Rail, None, None) => 80.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_permit_what_the_norm_says() {
        // 11.8 * 160² / 1510.4 = 200 mm, so a radius of 1,510.4 m just takes 160 km/h.
        let mut track = Track::new(TrackClass::Rail);
        track.usage = Some(Usage::Main);
        let kmh = CURVE_KMH * 1_510.4_f64.sqrt();
        assert!((kmh - 160.0).abs() < 0.1, "{kmh}");
        assert_eq!(track.inferred_limit(Some(5_000.0)).kmh(), 100.0);
    }

    #[test]
    fn one_way_tracks_refuse_the_other() {
        assert!(Direction::Backward.allows(true) && !Direction::Backward.prefers(true));
        assert!(!Direction::OnlyBackward.allows(true));
        assert_eq!(Direction::parse("both"), Some(Direction::Both));
    }
}
