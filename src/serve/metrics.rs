//! What the server counts, as text for Prometheus (exposition format 0.0.4).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;
use std::time::Duration;

/// Bounds of the buckets of answer times, in seconds.
const BOUNDS: [f64; 9] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];

/// Counts of requests and their times, by address.
#[derive(Debug, Default)]
pub struct Metrics {
    counted: Mutex<BTreeMap<&'static str, Times>>,
}

#[derive(Clone, Debug, Default)]
struct Times {
    by_status: BTreeMap<u16, u64>,
    buckets: [u64; BOUNDS.len()],
    seconds: f64,
}

impl Metrics {
    /// Counts a request.
    pub fn count(&self, path: &'static str, status: u16, time: Duration) {
        // Counting goes on whatever another thread met.
        let mut counted = self
            .counted
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        let times = counted.entry(path).or_default();
        *times.by_status.entry(status).or_default() += 1;
        let seconds = time.as_secs_f64();
        times.seconds += seconds;
        for (bucket, bound) in times.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(seconds <= bound);
        }
    }

    /// All counts, and how many requests wait.
    pub fn text(&self, waiting: usize, connections: usize) -> String {
        let counted = self
            .counted
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        let mut text = String::from(
            "# HELP slowtrain_requests_total Requests answered.\n# TYPE slowtrain_requests_total counter\n",
        );
        for (path, times) in counted.iter() {
            for (status, count) in &times.by_status {
                let labels = format!("path=\"{path}\",status=\"{status}\"");
                let _ = writeln!(text, "slowtrain_requests_total{{{labels}}} {count}");
            }
        }
        text.push_str("# HELP slowtrain_request_seconds Time from a request to its answer.\n");
        text.push_str("# TYPE slowtrain_request_seconds histogram\n");
        for (path, times) in counted.iter() {
            let total: u64 = times.by_status.values().sum();
            let bounds = BOUNDS.iter().map(f64::to_string);
            let bounds = bounds.chain([String::from("+Inf")]);
            for (bound, count) in bounds.zip(times.buckets.iter().chain([&total])) {
                let labels = format!("path=\"{path}\",le=\"{bound}\"");
                let _ = writeln!(text, "slowtrain_request_seconds_bucket{{{labels}}} {count}");
            }
            let seconds = times.seconds;
            let _ = writeln!(
                text,
                "slowtrain_request_seconds_sum{{path=\"{path}\"}} {seconds}"
            );
            let _ = writeln!(
                text,
                "slowtrain_request_seconds_count{{path=\"{path}\"}} {total}"
            );
        }
        for (name, told, value) in [
            ("waiting", "Requests that wait or are worked on.", waiting),
            ("connections", "Open connections.", connections),
        ] {
            let _ = writeln!(text, "# HELP slowtrain_{name} {told}");
            let _ = writeln!(text, "# TYPE slowtrain_{name} gauge");
            let _ = writeln!(text, "slowtrain_{name} {value}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_status_and_time() {
        let metrics = Metrics::default();
        metrics.count("/api/route", 200, Duration::from_millis(4));
        metrics.count("/api/route", 422, Duration::from_millis(30));
        let text = metrics.text(3, 1);
        for line in [
            "slowtrain_requests_total{path=\"/api/route\",status=\"422\"} 1",
            "slowtrain_request_seconds_bucket{path=\"/api/route\",le=\"0.005\"} 1",
            "slowtrain_request_seconds_bucket{path=\"/api/route\",le=\"+Inf\"} 2",
            "slowtrain_request_seconds_count{path=\"/api/route\"} 2",
            "slowtrain_waiting 3",
        ] {
            assert!(text.lines().any(|have| have == line), "{line}\n{text}");
        }
    }
}
