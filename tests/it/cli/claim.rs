//! `claim`, `claims` and `compare` as data, the famous contradictions, and the slips that explain some of them. What is
//! expected is argued from the claim's own arithmetic and from lengths that stand outside of the program.

use serde_json::Value;

use crate::harness::{Answer, Sandbox, call};

fn claim(rest: &str) -> Value {
    let Answer { code, out, err } = call(&format!("claim {rest} --format json"));
    let answer: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {err}"));
    // An impossible claim is a negative answer.
    assert_eq!(code, i32::from(answer["verdict"] == "impossible"), "{rest}");
    answer
}

/// The verdict on one thing; the worst where there are several.
fn of(answer: &Value, subject: &str) -> String {
    let checks = answer["checks"].as_array().expect("checks").iter();
    let of = checks.filter(|check| check["of"] == subject);
    let words = of.map(|check| check["verdict"].as_str().expect("a word"));
    let rank = |word: &&str| {
        ["consistent", "doubtful", "impossible"]
            .iter()
            .position(|own| own == word)
    };
    words
        .max_by_key(rank)
        .unwrap_or_else(|| panic!("no check of {subject}: {answer}"))
        .to_owned()
}

fn says(answer: &Value, words: &str) -> bool {
    let reasons = answer["reasons"].as_array().expect("reasons").iter();
    reasons
        .filter_map(Value::as_str)
        .any(|reason| reason.contains(words))
}

fn follows(schema: &str, answers: &[Value]) {
    let schema: Value = serde_json::from_str(schema).expect("JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for answer in answers {
        let errors: Vec<String> = validator
            .iter_errors(answer)
            .map(|error| format!("{}: {error}", error.instance_path))
            .collect();
        assert_eq!(errors, [""; 0], "{answer}");
    }
}

#[test]
fn claims_follow_their_schema() {
    let schema = include_str!("../../../schemas/claim.schema.json");
    let typed = [
        "Pyongyang Vladivostok --km 200 --hours 19-20",
        "Pyongyang Khasan --hours 14 --speed 60",
        "Moscow Vladivostok --train rossiya --km 9288",
        "Pyongyang Vladivostok --cars 90 --trains 3",
    ];
    follows(schema, &typed.map(claim));
    let bundled = call("claims --format json").json();
    let bundled = bundled.as_array().expect("claims");
    assert!(
        bundled.len() > 50
            && bundled
                .iter()
                .any(|claim| claim["verdict"] == "not comparable")
    );
    follows(schema, bundled);
    let keys: Vec<&String> = bundled[0]
        .as_object()
        .expect("an object")
        .keys()
        .take(9)
        .collect();
    let design = "schema verdict checks reasons geodesic_km distance_km computed_h technical_minimum_h implied_speed_kmh";
    let design: Vec<&str> = design.split(' ').collect();
    assert_eq!(keys[..design.len()], design, "new keys come at the end");
}

#[test]
fn comparisons_follow_their_schema() {
    let schema = include_str!("../../../schemas/compare.schema.json");
    let bundled = call("compare --format json").json();
    assert!(bundled["rows"].as_array().expect("rows").len() > 60);
    let one = call("compare --journey kju-2019-03-hanoi-ret --format json").json();
    follows(schema, &[bundled.clone(), one]);
    let keys: Vec<&String> = bundled["rows"][0]
        .as_object()
        .expect("an object")
        .keys()
        .collect();
    let design = "journey_id leg_seq train from to reported_h computed_h technical_minimum_h distance_km reported_km ratio percentile verdict reasons";
    let design: Vec<&str> = design.split(' ').collect();
    assert_eq!(keys[..design.len()], design, "new keys come at the end");
}

#[test]
fn journeys_without_ends_and_files_without_journeys_are_told() {
    let sandbox = Sandbox::new();
    let header = "journey_id,from_place,to_place,duration_h\n";
    let run = |text: &str| {
        sandbox.write("own.csv", text);
        sandbox.run(&["compare", "own.csv"]).refused(2)
    };
    let text = run(&format!("{header}a,Khasan,Vladivostok,7\nb,,,\n"));
    assert!(text.contains("own.csv:3:"), "{text}");
    assert!(
        text.contains("from_place is empty; it is required"),
        "{text}"
    );
    assert_eq!(
        run(header),
        "slowtrain: own.csv has no journeys, only the names of columns\n"
    );
}

/// "Just 200 km", nearly 20 hours (c032): the straight line is 688 km. The time is short for the train, but 62 km/h over
/// 1,231 km is no more than rails allow.
#[test]
fn just_200_km() {
    let answer = claim("Pyongyang Vladivostok --km 200 --hours \"nearly 20\"");
    assert_eq!(answer["verdict"], "impossible");
    assert_eq!(of(&answer, "distance"), "impossible");
    assert_eq!(of(&answer, "time"), "doubtful");
    assert!(says(&answer, "is less than the straight line"));
    let geodesic = answer["geodesic_km"].as_f64().expect("km");
    assert!((geodesic - 688.0).abs() < 3.0, "{geodesic}");
}

/// 700 km in a bit over ten hours at an average of only 60 (c001): 60 x 10 is 600. Ten hours over 1,231 km would be 123
/// km/h, and the technical minimum of the route is above twelve.
#[test]
fn seven_hundred_km_in_ten_hours() {
    let answer = claim("Pyongyang Vladivostok --km 700 --hours 10 --speed 60");
    for subject in ["self", "distance", "time"] {
        assert_eq!(of(&answer, subject), "impossible", "{subject}");
    }
    assert!(says(&answer, "700 km is the straight line"));
}

/// 1,180 km in 20 hours (c012): by Baranovsky the rails are 1,177 to 1,185 km. "At about 50" does not fit its own 59.
#[test]
fn eleven_hundred_and_eighty_km_in_twenty_hours() {
    let answer = claim("Pyongyang Vladivostok --km 1180 --hours 20");
    assert_eq!(answer["verdict"], "doubtful");
    assert_eq!(of(&answer, "distance"), "consistent");
    assert_eq!(answer["implied_speed_kmh"], 59.0);
    let fifty = claim("Pyongyang Vladivostok --km 1180 --hours 20 --speed 50");
    assert_eq!(of(&fifty, "self"), "impossible");
    // 18 to 22 hours at 45 to 55 km/h are 810 to 1,210 km.
    let about = claim("Pyongyang Vladivostok --km 1180 --hours \"about 20\" --speed \"about 50\"");
    assert_eq!(of(&about, "self"), "consistent");
}

/// 14 hours from Pyongyang to Khasan at roughly 60 (c023): 60 x 14 is 840 and the rails are 859 km, so the claim agrees
/// with itself; but the trains of 2019 and 2023 took a day and more, and the ordinary train holds half of that speed.
#[test]
fn thirteen_hours_to_khasan() {
    let answer = claim("Pyongyang Khasan --hours 13 --speed 66 --km 859");
    assert_eq!(of(&answer, "self"), "consistent");
    assert_eq!(of(&answer, "distance"), "consistent");
    for subject in ["time", "speed"] {
        assert_eq!(of(&answer, subject), "doubtful", "{subject}");
    }
    assert_eq!(answer["verdict"], "doubtful");
}

/// 2,385 miles (3,838 km) in two days at 37 mph (59.5 km/h) at most: 48 hours at that speed are 2,856 km.
#[test]
fn two_days_through_china() {
    let answer = claim("Dandong Pingxiang --km 3838 --hours 48 --max-speed 59.5");
    assert_eq!(of(&answer, "self"), "impossible");
    assert_eq!(of(&answer, "distance"), "consistent");
    // With the miles taken for kilometres the straight line of 2,600 km already forbids it, and the slip is named.
    let miles = claim("Dandong Pingxiang --km 2385");
    assert_eq!(of(&miles, "distance"), "impossible");
    assert!(says(&miles, "2,385 miles would be 3,838 km"), "{miles}");
}

/// A maximum below the mean that stands beside it, or below any mean that was computed.
#[test]
fn maxima_below_means() {
    let beside = claim("Pyongyang Vladivostok --speed 60 --max-speed 50");
    assert_eq!(of(&beside, "self"), "impossible");
    let alone = claim("Pyongyang Vladivostok --max-speed 15");
    assert_eq!(alone["verdict"], "doubtful");
    let fine = claim("Pyongyang Vladivostok --max-speed 80");
    assert_eq!(fine["verdict"], "consistent");
}

/// 25 miles an hour are 40 km/h. 1,180 km in 31.5 hours are 37.5 km/h, so "at 23" contradicts it unless miles are meant.
#[test]
fn miles_an_hour_are_recognised() {
    let answer = claim("Pyongyang Vladivostok --km 1180 --hours 31.5 --speed 23");
    assert_eq!(of(&answer, "self"), "impossible");
    assert!(
        says(&answer, "23 miles an hour would be 37 km/h"),
        "{answer}"
    );
    let in_km = claim("Pyongyang Vladivostok --km 1180 --hours 31.5 --speed 37.5");
    assert!(!says(&in_km, "miles"), "{in_km}");
}

/// Dandong to Pyongyang in March 2019 took 4.6 hours (21:30 at UTC+8 to 03:08 at +9); an hour less or more by clocks that
/// are taken for one another is told to be that. The range is read first, so that its width is not part of the test.
#[test]
fn an_hour_between_clocks_is_recognised() {
    let line = |hours: f64| format!("Dandong Pyongyang --train dprk-express --hours {hours:.2}");
    let known = claim("Dandong Pyongyang --train dprk-express --km 228");
    let answer = claim(&line(first_doubtful(&known, 0.1, &line)));
    assert!(
        says(&answer, "an hour lost between two time zones"),
        "{answer}"
    );
    let usual = known["computed_h"]["likely"].as_f64().expect("hours");
    let usual = claim(&line(usual));
    assert!(!says(&usual, "time zones"), "{usual}");
}

/// The first time above the computed range, in steps, that is doubtful.
fn first_doubtful(known: &Value, step: f64, line: &dyn Fn(f64) -> String) -> f64 {
    let high = known["computed_h"]["high"].as_f64().expect("hours");
    let mut times = (0..60).map(|steps| high + step * f64::from(steps));
    let is_doubtful = |hours: &f64| of(&claim(&line(*hours)), "time") == "doubtful";
    times.find(is_doubtful).expect("no time is usual for ever")
}

/// Moscow is seven hours behind Vladivostok: who subtracts the clocks is seven hours off.
#[test]
fn clocks_far_apart_are_recognised() {
    let line = |hours: f64| format!("Moscow Vladivostok --train rossiya --hours {hours:.2}");
    let known = claim("Moscow Vladivostok --train rossiya --km 9288");
    // Four hours above the usual an hour explains nothing, and seven do.
    let answer = claim(&line(first_doubtful(&known, 2.0, &line) + 4.03));
    assert_eq!(of(&answer, "time"), "doubtful");
    assert!(
        says(&answer, "the clocks at the two ends are 7 hours apart"),
        "{answer}"
    );
    assert!(!says(&answer, "an hour lost"));
}

/// "Over 20" has no upper end, "nearly" falls short by a tenth at most, "about" widens both sides.
#[test]
fn words_around_figures() {
    let over = claim("Pyongyang Vladivostok --hours \"over 30\"");
    assert_eq!(over["verdict"], "consistent", "33 hours are over 30");
    let far = claim("Pyongyang Vladivostok --hours \"over 20\"");
    assert_eq!(far["verdict"], "doubtful", "nobody says over 20 of 33");
    let under = claim("Pyongyang Vladivostok --hours \"under 9\"");
    assert_eq!(
        under["verdict"], "impossible",
        "the technical minimum is above twelve"
    );
    // 1,080 to 1,200 reach down below the shortest way of 1,177 and up into it.
    let nearly = claim("Pyongyang Vladivostok --km \"nearly 1,200\"");
    assert_eq!(nearly["verdict"], "consistent");
    let plain = claim("Pyongyang Vladivostok --km 1130");
    assert_eq!(plain["verdict"], "impossible", "4 % below any rails");
}

/// Ninety cars of 24.4 m are 2.2 km, twice the longest usual loop of 1,050 m; in three trains they fit.
#[test]
fn ninety_cars() {
    let one = claim("Pyongyang Vladivostok --cars 90");
    assert_eq!(of(&one, "train"), "doubtful");
    let three = claim("Pyongyang Vladivostok --cars 90 --trains 3");
    assert_eq!(of(&three, "train"), "consistent");
    assert!(says(&three, "30 cars in each of 3 trains are 7"), "{three}");
}

/// Pyongyang is at UTC+9 and Beijing at UTC+8, so from 16:00 to 16:00 of the next day are 25 hours.
#[test]
fn two_clocks_count_with_the_zones_of_both_ends() {
    let clocks = "--departed 2019-01-07T16:00 --arrived 2019-01-08T16:00";
    let answer = claim(&format!("Pyongyang Beijing {clocks}"));
    let stated = answer["stated"].as_str().expect("what is claimed");
    assert!(
        stated.starts_with("25 h 00 min, from Mon 7 Jan 2019 16:00 (UTC+09:00)"),
        "{stated}"
    );
    assert_eq!(of(&answer, "time"), "consistent");
    // The same instants with their offsets, and half an hour off on both sides.
    let about =
        "--departed \"about 2019-01-07T16:00+09:00\" --arrived \"about 2019-01-08T16:00+08:00\"";
    let about = claim(&format!("Pyongyang Beijing {about}"));
    assert!(says(&about, "24 to 26 h"), "{about}");
    let early =
        call("claim Pyongyang Beijing --departed 2019-01-07T16:00 --arrived 2019-01-07T14:00");
    assert!(early.refused(2).contains("is not after departure"));
    assert_eq!(
        call("claim Pyongyang Beijing --departed 2019-01-07T16:00").code,
        2
    );
    assert_eq!(
        call(&format!("claim Pyongyang Beijing {clocks} --hours 25")).code,
        2
    );
}

/// What people write: a mile is 1.609 km, two days are 48 hours, an hour more at Khasan is an hour more in all.
#[test]
fn figures_as_people_write_them() {
    let miles = claim("Pyongyang Vladivostok --km \"765 miles\"");
    assert_eq!(of(&miles, "distance"), "consistent", "1,231 km");
    let days = claim("Pyongyang Vladivostok --hours \"2 days\"");
    assert!(says(&days, "45.6 to 50.4 h"), "{days}");
    let range = claim("Pyongyang Vladivostok --hours \"about 10 to 15\"");
    assert!(says(&range, "9 to 16 h"), "{range}");
    let plain = claim("Pyongyang Vladivostok --hours 30");
    let stop = claim("Pyongyang Vladivostok --hours 30 --stop Khasan=60");
    let likely = |answer: &Value| answer["computed_h"]["likely"].as_f64().expect("a time");
    // A new stop divides a leg, so the samples are others: the median of a thousand moves by an hour, a quarter more or less.
    assert!((likely(&stop) - likely(&plain) - 1.0).abs() < 0.25);
    let off = call("claim Pyongyang Vladivostok --hours 30 --stop Beijing=60");
    assert!(off.refused(2).contains("not on the route"));
}

/// vn-express is built for 100 km/h and sustains half of that.
#[test]
fn a_train_alone_can_be_judged() {
    let fast = claim("--train vn-express --max-speed 160");
    assert_eq!(fast["verdict"], "impossible");
    assert!(fast["from"].is_null() && fast["distance_km"].is_null());
    assert_eq!(
        claim("--train vn-express --speed 50")["verdict"],
        "consistent"
    );
    assert_eq!(
        claim("--train vn-express --speed 80")["verdict"],
        "doubtful"
    );
    let far = call("claim --train vn-express --km 200");
    assert!(far.refused(2).contains("give FROM and TO"));
    assert!(
        call("claim --max-speed 160")
            .refused(2)
            .contains("--train NAME")
    );
    assert_eq!(call("claim Pyongyang --km 200").code, 2);
}

/// One claim of a file has the map of its route, as a typed one has; one without places has nothing to draw and says so.
#[test]
fn a_claim_of_a_file_is_drawn() {
    let sandbox = Sandbox::new();
    let drawn = sandbox.run(&["claims", "--id", "c032", "-o", "c.map.svg", "-o", "c.html"]);
    assert_eq!(drawn.code, 0, "{}", drawn.err);
    let map = sandbox.read("c.map.svg");
    assert!(
        map.contains(">Khasan<") && map.contains(">Vladivostok<"),
        "{map}"
    );
    assert!(sandbox.read("c.html").contains(">Khasan<"));
    let none = sandbox.run(&["claims", "--id", "c013", "-o", "n.map.svg"]);
    assert_eq!(none.code, 2);
    assert!(
        none.err
            .contains("no journey was computed has nothing to draw"),
        "{}",
        none.err
    );
    let all = sandbox.run(&["claims", "-o", "all.map.svg"]);
    assert!(
        all.err
            .contains("`slowtrain claims --id ID -o FILE` draws a single one")
    );
}

/// The page that is handed on has the claim, the verdict, the arithmetic, a map, the sources and the command, and nothing
/// from elsewhere.
#[test]
fn the_verdict_is_a_page_and_a_picture() {
    let sandbox = crate::harness::Sandbox::new();
    let claim = [
        "claim",
        "Pyongyang",
        "Vladivostok",
        "--km",
        "200",
        "--hours",
        "nearly 20",
    ];
    let files = [
        "-o",
        "v.html",
        "-o",
        "v.svg",
        "-o",
        "v.map.svg",
        "-o",
        "v.csv",
        "-q",
    ];
    assert_eq!(sandbox.run(&[&claim[..], &files[..]].concat()).code, 1);
    let page = sandbox.read("v.html");
    for part in [
        "Can it be true? Pyongyang to Vladivostok",
        "200 km in nearly 20 h",
        "Impossible",
        "The distance is impossible, the time doubtful",
        "st-map",
        "less than the straight line",
        "<h2>Sources</h2>",
        "slowtrain claim Pyongyang Vladivostok --km 200",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert_eq!(page.matches("<h1>").count(), 1);
    assert_eq!(
        page.matches("Estimated with slowtrain").count(),
        1,
        "one attribution"
    );
    assert!(sandbox.read("v.svg").contains("claimed 190 to 210 km"));
    assert!(sandbox.read("v.map.svg").contains("Vladivostok"));
    let csv = sandbox.read("v.csv");
    assert_eq!(csv.matches("Estimated with slowtrain").count(), 1);
    let refused = sandbox.run(&[&claim[..], &["-o", "v.gpx"]].concat());
    assert!(refused.refused(2).contains("slowtrain route FROM TO"));
    let all = sandbox.run(&["claims", "-q", "-o", "all.html", "-o", "all.svg"]);
    assert_eq!(all.code, 0);
    assert!(sandbox.read("all.html").contains("claims are impossible"));
}
