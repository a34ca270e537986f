"""A million pairs on Spark: the package in the workers, a batch of rows at a time.

    PYSPARK_PYTHON=$(which python) spark-submit spark.py pairs.parquet answers.parquet

Needs pyspark 4 and Java 17. `answer` below is all there is to it; the rest is ordinary Spark.

- Spark does not keep the order of rows: give them a key and compare by it.
- Spark gives each task a core, so a worker answers with one thread (`SLOWTRAIN_THREADS=1`).
- A worker that dies loses its tasks, not their rows: Spark runs them again, and an answer depends on its question alone.
- The network is in the package. One of your own is a folder: `--files my-network.zip`, then `st.Network(folder)` in `answer`.
- Pin versions by installing the same wheel everywhere; the schema's metadata say which version and network answered.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pyarrow
from pyspark.sql import DataFrame, SparkSession

import slowtrain as st

#: The train of rows that name none.
TRAIN = "generic-passenger"


def answer(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Answers batches of questions; runs in the workers."""
    st.set_threads(1)
    for batch in batches:
        yield st.matrix(batch, train=TRAIN)


def matrix(pairs: DataFrame) -> DataFrame:
    """The pairs with their answers behind them; all columns of the pairs are passed through."""
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructType

    answers = from_arrow_schema(pyarrow.schema(st.schema(train=TRAIN)))
    return pairs.mapInArrow(answer, StructType(pairs.schema.fields + answers.fields))


def main() -> None:
    questions, answers = sys.argv[1:]
    spark = SparkSession.builder.appName("slowtrain").getOrCreate()
    pairs = spark.read.parquet(questions)
    # Pairs of one goal share its search, so they belong together where there are many.
    pairs = pairs.repartition("to").sortWithinPartitions("to", "from")
    matrix(pairs).write.mode("overwrite").parquet(answers)
    spark.stop()


if __name__ == "__main__":
    main()
