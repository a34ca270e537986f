"""The examples run, with the engines that are installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("polars")

EXAMPLES = Path(__file__).parent.parent / "examples"


def test_engines_of_one_machine_have_the_same_answers() -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "one_machine.py")], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert "polars: the same answers" in done.stdout
    assert "OTHER ANSWERS" not in done.stdout
