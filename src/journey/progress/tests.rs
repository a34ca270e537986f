//! The filter against closed forms, against rejection, and at its limits.

use super::super::estimate::EstimateParts;
use super::super::sample::{Stream, Z_90, normal_quantile, quantiles};
use super::filter::{NoSample, run, systematic};
use super::{Fix, FixKind};
use crate::network::Country;
use crate::units::{Estimate, Length, RunTime};

fn range(low: f64, likely: f64, high: f64) -> Estimate<RunTime> {
    let range = Estimate::new(low, likely, high).expect("ordered");
    range.map(RunTime::from_min)
}

fn part(running: Estimate<RunTime>, noise: f64) -> EstimateParts {
    EstimateParts {
        country: Country::parse("KP").expect("a code"),
        line: None,
        line_spread: 0.0,
        running,
        technical_minimum: RunTime::from_min(1.0),
        noise,
        train_meets: Estimate::ZERO.into(),
        stops: Vec::new(),
        at_end: Vec::new(),
    }
}

fn fix(km: f64, minutes: f64) -> Fix {
    Fix {
        at: Length::from_km(km),
        time: RunTime::from_min(minutes),
        precision: RunTime::from_min(0.01),
        kind: FixKind::Arriving,
    }
}

#[test]
fn samples_are_chosen_as_often_as_they_weigh() {
    let chosen = systematic(&[1.0, 0.0, 2.0, 1.0], 4.0, 0.5);
    assert_eq!(chosen, [0, 2, 2, 3]);
    assert_eq!(systematic(&[0.0, 1.0, 0.0], 1.0, 0.999), [1, 1, 1]);
}

/// Two legs of one country, logarithms of a normal trip factor (s) and of normal noise (n) each. The first leg's
/// excess y says of the second that the trip factor is y s2/(s2+n2) with variance s2 n2/(s2+n2): the theorem on
/// normal distributions.
#[test]
fn a_sighting_says_of_the_next_leg_what_normal_distributions_say() {
    let (trip, noise) = (0.15_f64, 0.06_f64);
    let side = (trip * Z_90).exp();
    let leg = || part(range(100.0 / side, 100.0, 100.0 * side), noise);
    let parts = [leg(), leg()];
    let ends = [50.0, 100.0].map(Length::from_km);
    let excess: f64 = 0.2;
    let seen = fix(50.0, 100.0 * excess.exp());
    let found = run(&parts, &ends, &[seen], 1, 8_000).expect("it can be");
    let second = quantiles(&mut found.legs[1].running.clone());
    let (t2, n2) = (trip * trip, noise * noise);
    let mean = excess * t2 / (t2 + n2);
    let deviation = (t2 * n2 / (t2 + n2) + n2).sqrt();
    for (found, z) in [
        (second.low(), -Z_90),
        (second.likely(), 0.0),
        (second.high(), Z_90),
    ] {
        let expected = 100.0 * (mean + z * deviation).exp();
        assert!(
            (found.minutes() / expected - 1.0).abs() < 0.006,
            "{found:?} {expected}"
        );
    }
    assert!(found.sights[0].effective > 800.0, "{:?}", found.sights);
    // Before, it was to be seen at 100 min, and e^0.2 lies 0.2/hypot(0.15, 0.06) = 1.238 deviations above: 10.8 %.
    assert!(
        (found.sights[0].later_percent - 10.8).abs() < 0.6,
        "{:?}",
        found.sights
    );
}

/// Ten sightings, each of which leaves a part of a hundredth of the samples that were only weighted, leave enough.
#[test]
fn many_sightings_leave_enough_samples() {
    let parts: Vec<EstimateParts> = (0..10)
        .map(|_| part(range(85.0, 100.0, 120.0), 0.06))
        .collect();
    let ends: Vec<Length> = (1..=10)
        .map(|leg| Length::from_km(50.0 * f64::from(leg)))
        .collect();
    let fixes: Vec<Fix> = (1..=10)
        .map(|leg| fix(50.0 * f64::from(leg), 110.0 * f64::from(leg)))
        .collect();
    let found = run(&parts, &ends, &fixes, 1, 4_000).expect("it can be");
    for sight in &found.sights {
        assert!(sight.effective > 400.0, "{:?}", found.sights);
    }
    for leg in &found.legs {
        let running = quantiles(&mut leg.running.clone());
        assert!(
            (running.likely().minutes() - 110.0).abs() < 0.1,
            "{running:?}"
        );
    }
}

/// A train seen in a dwell of an hour: it came between an hour before and just then.
#[test]
fn a_stand_spreads_what_was_seen() {
    let mut parts = [part(range(300.0, 400.0, 500.0), 0.1)];
    parts[0].at_end = vec![Estimate::exact(RunTime::from_min(60.0)).into()];
    let ends = [Length::from_km(300.0)];
    let arrivals = |kind| {
        let seen = Fix {
            kind,
            ..fix(300.0, 400.0)
        };
        let found = run(&parts, &ends, &[seen], 1, 4_000).expect("it can be");
        quantiles(&mut found.legs[0].running.clone()).map(|time| time.minutes())
    };
    assert!((arrivals(FixKind::Arriving).likely() - 400.0).abs() < 0.1);
    assert!((arrivals(FixKind::Leaving).likely() - 340.0).abs() < 0.1);
    let there = arrivals(FixKind::There);
    assert!(
        (there.low() - 346.0).abs() < 3.0 && (there.high() - 394.0).abs() < 3.0,
        "{there:?}"
    );
}

#[test]
fn what_cannot_be_has_no_sample() {
    let parts = [part(range(85.0, 100.0, 120.0), 0.06)];
    let ends = [Length::from_km(50.0)];
    let found = run(&parts, &ends, &[fix(50.0, 0.5)], 1, 1_000);
    assert_eq!(found.err(), Some(NoSample { fix: 0 }));
}

/// Two legs before a sighting and one behind it, in two countries, with a stop and a dwell, against plain rejection:
/// of many independent journeys those that were seen at the right time.
#[test]
fn the_filter_agrees_with_rejection() {
    let mut parts = [
        part(range(250.0, 300.0, 370.0), 0.05),
        part(range(80.0, 100.0, 125.0), 0.12),
        part(range(80.0, 100.0, 125.0), 0.12),
    ];
    parts[0].stops = vec![range(10.0, 20.0, 40.0).into()];
    parts[0].at_end = vec![range(30.0, 60.0, 120.0).into()];
    parts[1].country = Country::parse("RU").expect("a code");
    parts[2].country = parts[1].country;
    let ends = [100.0, 200.0, 300.0].map(Length::from_km);
    let (seen, precision) = (430.0, 8.0);
    let fix = Fix {
        precision: RunTime::from_min(precision),
        ..fix(200.0, seen)
    };
    let found = run(&parts, &ends, &[fix], 1, 8_000).expect("it can be");
    let mut stream = Stream::new(7);
    let mut normal = || normal_quantile(stream.unit());
    let mut kept: [Vec<RunTime>; 3] = Default::default();
    for _ in 0..400_000 {
        let trips = [normal(), normal()];
        let running = [(0, 0), (1, 1), (2, 1)]
            .map(|(leg, trip)| parts[leg].running_at((trips[trip], 0.0), normal()));
        let stop = parts[0].stops[0].at(normal());
        let dwell = parts[0].at_end[0].at(normal());
        let arrival = running[0] + stop + dwell + running[1];
        let off = (arrival.minutes() - seen) / (precision / Z_90);
        if stream_keeps(&mut normal, off) {
            kept.iter_mut()
                .zip(running)
                .for_each(|(kept, time)| kept.push(time));
        }
    }
    assert!(kept[0].len() > 3_000, "{}", kept[0].len());
    for (leg, kept) in kept.iter_mut().enumerate() {
        let (own, other) = (
            quantiles(&mut found.legs[leg].running.clone()),
            quantiles(kept),
        );
        for (own, other) in [
            (own.low(), other.low()),
            (own.likely(), other.likely()),
            (own.high(), other.high()),
        ] {
            let ratio = own.ratio(other).expect("above zero");
            assert!((ratio - 1.0).abs() < 0.02, "leg {leg}: {own:?} {other:?}");
        }
    }
}

/// Keeps a journey that is so many deviations off with the probability of the normal density over its top.
fn stream_keeps(normal: &mut impl FnMut() -> f64, off: f64) -> bool {
    let (one, two) = (normal(), normal());
    // The sum of two squared normal figures is above t with the probability exp(-t/2).
    one * one + two * two > off * off
}

/// A train that is exact to the second agrees with what was seen then, and with nothing else.
#[test]
fn a_train_without_any_scatter_is_when_it_is() {
    let parts = [part(range(100.0, 100.0, 100.0), 0.0)];
    let ends = [Length::from_km(50.0)];
    let seen = |minutes: f64| Fix {
        precision: RunTime::from_min(5.0),
        ..fix(50.0, minutes)
    };
    assert!(run(&parts, &ends, &[seen(104.0)], 1, 1_000).is_ok());
    let found = run(&parts, &ends, &[seen(160.0)], 1, 1_000);
    assert_eq!(found.err(), Some(NoSample { fix: 0 }));
}
