"""The shapes of frames, and the check at the door."""

from __future__ import annotations

import pandas as pd
import pytest

from ipt_fidelity.errors import FrameError
from ipt_fidelity.frames import FLAGS, SHAPES, TURNS, Shape, check, empty


def turns() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "session_id": ["s", "s"],
            "turn": ["t0001", "t0002"],
            "speaker": ["T", "C"],
            "role": ["therapist", "client"],
            "text": ["a b", "c"],
            "start_s": [0.0, float("nan")],
            "end_s": [1.0, float("nan")],
            "words": [2, 1],
        }
    )


def test_a_frame_of_the_shape_comes_back_as_it_is() -> None:
    frame = turns()
    assert check(frame, TURNS) is frame


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_an_empty_frame_has_its_shape(shape: Shape) -> None:
    assert list(empty(shape).columns) == list(shape.names)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_the_key_of_a_shape_is_among_its_columns(shape: Shape) -> None:
    assert set(shape.key) <= set(shape.names)


def test_all_faults_of_columns_are_told_at_once() -> None:
    frame = turns().drop(columns=["role"]).assign(extra=1)
    with pytest.raises(FrameError, match=r"'role' is missing; column 'extra'"):
        check(frame, TURNS)


def test_a_missing_value_is_told_with_its_row() -> None:
    with pytest.raises(FrameError, match="row 1, column 'role': a value is missing"):
        check(turns().assign(role=["therapist", None]), TURNS)


def test_a_key_that_stands_twice_is_told() -> None:
    with pytest.raises(FrameError, match="row 1 repeats the key"):
        check(turns().assign(turn="t0001"), TURNS)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("words", [1.5, 2]),
        ("words", [-1, 2]),
        ("words", ["one", "two"]),
        ("speaker", [1, "C"]),
        ("start_s", ["soon", "later"]),
    ],
)
def test_a_mistyped_value_is_told(column: str, values: list[object]) -> None:
    with pytest.raises(FrameError, match=f"column '{column}': not a"):
        check(turns().assign(**{column: values}), TURNS)


def test_the_mend_names_the_call_that_yields_the_frame() -> None:
    with pytest.raises(FrameError, match=r"flagging\.flag_segments"):
        check(pd.DataFrame(), FLAGS)
