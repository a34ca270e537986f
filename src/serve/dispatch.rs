//! From a request to its response: the host, the method, the address, then the work, with headers that keep browsers safe.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use flate2::Compression;
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use tokio::time::timeout;

use super::Settings;
use super::answer::{Answer, media};
use super::assets::{ASSETS, Store};
use super::body::Body;
use super::endpoints::{ENDPOINTS, Endpoint, MATRIX};
use super::host::Hosts;
use super::matrix::{self, LARGEST_BODY, Matrices};
use super::metrics::Metrics;
use super::packed::{gzip, tag};
use super::parameter::Values;
use super::pool::{Pool, Weight};
use super::problem::Problem;
use crate::Dataset;
use crate::network::checksum;

/// Bytes of an answer from which on it is packed.
const PACKED_FROM: usize = 1_400;
/// How well an answer is packed: level 4 of 9 takes a third of a millisecond for a long route.
const PACKING: Compression = Compression::new(4);
/// How long a body may take to come.
const BODY_TIME: Duration = Duration::from_secs(20);
/// What a browser may do with the page: what comes from this server, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; \
                      form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
/// What a browser may do with an answer that is a page or a picture: show it, apart from everything else.
const ANSWER_POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; \
                             form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-scripts";

/// What all requests share.
#[derive(Debug)]
pub struct State {
    data: Dataset,
    hosts: Hosts,
    pub pool: Arc<Pool>,
    matrices: Matrices,
    metrics: Metrics,
    assets: Store,
    /// What answers depend on besides the question.
    version: OnceLock<String>,
    pub connections: AtomicUsize,
}

type Responded = Result<Response<Body>, Problem>;

impl State {
    pub fn new(data: Dataset, settings: &Settings, listens: IpAddr) -> State {
        let cores = settings.cores.max(1);
        State {
            data,
            hosts: Hosts::new(listens, &settings.hosts),
            pool: Arc::new(Pool::new(cores, settings.budget)),
            matrices: Matrices::new(cores),
            metrics: Metrics::default(),
            assets: Store::default(),
            version: OnceLock::new(),
            connections: AtomicUsize::new(0),
        }
    }

    fn version(&self) -> &str {
        self.version.get_or_init(|| {
            let trains = self.data.trains();
            let texts = trains.ids().filter_map(|id| trains.text(id));
            let network = checksum(self.data.validated().raw());
            let parts: Vec<&[u8]> = [env!("CARGO_PKG_VERSION"), &network]
                .into_iter()
                .chain(texts)
                .map(str::as_bytes)
                .collect();
            tag(&parts)
        })
    }
}

/// Answers a request, whatever it is.
pub async fn respond(
    state: Arc<State>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let begun = Instant::now();
    let label = label(request.uri().path());
    let responded = routed(&state, request).await;
    let mut response = responded.unwrap_or_else(|problem| refusal(&problem));
    guard(response.headers_mut());
    let status = response.status().as_u16();
    state.metrics.count(label, status, begun.elapsed());
    Ok(response)
}

/// The name of an address in what is counted; one for all that are not there.
fn label(path: &str) -> &'static str {
    let endpoints = ENDPOINTS.iter().map(|endpoint| endpoint.path);
    let assets = ASSETS.iter().map(|asset| asset.path);
    let others = ["/api/matrix", "/healthz", "/metrics"];
    let mut known = endpoints.chain(assets).chain(others);
    known.find(|known| *known == path).unwrap_or("other")
}

async fn routed(state: &Arc<State>, request: Request<Incoming>) -> Responded {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !state.hosts.has(host) {
        let shown: String = host.chars().take(100).collect();
        let told = format!(
            "this server does not answer for \"{shown}\"; start it with --allow-host NAME to let it"
        );
        return Err(Problem::new(421, "foreign_host", told));
    }
    let path = request.uri().path();
    if path == "/api/matrix" {
        allowed(&request, &[Method::POST])?;
        return many(state, request).await;
    }
    if let Some(endpoint) = ENDPOINTS.iter().find(|endpoint| endpoint.path == path) {
        allowed(&request, &[Method::GET, Method::HEAD])?;
        return answered(state, endpoint, &request).await;
    }
    if let Some(number) = Store::find(path) {
        allowed(&request, &[Method::GET, Method::HEAD])?;
        return stored(state, number, &request).await;
    }
    let text = match path {
        "/healthz" => String::from("ok\n"),
        "/metrics" => {
            let connections = state.connections.load(Ordering::Relaxed);
            state.metrics.text(state.pool.waiting(), connections)
        }
        #[cfg(test)]
        "/panic" => {
            let fault = state.pool.run(Weight::Light, || panic!("a test of panics"));
            return fault.await;
        }
        _ => {
            let shown: String = path.chars().take(100).collect();
            let told = format!("there is nothing at {shown}; /api/docs lists what there is");
            return Err(Problem::new(404, "not_found", told));
        }
    };
    allowed(&request, &[Method::GET, Method::HEAD])?;
    let mut response = Response::new(Body::of(text));
    let headers = response.headers_mut();
    set(
        headers,
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    );
    set(headers, header::CACHE_CONTROL, "no-store");
    Ok(response)
}

fn allowed(request: &Request<Incoming>, methods: &[Method]) -> Result<(), Problem> {
    if methods.contains(request.method()) {
        return Ok(());
    }
    let names: Vec<&str> = methods.iter().map(Method::as_str).collect();
    let told = format!(
        "{} takes {}, not {}",
        request.uri().path(),
        names.join(" and "),
        request.method()
    );
    Err(Problem::new(405, "method", told))
}

/// Answers a question.
async fn answered(
    state: &Arc<State>,
    endpoint: &'static Endpoint,
    request: &Request<Incoming>,
) -> Responded {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let values = Values::read(&query, endpoint.known())?;
    let weight = (endpoint.weight)(&values);
    let headers = request.headers().clone();
    let work_state = Arc::clone(state);
    let work = move || {
        // The same question has the same answer, so its tag is known before the work.
        let version = work_state.version();
        let is_packed = takes_gzip(&headers);
        let packed: &[u8] = if is_packed { b"gzip" } else { b"" };
        let parts = [version, endpoint.path, &query].map(str::as_bytes);
        let tag = tag(&[parts[0], parts[1], parts[2], packed]);
        if has_tag(&headers, &tag) {
            return Ok((tag, None));
        }
        let mut answer = (endpoint.answer)(&work_state.data, &values)?;
        let packs = is_packed && answer.bytes.len() >= PACKED_FROM && answer.media != "image/png";
        if packs {
            answer.bytes = gzip(&answer.bytes, PACKING);
        }
        Ok((tag, Some((answer, packs))))
    };
    let (tag, answer) = state.pool.run(weight, work).await?;
    let mut response = Response::new(Body::Whole(None));
    let headers = response.headers_mut();
    set(headers, header::ETAG, &tag);
    set(headers, header::CACHE_CONTROL, "no-cache");
    set(headers, header::VARY, "accept-encoding");
    let Some((answer, packs)) = answer else {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    };
    if packs {
        set(headers, header::CONTENT_ENCODING, "gzip");
    }
    let Answer { media, file, bytes } = answer;
    set(headers, header::CONTENT_TYPE, media);
    set(headers, header::CONTENT_SECURITY_POLICY, ANSWER_POLICY);
    if let Some(file) = file {
        let told = format!("attachment; filename=\"{file}\"");
        set(headers, header::CONTENT_DISPOSITION, &told);
    }
    *response.body_mut() = Body::of(bytes);
    Ok(response)
}

/// Answers with what is the same for everybody.
async fn stored(state: &Arc<State>, number: usize, request: &Request<Incoming>) -> Responded {
    let is_packed = takes_gzip(request.headers());
    let headers = request.headers().clone();
    let work_state = Arc::clone(state);
    let (tag, bytes) = state
        .pool
        .run(Weight::Light, move || {
            let packed = work_state.assets.get(number, &work_state.data);
            let bytes = match has_tag(&headers, &packed.tag) {
                true => None,
                false if is_packed => Some(packed.gzip.clone()),
                false => Some(packed.plain.clone()),
            };
            Ok((packed.tag.clone(), bytes))
        })
        .await?;
    let mut response = Response::new(Body::Whole(None));
    let headers = response.headers_mut();
    set(headers, header::ETAG, &tag);
    set(headers, header::CACHE_CONTROL, "no-cache");
    set(headers, header::VARY, "accept-encoding");
    set(headers, header::CONTENT_TYPE, ASSETS[number].media);
    match bytes {
        None => *response.status_mut() = StatusCode::NOT_MODIFIED,
        Some(bytes) => {
            if is_packed {
                set(headers, header::CONTENT_ENCODING, "gzip");
            }
            *response.body_mut() = Body::of(bytes);
        }
    }
    Ok(response)
}

/// Answers many pairs.
async fn many(state: &Arc<State>, request: Request<Incoming>) -> Responded {
    let query = request.uri().query().unwrap_or_default();
    let known = MATRIX.iter().flat_map(|group| group.iter());
    let values = Values::read(query, known)?;
    let of_body = request.headers().get(header::CONTENT_TYPE);
    let of_body = of_body.and_then(|media| media.to_str().ok());
    let of_body = of_body.unwrap_or_default().to_owned();
    let body = Limited::new(request.into_body(), LARGEST_BODY).collect();
    let body = timeout(BODY_TIME, body).await.map_err(|_| {
        let told = format!("the body did not come within {} s", BODY_TIME.as_secs());
        Problem::new(408, "too_slow", told)
    })?;
    let body = body.map_err(
        |error| match error.is::<http_body_util::LengthLimitError>() {
            true => {
                let told = format!("the body has more than {LARGEST_BODY} bytes");
                Problem::new(413, "too_large", told)
            }
            false => Problem::wrong("bad_body", "the body was broken off"),
        },
    )?;
    let pairs = matrix::pairs(&of_body, &body.to_bytes())?;
    let ending = values.text("format").unwrap_or("csv").to_owned();
    let data = state.data.clone();
    let pool = Arc::clone(&state.pool);
    let rows = state.matrices.run(data, values, pairs, pool).await?;
    let mut response = Response::new(Body::Rows(rows));
    let headers = response.headers_mut();
    set(headers, header::CONTENT_TYPE, media(&ending));
    set(headers, header::CACHE_CONTROL, "no-store");
    Ok(response)
}

/// Whether the browser takes gzip.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter();
    let mut codings = accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    codings.any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let is_refused = matches!(weight.replace(' ', "").as_str(), "q=0" | "q=0.0" | "q=0.00");
        name.trim().eq_ignore_ascii_case("gzip") && !is_refused
    })
}

/// Whether the browser has what bears this tag.
fn has_tag(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let mut known = known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    known.any(|known| known.trim().trim_start_matches("W/") == tag)
}

fn refusal(problem: &Problem) -> Response<Body> {
    let body = crate::report::json::ascii_where_it_acts(&format!("{}\n", problem.json()));
    let mut response = Response::new(Body::of(body));
    *response.status_mut() =
        StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    set(headers, header::CONTENT_TYPE, "application/problem+json");
    set(headers, header::CACHE_CONTROL, "no-store");
    if let Some(seconds) = problem.retry_after {
        set(headers, header::RETRY_AFTER, &seconds.to_string());
    }
    if problem.status == 405 {
        let is_post = problem.text.contains(" takes POST");
        set(
            headers,
            header::ALLOW,
            if is_post { "POST" } else { "GET, HEAD" },
        );
    }
    response
}

/// Headers that every response has.
fn guard(headers: &mut HeaderMap) {
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        set(headers, header::CONTENT_SECURITY_POLICY, POLICY);
    }
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::X_FRAME_OPTIONS, "DENY");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), geolocation=(), microphone=()",
        ),
    ] {
        set(headers, HeaderName::from_static(name), value);
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
