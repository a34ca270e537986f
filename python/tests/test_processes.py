"""Threads, forks, imports: what a package must not break."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

import slowtrain as st


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_fork_after_the_pool_has_started_does_not_hang() -> None:
    code = """
import os, signal, sys, warnings
import slowtrain as st
warnings.simplefilter("ignore")
pairs = {"from": ["Pyongyang", "Khasan"] * 50, "to": ["Vladivostok", "Harbin"] * 50}
st.set_threads(2)
expected = st.matrix(pairs)
st.compare()
child = os.fork()
if child == 0:
    signal.alarm(60)
    ok = st.threads() == 1 and st.matrix(pairs) == expected and len(st.compare().rows) > 100
    st.set_threads(2)
    ok = ok and st.threads() == 2 and st.matrix(pairs) == expected
    os._exit(0 if ok else 1)
_, status = os.waitpid(child, 0)
assert st.threads() == 2
sys.exit(os.waitstatus_to_exitcode(status))
"""
    pytest.importorskip("pyarrow")
    done = run(code)
    assert done.returncode == 0, done.stderr


def test_threads_may_ask_at_once() -> None:
    asked = [("Pyongyang", "Vladivostok"), ("Harbin", "Beijing"), ("Moscow", "Chita")] * 8
    alone = {pair: st.route(*pair).to_dict() for pair in set(asked)}
    with ThreadPoolExecutor(8) as pool:
        for pair, answer in zip(asked, pool.map(lambda pair: st.route(*pair).to_dict(), asked), strict=True):
            assert answer == alone[pair]


def test_the_interpreter_is_free_while_it_works() -> None:
    """Another thread counts while a matrix runs; with the lock held it could not."""
    import threading

    pytest.importorskip("pyarrow")
    count, is_done = 0, threading.Event()

    def counting() -> None:
        nonlocal count
        while not is_done.wait(0.001):
            count += 1

    counter = threading.Thread(target=counting)
    counter.start()
    st.matrix({"from": ["Pyongyang"] * 300, "to": ["Vladivostok"] * 300})
    is_done.set()
    counter.join()
    assert count > 5


def test_the_import_is_light() -> None:
    code = """
import sys, time
start = time.perf_counter()
import slowtrain
print(time.perf_counter() - start)
assert not {"pandas", "polars", "pyarrow", "numpy"} & set(sys.modules), "nobody asked for them"
"""
    times = sorted(float(run(code).stdout) for _ in range(5))
    # The aim is 0.05 s; a test on a busy machine only looks that nothing heavy crept in.
    assert times[0] < 0.5


def test_the_number_of_threads_comes_from_the_environment() -> None:
    code = "import slowtrain; print(slowtrain.threads())"
    assert run(code, SLOWTRAIN_THREADS="3").stdout == "3\n"
    assert 'SLOWTRAIN_THREADS is "many"' in run(code, SLOWTRAIN_THREADS="many").stderr
    with pytest.raises(st.BadRequest):
        st.set_threads(-1)


def test_the_command_comes_along() -> None:
    from importlib.metadata import distribution

    package = distribution("slowtrain")
    scripts = {script.name: script.value for script in package.entry_points}
    assert scripts["slowtrain"] == "slowtrain._cli:main"
    assert package.version == st.__version__
    done = subprocess.run([sys.executable, "-m", "slowtrain", "--version"], capture_output=True, text=True)
    assert done.stdout.startswith(f"slowtrain {st.__version__} ")
    done = subprocess.run([sys.executable, "-m", "slowtrain", "route"], capture_output=True, text=True)
    assert done.returncode == 2 and "Usage: slowtrain route" in done.stderr


def test_licences_and_types_are_in_the_package() -> None:
    from importlib.metadata import files
    from pathlib import Path

    names = {path.name for path in files("slowtrain") or []}
    wanted = {"LICENSE-MIT", "LICENSE-APACHE", "LICENSE-data-ODbL", "LICENSE-fonts-OFL"}
    assert wanted <= names, "they are missing in an editable install; install the wheel"
    texts = [path.read_text() for path in files("slowtrain") or [] if path.name.startswith("LICENSE-")]
    assert all(len(text) > 900 for text in texts), "whole texts, not the names of links"
    folder = Path(st.__file__).parent
    assert (folder / "py.typed").exists() and (folder / "_slowtrain.pyi").exists()


def test_doctests() -> None:
    import doctest

    import slowtrain._network
    import slowtrain._values

    pytest.importorskip("pyarrow")
    for module in [st, slowtrain._network, slowtrain._values]:
        found = doctest.testmod(module)
        assert found.attempted > 0 and found.failed == 0, module.__name__
