//! Graphs of tracks in files.

use std::path::Path;

use super::check;
use super::graph::{Parts, TrackGraph};
use super::sections::{self, FileKind, Sections, TrackFileError};

const GRAPH: FileKind = FileKind {
    number: 1,
    what: "a file of tracks",
};

/// The file of the tracks in the folder of a network.
pub const TRACKS_FILE: &str = "tracks.bin";

/// The file of their index.
pub const TRACK_INDEX_FILE: &str = "tracks.index";

impl TrackGraph {
    /// Writes the graph into a file; under another name until it is whole.
    ///
    /// # Errors
    /// [`TrackFileError::Io`] when it cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), TrackFileError> {
        sections::write(path, GRAPH, &self.parts.all())
    }

    /// Opens a file of tracks and checks it: its checksum, and that its arrays fit together, so that a file that is
    /// damaged, or made to harm, is an error. The file is mapped and read once.
    ///
    /// # Errors
    /// [`TrackFileError`] when it cannot be opened, is another kind of file, is cut off, damaged or contradictory.
    pub fn open(path: &Path) -> Result<TrackGraph, TrackFileError> {
        let sections = Sections::open(path, GRAPH, 10)?;
        sections.verify(path)?;
        let graph = TrackGraph::of(sections);
        let checked = check::graph(&graph.parts, graph.tracks().len());
        checked.map_err(|what| TrackFileError::contradictory(path, what))?;
        Ok(graph)
    }

    /// Opens a file of tracks that this program wrote and nobody else can change. It takes no time however large the file
    /// is: it is mapped, not read. With a file that is damaged, answers are wrong or the program panics.
    ///
    /// # Errors
    /// [`TrackFileError`] when it cannot be opened, is another kind of file, or is cut off.
    pub fn open_trusted(path: &Path) -> Result<TrackGraph, TrackFileError> {
        Ok(TrackGraph::of(Sections::open(path, GRAPH, 10)?))
    }

    fn of(mut sections: Sections) -> TrackGraph {
        let checksum = sections.checksum();
        let parts = Parts {
            places: sections.next(),
            edges: sections.next(),
            first: sections.next(),
            incident: sections.next(),
            shape_ends: sections.next(),
            shapes: sections.next(),
            crossings: sections.next(),
            stations: sections.next(),
            tracks: sections.next(),
            station_ids: sections.next(),
        };
        TrackGraph::with_checksum(parts, checksum)
    }
}

impl Parts {
    /// The checksum that a file of these arrays has.
    pub(super) fn checksum(&self) -> u32 {
        sections::checksum_of(GRAPH, &self.all())
    }

    /// In the order of the file.
    fn all(&self) -> [&[u32]; 10] {
        [
            &self.places,
            &self.edges,
            &self.first,
            &self.incident,
            &self.shape_ends,
            &self.shapes,
            &self.crossings,
            &self.stations,
            &self.tracks,
            &self.station_ids,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Edge, Track, TrackBuilder, TrackClass, TrackPoint};
    use super::*;

    #[test]
    fn a_graph_opens_as_it_was_saved() {
        let mut builder = TrackBuilder::new();
        let nodes = [-5, 10, 20].map(|lat| builder.node(TrackPoint { lat, lon: -lat }));
        let track = builder.track(&Track::new(TrackClass::Tram));
        for i in 0..2 {
            let edge = Edge {
                tail: nodes[i],
                head: nodes[i + 1],
                length_mm: 1_500 + i as u32,
                track,
                headings: [40_000, 65_535],
                curve_m: 300,
            };
            builder.edge(
                edge,
                &[TrackPoint {
                    lat: 1,
                    lon: i as i32,
                }; 2][..=i],
            );
        }
        builder.station(nodes[1], 7);
        let ids = [""; 7].into_iter().chain(["li-nendeln"]);
        let graph = builder.finish().with_station_ids(ids);
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("tracks.bin");
        graph.save(&path).expect("written");
        let opened = TrackGraph::open(&path).expect("opened");
        assert_eq!(opened.parts.all(), graph.parts.all());
        assert_eq!(opened.tracks(), graph.tracks());
        assert_eq!(opened.stations_at(nodes[1]).collect::<Vec<_>>(), [7]);
        assert_eq!(opened.stations_at(nodes[2]).count(), 0);
        assert_eq!(opened.nodes_of_station("li-nendeln"), [nodes[1]]);
        assert_eq!(opened.nodes_of_station("nendeln"), []);
        assert_eq!(opened.nodes_of_station(""), []);
        assert_eq!(opened.place(nodes[0]), TrackPoint { lat: -5, lon: 5 });
        let second = opened.edges().nth(1).expect("two edges");
        assert_eq!(opened.shape(second).count(), 2);
        assert_eq!(opened.leaving(nodes[1]).len(), 2);
    }
}
