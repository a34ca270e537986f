"""Exceptions: classes, codes, candidates, and the texts of the command line."""

from __future__ import annotations

import pickle

import pytest
from conftest import command

import slowtrain as st
from slowtrain import _slowtrain


def test_a_name_that_means_nothing_has_candidates() -> None:
    with pytest.raises(st.UnknownStation) as caught:
        st.route("Vladivastok", "Pyongyangg12")
    assert caught.value.code == "unknown_station"
    assert isinstance(caught.value, ValueError)
    with pytest.raises(st.AmbiguousStation) as caught:
        st.route("Jinzhou", "Beijing")
    assert "cn-jinzhou" in caught.value.candidates
    with pytest.raises(st.UnknownTrain) as caught:
        st.route("Beijing", "Pyongyang", train="leader-specail")
    assert caught.value.candidates[0] == "leader-special"
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.candidates) == (str(caught.value), caught.value.candidates)


@pytest.mark.parametrize(
    ("arguments", "options", "kind", "exit_code"),
    [
        (["Pyongyang", "Hanoi", "--train", "generic-passenger"], {"train": "generic-passenger"}, st.NoRoute, 1),
        (["Pyongyang", "Vladivostok", "--on", "soon"], {"on": "soon"}, st.BadRequest, 2),
        (["Pyongyang", "Pyongyang"], {}, st.BadRequest, 2),
        (["Pyongyang", "Vladivostok", "--depart", "at night"], {"depart": "at night"}, st.BadRequest, 2),
        (["Pyongyang", "Vladivostok", "--stop", "Hanoi=5"], {"stops": {"Hanoi": 5}}, st.BadRequest, 2),
    ],
)
def test_texts_are_those_of_the_command_line(arguments, options, kind, exit_code) -> None:
    with pytest.raises(kind) as caught:
        st.route(arguments[0], arguments[1], **options)
    told = command("route", *arguments, check=False)
    assert told.returncode == exit_code
    assert told.stderr == f"slowtrain: {caught.value}\n"


def test_a_panic_is_an_exception() -> None:
    with pytest.raises(st.InternalError, match="on purpose") as caught:
        _slowtrain._panic("on purpose")
    assert isinstance(caught.value, Exception)
    assert st.route("Pyongyang", "Vladivostok").distance_km > 1_000


def test_consists_that_are_none_are_refused() -> None:
    for options in [{"cars": 0}, {"mass_t": float("nan")}, {"mass_t": -1.0}, {"locomotives": 0}]:
        with pytest.raises(st.BadRequest):
            st.route("Pyongyang", "Vladivostok", **options)


def test_what_is_no_text_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        st.route(1, 2)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        st.route("Pyongyang", "Vladivostok", trian="rossiya")  # type: ignore[call-arg]
