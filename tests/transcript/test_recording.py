"""Where a turn is heard in the recording, and which turn a second of it belongs to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ipt_fidelity.transcript import (
    Recording,
    Session,
    SessionRecord,
    Transcript,
    Turn,
    parse,
    seek,
    turn_at,
)

VTT = b"""WEBVTT

00:00:02.000 --> 00:00:04.000
<v T>How was the week?

00:00:10.000 --> 00:00:20.000
<v C>Quiet. I cooked.

00:00:21.000 --> 00:00:30.000
<v T>For yourself?
"""


def _heard(**stated: object) -> Transcript:
    recording = Recording(path="two.m4a", **{"seconds": 60.0, **stated})
    record = SessionRecord(session=Session(id="s-02", recording=recording))
    return parse(VTT, name="s-02.vtt", record=record)


@pytest.fixture(name="second")
def _second() -> Turn:
    return _heard().turns[1]


def test_a_turn_is_played_from_one_second_before_its_first_word(second: Turn) -> None:
    assert seek(second, Recording(path="two.m4a")) == 9
    assert seek(second, Recording(path="two.m4a"), lead_s=0) == 10


def test_the_offset_is_added_to_the_time_of_the_turn(second: Turn) -> None:
    assert seek(second, Recording(path="two.m4a", offset_seconds=75.5)) == 84.5
    assert seek(second, Recording(path="two.m4a", offset_seconds=-9.5)) == 0


def test_a_turn_that_was_not_recorded_has_no_place_in_the_recording(second: Turn) -> None:
    assert seek(second, Recording(path="two.m4a", offset_seconds=-20.5)) is None
    assert seek(second, Recording(path="two.m4a", seconds=9.9)) is None
    assert seek(replace(second, start_s=None, end_s=None), Recording(path="two.m4a")) is None


@pytest.mark.parametrize(
    ("second", "turn"), [(0, None), (6.9, None), (7, 0), (14.9, 0), (15, 1), (26, 2), (999, 2)]
)
def test_a_second_of_the_recording_belongs_to_the_turn_that_began_last(
    second: float, turn: int | None
) -> None:
    told = _heard(offset_seconds=5.0)
    found = turn_at(told, second)
    assert found == (None if turn is None else told.turns[turn])


def test_words_after_the_end_of_the_recording_are_told() -> None:
    codes = [fault.code for fault in _heard(seconds=27.9).faults]
    assert "recording_too_short" in codes
    assert "recording_too_short" not in [fault.code for fault in _heard(seconds=28.0).faults]
    assert "recording_too_short" not in [fault.code for fault in _heard(seconds=None).faults]
    fault = next(f for f in _heard(seconds=20.0, offset_seconds=5.0).faults if "rec" in f.code)
    assert fault.problem == "the last turn ends 15 s after the end of the recording."
