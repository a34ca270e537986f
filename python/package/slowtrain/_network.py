"""A network and the questions that can be put to it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from os import PathLike, fspath
from pathlib import Path
from typing import Any, TypeVar

from slowtrain import _slowtrain, _tables
from slowtrain._answers import Claim, Claims, Comparison, Journey, Location, Reach
from slowtrain._errors import BadData, BadRequest
from slowtrain._values import Rows, Station, Train

Texts = str | Iterable[str]
Day = str | date
Time = str | datetime
Span = str | int | float | timedelta
Stops = Mapping[str, Span] | Iterable[str]
Figure = str | int | float
TableT = TypeVar("TableT")


def _texts(given: Texts | None) -> list[str]:
    if given is None:
        return []
    return [given] if isinstance(given, str) else [str(text) for text in given]


def _day(given: Day | None) -> str | None:
    if isinstance(given, datetime):
        given = given.date()
    return given.isoformat() if isinstance(given, date) else given


def _time(given: Time | None) -> str | None:
    if not isinstance(given, datetime):
        return given
    # A pandas Timestamp would write nanoseconds.
    return given.isoformat(timespec="seconds")


def _minutes(given: Span) -> str:
    if isinstance(given, timedelta):
        given = given.total_seconds() / 60
    return given if isinstance(given, str) else f"{given:g}"


def _hours(given: Span) -> str:
    """A time span for ``reach``: numbers are hours."""
    if isinstance(given, str):
        return given
    if isinstance(given, timedelta):
        return f"{given.total_seconds() / 60:g}min"
    return f"{given * 60:g}min"


def _stops(given: Stops | None) -> list[str]:
    if isinstance(given, Mapping):
        return [f"{station}={_minutes(time)}" for station, time in given.items()]
    return _texts(given)


def _sightings(given: Mapping[str, Time] | Iterable[str] | None) -> list[str]:
    if isinstance(given, Mapping):
        return [f"{station}={_time(time)}" for station, time in given.items()]
    return _texts(given)


def _terms(
    *,
    via: Texts | None = None,
    avoid: Texts | None = None,
    transit: Texts | None = None,
    on: Day | None = None,
    train: str | PathLike[str] | None = None,
    cars: int | None = None,
    mass_t: float | None = None,
    locomotives: int | None = None,
    stops: Stops | None = None,
) -> dict[str, Any]:
    train_file = None
    if train is not None and (not isinstance(train, str) or train.lower().endswith(".toml")):
        path = fspath(train)
        try:
            train_file = (Path(path).read_text(encoding="utf-8"), path)
        except OSError as error:
            raise BadData(f"cannot read {path}: {error.strerror}", "unreadable") from error
        train = None
    if mass_t is not None and not (math.isfinite(mass_t) and mass_t > 0):
        raise BadRequest(f"mass_t is {mass_t}; it is a mass in tonnes above 0", "bad_consist")
    for name, number in (("cars", cars), ("locomotives", locomotives)):
        if number is not None and number < 1:
            raise BadRequest(f"{name} is {number}; a train has 1 or more", "bad_consist")
    return {
        "via": _texts(via),
        "avoid": _texts(avoid),
        "transit": _texts(transit),
        "on": _day(on),
        "train": train,
        "train_file": train_file,
        "cars": cars,
        "mass_t": mass_t,
        "locomotives": locomotives,
        "stops": _stops(stops),
    }


class Network:
    """A network with its trains: the bundled one, or that of a folder.

    Args:
        folder: a folder with ``stations.csv`` and ``segments.csv``; ``slowtrain network init DIR`` writes one to edit.

    A network can be kept, and asked by several threads at once. Names are read in any script: ``"Pyongyang"``, ``"평양"``
    and the id ``"kp-pyongyang"`` are one place.
    """

    def __init__(self, folder: str | PathLike[str] | None = None) -> None:
        self._folder = None if folder is None else fspath(folder)
        _ = self._native

    @cached_property
    def _native(self) -> _slowtrain.Network:
        return _slowtrain.Network(self._folder)

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), () if self._folder is None else (self._folder,))

    @property
    def name(self) -> str:
        """Name of its data package."""
        return self._native.name

    @property
    def version(self) -> str | None:
        """Version of its data."""
        return self._native.version

    @property
    def checksum(self) -> str:
        """SHA-256 of what its files say; the same checksum, version and train mean the same answers."""
        return self._native.checksum

    @property
    def attribution(self) -> str | None:
        """Who must be named with its data."""
        return self._native.attribution

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """What is doubtful in it: dictionaries with file, line and text, as of ``network check --format json``."""
        return json.loads(self._native.warnings())

    def __repr__(self) -> str:
        stations, segments = self._native.counts()
        version = self.version or "without version"
        return f"<Network {self.name} {version}: {stations:,} stations, {segments:,} segments>"

    def route(
        self,
        from_: str,
        to: str,
        *,
        train: str | PathLike[str] | None = None,
        via: Texts | None = None,
        avoid: Texts | None = None,
        transit: Texts | None = None,
        depart: Time | None = None,
        arrive: Time | None = None,
        on: Day | None = None,
        stops: Stops | None = None,
        alternatives: int = 0,
        shortest: bool = False,
        economy: bool = False,
        explain: bool = False,
        cars: int | None = None,
        mass_t: float | None = None,
        locomotives: int | None = None,
    ) -> Journey:
        """The fastest journey between two places.

        Args:
            from_: where it starts: a name in any script, or an id.
            to: where it goes.
            train: id of a train (:func:`trains` lists them), a train number, or a train file ``my.toml``; else one that fits
                the place, and :attr:`Journey.remarks` says which and why.
            via: places to pass, in order.
            avoid: stations, lines or countries (two letters) to keep away from.
            transit: countries that may be passed though neither end lies there.
            depart: when it leaves: by the clock at the start (``"2019-04-23T22:00"`` or a naive datetime), or with an offset.
            arrive: when it is to be there, likely: the departure is found for it. Not together with ``depart``.
            on: the network of this day; else of the departure, else of the data.
            stops: ``{"Khasan": 60}``: stops in minutes, or as timedeltas.
            alternatives: up to so many other routes that really differ.
            shortest: the shortest route instead of the fastest.
            economy: the train spends its allowance by coasting.
            explain: the answer says where each figure comes from.
            cars, mass_t, locomotives: another number of cars, mass of all cars in tonnes, number of locomotives.

        Raises:
            NoRoute: there is no route; the text says what blocks it.
            UnknownStation, AmbiguousStation: with ``candidates``.

        >>> import slowtrain as st
        >>> j = st.route("Pyongyang", "Vladivostok", train="leader-special")
        >>> round(j.distance_km)
        1231
        """
        terms = _terms(
            via=via,
            avoid=avoid,
            transit=transit,
            on=on,
            train=train,
            cars=cars,
            mass_t=mass_t,
            locomotives=locomotives,
            stops=stops,
        )
        options = {
            "depart": _time(depart),
            "arrive": _time(arrive),
            "alternatives": alternatives,
            "shortest": shortest,
            "economy": economy,
            "explain": explain,
        }
        return Journey(self._native.route((from_, to), terms, options))

    def claim(
        self,
        from_: str,
        to: str,
        *,
        km: Figure | None = None,
        hours: Figure | None = None,
        speed: Figure | None = None,
        max_speed: Figure | None = None,
        cars: int | None = None,
        trains: int | None = None,
        train: str | PathLike[str] | None = None,
        via: Texts | None = None,
        avoid: Texts | None = None,
        transit: Texts | None = None,
        on: Day | None = None,
        departed: Time | None = None,
        arrived: Time | None = None,
        stops: Stops | None = None,
    ) -> Claim:
        """Can it be true? Holds a claim about a journey against the journey.

        Args:
            km: the distance claimed, in kilometres: a number, or a text like ``"about 700"`` or ``"700-720"``.
            hours: the time claimed, in hours, likewise.
            speed: the mean speed claimed, in km/h.
            max_speed: the highest speed claimed, in km/h.
            cars: the number of cars claimed.
            trains: the number of trains they are in.
            departed, arrived: the clocks claimed at both ends, in place of ``hours``.
            train, via, avoid, transit, on, stops: as for :meth:`route`.

        >>> import slowtrain as st
        >>> st.claim("Pyongyang", "Vladivostok", km=200, hours="19-20").verdict
        'impossible'
        """
        terms = _terms(via=via, avoid=avoid, transit=transit, on=on, train=train, stops=stops)
        options = {
            "departed": _time(departed),
            "arrived": _time(arrived),
            "km": km,
            "hours": hours,
            "speed": speed,
            "max_speed": max_speed,
            "claimed_cars": cars,
            "trains": trains,
        }
        return Claim(self._native.claim((from_, to), terms, options))

    def claims(self, file: str | PathLike[str] | None = None, *, id: str | None = None) -> Claims:
        """The claims of a file, judged; of the network's ``claims.csv`` unless another is named. ``id`` picks one."""
        return Claims(self._native.claims(None if file is None else fspath(file), id))

    def compare(
        self,
        journeys: Any = None,
        *,
        journey: str | None = None,
        train: str | PathLike[str] | None = None,
    ) -> Comparison:
        """Reported journeys beside computed ones.

        Args:
            journeys: a table (pandas, Polars, pyarrow, or a dictionary of columns) or a CSV file with the columns of
                ``journeys.csv``: ``from_place`` and ``to_place``, and ``duration_h`` or clocks; else the network's own.
            journey: only the legs of the journey with this id.
            train: compute all of them with this train, instead of those that the reports name.
        """
        terms = _terms(train=train)
        if journeys is None or isinstance(journeys, (str, PathLike)):
            path = None if journeys is None else fspath(journeys)
            return Comparison(self._native.compare(path, journey, terms))
        # Imported here, since the import of the package shall be light.
        from tempfile import TemporaryDirectory

        with TemporaryDirectory(prefix="slowtrain-") as folder:
            path = fspath(Path(folder, "journeys.csv"))
            _write_csv(journeys, path)
            return Comparison(self._native.compare(path, journey, terms))

    def locate(
        self,
        from_: str,
        to: str,
        departed: Time,
        *,
        at: Time | None = None,
        seen: Mapping[str, Time] | Iterable[str] | None = None,
        arrived: Mapping[str, Time] | Iterable[str] | None = None,
        left: Mapping[str, Time] | Iterable[str] | None = None,
        convoy: int | None = None,
        headway: Span = 30,
        train: str | PathLike[str] | None = None,
        via: Texts | None = None,
        avoid: Texts | None = None,
        transit: Texts | None = None,
        on: Day | None = None,
        stops: Stops | None = None,
        cars: int | None = None,
        mass_t: float | None = None,
        locomotives: int | None = None,
    ) -> Location:
        """Where the train is, when it passes each station and when it arrives.

        Args:
            departed: when it left: by the clock at the start, or with an offset.
            at: when it is looked for; without it only the times are told.
            seen: ``{"Khasan": "2019-04-24T10:40"}``, or ``["Khasan=about 2019-04-24T10:40"]``: it was there then.
            arrived: it came there then.
            left: it left then.
            convoy: it runs in a convoy of so many trains, ``headway`` apart.
            headway: minutes, or a timedelta.
            train, via, avoid, transit, on, stops, cars, mass_t, locomotives: as for :meth:`route`.

        Raises:
            ContradictorySighting: the train cannot have been there then.
        """
        terms = _terms(
            via=via,
            avoid=avoid,
            transit=transit,
            on=on,
            train=train,
            cars=cars,
            mass_t=mass_t,
            locomotives=locomotives,
            stops=stops,
        )
        options = {
            "at": _time(at),
            "seen": _sightings(seen),
            "arrived": _sightings(arrived),
            "left": _sightings(left),
            "convoy": convoy,
            "headway": _minutes(headway),
        }
        return Location(self._native.locate((from_, to, str(_time(departed))), terms, options))

    def reach(
        self,
        from_: str,
        within: Span,
        *,
        train: str | PathLike[str] | None = None,
        avoid: Texts | None = None,
        on: Day | None = None,
        stops: Stops | None = None,
        cars: int | None = None,
        mass_t: float | None = None,
        locomotives: int | None = None,
    ) -> Reach:
        """How far the train can have come within a time.

        Args:
            within: ``"20h"``, ``"1d 4h"``, a timedelta, or a number of hours.
            train, avoid, on, stops, cars, mass_t, locomotives: as for :meth:`route`.
        """
        terms = _terms(
            avoid=avoid,
            on=on,
            train=train,
            cars=cars,
            mass_t=mass_t,
            locomotives=locomotives,
            stops=stops,
        )
        return Reach(self._native.reach((from_, _hours(within)), terms))

    def matrix(
        self,
        table: TableT,
        *,
        train: str | PathLike[str] | None = None,
        avoid: Texts | None = None,
        transit: Texts | None = None,
        on: Day | None = None,
        shortest: bool = False,
        cars: int | None = None,
        mass_t: float | None = None,
        locomotives: int | None = None,
        keep: Sequence[str] | None = None,
    ) -> TableT:
        """Distance and times for every row of a table, as a table of the same kind.

        Args:
            table: a pandas, Polars or pyarrow table, a RecordBatchReader, or what has the Arrow PyCapsule interface, with
                columns ``from`` and ``to``, and where wanted ``via``, ``avoid``, ``train``, ``departure``, ``day``.
            train: the train of rows that name none; ``generic-passenger`` by default.
            avoid, transit, on, shortest, cars, mass_t, locomotives: as for :meth:`route`, for all rows.
            keep: the columns of the table that stand before the answers; all of them by default.

        Returns:
            The rows in their order (what is neither pandas, Polars nor pyarrow gives a pyarrow Table), each with the columns of :func:`schema`: distances in km, times in hours, and ``reason``
            (a code) and ``error`` (a text) where there is no answer. A row without an answer raises nothing.

        >>> import slowtrain as st
        >>> st.matrix({"from": ["Pyongyang"], "to": ["Vladivostok"]})["distance_km"][0].as_py()
        1231.0
        """
        terms = _terms(
            avoid=avoid,
            transit=transit,
            on=on,
            train=train,
            cars=cars,
            mass_t=mass_t,
            locomotives=locomotives,
        )
        names = self._native.schema(terms, shortest).names
        answer = lambda questions: self._native.answer(questions, terms, shortest)  # noqa: E731
        return _tables.answered(table, answer, names, keep)

    def schema(self, *, train: str | PathLike[str] | None = None) -> Any:
        """The schema of the answers of :meth:`matrix`: an object with ``__arrow_c_schema__``; ``pyarrow.schema`` takes it.

        It is constant; its metadata say the version of slowtrain and of the schema, the network with its checksum, and the
        train.
        """
        return self._native.schema(_terms(train=train), False)

    def stations(self, query: str) -> Rows[Station]:
        """The stations and cities that a name may mean, in any script or spelling, likeliest first; at most 30."""
        found = json.loads(self._native.stations(query))["stations"]
        rows = [
            Station(
                row["id"],
                row["name"],
                row["name_local"],
                tuple(row["aliases"]),
                row["country"],
                tuple(row["lines"]),
                row["lat"],
                row["lon"],
                row["timezone"],
            )
            for row in found
        ]
        return Rows(Station, rows)

    def trains(self) -> Rows[Train]:
        """The trains of the network."""
        return Rows(Train, [Train(*row) for row in self._native.trains()])

    def train_file(self, name: str) -> str:
        """The file of a train, to start one's own from: edit it, save it as ``my.toml``, and ask with ``train="my.toml"``."""
        return self._native.train_file(name)


class BundledNetwork(Network):
    """The bundled network, which is read when it is first asked."""

    def __init__(self) -> None:
        self._folder = None


def _write_csv(table: Any, path: str) -> None:
    """Writes a table of journeys as CSV; unknown is empty."""
    import csv

    if isinstance(table, dict):
        columns = {str(name): list(values) for name, values in table.items()}
    elif hasattr(table, "to_csv"):
        table.to_csv(path, index=False)
        return
    elif hasattr(table, "write_csv"):
        table.write_csv(path)
        return
    else:
        pyarrow = _tables._import("pyarrow", f"a {type(table).__name__}")
        columns = pyarrow.table(table).to_pydict()
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
