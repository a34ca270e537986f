//! From what was typed to requests of the library, and the dataset they are put to.

use std::fs;
use std::mem;
use std::time::{Duration, Instant};

use super::args::{Claim, Global, Locate, Matrix, Reach, Route, RouteOptions, TrainOptions};
use super::failure::Failure;
use super::output::detail;
use crate::dataset::{ClaimRequest, LocateRequest, MatrixRequest, ReachRequest};
use crate::train::ConsistChange;
use crate::units::Mass;
use crate::{Dataset, Request};

/// The dataset that was asked for.
pub fn open(global: &Global) -> Result<Dataset, Failure> {
    let start = Instant::now();
    let data = match &global.network {
        None => Dataset::bundled()?,
        Some(folder) => Dataset::open(folder)?,
    };
    detail(global, || read_in(&data, start.elapsed()));
    // The process ends with its answer. To take 20,000 rows apart first would cost a fifteenth of it.
    mem::forget(data.clone());
    Ok(data)
}

/// The dataset that was asked for, and the train that `--train` names in it; the train of a file is added to it.
pub fn open_with(
    global: &Global,
    train: Option<&str>,
) -> Result<(Dataset, Option<String>), Failure> {
    let data = open(global)?;
    let is_file = |name: &&str| name.to_lowercase().ends_with(".toml");
    let Some(path) = train.filter(is_file) else {
        return Ok((data, train.map(str::to_owned)));
    };
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::Wrong(format!("cannot read {path}: {error}")))?;
    let (data, id) = data.with_train(&text, path)?;
    Ok((data, Some(id)))
}

/// What was read, in so much time.
fn read_in(data: &Dataset, time: Duration) -> String {
    let network = data.network();
    let package = network.package();
    format!(
        "read {} {} ({} stations, {} segments, {} trains) in {:.1} ms",
        package.name,
        package.version.as_deref().unwrap_or("without version"),
        network.stations().len(),
        network.segments().len(),
        data.trains().ids().count(),
        time.as_secs_f64() * 1_000.0,
    )
}

/// Sets all texts of a list, one after the other.
macro_rules! with_each {
    ($request:expr, $set:ident, $texts:expr) => {
        $texts
            .iter()
            .fold($request, |request, text| request.$set(text))
    };
}

/// Sets what is there.
macro_rules! with_some {
    ($request:expr, $set:ident, $value:expr) => {
        match $value {
            Some(value) => $request.$set(value),
            None => $request,
        }
    };
}

/// Sets the train, and the consist that its options ask for.
macro_rules! with_train {
    ($request:expr, $train:expr, $options:expr) => {
        with_some!($request, train, $train).consist(change($options))
    };
}

fn change(options: &TrainOptions) -> ConsistChange {
    ConsistChange {
        cars: options.cars,
        mass: options.mass_t.map(Mass::from_t),
        locomotives: options.locomotives,
    }
}

fn with_way(request: Request, route: &RouteOptions) -> Request {
    let request = with_each!(request, via, route.via);
    let request = with_each!(request, avoid, route.avoid);
    let request = with_each!(request, transit, route.transit);
    with_some!(request, on, &route.on)
}

/// What `route` asks.
pub fn route(args: &Route, train: Option<String>, command: &str) -> Request {
    let request = with_way(Request::new(&args.from, &args.to), &args.route);
    let request = with_train!(request, train, &args.train);
    let request = with_each!(request, stop, args.stops);
    let request = with_some!(request, departure, &args.depart);
    let request = with_some!(request, arrival, &args.arrive);
    let mut request = request
        .alternatives(args.alternatives as usize)
        .command(command);
    if args.shortest {
        request = request.shortest();
    }
    if args.explain {
        request = request.explain();
    }
    if args.economy {
        request = request.economy();
    }
    request
}

/// What `claim` asks.
pub fn claim(args: &Claim, train: Option<String>, command: &str) -> ClaimRequest {
    let request = match (&args.from, &args.to) {
        (Some(from), Some(to)) => ClaimRequest::new(from, to),
        _ => ClaimRequest::default(),
    };
    let request = with_some!(request.command(command), train, train);
    let request = with_each!(request, via, args.route.via);
    let request = with_each!(request, stop, args.stops);
    let request = with_some!(request, departed, &args.departed);
    let request = with_some!(request, arrived, &args.arrived);
    let request = with_each!(request, avoid, args.route.avoid);
    let request = with_each!(request, transit, args.route.transit);
    let request = with_some!(request, on, &args.route.on);
    let request = with_some!(request, km, &args.km);
    let request = with_some!(request, hours, &args.hours);
    let request = with_some!(request, speed, &args.speed);
    let request = with_some!(request, max_speed, &args.max_speed);
    let request = with_some!(request, cars, args.cars);
    with_some!(request, trains, args.trains)
}

/// What `locate` asks.
pub fn locate(args: &Locate, train: Option<String>, command: &str) -> LocateRequest {
    let request = LocateRequest::new(&args.from, &args.to, &args.departed);
    let request = request.with(|request| {
        let request = with_train!(with_way(request, &args.route), train, &args.train);
        with_each!(request, stop, args.stops).command(command)
    });
    let request = with_each!(request, seen, args.seen);
    let request = with_each!(request, arrived, args.arrived);
    let request = with_each!(request, left, args.left);
    let request = with_some!(request, at, &args.at);
    match (args.convoy, &args.headway) {
        (Some(trains), Some(headway)) => request.convoy(trains, headway),
        _ => request,
    }
}

/// What `reach` asks.
pub fn reach(args: &Reach, train: Option<String>, command: &str) -> ReachRequest {
    let request = ReachRequest::new(&args.from, &args.within);
    let request = with_train!(request, train, &args.train);
    let request = with_each!(request, stop, args.stops);
    let request = with_each!(request, avoid, args.avoid);
    with_some!(request, on, &args.on).command(command)
}

/// What `matrix` asks of every pair.
pub fn matrix(args: &Matrix, train: Option<String>) -> MatrixRequest {
    let request = with_train!(MatrixRequest::new(), train, &args.train);
    let request = with_each!(request, avoid, args.avoid);
    let request = with_each!(request, transit, args.transit);
    let request = with_some!(request, on, &args.on);
    if args.shortest {
        request.shortest()
    } else {
        request
    }
}
