from __future__ import annotations

import pytest

from ipt_fidelity.rubric.expressions import parse
from ipt_fidelity.scoring.wording import Known, because, shown

KNOWN = Known(
    values={"x": 2.0, "line": 3.0, "open": True, "unknown": None, "phase": "middle"},
    words={"open": "gate open holds: a 2"},
    provisional=frozenset({"line"}),
)


@pytest.mark.parametrize(
    ("value", "against", "expected"),
    [
        (62.5, None, "62.5"),
        (62.5, 62.5, "62.5"),
        (62.48, 62.5, "62.48"),
        (62.4999999, 62.5, "62.4999999"),
    ],
)
def test_a_number_shows_as_many_decimals_as_tell_it_from_the_line(
    value: float, against: float | None, expected: str
) -> None:
    assert shown(value, against=against) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("x >= line", ["x 2.0 lies below the provisional threshold line of 3"]),
        ("x < line", ["x 2.0 lies below the provisional threshold line of 3"]),
        ("open and x >= line", ["x 2.0 lies below the provisional threshold line of 3"]),
        ("open and x < 3", ["gate open holds: a 2", "x 2.0 lies below 3"]),
        ("open or x > 3", ["gate open holds: a 2"]),
        ("x > 3 or x > 4", ["x 2.0 does not exceed 3", "x 2.0 does not exceed 4"]),
        ("open and unknown", ["unknown is undecided"]),
        ("unknown > 3", ["unknown is not known"]),
        ("not (x == 2)", ["x 2.0 equals 2"]),
        ("phase in ['middle']", ["phase middle is one of ('middle',)"]),
        ("true", []),
    ],
)
def test_a_condition_is_told_by_what_decides_it(condition: str, expected: list[str]) -> None:
    assert because(parse(condition), KNOWN) == expected
