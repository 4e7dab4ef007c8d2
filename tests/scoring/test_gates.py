from __future__ import annotations

import pytest

from ipt_fidelity.frames import CODINGS, empty
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.scoring import score_sessions
from tests.scoring.by_hand import only, ratings, small

ITEMS = """[
  {id: a, construct: proscribed, type: ordinal, values: [0, 1, 2, 3, 4], phases: [middle],
   reverse: true, essential: true},
  {id: b, construct: proscribed, type: ordinal, values: [0, 1, 2, 3, 4], phases: [middle],
   reverse: true},
  {id: c, construct: proscribed, type: ordinal, values: [0, 1, 2, 3, 4], phases: [middle],
   reverse: true}]"""
NONE_AT_4 = "none_at: 4"
ONE_AT_3 = "most_at: {'3': 1}"
TWO_AT_LEAST = "at_least: 2"
ESSENTIAL = "essential_only: true, at_least: 2"
BOTH = "none_at: 4, most_at: {'3': 1}"


def gated(rule: str) -> Rubric:
    return small(
        f"{{gates: [{{id: gate, every: {{construct: proscribed}}, {rule}}}],"
        " verdicts: {v: [{id: open, when: gate}, {id: closed, when: not gate}]}}",
        items=ITEMS,
    )


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        (NONE_AT_4, (3, 3, 3), "open"),
        (NONE_AT_4, (4, 0, 0), "closed"),
        (NONE_AT_4, ("missing", 0, 0), "undecided"),
        (NONE_AT_4, ("not_codable", 4, 0), "closed"),
        (NONE_AT_4, ("not_applicable", 0, 0), "open"),
        (NONE_AT_4, ("no_opportunity", 0, 0), "open"),
        (ONE_AT_3, (3, 0, 0), "open"),
        (ONE_AT_3, (3, 3, 0), "closed"),
        (ONE_AT_3, (3, "missing", 0), "undecided"),
        (ONE_AT_3, ("missing", 0, 0), "open"),
        (TWO_AT_LEAST, (2, 2, 2), "open"),
        (TWO_AT_LEAST, (2, 2, 1), "closed"),
        (ESSENTIAL, (2, 0, 0), "open"),
        (ESSENTIAL, (1, 4, 4), "closed"),
        (BOTH, (3, 3, "missing"), "closed"),
        (BOTH, (3, 0, 0), "open"),
        (BOTH, (3, 4, 0), "closed"),
    ],
)
def test_gates_are_open_closed_or_undecided(
    rule: str, values: tuple[str | int, ...], expected: str
) -> None:
    given = dict(zip("abc", values, strict=True))
    row = only(score_sessions(ratings(given), empty(CODINGS), gated(rule)), "v")
    assert row["verdict"] == expected


def test_a_closed_gate_names_the_items_that_close_it() -> None:
    row = only(
        score_sessions(ratings({"a": 4, "b": 0, "c": 1}), empty(CODINGS), gated(NONE_AT_4)), "v"
    )
    assert "gate gate does not hold: a 4 (wanted: none at 4)." in row["trail"]


def test_a_gate_on_a_named_threshold_says_that_it_is_provisional() -> None:
    rubric = small(
        "{thresholds: {floor: {value: 50}}, scores: {s: {items: {construct: proscribed}}},"
        " gates: [{id: gate, score: s, at_least: floor}],"
        " verdicts: {v: [{id: open, when: gate}, {id: closed, when: not gate}]}}",
        items=ITEMS,
    )
    row = only(score_sessions(ratings({"a": 2, "b": 2, "c": 2}), empty(CODINGS), rubric), "v")
    assert row["verdict"] == "open"
    assert "s 50.0 reaches the provisional threshold floor of 50" in row["trail"]


def test_a_gate_on_a_score_that_is_not_scorable_is_undecided() -> None:
    rubric = small(
        "{scores: {s: {items: {construct: proscribed}}},"
        " gates: [{id: gate, score: s, at_least: 50}],"
        " verdicts: {v: [{id: open, when: gate}, {id: closed, when: not gate}]}}",
        items=ITEMS,
    )
    row = only(score_sessions(ratings({"a": "missing"}), empty(CODINGS), rubric), "v")
    assert row["verdict"] == "undecided"
    assert "gate gate is undecided: s is not scorable" in row["trail"]
