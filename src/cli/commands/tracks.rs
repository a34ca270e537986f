//! `slowtrain tracks`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::Dataset;
use crate::dataset::Meant;
use crate::files::Claim;
use crate::journey::{self, TrackJourney};
use crate::network::StationIdx;
use crate::report::json;
use crate::report::route::place;
use crate::report::tracks::{self as shown, TrackSummary};
use crate::track::{NodeIdx, TRACK_INDEX_FILE, TRACKS_FILE, TrackGraph, TrackIndex};
use crate::train::Train;

use super::super::Outcome;
use super::super::args::{Format, Global, Tracks};
use super::super::failure::Failure;
use super::super::output::{Output, claim, pretty, text_file};
use super::super::requests;

pub fn run(args: &Tracks, global: &Global, output: &Output) -> Outcome {
    let (maps, texts) = files(args)?;
    let dir = global.network.as_deref().ok_or_else(|| {
        Failure::Wrong(String::from(
            "tracks are in networks that `slowtrain import osm` made; name one with --network DIR",
        ))
    })?;
    let (data, train) = requests::open_with(global, args.train.train.as_deref())?;
    let Meant {
        from,
        to,
        train,
        remarks,
    } = data.meant(&requests::tracks(args, train))?;
    remarks.iter().for_each(|remark| output.remark(remark));
    let ends = [from, to];
    let summary = TrackSummary {
        journey: best(dir, &data, &train, ends, output)?,
        train: train.id,
        from: place(data.network(), ends[0]),
        to: place(data.network(), ends[1]),
        attribution: data.network().package().attribution.clone(),
    };
    for map in &maps {
        output.file(map, &pretty(&shown::geojson(&summary)), "")?;
    }
    output.texts(&texts, |format| match format {
        Format::Table => output.page(|page| shown::show(&summary, page)),
        Format::Json => pretty(&json::tracks(&summary)),
        Format::Csv => shown::table(&summary).to_csv(),
        Format::Md => shown::table(&summary).to_markdown(),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The maps to write, and texts. All are claimed before the work.
fn files(args: &Tracks) -> Result<Files, Failure> {
    let is_map = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "geojson");
    let (maps, texts): (Vec<_>, Vec<_>) = args.output.iter().partition(is_map);
    let maps = maps.into_iter().map(|path| claim(path));
    let maps = maps.collect::<Result<_, _>>()?;
    let endings = ".json, .csv, .md or .geojson";
    let texts = texts
        .iter()
        .map(|path| text_file(path, "a route over tracks", endings));
    Ok((maps, texts.collect::<Result<_, _>>()?))
}

type Files = (Vec<Claim>, Vec<(Claim, Format)>);

/// The best route over the tracks of a folder.
fn best(
    dir: &Path,
    data: &Dataset,
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
    let graph = TrackGraph::open(&file).map_err(Failure::wrong)?;
    let index = index(dir, &graph, output);
    let nodes = |end: StationIdx| -> Result<Vec<NodeIdx>, Failure> {
        let station = data.network().station(end);
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
        let name = |end: StationIdx| data.network().station(end).name.as_str();
        Failure::No(format!(
            "there is no route over the tracks from {} to {} for {} on {}",
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
    TrackIndex::open(&file, graph).unwrap_or_else(|error| {
        output.remark(&format!("the index of the tracks is made anew: {error}"));
        TrackIndex::new(graph)
    })
}
