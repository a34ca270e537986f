"""The Spark example over a local cluster of two workers, one of which is killed in the middle.

    python -m pytest -m spark

Needs pyspark and Java; it takes a minute or two.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import slowtrain as st

pytestmark = pytest.mark.spark
pyarrow = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
pyspark = pytest.importorskip("pyspark")

EXAMPLES = Path(__file__).parent.parent / "examples"
#: Rows asked; SLOWTRAIN_SPARK_ROWS asks more.
ROWS = int(os.environ.get("SLOWTRAIN_SPARK_ROWS", "20000"))


@pytest.fixture(scope="module", autouse=True)
def java() -> None:
    if shutil.which("java") is None:
        pytest.skip("there is no Java")


def answering() -> list[int]:
    """The executors of this test's cluster whose Python workers have started: their process ids."""
    listed = subprocess.run(
        ["ps", "-eww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    parents = {int(row[0]): int(row[1]) for row in rows}

    def is_own(pid: int) -> bool:
        while pid > 1:
            if pid == os.getpid():
                return True
            pid = parents.get(pid, 0)
        return False

    with_workers = {int(row[1]) for row in rows if len(row) == 3 and "pyspark" in row[2] and "daemon" in row[2]}
    return [
        int(row[0])
        for row in rows
        if len(row) == 3
        and "CoarseGrainedExecutorBackend" in row[2]
        and int(row[0]) in with_workers
        and is_own(int(row[0]))
    ]


@pytest.fixture(scope="module")
def questions(pairs, tmp_path_factory):
    starts, goals = pairs
    times = -(-ROWS // len(starts))
    table = pyarrow.table(
        {"key": range(ROWS), "from": (starts * times)[:ROWS], "to": (goals * times)[:ROWS]}
    )
    path = tmp_path_factory.mktemp("spark") / "pairs.parquet"
    pq.write_table(table, path)
    return table, path


def session(cores: str):
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join([str(EXAMPLES), os.environ.get("PYTHONPATH", "")])
    from pyspark.sql import SparkSession

    return (
        SparkSession.builder.master(cores)
        .appName("slowtrain-test")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "16")
        .config("spark.driver.memory", "1g")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executorEnv.PYTHONPATH", os.environ["PYTHONPATH"])
        .config("spark.executorEnv.SLOWTRAIN_THREADS", "1")
        .getOrCreate()
    )


def test_a_worker_dies_and_no_row_is_lost_or_doubled(questions, tmp_path) -> None:
    sys.path.insert(0, str(EXAMPLES))
    import spark as example

    table, path = questions
    spark = session("local-cluster[2,1,1024]")
    killed: list[int] = []

    is_done = threading.Event()

    def kill_one() -> None:
        """Kills a worker a moment after both have begun to answer."""
        while not is_done.wait(0.2):
            running = answering()
            if len(running) == 2 and not is_done.wait(2):
                os.kill(running[0], signal.SIGKILL)
                killed.append(running[0])
                return

    killer = threading.Thread(target=kill_one, daemon=True)
    killer.start()
    try:
        asked = spark.read.parquet(str(path)).repartition(16)
        begun = time.monotonic()
        example.matrix(asked).write.parquet(str(tmp_path / "answers"))
        took = time.monotonic() - begun
    finally:
        is_done.set()
        spark.stop()
    killer.join(5)
    assert killed, "a worker was killed while it answered"
    answers = pq.read_table(tmp_path / "answers").sort_by("key")
    assert answers["key"].to_pylist() == list(range(ROWS)), "no row is lost or doubled"
    expected = st.matrix(table)
    for name in ["from", "to", "from_id", "to_id", "distance_km", "low_h", "likely_h", "high_h", "reason"]:
        assert answers[name].to_pylist() == expected[name].to_pylist(), name
    print(f"{ROWS} rows in {took:.1f} s, a worker of two killed")
