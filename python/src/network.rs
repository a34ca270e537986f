//! A network and the questions that are put to it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;
use pyo3_arrow::{PySchema, PyTable};
use slowtrain::Dataset;
use slowtrain::arrow::{QuestionsError, answer_unless, schema};
use slowtrain::dataset::{ClaimsRequest, CompareRequest, MatrixRequest};

use crate::answers::Answer;
use crate::requests::{ClaimOptions, LocateOptions, RouteOptions, Terms};
use crate::{errors, work};

/// Rows of a batch that are answered together. Assumption: enough that many have a goal in common, few enough for memory.
const ROWS: usize = 65_536;

/// A network with its trains.
#[pyclass(frozen, module = "slowtrain._slowtrain")]
pub struct Network {
    data: Dataset,
}

#[pymethods]
impl Network {
    #[new]
    #[pyo3(signature = (folder=None))]
    fn new(py: Python<'_>, folder: Option<PathBuf>) -> PyResult<Network> {
        let data = work::run(py, || match folder {
            None => Dataset::bundled(),
            Some(folder) => Dataset::open(folder),
        })?;
        Ok(Network { data })
    }

    #[getter]
    fn name(&self) -> String {
        self.data.network().package().name.clone()
    }

    #[getter]
    fn version(&self) -> Option<String> {
        self.data.network().package().version.clone()
    }

    #[getter]
    fn attribution(&self) -> Option<String> {
        self.data.network().package().attribution.clone()
    }

    #[getter]
    fn checksum(&self) -> String {
        self.data.checksum().to_owned()
    }

    /// Numbers of stations and segments.
    fn counts(&self) -> (usize, usize) {
        let network = self.data.network();
        (network.stations().len(), network.segments().len())
    }

    /// What is doubtful in the network.
    fn warnings(&self, py: Python<'_>) -> PyResult<String> {
        work::run(py, || {
            Ok(serde_json::to_string(self.data.warnings()).expect("findings are plain data"))
        })
    }

    fn route(
        &self,
        py: Python<'_>,
        ends: (String, String),
        terms: Terms,
        options: RouteOptions,
    ) -> PyResult<Answer> {
        work::run(py, || {
            let (data, train) = terms.data(&self.data)?;
            let request = terms.route((&ends.0, &ends.1), &options, train);
            Ok(Answer::new(data.plan(&request)?.summary()))
        })
    }

    fn claim(
        &self,
        py: Python<'_>,
        ends: (String, String),
        terms: Terms,
        options: ClaimOptions,
    ) -> PyResult<Answer> {
        work::run(py, || {
            let (data, train) = terms.data(&self.data)?;
            let request = terms.claim((&ends.0, &ends.1), options, train);
            Ok(Answer::new(data.judge(&request)?.summary()))
        })
    }

    fn claims(
        &self,
        py: Python<'_>,
        file: Option<PathBuf>,
        id: Option<String>,
    ) -> PyResult<Answer> {
        work::run(py, || {
            let request = ClaimsRequest {
                file,
                id,
                command: None,
            };
            let judged = self.data.judge_all(&request, &mut |_, _| {})?;
            Ok(Answer::new(judged.summary()))
        })
    }

    fn compare(
        &self,
        py: Python<'_>,
        file: Option<PathBuf>,
        journey: Option<String>,
        terms: Terms,
    ) -> PyResult<Answer> {
        work::run(py, || {
            let (data, train) = terms.data(&self.data)?;
            let request = CompareRequest {
                file,
                journey,
                train,
                command: None,
            };
            Ok(Answer::new(
                data.compare(&request, &mut |_, _| {})?.summary(),
            ))
        })
    }

    fn locate(
        &self,
        py: Python<'_>,
        asked: (String, String, String),
        terms: Terms,
        options: LocateOptions,
    ) -> PyResult<Answer> {
        work::run(py, || {
            let (data, train) = terms.data(&self.data)?;
            let asked = (asked.0.as_str(), asked.1.as_str(), asked.2.as_str());
            let request = terms.locate(asked, &options, train);
            Ok(Answer::new(data.locate(&request)?.summary()))
        })
    }

    fn reach(&self, py: Python<'_>, asked: (String, String), terms: Terms) -> PyResult<Answer> {
        work::run(py, || {
            let (data, train) = terms.data(&self.data)?;
            let request = terms.reach((&asked.0, &asked.1), train);
            Ok(Answer::new(data.reach(&request)?.summary()))
        })
    }

    /// The places that a text may mean, as JSON.
    fn stations(&self, py: Python<'_>, asked: String) -> PyResult<String> {
        work::run(py, || Ok(self.data.stations(&asked)?.json().to_string()))
    }

    /// All trains: id, name, cars, their mass in tonnes, highest speed in km/h.
    fn trains(&self, py: Python<'_>) -> PyResult<Vec<(String, String, u32, f64, f64)>> {
        work::run(py, || {
            let row = |id: &str| {
                let train = self.data.train(id)?;
                let (mass, speed) = (train.consist.mass().t(), train.max_speed.kmh());
                Ok((train.id, train.name, train.consist.cars, mass, speed))
            };
            self.data.trains().ids().map(row).collect()
        })
    }

    /// The file of a train.
    fn train_file(&self, py: Python<'_>, name: String) -> PyResult<String> {
        work::run(py, || Ok(self.data.train_file(&name)?.to_owned()))
    }

    /// The answers to a table of questions, a row for each row; batches stay batches unless they are large.
    fn answer(
        &self,
        py: Python<'_>,
        questions: AnyRecordBatch,
        terms: Terms,
        shortest: bool,
    ) -> PyResult<PyTable> {
        let (data, request, schema) = self.asked(py, &terms, shortest)?;
        let reader = questions.into_reader()?;
        check(&reader.schema()).map_err(|error| errors::not_questions(py, &error))?;
        let mut answers = Vec::new();
        for batch in reader {
            let refused = |error: ArrowError| errors::not_questions(py, &error.into());
            let batch = batch.map_err(refused)?;
            for start in (0..batch.num_rows()).step_by(ROWS) {
                let piece = batch.slice(start, ROWS.min(batch.num_rows() - start));
                answers.push(answered(py, &data, &request, &piece)?);
            }
        }
        PyTable::try_new(answers, schema)
    }

    /// The schema of the answers to a request.
    fn schema(&self, py: Python<'_>, terms: Terms, shortest: bool) -> PyResult<PySchema> {
        let (_, _, schema) = self.asked(py, &terms, shortest)?;
        Ok(PySchema::new(schema))
    }
}

impl Network {
    fn asked(
        &self,
        py: Python<'_>,
        terms: &Terms,
        is_shortest: bool,
    ) -> PyResult<(Dataset, MatrixRequest, SchemaRef)> {
        work::run(py, || {
            let (data, train) = terms.data(&self.data)?;
            let request = terms.matrix(is_shortest, train);
            let schema = schema(&data, &request)?;
            Ok((data, request, schema))
        })
    }
}

/// Whether a table has the columns of questions, even one without rows.
fn check(schema: &SchemaRef) -> Result<(), QuestionsError> {
    slowtrain::arrow::check(&RecordBatch::new_empty(schema.clone()))
}

fn answered(
    py: Python<'_>,
    data: &Dataset,
    request: &MatrixRequest,
    questions: &RecordBatch,
) -> PyResult<RecordBatch> {
    let work = |stop: &AtomicBool| {
        let is_stopped = || stop.load(Ordering::Relaxed);
        answer_unless(data, request, questions, &is_stopped)
    };
    match work::run_stoppable(py, work)? {
        Ok(answers) => Ok(answers.expect("it is stopped only by a signal")),
        Err(error) => Err(errors::not_questions(py, &error)),
    }
}
