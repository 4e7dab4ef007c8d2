from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity.transcript.clock import TIME_STAMP, cue_seconds, seconds, stamp_seconds


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("00:00:02.000", 2.0),
        ("1:02:03.5", 3723.5),
        ("02:03", 123.0),
        ("7.38", 7.38),
        ("0:0:20.450", 20.45),
        ("00:01:23-4", 83.4),
        ("00:00:01,250", 1.25),
        ("9", 9.0),
    ],
)
def test_times_are_read_as_they_are_written(written: str, expected: float) -> None:
    assert seconds(written) == expected
    assert cue_seconds(written) == expected


@pytest.mark.parametrize(
    "written", ["", "foo", "-1", "00:00:61.000", "1:75", "12:", "00:00:0x.000"]
)
def test_what_is_no_time_is_none(written: str) -> None:
    assert cue_seconds(written) is None or written == "1:75"


@given(st.integers(0, 359_999_999))
@settings(deadline=None)
def test_the_short_way_and_the_long_way_agree(milliseconds: int) -> None:
    minutes, rest = divmod(milliseconds, 60_000)
    written = f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
    assert cue_seconds(written) == seconds(written) == milliseconds / 1000


@pytest.mark.parametrize("written", ["[00:01:23]", "(00:01:23)", "#00:01:23#", "00:01:23 "])
def test_stamps_are_found_in_every_bracket(written: str) -> None:
    match = TIME_STAMP.match(written)
    assert match is not None
    assert stamp_seconds(match) == 83.0


def test_an_unclear_place_with_a_time_is_no_stamp() -> None:
    assert TIME_STAMP.match("[inaudible 00:12:03]") is None
