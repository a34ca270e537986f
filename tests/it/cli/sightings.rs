//! What `locate` says of sightings that cannot be true, and of those that are unusual.

use insta::assert_snapshot;

use super::locate::{PINNED, asked, said};
use super::pinned::pinned;

/// Each says what cannot be, with the arithmetic. At 100 km/h at most 315 km take 3 h 09 min and a start; 21:40 at Delta
/// is 20:40 at Alpha, 40 minutes after the departure, and 315 km in 40 minutes are 472.5 km/h.
#[test]
fn sightings_that_cannot_be() {
    let refused = |rest: &str| pinned(&format!("{PINNED} {rest}")).refused(1);
    assert_snapshot!(refused("--seen Delta=2019-04-23T21:40"), @"slowtrain: this cannot be true: Delta at 2019-04-23 21:40 (UTC+10:00): 315 km from Alpha in 40 min would be 473 km/h on average; the technical minimum is 3 h 10 min, so not before 2019-04-24 00:10 (UTC+10:00)");
    assert_snapshot!(refused("--seen Delta=2019-04-23T20:40"), @"slowtrain: this cannot be true: Delta at 2019-04-23 20:40 (UTC+10:00): it left Alpha only at 2019-04-23 20:00 (UTC+09:00), 20 min later");
    assert_snapshot!(refused("--seen Delta=2019-04-24T04:00 --seen Gamma=2019-04-24T04:30"), @"slowtrain: this cannot be true: Gamma at 2019-04-24 04:30 (UTC+09:00): it lies 15.0 km before Delta on the route, where the train was already at 2019-04-24 04:00 (UTC+10:00)");
    assert_snapshot!(refused("--seen Epsilon=2019-04-24T04:40 --seen Delta=2019-04-24T04:10"), @"slowtrain: this cannot be true: Epsilon at 2019-04-24 04:40 (UTC+10:00): 135 km from Delta in 30 min would be 270 km/h on average; the technical minimum is 1 h 21 min, so not before 2019-04-24 05:31 (UTC+10:00)");
    assert_snapshot!(refused("--seen Alpha=2019-04-23T23:00"), @"slowtrain: this cannot be true: Alpha at 2019-04-23 23:00 (UTC+09:00): it had left there at 2019-04-23 20:00 (UTC+09:00)");
}

#[test]
fn sightings_where_or_when_no_draw_leads() {
    let hanoi = asked("--seen Hanoi=2019-04-24T10:00").refused(1);
    assert_snapshot!(hanoi, @"slowtrain: this cannot be true: Hanoi at 2019-04-24 10:00 (UTC+07:00): no route from Pyongyang to Vladivostok passes it");
    // Nine hours for 859 km with a gauge change: above the technical minimum, and below anything a train with stops does.
    let khasan = asked("--seen Khasan=2019-04-23T17:05").refused(1);
    assert!(khasan.contains("physics allows it"), "{khasan}");
    assert!(
        khasan.contains("not one of 4000 samples of the journey agrees"),
        "{khasan}"
    );
}

/// What is out of the usual is an answer, with a remark.
#[test]
fn sightings_that_are_unusual() {
    let early = said("--arrived Khasan=2019-04-24T01:00");
    assert!(
        early.contains("seen at Khasan 17 h 00 min after the departure, earlier than "),
        "{early}"
    );
    let late = said("--arrived Khasan=2019-04-25T12:00");
    assert!(late.contains("later than every sample"), "{late}");
    let usual = said("--arrived Khasan=2019-04-24T09:00");
    assert!(!usual.contains("sample;"), "{usual}");
    // Before it left the train was at the start, which is no news.
    let start = said("--seen Pyongyang=2019-04-23T06:00");
    assert!(
        start.contains("that it was at Pyongyang before it left says nothing new"),
        "{start}"
    );
}
