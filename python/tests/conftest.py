"""What the tests have in common."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

import slowtrain as st

#: The command that comes with the package.
COMMAND = [sys.executable, "-m", "slowtrain"]


def command(*arguments: str, cwd: Path | None = None, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Runs the command line."""
    return subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, check=check, capture_output=True, text=True, timeout=300
    )


@pytest.fixture(scope="session")
def pairs() -> tuple[list[str], list[str]]:
    """2,000 random pairs of ids, some of them without a route, some names that mean nothing or too much."""
    draw = random.Random(17)
    ids = sorted(_ids())
    starts = [draw.choice(ids) for _ in range(2_000)]
    goals = [draw.choice(ids) for _ in range(2_000)]
    starts[10], goals[20], starts[30] = "Atlantis", "Jinzhou", goals[30]
    return starts, goals


def _ids() -> set[str]:
    """The ids of the stations of some long journeys."""
    found: set[str] = set()
    for start, goal in [
        ("Pyongyang", "Vladivostok"),
        ("Pyongyang", "Beijing"),
        ("Moscow", "Vladivostok"),
        ("Hanoi", "Ho Chi Minh City"),
        ("Ulaanbaatar", "Beijing"),
        ("Harbin", "Chita"),
    ]:
        found.update(point.station for point in st.route(start, goal, train="generic-passenger").timing_points)
    return found
