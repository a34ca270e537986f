//! Why a report was judged as it was, with the figures: data that `report` words.

use super::figure::Figure;
use super::verdict::Check;
use crate::units::{Estimate, Length, RunTime, Speed};

/// Why a check of a claim came out as it did.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// A distance against the rails.
    Distance {
        /// As claimed, km.
        claimed: Figure,
        /// How it lies.
        place: DistancePlace,
        /// What it is held against.
        rail: RailDistance,
    },
    /// A time against what was computed.
    Time {
        /// As claimed, hours.
        claimed: Figure,
        /// How it lies.
        place: TimePlace,
        /// What it is held against.
        computed: ComputedTime,
        /// The mean speeds that the claimed time means: over the route, over a shorter one, over the claimed distance.
        means: Vec<MeanOver>,
    },
    /// A mean speed against the computed ones.
    Mean {
        /// As claimed, km/h.
        claimed: Figure,
        /// The means of the usual times, km/h.
        computed: Figure,
        /// The mean of the technical minimum time.
        fastest: Speed,
    },
    /// A highest speed against the mean that a claimed time means.
    HighestInTime {
        /// As claimed, km/h.
        claimed: Figure,
        /// The time claimed with it, hours.
        hours: Figure,
        /// The route.
        route: Length,
        /// The mean that the time needs, km/h.
        needed_kmh: f64,
        /// The shortest time at borders and stops.
        standing: RunTime,
        /// The mean without that time, km/h; `None` where no time is left.
        running_kmh: Option<f64>,
    },
    /// A highest speed against the computed means.
    HighestAlone {
        /// As claimed, km/h.
        claimed: Figure,
        /// The means of the usual times, km/h.
        computed: Figure,
    },
    /// A highest speed below the mean that is claimed with it.
    HighestBelowMean {
        /// The highest as claimed, km/h.
        highest: Figure,
        /// The mean as claimed, km/h.
        mean: Figure,
    },
    /// Claimed distance over claimed time against the claimed highest speed.
    OwnHighest {
        /// Distance as claimed, km.
        km: Figure,
        /// Time as claimed, hours.
        hours: Figure,
        /// The least mean that the two mean, km/h.
        needed_kmh: f64,
        /// The highest speed as claimed, km/h.
        highest: Figure,
    },
    /// Claimed speed by claimed time against the claimed distance.
    OwnMean {
        /// Speed as claimed, km/h.
        speed: Figure,
        /// Time as claimed, hours.
        hours: Figure,
        /// Distance as claimed, km.
        km: Figure,
        /// What speed and time make, km.
        product_km: f64,
    },
    /// A speed of which it is not said whether it is the mean or the highest.
    UnclearSpeed {
        /// As claimed, km/h.
        claimed: Figure,
        /// What comes out if it is the mean.
        mean: Box<Check>,
        /// What comes out if it is the highest.
        highest: Box<Check>,
    },
    /// A number of cars.
    Cars {
        /// Cars in each train.
        each: u32,
        /// Number of trains.
        trains: u32,
        /// Length of each train.
        length: Length,
        /// How that fits.
        fit: CarsFit,
    },
    /// A mean speed against what the train sustains anywhere.
    TrainMean {
        /// As claimed, km/h.
        claimed: Figure,
        /// How it lies.
        place: SpeedPlace,
        /// What it is held against.
        train: TrainSpeeds,
    },
    /// A highest speed against what the train is built for.
    TrainHighest {
        /// As claimed, km/h.
        claimed: Figure,
        /// How it lies.
        place: SpeedPlace,
        /// What it is held against.
        train: TrainSpeeds,
    },
}

impl Reason {
    /// A short name that stays the same when the words change.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Reason::Distance { place, .. } => match place {
                DistancePlace::BelowStraightLine => "below_straight_line",
                DistancePlace::BelowShortest => "below_shortest_rail_distance",
                DistancePlace::Below => "below_rail_distance",
                DistancePlace::Agrees => "near_rail_distance",
                DistancePlace::Above => "above_rail_distance",
            },
            Reason::Time { place, .. } => match place {
                TimePlace::BelowMinimum(_) => "below_technical_minimum",
                TimePlace::Likely => "at_likely_time",
                TimePlace::Faster { .. } => "faster_than_likely",
                TimePlace::Slower { .. } => "slower_than_likely",
            },
            Reason::Mean { .. } => "mean_speed",
            Reason::HighestInTime { .. } => "maximum_speed_in_time",
            Reason::HighestAlone { .. } => "maximum_speed",
            Reason::HighestBelowMean { .. } => "maximum_below_mean",
            Reason::OwnHighest { .. } => "own_maximum_speed",
            Reason::OwnMean { .. } => "own_mean_speed",
            Reason::UnclearSpeed { .. } => "unclear_speed",
            Reason::Cars { fit, .. } => match fit {
                CarsFit::TooHeavy { .. } => "too_heavy",
                CarsFit::LongerThanLoops(_) => "longer_than_loops",
                CarsFit::Loops | CarsFit::LoopsAndLocomotives => "cars_fit",
            },
            Reason::TrainMean { place, .. } | Reason::TrainHighest { place, .. } => match place {
                SpeedPlace::AboveTop => "above_top_speed",
                SpeedPlace::AboveSustained => "above_sustained_speed",
                SpeedPlace::BelowSustained => "below_sustained_speed",
                SpeedPlace::Within => "within_train_speeds",
            },
        }
    }
}

/// How a claimed distance lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DistancePlace {
    /// Below the straight line between the ends.
    BelowStraightLine,
    /// Below the shortest rail distance.
    BelowShortest,
    /// Below the route and its alternatives.
    Below,
    /// Near the route or one of its alternatives.
    Agrees,
    /// Above the route and its alternatives.
    Above,
}

/// What a claimed distance is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RailDistance {
    /// The route.
    pub route: Length,
    /// Between which lengths the route lies, nine times in ten, where a part of it is sketched.
    pub sketched: Option<Estimate<Length>>,
    /// The shortest distance over any open line.
    pub shortest: Length,
    /// The straight line.
    pub geodesic: Length,
}

/// How a reported time lies among the computed ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimePlace {
    /// Below the technical minimum time, which is given.
    BelowMinimum(RunTime),
    /// It may mean the likely time.
    Likely,
    /// Faster than most.
    Faster {
        /// Per cent of the samples that take longer.
        than_percent: f64,
    },
    /// Slower than most.
    Slower {
        /// Per cent of the samples that take less.
        than_percent: f64,
        /// Whether the samples have unannounced stays in them.
        with_stays: bool,
    },
}

/// The computed times of a journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComputedTime {
    /// Under way.
    pub under_way: Estimate<RunTime>,
    /// To arrival, where unannounced stays are known of the train.
    pub arrival: Option<Estimate<RunTime>>,
}

/// A mean speed over a distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanOver {
    /// The mean.
    pub speed: Speed,
    /// The distance.
    pub distance: Length,
    /// Which distance it is.
    pub of: MeanOf,
}

/// The distance that a mean speed is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeanOf {
    /// The route.
    Route,
    /// The shortest route.
    Shortest,
    /// The distance that is claimed.
    Claimed,
}

/// How a claimed number of cars fits.
#[derive(Clone, Debug, PartialEq)]
pub enum CarsFit {
    /// The locomotives cannot move it between two stations.
    TooHeavy {
        /// The station before, by name.
        from: String,
        /// The station behind, by name.
        to: String,
    },
    /// Longer than any usual passing loop, whose length is given.
    LongerThanLoops(Length),
    /// Passing loops take it.
    Loops,
    /// Passing loops take it, and the locomotives move it.
    LoopsAndLocomotives,
}

/// How a claimed speed lies among those of a train.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeedPlace {
    /// More than the train is built for.
    AboveTop,
    /// More than it sustains anywhere.
    AboveSustained,
    /// Less than it sustains.
    BelowSustained,
    /// Within its speeds.
    Within,
}

/// The speeds of a train.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainSpeeds {
    /// Its id.
    pub id: String,
    /// The slowest that it sustains between stops.
    pub slowest: Speed,
    /// The fastest that it sustains between stops.
    pub fastest: Speed,
    /// What it is built for.
    pub top: Speed,
}

/// What would make a claim true, and other explanations.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Offer {
    /// The distance is the straight line, km.
    StraightLine(f64),
    /// Miles taken for kilometres: the figure as told.
    MilesForKm(f64),
    /// Kilometres turned into miles once too often: the figure as told, and the route.
    KmForMiles(f64, Length),
    /// The mean speed that a time which is too short would need, and the route.
    Needed(Speed, Length),
    /// Clocks of the two ends taken for one: the hours they are apart.
    Zones(f64),
    /// Miles an hour taken for km/h: the figure as told.
    MphForKmh(f64),
    /// Other trains that could do it, by id.
    OtherTrains(Vec<String>),
}

/// Why a reported journey was judged as it was, one thing each.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ComparedReason {
    /// The technical minimum time, which the report is below.
    TechnicalMinimum(RunTime),
    /// A time against what was computed.
    Time {
        /// As reported, without the stops that are counted apart.
        reported: RunTime,
        /// The mean speed that it means.
        mean: Option<Speed>,
        /// What it is held against.
        computed: ComputedTime,
        /// How it lies.
        place: TimePlace,
    },
    /// The report has stops of unknown length in it, so that it is an upper bound.
    UpperBound,
    /// The days reported leave a range.
    Days {
        /// The shortest time.
        least: RunTime,
        /// The longest time.
        most: RunTime,
    },
    /// What was computed.
    Computed(ComputedTime),
    /// Stops that were reported with their minutes and are counted apart.
    StatedStops(RunTime),
    /// A reported distance.
    Distance {
        /// As reported, km.
        reported_km: f64,
        /// The route.
        route: Length,
    },
}
