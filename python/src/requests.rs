//! What Python hands over: dictionaries with all their keys, and the requests that they make.

use pyo3::prelude::*;
use slowtrain::dataset::{self, ClaimRequest, LocateRequest, MatrixRequest, ReachRequest};
use slowtrain::reported::Figure;
use slowtrain::train::ConsistChange;
use slowtrain::units::Mass;
use slowtrain::{Dataset, Error, Request};

/// What most questions have in common.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Terms {
    via: Vec<String>,
    avoid: Vec<String>,
    transit: Vec<String>,
    on: Option<String>,
    train: Option<String>,
    /// The text of a train's file, and the file's name.
    train_file: Option<(String, String)>,
    cars: Option<u32>,
    mass_t: Option<f64>,
    locomotives: Option<u32>,
    stops: Vec<String>,
}

/// What `route` is asked besides.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct RouteOptions {
    depart: Option<String>,
    arrive: Option<String>,
    alternatives: usize,
    shortest: bool,
    economy: bool,
    explain: bool,
}

/// A figure as given.
#[derive(FromPyObject)]
pub enum Given {
    Number(f64),
    Text(String),
}

fn figure(given: Given) -> dataset::Given<Figure> {
    match given {
        Given::Number(number) => number.into(),
        Given::Text(text) => text.into(),
    }
}

/// What `claim` is asked besides.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct ClaimOptions {
    km: Option<Given>,
    hours: Option<Given>,
    speed: Option<Given>,
    max_speed: Option<Given>,
    departed: Option<String>,
    arrived: Option<String>,
    claimed_cars: Option<u32>,
    trains: Option<u32>,
}

/// What `locate` is asked besides.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct LocateOptions {
    at: Option<String>,
    seen: Vec<String>,
    arrived: Vec<String>,
    left: Vec<String>,
    convoy: Option<u32>,
    headway: Option<String>,
}

/// Sets all texts of a list, one after the other.
macro_rules! each {
    ($request:expr, $set:ident, $texts:expr) => {
        $texts
            .iter()
            .fold($request, |request, text| request.$set(text))
    };
}

/// Sets what is there.
macro_rules! some {
    ($request:expr, $set:ident, $value:expr) => {
        match $value {
            Some(value) => $request.$set(value),
            None => $request,
        }
    };
}

impl Terms {
    /// The dataset with the train of a file, where one is given, and the name of the train.
    pub fn data(&self, data: &Dataset) -> Result<(Dataset, Option<String>), Error> {
        match &self.train_file {
            None => Ok((data.clone(), self.train.clone())),
            Some((text, file)) => {
                let (data, id) = data.with_train(text, file)?;
                Ok((data, Some(id)))
            }
        }
    }

    fn change(&self) -> ConsistChange {
        ConsistChange {
            cars: self.cars,
            mass: self.mass_t.map(Mass::from_t),
            locomotives: self.locomotives,
        }
    }

    fn on_journey(&self, request: Request, train: Option<String>) -> Request {
        let request = each!(request, via, self.via);
        let request = each!(request, avoid, self.avoid);
        let request = each!(request, transit, self.transit);
        let request = each!(request, stop, self.stops);
        let request = some!(request, on, &self.on);
        some!(request, train, train).consist(self.change())
    }

    /// What `route` asks.
    pub fn route(
        &self,
        (from, to): (&str, &str),
        options: &RouteOptions,
        train: Option<String>,
    ) -> Request {
        let request = self.on_journey(Request::new(from, to), train);
        let request = request.alternatives(options.alternatives);
        let request = some!(request, departure, &options.depart);
        let mut request = some!(request, arrival, &options.arrive);
        if options.shortest {
            request = request.shortest();
        }
        if options.economy {
            request = request.economy();
        }
        if options.explain {
            request = request.explain();
        }
        request
    }

    /// What `claim` asks.
    pub fn claim(
        &self,
        (from, to): (&str, &str),
        options: ClaimOptions,
        train: Option<String>,
    ) -> ClaimRequest {
        let request = ClaimRequest::new(from, to).consist(self.change());
        let request = each!(request, via, self.via);
        let request = each!(request, avoid, self.avoid);
        let request = each!(request, transit, self.transit);
        let request = each!(request, stop, self.stops);
        let request = some!(request, on, &self.on);
        let request = some!(request, train, train);
        let request = some!(request, km, options.km.map(figure));
        let request = some!(request, hours, options.hours.map(figure));
        let request = some!(request, speed, options.speed.map(figure));
        let request = some!(request, max_speed, options.max_speed.map(figure));
        let request = some!(request, departed, &options.departed);
        let request = some!(request, arrived, &options.arrived);
        let request = some!(request, cars, options.claimed_cars);
        some!(request, trains, options.trains)
    }

    /// What `locate` asks.
    pub fn locate(
        &self,
        (from, to, departed): (&str, &str, &str),
        options: &LocateOptions,
        train: Option<String>,
    ) -> LocateRequest {
        let request = LocateRequest::new(from, to, departed);
        let request = request.with(|request| self.on_journey(request, train));
        let request = each!(request, seen, options.seen);
        let request = each!(request, arrived, options.arrived);
        let request = each!(request, left, options.left);
        let request = some!(request, at, &options.at);
        match (options.convoy, &options.headway) {
            (Some(trains), Some(headway)) => request.convoy(trains, headway),
            _ => request,
        }
    }

    /// What `reach` asks.
    pub fn reach(&self, (from, within): (&str, &str), train: Option<String>) -> ReachRequest {
        let request = ReachRequest::new(from, within).consist(self.change());
        let request = each!(request, avoid, self.avoid);
        let request = each!(request, stop, self.stops);
        let request = some!(request, on, &self.on);
        some!(request, train, train)
    }

    /// What `matrix` asks of every pair.
    pub fn matrix(&self, is_shortest: bool, train: Option<String>) -> MatrixRequest {
        let request = MatrixRequest::new().consist(self.change());
        let request = each!(request, avoid, self.avoid);
        let request = each!(request, transit, self.transit);
        let request = some!(request, on, &self.on);
        let request = some!(request, train, train);
        match is_shortest {
            true => request.shortest(),
            false => request,
        }
    }
}
