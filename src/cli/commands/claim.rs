//! `slowtrain claim` and `slowtrain claims`.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::journey::{self, Question};
use crate::network::search::Index;
use crate::network::{Findings, Row};
use crate::report::claims::{self, JudgedClaim};
use crate::report::route::place;
use crate::report::{inventory, no_route};
use crate::reported::{CLAIMS, Claim, Figure, Verdict, claim_of, judge};
use crate::routing::{Avoid, Objective, Query};
use crate::train::Train;

use super::super::Outcome;
use super::super::args::{Claim as Args, Claims, Format, Global, TextFiles};
use super::super::failure::Failure;
use super::super::output::{Output, pretty, text_file};
use super::super::settings;
use super::super::world::{self, World};

pub fn one(args: &Args, global: &Global, output: &Output) -> Outcome {
    let texts = files(&args.files)?;
    let world = World::open(global)?;
    let mut remarks = Vec::new();
    let (train, question) = settings::claim(args, &world, &mut remarks)?;
    let figure = |text: &Option<String>| {
        text.as_deref()
            .map(Figure::parse)
            .transpose()
            .map_err(Failure::wrong)
    };
    let claim = Claim {
        km: figure(&args.km)?,
        hours: figure(&args.hours)?,
        speed: figure(&args.speed)?,
        max_speed: figure(&args.max_speed)?,
        cars: args.cars,
        trains: args.trains,
    };
    if claim == Claim::default() {
        return Err(Failure::Wrong(String::from(
            "nothing is claimed; say at least one of --km, --hours, --speed, --max-speed, --cars",
        )));
    }
    for remark in &remarks {
        output.remark(remark);
    }
    let judged = judged(&world, &train, &question, &claim)?;
    let one = std::slice::from_ref(&judged);
    output.texts(&texts, |format| match format {
        Format::Table => output.page(|page| claims::show(&judged, page)),
        Format::Json => pretty(&claims::json(&judged)),
        Format::Csv => claims::table(one).to_csv(),
        Format::Md => markdown(one, &world, output),
    })?;
    let is_impossible = judged
        .answer
        .is_ok_and(|answer| answer.verdict == Verdict::Impossible);
    Ok(ExitCode::from(u8::from(is_impossible)))
}

/// The files to write, each tried before the work.
fn files(files: &TextFiles) -> Result<Vec<(PathBuf, Format)>, Failure> {
    let file = |path: &PathBuf| text_file(path, "a judged claim", ".json, .csv or .md");
    files.output.iter().map(file).collect()
}

fn markdown(judged: &[JudgedClaim], world: &World, output: &Output) -> String {
    let attribution = world.network().package().attribution.as_deref();
    claims::markdown(judged, &output.command, attribution)
}

fn judged(
    world: &World,
    train: &Train,
    question: &Question,
    claim: &Claim,
) -> Result<JudgedClaim, Failure> {
    let network = world.network();
    let answer = judge(network, train, question, claim)
        .map_err(|error| Failure::No(no_route::refusal(network, train, &question.query, &error)))?;
    Ok(JudgedClaim {
        id: String::new(),
        text: String::new(),
        outlet: String::new(),
        train: train.id.clone(),
        ends: Some((
            place(network, question.query.from),
            place(network, question.query.to),
        )),
        answer: Ok(answer),
    })
}

pub fn all(args: &Claims, global: &Global, output: &Output) -> Outcome {
    let texts = files(&args.files)?;
    let world = World::open(global)?;
    let mut findings = Findings::new();
    let (file, bytes) = world::data_file(args.file.as_deref(), global, CLAIMS.file)?;
    let table = crate::network::Table::read(&CLAIMS, file, bytes, &mut findings);
    let index = world.index();
    let mut judged = Vec::new();
    let total = table.as_ref().map_or(0, |table| table.len() as u64);
    for (row, done) in table.iter().flat_map(|table| table.rows()).zip(0..) {
        output.progress("judging", done, total);
        if args
            .id
            .as_deref()
            .is_none_or(|id| row.cell("claim_id").text() == id)
        {
            judged.push(of_row(&world, &index, row, &mut findings)?);
        }
    }
    if findings.has_errors() {
        return Err(Failure::Wrong(inventory::unusable("the claims", &findings)));
    }
    if let Some(id) = args.id.as_deref().filter(|_| judged.is_empty()) {
        return Err(Failure::Wrong(format!("no claim has the id \"{id}\"")));
    }
    output.texts(&texts, |format| match format {
        Format::Table => output.page(|page| {
            for claim in &judged {
                claims::show(claim, page)?;
                page.blank()?;
            }
            Ok(())
        }),
        Format::Json => pretty(&judged.iter().map(claims::json).collect()),
        Format::Csv => claims::table(&judged).to_csv(),
        Format::Md => markdown(&judged, &world, output),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn of_row(
    world: &World,
    index: &Index,
    row: Row<'_>,
    findings: &mut Findings,
) -> Result<JudgedClaim, Failure> {
    let network = world.network();
    let text = |column: &str| row.cell(column).text().to_owned();
    let id = match text("train") {
        id if id.is_empty() => super::super::args::DEFAULT_TRAIN.to_owned(),
        id => id,
    };
    let mut judged = JudgedClaim {
        id: text("claim_id"),
        text: text("claim_text_paraphrased"),
        outlet: text("outlet"),
        train: id.clone(),
        ends: None,
        answer: Err(String::from("the claim names no two places of the network")),
    };
    let Some(claim) = claim_of(row, findings) else {
        return Ok(judged);
    };
    let end = |column: &str, name: &str| {
        let station = network.station_by_id(row.cell(column).text());
        station.or_else(|| {
            index
                .resolve(row.cell(name).text())
                .ok()
                .filter(|found| found.how.taken().is_none())
                .map(|found| found.station)
        })
    };
    let ends = end("from_id", "from_place")
        .zip(end("to_id", "to_place"))
        .filter(|(from, to)| from != to);
    let Some((from, to)) = ends else {
        return Ok(judged);
    };
    let train = world.train_named(&id)?;
    let via = row
        .cell("via_ids")
        .list()
        .filter_map(|id| network.station_by_id(id))
        .collect();
    let day = row
        .cell("date")
        .text()
        .parse()
        .map_or_else(|_| world.day(), Ok)?;
    let query = Query {
        from,
        to,
        via,
        avoid: Avoid::default(),
        transit: Default::default(),
        day,
        objective: Objective::Fastest,
        demands: journey::demands(network, &train),
    };
    let question = Question::new(query);
    judged.ends = Some((place(network, from), place(network, to)));
    judged.answer = judge(network, &train, &question, &claim)
        .map_err(|error| no_route::refusal(network, &train, &question.query, &error));
    Ok(judged)
}
