//! Distances and times between many places, on all cores: `cargo run --release --example matrix`.

use slowtrain::dataset::MatrixRequest;
use slowtrain::{Dataset, Error};

const PLACES: [&str; 5] = [
    "Pyongyang",
    "Beijing",
    "Ulaanbaatar",
    "Irkutsk",
    "Vladivostok",
];

fn main() -> Result<(), Error> {
    let data = Dataset::bundled()?;
    // A train that can run everywhere between them; the gauge changes where the data list a gauge change.
    let matrix = data.matrix(&MatrixRequest::new().train("leader-special"))?;
    let pairs: Vec<(&str, &str)> = PLACES
        .iter()
        .flat_map(|from| PLACES.iter().map(|to| (*from, *to)))
        .filter(|(from, to)| from != to)
        .collect();
    for ((from, to), row) in pairs.iter().zip(matrix.figures(&pairs)) {
        match row {
            Ok(row) => println!("{from} to {to}: {} in {}", row.distance, row.duration),
            // One pair without an answer does not spoil the others.
            Err(error) => println!("{from} to {to}: {error}"),
        }
    }
    Ok(())
}
