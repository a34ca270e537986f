//! What the tags of ways mean: from `railway=rail gauge=1435 …` to a [`Track`].
//!
//! Values that cannot be read are left out as unknown and counted, never guessed. Source of keys and values: the tagging
//! scheme of OpenStreetMap for railways.

use jiff::civil::Date;

use crate::network::{Electrification, Gauge, Usage};
use crate::track::{Direction, LineState, STEEPEST_PERMILLE, Service, Track, TrackClass};
use crate::units::{Grade, Speed};

use super::OsmOptions;
use super::gauge::widths;
use crate::import::Counts;

/// Kilometres per hour in a mile per hour, exactly.
const KMH_PER_MPH: f64 = 1.609_344;

/// The tags of a way or node.
pub(super) struct TagList<'a>(Vec<(&'a str, &'a str)>);

impl<'a> TagList<'a> {
    pub fn new(tags: Vec<(&'a str, &'a str)>) -> TagList<'a> {
        TagList(tags)
    }

    pub fn get(&self, key: &str) -> Option<&'a str> {
        let tag = self.0.iter().find(|(found, _)| *found == key);
        tag.map(|(_, value)| value.trim()).filter(|v| !v.is_empty())
    }

    pub fn is(&self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        self.0.iter().copied()
    }
}

/// The track that a way is; `None` when it is none that was asked for, which is counted.
pub(super) fn track(
    way: i64,
    tags: &TagList<'_>,
    options: &OsmOptions,
    skipped: &mut Counts,
) -> Option<Track> {
    let (class, state) = match class_and_state(tags) {
        Ok(found) => found,
        Err(railway) => {
            skipped.add(&format!("way railway={railway}: no track"));
            return None;
        }
    };
    if !options.classes.contains(&class) {
        skipped.add(&format!("way railway={}: not asked for", class.as_str()));
        return None;
    }
    if !options.states.contains(&state) {
        skipped.add(&format!("way {}: not asked for", state.as_str()));
        return None;
    }
    let mut track = Track::new(class);
    track.state = state;
    track.gauges = gauges(way, tags, options, skipped)?;
    if class == TrackClass::NarrowGauge && track.gauges.is_empty() && options.gauge.is_none() {
        let what = "narrow-gauge way left out: it has no gauge, --gauge-mm gives it one";
        skipped.add_first(what, || format!("way {way}"));
        return None;
    }
    track.electrification = electrification(tags);
    track.limits = limits(tags, skipped);
    track.usage = usage(tags);
    track.service = tags.get("service").and_then(Service::parse);
    track.tracks = tracks(tags);
    track.direction = direction(tags);
    let line = ["name", "ref"].iter().find_map(|key| tags.get(key));
    track.line = line.map(str::to_owned);
    track.gradient = gradient(tags, skipped);
    track.opened = date(tags, "start_date", skipped);
    track.closed = date(tags, "end_date", skipped);
    Some(track)
}

/// The class and state, or the value of `railway` that is no track.
fn class_and_state<'a>(tags: &TagList<'a>) -> Result<(TrackClass, LineState), &'a str> {
    let railway = tags.get("railway").unwrap_or("");
    let in_use = match railway {
        "preserved" => Some(TrackClass::Rail),
        railway => TrackClass::parse(railway),
    };
    if let Some(class) = in_use {
        return Ok((class, lifecycle(tags).unwrap_or(LineState::InUse)));
    }
    let state = match railway {
        "disused" => LineState::Disused,
        "abandoned" | "razed" | "dismantled" => LineState::Abandoned,
        "construction" => LineState::Construction,
        "proposed" | "planned" => LineState::Proposed,
        _ => return Err(railway),
    };
    // Written as `construction=rail` or `construction:railway=rail`.
    let prefixed = format!("{railway}:railway");
    let class = tags.get(&prefixed).or_else(|| tags.get(railway));
    let class = class
        .and_then(TrackClass::parse)
        .unwrap_or(TrackClass::Rail);
    Ok((class, state))
}

/// The state that a flag beside `railway=rail` or `railway=station` says, like `disused=yes` or `railway:disused=yes`.
pub(super) fn lifecycle(tags: &TagList<'_>) -> Option<LineState> {
    let flags = [
        ("razed", LineState::Abandoned),
        ("demolished", LineState::Abandoned),
        ("dismantled", LineState::Abandoned),
        ("removed", LineState::Abandoned),
        ("abandoned", LineState::Abandoned),
        ("disused", LineState::Disused),
        ("construction", LineState::Construction),
        ("proposed", LineState::Proposed),
        ("planned", LineState::Proposed),
    ];
    let is_set = |key: &str| matches!(tags.get(key), Some("yes" | "true" | "1"));
    let mut states = flags.into_iter().filter_map(|(key, state)| {
        (is_set(key) || is_set(&format!("railway:{key}"))).then_some(state)
    });
    states.next()
}

/// How high a way lies: its `layer`, or else 1 on a bridge, -1 in a tunnel and 0 on the ground.
pub(super) fn level(tags: &TagList<'_>) -> i8 {
    let is_set = |key: &str| tags.get(key).is_some_and(|value| value != "no");
    let layer = tags.get("layer").and_then(|layer| layer.parse().ok());
    // A passage through a building or a gallery is at the ground.
    let is_tunnel = is_set("tunnel")
        && !matches!(
            tags.get("tunnel"),
            Some("building_passage" | "avalanche_protector" | "culvert")
        );
    layer.unwrap_or_else(|| i8::from(is_set("bridge")) - i8::from(is_tunnel))
}

/// A day like `2015-12-13`; the first of a month or year where only that is known.
fn date(tags: &TagList<'_>, key: &str, skipped: &mut Counts) -> Option<Date> {
    let text = tags.get(key)?;
    let mut parts = text.splitn(3, '-').map(|part| {
        let are_digits = part.bytes().all(|byte| byte.is_ascii_digit());
        are_digits.then(|| part.parse::<i16>().ok()).flatten()
    });
    let year = parts.next().flatten().filter(|_| text.len() >= 4);
    let mut rest = || {
        parts
            .next()
            .map_or(Some(1), |part| i8::try_from(part?).ok())
    };
    let (month, day) = (rest(), rest());
    let date = year
        .zip(month.zip(day))
        .and_then(|(year, (month, day))| Date::new(year, month, day).ok());
    if date.is_none() {
        skipped.add(&format!("{key}={text}: not a day, ignored"));
    }
    date
}

/// The gauges of a way, none where the map has none; `None` when what it has cannot be read, which is counted.
fn gauges(
    way: i64,
    tags: &TagList<'_>,
    options: &OsmOptions,
    skipped: &mut Counts,
) -> Option<Vec<Gauge>> {
    let text = tags.get("gauge").unwrap_or("");
    let widths = widths(text, options.country);
    if widths.gauges.is_empty() && !widths.unread.is_empty() {
        let what = format!("way left out: gauge={text} cannot be read");
        skipped.add_first(&what, || format!("way {way}"));
        return None;
    }
    for piece in widths.unread {
        let what = format!("gauge={piece} beside another: cannot be read, ignored");
        skipped.add_first(&what, || format!("way {way}"));
    }
    Some(widths.gauges)
}

fn electrification(tags: &TagList<'_>) -> Electrification {
    match tags.get("electrified") {
        Some("no") => return Electrification::None,
        None => return Electrification::Unknown,
        Some(_) => {}
    }
    // Two systems over one track are a matter of switching: which is on is not known.
    let number = |key| {
        tags.get(key)
            .and_then(|text: &str| text.parse::<f64>().ok())
    };
    let Some(volts) = number("voltage").filter(|volts| volts.is_finite() && *volts >= 1.0) else {
        return Electrification::Unknown;
    };
    let current = match number("frequency") {
        Some(0.0) => "DC",
        Some(_) => "AC",
        // Assumption: the common voltages are known by their system.
        None if [600.0, 630.0, 750.0, 1_200.0, 1_500.0, 3_000.0].contains(&volts) => "DC",
        None if [11_000.0, 15_000.0, 25_000.0, 50_000.0].contains(&volts) => "AC",
        None => return Electrification::Unknown,
    };
    let system = match volts < 1_000.0 {
        true => format!("{volts}V-{current}"),
        false => format!("{}kV-{current}", volts / 1_000.0),
    };
    Electrification::System(system.into())
}

fn limits(tags: &TagList<'_>, skipped: &mut Counts) -> [Option<Speed>; 2] {
    let mut read = |key: &str| {
        let text = tags.get(key)?;
        let speed = speed(text);
        if speed.is_none() && !["none", "signals", "unknown"].contains(&text) {
            skipped.add(&format!("{key}={text}: not a speed"));
        }
        speed
    };
    let both = read("maxspeed");
    ["maxspeed:forward", "maxspeed:backward"].map(|key| read(key).or(both))
}

/// Walking pace as a limit, in km/h. Source: the OpenStreetMap wiki on default speed limits, which has 7 for Germany.
const WALK_KMH: f64 = 7.0;

/// Kilometres per hour in a knot, exactly.
const KMH_PER_KNOT: f64 = 1.852;

/// Reads `80`, `80 km/h`, `50 mph`, `walk`. `none` means that there is no limit of the line, which leaves it unknown here.
fn speed(text: &str) -> Option<Speed> {
    let text = text.to_ascii_lowercase();
    if text == "walk" {
        return Some(Speed::from_kmh(WALK_KMH));
    }
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let factor = match text[digits.len()..].trim() {
        "" | "km/h" | "kmh" | "kph" => 1.0,
        "mph" => KMH_PER_MPH,
        "knots" | "kn" => KMH_PER_KNOT,
        _ => return None,
    };
    let kmh = digits.parse::<f64>().ok()? * factor;
    (1.0..=603.0).contains(&kmh).then(|| Speed::from_kmh(kmh))
}

/// The gradient as drawn; `up` and `down` say no figure.
fn gradient(tags: &TagList<'_>, skipped: &mut Counts) -> Option<Grade> {
    let text = tags.get("incline")?;
    let permille = permille(text).filter(|permille| permille.abs() <= STEEPEST_PERMILLE);
    if permille.is_none() {
        skipped.add(&format!("incline={text}: not a gradient on rails, ignored"));
    }
    permille.map(Grade::from_permille)
}

/// Reads `1.2%`, `-12 ‰`, `1:40`, `-1.5°` as per mille. A bare number is per cent, as the map's own documentation has it.
fn permille(text: &str) -> Option<f64> {
    let number = |text: &str| {
        let number = text.trim().replace(',', ".").replace('\u{2212}', "-");
        number
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
    };
    if let Some((rise, run)) = text.split_once(':') {
        let (rise, run) = (number(rise)?, number(run)?);
        return (run > 0.0).then(|| rise / run * 1_000.0);
    }
    if let Some(degrees) = text.strip_suffix('°') {
        return number(degrees).map(|degrees| degrees.to_radians().tan() * 1_000.0);
    }
    match text.strip_suffix('‰') {
        Some(permille) => number(permille),
        None => number(text.strip_suffix('%').unwrap_or(text)).map(|percent| percent * 10.0),
    }
}

fn usage(tags: &TagList<'_>) -> Option<Usage> {
    if tags.is("railway:traffic_mode", "freight") {
        return Some(Usage::Freight);
    }
    match tags.get("usage")? {
        "main" => Some(Usage::Main),
        "branch" | "tourism" | "leisure" => Some(Usage::Branch),
        "industrial" | "military" | "freight" | "scientific" | "test" => Some(Usage::Freight),
        _ => None,
    }
}

/// How many tracks the line has: `passenger_lines` counts those drawn side by side, `tracks` those drawn as one way.
fn tracks(tags: &TagList<'_>) -> Option<u8> {
    let number = |key: &str| tags.get(key)?.parse::<u8>().ok();
    let drawn = number("tracks").filter(|tracks| (2..=20).contains(tracks));
    drawn.or_else(|| number("passenger_lines").filter(|tracks| (1..=20).contains(tracks)))
}

fn direction(tags: &TagList<'_>) -> Direction {
    match tags.get("oneway") {
        Some("yes" | "1" | "true") => return Direction::OnlyForward,
        Some("-1" | "reverse") => return Direction::OnlyBackward,
        _ => {}
    }
    match tags.get("railway:preferred_direction") {
        Some("forward") => Direction::Forward,
        Some("backward") => Direction::Backward,
        _ => Direction::Both,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tags: &[(&'static str, &'static str)]) -> (Option<Track>, Counts) {
        let mut skipped = Counts::default();
        let options = OsmOptions::default();
        let track = track_of(&TagList::new(tags.to_vec()), &options, &mut skipped);
        (track, skipped)
    }

    fn track_of(tags: &TagList<'_>, options: &OsmOptions, skipped: &mut Counts) -> Option<Track> {
        track(5, tags, options, skipped)
    }

    #[test]
    fn a_main_line_has_all_its_figures() {
        let (track, skipped) = read(&[
            ("railway", "rail"),
            ("gauge", "1520;1435"),
            ("electrified", "contact_line"),
            ("voltage", "3000"),
            ("frequency", "0"),
            ("maxspeed", "100"),
            ("maxspeed:backward", "50 mph"),
            ("usage", "main"),
            ("oneway", "-1"),
            ("passenger_lines", "2"),
        ]);
        let track = track.expect("a track");
        assert_eq!(
            track.gauges,
            [1435, 1520].map(|mm| Gauge::from_mm(mm).expect("known"))
        );
        assert_eq!(track.electrification.as_str(), "3kV-DC");
        let kmh = track.limits.map(|limit| limit.expect("known").kmh());
        assert_eq!(kmh[0], 100.0);
        assert!((kmh[1] - 80.467_2).abs() < 1e-9);
        assert_eq!((track.usage, track.tracks), (Some(Usage::Main), Some(2)));
        assert_eq!(track.direction, Direction::OnlyBackward);
        assert!(skipped.is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_unknown_and_counted() {
        let (track, skipped) = read(&[
            ("railway", "rail"),
            ("gauge", "1435;xyz"),
            ("electrified", "yes"),
            ("maxspeed", "fast"),
        ]);
        let track = track.expect("a track");
        assert_eq!((track.gauges.len(), track.limits), (1, [None, None]));
        assert_eq!(track.electrification, Electrification::Unknown);
        let skipped: Vec<_> = skipped.iter().collect();
        assert_eq!(
            skipped,
            [
                ("gauge=xyz beside another: cannot be read, ignored", 1),
                ("maxspeed=fast: not a speed", 1)
            ]
        );
    }

    #[test]
    fn a_way_whose_gauge_cannot_be_read_is_left_out_and_named() {
        let (track, skipped) = read(&[("railway", "rail"), ("gauge", "wide")]);
        assert_eq!(track, None);
        assert_eq!(
            skipped.to_string(),
            "1 x way left out: gauge=wide cannot be read (first: way 5)"
        );
    }

    #[test]
    fn a_narrow_way_without_a_gauge_has_the_one_that_is_said_or_is_left_out() {
        let (track, skipped) = read(&[("railway", "narrow_gauge")]);
        assert_eq!(track, None);
        assert_eq!(
            skipped.to_string(),
            "1 x narrow-gauge way left out: it has no gauge, --gauge-mm gives it one (first: way 5)"
        );
        let options = OsmOptions {
            gauge: Gauge::from_mm(760),
            ..OsmOptions::default()
        };
        let tags = TagList::new(vec![("railway", "narrow_gauge")]);
        let mut skipped = Counts::default();
        let found = track_of(&tags, &options, &mut skipped).expect("a track");
        assert!(found.gauges.is_empty() && skipped.is_empty());
    }

    #[test]
    fn only_what_is_asked_for_is_a_track() {
        let skipped = |tags: &[(&'static str, &'static str)]| {
            let (track, skipped) = read(tags);
            assert_eq!(track, None);
            skipped
                .iter()
                .map(|(what, _)| what.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            skipped(&[("railway", "tram")]),
            ["way railway=tram: not asked for"]
        );
        assert_eq!(
            skipped(&[("railway", "platform")]),
            ["way railway=platform: no track"]
        );
        assert_eq!(
            skipped(&[("railway", "construction"), ("construction", "rail")]),
            ["way construction: not asked for"]
        );
    }

    #[test]
    fn a_flag_beside_the_rails_says_that_no_train_runs() {
        for (key, state) in [
            ("disused", "disused"),
            ("railway:disused", "disused"),
            ("abandoned", "abandoned"),
            ("construction", "construction"),
            ("proposed", "proposed"),
        ] {
            let (track, skipped) = read(&[("railway", "rail"), (key, "yes")]);
            assert_eq!(track, None, "{key}");
            assert_eq!(skipped.of(&format!("way {state}: not asked for")), 1);
            let (track, _) = read(&[("railway", "rail"), (key, "no")]);
            assert!(track.is_some(), "{key}=no");
        }
    }

    #[test]
    fn levels_are_layers_bridges_and_tunnels() {
        let level = |tags: &[(&'static str, &'static str)]| level(&TagList::new(tags.to_vec()));
        assert_eq!(level(&[("layer", "-2"), ("tunnel", "yes")]), -2);
        assert_eq!(level(&[("tunnel", "yes")]), -1);
        assert_eq!(level(&[("bridge", "viaduct")]), 1);
        assert_eq!(level(&[("tunnel", "building_passage")]), 0);
        assert_eq!(level(&[("layer", "up"), ("bridge", "no")]), 0);
    }

    #[test]
    fn days_may_be_months_or_years() {
        let opened = |text: &'static str| {
            let tags = [("railway", "rail"), ("start_date", text)];
            let (track, skipped) = read(&tags);
            (track.and_then(|track| track.opened), skipped.is_empty())
        };
        let day = |year, month, day| (Some(jiff::civil::date(year, month, day)), true);
        assert_eq!(opened("2015-12-13"), day(2015, 12, 13));
        assert_eq!(opened("2015-12"), day(2015, 12, 1));
        assert_eq!(opened("1872"), day(1872, 1, 1));
        for text in [
            "C18",
            "~1850",
            "2015-13-01",
            "12/2015",
            "75",
            "1850..1855",
            "-5",
        ] {
            assert_eq!(opened(text), (None, false), "{text}");
        }
    }

    #[test]
    fn gradients_are_read_in_every_spelling() {
        let read = |text: &str| permille(text).map(|permille| (permille * 1e6).round() / 1e6);
        for (text, expected) in [
            ("1.2%", 12.0),
            ("-2,5 %", -25.0),
            ("12‰", 12.0),
            ("1:40", 25.0),
            ("-1:80", -12.5),
            ("2", 20.0),
            ("\u{2212}3%", -30.0),
            ("0%", 0.0),
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
        // The tangent of a degree is 0.017455.
        assert!((read("1°").expect("a gradient") - 17.455).abs() < 0.001);
        for text in [
            "up",
            "down",
            "yes",
            "1:0",
            "NaN%",
            "%",
            "10% at its steepest",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        let (track, skipped) = self::read(&[("railway", "rail"), ("incline", "60%")]);
        assert_eq!(track.expect("a track").gradient, None);
        assert_eq!(
            skipped.of("incline=60%: not a gradient on rails, ignored"),
            1
        );
    }

    #[test]
    fn speeds_and_electrification_are_read_in_every_spelling() {
        let kmh = |text| speed(text).map(Speed::kmh);
        assert_eq!(["80", "80 km/h", "80 kph"].map(kmh), [Some(80.0); 3]);
        assert_eq!(["50 MPH", "50Mph"].map(kmh), [kmh("50 mph"); 2]);
        assert_eq!(["80 KM/H", "Walk"].map(kmh), [Some(80.0), Some(7.0)]);
        assert_eq!(kmh("walk"), Some(7.0));
        let mph = kmh("5 mph").expect("a speed");
        assert!((mph - 8.046_72).abs() < 1e-9, "{mph}");
        assert_eq!(
            ["none", "", "fast", "0", "9999", "80;100"].map(kmh),
            [None; 6]
        );
        let system = |tags: &[(&'static str, &'static str)]| {
            electrification(&TagList::new(tags.to_vec()))
                .as_str()
                .to_owned()
        };
        let ac = [
            ("electrified", "contact_line"),
            ("voltage", "15000"),
            ("frequency", "16.7"),
        ];
        assert_eq!(system(&ac), "15kV-AC");
        assert_eq!(
            system(&[("electrified", "rail"), ("voltage", "750")]),
            "750V-DC"
        );
        assert_eq!(system(&[("electrified", "no")]), "none");
    }
}
