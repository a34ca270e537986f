//! A train's journey: the route it takes, its run over it, its stops and borders, its clocks, and how sure all that is.
//!
//! The planner gives routes in order of an optimistic bound, the engine times them, and the search stops when no
//! route still to come can be faster ([`plan`]). What is uncertain is sampled: one trip factor for each country (how
//! well this train is run), independent noise along the route, stops, borders and train meets as ranges of their own.
//!
//! Nothing here reads a file or a clock.

mod build;
pub mod clock;
mod consistent;
mod course;
mod dwell;
mod dwell_time;
mod economy;
mod estimate;
mod leg;
mod model;
mod over_tracks;
mod plan;
mod planner;
mod progress;
mod reach;
mod refusal;
mod remarks;
mod ride;
mod sample;
mod shared;
mod sketched;
mod speed_rule;
mod stays;
mod warning;

pub use build::{along, along_with_stops};
pub use course::demands;
pub use dwell::{Activity, AskedStops, Cause, Dwell};
pub use dwell_time::DwellTime;
pub use economy::coast;
pub use estimate::{EstimateParts, NOISE_LENGTH_KM, SEED, SHORTEST_NOISE_KM};
pub use leg::{Leg, TimingPoint};
pub use model::{Figures, Journey, Ledger, LimitRun, PlanError, SegmentRun};
pub use over_tracks::{TrackJourney, TrackStretch, Tracks, over_tracks};
pub use plan::{Plan, Question, Rejected, plan};
pub use planner::Planner;
pub use progress::{Fix, FixKind, NoSample, Progress, Sight, Spot, Trajectories};
pub use reach::{Reach, Reached, reach};
pub use remarks::day_warning;
pub use ride::SlowStretch;
pub use sample::{Sampler, Stream, Z_90, at_deviate, normal_quantile, quantiles};
pub use sketched::{
    ORDINARY_TRAIN, SKETCH_HIGH, SKETCH_LOW, distance_range, on_sketch, sketched_length,
};
pub use stays::with_stays;
pub use warning::{AssumedDwell, Bearing, Gain, LONGEST_LOOP_M, Warning};
