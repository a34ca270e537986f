//! Reading and checking networks: one test for each thing that can be wrong, and the bundled data.

use slowtrain::network::{self, Network};

#[test]
fn the_bundled_network_has_no_errors() {
    let checked = network::bundled().unwrap_or_else(|findings| panic!("{findings}"));
    let network: &Network = checked.network();
    assert!(network.stations().len() > 1_800);
    assert!(network.segments().len() > 1_800);
    let pyongyang = network.station_by_id("kp-pyongyang").expect("bundled");
    assert_eq!(network.station(pyongyang).name, "Pyongyang");
}
