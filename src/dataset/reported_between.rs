//! Reported journeys of the data between two stations, for answers to carry along.

use super::Dataset;
use crate::network::{Findings, StationIdx};
use crate::report::summary::ReportedTime;
use crate::reported::{JOURNEYS, read_journeys};

impl Dataset {
    /// The journeys between two stations whose time was reported, the latest first; none where the data have no journeys.
    pub(super) fn reported_between(&self, from: StationIdx, to: StationIdx) -> Vec<ReportedTime> {
        let Ok((file, bytes)) = self.data_file(None, JOURNEYS.file) else {
            return Vec::new();
        };
        let ids = [from, to].map(|end| self.network().station(end).id.to_string());
        // Reading all rows takes longer than planning; most questions are about other places.
        let is_named = |line: &str| ids.iter().all(|id| line.contains(id.as_str()));
        if !String::from_utf8_lossy(&bytes).lines().any(is_named) {
            return Vec::new();
        }
        let journeys = read_journeys(&file, bytes, &mut Findings::new()).into_iter();
        let mut found: Vec<ReportedTime> = journeys
            .filter(|journey| journey.ids.0 == ids[0] && journey.ids.1 == ids[1])
            .filter_map(|journey| {
                Some(ReportedTime {
                    time: journey.exact_time()?,
                    day: journey.day,
                    title: journey.title,
                })
            })
            .collect();
        found.sort_by(|a, b| (b.day, &a.title).cmp(&(a.day, &b.title)));
        found
    }
}
