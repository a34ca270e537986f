//! What was meant by `locate` and `reach`.

use crate::journey::clock::Departure;
use crate::journey::{FixKind, Question};
use crate::network::StationIdx;
use crate::network::search::Index;
use crate::reported::{Convoy, Sighting, TimeQuality, Whereabouts};
use crate::routing::{Objective, Query};
use crate::train::Train;
use crate::units::{RunTime, parse};

use super::super::args::{Locate, Reach};
use super::super::failure::Failure;
use super::super::world::{World, station};
use super::{avoid, day, minutes, query, stop_of};

/// The train and what is asked of it.
pub fn locate(
    args: &Locate,
    world: &World,
    remarks: &mut Vec<String>,
) -> Result<(Train, Whereabouts), Failure> {
    let index = world.index();
    let train = world.train(&args.train)?;
    let time = |text: &str| Departure::parse(text).map_err(Failure::wrong);
    let departure = time(&args.departed)?;
    let ends = (args.from.as_str(), args.to.as_str());
    let on = Some(&departure);
    let query = query(ends, &args.way, on, &train, world, &index, remarks)?;
    let stops = args
        .stops
        .iter()
        .map(|stop| stop_of(stop, &index, remarks))
        .collect::<Result<_, _>>()?;
    let kinds = [
        (&args.seen, FixKind::There),
        (&args.arrived, FixKind::Arriving),
        (&args.left, FixKind::Leaving),
    ];
    let mut sightings = Vec::new();
    for (texts, kind) in kinds {
        for text in texts {
            sightings.push(sighting(text, kind, &index, remarks)?);
        }
    }
    let asked = Whereabouts {
        question: Question {
            stops,
            departure: Some(departure),
            ..Question::new(query)
        },
        sightings,
        at: args.at.as_deref().map(time).transpose()?,
        convoy: convoy(args)?,
    };
    Ok((train, asked))
}

/// `Khasan=2019-04-24T10:40`, `Khasan=about 2019-04-24T10:40+10:00`.
fn sighting(
    text: &str,
    kind: FixKind,
    index: &Index,
    remarks: &mut Vec<String>,
) -> Result<Sighting, Failure> {
    let (name, time) = text.rsplit_once('=').ok_or_else(|| {
        Failure::Wrong(format!(
            "\"{text}\" is not a sighting; write station and time like Khasan=2019-04-24T10:40"
        ))
    })?;
    let time = time.trim();
    let (time, quality) = match time.strip_prefix("about ") {
        Some(time) => (time.trim(), TimeQuality::About),
        None => (time, TimeQuality::Exact),
    };
    Ok(Sighting {
        time: Departure::parse(time).map_err(Failure::wrong)?,
        station: station(index, name, remarks)?,
        kind,
        quality,
    })
}

fn convoy(args: &Locate) -> Result<Option<Convoy>, Failure> {
    let Some((trains, headway)) = args.convoy.zip(args.headway.as_deref()) else {
        return Ok(None);
    };
    let headway = minutes(headway).filter(|headway| *headway > RunTime::ZERO);
    let headway = headway.ok_or_else(|| {
        let found = args.headway.as_deref().unwrap_or_default();
        Failure::Wrong(format!(
            "\"{found}\" is no headway; write minutes like 30, or 1h30"
        ))
    })?;
    Ok(Some(Convoy {
        trains: trains as usize,
        headway,
    }))
}

/// A question of `reach` as meant.
pub struct ReachSettings {
    pub train: Train,
    pub query: Query,
    pub stops: Vec<(StationIdx, RunTime)>,
    pub limit: RunTime,
    pub remarks: Vec<String>,
}

/// The train, where it starts and the time it has.
pub fn reach(args: &Reach, world: &World) -> Result<ReachSettings, Failure> {
    let mut remarks = Vec::new();
    let index = world.index();
    let train = world.train(&args.train)?;
    let limit = parse::time_span(&args.within).map_err(Failure::wrong)?;
    if limit <= RunTime::ZERO {
        return Err(Failure::Wrong(format!(
            "\"{}\" is no time to run in; write hours like 20h or 1d",
            args.within
        )));
    }
    let from = station(&index, &args.from, &mut remarks)?;
    let query = Query {
        from,
        to: from,
        via: Vec::new(),
        avoid: avoid(&args.avoid, world.network(), &index, &mut remarks)?,
        transit: Default::default(),
        day: day(args.on.as_deref(), None, world)?,
        objective: Objective::Fastest,
        demands: crate::journey::demands(world.network(), &train),
    };
    let stops = args
        .stops
        .iter()
        .map(|stop| stop_of(stop, &index, &mut remarks))
        .collect::<Result<_, _>>()?;
    Ok(ReachSettings {
        train,
        query,
        stops,
        limit,
        remarks,
    })
}
