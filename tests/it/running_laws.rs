//! Laws the running-time engine must obey for any train on any path, and a second engine to agree with.

use proptest::prelude::*;
use slowtrain::running::{
    GradePiece, GradientModel, LimitPiece, LimitProfile, Path, Rules, Run, RunError, Stop, climb,
    run,
};
use slowtrain::train::{Braking, CurveFormula, Dynamics, Effort, Figures, MaxEffort, Resistance};
use slowtrain::units::{Acceleration, Force, Grade, Length, Mass, Offset, Power, RunTime, Speed};

use crate::line::{Dice, heavy_train, hilly};
use crate::stepped::Model;

/// A train by its main figures.
#[derive(Clone, Copy, Debug)]
struct Sketch {
    length_m: f64,
    mass_t: f64,
    power_kw: f64,
    starting_kn: f64,
    top_kmh: f64,
    braking: f64,
}

impl Sketch {
    fn train(self) -> Dynamics {
        let mass = Mass::from_t(self.mass_t);
        let effort = Effort::machine(
            Force::from_kn(self.starting_kn),
            None,
            Power::from_kw(self.power_kw),
        );
        Dynamics::new(Figures {
            length: Length::from_m(self.length_m),
            max_speed: Speed::from_kmh(self.top_kmh),
            braking: Braking::Deceleration(Acceleration::from_ms2(self.braking)),
            max_effort: MaxEffort::Forces {
                mass,
                rotating_mass_factor: 1.06,
                resistance: Resistance::coefficients(15_000.0, 500.0, 30.0),
                effort: effort.expect("positive"),
                curves: CurveFormula::Simple800,
            },
        })
        .expect("a good train")
    }
}

fn sketches() -> impl Strategy<Value = Sketch> {
    (
        0.0..700.0_f64,
        300.0..2_000.0_f64,
        800.0..4_000.0_f64,
        250.0..600.0_f64,
    )
        .prop_flat_map(|(length_m, mass_t, power_kw, starting_kn)| {
            (40.0..140.0_f64, 0.15..0.6_f64).prop_map(move |(top_kmh, braking)| Sketch {
                length_m,
                mass_t,
                power_kw,
                starting_kn,
                top_kmh,
                braking,
            })
        })
}

fn km(km: f64) -> Length {
    Length::from_km(km)
}

fn at(m: f64) -> Offset {
    Offset::at(Length::from_m(m))
}

fn point_rules() -> Rules {
    Rules {
        gradient: GradientModel::Point,
        ..Rules::default()
    }
}

/// The path with other limits and gradients, piece by piece.
fn changed(path: &Path, speed: impl Fn(Speed) -> Speed, grade: impl Fn(Grade) -> Grade) -> Path {
    let limit = |piece: &LimitPiece| LimitPiece {
        speed: speed(piece.speed),
        ..*piece
    };
    let slope = |piece: &GradePiece| GradePiece {
        grade: grade(piece.grade),
        ..*piece
    };
    let limits = LimitProfile::new(path.limits().pieces().iter().map(limit).collect());
    let grades = path.grades().iter().map(slope).collect();
    Path::new(path.length(), limits.expect("as before"), grades, vec![]).expect("as before")
}

/// The same path, every piece cut in two.
fn cut(path: &Path) -> Path {
    let middle = |start: Offset, end: Offset| start + (end - start) * 0.37;
    let limits = path.limits().pieces().iter().flat_map(|piece| {
        let middle = middle(piece.start, piece.end);
        [
            LimitPiece {
                end: middle,
                ..*piece
            },
            LimitPiece {
                start: middle,
                ..*piece
            },
        ]
    });
    let grades = path.grades().iter().flat_map(|piece| {
        let middle = middle(piece.start, piece.end);
        [
            GradePiece {
                end: middle,
                ..*piece
            },
            GradePiece {
                start: middle,
                ..*piece
            },
        ]
    });
    let limits = LimitProfile::new(limits.collect()).expect("contiguous");
    Path::new(path.length(), limits, grades.collect(), vec![]).expect("a good path")
}

/// The same limits from the other end, on the level.
fn level_and_reversed(path: &Path) -> (Path, Path) {
    let turn = |offset: Offset| path.end() - offset.from_start();
    let forth = path.limits().pieces().to_vec();
    let back = forth.iter().rev().map(|piece| LimitPiece {
        start: turn(piece.end),
        end: turn(piece.start),
        speed: piece.speed,
    });
    let path = |pieces: Vec<LimitPiece>| {
        let limits = LimitProfile::new(pieces).expect("contiguous");
        Path::new(path.length(), limits, vec![], vec![]).expect("a good path")
    };
    (path(back.collect()), path(forth))
}

fn run_or_stall(train: &Dynamics, path: &Path, rules: &Rules) -> Option<Run> {
    match run(train, path, rules) {
        Ok(run) => Some(run),
        Err(RunError::Stall {
            needed, available, ..
        }) => {
            assert!(needed >= available * (1.0 - 1e-6), "a stall has its reason");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

/// Whether `fast` is not slower than `slow`, rounding aside.
fn not_slower(fast: &Run, slow: &Run) -> bool {
    fast.running_time().s() <= slow.running_time().s() * (1.0 + 1e-10)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn more_power_is_never_slower(sketch in sketches(), seed in 0..1_000_u64, more in 1.0..2.0_f64) {
        let path = hilly(seed, km(40.0));
        let stronger = Sketch {
            power_kw: sketch.power_kw * more,
            starting_kn: sketch.starting_kn * more,
            ..sketch
        };
        if let Some(weak) = run_or_stall(&sketch.train(), &path, &Rules::default()) {
            let strong = run(&stronger.train(), &path, &Rules::default()).expect("as strong");
            prop_assert!(not_slower(&strong, &weak));
        }
    }

    #[test]
    fn higher_limits_are_never_slower(sketch in sketches(), seed in 0..1_000_u64, more in 1.0..1.5_f64) {
        let path = hilly(seed, km(40.0));
        let faster = changed(&path, |speed| speed * more, |grade| grade);
        if let Some(slow) = run_or_stall(&sketch.train(), &path, &Rules::default()) {
            let fast = run(&sketch.train(), &faster, &Rules::default()).expect("as strong");
            prop_assert!(not_slower(&fast, &slow));
        }
    }

    #[test]
    fn less_mass_is_never_slower_without_descents(sketch in sketches(), seed in 0..1_000_u64, less in 0.5..1.0_f64) {
        let path = changed(&hilly(seed, km(40.0)), |speed| speed, Grade::abs);
        let lighter = Sketch { mass_t: sketch.mass_t * less, ..sketch };
        if let Some(heavy) = run_or_stall(&sketch.train(), &path, &Rules::default()) {
            let light = run(&lighter.train(), &path, &Rules::default()).expect("lighter");
            prop_assert!(not_slower(&light, &heavy));
        }
    }

    #[test]
    fn cutting_pieces_changes_nothing(sketch in sketches(), seed in 0..1_000_u64) {
        let path = hilly(seed, km(40.0));
        for rules in [Rules::default(), point_rules()] {
            if let Some(whole) = run_or_stall(&sketch.train(), &path, &rules) {
                let pieces = run(&sketch.train(), &cut(&path), &rules).expect("the same");
                let (a, b) = (whole.running_time().s(), pieces.running_time().s());
                prop_assert!((a - b).abs() <= 1e-9, "{} {}", a, b);
            }
        }
    }

    #[test]
    fn equal_rates_are_the_same_both_ways(seed in 0..1_000_u64, rate in 0.1..1.0_f64) {
        let train = Dynamics::new(Figures {
            length: Length::ZERO,
            max_speed: Speed::from_kmh(90.0),
            braking: Braking::Deceleration(Acceleration::from_ms2(rate)),
            max_effort: MaxEffort::Acceleration(Acceleration::from_ms2(rate)),
        }).expect("a good train");
        let (back, forth) = level_and_reversed(&hilly(seed, km(60.0)));
        let time = |path| run(&train, path, &Rules::default()).expect("it runs").running_time().s();
        prop_assert!((time(&back) - time(&forth)).abs() <= 1e-8);
    }

    #[test]
    fn no_limit_is_exceeded_and_time_rises(sketch in sketches(), seed in 0..1_000_u64) {
        let path = hilly(seed, km(30.0));
        let train = sketch.train();
        let Some(run) = run_or_stall(&train, &path, &Rules::default()) else { return Ok(()) };
        let mut before = RunTime::ZERO;
        for metre in (0..30_000).step_by(61) {
            let place = at(f64::from(metre));
            let tail = place - train.length();
            let over = path.limits().pieces().iter().filter(|piece| piece.end > tail && piece.start <= place);
            let limit = over.map(|piece| piece.speed).min().unwrap_or(train.max_speed());
            let speed = run.speed_at(place);
            prop_assert!(speed.ms() >= 0.0 && speed.ms() <= limit.min(train.max_speed()).ms() + 1e-9);
            prop_assert!(run.time_at(place) >= before);
            before = run.time_at(place);
        }
        let energy = run.energy_at_wheel().expect("a train with a mass");
        prop_assert!(energy.j() >= 0.0);
        prop_assert!(run.running_time() >= before);
    }

    #[test]
    fn ledgers_sum_over_parts_and_over_causes(sketch in sketches(), seed in 0..1_000_u64, cut in 1.0..29.0_f64) {
        let path = hilly(seed, km(30.0));
        let stop = Stop { at: Offset::at(km(12.0)), dwell: RunTime::from_min(3.0) };
        let rules = Rules { stops: vec![stop], release: RunTime::from_s(5.0), ..Rules::default() };
        let Some(run) = run_or_stall(&sketch.train(), &path, &rules) else { return Ok(()) };
        let (whole, place) = (run.ledger(), Offset::at(km(cut)));
        prop_assert!((whole.total() - run.elapsed()).abs().s() <= 1e-7);
        let (first, rest) = (run.ledger_between(Offset::START, place), run.ledger_between(place, run.end()));
        prop_assert!((first.total() + rest.total() - whole.total()).abs().s() <= 1e-7);
        prop_assert!((first.gradients + rest.gradients - whole.gradients).abs().s() <= 1e-7);
        let phases: RunTime = run.phases().iter().map(|phase| phase.time).sum();
        prop_assert!((phases - run.elapsed()).abs().s() <= 1e-7);
        prop_assert!(whole.cruising > RunTime::ZERO && whole.accelerating_braking > RunTime::ZERO);
        let restrictions: RunTime = run.restrictions().iter().map(|one| one.accelerating_braking).sum();
        prop_assert!(restrictions.s() <= whole.accelerating_braking.s() + 1e-6);
    }

    #[test]
    fn a_stepped_engine_agrees(sketch in sketches(), seed in 0..1_000_u64, point in any::<bool>()) {
        let path = hilly(seed, km(12.0));
        let mut rules = if point { point_rules() } else { Rules::default() };
        rules.stops = vec![Stop { at: Offset::at(km(5.0)), dwell: RunTime::ZERO }];
        let train = sketch.train();
        let Some(run) = run_or_stall(&train, &path, &rules) else { return Ok(()) };
        let stepped = Model::new(&train, &path, &rules).running_time(0.02);
        prop_assert!((stepped / run.running_time().s() - 1.0).abs() < 3e-5, "{} {}", stepped, run.running_time().s());
    }
}

#[test]
fn smaller_steps_come_nearer_to_the_exact_run() {
    let (train, path) = (heavy_train(), hilly(42, km(120.0)));
    let rules = Rules::default();
    let exact = run(&train, &path, &rules)
        .expect("it runs")
        .running_time()
        .s();
    let model = Model::new(&train, &path, &rules);
    let miss = |step: f64| (model.running_time(step) / exact - 1.0).abs();
    let (coarse, fine) = (miss(1.0), miss(0.1));
    assert!(
        coarse < 1e-3 && fine < 1e-4 && fine < 0.3 * coarse,
        "{coarse:e} {fine:e}"
    );
}

#[test]
fn the_line_from_a_seed_is_the_published_one() {
    let path = hilly(42, km(1_200.0));
    assert_eq!(
        (path.limits().pieces().len(), path.grades().len()),
        (198, 690)
    );
    let mut dice = Dice::new(7);
    assert!((0..1_000).all(|_| (2.0..3.0).contains(&dice.between(2.0, 3.0))));
}

#[test]
fn a_long_climb_ends_at_the_balancing_speed() {
    // Onto 12 per mille faster and slower than the train balances there, and very nearly as fast: what is left of the climb
    // is long for its series then.
    let train = heavy_train();
    let climb = climb(&train, Grade::from_permille(12.0)).expect("a mass");
    let balance = climb.balance.expect("it climbs");
    for entry in [2.0, 0.5, 1.001, 0.999].map(|share| balance * share) {
        let path = crate::running_parts::path(
            &[(5_000.0, entry.ms()), (60_000.0, 25.0)],
            &[(5_000.0, 30_000.0, 12.0), (30_000.0, 40_000.0, -12.0)],
        );
        for rules in [Rules::default(), point_rules()] {
            let run = run(&train, &path, &rules).expect("it climbs");
            let stepped = Model::new(&train, &path, &rules).running_time(0.02);
            let miss = stepped / run.running_time().s() - 1.0;
            assert!(miss.abs() < 3e-5, "{entry:?}: {miss}");
            let off = run.speed_at(Offset::at(Length::from_km(29.0))) - balance;
            assert!(off.abs() < Speed::from_ms(1e-3), "{entry:?}: {off:?}");
        }
    }
}
