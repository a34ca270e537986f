//! What each number of a case may be: wide around everything that runs on rails, and narrow enough for the engine to answer
//! anything within.

use std::ops::RangeInclusive;

/// The least and the most, both allowed.
pub(super) type Bounds = RangeInclusive<f64>;

/// Places and lengths along a path, m. The Earth's equator is 40,075 km long.
pub(super) const PLACE_M: Bounds = 0.0..=50e6;
/// Speeds, m/s. The fastest train ran 603 km/h, 167.5 m/s (SCMaglev, 2015).
pub(super) const SPEED_MS: Bounds = 0.0..=200.0;
/// Speeds that a train must be able to run at, m/s; a tenth is a third of the pace of a walk.
pub(super) const RUNNING_SPEED_MS: Bounds = 0.1..=200.0;
/// Gradients, per mille. The steepest rack railway climbs 480 (Pilatus).
pub(super) const GRADE_PERMILLE: Bounds = -1_000.0..=1_000.0;
/// Radii of curves, m; of less than a metre nothing turns, of 1,000 km is straight.
pub(super) const RADIUS_M: Bounds = 1.0..=1e6;
/// Lengths of trains, m. The longest had 7,353 m (Mount Newman, 2001).
pub(super) const TRAIN_M: Bounds = 0.0..=20_000.0;
/// Masses of trains, kg. The heaviest had 99,734 t (Mount Newman, 2001); a trolley has 100 kg.
pub(super) const MASS_KG: Bounds = 100.0..=1e9;
/// Share of the mass that turns, added to 1; as in the files of trains.
pub(super) const ROTATING_FACTOR: Bounds = 1.0..=2.0;
/// Constant accelerations and decelerations, m/s²; passengers fall at 3.
pub(super) const ACCELERATION_MS2: Bounds = 0.001..=10.0;
/// Tractive efforts, N. Fifty locomotives of 600 kN have 30 MN.
pub(super) const FORCE_N: Bounds = 0.0..=1e8;
/// Tractive efforts that move something, N.
pub(super) const MOVING_FORCE_N: Bounds = 1.0..=1e8;
/// Power of traction, W. Fifty locomotives of 10 MW have 500 MW.
pub(super) const POWER_W: Bounds = 1.0..=1e9;
/// Resistance that does not depend on speed, N.
pub(super) const A_N: Bounds = 0.0..=1e8;
/// Resistance that grows with speed, N/(m/s).
pub(super) const B_N_PER_MS: Bounds = 0.0..=1e6;
/// Resistance that grows with the square of speed, N/(m/s)². A freight train of 7 km has about 1,000.
pub(super) const C_N_PER_MS2: Bounds = 0.0..=1e5;
/// Gravity, m/s²; on Jupiter it is 24.8.
pub(super) const GRAVITY_MS2: Bounds = 0.0..=30.0;
/// Times of dwell, of allowances and of cruising, s; a year.
pub(super) const TIME_S: Bounds = 0.0..=31_557_600.0;
/// Time that brakes take to release, s; as in the files of trains.
pub(super) const RELEASE_S: Bounds = 0.0..=3_600.0;
/// Allowances as a share of running time, percent.
pub(super) const PERCENT: Bounds = 0.0..=1_000.0;
/// Allowances by distance, min per 100 km; as in the files of trains.
pub(super) const MIN_PER_100_KM: Bounds = 0.0..=600.0;
