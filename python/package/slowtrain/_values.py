"""Values of answers: ranges, times, and rows that become tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

T = TypeVar("T")
RowT = TypeVar("RowT", bound=tuple)


def span(hours: float | None) -> timedelta | None:
    """Hours as a timedelta, to the whole second."""
    return None if hours is None else timedelta(seconds=round(hours * 3600))


def clock(text: str | None) -> datetime | None:
    """A local clock with its offset as an aware datetime."""
    return None if text is None else datetime.fromisoformat(text)


def show(time: timedelta) -> str:
    """A time as answers print it: ``33 h 26 min`` below 48 hours, ``6 d 10 h`` above.

    >>> show(timedelta(hours=33, minutes=26)), show(timedelta(days=6, hours=10, minutes=29))
    ('33 h 26 min', '6 d 10 h')
    """
    minutes = int(time.total_seconds() / 60 + 0.5)
    if minutes >= 48 * 60:
        hours = (minutes + 30) // 60
        return f"{hours // 24} d {hours % 24} h"
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def show_ends(low: timedelta, high: timedelta) -> str:
    """The ends of a range at the precision it deserves: to 10 minutes from 10 hours on.

    >>> show_ends(timedelta(hours=30, minutes=26), timedelta(hours=37, minutes=7))
    '30 h 30 min to 37 h 10 min'
    """
    step = 1 if high < timedelta(hours=10) else 10
    ends = (timedelta(minutes=int(t.total_seconds() / 60 / step + 0.5) * step) for t in (low, high))
    return " to ".join(map(show, ends))


@dataclass(frozen=True)
class Range(Generic[T]):
    """Something uncertain: 8 journeys in 10 lie between ``low`` and ``high``; ``likely`` is the median."""

    low: T
    likely: T
    high: T

    def __iter__(self) -> Iterator[T]:
        return iter((self.low, self.likely, self.high))

    def __str__(self) -> str:
        low, likely, high = self
        if isinstance(low, timedelta) and isinstance(high, timedelta):
            return f"{show(likely)} ({show_ends(low, high)})"  # type: ignore[arg-type]
        return f"{likely} ({low} to {high})"


def spans(hours: dict[str, float] | None) -> Range[timedelta] | None:
    """A range of hours as a range of timedeltas."""
    if hours is None:
        return None
    return Range(*(timedelta(seconds=round(hours[key] * 3600)) for key in ("low", "likely", "high")))


class Rows(Sequence[RowT]):
    """Rows of one kind: a sequence, and a table for pandas, Polars and Arrow.

    In a notebook they are shown as a table.
    """

    def __init__(self, kind: type[RowT], rows: list[RowT]) -> None:
        self._kind = kind
        self._rows = rows

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self._kind._fields  # type: ignore[attr-defined]

    def to_dict(self) -> dict[str, list[Any]]:
        """The columns by their names."""
        return {name: [row[i] for row in self._rows] for i, name in enumerate(self.columns)}

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame; times are timedeltas, clocks are datetimes with their offsets."""
        import pandas

        return pandas.DataFrame(self._rows, columns=list(self.columns))

    def to_polars(self) -> polars.DataFrame:
        """A Polars DataFrame; clocks are in UTC."""
        import polars

        return polars.DataFrame(self._in_utc(), strict=False)

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow Table; clocks are in UTC."""
        import pyarrow

        return pyarrow.table(self._in_utc())

    def _in_utc(self) -> dict[str, list[Any]]:
        from datetime import timezone

        def utc(cell: Any) -> Any:
            if isinstance(cell, tuple):
                return list(cell)
            return cell.astimezone(timezone.utc) if isinstance(cell, datetime) else cell

        return {name: [utc(cell) for cell in cells] for name, cells in self.to_dict().items()}

    @overload
    def __getitem__(self, index: int) -> RowT: ...
    @overload
    def __getitem__(self, index: slice) -> Rows[RowT]: ...
    def __getitem__(self, index: int | slice) -> RowT | Rows[RowT]:
        if isinstance(index, slice):
            return Rows(self._kind, self._rows[index])
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and self._rows == other._rows

    def __repr__(self) -> str:
        return f"<{len(self)} rows of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        def cell(value: Any) -> str:
            if value is None:
                return ""
            if isinstance(value, timedelta):
                return show(value)
            if isinstance(value, datetime):
                return value.strftime("%Y-%m-%d %H:%M %z")
            if isinstance(value, (list, tuple)):
                return "; ".join(map(str, value))
            return str(value)

        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell(value))}</td>" for value in row) + "</tr>"
            for row in self._rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


class Leg(NamedTuple):
    """A part of a journey without change of country, line, gauge, locomotive or direction."""

    from_id: str
    """Id of its first station."""
    from_name: str
    """Name of its first station."""
    to_id: str
    """Id of its last station."""
    to_name: str
    """Name of its last station."""
    line: str | None
    """The line."""
    country: str
    """Code of the country."""
    distance_km: float
    """Length along the rails, in kilometres."""
    low: timedelta
    """From its departure to its arrival: 1 in 10 is faster."""
    likely: timedelta
    """The same, median."""
    high: timedelta
    """The same: 1 in 10 is slower."""
    depart_local: datetime | None
    """Clock of its departure there; None unless the journey has a departure."""
    arrive_local: datetime | None
    """Clock of its arrival there."""
    gauge_mm: int
    """Gauge in millimetres."""
    traction: str
    """``diesel``, or the system of the electrification; empty where unknown."""
    stop: timedelta
    """What follows at its end, likely; zero where the train runs on."""
    stop_reason: str
    """What is done there."""

    @property
    def duration(self) -> Range[timedelta]:
        """From its departure to its arrival."""
        return Range(self.low, self.likely, self.high)


class TimingPoint(NamedTuple):
    """A station on the route, with times counted from the departure."""

    station: str
    """Id of the station."""
    name: str
    """Its name."""
    kind: str
    """What happens there: ``end``, ``pass``, ``stop``, ``reversal``, ``locomotive_change``, ``border``, ``gauge_change``."""
    at_km: float
    """Distance from the start, in kilometres."""
    arrives_low: timedelta
    """When it arrives: 1 in 10 is earlier."""
    arrives_likely: timedelta
    """When it arrives, median."""
    arrives_high: timedelta
    """When it arrives: 1 in 10 is later."""
    departs_likely: timedelta
    """When it leaves, median."""
    lat: float
    """Degrees north."""
    lon: float
    """Degrees east."""


class Check(NamedTuple):
    """What came out for one part of a claim."""

    of: str
    """The part: ``distance``, ``time``, ``speed`` ..."""
    verdict: str
    """``impossible``, ``doubtful`` or ``consistent``."""
    reason: str
    """Why, with the arithmetic."""


class Reached(NamedTuple):
    """A station within reach."""

    station: str
    """Id of the station."""
    name: str
    """Its name."""
    country: str
    """Code of its country."""
    line: str | None
    """The line on which it is reached."""
    distance_km: float
    """Length of the route, in kilometres."""
    low: timedelta
    """How long it takes: 1 in 10 is faster."""
    likely: timedelta
    """How long it takes, median."""
    high: timedelta
    """How long it takes: 1 in 10 is slower."""
    technical_minimum: timedelta
    """The shortest time physically possible."""
    within: str
    """By which of these times it is within reach: ``high`` is the surest."""


class Passing(NamedTuple):
    """When a train that is located passes a station, by the clock there."""

    station: str
    """Id of the station."""
    name: str
    """Its name."""
    kind: str
    """What happens there."""
    at_km: float
    """Distance from the start, in kilometres."""
    arrives_low: datetime | None
    """When it arrives: 1 in 10 is earlier."""
    arrives_likely: datetime | None
    """When it arrives, median."""
    arrives_high: datetime | None
    """When it arrives: 1 in 10 is later."""
    departs_likely: datetime | None
    """When it leaves, median."""
    lat: float
    """Degrees north."""
    lon: float
    """Degrees east."""


class Position(NamedTuple):
    """Where a train is."""

    lat: float
    """Degrees north of the likely place."""
    lon: float
    """Degrees east of the likely place."""
    between: tuple[str, str]
    """Ids of the stations around it; one twice where the train stands there."""
    low_km: float
    """Distance from the start: 1 in 10 is nearer to it."""
    likely_km: float
    """Distance from the start, median."""
    high_km: float
    """Distance from the start: 1 in 10 is farther."""
    arrived_percent: float
    """Share of the samples in which it has arrived."""


class Compared(NamedTuple):
    """A reported journey beside the computed one."""

    journey_id: str
    """Id of the journey in its table."""
    leg_seq: str
    """Number of the leg; ``0`` for the whole journey."""
    train: str
    """Id of the train that it was computed with."""
    from_place: str
    """Where it starts."""
    to_place: str
    """Where it goes."""
    reported: timedelta | None
    """How long it took, as reported."""
    low: timedelta | None
    """How long it takes: 1 in 10 is faster."""
    likely: timedelta | None
    """How long it takes, median."""
    high: timedelta | None
    """How long it takes: 1 in 10 is slower."""
    technical_minimum: timedelta | None
    """The shortest time physically possible."""
    distance_km: float | None
    """Length of the route, in kilometres."""
    reported_km: float | None
    """Length as reported."""
    ratio: float | None
    """Reported over computed time."""
    percentile: float | None
    """Share of the samples that are quicker than reported, in per cent."""
    verdict: str
    """``impossible``, ``doubtful``, ``consistent`` or ``not comparable``."""
    reasons: tuple[str, ...]
    """Why."""


class Station(NamedTuple):
    """A place that a text may mean."""

    id: str
    """Its id."""
    name: str
    """Its name in Latin letters."""
    name_local: str | None
    """Its name in the local script."""
    aliases: tuple[str, ...]
    """Its other names."""
    country: str
    """Code of its country."""
    lines: tuple[str, ...]
    """Lines that pass it."""
    lat: float
    """Degrees north."""
    lon: float
    """Degrees east."""
    timezone: str | None
    """IANA time zone."""


class Train(NamedTuple):
    """A train of the network."""

    id: str
    """Its id, for ``train=``."""
    name: str
    """Its name."""
    cars: int
    """Number of its cars."""
    mass_t: float
    """Mass of its cars, in tonnes."""
    max_speed_kmh: float
    """Its highest speed, in km/h."""
