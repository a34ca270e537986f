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
pyspark = pytest.importorskip("pyspark")

EXAMPLES = Path(__file__).parent.parent / "examples"
#: Rows asked; SLOWTRAIN_SPARK_ROWS asks more.
ROWS = int(os.environ.get("SLOWTRAIN_SPARK_ROWS", "20000"))


@pytest.fixture(scope="module", autouse=True)
def java() -> None:
    if shutil.which("java") is None:
        pytest.skip("there is no Java")


def executors() -> list[int]:
    """The process ids of the executors of this machine's local cluster that this test started."""
    found = []
    own = {os.getpid()}
    processes = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True)
    rows = [line.split(None, 2) for line in processes.stdout.splitlines()[1:]]
    grown = True
    while grown:
        grown = False
        for pid, parent, _ in rows:
            if int(parent) in own and int(pid) not in own:
                own.add(int(pid))
                grown = True
    for pid, _, args in rows:
        if int(pid) in own and "CoarseGrainedExecutorBackend" in args:
            found.append(int(pid))
    return found


@pytest.fixture(scope="module")
def questions(pairs, tmp_path_factory):
    starts, goals = pairs
    times = -(-ROWS // len(starts))
    table = pyarrow.table(
        {"key": range(ROWS), "from": (starts * times)[:ROWS], "to": (goals * times)[:ROWS]}
    )
    path = tmp_path_factory.mktemp("spark") / "pairs.parquet"
    import pyarrow.parquet

    pyarrow.parquet.write_table(table, path)
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

    def kill_one() -> None:
        """Kills an executor once both have been answering for some seconds."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and not killed:
            running = executors()
            if len(running) == 2 and spark.sparkContext.statusTracker().getActiveStageIds():
                time.sleep(6)
                os.kill(running[0], signal.SIGKILL)
                killed.append(running[0])
            time.sleep(0.2)

    killer = threading.Thread(target=kill_one, daemon=True)
    killer.start()
    try:
        asked = spark.read.parquet(str(path)).repartition(16)
        begun = time.monotonic()
        example.matrix(asked).write.parquet(str(tmp_path / "answers"))
        took = time.monotonic() - begun
    finally:
        spark.stop()
    killer.join(5)
    assert killed, "a worker was killed while it answered"
    import pyarrow.parquet

    answers = pyarrow.parquet.read_table(tmp_path / "answers").sort_by("key")
    assert answers["key"].to_pylist() == list(range(ROWS)), "no row is lost or doubled"
    expected = st.matrix(table)
    for name in ["from", "to", "from_id", "to_id", "distance_km", "low_h", "likely_h", "high_h", "reason"]:
        assert answers[name].to_pylist() == expected[name].to_pylist(), name
    print(f"{ROWS} rows in {took:.1f} s, a worker of two killed")
