"""How far is it by rail, how long does the train take, and is the reported story true?

Offline estimates of rail journeys: a route through a rail network, a train run over it, how long that takes and how certain
it is. Distances are in kilometres, times are timedeltas, ranges hold 8 journeys in 10.

>>> import slowtrain as st
>>> j = st.route("Pyongyang", "Vladivostok", train="leader-special")
>>> round(j.distance_km), j.legs[0].country
(1231, 'KP')
>>> st.claim("Pyongyang", "Vladivostok", km=200, hours="19-20").verdict
'impossible'

The functions ask the bundled network; :class:`Network` asks one of your own.
"""

from __future__ import annotations

import os as _os

from slowtrain import _slowtrain
from slowtrain._answers import (
    Answer,
    Claim,
    Claims,
    Comparison,
    Figures,
    Journey,
    JudgedClaim,
    Judgement,
    Location,
    Reach,
    Route,
)
from slowtrain._errors import (
    AmbiguousStation,
    BadData,
    BadRequest,
    ContradictorySighting,
    InternalError,
    NegativeAnswer,
    NoRoute,
    SlowtrainError,
    Stall,
    UnknownStation,
    UnknownTrain,
)
from slowtrain._network import BundledNetwork, Network
from slowtrain._values import (
    Check,
    Compared,
    Leg,
    Passing,
    Position,
    Range,
    Reached,
    Rows,
    Station,
    TimingPoint,
    Train,
)

__version__: str = _slowtrain.__version__
#: Name and version of the schema of the answers of :func:`matrix`.
SCHEMA: str = _slowtrain.SCHEMA

_bundled = BundledNetwork()

# The functions of the module are those of the bundled network, which is read when it is first asked.
route = _bundled.route
claim = _bundled.claim
claims = _bundled.claims
compare = _bundled.compare
locate = _bundled.locate
reach = _bundled.reach
matrix = _bundled.matrix
schema = _bundled.schema
stations = _bundled.stations
trains = _bundled.trains
train_file = _bundled.train_file


def network() -> Network:
    """The bundled network."""
    return _bundled


def set_threads(threads: int) -> None:
    """Sets how many threads answer in this process; 0 for one for each core.

    By default one for each core, one in a process that was forked from another, or as many as the environment variable
    ``SLOWTRAIN_THREADS`` says. Workers of Spark, Dask and Ray share their machine, so one for each of them is right.
    """
    if threads < 0:
        raise BadRequest(f"threads is {threads}; it is a whole number from 0", "bad_threads")
    _slowtrain.set_threads(threads)


def threads() -> int:
    """How many threads answer in this process."""
    return _slowtrain.threads()


def _threads_of_environment(text: str | None) -> None:
    if text:
        if not text.isdecimal() or int(text) < 1:
            raise BadRequest(
                f'SLOWTRAIN_THREADS is "{text}"; write a whole number from 1', "bad_threads"
            )
        set_threads(int(text))


_threads_of_environment(_os.environ.get("SLOWTRAIN_THREADS"))

__all__ = [
    "AmbiguousStation",
    "Answer",
    "BadData",
    "BadRequest",
    "Check",
    "Claim",
    "Claims",
    "Compared",
    "Comparison",
    "ContradictorySighting",
    "Figures",
    "InternalError",
    "Journey",
    "JudgedClaim",
    "Judgement",
    "Leg",
    "Location",
    "NegativeAnswer",
    "Network",
    "NoRoute",
    "Passing",
    "Position",
    "Range",
    "Reach",
    "Reached",
    "Route",
    "Rows",
    "SCHEMA",
    "SlowtrainError",
    "Stall",
    "Station",
    "TimingPoint",
    "Train",
    "UnknownStation",
    "UnknownTrain",
    "claim",
    "claims",
    "compare",
    "locate",
    "matrix",
    "network",
    "reach",
    "route",
    "schema",
    "set_threads",
    "stations",
    "threads",
    "train_file",
    "trains",
]
