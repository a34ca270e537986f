"""Answers: figures with units, the texts of the command line, every format."""

from __future__ import annotations

import json
import pickle
import shlex
import xml.etree.ElementTree as ElementTree
from datetime import date, datetime, timedelta, timezone

import pytest
from conftest import command

import slowtrain as st


@pytest.fixture(scope="module")
def journey() -> st.Journey:
    return st.route("Pyongyang", "Vladivostok", train="leader-special", depart="2019-04-23T22:00")


def test_a_journey_has_figures_with_units(journey: st.Journey) -> None:
    assert 1_200 < journey.distance_km < 1_260
    low, likely, high = journey.duration
    assert timedelta(hours=20) < low < likely < high < timedelta(hours=60)
    assert likely.total_seconds() % 60 == 0
    assert journey.technical_minimum < low
    assert journey.arrival is not None and journey.arrival.high > high
    assert journey.train == "leader-special"
    assert (journey.from_id, journey.to_id) == ("kp-pyongyang", "ru-vladivostok")
    assert journey.countries == ["KP", "RU"]
    assert journey.departs == datetime(2019, 4, 23, 22, tzinfo=timezone(timedelta(hours=9)))
    assert journey.arrives is not None
    assert journey.arrives - journey.departs == likely


def test_legs_and_ledger_add_up_to_the_whole(journey: st.Journey) -> None:
    parts = [leg.likely + leg.stop for leg in journey.legs]
    assert sum(parts, timedelta()) == journey.duration.likely
    ledger = sum(journey.ledger.values(), timedelta())
    assert abs(ledger - journey.duration.likely) < timedelta(seconds=4)
    points = journey.timing_points
    assert points[-1].arrives_likely == journey.duration.likely
    assert (points[0].station, points[-1].station) == ("kp-pyongyang", "ru-vladivostok")


def test_the_answer_is_that_of_the_command_line(journey: st.Journey) -> None:
    asked = ["Pyongyang", "Vladivostok", "--train", "leader-special", "--depart", "2019-04-23T22:00"]
    printed = json.loads(command("route", *asked, "--format", "json").stdout)
    answer = journey.to_dict()
    assert answer.pop("command") == journey.command
    assert printed.pop("command").startswith("slowtrain route Pyongyang Vladivostok")
    assert answer == printed
    again = command(*shlex.split(journey.command)[1:], "--format", "json").stdout
    assert json.loads(again)["routes"] == printed["routes"], "the command of an answer gives the same answer"


def test_legs_become_tables(journey: st.Journey) -> None:
    pandas = pytest.importorskip("pandas")
    frame = journey.legs.to_pandas()
    assert list(frame.columns) == list(st.Leg._fields)
    assert len(frame) == len(journey.legs)
    assert frame["likely"].sum() + frame["stop"].sum() == pandas.Timedelta(journey.duration.likely)
    polars = pytest.importorskip("polars")
    assert journey.legs.to_polars()["likely"].dtype == polars.Duration("us")
    pyarrow = pytest.importorskip("pyarrow")
    assert journey.timing_points.to_arrow().column("at_km").type == pyarrow.float64()
    assert journey.legs[0].duration.likely == journey.legs[0].likely
    assert len(journey.legs[1:]) == len(journey.legs) - 1


def test_every_format_is_written(journey: st.Journey, tmp_path) -> None:
    features = journey.to_geojson()["features"]
    assert any(feature["geometry"]["type"] == "LineString" for feature in features)
    for ending in ["json", "csv", "md", "html", "geojson", "gpx", "kml", "map.svg", "svg", "png"]:
        assert journey.save(tmp_path / f"trip.{ending}").stat().st_size > 500
    assert (tmp_path / "trip.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(st.BadRequest, match='"trip.xlsx" does not end in a known format'):
        journey.save(tmp_path / "trip.xlsx")
    assert not (tmp_path / "trip.xlsx").exists()


def test_a_notebook_shows_map_and_answer(journey: st.Journey) -> None:
    html = journey._repr_html_()
    svg = html[html.index("<svg") : html.index("</svg>") + 6]
    picture = ElementTree.fromstring(svg)
    assert picture.tag.endswith("svg") and len(list(picture.iter())) > 100
    assert "Pyongyang to Vladivostok: 1,2" in html and "<table>" in html
    assert "Pyongyang to Vladivostok: 1,2" in repr(journey)
    assert "Khasan" in str(journey)


def test_alternatives_stops_and_other_options() -> None:
    journey = st.route("Pyongyang", "Beijing", alternatives=1, stops={"Dandong": 60}, on=date(2019, 4, 24))
    assert len(journey.alternatives) <= 1
    quick = st.route("Pyongyang", "Beijing")
    assert journey.duration.likely > quick.duration.likely
    short = st.route("Pyongyang", "Vladivostok", shortest=True)
    assert short.distance_km <= st.route("Pyongyang", "Vladivostok").distance_km
    heavy = st.route("Pyongyang", "Vladivostok", cars=25, mass_t=2_000.0)
    assert heavy.duration.likely > st.route("Pyongyang", "Vladivostok").duration.likely


def test_a_train_may_be_a_file(tmp_path) -> None:
    text = st.train_file("rossiya").replace('id = "rossiya"', 'id = "mine"')
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    for train in [path, str(path)]:
        assert st.route("Moscow", "Chita", train=train).train == "mine"
    with pytest.raises(st.BadData, match="cannot read"):
        st.route("Moscow", "Chita", train=tmp_path / "other.toml")


def test_the_world_answers() -> None:
    journey = st.route("Paris", "Istanbul")
    low, high = journey.distance_range_km
    assert low < journey.distance_km < high
    assert "sketch" in " ".join([*journey.remarks, *journey.warnings])


def test_a_claim_has_a_verdict_and_its_reasons() -> None:
    claim = st.claim("Pyongyang", "Vladivostok", km=200, hours="19-20")
    assert claim.verdict == "impossible"
    assert {check.of: check.verdict for check in claim.checks}["distance"] == "impossible"
    assert claim.geodesic_km > 600 and "190 to 210 km" in claim.reasons[0]
    assert "impossible" in claim._repr_html_() and "impossible" in str(claim)
    assert st.claim("Pyongyang", "Vladivostok", km="about 1,200").verdict == "consistent"
    printed = command("claim", "Pyongyang", "Vladivostok", "--km", "200", "--hours", "19-20", "--format", "json", check=False)
    told, answer = json.loads(printed.stdout), claim.to_dict()
    assert told.pop("command") and answer.pop("command") == claim.command
    assert (printed.returncode, told) == (1, answer)
    claims = st.claims()
    assert len(claims) > 50 and claims.claims[0].id and "impossible" in repr(claims)
    clocks = st.claim("Khasan", "Vladivostok", departed="2019-04-24T11:40", arrived="2019-04-24T18:00")
    assert clocks.verdict in {"doubtful", "consistent"}
    with pytest.raises(st.BadRequest, match="not a figure|is no"):
        st.claim("Pyongyang", "Vladivostok", km="far")


def test_a_train_is_located() -> None:
    at = datetime(2019, 4, 24, 17, tzinfo=timezone(timedelta(hours=10)))
    found = st.locate("Khasan", "Vladivostok", "2019-04-24T11:40", seen={"Ussuriysk": "2019-04-24T16:00"}, at=at)
    assert found.position is not None and found.position.likely_km > 100
    assert found.arrival.low <= found.arrival.likely <= found.arrival.high
    assert found.stations[-1].station == "ru-vladivostok"
    assert "<svg" in found._repr_html_() and "arrives 2019-04-24" in repr(found)
    with pytest.raises(st.ContradictorySighting):
        st.locate("Khasan", "Vladivostok", "2019-04-24T11:40", seen={"Ussuriysk": "2019-04-24T11:41"})


def test_reach_counts_stations() -> None:
    reach = st.reach("Khasan", "20h")
    assert reach.within == timedelta(hours=20)
    assert st.reach("Khasan", timedelta(hours=20)).stations == reach.stations == st.reach("Khasan", 20).stations
    assert {"ru-ussuriysk", "ru-vladivostok"} <= {row.station for row in reach.stations}
    assert reach.to_geojson()["features"] and "<svg" in reach._repr_html_()


def test_reported_journeys_are_compared(tmp_path) -> None:
    reported = {
        "journey_id": ["a", "b"],
        "from_place": ["Pyongyang", "Khasan"],
        "to_place": ["Vladivostok", "Ussuriysk"],
        "from_id": ["kp-pyongyang", "ru-khasan"],
        "to_id": ["ru-vladivostok", "ru-ussuriysk"],
        "duration_h": [33.0, None],
        "train": ["leader-special", "leader-special"],
    }
    found = st.compare(reported)
    assert [row.journey_id for row in found.rows] == ["a", "b"]
    assert found.rows[0].verdict == "consistent" and found.rows[0].reported == timedelta(hours=33)
    pandas = pytest.importorskip("pandas")
    assert st.compare(pandas.DataFrame(reported)).rows == found.rows
    polars = pytest.importorskip("polars")
    assert st.compare(polars.DataFrame(reported)).rows == found.rows
    bundled = st.compare()
    assert len(bundled.rows) > 100 and "<svg" in bundled._repr_html_()
    with pytest.raises(st.BadData, match="from_place"):
        st.compare({"a": [1]})


def test_stations_and_trains_are_found() -> None:
    assert st.stations("Ussuri")[0].id == "ru-ussuriysk"
    assert st.stations("평양")[0].name == "Pyongyang"
    trains = {train.id: train for train in st.trains()}
    assert trains["leader-special"].mass_t == 1_400
    assert "leader-special" in st.trains()._repr_html_()


def test_networks_are_folders(tmp_path) -> None:
    command("network", "init", str(tmp_path / "mine"))
    network = st.Network(tmp_path / "mine")
    assert network.checksum == st.network().checksum
    assert network.route("Pyongyang", "Vladivostok").distance_km == st.route("Pyongyang", "Vladivostok").distance_km
    again = pickle.loads(pickle.dumps(network))
    assert again.checksum == network.checksum and "stations" in repr(again)
    assert isinstance(network.warnings, list)
    (tmp_path / "mine" / "segments.csv").write_text("from,to\n", encoding="utf-8")
    with pytest.raises(st.BadData, match="segments.csv"):
        st.Network(tmp_path / "mine")
    with pytest.raises(st.BadData, match="a network is a folder"):
        st.Network(tmp_path / "nothing")
