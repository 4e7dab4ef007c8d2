"""Ratios of counts and tables, on the items' own scales."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from ipt_fidelity.errors import FrameError
from ipt_fidelity.frames import CODINGS, empty
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.scoring import score_sessions
from tests.scoring.by_hand import only, ratings, small

COUNTS = """[
  {id: simple, construct: adherence, subscale: reflect, type: count, phases: [middle]},
  {id: complex, construct: adherence, subscale: reflect, type: count, phases: [middle]},
  {id: open, construct: adherence, subscale: ask, type: count, phases: [middle]},
  {id: closed, construct: adherence, subscale: ask, type: count, phases: [middle]}]"""
RATED = """[
  {id: a, construct: adherence, type: ordinal, values: [1, 2, 3, 4, 5, 6, 7], phases: [middle]},
  {id: b, construct: adherence, type: ordinal, values: [1, 2, 3, 4, 5, 6, 7], reverse: true,
   phases: [middle]},
  {id: area, construct: descriptor, type: nominal, values: [grief, dispute], phases: [middle]}]"""


def ratio(more: str = "") -> Rubric:
    return small(
        "{scores: {r: {items: {subscale: reflect}, per: {subscale: ask}, "
        f"aggregate: count_ratio{more}}}}}}}",
        items=COUNTS,
    )


def lookup(table: str, select: str = "construct: adherence", more: str = "") -> Rubric:
    return small(
        f"{{scores: {{r: {{items: {{{select}}}, aggregate: lookup, "
        f"lookup: {{table: {table}{more}}}}}}}}}",
        items=RATED,
    )


def row(rubric: Rubric, values: dict[str, str | float | None]) -> pd.Series:
    return only(score_sessions(ratings(values), empty(CODINGS), rubric), "r")


def test_reflections_for_each_question() -> None:
    # (14 + 10) reflections for (6 + 10) questions: 24 / 16 = 1.5.
    found = row(ratio(), {"simple": 14, "complex": 10, "open": 6, "closed": 10})
    assert found["value"] == 1.5
    assert found["answered_share"] == 1.0
    assert found["trail"].splitlines()[0] == "r is 1.50: 24 counted for 16."


def test_a_ratio_rounds_as_the_rubric_says() -> None:
    found = row(ratio(", round: {digits: 1}"), {"simple": 1, "complex": 1, "open": 3, "closed": 0})
    assert found["value"] == 0.7


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (
            {"simple": 3, "complex": 1, "open": 0, "closed": 0},
            "the counts to divide by add up to 0",
        ),
        (
            {"simple": 3, "complex": 1, "open": 4, "closed": "missing"},
            "too few of the items that apply were answered",
        ),
        (
            {"simple": 3, "complex": 1, "open": "missing", "closed": "not_codable"},
            "one side of the ratio was not answered",
        ),
        (
            {"simple": 3, "complex": 1, "open": "not_applicable", "closed": "not_applicable"},
            "no items to divide by apply",
        ),
    ],
)
def test_a_ratio_without_a_value_says_why(values: dict[str, str | float], reason: str) -> None:
    found = row(ratio(), values)
    assert math.isnan(found["value"])
    assert found["trail"].splitlines()[0] == f"r is not scorable: {reason}."


def test_a_ratio_that_names_nothing_to_divide_by_says_so() -> None:
    bare = small(
        "{scores: {r: {items: {subscale: reflect}, aggregate: count_ratio}}}", items=COUNTS
    )
    assert "no items to divide by apply" in row(bare, {"simple": 1, "complex": 1})["trail"]


def test_no_reflection_is_a_ratio_of_nothing_and_no_gap() -> None:
    assert row(ratio(), {"simple": 0, "complex": 0, "open": 2, "closed": 1})["value"] == 0


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(FrameError, match="Write 0 or more"):
        row(ratio(), {"simple": -1, "complex": 0, "open": 2, "closed": 1})


def test_a_sum_is_looked_up_with_reversed_items_turned_round() -> None:
    # b is reversed on 1 to 7: rated 2, it counts 6; the sum is 5 + 6 = 11.
    found = row(lookup("{10: 40, 11: 47.5, 12: 50}"), {"a": 5, "b": 2})
    assert found["value"] == 47.5
    assert found["trail"].splitlines() == [
        "r is 47.5: looked up for the sum, 11.",
        "Entered: a 5, b 6 (reversed).",
    ]


def test_from_takes_the_highest_row_that_is_reached() -> None:
    table = lookup("{2: 10, 8: 20, 12: 30}", more=", find: from")
    pairs = [(1, 7), (5, 6), (4, 4), (6, 2), (7, 1)]  # sums 2, 7, 8, 12, 14
    assert [row(table, {"a": a, "b": b})["value"] for a, b in pairs] == [10, 10, 20, 30, 30]


def test_a_number_that_is_in_no_row_has_a_reason() -> None:
    found = row(lookup("{10: 40}"), {"a": 5, "b": 2})
    assert math.isnan(found["value"])
    assert found["trail"].startswith("r is not scorable: the table has no row for the sum, 11.")


def test_the_sum_of_a_part_is_not_looked_up() -> None:
    found = row(lookup("{5: 40}"), {"a": 5, "b": "missing"})
    assert math.isnan(found["value"])
    assert found["answered_share"] == 0.5
    assert found["trail"].splitlines() == [
        "r is not scorable: the table wants every item.",
        "Without a value: b (missing).",
    ]


def test_a_single_value_may_be_a_word() -> None:
    table = lookup("{grief: 1, dispute: 2.5}", select="ids: [area]", more=", of: value")
    assert row(table, {"area": "dispute"})["value"] == 2.5


def test_the_value_of_one_item_is_looked_up() -> None:
    table = lookup("{1: 0, 3: 50}", select="ids: [a]", more=", of: value, find: from")
    assert row(table, {"a": 4})["value"] == 50
