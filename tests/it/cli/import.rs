//! Imports on the command line that find nothing to import.

use std::fs;

use crate::harness::Sandbox;

/// A field of bytes of a protocol buffer. All here are shorter than 128 bytes.
fn field(number: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).expect("short");
    assert!(length < 128, "a length of one byte");
    [&[number << 3 | 2, length], content].concat()
}

/// A blob that is not packed.
fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
    let body = field(1, content);
    let length = u8::try_from(body.len()).expect("short");
    let header = [field(1, kind.as_bytes()), vec![3 << 3, length]].concat();
    let size = u32::try_from(header.len()).expect("short").to_be_bytes();
    [&size[..], &header, &body].concat()
}

/// A map of some ways, each with a value of `railway`, in the format of OpenStreetMap.
fn map(railways: &[&str]) -> Vec<u8> {
    let texts = ["", "railway"].iter().chain(railways);
    let texts: Vec<u8> = texts.flat_map(|text| field(1, text.as_bytes())).collect();
    let ways = railways.iter().zip(2..).map(|(_, value)| {
        // Its id, its key, its value, and nodes 1 and 2.
        let way = [
            vec![1 << 3, value],
            field(2, &[1]),
            field(3, &[value]),
            field(8, &[2, 2]),
        ];
        field(3, &way.concat())
    });
    let ways: Vec<u8> = ways.flatten().collect();
    let header = field(4, b"OsmSchema-V0.6");
    let block = [field(1, &texts), field(2, &ways)].concat();
    [blob("OSMHeader", &header), blob("OSMData", &block)].concat()
}

#[test]
fn a_map_without_a_railway_is_a_negative_answer_that_says_what_it_has() {
    let sandbox = Sandbox::new();
    fs::write(
        sandbox.path().join("m.osm.pbf"),
        map(&["subway", "platform"]),
    )
    .expect("written");
    let refusal = sandbox
        .run(&["import", "osm", "m.osm.pbf", "-o", "net"])
        .refused(1);
    insta::assert_snapshot!(refusal, @"
    slowtrain: 1 x way railway=platform: no track
    slowtrain: 1 x way railway=subway: not asked for
    slowtrain: m.osm.pbf: no railway=rail among 2 ways; 1 subway way: --include subway; 1 platform way; nothing was written
    ");
    assert!(!sandbox.path().join("net").exists());
    // With the hint taken there is a line, but no station at it: neither node is in the file.
    let with = [
        "import",
        "osm",
        "m.osm.pbf",
        "-o",
        "net",
        "--include",
        "tram,subway",
    ];
    let refusal = sandbox.run(&with).refused(1);
    assert!(
        refusal.contains("no station at any of its 0 pieces of track"),
        "{refusal}"
    );
}
