//! Which routes of a feed are railways, and whose they are.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::archive::Archive;
use super::left::Left;
use super::rows::{At, needed, optional, rows};
use super::{GtfsOptions, GtfsProblem, InFile, table_is_there};

/// A class of routes, by the kinds of vehicles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RouteClass {
    /// Railways, which are always taken.
    Rail,
    /// Subways, metros and other urban railways.
    Subway,
    /// Trams, light rail and cable trams.
    Tram,
    /// Monorails.
    Monorail,
    /// Funiculars.
    Funicular,
    /// Buses and coaches; some feeds code railways so.
    Bus,
}

impl RouteClass {
    /// All classes.
    pub const ALL: [RouteClass; 6] = [
        RouteClass::Rail,
        RouteClass::Subway,
        RouteClass::Tram,
        RouteClass::Monorail,
        RouteClass::Funicular,
        RouteClass::Bus,
    ];

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RouteClass::Rail => "rail",
            RouteClass::Subway => "subway",
            RouteClass::Tram => "tram",
            RouteClass::Monorail => "monorail",
            RouteClass::Funicular => "funicular",
            RouteClass::Bus => "bus",
        }
    }

    /// The class of a route type; `None` for ferries, aeroplanes and what is unknown. Source: the GTFS reference
    /// (0 to 12) and the extended route types (100 and above), where 500 and 600 are old codes of metros.
    #[must_use]
    pub fn of_type(kind: u32) -> Option<RouteClass> {
        match kind {
            2 | 100..=117 | 300 => Some(RouteClass::Rail),
            1 | 400..=404 | 500 | 600 => Some(RouteClass::Subway),
            0 | 5 | 900..=906 => Some(RouteClass::Tram),
            12 | 405 => Some(RouteClass::Monorail),
            7 | 1400..=1402 => Some(RouteClass::Funicular),
            3 | 11 | 200..=209 | 700..=716 | 800 => Some(RouteClass::Bus),
            _ => None,
        }
    }
}

/// Routes that are taken besides railways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Include {
    /// All of a class.
    Class(RouteClass),
    /// All of a route type, by its number.
    Type(u32),
}

impl Include {
    /// Reads a class (`light_rail` is tram) or the number of a route type.
    #[must_use]
    pub fn parse(text: &str) -> Option<Include> {
        let text = text.trim();
        if text == "light_rail" {
            return Some(Include::Class(RouteClass::Tram));
        }
        let mut classes = RouteClass::ALL.into_iter();
        let class = classes.find(|class| class.as_str() == text);
        let number = || text.parse().ok().map(Include::Type);
        class.map(Include::Class).or_else(number)
    }

    fn has(self, kind: u32) -> bool {
        match self {
            Include::Class(class) => RouteClass::of_type(kind) == Some(class),
            Include::Type(number) => number == kind,
        }
    }
}

/// A route that is taken.
#[derive(Clone, Debug)]
pub(super) struct Route {
    pub name: String,
    pub agency: String,
    /// Whether its class is one of cities.
    pub is_urban: bool,
}

/// The routes of a feed.
#[derive(Default)]
pub(super) struct Routes {
    /// The number of each route that is taken, by its id; `None` for others.
    pub numbers: FxHashMap<String, Option<usize>>,
    pub taken: Vec<Route>,
}

/// Reads the routes.
pub(super) fn read(
    archive: &mut Archive,
    options: &GtfsOptions,
    left: &mut Left,
) -> Result<Routes, InFile> {
    let mut routes = Routes::default();
    let most = archive.most_rows;
    let mut names = Vec::new();
    let mut others: Vec<Option<u32>> = Vec::new();
    let mut is_found = vec![false; options.routes.len()];
    let columns = [
        needed("route_id"),
        needed("route_type"),
        optional("route_long_name"),
        optional("route_short_name"),
        optional("agency_id"),
    ];
    let is_there = rows(archive, "routes.txt", columns, |row| {
        row.within(routes.numbers.len(), most)?;
        let id = row.get(0);
        let called = [id, row.get(2), row.get(3)];
        let mut is_named = false;
        for (wanted, found) in options.routes.iter().zip(&mut is_found) {
            let is_it = called.iter().any(|name| is_alike(name, wanted));
            *found |= is_it;
            is_named |= is_it;
        }
        if !options.routes.is_empty() {
            let names_of = called[1..].iter().filter(|name| !name.is_empty());
            names.extend(names_of.map(|name| (*name).to_owned()));
        }
        let kind: Option<u32> = row.get(1).parse().ok();
        let is_included = |kind| {
            let mut all = options.include.iter();
            Include::Class(RouteClass::Rail).has(kind) || all.any(|include| include.has(kind))
        };
        let is_taken = is_named || kind.is_some_and(is_included);
        let name = called[1..].iter().find(|name| !name.is_empty());
        if routes.numbers.contains_key(id) {
            if is_taken {
                let what = "route whose id is that of one before: only the first counts";
                left.add_named(what, || row_of("routes.txt", row.at()));
            }
        } else if is_taken {
            row.checked()?;
            let number = routes.taken.len();
            routes.numbers.insert(id.to_owned(), Some(number));
            routes.taken.push(Route {
                name: name.map_or_else(String::new, |name| (*name).to_owned()),
                agency: row.get(4).to_owned(),
                is_urban: matches!(
                    kind.and_then(RouteClass::of_type),
                    Some(RouteClass::Subway | RouteClass::Tram | RouteClass::Monorail)
                ),
            });
        } else {
            routes.numbers.insert(id.to_owned(), None);
            others.push(kind);
            let name = || name.copied().unwrap_or(id);
            match kind.map(|kind| (kind, RouteClass::of_type(kind))) {
                Some((kind, Some(class))) => {
                    let word = class.as_str();
                    let what = format!(
                        "route of type {kind} ({word}): left out, --include {word} takes it in"
                    );
                    left.add_named(&what, || name().to_owned());
                }
                _ => {
                    let what = "route of a type that is no railway: left out, --route takes it in";
                    left.add_named(what, || format!("{}, type \"{}\"", name(), row.get(1)));
                }
            }
        }
        Ok(())
    })?;
    table_is_there("routes.txt", is_there)?;
    let whole = |problem| InFile::of_table("routes.txt", problem);
    if let Some(missing) = is_found.iter().position(|found| !found) {
        let name = options.routes[missing].clone();
        let near = crate::network::nearest(&name, names.iter().map(String::as_str));
        let near = near.map(str::to_owned);
        return Err(whole(GtfsProblem::NoRoute { name, near }));
    }
    if routes.taken.is_empty() {
        return Err(whole(no_railway(&others)));
    }
    Ok(routes)
}

fn is_alike(name: &str, wanted: &str) -> bool {
    !name.is_empty() && name.trim().to_lowercase() == wanted.trim().to_lowercase()
}

/// Row and line, as counts tell them.
pub(super) fn row_of(file: &str, at: At) -> String {
    format!("{file} row {}", at.row)
}

fn no_railway(others: &[Option<u32>]) -> GtfsProblem {
    /// So many types are told.
    const TOLD: usize = 12;
    let mut kinds: BTreeMap<Option<u32>, usize> = BTreeMap::new();
    for kind in others {
        *kinds.entry(*kind).or_insert(0) += 1;
    }
    let class = |kind: &Option<u32>| kind.and_then(RouteClass::of_type);
    let told = kinds.iter().map(|(kind, count)| match (kind, class(kind)) {
        (Some(number), Some(class)) => format!("{count} of type {number} ({})", class.as_str()),
        (Some(number), None) => format!("{count} of type {number}"),
        (None, _) => format!("{count} without a type"),
    });
    let found = told.take(TOLD).collect::<Vec<_>>().join(", ");
    let mut classes: Vec<RouteClass> = kinds.keys().filter_map(class).collect();
    classes.sort_unstable();
    classes.dedup();
    // Whoever has a feed of buses rarely wants them as railways: what is named first is on rails.
    if classes.iter().any(|class| *class != RouteClass::Bus) {
        classes.retain(|class| *class != RouteClass::Bus);
    }
    let words: Vec<&str> = classes.into_iter().map(RouteClass::as_str).collect();
    GtfsProblem::NoRailway {
        routes: others.len(),
        found,
        include: (!words.is_empty()).then(|| words.join(",")),
    }
}

/// An agency, unchecked.
pub(super) struct Agency {
    id: String,
    name: String,
    zone: String,
    at: At,
}

/// Reads all agencies; there is one at least.
pub(super) fn agencies(archive: &mut Archive) -> Result<Vec<Agency>, InFile> {
    let mut agencies = Vec::new();
    let columns = [
        optional("agency_id"),
        needed("agency_timezone"),
        optional("agency_name"),
    ];
    let is_there = rows(archive, "agency.txt", columns, |row| {
        agencies.push(Agency {
            id: row.get(0).to_owned(),
            zone: row.get(1).to_owned(),
            name: row.get(2).to_owned(),
            at: row.at(),
        });
        Ok(())
    })?;
    table_is_there("agency.txt", is_there)?;
    if agencies.iter().all(|agency| agency.zone.is_empty()) {
        let what = "a row with agency_timezone";
        let problem = GtfsProblem::NothingIn { what };
        return Err(InFile::of_table("agency.txt", problem));
    }
    Ok(agencies)
}

/// Whose the routes are: their names, those of most routes first, and the time zone in which the feed counts.
pub(super) fn owners(
    agencies: &[Agency],
    routes: &Routes,
    left: &mut Left,
) -> Result<(Vec<String>, String), InFile> {
    let routes_of = |agency: &Agency| {
        let taken = routes.taken.iter();
        taken.filter(|route| route.agency == agency.id).count()
    };
    let mut owners: Vec<(usize, &Agency)> = agencies
        .iter()
        .map(|agency| (routes_of(agency), agency))
        .filter(|(count, _)| *count > 0 || agencies.len() == 1)
        .collect();
    owners.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    // All agencies of a feed have one zone by the reference; that of the railway counts where they differ.
    let all = owners.iter().map(|(_, agency)| *agency).chain(agencies);
    let zoned = all.clone().find(|agency| !agency.zone.is_empty());
    let zoned = zoned.expect("one at least has a zone");
    let Some(zone) = super::days::zone_name(&zoned.zone) else {
        return Err(InFile {
            file: "agency.txt",
            at: zoned.at,
            problem: GtfsProblem::NotA {
                column: "agency_timezone",
                found: zoned.zone.clone(),
                what: "the name of a time zone",
            },
        });
    };
    for (_, other) in &owners {
        let is_other = !other.zone.is_empty() && !other.zone.eq_ignore_ascii_case(&zone);
        if is_other {
            let what = format!(
                "agency of another time zone: its times count as those of {zone}, which is that of the feed"
            );
            left.add_named(&what, || format!("{}, {}", other.name, other.zone));
        }
    }
    let names = owners.iter().map(|(_, agency)| agency.name.clone());
    let mut named: Vec<String> = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        if !named.contains(&name) {
            named.push(name);
        }
    }
    Ok((named, zone))
}
