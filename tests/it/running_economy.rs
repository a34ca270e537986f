//! Coasting: the least energy for a given time, against what a pencil says where a pencil can.

use slowtrain::running::{Allowance, PhaseKind, Rules, run, run_economically};
use slowtrain::units::Length;

use crate::line::{heavy_train, hilly};
use crate::running_parts::{hauled, path, s};

/// Up with `a` to V, coasting with `r` to U, down with `b`: the only way to spend time with constant resistance when no
/// limit is met, since work is resistance times way plus what the brake destroys. Gives work by mass.
fn best_by_hand(length: f64, time: f64, (a, r, b): (f64, f64, f64)) -> f64 {
    let peak_for = |u: f64| {
        // V²/2a + (V² - U²)/2r + U²/2b = L
        ((length + u * u * (0.5 / r - 0.5 / b)) / (0.5 / a + 0.5 / r)).sqrt()
    };
    let time_for = |u: f64| {
        let v = peak_for(u);
        v / a + (v - u) / r + u / b
    };
    let (mut low, mut high) = (0.0, 100.0);
    for _ in 0..200 {
        let u = 0.5 * (low + high);
        if time_for(u) > time {
            low = u;
        } else {
            high = u;
        }
    }
    let v = peak_for(high);
    (a + r) * v * v / (2.0 * a)
}

#[test]
fn coasting_spends_an_allowance_with_the_least_energy() {
    let path = path(&[(6_000.0, 60.0)], &[]);
    let rules = Rules {
        allowances: vec![Allowance::percent("recovery", 8.0)],
        ..Rules::default()
    };
    let tight = run(&hauled(), &path, &rules).expect("it runs");
    let run = run_economically(&hauled(), &path, &rules).expect("it runs");
    assert!((run.elapsed() - tight.elapsed()).abs() < s(1e-6));
    let by_hand = best_by_hand(6_000.0, tight.elapsed().s(), (0.48, 0.02, 0.5)) * 100e3;
    let energy = run.energy_at_wheel().expect("a mass").j();
    assert!((energy / by_hand - 1.0).abs() < 1e-6, "{energy} {by_hand}");
    assert!(energy < 0.9 * tight.energy_at_wheel().expect("a mass").j());
    let kinds: Vec<PhaseKind> = run.phases().iter().map(|phase| phase.kind).collect();
    assert_eq!(
        kinds,
        [
            PhaseKind::Accelerating,
            PhaseKind::Coasting,
            PhaseKind::Braking
        ]
    );
    let ledger = run.ledger();
    assert!((ledger.total() - run.elapsed()).abs() < s(1e-9));
}

#[test]
fn coasting_from_a_limit_is_as_a_pencil_would_have_it() {
    // 15 m/s held, then coasted down to U: the lower U, the longer; work is resistance times way plus U²/2 (1 - r/b).
    let path = path(&[(8_000.0, 15.0)], &[]);
    let rules = Rules {
        allowances: vec![Allowance::percent("recovery", 6.0)],
        ..Rules::default()
    };
    let run = run_economically(&hauled(), &path, &rules).expect("it runs");
    let (v, a, r, b) = (15.0, 0.48, 0.02, 0.5);
    let (mut low, mut high) = (0.0, v);
    for _ in 0..200 {
        let u: f64 = 0.5 * (low + high);
        let held = 8_000.0 - v * v / (2.0 * a) - (v * v - u * u) / (2.0 * r) - u * u / (2.0 * b);
        let time = v / a + held / v + (v - u) / r + u / b;
        if time > run.elapsed().s() {
            low = u;
        } else {
            high = u;
        }
    }
    let by_hand = (r * 8_000.0 + 0.5 * high * high * (1.0 - r / b)) * 100e3;
    let energy = run.energy_at_wheel().expect("a mass").j();
    assert!((energy / by_hand - 1.0).abs() < 1e-6, "{energy} {by_hand}");
}

#[test]
fn coasting_over_hills_keeps_to_the_time_and_saves() {
    let path = hilly(3, Length::from_km(60.0));
    let rules = Rules {
        allowances: vec![Allowance::percent("recovery", 7.0)],
        ..Rules::default()
    };
    let tight = run(&heavy_train(), &path, &rules).expect("it runs");
    let first = run_economically(&heavy_train(), &path, &rules).expect("it runs");
    let again = run_economically(&heavy_train(), &path, &rules).expect("it runs");
    assert_eq!(first.energy_at_wheel(), again.energy_at_wheel());
    assert!(
        (first.elapsed() - tight.elapsed()).abs() < s(1.0),
        "{:?} {:?}",
        first.elapsed(),
        tight.elapsed()
    );
    let saved = 1.0
        - first
            .energy_at_wheel()
            .expect("a mass")
            .ratio(tight.energy_at_wheel().expect("a mass"))
            .expect("some");
    assert!(saved > 0.05, "{saved}");
}

#[test]
fn coasting_never_takes_more_than_is_granted_and_always_saves() {
    for seed in 0..12 {
        let path = hilly(seed, Length::from_km(25.0));
        for (percent, fixed) in [(2.0, 0.0), (10.0, 0.0), (0.0, 45.0)] {
            let rules = Rules {
                allowances: vec![
                    Allowance::percent("recovery", percent),
                    Allowance::fixed("works", s(fixed)),
                ],
                ..Rules::default()
            };
            let tight = run(&heavy_train(), &path, &rules).expect("it runs");
            let easy = run_economically(&heavy_train(), &path, &rules).expect("it runs");
            assert_eq!(easy.running_time(), tight.running_time(), "{seed}");
            let (granted, spent) = (tight.elapsed(), easy.elapsed());
            assert!(
                spent <= granted + s(1e-9),
                "{seed}: {spent:?} of {granted:?}"
            );
            assert!(
                granted - spent < s(0.02 * granted.s()),
                "{seed}: {spent:?} of {granted:?}"
            );
            let saved = easy.energy_saved().expect("a mass");
            let difference =
                tight.energy_at_wheel().expect("a mass") - easy.energy_at_wheel().expect("a mass");
            assert!(
                saved.j() > 0.0 && (saved - difference).abs().j() < 1.0,
                "{seed}: {saved:?}"
            );
        }
    }
}

#[test]
fn nothing_granted_is_nothing_changed() {
    let path = path(&[(6_000.0, 20.0)], &[]);
    let tight = run(&hauled(), &path, &Rules::default()).expect("it runs");
    let easy = run_economically(&hauled(), &path, &Rules::default()).expect("it runs");
    assert_eq!(easy.elapsed(), tight.elapsed());
    assert_eq!(easy.energy_saved(), None);
    assert_eq!(easy.phases(), tight.phases());
}
