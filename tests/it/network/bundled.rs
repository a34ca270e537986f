//! The bundled network, and copies of it.

use std::fs;
use std::path::Path;

use slowtrain::network::{self, BUNDLED, InitError, Network, RawNetwork, inventory, write_bundled};

#[test]
fn it_has_no_errors() {
    let checked = network::bundled().unwrap_or_else(|findings| panic!("{findings}"));
    let network: &Network = checked.network();
    let pyongyang = network.station_by_id("kp-pyongyang").expect("bundled");
    assert_eq!(network.station(pyongyang).name, "Pyongyang");
    assert_eq!(network.station_by_id("kp-nowhere"), None);
}

/// The whole-kilometre tariff figures of China that are far below the straight line are 27 pairs of stations by the notes
/// of the collected facts; beside them two east of Lviv. Held to the metre, as far as both figures are written, 70 pairs more
/// are below it by less than 2 % and 300 m.
#[test]
fn some_pairs_are_far_nearer_by_rail_than_straight() {
    let checked = network::bundled().unwrap_or_else(|findings| panic!("{findings}"));
    let short = checked
        .warnings()
        .iter()
        .filter(|f| f.code == "shorter-than-straight");
    let pair = |message: &str| {
        let words: Vec<&str> = message.split(' ').collect();
        let km = |word: usize| words[word].parse::<f64>().expect("a number");
        let is_far = km(13) > 1.02 * km(1) + 0.3;
        (is_far, words[3].to_owned(), words[5].to_owned())
    };
    let pairs: std::collections::BTreeSet<_> = short.map(|f| pair(&f.message)).collect();
    let far = pairs.iter().filter(|(is_far, ..)| *is_far).count();
    let china = pairs
        .iter()
        .filter(|(is_far, from, _)| *is_far && from.starts_with("cn-"))
        .count();
    assert_eq!((china, far, pairs.len()), (27, 29, 99), "{pairs:#?}");
}

#[test]
fn the_list_of_files_is_that_of_the_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut in_folder = Vec::new();
    for folder in ["", "trains/"] {
        for entry in fs::read_dir(root.join(folder)).expect("there") {
            let entry = entry.expect("readable");
            if entry.file_type().expect("readable").is_file() {
                let name = entry.file_name().into_string().expect("UTF-8");
                in_folder.push(format!("{folder}{name}"));
            }
        }
    }
    in_folder.sort();
    let mut listed: Vec<&str> = BUNDLED.iter().map(|(name, _)| *name).collect();
    listed.sort_unstable();
    assert_eq!(listed, in_folder);
}

#[test]
fn a_copy_is_the_same_network() {
    let dir = tempfile::tempdir().expect("made");
    let copy = dir.path().join("deep/mine");
    write_bundled(&copy).expect("written");
    for (name, text) in BUNDLED {
        assert_eq!(
            &fs::read_to_string(copy.join(name)).expect("there"),
            text,
            "{name}"
        );
    }
    let raw = RawNetwork::read_dir(&copy).expect("read");
    let ours = network::bundled().unwrap_or_else(|findings| panic!("{findings}"));
    let theirs = Network::new(raw).unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!(inventory(&ours), inventory(&theirs));
    let entries = fs::read_dir(&copy).expect("there").count();
    let tops: std::collections::BTreeSet<_> = BUNDLED
        .iter()
        .map(|(name, _)| name.split('/').next())
        .collect();
    assert_eq!(entries, tops.len(), "nothing unfinished is left");
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let dir = tempfile::tempdir().expect("made");
    fs::write(dir.path().join("notes.txt"), "mine").expect("written");
    let error = write_bundled(dir.path()).expect_err("not empty");
    assert!(
        matches!(&error, InitError::NotEmpty { found, .. } if found == "notes.txt"),
        "{error}"
    );
    assert_eq!(fs::read_dir(dir.path()).expect("there").count(), 1);
    let file = dir.path().join("notes.txt");
    assert!(matches!(
        write_bundled(&file),
        Err(InitError::Unwritable { .. })
    ));
    write_bundled(&dir.path().join("empty")).expect("a new folder");
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let error = RawNetwork::read_dir(Path::new("no/such/folder")).expect_err("not there");
    assert!(
        error
            .to_string()
            .starts_with("cannot read no/such/folder: "),
        "{error}"
    );
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let reversed = |name: &'static str| {
        let text = network::bundled_file(name)?;
        let mut lines: Vec<&str> = text.lines().collect();
        // Only these two tables are known to have one line for each row.
        if matches!(name, "stations.csv" | "segments.csv") {
            lines[1..].reverse();
        }
        Some(lines.join("\n").into_bytes().into())
    };
    let raw = RawNetwork::read("data", |name| Ok(reversed(name))).expect("memory can be read");
    let reversed = Network::new(raw).unwrap_or_else(|findings| panic!("{findings}"));
    let straight = network::bundled().unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!(reversed.network().stations(), straight.network().stations());
    assert_eq!(reversed.network().segments(), straight.network().segments());
    assert_eq!(reversed.network().lines(), straight.network().lines());
}

#[test]
fn the_schemas_are_those_of_the_data_package() {
    let package = network::bundled_file("datapackage.json").expect("bundled");
    let package: serde_json::Value = serde_json::from_str(package).expect("JSON");
    let resources = package["resources"].as_array().expect("a list");
    for schema in [
        &network::STATIONS,
        &network::SEGMENTS,
        &network::SOURCES,
        &network::JUNCTIONS,
        &network::BORDERS,
        &network::COUNTRIES,
        &network::LIMITS,
        &network::GRADIENTS,
    ] {
        let is_ours = |resource: &&serde_json::Value| resource["path"] == schema.file;
        let resource = resources.iter().find(is_ours).expect(schema.file);
        let fields = resource["schema"]["fields"].as_array().expect("a list");
        let named: Vec<&str> = fields.iter().filter_map(|f| f["name"].as_str()).collect();
        // Only what is imported from a map has the shape of its segments, guesses of their limits, directions, and the length of
        // the tracks on which trains reverse. Few segments need an id.
        let from_maps = [
            "geometry",
            "inferred_speed_kmh",
            "oneway",
            "longest_train_m",
        ];
        let columns = schema.columns.iter();
        let columns: Vec<_> = columns
            .filter(|column| !from_maps.contains(&column.name))
            .filter(|column| (schema.file, column.name) != ("segments.csv", "id"))
            .collect();
        let ours: Vec<&str> = columns.iter().map(|column| column.name).collect();
        assert_eq!(named, ours, "{}", schema.file);
        for (field, column) in fields.iter().zip(columns) {
            // A value may be required where the column's absence does no harm: it has a default then.
            let is_required = field["constraints"]["required"] == true;
            assert!(
                is_required || !column.is_required,
                "{} {}",
                schema.file,
                column.name
            );
        }
    }
}

#[test]
fn the_checksum_follows_the_cells_and_not_the_line_ends() {
    let sum = |change: &dyn Fn(&str) -> String| {
        let read = |name| Ok(network::bundled_file(name).map(|t| change(t).into_bytes().into()));
        network::checksum(&RawNetwork::read("data", read).expect("memory can be read"))
    };
    let plain = sum(&|text| text.to_owned());
    assert!(plain.starts_with("sha256:") && plain.len() == 71, "{plain}");
    assert_ne!(plain, sum(&|text| text.replace("39.0058", "39.0059")));
    let crlf = |text: &str| match text.starts_with('{') {
        true => text.to_owned(),
        false => text.replace('\n', "\r\n"),
    };
    assert_eq!(plain, sum(&crlf));
}
