//! Pictures: well formed, titled, kept as snapshots, and the routes they answer to their input.

use slowtrain::report::chart::compare::{self, ComparePoint};
use slowtrain::report::chart::timetable::{Timetable, TrainLine};
use slowtrain::report::chart::{terminal, timetable};
use slowtrain::report::{Format, Picture, Summary, render};
use slowtrain::reported::Verdict;
use slowtrain::units::{Estimate, Length, RunTime, Speed};

use super::fixture;
use super::formats::written;

const PICTURES: [Picture; 4] = [
    Picture::Sheet,
    Picture::Map,
    Picture::Speed,
    Picture::Timetable,
];

#[test]
fn every_picture_is_well_formed_and_tells_itself() {
    for route in [
        fixture::pyongyang_vladivostok(),
        fixture::pyongyang_sopo(),
        fixture::across_the_180th_meridian(),
    ] {
        for picture in PICTURES {
            let text = written(route.clone(), Format::Svg(picture));
            let document = roxmltree::Document::parse(&text).expect("XML");
            let root = document.root_element();
            let first: Vec<&str> = root
                .children()
                .filter(roxmltree::Node::is_element)
                .map(|n| n.tag_name().name())
                .take(2)
                .collect();
            assert_eq!(first, ["title", "desc"], "screen readers look there first");
            let numbers = document
                .descendants()
                .flat_map(|node| node.attributes())
                .filter(|a| a.name() == "d" || a.name() == "x");
            assert!(
                !numbers
                    .clone()
                    .any(|a| a.value().contains("NaN") || a.value().contains("inf"))
            );
            assert!(
                !text.contains("http") || text.matches("http").count() == 1,
                "nothing is fetched: one namespace"
            );
            assert!(text.contains("OpenStreetMap contributors"), "attribution");
        }
    }
}

#[test]
fn hostile_names_stay_text_in_pictures() {
    let mut route = fixture::pyongyang_sopo();
    route.train.name = "</title><script>alert(1)</script>".to_owned();
    route.routes[0].calls[1].place.name = "\"><script>".to_owned();
    for format in PICTURES.map(Format::Svg) {
        let text = written(route.clone(), format);
        assert!(
            roxmltree::Document::parse(&text).is_ok() && !text.contains("<script"),
            "{format:?}"
        );
    }
}

#[test]
fn coasts_are_left_out_where_they_would_be_wrong() {
    let near = written(fixture::pyongyang_sopo(), Format::Svg(Picture::Map));
    assert!(!near.contains("class=\"st-coast\"") && !near.contains("Natural Earth"));
    let far = written(fixture::pyongyang_vladivostok(), Format::Svg(Picture::Map));
    assert!(far.contains("class=\"st-coast\"") && far.contains("Natural Earth"));
    assert!(far.contains("NORTH KOREA") && far.contains("RUSSIA"));
}

#[test]
fn the_map_joins_both_sides_of_the_180th_meridian() {
    let text = written(
        fixture::across_the_180th_meridian(),
        Format::Svg(Picture::Map),
    );
    let document = roxmltree::Document::parse(&text).expect("XML");
    let xs: Vec<f64> = document
        .descendants()
        .filter(|node| {
            node.attribute("class")
                .is_some_and(|class| class.starts_with("st-pin"))
        })
        .map(|pin| {
            pin.attribute("data-x")
                .expect("a place")
                .parse()
                .expect("a number")
        })
        .collect();
    // 460 km at 66 to 68 degrees north fill the frame; torn apart they would lie at its edges.
    let spread =
        xs.iter().copied().fold(f64::MIN, f64::max) - xs.iter().copied().fold(f64::MAX, f64::min);
    assert!(spread > 500.0 && spread < 928.0, "{spread}");
}

#[test]
fn stands_show_arrival_below_and_departure_above() {
    let text = written(
        fixture::pyongyang_vladivostok(),
        Format::Svg(Picture::Timetable),
    );
    let document = roxmltree::Document::parse(&text).expect("XML");
    let y_of = |wanted: &str| {
        let node = document
            .descendants()
            .find(|node| node.text().is_some_and(|text| text.starts_with(wanted)));
        node.expect(wanted)
            .attribute("y")
            .expect("a place")
            .parse::<f64>()
            .expect("a number")
    };
    // Hamhung: the fixture stands there for 15 minutes.
    assert!(y_of("08:21") > y_of("08:36 stop 15 min"));
    assert!(
        text.contains("22:31") && text.contains("23:31"),
        "the clock of Khasan is an hour ahead"
    );
}

#[test]
fn several_trains_have_a_line_each() {
    let route = fixture::pyongyang_vladivostok();
    let line = |(rank, name, later): (usize, &str, f64)| {
        TrainLine::over(
            &route.routes[0],
            name.to_owned(),
            rank,
            RunTime::from_h(later),
        )
    };
    let convoy = [(1, "scout", 0.0), (2, "main train", 0.5), (3, "rear", 1.0)];
    let picture = timetable::draw(
        &Timetable {
            title: "Convoy".to_owned(),
            subtitle: String::new(),
            description: String::new(),
            attribution: String::new(),
            planned: &route.routes[0],
            start: route.departure.as_ref(),
            own: route.departure.as_ref(),
            lines: convoy.map(line).to_vec(),
            now: Some(RunTime::from_h(10.0)),
            seen: vec![(Length::ZERO, RunTime::ZERO)],
        },
        960.0,
    );
    if let Ok(folder) = std::env::var("SLOWTRAIN_GALLERY") {
        let svg = slowtrain::report::svg::document(std::slice::from_ref(&picture));
        std::fs::write(format!("{folder}/convoy.svg"), svg).expect("written");
    }
    for class in [
        "\"st-run\"",
        "\"st-run2\"",
        "\"st-run3\"",
        ">scout<",
        ">main train<",
        ">rear<",
        "scout: departure ",
    ] {
        assert!(picture.parts.markup().contains(class), "{class}");
    }
}

#[test]
fn far_limits_do_not_press_the_run_to_the_ground() {
    let mut route = fixture::pyongyang_vladivostok();
    let fastest = route.routes[0].curve.iter().map(|point| point.speed.kmh());
    let fastest = fastest.fold(0.0, f64::max);
    for span in &mut route.routes[0].limits {
        span.line_limit = Some(Speed::from_kmh(fastest * 4.0));
    }
    let text = written(route.clone(), Format::Svg(Picture::Speed));
    assert!(
        text.contains("limit above the scale") && text.contains(&format!(">{:.0}<", fastest * 4.0))
    );
    let document = roxmltree::Document::parse(&text).expect("XML");
    let ticks = document.descendants().filter(|node| {
        node.attribute("text-anchor") == Some("end") && node.attribute("class") == Some("st-muted")
    });
    let ticks = ticks.filter_map(|node| node.text()?.parse::<f64>().ok());
    let highest = ticks.fold(0.0, f64::max);
    assert!(highest < fastest * 1.4, "{highest} for {fastest}");
    for span in &mut route.routes[0].limits {
        span.line_limit = Some(Speed::from_kmh(fastest * 1.2));
    }
    let text = written(route, Format::Svg(Picture::Speed));
    assert!(!text.contains("limit above the scale"));
}

#[test]
fn the_day_of_the_departure_is_named_and_clocks_are_the_stations() {
    let mut route = fixture::pyongyang_vladivostok();
    let start = "2026-06-01T23:50[+09:00]".parse().expect("a clock");
    route.departure = Some(start);
    for leg in &mut route.routes[0].legs {
        (leg.depart_local, leg.arrive_local) = (None, None);
    }
    for call in &mut route.routes[0].calls {
        call.timezone = Some(String::from("Asia/Vladivostok"));
    }
    let text = written(route, Format::Svg(Picture::Timetable));
    assert!(text.contains(">1 Jun<") && text.contains(">2 Jun<"));
    // The zone of the stations is an hour ahead of the departure's.
    assert!(text.contains(">00:50<") && !text.contains(">23:50<"));
}

fn points() -> Vec<ComparePoint> {
    let point = |(row, (label, reported, likely, verdict)): (usize, (&str, f64, f64, Verdict))| {
        let computed = Estimate::new(likely * 0.85, likely, likely * 1.2).expect("ordered");
        ComparePoint {
            label: label.to_owned(),
            reported: RunTime::from_h(reported),
            computed: computed.map(RunTime::from_h),
            verdict,
            row,
        }
    };
    let points = [
        ("Vladivostok 2019", 20.0, 22.0, Verdict::Consistent),
        ("Hanoi 2019", 65.5, 61.0, Verdict::Consistent),
        ("Dandong 2018", 6.0, 8.0, Verdict::Doubtful),
        ("ten hours", 10.0, 24.0, Verdict::Impossible),
    ];
    points.into_iter().enumerate().map(point).collect()
}

#[test]
fn comparisons_tell_verdicts_by_shape_too() {
    let picture = compare::draw("Reported and computed", "Data: none", &points(), 680.0);
    for class in ["\"st-good\"", "\"st-doubtful\"", "\"st-bad\""] {
        assert!(picture.parts.markup().contains(class), "{class}");
    }
    assert!(
        picture
            .description
            .contains("ten hours: reported 10 h 00 min, computed 24 h 00 min, impossible.")
    );
    if let Ok(folder) = std::env::var("SLOWTRAIN_GALLERY") {
        let svg = slowtrain::report::svg::document(std::slice::from_ref(&picture));
        std::fs::write(format!("{folder}/compare.svg"), svg).expect("written");
    }
    let none = compare::draw("Nothing", "", &[], 680.0);
    assert!(!none.parts.markup().contains("NaN"));
}

#[test]
fn the_terminal_chart_fits_its_columns() {
    let route = fixture::pyongyang_vladivostok();
    for columns in [20, 80, 200] {
        let chart = terminal::draw(&route.routes[0], columns);
        assert!(
            chart.lines().all(|line| line.chars().count() <= columns),
            "{columns}"
        );
    }
    insta::assert_snapshot!(terminal::draw(&route.routes[0], 60), @r"
      80                                                  ▃▅▅▄
         ▁▁▁▁▁      ▁▁▁ ▁  ▁▁▁▁▁▁ ▁▁▁▁▁▁▁ ▁▁ ▁▁ ▁▁▁▁▁▁▁▁▁▁████
         █████▇    ██████▇▁██████▆█████████████▆██████████████
         █████████████████████████████████████████████████████
         █████████████████████████████████████████████████████
       0 █████████████████████████████████████████████████████
    km/h 0 km                                         1,185 km
    ");
}

#[test]
fn the_same_answer_gives_the_same_picture() {
    let twice = [(), ()].map(|()| {
        written(
            fixture::pyongyang_vladivostok(),
            Format::Svg(Picture::Sheet),
        )
    });
    assert_eq!(twice[0], twice[1]);
    let wide = Summary::Route(fixture::pyongyang_vladivostok()).drawings(Picture::Sheet, 480.0);
    assert!(wide.iter().all(|drawing| drawing.width == 480.0));
}

#[test]
fn pixels_are_the_same_each_time_and_two_for_each() {
    let pixels = |width: f64| {
        let mut out = Vec::new();
        let route = Summary::Route(fixture::pyongyang_sopo());
        render(&route, Format::Png(Picture::Speed), width, &mut out).expect("memory");
        out
    };
    let png = pixels(500.0);
    assert_eq!(png, pixels(500.0));
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let width = u32::from_be_bytes(png[16..20].try_into().expect("four bytes"));
    assert_eq!(width, 1_000, "as the header of the format tells");
}

/// A name in letters that the program lacks is still drawn, if only as boxes.
#[test]
fn pixels_of_foreign_letters_are_no_failure() {
    let mut route = fixture::pyongyang_sopo();
    route.routes[0].calls[1].place.name = "평양 北京".to_owned();
    let mut out = Vec::new();
    let summary = Summary::Route(route);
    render(&summary, Format::Png(Picture::Map), 500.0, &mut out).expect("drawn");
    assert!(out.len() > 1_000);
}

#[test]
fn names_are_never_nearer_to_another_mark() {
    let document = written(fixture::pyongyang_vladivostok(), Format::Svg(Picture::Map));
    let document = roxmltree::Document::parse(&document).expect("XML");
    let number = |node: roxmltree::Node<'_, '_>, name: &str| -> f64 {
        node.attribute(name)
            .expect("there")
            .parse()
            .expect("a number")
    };
    let pins = document.descendants().filter(|node| {
        node.attribute("class")
            .is_some_and(|class| class.starts_with("st-pin"))
    });
    let pins: Vec<_> = pins
        .map(|pin| ((number(pin, "data-x"), number(pin, "data-y")), pin))
        .collect();
    let text = |pin: &roxmltree::Node<'_, '_>| {
        let node = pin.children().find(|node| node.has_tag_name("text"))?;
        let (dx, dy) = (number(node, "x"), number(node, "y"));
        Some((dx, dy))
    };
    for (at, pin) in &pins {
        let Some((dx, dy)) = text(pin) else { continue };
        let start = (at.0 + dx, at.1 + dy - 4.0);
        let own = (start.0 - at.0).hypot(start.1 - at.1);
        for (other, _) in pins.iter().filter(|(other, _)| {
            // Marks that lie upon each other cannot be told apart.
            (other.0 - at.0).hypot(other.1 - at.1) > 14.0
        }) {
            let far = (start.0 - other.0).hypot(start.1 - other.1);
            // Texts in the middle reach to both sides of where they stand.
            assert!(far > own * 0.8, "{at:?} {other:?}");
        }
    }
}

#[test]
fn pictures_of_the_meridian_trip_are_kept() {
    insta::assert_snapshot!(
        "meridian.svg",
        written(
            fixture::across_the_180th_meridian(),
            Format::Svg(Picture::Sheet)
        )
    );
}

/// A class without a style is drawn black and filled.
#[test]
fn every_class_that_is_drawn_has_a_style() {
    let drawn = written(
        fixture::across_the_180th_meridian(),
        Format::Svg(Picture::Sheet),
    );
    let (style, body) = drawn.split_once("</style>").expect("a style");
    let shapes = ["<path ", "<line ", "<rect ", "<circle ", "<text "];
    let elements = shapes.iter().flat_map(|shape| body.split(shape).skip(1));
    let classes = elements
        .filter_map(|element| element.split('>').next()?.split("class=\"").nth(1))
        .filter_map(|rest| rest.split('"').next());
    let mut count = 0;
    for class in classes.flat_map(|names| names.split(' ')) {
        let is_styled = [" ", ",", "{"]
            .iter()
            .any(|end| style.contains(&format!(".{class}{end}")));
        assert!(is_styled, "{class}");
        count += 1;
    }
    assert!(count > 50, "{count} classes");
}
