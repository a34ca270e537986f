//! What was reported, held against what was computed: journeys with their times, claims in a sentence, verdicts.
//!
//! A report is as precise as it is written ([`Figure`]); a claim or journey gets a [`Verdict`] for each thing it says, with
//! the reason with its figures, and the worst of them is its own. Nothing is fitted and nothing is rendered here.

pub mod calibrate;
mod claim;
mod claims;
mod compare;
mod figure;
mod journeys;
mod locate;
mod reason;
mod sentence;
mod shared;
mod statistics;
mod timetable;
mod usual;
mod verdict;

pub use claim::{
    Claim, ClaimAnswer, ComputedJourney, judge, judge_train, judge_with_journey, other_trains,
};
pub use claims::{CLAIMS, claim_of};
pub use compare::{Compared, Outcome, compare};
pub use figure::{Figure, Measure, NotAFigure};
pub use journeys::{Fit, JOURNEYS, ReportedJourney, TimeQuality, read_journeys};
pub use locate::{
    ContradictorySighting, Convoy, Follower, LocateError, Located, Position, Seen, Sighting,
    Whereabouts, kind_words, locate,
};
pub use reason::{
    CarsFit, ComparedReason, ComputedTime, DistancePlace, MeanOf, MeanOver, Offer, RailDistance,
    Reason, SpeedPlace, TimePlace, TrainSpeeds,
};
pub use sentence::Sentence;
pub use shared::compare_all;
pub use statistics::{Pair, Statistics, statistics};
pub use timetable::{TIMETABLE, read_timetable};
pub use verdict::{Check, Subject, Verdict};
