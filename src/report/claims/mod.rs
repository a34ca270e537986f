//! The answer of `claim` and `claims`: verdict, checks, the arithmetic, what the verdict rests on.

mod all;
mod picture;
mod show;

use std::fmt;

use jiff::civil::Date;

use super::chart::Drawing;
use super::labels;
use super::map;
use super::reasons::figure;
use super::summary::{Place, Provenance, RouteSummary};
use super::text::{Colour, Style};
use crate::reported::{Claim, ClaimAnswer, Figure, Subject, Verdict};
use crate::units::format;

pub use picture::finding;
pub use show::{markdown, show, table};

/// The answer of `claim`, or of `claims`.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimsSummary {
    /// What every answer carries along.
    pub provenance: Provenance,
    /// The claims, in the order in which they were made.
    pub claims: Vec<JudgedClaim>,
    /// What was taken for what was typed.
    pub remarks: Vec<String>,
    /// Whether they are the claims of a file, which JSON then gives as a list.
    pub is_file: bool,
}

/// A claim as it was judged.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedClaim {
    /// Id in its file; empty for a claim that was typed.
    pub id: String,
    /// What was claimed, as its file words it; empty for a claim that was typed.
    pub text: String,
    /// Who claimed it.
    pub outlet: String,
    /// When it was claimed.
    pub date: Option<Date>,
    /// The figures claimed, in a line: `200 km in nearly 20 h`.
    pub stated: String,
    /// The figures claimed.
    pub claim: Claim,
    /// Id of the train it was judged with.
    pub train: String,
    /// The ends; `None` where they are not in the network, and for a claim about a train alone.
    pub ends: Option<(Place, Place)>,
    /// What came out; the reason where nothing could.
    pub answer: Result<ClaimAnswer, String>,
    /// The route it was held against, where one claim is shown alone.
    pub route: Option<Box<RouteSummary>>,
}

impl Default for JudgedClaim {
    /// A claim of which nothing is known.
    fn default() -> JudgedClaim {
        JudgedClaim {
            id: String::new(),
            text: String::new(),
            outlet: String::new(),
            date: None,
            stated: String::new(),
            claim: Claim::default(),
            train: String::new(),
            ends: None,
            answer: Err(String::from("nothing is claimed")),
            route: None,
        }
    }
}

impl JudgedClaim {
    /// `Pyongyang to Vladivostok`; the train of a claim about a train alone.
    #[must_use]
    pub fn subject(&self) -> String {
        match &self.ends {
            Some((from, to)) => format!("{} to {}", from.name, to.name),
            None => self.train.clone(),
        }
    }

    /// The word of its verdict.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        let answer = self.answer.as_ref();
        answer.map_or("not comparable", |answer| answer.verdict.as_str())
    }
}

/// The figures of a claim in the words of whoever made it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// The distance, with its unit or as kilometres.
    pub km: Option<String>,
    /// The time, with its unit or as hours.
    pub hours: Option<String>,
    /// The mean speed, with its unit or as km/h.
    pub speed: Option<String>,
    /// The highest speed, with its unit or as km/h.
    pub max_speed: Option<String>,
    /// The number of cars.
    pub cars: Option<u32>,
    /// The number of trains they are in.
    pub trains: Option<u32>,
}

impl Stated {
    /// The figures of a claim as they were read.
    #[must_use]
    pub fn of(claim: &Claim) -> Stated {
        let words = |told: &Option<Figure>| told.as_ref().map(figure);
        Stated {
            km: words(&claim.km),
            hours: words(&claim.hours),
            speed: words(&claim.speed.or(claim.unclear_speed)),
            max_speed: words(&claim.max_speed),
            cars: claim.cars,
            trains: claim.trains,
        }
    }
}

/// `200 km in nearly 20 h at 60 km/h on average`.
impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let with = |text: &Option<String>, unit: &str| {
            let text = text.as_ref()?;
            // A plain number is grouped as everywhere; words stay as they were typed.
            let whole = text.parse::<i64>().map(format::grouped);
            let text = whole.as_ref().unwrap_or(text);
            let is_bare = text.ends_with(|c: char| c.is_ascii_digit());
            Some(if is_bare {
                format!("{text} {unit}")
            } else {
                text.clone()
            })
        };
        let (km, hours) = (with(&self.km, "km"), with(&self.hours, "h"));
        let mut parts = Vec::new();
        match (km, hours) {
            (Some(km), Some(hours)) => parts.push(format!("{km} in {hours}")),
            (km, hours) => parts.extend(km.or(hours)),
        }
        parts.extend(with(&self.speed, "km/h").map(|speed| format!("{speed} on average")));
        parts.extend(with(&self.max_speed, "km/h").map(|speed| format!("{speed} at most")));
        let trains = self.trains.filter(|trains| *trains > 1);
        let in_trains = trains.map_or_else(String::new, |trains| format!(" in {trains} trains"));
        parts.extend(self.cars.map(|cars| format!("{cars} cars{in_trains}")));
        f.write_str(&parts.join(", "))
    }
}

/// What the answer is about: `Can it be true? Pyongyang to Vladivostok: 200 km in nearly 20 h`.
#[must_use]
pub fn title(summary: &ClaimsSummary) -> String {
    match summary.claims.as_slice() {
        [one] => format!("{}: {}", one.subject(), one.stated),
        all => format!("{} claims compared with the rail network", all.len()),
    }
}

/// `impossible`, or `11 of 66 claims are impossible, 25 doubtful, 20 consistent`.
#[must_use]
pub fn verdict(summary: &ClaimsSummary) -> String {
    if let [one] = summary.claims.as_slice() {
        return one.verdict().to_owned();
    }
    let all = summary.claims.len();
    let [impossible, doubtful, consistent] = counts(summary);
    let mut text = format!(
        "{impossible} of {all} claims are impossible, {doubtful} doubtful, {consistent} consistent"
    );
    let rest = all - impossible - doubtful - consistent;
    if rest > 0 {
        text += &format!("; {rest} cannot be compared");
    }
    text
}

/// How many claims are impossible, doubtful and consistent.
#[must_use]
pub fn counts(summary: &ClaimsSummary) -> [usize; 3] {
    [Verdict::Impossible, Verdict::Doubtful, Verdict::Consistent].map(|verdict| {
        let of = |claim: &&JudgedClaim| claim.answer.as_ref().is_ok_and(|a| a.verdict == verdict);
        summary.claims.iter().filter(of).count()
    })
}

/// The claims as a picture, `width` pixels wide: what is claimed against what was computed.
#[must_use]
pub fn drawing(summary: &ClaimsSummary, width: f64) -> Option<Drawing> {
    match summary.claims.as_slice() {
        [one] => picture::draw(one, &summary.provenance, width),
        _ => all::draw(summary, width),
    }
}

/// The map of the route that a single claim was held against.
#[must_use]
pub fn map(summary: &ClaimsSummary, width: f64, usage: map::Use) -> Option<Drawing> {
    let [
        JudgedClaim {
            route: Some(route), ..
        },
    ] = summary.claims.as_slice()
    else {
        return None;
    };
    Some(map::draw(route, width, usage))
}

/// What a check is about, in words.
#[must_use]
pub fn subject(of: Subject) -> &'static str {
    match of {
        Subject::Itself => "own figures",
        of => of.as_str(),
    }
}

/// The colour of a verdict.
#[must_use]
pub fn style(verdict: Verdict) -> Style {
    Style::coloured(match verdict {
        Verdict::Consistent => Colour::Green,
        Verdict::Doubtful => Colour::Yellow,
        Verdict::Impossible => Colour::Red,
    })
}

/// What was computed, in a line; nothing for a claim about a train alone.
#[must_use]
pub fn computed(answer: &ClaimAnswer) -> Option<String> {
    let computed = answer.computed.as_ref()?;
    Some(format!(
        "{} in {} ({}), technical minimum {}; straight line {}",
        format::distance(computed.distance),
        format::duration(computed.duration.likely()),
        format::duration_range(&computed.duration),
        format::duration(computed.technical_minimum),
        format::distance(computed.geodesic),
    ))
}

/// What the verdicts mean, for readers who did not ask for them.
pub const METHOD: &str = "Impossible: below the straight line, the shortest rail distance or the technical minimum time, or \
                          the figures contradict each other. Consistent: the distance is within a tenth of the route, the \
                          time among the middle 95 % of computed journeys. Doubtful: everything else.";

/// Who must be named with it.
fn attribution(summary: &ClaimsSummary) -> String {
    labels::attribution(&summary.provenance, false)
}
