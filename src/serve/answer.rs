//! From the values of a query to a request of the library, and from its answer to bytes.

use std::path::Path;

use serde_json::Value;

use super::parameter::Values;
use super::problem::Problem;
use crate::dataset::{ClaimRequest, CompareRequest, LocateRequest, ReachRequest};
use crate::network::LatLon;
use crate::report::{self, Format, Kind, Summary, WIDTH, json, stations as rows, trains as train};
use crate::reported::Sentence;
use crate::train::ConsistChange;
use crate::units::Mass;
use crate::{Dataset, Request};

/// Places named near a place on the map.
const NEAR: usize = 8;

/// An answer, ready to be sent.
#[derive(Debug)]
pub struct Answer {
    /// Its media type.
    pub media: &'static str,
    /// The name of the file it would be saved as, where it is to be saved.
    pub file: Option<String>,
    /// It.
    pub bytes: Vec<u8>,
}

/// What the endpoints answer.
type Answered = Result<Answer, Problem>;

/// Sets all values of a parameter, one after the other.
macro_rules! each {
    ($request:expr, $values:expr, $($name:literal => $set:ident),+) => {{
        let request = $request;
        $(let request = $values.all($name).fold(request, |request, text| request.$set(text));)+
        request
    }};
}

/// Sets the value of a parameter that is there.
macro_rules! some {
    ($request:expr, $($value:expr => $set:ident),+) => {{
        let request = $request;
        $(let request = match $value {
            Some(value) => request.$set(value),
            None => request,
        };)+
        request
    }};
}

fn consist(values: &Values) -> ConsistChange {
    ConsistChange {
        cars: values.whole("cars"),
        mass: values.number("mass_t").map(Mass::from_t),
        locomotives: values.whole("locomotives"),
    }
}

fn journey(values: &Values) -> Request {
    let (from, to) = ends(values);
    common(Request::new(from, to), values)
}

fn ends(values: &Values) -> (&str, &str) {
    let end = |name| values.text(name).unwrap_or_default();
    (end("from"), end("to"))
}

fn common(request: Request, values: &Values) -> Request {
    let request = each!(request, values,
        "via" => via, "avoid" => avoid, "transit" => transit, "stop" => stop);
    some!(request, values.text("on") => on, values.text("train") => train).consist(consist(values))
}

/// `/api/route`.
pub fn route(data: &Dataset, values: &Values) -> Answered {
    let request = some!(journey(values),
        values.text("depart") => departure,
        values.text("arrive") => arrival);
    let mut request = request.alternatives(values.whole("alternatives").unwrap_or(0) as usize);
    if values.is("shortest") {
        request = request.shortest();
    }
    if values.is("explain") {
        request = request.explain();
    }
    if values.is("economy") {
        request = request.economy();
    }
    let format = format(Kind::Route, values)?;
    summary(&data.plan(&request)?.summary(), format, values)
}

/// `/api/claim`.
pub fn claim(data: &Dataset, values: &Values) -> Answered {
    let (from, to) = ends(values);
    let request = each!(ClaimRequest::new(from, to), values,
        "via" => via, "avoid" => avoid, "transit" => transit);
    let request = some!(request,
        values.text("on") => on,
        values.text("train") => train,
        values.text("km") => km,
        values.text("hours") => hours,
        values.text("speed") => speed,
        values.text("max_speed") => max_speed,
        values.whole("cars") => cars,
        values.whole("trains") => trains);
    let format = format(Kind::Claim, values)?;
    summary(&data.judge(&request)?.summary(), format, values)
}

/// `/api/sentence`.
pub fn sentence(_: &Dataset, values: &Values) -> Answered {
    let sentence = Sentence::read(values.text("text").unwrap_or_default());
    text(values, "sentence", |_| line(&json::sentence(&sentence)))
}

/// `/api/compare`.
pub fn compare(data: &Dataset, values: &Values) -> Answered {
    let format = format(Kind::Compare, values)?;
    let request = CompareRequest {
        file: None,
        journey: values.text("journey").map(str::to_owned),
        train: values.text("train").map(str::to_owned),
        command: None,
    };
    let comparison = data.compare(&request, &mut |_, _| {})?;
    summary(&comparison.summary(), format, values)
}

/// `/api/locate`.
pub fn locate(data: &Dataset, values: &Values) -> Answered {
    let format = format(Kind::Locate, values)?;
    let (from, to) = ends(values);
    let departed = values.text("departed").unwrap_or_default();
    let request = LocateRequest::new(from, to, departed).with(|route| common(route, values));
    let request = each!(request, values, "seen" => seen, "arrived" => arrived, "left" => left);
    let request = some!(request, values.text("at") => at);
    let request = match (values.whole("convoy"), values.text("headway")) {
        (Some(trains), Some(headway)) => request.convoy(trains, headway),
        (None, None) => request,
        _ => {
            let told = "convoy and headway belong together; give both or neither";
            return Err(Problem::wrong("missing_parameter", told));
        }
    };
    summary(&data.locate(&request)?.summary(), format, values)
}

/// `/api/reach`.
pub fn reach(data: &Dataset, values: &Values) -> Answered {
    let format = format(Kind::Reach, values)?;
    let (from, _) = ends(values);
    let request = ReachRequest::new(from, values.text("within").unwrap_or_default());
    let request = each!(request, values, "avoid" => avoid, "stop" => stop);
    let request = some!(request, values.text("on") => on, values.text("train") => train);
    let request = request.consist(consist(values));
    summary(&data.reach(&request)?.summary(), format, values)
}

/// `/api/stations`.
pub fn stations(data: &Dataset, values: &Values) -> Answered {
    let found = match (values.text("query"), values.text("near")) {
        (Some(query), None) => data.stations(query)?,
        (None, Some(near)) => data.stations_near(place(near)?, NEAR)?,
        _ => {
            let told = "one of query and near is needed: query=Tumangang or near=42.43,130.65";
            return Err(Problem::wrong("missing_parameter", told));
        }
    };
    let table = rows::table(&found.rows);
    text(values, "stations", |format| match format {
        "csv" => table.to_csv(),
        "md" => table.to_markdown(),
        _ => line(&found.json()),
    })
}

/// `42.43,130.65`.
fn place(text: &str) -> Result<LatLon, Problem> {
    let degrees = |text: &str, most: f64| {
        let value = text.trim().parse::<f64>().ok();
        value.filter(|value| value.abs() <= most)
    };
    let both = text
        .split_once(',')
        .and_then(|(lat, lon)| Some((degrees(lat, 90.0)?, degrees(lon, 180.0)?)));
    let (lat, lon) = both.ok_or_else(|| {
        let told =
            format!("near is \"{text}\"; degrees north and east like 42.43,130.65 are taken");
        Problem::wrong("bad_parameter", told)
    })?;
    Ok(LatLon { lat, lon })
}

/// `/api/trains`.
pub fn trains(data: &Dataset, values: &Values) -> Answered {
    match values.text("name") {
        Some(name) => {
            let one = data.train(name)?;
            let file = data.train_file(name)?;
            text(values, "train", |format| match format {
                "toml" => file.to_owned(),
                "csv" => train::speeds(&one).to_csv(),
                "md" => train::speeds(&one).to_markdown(),
                _ => line(&json::train(&one)),
            })
        }
        None => {
            let ids = data.trains().ids();
            let all = ids
                .map(|id| data.train(id))
                .collect::<Result<Vec<_>, _>>()?;
            if values.text("format") == Some("toml") {
                let told = "format toml is the file of one train; say which with name";
                return Err(Problem::wrong("missing_parameter", told));
            }
            text(values, "trains", |format| match format {
                "csv" => train::list(&all).to_csv(),
                "md" => train::list(&all).to_markdown(),
                _ => line(&json::trains(&all)),
            })
        }
    }
}

/// The format that is asked for, of those that a kind of answer has.
fn format(kind: Kind, values: &Values) -> Result<Format, Problem> {
    let asked = values.text("format").unwrap_or("json");
    let ending = format!(".{asked}");
    let known = kind.endings();
    if !known.split(' ').any(|known| known == ending) {
        let known: Vec<&str> = known.split(' ').map(|known| &known[1..]).collect();
        let known = known.join(", ");
        let told = format!("format is \"{asked}\"; one of {known} is taken");
        return Err(Problem::wrong("bad_parameter", told));
    }
    Format::of_path(Path::new(&format!("answer{ending}")))
        .map_err(|error| Problem::wrong("bad_parameter", error.to_string()))
}

/// An answer of many formats.
fn summary(summary: &Summary, format: Format, values: &Values) -> Answered {
    let width = values.whole("width").map_or(WIDTH, f64::from);
    let mut bytes = Vec::new();
    report::render(summary, format, width, &mut bytes).map_err(|_| Problem::fault())?;
    let name = match summary.kind() {
        Kind::Route => "route",
        Kind::Locate => "locate",
        Kind::Reach => "reach",
        Kind::Compare => "compare",
        Kind::Claim | Kind::Claims => "claim",
    };
    let ending = values.text("format").unwrap_or("json");
    Ok(Answer {
        media: media(ending),
        file: values.is("download").then(|| format!("{name}.{ending}")),
        bytes,
    })
}

/// An answer of texts.
fn text(values: &Values, name: &str, write: impl FnOnce(&str) -> String) -> Answered {
    let ending = values.text("format").unwrap_or("json");
    Ok(Answer {
        media: media(ending),
        file: values.is("download").then(|| format!("{name}.{ending}")),
        bytes: write(ending).into_bytes(),
    })
}

/// JSON on one line of its own.
fn line(value: &Value) -> String {
    json::ascii_where_it_acts(&format!("{value}\n"))
}

/// The media type of an ending.
pub fn media(ending: &str) -> &'static str {
    match ending.rsplit('.').next().unwrap_or_default() {
        "csv" => "text/csv; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "geojson" => "application/geo+json",
        "gpx" => "application/gpx+xml",
        "kml" => "application/vnd.google-earth.kml+xml",
        "toml" => "application/toml; charset=utf-8",
        "jsonl" => "application/x-ndjson",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "bin" => "application/octet-stream",
        _ => "application/json",
    }
}
