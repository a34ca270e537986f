"""The same table of pairs answered from DuckDB, Polars, DataFusion, Dask and Ray.

    python one_machine.py

Each function hands over its rows in the engine's own way and gives back its own kind of table. What is not installed is
passed over. pandas and pyarrow are in the README.
"""

from __future__ import annotations

import pyarrow

import slowtrain as st

PAIRS = pyarrow.table(
    {
        "key": range(6),
        "from": ["Pyongyang", "Khasan", "Moscow", "Harbin", "Hanoi", "Atlantis"],
        "to": ["Vladivostok", "Vladivostok", "Vladivostok", "Beijing", "Vinh", "Beijing"],
    }
)


def with_duckdb(pairs: pyarrow.Table) -> pyarrow.Table:
    """A query in, a query over the answers out; rows cross as Arrow."""
    import duckdb

    asked = duckdb.sql("select * from pairs order by key")
    answers = st.matrix(asked)
    return duckdb.sql("select key, distance_km, likely_h, reason from answers order by key").arrow().read_all()


def with_polars(pairs: pyarrow.Table) -> pyarrow.Table:
    """A DataFrame in, a DataFrame out; no pyarrow needed between them."""
    import polars

    answers = st.matrix(polars.DataFrame(pairs))
    return answers.select("key", "distance_km", "likely_h", "reason").to_arrow()


def with_datafusion(pairs: pyarrow.Table) -> pyarrow.Table:
    """A stream of batches in, a stream of batches out: memory does not grow with the number of pairs."""
    import datafusion

    context = datafusion.SessionContext()
    context.register_record_batches("pairs", [pairs.to_batches()])
    asked = context.sql('select key, "from", "to" from pairs order by key')
    reader = pyarrow.RecordBatchReader.from_stream(asked)
    return st.matrix(reader).read_all().select(["key", "distance_km", "likely_h", "reason"])


def with_dask(pairs: pyarrow.Table) -> pyarrow.Table:
    """A partition at a time; the schema is that of an empty table."""
    import dask
    import dask.dataframe

    frame = dask.dataframe.from_pandas(pairs.to_pandas(), npartitions=2)
    meta = st.matrix(frame._meta)
    with dask.config.set(scheduler="threads"):
        answers = frame.map_partitions(st.matrix, meta=meta).compute()
    return pyarrow.Table.from_pandas(answers[["key", "distance_km", "likely_h", "reason"]], preserve_index=False)


def with_ray(pairs: pyarrow.Table) -> pyarrow.Table:
    """A batch at a time in Ray's workers, one thread each."""
    import ray

    ray.init(num_cpus=2, include_dashboard=False, runtime_env={"env_vars": {"SLOWTRAIN_THREADS": "1"}})
    try:
        answers = ray.data.from_arrow(pairs).map_batches(st.matrix, batch_format="pyarrow", batch_size=3)
        tables = [ray.get(table) for table in answers.to_arrow_refs()]
    finally:
        ray.shutdown()
    answers = pyarrow.concat_tables(tables, promote_options="default").sort_by("key")
    return answers.select(["key", "distance_km", "likely_h", "reason"])


ENGINES = {
    "duckdb": with_duckdb,
    "polars": with_polars,
    "datafusion": with_datafusion,
    "dask": with_dask,
    "ray": with_ray,
}


def main() -> None:
    expected = st.matrix(PAIRS).select(["key", "distance_km", "likely_h", "reason"])
    for name, answered in ENGINES.items():
        try:
            answers = answered(PAIRS)
        except ImportError as error:
            print(f"{name}: passed over, {error}")
            continue
        same = answers.to_pydict() == expected.to_pydict()
        print(f"{name}: {'the same answers' if same else 'OTHER ANSWERS'}")


if __name__ == "__main__":
    main()
