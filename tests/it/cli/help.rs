//! The help of every command: what it is, then examples that work as they stand.

use crate::harness::{call, widest, words};

const COMMANDS: [&str; 18] = [
    "",
    "route",
    "calibrate",
    "locate",
    "reach",
    "matrix",
    "stations",
    "trains",
    "simulate",
    "network",
    "network check",
    "network info",
    "network init",
    "import",
    "import osm",
    "import gtfs",
    "completions",
    "man",
];

#[test]
fn help_begins_with_examples() {
    for command in COMMANDS {
        let help = call(&format!("{command} --help")).fine();
        let lines: Vec<&str> = help.lines().collect();
        assert!(
            !lines[0].is_empty() && lines[1].is_empty(),
            "{command}: {help}"
        );
        assert_eq!(lines[2], "Examples:", "{command}");
        assert!(
            lines[3].starts_with(&format!("  slowtrain {command}")),
            "{command}: {help}"
        );
        assert!(help.contains("\nUsage: slowtrain"), "{command}");
        assert!(widest(&help) <= 100, "{command}: {help}");
        assert_eq!(help, call(&format!("{command} -h")).fine(), "{command}");
    }
}

#[test]
fn examples_of_routes_work() {
    for (help, command) in [
        ("", "route"),
        ("route", "route"),
        ("locate", "locate"),
        ("reach", "reach"),
    ] {
        let help = call(&format!("{help} --help")).fine();
        let start = format!("  slowtrain {command} ");
        let examples = help.lines().filter_map(|line| line.strip_prefix(&start));
        for example in examples {
            let answer = call(&format!("{command} {example} -q"));
            assert_eq!(
                (answer.code, answer.err.as_str()),
                (0, ""),
                "{:?}",
                words(example)
            );
        }
    }
}

#[test]
fn the_whole() {
    insta::assert_snapshot!(call("--help").fine(), @"
    How far is it by rail, how long does the train take, and is the reported story true?

    Examples:
      slowtrain route Pyongyang Vladivostok
      slowtrain route Moscow Vladivostok --train rossiya --depart 2026-11-01T23:45
      slowtrain route 평양 Владивосток --avoid Ussuriysk --explain
      slowtrain stations Jinzhou
      slowtrain network check my-network/

    Usage: slowtrain [OPTIONS] <COMMAND>

    Commands:
      route        Find the route, run the train over it and say how long it takes
      claim        Judge a claim: how far, how long, how fast, with how many cars
      claims       Judge every claim of a file, by default the bundled ones
      compare      Compare reported journeys with computed ones, with statistics
      calibrate    Fit a train's speeds to journeys and say how well they predict others
      locate       Say where the train is, when it passes each station and when it arrives
      reach        Say how far the train can have travelled
      matrix       Compute distance and hours for each pair of a file
      stations     Find stations by any spelling
      trains       List the trains, or show one with the source of each figure
      simulate     Run one train over one described path
      network      Check, describe or copy a network
      import       Make a network from a map or a timetable
      serve        Show the map in the browser and answer over HTTP
      completions  Print completions for a shell
      man          Write man pages into a folder

    Options:
      -h, --help     Print help
      -V, --version  Print version

    Everywhere:
          --network <DIR>    Use the network in this folder instead of the bundled one
          --format <FORMAT>  Format of the answer on standard output: a table to read, JSON, CSV with
                             one row per leg or finding, or Markdown [default: table] [possible values:
                             table, json, csv, md, toml]
          --color <WHEN>     Whether the answer is coloured; auto: on a terminal, unless NO_COLOR is set
                             [default: auto] [possible values: auto, always, never]
      -q, --quiet            Leave out warnings and remarks
      -v, --verbose          Also say what was read and how long it took

    Exit codes: 0 an answer, 1 a negative answer (no route, errors in the data), 2 wrong usage or
    unreadable input.
    ");
}

#[test]
fn the_route() {
    insta::assert_snapshot!(call("route --help").fine(), @"
    Find the route, run the train over it and say how long it takes

    Examples:
      slowtrain route Pyongyang Vladivostok
      slowtrain route Pyongyang Vladivostok --avoid Ussuriysk --depart 2019-04-24T02:00
      slowtrain route Moscow Vladivostok --train rossiya --via Yaroslavl --via Buy
      slowtrain route Moscow Vladivostok --transit CN --alternatives 2
      slowtrain route Pyongyang Vladivostok --cars 90 --locomotives 4 --explain
      slowtrain route Pyongyang Vladivostok --arrive 2019-04-24T18:00
      slowtrain route Hanoi Saigon --train vn-express --format json

    Usage: slowtrain route [OPTIONS] <FROM> <TO>

    Arguments:
      <FROM>  Where the train starts: a name in any script or spelling, or an id like kp-pyongyang
      <TO>    Where it goes

    Options:
          --via <STATION>       Pass this station; may repeat, in order
          --avoid <X>           Keep away from a station, a line or a country (its two letters); may
                                repeat
          --transit <CC>        Countries that may be passed though neither end lies there; may repeat
          --on <DATE>           The network as it was on this day (2019-04-24); by default on the day of
                                departure, else on the date of the data
          --train <TRAIN>       The train: a name, a train number or a file my.toml; by default the one
                                that fits the place, for `matrix` generic-passenger (`slowtrain trains`
                                lists them)
          --cars <N>            Number of cars, instead of the train's own
          --mass-t <T>          Mass of all cars together, in tonnes, instead of the train's own
          --locomotives <N>     Number of locomotives, instead of the train's own
          --depart <TIME>       Departure: local time at the start, or with an offset (2019-04-24T02:00,
                                2019-04-24T02:00+09:00)
          --arrive <TIME>       Arrival: local time at the end, or with an offset; the departure is
                                planned backwards from it
          --alternatives <N>    Also show up to N alternative routes [default: 0]
          --shortest            Take the shortest route
          --fastest             Take the fastest route (the default)
          --stop <STATION=MIN>  Stop at a station on the route for so many minutes; may repeat
          --explain             Say where each figure comes from, and why this route
          --economy             Let the train spend its allowance by coasting, and say what energy that
                                saves
          --chart               Draw speed over distance below the answer
      -o, --output <FILE>       Also write the answer to FILE, in the format of its ending: .json .csv
                                .md .html .svg .png; routes also .brief.html (one page of A4), routes,
                                positions and reach also .geojson .gpx .kml; may repeat
          --width <PX>          Width of pictures in pixels, 360 to 4000; .png has two pixels for each
      -h, --help                Print help

    Everywhere:
          --network <DIR>    Use the network in this folder instead of the bundled one
          --format <FORMAT>  Format of the answer on standard output: a table to read, JSON, CSV with
                             one row per leg or finding, or Markdown [default: table] [possible values:
                             table, json, csv, md, toml]
          --color <WHEN>     Whether the answer is coloured; auto: on a terminal, unless NO_COLOR is set
                             [default: auto] [possible values: auto, always, never]
      -q, --quiet            Leave out warnings and remarks
      -v, --verbose          Also say what was read and how long it took
    ");
}

#[test]
fn the_small_ones() {
    insta::assert_snapshot!(head("stations"), @r#"
    Find stations by any spelling

    Examples:
      slowtrain stations Jinzhou
      slowtrain stations 두만강
      slowtrain stations dong dang --format json

    Usage: slowtrain stations [OPTIONS] <QUERY>...

    Arguments:
      <QUERY>...  A name or a part of one, in any script or spelling

    Options:
      -h, --help  Print help
    "#);
    insta::assert_snapshot!(head("trains"), @"
    List the trains, or show one with the source of each figure

    Examples:
      slowtrain trains
      slowtrain trains leader-special
      slowtrain trains rossiya --format toml > my-train.toml

    Usage: slowtrain trains [OPTIONS] [NAME]

    Arguments:
      [NAME]  Show this train

    Options:
      -h, --help  Print help
    ");
    insta::assert_snapshot!(head("simulate"), @"
    Run one train over one described path

    Examples:
      slowtrain simulate my-line.json
      slowtrain simulate my-line.json --economy 5%
      slowtrain simulate my-line.json --format json

    Usage: slowtrain simulate [OPTIONS] <CASE.json>

    Arguments:
      <CASE.json>  The case, a file like the one below; `-` for standard input

    Options:
          --economy <AMOUNT>  Take so much longer and save energy by coasting: 5%, 90s, 2min; the
                              allowances of the case are spent in the same way
      -h, --help              Print help
    ");
    insta::assert_snapshot!(head("network"), @"
    Check, describe or copy a network

    Examples:
      slowtrain network info
      slowtrain network init my-network/
      slowtrain network check my-network/ --strict
      slowtrain route Pyongyang Vladivostok --network my-network/

    Usage: slowtrain network [OPTIONS] <COMMAND>

    Commands:
      check  List every error and doubtful figure of a network, with file and line
      info   Count stations, segments and kilometres; show licence, version and checksum
      init   Write a copy of the bundled network into a new folder, to edit

    Options:
      -h, --help  Print help
    ");
    insta::assert_snapshot!(head("network check"), @"
    List every error and doubtful figure of a network, with file and line

    Examples:
      slowtrain network check my-network/
      slowtrain network check my-network/ --strict --format csv

    Usage: slowtrain network check [OPTIONS] [DIR]

    Arguments:
      [DIR]  The folder; the bundled network when left out

    Options:
          --strict  Treat warnings as errors
      -h, --help    Print help
    ");
    insta::assert_snapshot!(head("network info"), @r#"
    Count stations, segments and kilometres; show licence, version and checksum

    Examples:
      slowtrain network info
      slowtrain network info my-network/ --format json

    Usage: slowtrain network info [OPTIONS] [DIR]

    Arguments:
      [DIR]  The folder; the bundled network when left out

    Options:
      -h, --help  Print help
    "#);
    insta::assert_snapshot!(head("network init"), @r#"
    Write a copy of the bundled network into a new folder, to edit

    Examples:
      slowtrain network init my-network/
      slowtrain route Pyongyang Vladivostok --network my-network/

    Usage: slowtrain network init [OPTIONS] <DIR>

    Arguments:
      <DIR>  The folder; must be new or empty

    Options:
      -h, --help  Print help
    "#);
    insta::assert_snapshot!(head("completions"), @r#"
    Print completions for a shell

    Examples:
      slowtrain completions bash > ~/.local/share/bash-completion/completions/slowtrain
      slowtrain completions zsh > ~/.zfunc/_slowtrain
      slowtrain completions fish > ~/.config/fish/completions/slowtrain.fish

    Usage: slowtrain completions [OPTIONS] <SHELL>

    Arguments:
      <SHELL>  The shell [possible values: bash, elvish, fish, powershell, zsh]

    Options:
      -h, --help  Print help
    "#);
    insta::assert_snapshot!(head("man"), @r#"
    Write man pages into a folder

    Examples:
      slowtrain man ~/.local/share/man/man1/

    Usage: slowtrain man [OPTIONS] <DIR>

    Arguments:
      <DIR>  The folder

    Options:
      -h, --help  Print help
    "#);
}

/// The help without the options of every command.
fn head(command: &str) -> String {
    let help = call(&format!("{command} --help")).fine();
    let (head, _) = help
        .split_once("\nEverywhere:")
        .expect("options of every command");
    head.to_owned()
}
