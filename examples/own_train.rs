//! A train of one's own, made from one of the bundled files: `cargo run --example own_train`.

use slowtrain::train::ConsistChange;
use slowtrain::units::Mass;
use slowtrain::{Dataset, Error, Request};

fn main() -> Result<(), Error> {
    let data = Dataset::bundled()?;

    // The file of a train is text: write it out, edit it, read it back. Here one figure is changed.
    let text = data.train_file("generic-passenger")?;
    let text = text
        .replace("id = \"generic-passenger\"", "id = \"my-train\"")
        .replace("max_speed_kmh = 120", "max_speed_kmh = 80");
    let (data, id) = data.with_train(&text, "my-train.toml")?;

    for train in ["generic-passenger", id.as_str()] {
        let plan = data.plan(&Request::new("Beijing", "Harbin").train(train))?;
        println!("{train}: {}", plan.best().duration());
    }

    // Another number of cars needs no file.
    let heavy = ConsistChange {
        cars: Some(30),
        mass: Some(Mass::from_t(1_800.0)),
        locomotives: Some(2),
    };
    let plan = data.plan(&Request::new("Beijing", "Harbin").train(id).consist(heavy))?;
    println!("30 cars: {}", plan.best().duration());
    Ok(())
}
