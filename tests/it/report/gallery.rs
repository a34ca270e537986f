//! Writes the pictures of any table of stations for people to look at: set `SLOWTRAIN_GALLERY` to a folder that holds
//! `NAME.csv` and `NAME-near.csv` and run `cargo test gallery`.

use slowtrain::report::{Format, Summary, WIDTH, render};

use super::fixture;

#[test]
fn gallery() {
    let Ok(folder) = std::env::var("SLOWTRAIN_GALLERY") else {
        return;
    };
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.to_string_lossy().into_owned();
        if !name.ends_with(".csv") || name.ends_with("-near.csv") {
            continue;
        }
        let near = std::fs::read_to_string(name.replace(".csv", "-near.csv")).unwrap_or_default();
        let table = std::fs::read_to_string(&path).expect("a table");
        let departure = table.lines().count() > 50;
        let route = fixture::summary(
            &table,
            &near,
            departure.then_some("2019-04-24T02:00[Asia/Pyongyang]"),
        );
        for ending in [
            "speed.svg",
            "timetable.svg",
            "map.svg",
            "svg",
            "html",
            "kml",
            "gpx",
            "geojson",
        ] {
            let target = std::path::PathBuf::from(name.replace(".csv", &format!(".{ending}")));
            let format = Format::of_path(&target).expect("known");
            let mut file = std::fs::File::create(&target).expect("a file");
            render(&Summary::Route(route.clone()), format, WIDTH, &mut file).expect("written");
        }
    }
}
