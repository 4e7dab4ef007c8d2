"""Tables and ratios that cannot be read are told, each with its place and mend."""

from __future__ import annotations

import pytest

from ipt_fidelity import rubric
from ipt_fidelity.errors import RubricError
from tests.rubric.copies import codes

FILE = """
format: ipt-rubric/1
rubric: {{id: small, version: 0.0.1, title: Small, licence: none, status: test}}
vocabulary: {{phases: [middle]}}
session_layer:
  items:
    - {{id: a, construct: adherence, type: count, phases: [middle]}}
    - {{id: b, construct: adherence, type: ordinal, values: [1, 2, 3], phases: [middle]}}
    - {{id: w, construct: descriptor, type: nominal, values: [grief, loss], phases: [middle]}}
    - {{id: o, construct: descriptor, type: ordinal, values: [low, high], phases: [middle]}}
scoring:
  scores:
    s: {score}
"""


def read(score: str) -> rubric.Rubric:
    return rubric.read(FILE.format(score=score), where="x")


@pytest.mark.parametrize(
    ("score", "code", "path"),
    [
        ("{items: {ids: [a]}, aggregate: lookup}", "lookup_of_what", "scores.s"),
        ("{items: {ids: [a]}, aggregate: lookup, lookup: {table: {}}}", "lookup_of_what", "s"),
        ("{items: {ids: [a]}, lookup: {table: {1: 2}}}", "lookup_of_what", "scores.s"),
        (
            "{items: {ids: [a, b]}, aggregate: lookup, lookup: {of: value, table: {1: 2}}}",
            "lookup_of_many",
            "s.items",
        ),
        (
            "{items: {ids: [a]},aggregate: lookup, min_answered_share: 0, lookup: {table: {1: 2}}}",
            "lookup_of_part",
            "scores.s",
        ),
        (
            "{items: {ids: [a]}, aggregate: lookup, drop: [not_codable], lookup: {table: {1: 2}}}",
            "lookup_of_part",
            "scores.s",
        ),
        ("{items: {ids: [w]}, aggregate: lookup, lookup: {table: {1: 2}}}", "sum_of_words", "s"),
        ("{items: {ids: [o]}, aggregate: lookup, lookup: {table: {1: 2}}}", "sum_of_words", "s"),
        (
            "{items: {ids: [a]}, aggregate: lookup, lookup: {table: {one: 2}}}",
            "row_without_number",
            "s.lookup.table.one",
        ),
        (
            "{items: {ids: [a]}, per: {ids: [w]}, aggregate: count_ratio}",
            "ratio_of_words",
            "s.per",
        ),
        (
            "{items: {ids: [o]}, per: {ids: [a]}, aggregate: count_ratio}",
            "ratio_of_words",
            "s.items",
        ),
    ],
)
def test_what_cannot_be_looked_up_or_divided_is_told(score: str, code: str, path: str) -> None:
    with pytest.raises(RubricError) as refused:
        read(score)
    assert codes(refused.value.faults) == {code}
    (fault,) = refused.value.faults
    assert path in fault.where
    assert fault.mend


@pytest.mark.parametrize(
    "score",
    [
        "{items: {ids: [a, b]}, aggregate: lookup, lookup: {find: from, table: {0: 1, 2.5: 3}}}",
        "{items: {ids: [w]}, aggregate: lookup, lookup: {of: value, table: {grief: 1, loss: 2}}}",
        "{items: {ids: [a]}, per: {ids: [b]}, aggregate: count_ratio}",
    ],
)
def test_what_can_be_looked_up_or_divided_is_left_in_peace(score: str) -> None:
    assert set(read(score).scoring.scores) == {"s"}


@pytest.mark.parametrize("rounding", ["{digits: -1}", "{digits: 7}", "{digits: 1, half: down}"])
def test_a_rounding_that_is_none_is_told(rounding: str) -> None:
    with pytest.raises(RubricError):
        read(f"{{items: {{ids: [a]}}, round: {rounding}}}")


def test_a_threshold_beyond_the_table_is_doubted() -> None:
    table = "lookup: {table: {1: 20, 2: 80}}"
    text = FILE.format(score=f"{{items: {{ids: [a]}}, aggregate: lookup, {table}}}").replace(
        "scoring:\n",
        "scoring:\n  thresholds: {bar: {value: 90}}\n"
        "  verdicts: {v: [{id: y, when: s >= bar}, {id: n, when: 'true'}]}\n",
    )
    assert "threshold_off_range" in codes(rubric.check_report(text, where="x"))


def test_a_threshold_above_a_hundred_may_be_one_of_a_ratio() -> None:
    text = FILE.format(
        score="{items: {ids: [a]}, per: {ids: [b]}, aggregate: count_ratio}"
    ).replace(
        "scoring:\n",
        "scoring:\n  thresholds: {bar: {value: 120}}\n"
        "  verdicts: {v: [{id: y, when: s >= bar}, {id: n, when: 'true'}]}\n",
    )
    assert "threshold_off_range" not in codes(rubric.check_report(text, where="x"))
