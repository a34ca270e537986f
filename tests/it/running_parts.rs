//! Allowances, stops, stalls, restrictions, short rises of the limit, brakes: each against what a pencil says.

use slowtrain::running::{
    Allowance, GradePiece, LimitPiece, LimitProfile, Path, PhaseKind, Rules, RunError, Stop, run,
};
use slowtrain::train::{
    Braking, CurveFormula, Dynamics, Effort, EffortPoint, Figures, MaxEffort, Resistance,
};
use slowtrain::units::{Acceleration, Force, Grade, Length, Mass, Offset, Power, RunTime, Speed};

use crate::line::{heavy_train, hilly};

fn at(m: f64) -> Offset {
    Offset::at(Length::from_m(m))
}

pub fn s(seconds: f64) -> RunTime {
    RunTime::from_s(seconds)
}

fn limits(pieces: &[(f64, f64)]) -> LimitProfile {
    let mut start = 0.0;
    let piece = |&(end, v): &(f64, f64)| {
        let piece = LimitPiece {
            start: at(start),
            end: at(end),
            speed: Speed::from_ms(v),
        };
        start = end;
        piece
    };
    LimitProfile::new(pieces.iter().map(piece).collect()).expect("contiguous")
}

pub fn path(pieces: &[(f64, f64)], grades: &[(f64, f64, f64)]) -> Path {
    let grade = |&(start, end, permille): &(f64, f64, f64)| GradePiece {
        start: at(start),
        end: at(end),
        grade: Grade::from_permille(permille),
    };
    let length = Length::from_m(pieces[pieces.len() - 1].0);
    Path::new(
        length,
        limits(pieces),
        grades.iter().map(grade).collect(),
        vec![],
    )
    .expect("a good path")
}

/// 0.5 m/s² up and down, no forces.
fn simple(length_m: f64) -> Dynamics {
    Dynamics::new(Figures {
        length: Length::from_m(length_m),
        max_speed: Speed::from_ms(40.0),
        braking: Braking::Deceleration(Acceleration::from_ms2(0.5)),
        max_effort: MaxEffort::Acceleration(Acceleration::from_ms2(0.5)),
    })
    .expect("a good train")
}

/// 100 t that pull with 50 kN against 2 kN, and brake with 0.5 m/s².
pub fn hauled() -> Dynamics {
    let effort = EffortPoint {
        speed: Speed::ZERO,
        force: Force::from_kn(50.0),
    };
    Dynamics::new(Figures {
        length: Length::ZERO,
        max_speed: Speed::from_ms(40.0),
        braking: Braking::Deceleration(Acceleration::from_ms2(0.5)),
        max_effort: MaxEffort::Forces {
            mass: Mass::from_t(100.0),
            rotating_mass_factor: 1.0,
            resistance: Resistance::coefficients(2_000.0, 0.0, 0.0),
            effort: Effort::curve(&[effort]).expect("a good curve"),
            curves: CurveFormula::Ptr,
        },
    })
    .expect("a good train")
}

#[test]
fn allowances_add_up_to_the_second() {
    // 10 km at 20 m/s with 0.5 both ways: 540 s.
    let path = path(&[(10_000.0, 20.0)], &[]);
    let percent = Allowance::percent("recovery", 5.0);
    let distance = Allowance::per_100_km("engineering", RunTime::from_min(1.0));
    let fixed = Allowance::fixed("works", s(30.0)).over(at(2_000.0), at(4_000.0));
    let part = Allowance::percent("slow order", 10.0).over(at(4_000.0), at(6_000.0));
    let elapsed = |allowances: &[&Allowance]| {
        let allowances = allowances.iter().map(|one| (*one).clone()).collect();
        let rules = Rules {
            allowances,
            ..Rules::default()
        };
        run(&simple(0.0), &path, &rules)
            .expect("it runs")
            .elapsed()
            .s()
    };
    assert!((elapsed(&[]) - 540.0).abs() < 1e-9);
    assert!((elapsed(&[&percent]) - 567.0).abs() < 1e-9);
    assert!((elapsed(&[&distance]) - 546.0).abs() < 1e-9);
    assert!((elapsed(&[&fixed]) - 570.0).abs() < 1e-9);
    assert!((elapsed(&[&part]) - 550.0).abs() < 1e-9);
    assert!((elapsed(&[&percent, &distance, &fixed, &part]) - 613.0).abs() < 1e-9);
    assert!((elapsed(&[&part, &fixed, &distance, &percent]) - 613.0).abs() < 1e-9);
}

#[test]
fn allowances_over_parts_sum_to_the_whole_and_never_touch_halts() {
    let path = hilly(5, Length::from_km(80.0));
    let allowances = vec![
        Allowance::percent("recovery", 4.5),
        Allowance::per_100_km("engineering", RunTime::from_min(1.5)),
        Allowance::fixed("works", s(100.0)).over(at(20_000.0), at(70_000.0)),
    ];
    let dwell = RunTime::from_min(10.0);
    let stops = vec![Stop {
        at: at(30_000.0),
        dwell,
    }];
    let rules = Rules {
        allowances,
        stops,
        ..Rules::default()
    };
    let run = run(&heavy_train(), &path, &rules).expect("it runs");
    let expected = run.running_time() * 1.045 + s(0.8 * 90.0) + s(100.0) + dwell;
    assert!((run.elapsed() - expected).abs() < s(1e-8));
    let parts: RunTime = (0..80)
        .map(|km| f64::from(km) * 1_000.0)
        .map(|m| run.ledger_between(at(m), at(m + 1_000.0)).allowance)
        .sum();
    assert!((parts - run.ledger().allowance).abs() < s(1e-8));
    let named: Vec<f64> = run.allowances().map(|(_, time)| time.s()).collect();
    assert!((named[1] - 72.0).abs() < 1e-9 && (named[2] - 100.0).abs() < 1e-9);
    assert_eq!(run.ledger().stops, dwell);
}

#[test]
fn each_start_costs_its_release() {
    let path = path(&[(10_000.0, 20.0)], &[]);
    let stops = vec![Stop {
        at: at(5_000.0),
        dwell: s(60.0),
    }];
    let rules = Rules {
        stops,
        release: s(4.0),
        ..Rules::default()
    };
    let run = run(&simple(0.0), &path, &rules).expect("it runs");
    // Twice 40 s up and down, 210 s at speed, 4 s to release.
    assert!((run.running_time() - s(588.0)).abs() < s(1e-9));
    assert!((run.elapsed() - s(648.0)).abs() < s(1e-9));
    let standing: Vec<f64> = run
        .phases()
        .iter()
        .filter(|phase| phase.kind == PhaseKind::Standing)
        .map(|phase| phase.time.s())
        .collect();
    assert_eq!(standing, [4.0, 64.0]);
    assert_eq!(run.speed_at(at(5_000.0)), Speed::ZERO);
    assert!((run.elapsed_at(at(5_000.0)) - s(294.0)).abs() < s(1e-9));
}

#[test]
fn a_stall_says_where_and_what_would_help() {
    // 50 kN less 2 kN hold 100 t on 48.9 per mille; 60 per mille are too many. Momentum carries it some way up.
    let path = path(&[(20_000.0, 20.0)], &[(5_000.0, 20_000.0, 60.0)]);
    let Err(RunError::Stall {
        at,
        grade,
        needed,
        available,
        passing,
    }) = run(&hauled(), &path, &Rules::default())
    else {
        panic!("it stalls")
    };
    // v²/2 = 200 against 0.06 g + 0.02 - 0.5 = 0.108399: 1845.0 m.
    let route = 200.0 / (0.06 * 9.806_65 + 0.02 - 0.5);
    assert!(
        (at.from_start().m() - 5_000.0 - route).abs() < 1.0,
        "{at:?}"
    );
    assert!((grade.permille() - 60.0).abs() < 1e-9);
    assert!((needed.kn() - 60.8399).abs() < 1e-3 && (available.kn() - 50.0).abs() < 1e-9);
    assert!((passing.t() - 100.0 * 50.0 / 60.8399).abs() < 1e-2);
    let error = run(&hauled(), &path, &Rules::default()).expect_err("it stalls");
    assert_eq!(
        error.to_string(),
        "the train stalls at km 6.845, on a gradient of 60.0 per mille (mean under the train, curves included): it needs 61 kN and \
         has 50 kN; it could haul 82 t, or this mass with 1.22 times the tractive effort"
    );
}

#[test]
fn a_train_that_cannot_start_says_so() {
    let path = path(&[(1_000.0, 20.0)], &[(0.0, 1_000.0, 60.0)]);
    let error = run(&hauled(), &path, &Rules::default()).expect_err("too steep");
    assert_eq!(error.stall_offset(), Some(Offset::START));
}

#[test]
fn a_restriction_costs_what_it_costs_without() {
    // From 20 to 10 m/s and back with 0.5: 20 s over 300 m each instead of 15 s; 500 m at 10 instead of 20: 25 s more.
    let slow = path(&[(4_000.0, 20.0), (4_500.0, 10.0), (9_000.0, 20.0)], &[]);
    let free = path(&[(9_000.0, 20.0)], &[]);
    let (slow, free) = (
        run(&simple(0.0), &slow, &Rules::default()).expect("it runs"),
        run(&simple(0.0), &free, &Rules::default()).expect("it runs"),
    );
    let [restriction] = slow.restrictions()[..] else {
        panic!("one restriction")
    };
    assert!((restriction.slower - s(25.0)).abs() < s(1e-9));
    assert!((restriction.accelerating_braking - s(10.0)).abs() < s(1e-9));
    let saved = slow.running_time() - free.running_time();
    assert!((restriction.cost() - saved).abs() < s(1e-9));
    assert!(free.restrictions().is_empty());
}

#[test]
fn short_rises_of_the_limit_can_be_left_out() {
    let path = path(&[(3_000.0, 10.0), (3_600.0, 20.0), (7_000.0, 10.0)], &[]);
    let with = |seconds: f64| {
        let rules = Rules {
            min_cruise_time: s(seconds),
            ..Rules::default()
        };
        let run = run(&simple(0.0), &path, &rules).expect("it runs");
        run.phases()
            .iter()
            .map(|phase| phase.end_speed.ms())
            .fold(0.0, f64::max)
    };
    // From 10 up to 20 and back takes 600 m and 40 s.
    assert!((with(0.0) - 20.0).abs() < 1e-9);
    assert!((with(39.9) - 20.0).abs() < 1e-9);
    assert!((with(40.1) - 10.0).abs() < 1e-9);
}

#[test]
fn gradients_have_their_own_column() {
    let hill = path(
        &[(20_000.0, 20.0)],
        &[(5_000.0, 10_000.0, 20.0), (10_000.0, 15_000.0, -20.0)],
    );
    let run = run(&heavy_train(), &hill, &Rules::default()).expect("it runs");
    let ledger = run.ledger();
    assert!((ledger.cruising - s(1_000.0)).abs() < s(1e-9));
    assert!(ledger.gradients > s(60.0), "{ledger:?}");
    let before = run.ledger_between(Offset::START, at(5_000.0));
    assert!(before.gradients.abs() < s(1e-9), "{before:?}");
}

/// The hauled train with a brake of its own.
fn hauled_with(braking: Braking) -> Dynamics {
    Dynamics::new(Figures {
        braking,
        ..hauled().figures().clone()
    })
    .expect("a good train")
}

#[test]
fn a_constant_brake_force_is_helped_by_a_climb_and_hindered_by_a_descent() {
    // 5 per mille and 2 kN on 100 t: 0.049033 + 0.02 m/s² more on the climb, 0.049033 less on the descent.
    for (permille, natural) in [
        (5.0, 0.02 + 0.005 * 9.806_65),
        (-5.0, 0.02 - 0.005 * 9.806_65),
    ] {
        let path = path(
            &[(2_000.0, 20.0), (3_000.0, 8.0), (6_000.0, 20.0)],
            &[(0.0, 6_000.0, permille)],
        );
        let time = |braking| {
            let run = run(&hauled_with(braking), &path, &Rules::default()).expect("it runs");
            run.running_time().s()
        };
        let force = time(Braking::Force(Acceleration::from_ms2(0.3)));
        let rate = time(Braking::Deceleration(Acceleration::from_ms2(0.3 + natural)));
        assert!((force - rate).abs() < 1e-9, "{force} {rate}");
    }
}

#[test]
fn brakes_too_weak_for_a_descent_are_an_error() {
    let path = path(&[(6_000.0, 20.0)], &[(0.0, 6_000.0, -40.0)]);
    let train = hauled_with(Braking::Force(Acceleration::from_ms2(0.3)));
    let error = run(&train, &path, &Rules::default()).expect_err("it runs away");
    assert_eq!(
        error.to_string(),
        "the brakes cannot slow the train at km 6.000, on -40.0 per mille; more brake force or a flatter path is needed"
    );
}

#[test]
fn a_start_faster_than_the_brakes_allow_is_an_error() {
    let path = path(&[(100.0, 20.0), (1_000.0, 10.0)], &[]);
    let at_start = |v: f64| Rules {
        start_speed: Speed::from_ms(v),
        ..Rules::default()
    };
    // 10 m/s after 100 m: at most sqrt(100 + 100).
    assert!(run(&simple(0.0), &path, &at_start(14.1)).is_ok());
    let error = run(&simple(0.0), &path, &at_start(14.2)).expect_err("too fast");
    assert_eq!(
        error.to_string(),
        "the run begins at 14.20 m/s, at most 14.14 m/s are possible there"
    );
}

#[test]
fn work_at_the_wheel_is_effort_times_way_for_any_curve() {
    // A given curve, a hyperbola, and both together; the second way is a sum over centimetres.
    let point = |ms: f64, kn: f64| EffortPoint {
        speed: Speed::from_ms(ms),
        force: Force::from_kn(kn),
    };
    let curve =
        Effort::curve(&[point(0.0, 90.0), point(8.0, 60.0), point(30.0, 20.0)]).expect("a curve");
    let machine =
        Effort::machine(Force::from_kn(80.0), None, Power::from_kw(500.0)).expect("positive");
    let path = path(
        &[(4_000.0, 40.0)],
        &[(600.0, 1_500.0, 9.0), (1_500.0, 2_500.0, -6.0)],
    );
    for effort in [curve.clone(), machine.clone(), machine.plus(&curve)] {
        let mut figures = hauled().figures().clone();
        let MaxEffort::Forces {
            effort: own,
            resistance,
            ..
        } = &mut figures.max_effort
        else {
            panic!("a train with forces")
        };
        *own = effort.clone();
        *resistance = Resistance::coefficients(2_000.0, 50.0, 10.0);
        let train = Dynamics::new(figures).expect("a good train");
        let run = run(&train, &path, &Rules::default()).expect("it runs");
        let pulled = run
            .phases()
            .into_iter()
            .filter(|phase| phase.kind != PhaseKind::Braking);
        let (mut work, step) = (0.0, 0.01);
        for phase in pulled {
            assert_eq!(phase.kind, PhaseKind::Accelerating);
            let (start, end) = (phase.start.from_start().m(), phase.end.from_start().m());
            let count = ((end - start) / step).round() as usize;
            let width = (end - start) / count as f64;
            let middle = |i: usize| at(start + (i as f64 + 0.5) * width);
            work += (0..count)
                .map(|i| effort.at(run.speed_at(middle(i))).n() * width)
                .sum::<f64>();
        }
        let energy = run.energy_at_wheel().expect("a mass").j();
        assert!((energy / work - 1.0).abs() < 1e-6, "{energy} {work}");
    }
}
