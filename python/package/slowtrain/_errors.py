"""Exceptions: the texts are those of the command line, the codes those of the library."""

from __future__ import annotations


class SlowtrainError(Exception):
    """Anything that slowtrain refuses or cannot answer.

    ``code`` is a word that stays the same in every version, such as ``no_route``;
    ``candidates`` are the ids that a name may have meant.
    """

    def __init__(self, text: str, code: str = "other", candidates: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.code = code
        self.candidates = candidates

    def __reduce__(self):
        return (type(self), (str(self), self.code, self.candidates))


class NegativeAnswer(SlowtrainError):
    """The question was understood, and the answer is no: the command line exits with 1."""


class NoRoute(NegativeAnswer):
    """The train has no route between the places; the text says what blocks it."""


class Stall(NegativeAnswer):
    """The train cannot climb a gradient of the route."""


class ContradictorySighting(NegativeAnswer):
    """The train cannot have been where it is said to have been seen."""


class BadRequest(SlowtrainError, ValueError):
    """The question cannot be understood: a day, a time, a figure, a table."""


class UnknownStation(BadRequest):
    """No station has this name; ``candidates`` are the ids of the nearest names."""


class AmbiguousStation(BadRequest):
    """Several stations have this name; ``candidates`` are their ids."""


class UnknownTrain(BadRequest):
    """No train has this name; ``candidates`` are the ids of all trains, the nearest first."""


class BadData(SlowtrainError):
    """A network, a train file or a file of journeys cannot be read or has errors, which the text lists."""


class InternalError(SlowtrainError):
    """slowtrain panicked. That is a fault of slowtrain; please report it."""


_CLASSES: dict[str, type[SlowtrainError]] = {
    "no_route": NoRoute,
    "stall": Stall,
    "contradictory_sighting": ContradictorySighting,
    "unknown_station": UnknownStation,
    "ambiguous_station": AmbiguousStation,
    "unknown_train": UnknownTrain,
    "bad_data": BadData,
    "bad_train": BadData,
    "not_a_folder": BadData,
    "unreadable": BadData,
    "no_rows": BadData,
    "no_stations": BadData,
    "internal": InternalError,
    "other": SlowtrainError,
    "no_journey": SlowtrainError,
    "not_located": SlowtrainError,
}


def of(code: str, text: str, candidates: list[str]) -> SlowtrainError:
    """The exception of a code. All codes without a class of their own are of requests."""
    return _CLASSES.get(code, BadRequest)(text, code, tuple(candidates))
