//! The train that runs when none is named, and trains from files.

use crate::harness::{Sandbox, call};

/// The train of an answer, and what it says of the choice.
fn train(line: &str) -> (String, bool) {
    let answer = call(&format!("{line} --format json")).json();
    let remarks = answer["remarks"].to_string();
    let train = answer["train"].as_str().expect("a train").to_owned();
    (train, remarks.contains("--train NAME chooses another"))
}

#[test]
fn it_fits_the_place() {
    for (ends, id) in [
        ("Pyongyang Vladivostok", "leader-special"),
        ("Khasan Pyongyang", "leader-special"),
        ("Khasan Vladivostok", "rossiya"),
        ("Beijing Tianjin", "cn-k-train"),
        ("Hanoi Vinh", "vn-express"),
        ("Beijing Ulaanbaatar", "generic-passenger"),
    ] {
        assert_eq!(
            train(&format!("route {ends}")),
            (id.to_owned(), true),
            "{ends}"
        );
    }
    let named = train("route Khasan Vladivostok --train ru-slow");
    assert_eq!(named, (String::from("ru-slow"), false));
}

#[test]
fn the_file_of_a_train_can_be_edited_and_run() {
    let sandbox = Sandbox::new();
    let file = sandbox
        .run(&["trains", "rossiya", "--format", "toml"])
        .fine();
    let slow = file
        .replace("id = \"rossiya\"", "id = \"mine\"")
        .replace("max_speed_kmh = 140", "max_speed_kmh = 30");
    assert_ne!(file, slow);
    sandbox.write("my.toml", slow);
    let likely = |train: &str| {
        let ends = ["route", "Khasan", "Vladivostok", "--format", "json"];
        let answer = sandbox
            .run(&[&ends[..], &["--train", train]].concat())
            .json();
        (
            answer["train"].as_str().expect("a train").to_owned(),
            answer["routes"][0]["duration_h"]["likely"]
                .as_f64()
                .expect("hours"),
        )
    };
    let (id, slow) = likely("my.toml");
    let (_, usual) = likely("rossiya");
    assert_eq!(id, "mine");
    // 372 km at no more than 30 km/h take longer than twelve hours.
    assert!(slow > 12.4 && slow > usual, "{slow} {usual}");
}

#[test]
fn a_broken_file_says_where() {
    let sandbox = Sandbox::new();
    sandbox.write("my.toml", "schema = \"slowtrain.train/1\"\nid = \n");
    let err = sandbox
        .run(&["route", "Khasan", "Vladivostok", "--train", "my.toml"])
        .refused(2);
    assert!(err.starts_with("slowtrain: my.toml:2: "), "{err}");
}

#[test]
fn toml_is_the_format_of_a_train_only() {
    let err = call("stations Khasan --format toml").refused(2);
    assert!(
        err.contains("`slowtrain trains NAME --format toml`"),
        "{err}"
    );
    call("trains --format toml").refused(2);
}
