//! `slowtrain claim` and `slowtrain claims`.

use std::process::ExitCode;

use super::super::Outcome;
use super::super::args::{Claim as Args, Claims, Global};
use super::super::failure::Failure;
use super::super::output::{Output, Targets};
use super::super::requests;
use crate::dataset::ClaimsRequest;
use crate::report::{Kind, Summary, claims};
use crate::reported::{Sentence, Verdict};

pub fn one(args: &Args, global: &Global, output: &Output) -> Outcome {
    let targets = output.targets(&args.files, Kind::Claim)?;
    let args = &understood(args, output)?;
    let (data, train) = requests::open_with(global, args.train.as_deref())?;
    let judged = data.judge(&requests::claim(args, train, &output.command))?;
    write(&judged.summary(), &targets, output)?;
    let is_impossible = judged.verdict() == Some(Verdict::Impossible);
    Ok(ExitCode::from(u8::from(is_impossible)))
}

/// What is claimed, with what its sentence says that was not given otherwise.
fn understood(args: &Args, output: &Output) -> Result<Args, Failure> {
    let mut args = args.clone();
    if let Some(text) = &args.text {
        let read = Sentence::read(text);
        let understood = read.understood();
        output.remark(&format!("the sentence was understood as: {understood}"));
        args.from = args.from.or(read.from);
        args.to = args.to.or(read.to);
        args.km = args.km.or(read.km);
        args.hours = args.hours.or(read.hours);
        args.speed = args.speed.or(read.speed);
        args.max_speed = args.max_speed.or(read.max_speed);
        args.cars = args.cars.or(read.cars);
        args.trains = args.trains.or(read.trains);
    }
    match (&args.from, &args.to, &args.text) {
        (Some(_), Some(_), _) | (None, None, None) => Ok(args),
        (_, _, Some(_)) => Err(Failure::Wrong(String::from(
            "the sentence does not say where the journey starts and where it goes; give both: slowtrain claim FROM TO --text SENTENCE",
        ))),
        (_, _, None) => Err(Failure::Wrong(String::from(
            "a journey has two ends; give both: slowtrain claim FROM TO",
        ))),
    }
}

pub fn all(args: &Claims, global: &Global, output: &Output) -> Outcome {
    // A single claim is shown as if it had been typed.
    let kind = args.id.as_ref().map_or(Kind::Claims, |_| Kind::Claim);
    let targets = output.targets(&args.files, kind)?;
    let data = requests::open(global)?;
    let request = ClaimsRequest {
        file: args.file.clone(),
        id: args.id.clone(),
        command: Some(output.command.clone()),
    };
    let judged = data.judge_all(&request, &mut |done, total| {
        output.progress("judging", done, total);
    })?;
    write(&judged.summary(), &targets, output)?;
    Ok(ExitCode::SUCCESS)
}

fn write(answer: &Summary, targets: &Targets, output: &Output) -> Result<(), Failure> {
    output.summary(answer, targets, |page| match answer {
        Summary::Claims(judged) => claims::show(judged, page, output.is_quiet),
        _ => Ok(()),
    })
}
