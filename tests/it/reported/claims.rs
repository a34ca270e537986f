//! Claims and reported journeys on the shipped data. Each expectation is argued from figures that stand outside of the
//! program: straight lines, published kilometres, the claim's own arithmetic.

use std::collections::BTreeSet;

use slowtrain::journey::{self, Question};
use slowtrain::network::search::Index;
use slowtrain::network::{self, Findings, ValidatedNetwork};
use slowtrain::reported::{
    Claim, ClaimAnswer, Figure, Offer, Outcome, Reason, Subject, Verdict, compare, judge,
    read_journeys,
};
use slowtrain::routing::{Avoid, Objective, Query, Restrictions};
use slowtrain::train::Train;
use slowtrain::units::RunTime;

use super::shipped::{catalog, network, train};

fn leader() -> Train {
    train("leader-special")
}

/// What is asked of a train between two stations.
pub fn question(checked: &ValidatedNetwork, train: &Train, (from, to): (&str, &str)) -> Question {
    let network = checked.network();
    let query = Query {
        from: network.station_by_id(from).expect("a station"),
        to: network.station_by_id(to).expect("a station"),
        via: Vec::new(),
        restrictions: Restrictions {
            avoid: Avoid::default(),
            transit: BTreeSet::new(),
            day: network.package().as_of.expect("a day"),
            objective: Objective::Fastest,
            demands: journey::demands(network, train),
        },
    };
    Question::new(query)
}

fn judged(from: &str, to: &str, claim: Claim) -> ClaimAnswer {
    let (checked, train) = (network(), leader());
    let question = question(&checked, &train, (from, to));
    judge(checked.network(), &train, &question, &claim).expect("a way")
}

fn figure(text: &str) -> Option<Figure> {
    Some(Figure::parse(text).expect("a figure"))
}

fn verdict_of(answer: &ClaimAnswer, subject: Subject) -> Verdict {
    let check = answer.checks.iter().find(|check| check.of == subject);
    check
        .unwrap_or_else(|| panic!("no check of {subject:?}"))
        .verdict
}

/// "Just 200 km", nearly 20 hours: the straight line alone is 688 km, so 200 cannot be. Twenty hours over the 1,231 km by
/// rail are 62 km/h with stops, a border and a gauge change inside: more than the train is known for, less than rails
/// and locomotives would forbid.
#[test]
fn just_200_km_is_impossible_and_nearly_20_hours_doubtful() {
    let claim = Claim {
        km: figure("200"),
        hours: figure("nearly 20"),
        ..Claim::default()
    };
    let answer = judged("kp-pyongyang", "ru-vladivostok", claim);
    assert_eq!(answer.verdict, Verdict::Impossible);
    assert_eq!(verdict_of(&answer, Subject::Distance), Verdict::Impossible);
    assert_eq!(verdict_of(&answer, Subject::Time), Verdict::Doubtful);
    // 200 km in 19 hours (the middle of 18 to 20) are between 10 and 11 km/h.
    let implied = answer.implied_speed.expect("both were claimed").kmh();
    assert!((10.0..=11.0).contains(&implied), "{implied}");
}

/// 700 km in ten hours at an average of 60: sixty times ten is 600, not 700, beyond the precision of either; and 700 is
/// nearer the straight line (688) than any rails (1,177 at least).
#[test]
fn seven_hundred_km_in_ten_hours_at_sixty_contradicts_itself() {
    let claim = Claim {
        km: figure("700"),
        hours: figure("10"),
        speed: figure("60"),
        ..Claim::default()
    };
    let answer = judged("kp-pyongyang", "ru-vladivostok", claim);
    assert_eq!(verdict_of(&answer, Subject::Itself), Verdict::Impossible);
    assert_eq!(verdict_of(&answer, Subject::Distance), Verdict::Impossible);
    assert!(
        answer
            .offers
            .iter()
            .any(|offer| matches!(offer, Offer::StraightLine(_))),
        "{:?}",
        answer.offers
    );
}

/// 1,180 km in 20 hours: the distance is that by Baranovsky (1,185); the time is short of what the train is known for.
#[test]
fn eleven_hundred_and_eighty_km_agree_with_the_rails() {
    let claim = Claim {
        km: figure("1180"),
        hours: figure("20"),
        ..Claim::default()
    };
    let answer = judged("kp-pyongyang", "ru-vladivostok", claim);
    assert_eq!(verdict_of(&answer, Subject::Distance), Verdict::Consistent);
    assert_eq!(answer.verdict, Verdict::Doubtful);
}

/// 2,385 miles (3,838 km) in two days at a maximum of 37 mph (59.5 km/h): at that maximum 48 hours make 2,857 km, so the
/// claim cannot be true as told; in miles the distance itself is that of Dandong to Pingxiang by rail.
#[test]
fn two_days_through_china_at_37_mph_are_impossible() {
    let claim = Claim {
        km: figure("3838"),
        hours: figure("48"),
        max_speed: figure("59.5"),
        ..Claim::default()
    };
    let answer = judged("cn-dandong", "cn-pingxiang", claim);
    assert_eq!(verdict_of(&answer, Subject::Itself), Verdict::Impossible);
    let in_miles = judged(
        "cn-dandong",
        "cn-pingxiang",
        Claim {
            km: figure("2385"),
            ..Claim::default()
        },
    );
    assert!(
        in_miles.offers.contains(&Offer::MilesForKm(2_385.0)),
        "{:?}",
        in_miles.offers
    );
}

/// A true maximum of 59 forbids an average above it: 1,231 km in 20 hours are 62 km/h. 20 may be 21 at its precision, which
/// is 58.6 km/h; but bogies, border and the reversal at Ussuriysk take an hour and more of it at the least.
#[test]
fn a_maximum_below_the_average_is_impossible() {
    let claim = Claim {
        hours: figure("20"),
        max_speed: figure("59"),
        ..Claim::default()
    };
    let answer = judged("kp-pyongyang", "ru-vladivostok", claim);
    assert_eq!(verdict_of(&answer, Subject::Speed), Verdict::Doubtful);
    let claim = Claim {
        hours: figure("19.5"),
        max_speed: figure("59"),
        ..Claim::default()
    };
    let answer = judged("kp-pyongyang", "ru-vladivostok", claim);
    assert_eq!(verdict_of(&answer, Subject::Speed), Verdict::Impossible);
}

/// Ninety cars of 24.4 m are 2.2 km in one train; thirty in each of three are 0.7 km and fit the usual loops.
#[test]
fn ninety_cars_are_doubtful_in_one_train_and_not_in_three() {
    let claim = |trains| Claim {
        cars: Some(90),
        trains: Some(trains),
        ..Claim::default()
    };
    let one = judged("kp-pyongyang", "ru-vladivostok", claim(1));
    let three = judged("kp-pyongyang", "ru-vladivostok", claim(3));
    assert_eq!(verdict_of(&one, Subject::Train), Verdict::Doubtful);
    assert_eq!(verdict_of(&three, Subject::Train), Verdict::Consistent);
}

/// Every bundled journey gets an outcome; those with a place outside of the network are said not to be comparable.
#[test]
fn no_reported_journey_is_dropped() {
    let checked = network();
    let text = network::bundled_file("journeys.csv").expect("it is bundled");
    let mut findings = Findings::new();
    let journeys = read_journeys("journeys.csv", text.as_bytes().into(), &mut findings);
    assert!(findings.is_empty(), "{findings}");
    let rows = csv::Reader::from_reader(text.as_bytes()).records().count();
    assert_eq!(journeys.len(), rows);
    let index = Index::new(checked.network().stations());
    let day = checked.network().package().as_of.expect("a day");
    let compared =
        compare(checked.network(), &index, &catalog(), journeys, (day, None)).expect("sound files");
    assert_eq!(compared.len(), rows);
    let hidden = compared
        .iter()
        .find(|row| row.reported.places.0.contains("not disclosed"))
        .expect("one is");
    assert!(matches!(hidden.outcome, Outcome::NotComparable { .. }));
    // A report in which nothing could be computed would make the statistics empty.
    assert!(
        compared
            .iter()
            .filter_map(slowtrain::reported::Compared::pair)
            .count()
            > 50
    );
}

/// Journeys that ask the same are computed once; each comes out as it does alone.
#[test]
fn journeys_compared_together_come_out_as_alone() {
    let checked = network();
    let text = "journey_id,train,from_id,to_id,from_place,to_place,via_ids,via_dwell_min,departed_local,duration_h,time_quality\n\
        a,generic-passenger,kp-pyongyang,kp-sinuiju,P,S,,,2019-04-24T02:00,5.0,timetable\n\
        b,generic-passenger,kp-pyongyang,kp-sinuiju,P,S,,,2018-01-02T03:00,6.0,timetable\n\
        c,generic-passenger,kp-pyongyang,kp-sinuiju,P,S,kp-sinanju,3,2019-04-24T02:00,5.0,timetable\n\
        d,generic-passenger,kp-pyongyang,kp-sinuiju,P,S,kp-sinanju,,2019-04-24T02:00,5.0,exact\n\
        e,no-such-train,kp-pyongyang,kp-sinuiju,P,S,,,2019-04-24T02:00,5.0,exact\n";
    let mut findings = Findings::new();
    let journeys = read_journeys("mine.csv", text.as_bytes().into(), &mut findings);
    assert!(findings.is_empty(), "{findings}");
    let index = Index::new(checked.network().stations());
    let day = checked.network().package().as_of.expect("a day");
    let compared = |journeys| {
        compare(checked.network(), &index, &catalog(), journeys, (day, None)).expect("sound files")
    };
    let together = compared(journeys.clone());
    let alone: Vec<_> = journeys
        .into_iter()
        .flat_map(|one| compared(vec![one]))
        .collect();
    assert_eq!(together, alone);
    let minutes = |row: usize| match &together[row].outcome {
        Outcome::Judged { computed, .. } => computed.likely().minutes(),
        Outcome::NotComparable { reason } => panic!("{reason}"),
    };
    assert!(
        (minutes(0) - minutes(1)).abs() < 1e-9,
        "another day is the same train"
    );
    // Three minutes at Sinanju, and what it takes to stop and start.
    let stop = minutes(2) - minutes(0);
    assert!((3.0..10.0).contains(&stop), "{stop}");
    assert!(matches!(together[4].outcome, Outcome::NotComparable { .. }));
}

/// Minutes at stations are as many as the stations.
#[test]
fn minutes_at_stations_fit_the_stations() {
    let read = |dwells: &str| {
        let text = format!("from_place,to_place,via_ids,via_dwell_min\nA,B,x;y;z,{dwells}\n");
        let mut findings = Findings::new();
        let journeys = read_journeys("mine.csv", text.into_bytes().into(), &mut findings);
        (journeys, findings.to_string())
    };
    let dwells = read("2;;0.5").0.remove(0).dwells.expect("three of them");
    let minutes: Vec<Option<f64>> = dwells
        .iter()
        .map(|time| time.map(RunTime::minutes))
        .collect();
    assert_eq!(minutes, [Some(2.0), None, Some(0.5)]);
    assert_eq!(read("").0[0].dwells, None, "not known whether it stops");
    for bad in ["2;3", "2;3;x", "2;3;-1", "2;3;NaN"] {
        let (journeys, said) = read(bad);
        assert!(
            journeys.is_empty() && said.contains("bad-dwells"),
            "{bad}: {said}"
        );
    }
}

/// No journey that somebody made is impossible: the technical minimum lies below all of them.
#[test]
fn no_journey_that_was_made_is_below_the_technical_minimum() {
    let checked = network();
    let text = network::bundled_file("journeys.csv").expect("it is bundled");
    let mut findings = Findings::new();
    let journeys = read_journeys("journeys.csv", text.as_bytes().into(), &mut findings);
    let index = Index::new(checked.network().stations());
    let day = checked.network().package().as_of.expect("a day");
    let compared =
        compare(checked.network(), &index, &catalog(), journeys, (day, None)).expect("sound files");
    for row in compared {
        if let Outcome::Judged {
            verdict, reasons, ..
        } = &row.outcome
        {
            assert_ne!(
                *verdict,
                Verdict::Impossible,
                "{} {}: {reasons:?}",
                row.reported.journey_id,
                row.reported.leg_seq
            );
        }
    }
}

/// Claims that cannot be true, whatever the train: the figure, and the rails or the straight line that it falls short of.
const IMPOSSIBLE: [(&str, &str, f64); 11] = [
    // 700 km against 1,177 of the shortest rails.
    ("c001", "700", 1_177.0),
    ("c002", "700", 1_177.0),
    // 70 km against the 111 to 112 of the kilometre posts between Ussuriysk and Vladivostok.
    ("c010", "70", 111.0),
    // About 680 km against 1,177; 680 in the second, as a straight line of 689.
    ("c015", "680", 1_177.0),
    ("c016", "680", 688.0),
    // About 150 km against the 326 by Baranovsky.
    ("c021", "150", 326.0),
    // About 2,300 km to Tsiolkovsky: by the shortest rails 2,530 and more.
    ("c024", "2 300", 2_500.0),
    // 900 km from Ussuriysk to Tsiolkovsky, a straight line: by rail more than 1,300.
    ("c027", "900", 1_300.0),
    // About 250 and about 200 km from Artyom to Khasan, 287 by rail.
    ("c030", "250", 280.0),
    ("c031", "200", 280.0),
    // Just 200 km, against a straight line of 689.
    ("c032", "200", 688.0),
];

#[test]
fn claims_that_cannot_be_true_stay_impossible() {
    let data = slowtrain::Dataset::bundled().expect("sound data");
    for (id, _, least) in IMPOSSIBLE {
        let request = slowtrain::dataset::ClaimsRequest {
            id: Some(id.to_owned()),
            ..Default::default()
        };
        let judged = data.judge_all(&request, &mut |_, _| {}).expect("a claim");
        let answer = judged.claims()[0]
            .answer
            .as_ref()
            .expect("it can be judged");
        assert_eq!(answer.verdict, Verdict::Impossible, "{id}");
        let distance = answer
            .checks
            .iter()
            .find(|check| check.of == Subject::Distance);
        let distance = distance.unwrap_or_else(|| panic!("{id} claims a distance"));
        assert_eq!(
            distance.verdict,
            Verdict::Impossible,
            "{id}: {:?}",
            distance.reason
        );
        let computed = answer.computed.as_ref().expect("a journey was computed");
        let rails = computed.shortest.km().max(computed.geodesic.km());
        assert!(rails >= least * 0.98, "{id}: {rails}");
    }
}

/// What is over a figure is doubtful a tenth beyond it: more than 200 km are no 1,231. What is nearly reached is not reached.
#[test]
fn open_figures_are_open_by_a_tenth() {
    let of = |text: &str| {
        let claim = Claim {
            km: figure(text),
            ..Claim::default()
        };
        judged("kp-pyongyang", "ru-vladivostok", claim).verdict
    };
    assert_eq!(of("over 200"), Verdict::Doubtful);
    assert_eq!(of("over 1200"), Verdict::Consistent);
    assert_eq!(of("nearly 1250"), Verdict::Consistent);
    assert_eq!(of("1500"), Verdict::Doubtful);
}

/// 50 km/h of unclear kind beside 1,180 km in 20 hours: as a mean it makes 1,000 km, as a maximum it forbids the mean of 59.
#[test]
fn a_speed_of_unclear_kind_is_tested_as_both() {
    let claim = Claim {
        km: figure("1180"),
        hours: figure("20"),
        unclear_speed: figure("50"),
        ..Claim::default()
    };
    let answer = judged("kp-pyongyang", "ru-vladivostok", claim);
    let check = answer
        .checks
        .iter()
        .find(|check| matches!(check.reason, Reason::UnclearSpeed { .. }));
    assert_eq!(check.expect("a check").verdict, Verdict::Impossible);
}

/// Without a change of clocks between the ends no hour can have been lost between them.
#[test]
fn hours_are_lost_between_different_zones_only() {
    let claim = Claim {
        hours: figure("2:30"),
        ..Claim::default()
    };
    let answer = judged("cn-shenyang", "cn-changchun", claim);
    let is_zone = |offer: &Offer| matches!(offer, Offer::Zones(_));
    assert!(!answer.offers.iter().any(is_zone), "{:?}", answer.offers);
}

/// The bundled claim of an id, judged.
fn bundled(id: &str) -> ClaimAnswer {
    let data = slowtrain::Dataset::bundled().expect("sound data");
    let request = slowtrain::dataset::ClaimsRequest {
        id: Some(id.to_owned()),
        ..Default::default()
    };
    let judged = data.judge_all(&request, &mut |_, _| {}).expect("a claim");
    judged.claims()[0].answer.clone().expect("it can be judged")
}

/// More than 4,000 km on Russian rails in September 2023, from the border and back to it: Khasan-Ussuriysk 261 km,
/// Ussuriysk-Uglegorsk 1,412, Uglegorsk-Komsomolsk 1,048, Komsomolsk-Artyom 1,110 and Artyom-Khasan by Baranovsky 301
/// make 4,132. The straight line from a place to itself has no length and forbids nothing.
#[test]
fn a_journey_there_and_back_is_judged_by_the_stations_it_passed() {
    let answer = bundled("c029");
    assert_eq!(verdict_of(&answer, Subject::Distance), Verdict::Consistent);
    let computed = answer.computed.expect("a journey was computed");
    assert_eq!(computed.geodesic.km(), 0.0);
    assert!(
        (computed.distance.km() - 4_132.0).abs() < 20.0,
        "{computed:?}"
    );
}

/// Over two days are more than 48 hours and not yet 72; the computed 65 lie between. Below 100 km/h on average forbids
/// nothing that a heavy train does.
#[test]
fn over_two_days_is_not_yet_three() {
    let answer = bundled("c036");
    assert_eq!(verdict_of(&answer, Subject::Time), Verdict::Consistent);
    assert_eq!(answer.verdict, Verdict::Consistent, "{:?}", answer.checks);
}

/// Nearly 2,000 miles are 3,219 km at most. From Khasan to Ulan-Ude by Khabarovsk are 3,796 (5,642 km from Moscow against
/// 9,175 at Ussuriysk, and 261 to Khasan), a tenth below which is 3,416; only through China are there 2,679.
#[test]
fn nearly_2_000_miles_to_ulan_ude_are_too_few() {
    let answer = bundled("c058");
    assert_eq!(verdict_of(&answer, Subject::Distance), Verdict::Doubtful);
    let computed = answer.computed.expect("a journey was computed");
    assert!((computed.distance.km() - 3_796.0).abs() < 10.0);
    let most = 2_000.0 * 1.609_344;
    assert!(most < 0.9 * computed.distance.km() && most > computed.shortest.km());
}
