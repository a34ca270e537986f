//! `slowtrain tracks`.

use std::path::Path;
use std::process::ExitCode;

use slowtrain::journey::{self, TrackJourney};
use slowtrain::network::StationIdx;
use slowtrain::report::file::Target;
use slowtrain::report::route::place;
use slowtrain::report::tracks::{self as shown, TrackSummary};
use slowtrain::report::{Format as FileFormat, Kind};
use slowtrain::track::{self, NodeIdx, TRACK_INDEX_FILE, TRACKS_FILE, TrackGraph, TrackIndex};
use slowtrain::train::Train;

use super::super::Outcome;
use super::super::args::{Files, Format, Global, Tracks};
use super::super::failure::Failure;
use super::super::output::{Output, pretty};
use super::super::world::{World, station};

pub fn run(args: &Tracks, global: &Global, output: &Output) -> Outcome {
    let targets = output.targets(&Files::without_pictures(&args.output), Kind::Tracks)?;
    let dir = global.network.as_deref().ok_or_else(|| {
        Failure::Wrong(String::from(
            "tracks are in networks that `slowtrain import osm` made; name one with --network DIR",
        ))
    })?;
    let world = World::open(global)?;
    let train = world.train(&args.train)?;
    let mut remarks = Vec::new();
    let index = world.index();
    let mut end = |asked: &str| station(&index, asked, &mut remarks);
    let ends = [end(&args.from)?, end(&args.to)?];
    remarks.iter().for_each(|remark| output.remark(remark));
    let summary = TrackSummary {
        journey: best(dir, &world, &train, ends, output)?,
        train: train.id,
        from: place(world.network(), ends[0]),
        to: place(world.network(), ends[1]),
        attribution: world.network().package().attribution.clone(),
    };
    for target in &targets.files {
        let text = match target {
            Target::Stdout => continue,
            Target::File(_, FileFormat::Json) => pretty(&shown::json(&summary)),
            Target::File(_, FileFormat::GeoJson) => pretty(&shown::geojson(&summary)),
            Target::File(_, FileFormat::Csv) => shown::table(&summary).to_csv(),
            Target::File(_, FileFormat::Markdown) => shown::table(&summary).to_markdown(),
            Target::File(..) => unreachable!("the endings were checked before the work"),
        };
        target
            .write(|out| out.write_all(text.as_bytes()))
            .map_err(Failure::wrong)?;
    }
    output.answer(&match output.format {
        Format::Table => output.page(|page| shown::show(&summary, page)),
        Format::Json => pretty(&shown::json(&summary)),
        Format::Csv => shown::table(&summary).to_csv(),
        Format::Md => shown::table(&summary).to_markdown(),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The best way over the tracks of a folder.
fn best(
    dir: &Path,
    world: &World,
    train: &Train,
    ends: [StationIdx; 2],
    output: &Output,
) -> Result<TrackJourney, Failure> {
    let file = dir.join(TRACKS_FILE);
    if !file.is_file() {
        return Err(Failure::Wrong(format!(
            "there is no {}; `slowtrain import osm` writes it",
            file.display()
        )));
    }
    track::verify(&file).map_err(Failure::wrong)?;
    let graph = TrackGraph::open(&file).map_err(Failure::wrong)?;
    let index = index(dir, &graph, output);
    let nodes = |end: StationIdx| -> Result<Vec<NodeIdx>, Failure> {
        let station = world.network().station(end);
        match graph.nodes_of_station(station.id.as_str()) {
            nodes if nodes.is_empty() => Err(Failure::Wrong(format!(
                "{} ({}) is at no track of {}",
                station.name,
                station.id,
                file.display()
            ))),
            nodes => Ok(nodes),
        }
    };
    let (from, to) = (nodes(ends[0])?, nodes(ends[1])?);
    let tracks = journey::Tracks {
        graph: &graph,
        index: &index,
    };
    journey::over_tracks(tracks, train, (&from, &to)).ok_or_else(|| {
        let name = |end: StationIdx| world.network().station(end).name.as_str();
        Failure::No(format!(
            "there is no way over the tracks from {} to {} for {} on {}",
            name(ends[0]),
            name(ends[1]),
            train.id,
            train.gauges_in_words(),
        ))
    })
}

/// The index beside the tracks; made anew where it is missing or damaged.
fn index(dir: &Path, graph: &TrackGraph, output: &Output) -> TrackIndex {
    let file = dir.join(TRACK_INDEX_FILE);
    let opened = track::verify(&file).and_then(|()| TrackIndex::open(&file, graph));
    opened.unwrap_or_else(|error| {
        output.remark(&format!("the index of the tracks is made anew: {error}"));
        TrackIndex::new(graph)
    })
}
