//! `slowtrain claim` and `slowtrain claims`.

use std::path::PathBuf;
use std::process::ExitCode;

use super::super::Outcome;
use super::super::args::{Claim as Args, Claims, Format, Global, TextFiles};
use super::super::failure::Failure;
use super::super::output::{Output, pretty, text_file};
use super::super::requests;
use crate::Dataset;
use crate::dataset::ClaimsRequest;
use crate::files;
use crate::report::claims::{self, JudgedClaim};
use crate::report::json;
use crate::reported::{Sentence, Verdict};

pub fn one(args: &Args, global: &Global, output: &Output) -> Outcome {
    let texts = files(&args.files)?;
    let args = &understood(args, output);
    let (Some(from), Some(to)) = (&args.from, &args.to) else {
        return Err(Failure::Wrong(String::from(
            "the sentence does not say where the journey starts and where it goes; give both: slowtrain claim FROM TO --text SENTENCE",
        )));
    };
    let (data, train) = requests::open_with(global, args.train.as_deref())?;
    let judged = data.judge(&requests::claim(args, (from, to), train, &output.command))?;
    for remark in &judged.remarks {
        output.remark(remark);
    }
    let verdict = judged.verdict();
    let one = [judged.claim];
    output.texts(&texts, |format| match format {
        Format::Table => output.page(|page| claims::show(&one[0], page)),
        Format::Json => pretty(&json::claim(&one[0])),
        Format::Csv => claims::table(&one).to_csv(),
        Format::Md => markdown(&one, &data, output),
    })?;
    let is_impossible = verdict == Some(Verdict::Impossible);
    Ok(ExitCode::from(u8::from(is_impossible)))
}

/// What is claimed, with what its sentence says that was not given otherwise.
fn understood(args: &Args, output: &Output) -> Args {
    let mut args = args.clone();
    let Some(text) = &args.text else {
        return args;
    };
    let read = Sentence::read(text);
    output.remark(&format!(
        "the sentence was understood as: {}",
        read.understood()
    ));
    args.from = args.from.or(read.from);
    args.to = args.to.or(read.to);
    args.km = args.km.or(read.km);
    args.hours = args.hours.or(read.hours);
    args.speed = args.speed.or(read.speed);
    args.max_speed = args.max_speed.or(read.max_speed);
    args.cars = args.cars.or(read.cars);
    args.trains = args.trains.or(read.trains);
    args
}

/// The files to write, each claimed before the work.
fn files(files: &TextFiles) -> Result<Vec<(files::Claim, Format)>, Failure> {
    let file = |path: &PathBuf| text_file(path, "a judged claim", ".json, .csv or .md");
    files.output.iter().map(file).collect()
}

fn markdown(judged: &[JudgedClaim], data: &Dataset, output: &Output) -> String {
    let attribution = data.network().package().attribution.as_deref();
    claims::markdown(judged, &output.command, attribution)
}

pub fn all(args: &Claims, global: &Global, output: &Output) -> Outcome {
    let texts = files(&args.files)?;
    let data = requests::open(global)?;
    let request = ClaimsRequest {
        file: args.file.clone(),
        id: args.id.clone(),
    };
    let judged = data.judge_all(&request, &mut |done, total| {
        output.progress("judging", done, total);
    })?;
    let judged: Vec<JudgedClaim> = judged.into_iter().map(|judged| judged.claim).collect();
    output.texts(&texts, |format| match format {
        Format::Table => output.page(|page| {
            for claim in &judged {
                claims::show(claim, page)?;
                page.blank()?;
            }
            Ok(())
        }),
        Format::Json => pretty(&judged.iter().map(json::claim).collect()),
        Format::Csv => claims::table(&judged).to_csv(),
        Format::Md => markdown(&judged, &data, output),
    })?;
    Ok(ExitCode::SUCCESS)
}
