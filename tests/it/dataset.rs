//! The front door: what names mean, who owns what, and petgraph on the network.

use petgraph::algo::{connected_components, dijkstra};
use petgraph::graph::NodeIndex;
use petgraph::visit::NodeFiltered;
use slowtrain::dataset::{Avoided, ClaimRequest, ReachRequest};
use slowtrain::network::components;
use slowtrain::reported::Verdict;
use slowtrain::units::RunTime;
use slowtrain::{Dataset, Error, Request};

fn bundled() -> Dataset {
    Dataset::bundled().expect("the bundled data are valid")
}

#[test]
fn ids_names_and_numbers_are_the_same_places() {
    let data = bundled();
    let station = |name: &str| data.resolve(name).expect("one station").station;
    let [from, to] = ["kp-pyongyang", "ru-vladivostok"].map(station);
    let plans = [
        Request::new("평양", "Владивосток"),
        Request::new("kp-pyongyang", "ru-vladivostok"),
        Request::new(from, to),
    ]
    .map(|request| data.plan(&request).expect("a plan"));
    for plan in &plans {
        assert_eq!(plan.best().distance().km().round(), 1_231.0);
        assert_eq!(plan.train().id, "leader-special");
        assert_eq!(plan.best().duration(), plans[0].best().duration());
    }
}

#[test]
fn an_answer_names_the_command_that_asks_the_same() {
    let data = bundled();
    let from = data.resolve("Dong Dang").expect("a station").station;
    let hanoi = data.resolve("Hanoi").expect("a station").station;
    let request = Request::new(from, hanoi)
        .avoid(Avoided::Station(
            data.resolve("Vinh").expect("a station").station,
        ))
        .stop(("Gia Lam", RunTime::from_min(5.0)))
        .train("vn-express")
        .alternatives(1);
    let summary = data.plan(&request).expect("a plan").summary();
    assert_eq!(
        summary.provenance().command,
        "slowtrain route vn-dong-dang vn-ha-noi --stop 'Gia Lam=5' --alternatives 1 --avoid vn-vinh --train vn-express"
    );
    let told = data
        .plan(&request.command("mine"))
        .expect("a plan")
        .summary();
    assert_eq!(told.provenance().command, "mine");
}

#[test]
fn errors_are_data_in_the_words_of_the_command_line() {
    let data = bundled();
    let error = |request: Request| data.plan(&request).expect_err("an error");
    let unknown = error(Request::new("Pyongyang", "Vladivostok").train("rossia"));
    assert_eq!(
        (unknown.code(), unknown.is_negative()),
        ("unknown_train", false)
    );
    let Error::UnknownTrain { nearest, known, .. } = unknown else {
        panic!("another error");
    };
    let trains = std::fs::read_dir("data/trains").expect("the folder of trains");
    assert_eq!(
        (nearest.as_deref(), known.len()),
        (Some("rossiya"), trains.count())
    );
    let same = error(Request::new("Pyongyang", "kp-pyongyang"));
    assert_eq!(
        same.to_string(),
        "both ends are Pyongyang (kp-pyongyang); a journey needs two stations"
    );
    let gauge = error(Request::new("Pyongyang", "Vladivostok").train("vn-express"));
    assert!(gauge.is_negative());
    let Error::NoRoute(no_route) = gauge else {
        panic!("another error");
    };
    assert!(no_route.able.iter().any(|id| id == "leader-special"));
    assert_eq!(no_route.blocked_by.len(), 1);
    let path = error(Request::new("Khasan", "Vladivostok").train("Cargo.toml"));
    assert_eq!(path.code(), "unknown_train", "a name is never a path");
}

#[test]
fn a_dataset_is_shared_between_threads() {
    let data = bundled();
    let other = data.clone();
    let verdict = std::thread::spawn(move || {
        let claim = ClaimRequest::new("Pyongyang", "Vladivostok").km(200.0);
        other.judge(&claim).expect("judged").verdict()
    });
    let reachable = data
        .reach(&ReachRequest::new("Khasan", "3h"))
        .expect("reached");
    assert!(!reachable.reach().stations.is_empty());
    assert_eq!(verdict.join().expect("no panic"), Some(Verdict::Impossible));
}

#[test]
fn petgraph_counts_and_measures_the_network() {
    let data = bundled();
    let network = data.network();
    let graph = network.graph();
    assert_eq!(connected_components(&graph), components(network).len());
    let [from, to] = ["Moscow Yaroslavsky", "Vladivostok"]
        .map(|name| data.resolve(name).expect("a station").station);
    let node = |wanted| {
        let found = graph.node_indices().find(|node| graph[*node] == wanted);
        found.expect("a node for each station")
    };
    let meters = |edge: petgraph::graph::EdgeReference<'_, slowtrain::network::SegmentIdx>| {
        network.segment(*edge.weight()).length.m().round() as u64
    };
    let any = dijkstra(&graph, node(from), Some(node(to)), meters)[&node(to)];
    // The Trans-Siberian has 9,288 official kilometres; through Manchuria it is shorter, which is why the Chinese Eastern
    // Railway was built.
    let is_russian = |node| network.station(graph[node]).country.code() == "RU";
    let russian = NodeFiltered::from_fn(&graph, is_russian);
    let home = dijkstra(&russian, node(from), Some(node(to)), meters)[&node(to)];
    assert!((9_000_000..=9_288_000).contains(&home), "{home}");
    assert!(any < home, "{any} {home}");
    assert_eq!(
        NodeIndex::<u32>::new(0),
        graph.node_indices().next().expect("a node")
    );
}
