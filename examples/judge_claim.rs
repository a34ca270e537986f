//! Can a claim be true? `cargo run --example judge_claim`.

use slowtrain::dataset::ClaimRequest;
use slowtrain::reported::Verdict;
use slowtrain::{Dataset, Error};

fn main() -> Result<(), Error> {
    let data = Dataset::bundled()?;
    let claims = [
        ("just 200", "nearly 20"),
        ("700", "10"),
        ("1180", "about 20"),
        ("1200", "30-36"),
    ];
    for (km, hours) in claims {
        let claim = ClaimRequest::new("Pyongyang", "Vladivostok")
            .train("leader-special")
            .km(km)
            .hours(hours);
        let judged = data.judge(&claim)?;
        let verdict = judged.verdict().map_or("not comparable", Verdict::as_str);
        println!("{km} km in {hours} h: {verdict}");
        for check in judged
            .answer()
            .into_iter()
            .flat_map(|answer| &answer.checks)
        {
            println!("  {}: {check}", check.of.as_str());
        }
    }
    Ok(())
}
