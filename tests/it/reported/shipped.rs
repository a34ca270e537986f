//! What ships: the bundled network and trains.

use slowtrain::network::{self, BUNDLED, ValidatedNetwork};
use slowtrain::train::{Catalog, CatalogEntry, Train};

pub fn network() -> ValidatedNetwork {
    network::bundled().expect("the bundled network has no errors")
}

pub fn catalog() -> Catalog {
    let entry = |(file, text): &(&str, &str)| {
        let id = file
            .strip_prefix("trains/")?
            .strip_suffix(".toml")?
            .to_owned();
        Some(CatalogEntry {
            id,
            file: (*file).to_owned(),
            text: (*text).to_owned(),
        })
    };
    Catalog::new(BUNDLED.iter().filter_map(entry).collect())
}

pub fn train(id: &str) -> Train {
    let found = catalog().train(id).expect("a sound file");
    found.expect("it is bundled")
}
