//! `POST /api/matrix`: the figures of many pairs, a row each, sent as they come.
//!
//! Few matrices run at a time, each on one thread, pair by pair. Before each pair it steps back while every core has a
//! route to compute, for a moment at most, so a flood of matrices slows routes little and is still answered. A reader who
//! has gone, or reads nothing for a while, ends it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::timeout;

use super::parameter::Values;
use super::pool::Pool;
use super::problem::Problem;
use crate::Dataset;
use crate::dataset::{MatrixRequest, PAIR_COLUMNS, PairPlanner};
use crate::files::csv_cell;
use crate::report::json::ascii_where_it_acts;
use crate::train::ConsistChange;
use crate::units::Mass;

/// Bytes of a body at most.
pub const LARGEST_BODY: usize = 2 * 1024 * 1024;
/// Pairs at most. `slowtrain matrix` takes any number.
pub const MOST_PAIRS: usize = 20_000;
/// Bytes of a name at most.
const LONGEST_NAME: usize = 300;
/// Bytes of rows that are sent together.
const CHUNK: usize = 8 * 1024;
/// Chunks that wait for their reader.
const AHEAD: usize = 4;
/// A reader who takes nothing for so long has gone.
const PATIENCE: Duration = Duration::from_secs(30);
/// Steps back before a pair, and how long each is: a pair is answered every 40 ms even when routes never cease.
const STEPS_BACK: u32 = 20;
const STEP: Duration = Duration::from_millis(2);

/// Rows, or why they end early.
pub type Rows = mpsc::Receiver<io::Result<Bytes>>;

/// How many matrices run and wait.
#[derive(Debug)]
pub struct Matrices {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

/// Matrices that may wait for others. Assumption.
const MOST_WAITING: usize = 16;

impl Matrices {
    /// For so many cores: a matrix for every two.
    pub fn new(cores: usize) -> Matrices {
        Matrices {
            running: Arc::new(Semaphore::new((cores / 2).max(1))),
            waiting: Arc::new(Semaphore::new(MOST_WAITING)),
        }
    }

    /// Begins a matrix when it is its turn; the first refusal comes before any row.
    pub async fn run(
        &self,
        data: Dataset,
        values: Values,
        pairs: Vec<Pair>,
        pool: Arc<Pool>,
    ) -> Result<Rows, Problem> {
        let many = || Problem {
            retry_after: Some(30),
            ..Problem::busy(
                "other matrices are waiting already; ask again later, or use `slowtrain matrix`",
            )
        };
        let waiting = self.waiting.try_acquire().map_err(|_| many())?;
        let turn = timeout(pool.budget(), Arc::clone(&self.running).acquire_owned());
        let running = turn.await.map_err(|_| many())?;
        drop(waiting);
        let (begun, begins) = oneshot::channel();
        let (send, rows) = mpsc::channel(AHEAD);
        let runtime = Handle::current();
        tokio::task::spawn_blocking(move || {
            let _running = running;
            let writer = Writer {
                runtime,
                send,
                pool,
                train: String::new(),
                is_csv: values.text("format") != Some("jsonl"),
            };
            answer(&data, &values, &pairs, begun, writer);
        });
        begins.await.unwrap_or_else(|_| Err(Problem::fault()))?;
        Ok(rows)
    }
}

fn answer(
    data: &Dataset,
    values: &Values,
    pairs: &[Pair],
    begun: oneshot::Sender<Result<(), Problem>>,
    mut writer: Writer,
) {
    let matrix = match data.matrix(&request(values)) {
        Ok(matrix) => matrix,
        Err(error) => {
            let _ = begun.send(Err(error.into()));
            return;
        }
    };
    let planner = matrix.pairs();
    writer.train.clone_from(&matrix.train().id);
    if begun.send(Ok(())).is_ok() {
        writer.all(&planner, pairs);
    }
}

/// What is asked of every pair.
fn request(values: &Values) -> MatrixRequest {
    let set = |request: MatrixRequest, name, set: fn(MatrixRequest, &str) -> MatrixRequest| {
        values.all(name).fold(request, set)
    };
    let request = MatrixRequest::new();
    let request = set(request, "avoid", |request, text| request.avoid(text));
    let request = set(request, "transit", |request, text| request.transit(text));
    let request = set(request, "on", |request, text| request.on(text));
    let request = set(request, "train", |request, text| request.train(text));
    let request = request.consist(ConsistChange {
        cars: values.whole("cars"),
        mass: values.number("mass_t").map(Mass::from_t),
        locomotives: values.whole("locomotives"),
    });
    match values.is("shortest") {
        true => request.shortest(),
        false => request,
    }
}

/// Two places.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    from: String,
    to: String,
}

/// Reads the pairs of a body: CSV with columns `from` and `to`, or a JSON array of objects with these keys.
pub fn pairs(media: &str, body: &[u8]) -> Result<Vec<Pair>, Problem> {
    let media = media.split(';').next().unwrap_or_default().trim();
    let pairs: Vec<Pair> = match media {
        "application/json" => serde_json::from_slice(body).map_err(|error| {
            let told = format!(
                "the body is not an array of pairs like [{{\"from\": \"Paris\", \"to\": \"Bern\"}}]: {error}"
            );
            Problem::wrong("bad_body", told)
        })?,
        "text/csv" => csv::Reader::from_reader(body)
            .deserialize::<std::collections::BTreeMap<String, String>>()
            .enumerate()
            .map(|(number, row)| of_row(number, row))
            .collect::<Result<_, _>>()?,
        _ => {
            let told = format!(
                "the body is \"{media}\"; application/json (an array of pairs) or text/csv (columns from and to) is taken"
            );
            return Err(Problem::new(415, "bad_body", told));
        }
    };
    if pairs.is_empty() {
        return Err(Problem::wrong("bad_body", "the body has no pairs"));
    }
    if pairs.len() > MOST_PAIRS {
        let told = format!(
            "the body has {} pairs; at most {MOST_PAIRS} are taken, `slowtrain matrix` takes any number",
            pairs.len()
        );
        return Err(Problem::new(413, "too_many", told));
    }
    let is_long = |pair: &&Pair| pair.from.len().max(pair.to.len()) > LONGEST_NAME;
    match pairs.iter().position(|pair| is_long(&pair)) {
        Some(row) => {
            let told = format!(
                "pair {} has a name of more than {LONGEST_NAME} bytes",
                row + 1
            );
            Err(Problem::wrong("bad_body", told))
        }
        None => Ok(pairs),
    }
}

fn of_row(
    number: usize,
    row: csv::Result<std::collections::BTreeMap<String, String>>,
) -> Result<Pair, Problem> {
    let wrong = |what: String| Problem::wrong("bad_body", format!("row {}: {what}", number + 2));
    let row = row.map_err(|error| wrong(error.to_string()))?;
    let cell = |name: &str| {
        let cell = row.get(name).cloned();
        cell.ok_or_else(|| {
            wrong(format!(
                "there is no column \"{name}\"; from and to are needed"
            ))
        })
    };
    Ok(Pair {
        from: cell("from")?,
        to: cell("to")?,
    })
}

/// What sends rows.
struct Writer {
    runtime: Handle,
    send: mpsc::Sender<io::Result<Bytes>>,
    pool: Arc<Pool>,
    /// Id of the train.
    train: String,
    is_csv: bool,
}

impl Writer {
    fn all(&mut self, planner: &PairPlanner<'_>, pairs: &[Pair]) {
        let mut chunk = match self.is_csv {
            true => csv_row(header()),
            false => Vec::new(),
        };
        for pair in pairs {
            self.step_back();
            if self.send.is_closed() {
                return;
            }
            chunk.extend(self.row(planner, pair));
            if chunk.len() >= CHUNK && !self.sent(std::mem::take(&mut chunk)) {
                return;
            }
        }
        if !chunk.is_empty() {
            self.sent(chunk);
        }
    }

    /// Leaves the cores to routes, for a moment.
    fn step_back(&self) {
        let mut steps = 0;
        while self.pool.is_full() && steps < STEPS_BACK {
            std::thread::sleep(STEP);
            steps += 1;
        }
    }

    /// Whether the reader took it.
    fn sent(&self, chunk: Vec<u8>) -> bool {
        let sent = timeout(PATIENCE, self.send.send(Ok(chunk.into())));
        let sent = self.runtime.block_on(sent);
        matches!(sent, Ok(Ok(())))
    }

    fn row(&self, planner: &PairPlanner<'_>, pair: &Pair) -> Vec<u8> {
        let found = planner.figures(&pair.from, &pair.to);
        let cells = found.as_ref().map_or_else(
            |_| vec![String::new(); 3 + PAIR_COLUMNS.len()],
            |found| {
                let ids = [&found.from, &found.to].map(ToString::to_string);
                let numbers = found.numbers().into_iter();
                let cell = |number: Option<f64>| number.map_or_else(String::new, |n| n.to_string());
                let train = [self.train.clone()];
                let ids = ids.into_iter().chain(train);
                ids.chain(numbers.map(cell)).collect()
            },
        );
        let why = match &found {
            Ok(_) => [String::new(), String::new()],
            Err(error) => [error.code().to_owned(), error.to_string()],
        };
        let ends = [pair.from.clone(), pair.to.clone()];
        let row = ends.into_iter().chain(cells).chain(why);
        match self.is_csv {
            true => csv_row(row),
            false => json_row(row),
        }
    }
}

/// The names of the columns, those of `slowtrain matrix`.
fn header() -> impl Iterator<Item = String> {
    let columns = PAIR_COLUMNS.iter().map(|(name, _)| *name);
    let ids = ["from", "to", "from_id", "to_id", "train_id"];
    let names = ids.into_iter().chain(columns);
    names.chain(["reason", "error"]).map(str::to_owned)
}

fn csv_row(cells: impl Iterator<Item = String>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let cells = cells.map(|cell| csv_cell(&cell).into_owned());
    let written = writer.write_record(cells);
    written.expect("memory takes all");
    writer.into_inner().expect("memory takes all")
}

fn json_row(cells: impl Iterator<Item = String>) -> Vec<u8> {
    let is_number = |name: &str| {
        let mut columns = PAIR_COLUMNS.iter();
        columns.any(|(known, _)| *known == name)
    };
    let value = |name: &str, cell: String| match cell {
        cell if cell.is_empty() => Value::Null,
        cell if is_number(name) => cell.parse::<f64>().map_or(Value::Null, Value::from),
        cell => Value::from(cell),
    };
    let row: Map<String, Value> = header()
        .zip(cells)
        .map(|(name, cell)| {
            let value = value(&name, cell);
            (name, value)
        })
        .collect();
    ascii_where_it_acts(&format!("{}\n", Value::Object(row))).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_come_as_csv_or_json() {
        let read = |media, body: &str| pairs(media, body.as_bytes());
        let bern = Pair {
            from: String::from("평양"),
            to: String::from("Bern"),
        };
        assert_eq!(
            read("text/csv; charset=utf-8", "to,x,from\nBern,1,평양\n"),
            Ok(vec![bern.clone()])
        );
        let json = r#"[{"from": "평양", "to": "Bern"}]"#;
        assert_eq!(read("application/json", json), Ok(vec![bern]));
    }

    #[test]
    fn bad_bodies_are_refused_with_their_place() {
        let told = |media, body: &str| {
            let problem = pairs(media, body.as_bytes()).expect_err(body);
            format!("{} {}", problem.status, problem.text)
        };
        assert!(told("text/plain", "a").starts_with("415 the body is \"text/plain\""));
        assert_eq!(
            told("text/csv", "from,goal\na,b\n"),
            "400 row 2: there is no column \"to\"; from and to are needed"
        );
        assert!(told("text/csv", "from,to\na,b,c\n").starts_with("400 row 2: "));
        assert_eq!(told("text/csv", "from,to\n"), "400 the body has no pairs");
        assert!(told("application/json", "[{\"from\": 1}]").starts_with("400 the body is not"));
        let many = format!("from,to\n{}", "a,b\n".repeat(MOST_PAIRS + 1));
        assert!(told("text/csv", &many).starts_with("413 the body has 20001 pairs"));
    }
}
