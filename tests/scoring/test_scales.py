from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt_fidelity.errors import FrameError
from ipt_fidelity.rubric import ItemType, Scale
from ipt_fidelity.scoring import rescale

SEVEN = Scale(type=ItemType.ORDINAL, values=(1, 2, 3, 4, 5, 6, 7))
WORDS = Scale(type=ItemType.ORDINAL, values=("no", "partly", "yes"))
UNEQUAL = Scale(type=ItemType.ORDINAL, values=(0, 1, 10))
BALANCED = Scale(type=ItemType.INTERVAL, range=(-3, 3))


@pytest.mark.parametrize(
    ("scale", "value", "expected"),
    [
        (SEVEN, 1, 0),
        (SEVEN, 2, Fraction(100, 6)),
        (SEVEN, 7, 100),
        (WORDS, "partly", 50),
        (UNEQUAL, 1, 10),
        (BALANCED, 0, 50),
        (BALANCED, -3, 0),
        (Scale(type=ItemType.BINARY, values=(0, 1)), 1, 100),
    ],
)
def test_a_value_is_put_on_the_ruler(scale: Scale, value: str | int, expected: Fraction) -> None:
    assert rescale(scale, value, where="item a") == expected


@given(value=st.integers(1, 7))
def test_reversing_turns_the_ruler_round(value: int) -> None:
    there = rescale(SEVEN, value, where="item a")
    back = rescale(SEVEN, value, where="item a", reverse=True)
    assert there is not None
    assert back == 100 - there


@pytest.mark.parametrize(
    "scale",
    [
        Scale(type=ItemType.NOMINAL, values=(1, 2)),
        Scale(type=ItemType.COUNT),
        Scale(type=ItemType.TEXT),
        Scale(type=ItemType.ORDINAL, values=(1,)),
    ],
)
def test_a_scale_without_order_or_end_has_no_ruler(scale: Scale) -> None:
    assert rescale(scale, 1, where="item a") is None


@pytest.mark.parametrize(
    ("scale", "value", "mend"),
    [(SEVEN, 8, "Write 1 to 7"), (SEVEN, "3", "Write 1 to 7"), (WORDS, 1, "one of: no, partly")],
)
def test_a_value_outside_the_scale_is_refused(scale: Scale, value: str | int, mend: str) -> None:
    with pytest.raises(FrameError, match=rf"item a: .*lies outside the scale\. .*{mend}"):
        rescale(scale, value, where="item a")
