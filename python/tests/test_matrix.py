"""Tables in, tables of the same kind out, with the answers of the command line."""

from __future__ import annotations

import csv
import time
from datetime import date, datetime

import pytest
from conftest import command

import slowtrain as st

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")

TRAIN = "generic-passenger"


@pytest.fixture(scope="session")
def table(pairs) -> pyarrow.Table:
    starts, goals = pairs
    return pyarrow.table({"key": range(len(starts)), "from": starts, "to": goals})


@pytest.fixture(scope="session")
def answers(table) -> pyarrow.Table:
    return st.matrix(table)


def test_2000_answers_are_those_of_the_command_line(table, answers, tmp_path) -> None:
    rows = zip(table["from"].to_pylist(), table["to"].to_pylist(), strict=True)
    with open(tmp_path / "pairs.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerows([("from", "to"), *rows])
    command("matrix", "pairs.csv", "-o", "out.csv", "--train", TRAIN, cwd=tmp_path)
    with open(tmp_path / "out.csv", newline="", encoding="utf-8") as file:
        printed = list(csv.DictReader(file))
    assert len(printed) == answers.num_rows == 2_000
    numbers = {field.name for field in answers.schema if field.type == pyarrow.float64()}
    columns = {name: answers[name].to_pylist() for name in answers.column_names}
    for row, told in enumerate(printed):
        for name, cell in told.items():
            value = columns[name][row]
            if name in numbers:
                assert value == (float(cell) if cell else None), (row, name)
            else:
                assert (value or "") == cell, (row, name)
    assert answers["reason"].null_count > 1_000


def test_the_same_kind_comes_back(table, answers) -> None:
    few = table.slice(0, 40)
    expected = answers.slice(0, 40)
    frame = few.to_pandas()
    frame.index = [f"row {i % 3}" for i in range(40)]
    out = st.matrix(frame)
    assert isinstance(out, pandas.DataFrame) and list(out.index) == list(frame.index)
    assert list(out.columns) == expected.column_names
    numbers = out["distance_km"].reset_index(drop=True)
    pandas.testing.assert_series_equal(numbers, expected["distance_km"].to_pandas(), check_names=False)
    assert out.attrs["slowtrain"]["slowtrain.train"] == TRAIN
    assert list(frame.columns) == ["key", "from", "to"], "the table asked is as it was"
    for kind in [polars.DataFrame, lambda t: polars.DataFrame(t).lazy()]:
        asked = kind(few)
        out = st.matrix(asked)
        assert type(out) is type(asked)
        out = out.collect() if isinstance(out, polars.LazyFrame) else out
        assert out["likely_h"].to_list() == expected["likely_h"].to_pylist()
    batch = st.matrix(few.to_batches()[0])
    assert isinstance(batch, pyarrow.RecordBatch) and batch.schema == expected.schema
    assert pyarrow.Table.from_batches([batch]) == expected.combine_chunks()
    reader = st.matrix(pyarrow.RecordBatchReader.from_batches(few.schema, few.to_batches(max_chunksize=7)))
    assert isinstance(reader, pyarrow.RecordBatchReader)
    assert reader.read_all().combine_chunks() == expected.combine_chunks()
    assert st.matrix(few.to_pydict())["high_h"].to_pylist() == expected["high_h"].to_pylist()


def test_columns_may_come_in_any_form(table, answers) -> None:
    few, expected = table.slice(0, 40), answers.slice(0, 40)
    starts, goals = few["from"].combine_chunks(), few["to"].combine_chunks()
    forms = [
        (starts.dictionary_encode(), goals.cast(pyarrow.large_string())),
        (starts.cast(pyarrow.string_view()), goals.dictionary_encode()),
        (pyarrow.chunked_array([starts[:3], starts[3:3], starts[3:]]), goals),
    ]
    for start, goal in forms:
        out = st.matrix(pyarrow.table({"from": start, "to": goal}))
        assert out["likely_h"].combine_chunks() == expected["likely_h"].combine_chunks()
    categories = few.to_pandas().astype({"from": "category", "to": "category"})
    assert st.matrix(categories)["likely_h"].tolist()[0] == expected["likely_h"][0].as_py()
    empty = st.matrix(few.slice(0, 0))
    assert empty.num_rows == 0 and empty.schema == expected.schema
    assert len(st.matrix(few.slice(0, 0).to_pandas())) == 0
    assert st.matrix(polars.DataFrame(few.slice(0, 0))).height == 0


def test_rows_have_terms_of_their_own() -> None:
    frame = pandas.DataFrame(
        {
            "from": ["Pyongyang"] * 4,
            "to": ["Vladivostok"] * 4,
            "train": ["leader-special", None, "generic-passenger", "nothing"],
            "departure": pandas.to_datetime(["2019-04-23T22:00"] * 4),
            "via": [["Khasan"], None, ["Khasan", "Ussuriysk"], []],
            "day": [date(2019, 4, 24)] * 4,
        }
    )
    out = st.matrix(frame)
    assert out["train_id"].tolist()[:3] == ["leader-special", TRAIN, TRAIN]
    assert out["reason"].tolist()[3] == "unknown_train"
    one = st.route("Pyongyang", "Vladivostok", train="leader-special", via="Khasan", depart=datetime(2019, 4, 23, 22))
    assert out["likely_h"][0] == one.to_dict()["routes"][0]["duration_h"]["likely"]
    assert out["arrive_local"][0] == one.to_dict()["routes"][0]["legs"][-1]["arrive_local"]


def test_tables_that_are_none_are_refused() -> None:
    with pytest.raises(st.BadRequest, match='no column "to"; they have from'):
        st.matrix(pandas.DataFrame({"from": ["Moscow"]}))
    with pytest.raises(st.BadRequest, match='column "from" is of type'):
        st.matrix(pyarrow.table({"from": pyarrow.array([], pyarrow.int64()), "to": pyarrow.array([], pyarrow.string())}))
    with pytest.raises(st.BadRequest, match="a list is no table"):
        st.matrix([("Moscow", "Chita")])
    with pytest.raises(st.BadRequest, match="column 'error', and so have the answers"):
        st.matrix({"from": ["Moscow"], "to": ["Chita"], "error": ["none"]})
    kept = st.matrix({"from": ["Moscow"], "to": ["Chita"], "error": ["none"]}, keep=["to"])
    assert kept.column_names[:2] == ["to", "from_id"]
    with pytest.raises(st.BadRequest, match="keep names a column 'key'"):
        st.matrix({"from": ["Moscow"], "to": ["Chita"]}, keep=["key"])
    with pytest.raises(st.UnknownTrain):
        st.matrix({"from": ["Moscow"], "to": ["Chita"]}, train="nothing")


def test_the_schema_is_constant_and_says_what_answered(answers) -> None:
    schema = pyarrow.schema(st.schema())
    assert schema == pyarrow.schema(list(answers.schema)[3:])
    told = {key.decode(): value.decode() for key, value in answers.schema.metadata.items()}
    assert told["slowtrain.schema"] == st.SCHEMA == "slowtrain.pairs/1"
    assert told["slowtrain.version"] == st.__version__
    assert told["slowtrain.network_checksum"] == st.network().checksum


def test_duckdb_and_geopandas_take_part(table) -> None:
    duckdb = pytest.importorskip("duckdb")
    few = table.slice(0, 20)
    out = st.matrix(duckdb.sql("select * from few"))
    assert duckdb.sql("select count(*) from out where distance_km > 0").fetchall()[0][0] > 0
    geopandas = pytest.importorskip("geopandas")
    places = geopandas.GeoDataFrame(few.to_pandas(), geometry=geopandas.points_from_xy(range(20), range(20)))
    out = st.matrix(places)
    assert isinstance(out, geopandas.GeoDataFrame) and out.geometry.iloc[3].x == 3


def test_a_long_matrix_stops_at_ctrl_c(pairs) -> None:
    import _thread
    import threading

    starts, goals = pairs
    table = {"from": starts * 200, "to": goals * 200}
    threading.Timer(1.0, _thread.interrupt_main).start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        st.matrix(table)
    assert time.monotonic() - begun < 20
