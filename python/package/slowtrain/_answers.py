"""Answers: what was computed as attributes with units, and every format of the command line."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cached_property
from html import escape
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from slowtrain import _slowtrain
from slowtrain._values import (
    Check,
    Compared,
    Leg,
    Passing,
    Position,
    Range,
    Reached,
    Rows,
    TimingPoint,
    clock,
    show,
    span,
    spans,
)

#: Columns of the text of an answer.
COLUMNS = 100
#: Usual width of pictures, in pixels.
WIDTH = 960.0


def _lines(texts: list[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts)


class Answer:
    """An answer: ``print`` shows it as the command line does, a notebook shows its map."""

    def __init__(self, native: _slowtrain.Answer) -> None:
        self._native = native

    @cached_property
    def _data(self) -> dict[str, Any]:
        return json.loads(self._native.json())

    def to_dict(self) -> dict[str, Any]:
        """The answer of ``--format json``, as a dictionary of its own."""
        return json.loads(self._native.json())

    def render(self, format: str, width: float = WIDTH) -> bytes:
        """The answer in a format, as bytes.

        ``format`` is an ending: ``json``, ``csv``, ``md``, ``html``, ``geojson``, ``gpx``, ``kml``, ``svg``, ``map.svg``,
        ``speed.svg``, ``timetable.svg``, ``png`` ...; pictures are ``width`` pixels wide.
        """
        return self._native.render("answer." + format.removeprefix("."), width)

    def save(self, path: str | PathLike[str], width: float = WIDTH) -> Path:
        """Writes the answer into a file, in the format of its ending; returns the path."""
        path = Path(path)
        path.write_bytes(self._native.render(fspath(path.name), width))
        return path

    def to_html(self) -> str:
        """A page that works alone, with map and charts."""
        return self.render("html").decode()

    def to_geojson(self) -> dict[str, Any]:
        """A GeoJSON feature collection; ``geopandas.GeoDataFrame.from_features`` takes it."""
        return json.loads(self.render("geojson"))

    @property
    def command(self) -> str:
        """The command that gives the same answer."""
        return self._data["command"]

    @property
    def remarks(self) -> list[str]:
        """What was taken for what was typed, and why this train."""
        return self._data.get("remarks", [])

    @property
    def warnings(self) -> list[str]:
        """What to know before trusting it."""
        return self._data.get("warnings", [])

    def _headline(self) -> str:
        raise NotImplementedError

    def _picture(self) -> str:
        return self.render("map.svg", 760.0).decode()

    def _table(self) -> Rows[Any] | None:
        return None

    def __str__(self) -> str:
        return self._native.text(COLUMNS)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._headline()}>"

    def _repr_html_(self) -> str:
        table = self._table()
        return (
            f'<div class="slowtrain"><p><b>{escape(self._headline())}</b></p>'
            f'<div style="max-width:760px">{self._picture()}</div>'
            f"{table._repr_html_() if table else ''}"
            f"<ul>{_lines([*self.remarks, *self.warnings])}</ul></div>"
        )


class Figures:
    """The figures of a route and the journey over it."""

    _route: dict[str, Any]

    @property
    def distance_km(self) -> float:
        """Length along the rails, in kilometres."""
        return self._route["distance_km"]

    @property
    def distance_range_km(self) -> tuple[float, float] | None:
        """Between which lengths it lies, in kilometres; None unless a part of it is sketched."""
        ends = self._route.get("distance_range_km")
        return None if ends is None else (ends["low"], ends["high"])

    @property
    def geodesic_km(self) -> float:
        """Straight line between the ends, in kilometres."""
        return self._route["geodesic_km"]

    @property
    def duration(self) -> Range[timedelta]:
        """Time under way: running and necessary stops. The likely time is a whole minute."""
        return spans(self._route["duration_h"])  # type: ignore[return-value]

    @property
    def arrival(self) -> Range[timedelta] | None:
        """Time to arrival with unannounced stays; None for trains of which none are known."""
        return spans(self._route["arrival_h"])

    @property
    def technical_minimum(self) -> timedelta:
        """The shortest time physically possible, to 0.01 hours."""
        return span(self._route["technical_minimum_h"])  # type: ignore[return-value]

    @property
    def mean_speed_kmh(self) -> float:
        """Length over likely duration, in km/h."""
        return self._route["mean_speed_kmh"]

    @property
    def energy_kwh(self) -> float | None:
        """Energy at the wheel, in kilowatt-hours; None where it is not known."""
        return self._route["energy_kwh"]

    @property
    def ledger(self) -> dict[str, timedelta]:
        """Where the likely duration goes; the parts add up to it."""
        return {key: span(hours) for key, hours in self._route["ledger_h"].items()}  # type: ignore[misc]

    @property
    def lines(self) -> list[str]:
        """Lines in order of running."""
        return self._route["lines"]

    @property
    def countries(self) -> list[str]:
        """Codes of countries in order of running."""
        return self._route["countries"]

    @property
    def via(self) -> list[str]:
        """Ids of the stations where one leg ends and the next begins."""
        return self._route["via"]

    @property
    def legs(self) -> Rows[Leg]:
        """The legs, in order; ``.to_pandas()``, ``.to_polars()``, ``.to_arrow()`` make a table of them."""
        return Rows(Leg, [self._leg(leg) for leg in self._route["legs"]])

    @staticmethod
    def _leg(leg: dict[str, Any]) -> Leg:
        low, likely, high = spans(leg["duration_h"])  # type: ignore[misc]
        return Leg(
            leg["from"],
            leg["from_name"],
            leg["to"],
            leg["to_name"],
            leg["line"],
            leg["country"],
            leg["distance_km"],
            low,
            likely,
            high,
            clock(leg["depart_local"]),
            clock(leg["arrive_local"]),
            leg["gauge_mm"],
            leg["traction"],
            timedelta(minutes=leg["stop_min"]),
            leg["stop_reason"],
        )

    @property
    def timing_points(self) -> Rows[TimingPoint]:
        """Every station passed, both ends included."""
        points = []
        for call in self._route["calls"]:
            arrives, departs = spans(call["arrives_h"]), spans(call["departs_h"])
            points.append(
                TimingPoint(
                    call["station"],
                    call["name"],
                    call["kind"],
                    call["at_km"],
                    *arrives,  # type: ignore[misc]
                    departs.likely,  # type: ignore[union-attr]
                    call["lat"],
                    call["lon"],
                )
            )
        return Rows(TimingPoint, points)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.distance_km:,.0f} km, {self.duration}>"


class Route(Figures):
    """Another route of an answer, with the journey over it."""

    def __init__(self, route: dict[str, Any]) -> None:
        self._route = route


class Journey(Figures, Answer):
    """The answer of :func:`slowtrain.route`: the fastest journey, and others where they were asked for."""

    @property
    def _route(self) -> dict[str, Any]:  # type: ignore[override]
        return self._data["routes"][0]

    @property
    def train(self) -> str:
        """Id of the train."""
        return self._data["train"]

    @property
    def train_name(self) -> str:
        """Name of the train."""
        return self._data["train_name"]

    @property
    def from_id(self) -> str:
        """Id of the station where it starts."""
        return self._data["from"]

    @property
    def to_id(self) -> str:
        """Id of the station where it goes."""
        return self._data["to"]

    @property
    def departs(self) -> datetime | None:
        """Clock of the departure, with its offset; None unless one was asked for."""
        return clock(self._data["departure_local"])

    @property
    def arrives(self) -> datetime | None:
        """Clock of the likely arrival at the goal, with its offset; None without a departure."""
        return clock(self._route["legs"][-1]["arrive_local"])

    @property
    def warnings(self) -> list[str]:
        """What to know before trusting it."""
        return self._route["warnings"]

    @property
    def alternatives(self) -> list[Route]:
        """The other routes, where ``alternatives=`` asked for some."""
        return [Route(route) for route in self._data["routes"][1:]]

    def _headline(self) -> str:
        legs = self._route["legs"]
        ends = f"{legs[0]['from_name']} to {legs[-1]['to_name']}"
        return f"{ends}: {self.distance_km:,.0f} km, {self.duration}, {self.train_name}"

    def _table(self) -> Rows[Leg]:
        return self.legs

    __repr__ = Answer.__repr__


class Judgement:
    """What became of a claim."""

    _claim: dict[str, Any]

    @property
    def verdict(self) -> str:
        """``impossible``, ``doubtful`` or ``consistent``; ``not comparable`` where there is nothing to hold it against."""
        return self._claim["verdict"]

    @property
    def checks(self) -> Rows[Check]:
        """What came out for each part of the claim."""
        checks = self._claim["checks"]
        return Rows(Check, [Check(row["of"], row["verdict"], row["reason"]) for row in checks])

    @property
    def reasons(self) -> list[str]:
        """Why, with the arithmetic, and what would make it true."""
        return self._claim["reasons"]

    @property
    def distance_km(self) -> float | None:
        """Length of the route that the train takes, in kilometres."""
        return self._claim["distance_km"]

    @property
    def shortest_km(self) -> float | None:
        """The shortest distance by rail, in kilometres."""
        return self._claim["shortest_km"]

    @property
    def geodesic_km(self) -> float | None:
        """Straight line between the ends, in kilometres."""
        return self._claim["geodesic_km"]

    @property
    def computed(self) -> Range[timedelta] | None:
        """How long the journey takes."""
        return spans(self._claim["computed_h"])

    @property
    def technical_minimum(self) -> timedelta | None:
        """The shortest time physically possible."""
        return span(self._claim["technical_minimum_h"])

    @property
    def implied_speed_kmh(self) -> float | None:
        """Claimed distance over claimed time, in km/h."""
        return self._claim["implied_speed_kmh"]

    @property
    def train(self) -> str:
        """Id of the train it was judged with."""
        return self._claim["train"]

    @property
    def id(self) -> str | None:
        """Id of the claim in its file; None for one that was asked."""
        return self._claim["claim_id"]

    @property
    def text(self) -> str | None:
        """What was claimed, in words; None for a claim that was asked."""
        return self._claim["text"]

    @property
    def stated(self) -> str:
        """The figures claimed, in a line."""
        return self._claim["stated"]

    @property
    def arrival(self) -> Range[timedelta] | None:
        """How long it takes to arrive with unannounced stays; None where none are known of."""
        return spans(self._claim["arrival_h"])

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.verdict}>"

    def _repr_html_(self) -> str:
        text = f"<p><i>{escape(self.text)}</i></p>" if self.text else ""
        return (
            f'<div class="slowtrain">{text}<p><b>{escape(self.verdict)}</b>: {escape(self.stated)}</p>'
            f"<ul>{_lines(self.reasons)}</ul></div>"
        )


class JudgedClaim(Judgement):
    """A claim of a file, judged."""

    def __init__(self, claim: dict[str, Any]) -> None:
        self._claim = claim


class Claim(Judgement, Answer):
    """The answer of :func:`slowtrain.claim`: can it be true?"""

    @property
    def _claim(self) -> dict[str, Any]:  # type: ignore[override]
        return self._data


class Claims(Answer):
    """The answer of :func:`slowtrain.claims`: the claims of a file, judged."""

    @cached_property
    def claims(self) -> list[JudgedClaim]:
        """The claims with their verdicts, in the order of the file."""
        claims: Any = self._data
        return [JudgedClaim(claim) for claim in claims]

    @property
    def command(self) -> str:
        """The command that gives the same answer."""
        return self.claims[0]._claim["command"] if self.claims else ""

    @property
    def remarks(self) -> list[str]:
        """What was taken for what was typed."""
        return []

    @property
    def warnings(self) -> list[str]:
        """What to know before trusting it."""
        return []

    def __len__(self) -> int:
        return len(self.claims)

    def _headline(self) -> str:
        verdicts = [claim.verdict for claim in self.claims]
        counts = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts))
        return f"{len(verdicts)} claims: {counts}"

    def _picture(self) -> str:
        return ""


class Location(Answer):
    """The answer of :func:`slowtrain.locate`: where the train is, and when it passes each station."""

    @property
    def position(self) -> Position | None:
        """Where the train is; None where no time to look for it was given."""
        found = self._data["position"]
        if found is None:
            return None
        place = found["km_from_start"]
        return Position(
            found["lat"],
            found["lon"],
            tuple(found["between"]),
            place["low"],
            place["likely"],
            place["high"],
            found["arrived_percent"],
        )

    @property
    def status(self) -> str | None:
        """What the train does then."""
        return self._data["status"]

    @property
    def distance_km(self) -> float:
        """Length of the route, in kilometres."""
        return self._data["distance_km"]

    @property
    def arrival(self) -> Range[datetime | None]:
        """Clock of the arrival at the goal, with what was seen."""
        return Range(*(clock(self._data["arrival"][key]) for key in ("low", "likely", "high")))

    @property
    def duration(self) -> Range[timedelta]:
        """Time from departure to arrival, with what was seen."""
        return spans(self._data["arrival_h"])  # type: ignore[return-value]

    @property
    def stations(self) -> Rows[Passing]:
        """When the train passes each station, by the clock there."""
        rows = []
        for row in self._data["stations"]:
            arrives, departs = row["arrives_local"], row["departs_local"]
            rows.append(
                Passing(
                    row["station"],
                    row["name"],
                    row["kind"],
                    row["at_km"],
                    clock(arrives["low"]),
                    clock(arrives["likely"]),
                    clock(arrives["high"]),
                    clock(departs["likely"]),
                    row["lat"],
                    row["lon"],
                )
            )
        return Rows(Passing, rows)

    def _headline(self) -> str:
        arrival = self.arrival
        position = self.position
        where = f"{self.status} {' and '.join(dict.fromkeys(position.between))}, " if position else ""
        return f"{where}arrives {arrival.likely:%Y-%m-%d %H:%M %z}" if arrival.likely else where.strip(", ")

    def _table(self) -> Rows[Passing]:
        return self.stations


class Reach(Answer):
    """The answer of :func:`slowtrain.reach`: how far the train can have come."""

    @property
    def within(self) -> timedelta:
        """The time it has."""
        return span(self._data["within_h"])  # type: ignore[return-value]

    @property
    def stations(self) -> Rows[Reached]:
        """The stations within reach, earliest first."""
        rows = []
        for row in self._data["stations"]:
            low, likely, high = spans(row["time_h"])  # type: ignore[misc]
            rows.append(
                Reached(
                    row["station"],
                    row["name"],
                    row["country"],
                    row["line"],
                    row["distance_km"],
                    low,
                    likely,
                    high,
                    span(row["technical_minimum_h"]),  # type: ignore[arg-type]
                    row["within"],
                )
            )
        return Rows(Reached, rows)

    def _headline(self) -> str:
        counts = self._data["counts"]
        return f"{counts['likely']} stations likely within {show(self.within)} of {self._data['from']}"


class Comparison(Answer):
    """The answer of :func:`slowtrain.compare`: reported journeys beside computed ones."""

    @property
    def rows(self) -> Rows[Compared]:
        """A row for each reported journey."""
        rows = []
        for row in self._data["rows"]:
            computed = spans(row["computed_h"]) or (None, None, None)
            rows.append(
                Compared(
                    row["journey_id"],
                    row["leg_seq"],
                    row["train"],
                    row["from"],
                    row["to"],
                    span(row["reported_h"]),
                    *computed,
                    span(row["technical_minimum_h"]),
                    row["distance_km"],
                    row["reported_km"],
                    row["ratio"],
                    row["percentile"],
                    row["verdict"],
                    tuple(row["reasons"]),
                )
            )
        return Rows(Compared, rows)

    @property
    def statistics(self) -> dict[str, Any] | None:
        """How well reported and computed times agree, over all rows that could be compared."""
        return self._data["statistics"]

    def _headline(self) -> str:
        return f"{len(self._data['rows'])} reported journeys"

    def _picture(self) -> str:
        return self.render("svg", 760.0).decode()

    def _table(self) -> Rows[Compared]:
        return self.rows
