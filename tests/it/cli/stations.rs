//! `slowtrain stations`.

use crate::harness::call;

#[test]
fn three_stations_are_called_jinzhou() {
    let out = call("stations Jinzhou").fine();
    insta::assert_snapshot!(out, @"
    id                 name              local      country    lat     lon  position
                                         name
    cn-jinzhou         Jinzhou           锦州       CN       41.12  121.14  sourced
      Shenshan Railway
    cn-jinzhou-dalian  Jinzhou (Dalian)  金州       CN       39.09  121.72  sourced
      Shenda Railway
    cn-jinzhou-hebei   Jinzhou (Hebei)   晋州       CN       38.02  115.03  sourced
      Shide Railway
    cn-jinzhou-south   Jinzhou South     锦州南     CN       41.01  121.12  sourced
      Qinshen Passenger Railway
    ");
}

#[test]
fn any_script_and_spelling_finds_it() {
    for query in [
        "두만강",
        "Tumangang",
        "Tumengang",
        "kp-tumangang",
        "TUMANGANG",
    ] {
        let out = call(&format!("stations {query} --format csv")).fine();
        assert_eq!(
            out.lines().nth(1).expect("a row").split(',').next(),
            Some("kp-tumangang"),
            "{query}"
        );
    }
}

#[test]
fn words_need_no_quotes() {
    let answer = call("stations dong dang --format json").json();
    assert_eq!(answer["schema"], "slowtrain.stations/1");
    assert_eq!(answer["query"], "dong dang");
    assert_eq!(answer["stations"][0]["id"], "vn-dong-dang");
}

#[test]
fn a_name_that_is_none_gives_the_nearest_and_says_so() {
    let answer = call("stations Vlodovostik");
    assert_eq!(answer.code, 1);
    assert_eq!(
        answer.err,
        "slowtrain: no station is called \"Vlodovostik\"; the nearest names are:\n"
    );
    assert!(call("stations Vlodovostik -q").err.is_empty());
    // Half of the letters of Talitsa are others.
    assert!(call("stations Atlantis").out.is_empty());
    // What is not near is no guess.
    assert!(call("stations Honolulu").out.is_empty() && call("stations Honolulu").code == 1);
}

#[test]
fn nothing_like_it_is_an_honest_no() {
    insta::assert_snapshot!(call("stations Qqqqqqqqqq").refused(1), @r#"slowtrain: no station is called anything like "Qqqqqqqqqq""#);
    insta::assert_snapshot!(call("stations \"\"").refused(1), @r#"slowtrain: no station is called anything like """#);
    assert_eq!(call("stations").code, 2);
}

#[test]
fn a_long_list_is_cut_and_says_so() {
    let answer = call("stations an --format csv");
    assert_eq!(answer.out.lines().count(), 31);
    assert!(
        answer
            .err
            .ends_with(" stations match; the first 30 are shown\n"),
        "{}",
        answer.err
    );
}
