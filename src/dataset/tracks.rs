//! A dataset with what only the tracks of its folder join.

use std::io;
use std::path::Path;

use super::{Dataset, Error};
use crate::journey::{Question, Tracks, demands, joined_by_tracks};
use crate::network::{Network, StationIdx};
use crate::track::{TRACK_INDEX_FILE, TRACKS_FILE, TrackFileError, TrackGraph, TrackIndex};
use crate::train::Train;

/// The tracks of a network's folder with their index, which is made anew where it is missing or damaged; `None` in a folder
/// without tracks.
fn open(folder: &Path) -> Result<Option<(TrackGraph, TrackIndex)>, Error> {
    let file = folder.join(TRACKS_FILE);
    if !file.is_file() {
        return Ok(None);
    }
    let damaged = |error: TrackFileError| Error::Unreadable {
        path: file.clone(),
        source: io::Error::other(error),
    };
    let graph = TrackGraph::open(&file).map_err(damaged)?;
    let index = folder.join(TRACK_INDEX_FILE);
    let opened = TrackIndex::open(&index, &graph);
    let index = opened.unwrap_or_else(|_| TrackIndex::new(&graph));
    Ok(Some((graph, index)))
}

impl Dataset {
    /// The dataset with the best route over the tracks of its folder from place to place of a question, and the question
    /// in its numbers of stations; `None` where there are no tracks, or they join no more than the tables.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where the tracks are damaged.
    pub(super) fn joined_by_tracks(
        &self,
        train: &Train,
        question: &Question,
    ) -> Result<Option<(Dataset, Question)>, Error> {
        let opened = self.folder().map(open).transpose()?.flatten();
        let Some((graph, index)) = opened else {
            return Ok(None);
        };
        let tracks = Tracks {
            graph: &graph,
            index: &index,
        };
        let query = &question.query;
        let places: Vec<StationIdx> = std::iter::once(query.from)
            .chain(query.via.iter().copied())
            .chain([query.to])
            .collect();
        let mut raw = None;
        for ends in places.windows(2) {
            let id = |end: StationIdx| self.network().station(end).id.as_str();
            let before = raw.as_ref().unwrap_or(self.validated().raw());
            raw = joined_by_tracks(before, tracks, train, (id(ends[0]), id(ends[1]))).or(raw);
        }
        let Some(Ok(network)) = raw.map(Network::new) else {
            return Ok(None);
        };
        let data = Dataset::from_parts(network, self.trains().clone(), None);
        let question = self.asked_of(&data, train, question);
        Ok(question.map(|question| (data, question)))
    }

    /// A question in the numbers that another dataset gives the stations of this one.
    fn asked_of(&self, data: &Dataset, train: &Train, question: &Question) -> Option<Question> {
        let same = |station: StationIdx| {
            let id = self.network().station(station).id.as_str();
            data.network().station_by_id(id)
        };
        let mut question = question.clone();
        let query = &mut question.query;
        (query.from, query.to) = (same(query.from)?, same(query.to)?);
        query.via = query.via.iter().copied().map(same).collect::<Option<_>>()?;
        let avoided = query.restrictions.avoid.stations.iter().copied();
        query.restrictions.avoid.stations = avoided.map(same).collect::<Option<_>>()?;
        query.restrictions.demands = demands(data.network(), train);
        for (station, _) in &mut question.stops {
            *station = same(*station)?;
        }
        Some(question)
    }
}
