//! A journey place by place, on the shipped data: it agrees with the estimate where nothing was seen, and with what was
//! seen where something was.

use std::collections::BTreeSet;

use slowtrain::journey::{self, Fix, FixKind, Journey, Progress, Question, Trajectories};
use slowtrain::network::{self, StationIdx, ValidatedNetwork};
use slowtrain::routing::{Avoid, Objective, Query, Restrictions};
use slowtrain::train::{Coverage, Train};
use slowtrain::units::{Estimate, Length, RunTime};

/// Samples as `locate` has them.
const SAMPLES: usize = 4_000;

fn train(id: &str) -> Train {
    let file = format!("trains/{id}.toml");
    let text = network::bundled_file(&file).expect("a bundled train");
    Train::parse(text, &file).expect("a sound file")
}

fn station(checked: &ValidatedNetwork, id: &str) -> StationIdx {
    let station = checked.network().station_by_id(id);
    station.unwrap_or_else(|| panic!("no station {id}"))
}

fn journey(checked: &ValidatedNetwork, train: &Train, ends: (&str, &str)) -> Journey {
    let network = checked.network();
    let query = Query {
        from: station(checked, ends.0),
        to: station(checked, ends.1),
        via: Vec::new(),
        restrictions: Restrictions {
            avoid: Avoid::default(),
            transit: BTreeSet::new(),
            day: network.package().as_of.expect("a day"),
            objective: Objective::Fastest,
            demands: journey::demands(network, train),
        },
    };
    let question = Question::new(query);
    let mut plan = journey::plan(network, train, &question).expect("a way");
    plan.journeys.remove(0)
}

/// What `test` makes of a journey and its progress.
fn with<T>(
    id: &str,
    ends: (&str, &str),
    test: impl FnOnce(&ValidatedNetwork, &Journey, &Progress) -> T,
) -> T {
    let (checked, train) = (network::bundled().expect("no errors"), train(id));
    let journey = journey(&checked, &train, ends);
    let progress = Progress::new(checked.network(), &train, &[], &journey.route).expect("it runs");
    test(&checked, &journey, &progress)
}

/// Whether two ranges agree, each point to a part of the first's width and the second is a minute.
#[track_caller]
fn agree(one: &Estimate<RunTime>, other: &Estimate<RunTime>, part: f64, of: &str) {
    agree_at_the_ends(one, other, part, of);
    near(one.likely(), other.likely(), slack(one, part), of);
}

/// The same for the low and the high point alone: the likely time at the end of a leg is a mean over the journeys near the
/// median of the whole, so that the parts add up, and waiting is skewed.
#[track_caller]
fn agree_at_the_ends(one: &Estimate<RunTime>, other: &Estimate<RunTime>, part: f64, of: &str) {
    near(one.low(), other.low(), slack(one, part), of);
    near(one.high(), other.high(), slack(one, part), of);
}

fn slack(range: &Estimate<RunTime>, part: f64) -> RunTime {
    (range.high() - range.low()) * part + RunTime::from_min(1.0)
}

#[track_caller]
fn near(one: RunTime, other: RunTime, slack: RunTime, of: &str) {
    let apart = (one - other).abs();
    assert!(
        apart <= slack,
        "{of}: {:.3} h and {:.3} h",
        one.h(),
        other.h()
    );
}

fn place(progress: &Progress, wanted: StationIdx) -> Length {
    let mut stations = progress.stations();
    stations
        .find(|(station, _)| *station == wanted)
        .expect("on the way")
        .1
}

const JOURNEYS: [(&str, (&str, &str)); 3] = [
    ("leader-special", ("kp-pyongyang", "ru-vladivostok")),
    ("rossiya", ("ru-moscow-yaroslavsky", "ru-vladivostok")),
    ("the-ghan", ("au-adelaide", "au-darwin")),
];

/// The same model sampled twice: once by legs, once place by place with four times the samples. Without stratification the
/// 10 % point of 1,000 samples has a standard error of 0.054 deviations (sqrt(0.1 * 0.9 / 1000) over the normal density
/// there), which is 0.021 of the width, and the difference of the two 0.024: two and a half of that.
#[test]
fn unseen_trains_arrive_as_estimated() {
    for (id, ends) in JOURNEYS {
        with(id, ends, |_, journey, progress| {
            let trajectories = progress.sample(&[], SAMPLES).expect("nothing was seen");
            agree(&journey.duration, &trajectories.arrival(), 0.06, id);
            let timing_points = trajectories.timing_points(progress);
            assert_eq!(timing_points.len(), journey.timing_points.len());
            for leg in &journey.legs {
                let timing_point = timing_points
                    .iter()
                    .find(|timing_point| timing_point.at == leg.end);
                agree_at_the_ends(
                    &leg.arrives,
                    &timing_point.expect("a station").arrives,
                    0.06,
                    id,
                );
            }
        });
    }
}

/// Up to a station in the middle of a leg, the time scatters as that of a journey which ends there; 16,000 samples of each
/// have a standard error of 0.005 of the width. How far ranges are stretched depends on the length of the whole journey, so
/// they are not stretched here.
#[test]
fn a_part_of_a_leg_scatters_as_a_leg_of_its_length() {
    let checked = network::bundled().expect("no errors");
    let mut train = train("leader-special");
    train.coverage = Coverage::default();
    let sampled = |journey: &Journey| {
        let progress = Progress::new(checked.network(), &train, &[], &journey.route);
        let progress = progress.expect("it runs");
        let trajectories = progress.sample(&[], 16_000).expect("nothing was seen");
        trajectories.timing_points(&progress)
    };
    let whole = sampled(&journey(
        &checked,
        &train,
        ("kp-pyongyang", "ru-vladivostok"),
    ));
    for id in [
        "kp-kowon",
        "kp-hamhung",
        "kp-chongjin",
        "ru-gvozdevo",
        "ru-kedrovy",
    ] {
        let here = station(&checked, id);
        let timing_point = whole
            .iter()
            .find(|timing_point| timing_point.station == here);
        let timing_point = timing_point.expect("on the way");
        let part = sampled(&journey(&checked, &train, ("kp-pyongyang", id)));
        let end = part[part.len() - 1].arrives;
        agree(&end, &timing_point.arrives, 0.025, id);
    }
}

#[test]
fn the_train_is_where_it_passes() {
    for (id, ends) in JOURNEYS {
        with(id, ends, |_, _, progress| {
            let trajectories = progress.sample(&[], SAMPLES).expect("nothing was seen");
            let middle = |time: RunTime| {
                let mut places: Vec<f64> = trajectories
                    .at(time)
                    .iter()
                    .map(|spot| spot.at.km())
                    .collect();
                places.sort_by(f64::total_cmp);
                places[places.len() / 2]
            };
            // A train is at a place or before it in as many samples as it comes there later.
            let timing_points = trajectories.timing_points(progress);
            for timing_point in timing_points.iter().step_by(17) {
                let found = middle(timing_point.arrives.likely());
                let km = timing_point.at.km();
                // The likely time there is a mean over the journeys near the median of the whole, a few minutes off the
                // median there.
                assert!((found - km).abs() < 6.0, "{id}: {found} {km}");
            }
            let all_at = |time: RunTime, km: f64| {
                let spots = trajectories.at(time);
                spots
                    .iter()
                    .all(|spot| spot.is_standing && spot.at.km() == km)
            };
            assert!(all_at(RunTime::from_h(-1.0), 0.0));
            assert!(all_at(RunTime::from_h(9_000.0), progress.length().km()));
        });
    }
}

#[test]
fn no_train_runs_back() {
    with(JOURNEYS[0].0, JOURNEYS[0].1, |_, _, progress| {
        let trajectories = progress.sample(&[], 500).expect("nothing was seen");
        let mut last = trajectories.at(RunTime::ZERO);
        for quarter in 1..200 {
            let now = trajectories.at(RunTime::from_min(15.0) * f64::from(quarter));
            assert!(now.iter().zip(&last).all(|(now, last)| now.at >= last.at));
            last = now;
        }
    });
}

fn fix(at: Length, hours: f64, kind: FixKind) -> Fix {
    Fix {
        at,
        time: RunTime::from_h(hours),
        precision: RunTime::from_min(5.0),
        kind,
    }
}

/// A train that was seen is there then, and comes to where it goes in a narrower range.
#[test]
fn a_sighting_narrows_what_follows() {
    with(JOURNEYS[0].0, JOURNEYS[0].1, |checked, _, progress| {
        let khasan = place(progress, station(checked, "ru-khasan"));
        let width = |trajectories: &Trajectories| {
            trajectories.arrival().high() - trajectories.arrival().low()
        };
        let before = progress.sample(&[], SAMPLES).expect("nothing was seen");
        for hours in [20.0, 25.0, 30.0] {
            let seen = fix(khasan, hours, FixKind::Arriving);
            let trajectories = progress.sample(&[seen], SAMPLES).expect("it can be");
            assert!(
                trajectories.sights()[0].effective > 500.0,
                "{:?}",
                trajectories.sights()
            );
            assert!(width(&trajectories) < width(&before) * 0.5);
            let timing_points = trajectories.timing_points(progress);
            let there = timing_points
                .iter()
                .find(|timing_point| timing_point.at == khasan);
            let there = there.expect("a station").arrives;
            let around = Estimate::new(hours - 1.0 / 12.0, hours, hours + 1.0 / 12.0);
            agree(
                &around.expect("ordered").map(RunTime::from_h),
                &there,
                0.0,
                "Khasan",
            );
        }
    });
}

/// Seen to come and to leave, the train stood as long as between.
#[test]
fn a_stand_that_was_seen_is_as_long() {
    with(JOURNEYS[0].0, JOURNEYS[0].1, |checked, _, progress| {
        let khasan = place(progress, station(checked, "ru-khasan"));
        let seen = [
            fix(khasan, 26.0, FixKind::Arriving),
            fix(khasan, 29.0, FixKind::Leaving),
        ];
        let trajectories = progress.sample(&seen, SAMPLES).expect("it can be");
        let timing_points = trajectories.timing_points(progress);
        let there = timing_points
            .iter()
            .find(|timing_point| timing_point.at == khasan)
            .expect("a station");
        let around = |hours: f64| {
            let range = Estimate::new(hours - 1.0 / 12.0, hours, hours + 1.0 / 12.0);
            range.expect("ordered").map(RunTime::from_h)
        };
        agree(&around(26.0), &there.arrives, 0.1, "arrival");
        agree(&around(29.0), &there.departs, 0.1, "departure");
    });
}

/// Seven sightings on 9,288 km leave enough samples, and the arrival agrees with four times as many samples.
#[test]
fn many_sightings_leave_enough_samples() {
    with(
        "rossiya",
        ("ru-moscow-yaroslavsky", "ru-vladivostok"),
        |checked, journey, progress| {
            let ids = [
                "ru-yekaterinburg",
                "ru-omsk",
                "ru-novosibirsk",
                "ru-krasnoyarsk",
                "ru-irkutsk",
                "ru-chita-2",
                "ru-khabarovsk-1",
            ];
            let fixes: Vec<Fix> = ids
                .iter()
                .filter_map(|id| {
                    let here = station(checked, id);
                    let timing_point = journey
                        .timing_points
                        .iter()
                        .find(|timing_point| timing_point.station == here)?;
                    // Always a little late: 2 % of the time so far.
                    let hours = timing_point.arrives.likely().h() * 1.02;
                    Some(fix(timing_point.at, hours, FixKind::Arriving))
                })
                .collect();
            assert!(fixes.len() >= 5, "{}", fixes.len());
            let trajectories = progress.sample(&fixes, SAMPLES).expect("it can be");
            for sight in trajectories.sights() {
                assert!(sight.effective > 400.0, "{:?}", trajectories.sights());
            }
            let more = progress.sample(&fixes, 4 * SAMPLES).expect("it can be");
            let apart = |point: fn(&Estimate<RunTime>) -> RunTime| {
                (point(&trajectories.arrival()) - point(&more.arrival())).abs()
            };
            for point in [Estimate::low, Estimate::likely, Estimate::high] {
                assert!(
                    apart(point) < RunTime::from_min(6.0),
                    "{:?} {:?}",
                    trajectories.arrival(),
                    more.arrival()
                );
            }
        },
    );
}
