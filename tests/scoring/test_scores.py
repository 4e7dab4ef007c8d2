from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity.frames import CODINGS, empty
from ipt_fidelity.rubric import Rubric, scale_of
from ipt_fidelity.scoring import score_sessions
from ipt_fidelity.sheet import Absence
from tests.scoring.by_hand import codings, oif, only, ratings, small

ITEMS = """[
  {id: a, construct: adherence, type: ordinal, values: [0, 1, 2, 3, 4], phases: [middle]},
  {id: b, construct: adherence, type: binary, values: [0, 1], phases: [middle]},
  {id: c, construct: adherence, type: interval, range: [1, 7], reverse: true, phases: [middle]},
  {id: d, construct: adherence, type: nominal, values: [x, y], phases: [middle]}]"""


def score(rubric: Rubric, values: dict[str, str | float | None]) -> tuple[float, float, str]:
    row = only(score_sessions(ratings(values), empty(CODINGS), rubric), "s")
    return row["value"], row["answered_share"], row["trail"]


def of(aggregate: str, more: str = "") -> Rubric:
    return small(
        f"{{scores: {{s: {{items: {{construct: adherence}}, aggregate: {aggregate}{more}}}}}}}",
        items=ITEMS,
    )


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        ("mean", (75 + 100 + 50) / 3),
        ("sum", (3 + 1 + 3) / (4 + 1 + 6) * 100),
        ("max", 100.0),
        ("proportion", 100.0),
        ("weighted_mean", (2 * 75 + 100 + 50) / 4),
    ],
)
def test_aggregates_are_taken_over_rescaled_items(aggregate: str, expected: float) -> None:
    weights = ", weights: {a: 2}" if aggregate == "weighted_mean" else ""
    value, _, _ = score(of(aggregate, weights), {"a": 3, "b": 1, "c": 4, "d": "x"})
    assert value == pytest.approx(expected, rel=1e-15)


def test_a_proportion_counts_items_above_their_lowest_value() -> None:
    value, _, _ = score(of("proportion"), {"a": 1, "b": 0, "c": 7, "d": "x"})
    assert value == pytest.approx(100 / 3)


def test_weights_of_zero_have_a_reason() -> None:
    value, _, trail = score(of("weighted_mean", ", weights: {a: 0}"), {"a": 1})
    assert math.isnan(value)
    assert "add up to 0" in trail


def test_an_item_without_order_is_left_out_and_named() -> None:
    value, share, trail = score(of("mean"), {"a": 4, "d": "x"})
    assert (value, share) == (100.0, 1.0)
    assert "Left out, their scale has no order or no end: d." in trail.splitlines()


def test_the_middle_of_two_raters_may_lie_between_two_values() -> None:
    assert score(of("mean"), {"a": 2.5})[0] == 62.5


@pytest.mark.parametrize("absence", ["missing", "not_codable", "no_opportunity"])
def test_an_absence_that_is_not_dropped_counts_against_the_share(absence: str) -> None:
    value, share, _ = score(of("mean"), {"a": 4, "b": absence})
    assert share == 0.5
    assert math.isnan(value)


def test_not_applicable_is_never_in_the_denominator() -> None:
    assert score(of("mean"), {"a": 4, "b": "not_applicable"})[:2] == (100.0, 1.0)


@pytest.mark.parametrize("absence", ["not_codable", "no_opportunity"])
def test_a_dropped_absence_is_in_no_denominator(absence: str) -> None:
    rubric = of("mean", f", drop: [{absence}]")
    assert score(rubric, {"a": 4, "b": absence})[:2] == (100.0, 1.0)


def test_the_least_share_is_inclusive() -> None:
    rubric = of("mean", ", min_answered_share: 0.5")
    assert score(rubric, {"a": 4, "b": "missing"})[0] == 100.0


def test_below_the_least_share_the_reason_names_both_shares() -> None:
    rubric = of("mean", ", min_answered_share: 0.6")
    value, _, trail = score(rubric, {"a": 4, "b": "missing"})
    assert math.isnan(value)
    assert "1 of 2 items that apply were answered, a share of 0.50; 0.60 is wanted." in trail


def test_where_nothing_was_answered_no_share_is_small_enough() -> None:
    rubric = of("mean", ", min_answered_share: 0.0")
    value, _, trail = score(rubric, {"a": "missing"})
    assert math.isnan(value)
    assert trail.startswith("s is not scorable: no item was answered.")


def test_where_nothing_applies_there_is_a_reason() -> None:
    value, share, trail = score(of("mean"), {"a": "not_applicable"})
    assert math.isnan(value)
    assert math.isnan(share)
    assert trail.startswith("s is not scorable: no item applies.")


def test_a_formula_over_what_is_not_scorable_is_not_scorable() -> None:
    rubric = small(
        "{scores: {s: {items: {construct: adherence}}, t: {formula: 100 - s}}}", items=ITEMS
    )
    scores = score_sessions(ratings({"a": "missing"}), empty(CODINGS), rubric)
    row = only(scores, "t")
    assert math.isnan(row["value"])
    assert row["trail"] == "t is not scorable: s is not scorable."


def test_a_formula_takes_a_score_of_zero_for_a_number() -> None:
    rubric = small(
        "{scores: {s: {items: {construct: adherence}}, t: {formula: 100 - s}}}", items=ITEMS
    )
    assert only(score_sessions(ratings({"a": 0}), empty(CODINGS), rubric), "t")["value"] == 100


NUMERIC = [item for item in oif().items if item.scale or item.values == (0, 1)]
ANSWERS = st.fixed_dictionaries(
    {
        item.id: st.sampled_from([*scale_of(oif(), item).values, *(str(a) for a in Absence)])
        for item in NUMERIC
    }
)
STATUSES = st.lists(
    st.tuples(
        st.sampled_from(["on_model", "neutral", "off_model", "technical", None]),
        st.integers(0, 300),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(answers=ANSWERS, segments=STATUSES)
def test_a_score_lies_on_its_ruler_or_has_a_reason(
    answers: dict[str, str | float | None], segments: list[tuple[str | None, int]]
) -> None:
    scores = score_sessions(ratings(answers), codings(segments), oif())
    for score_id, top in {
        "adherence": 100,
        "avoidance": 100,
        "competence": 100,
        "purity": 1,
    }.items():
        row = only(scores, score_id)
        first = row["trail"].splitlines()[0]
        if math.isnan(row["value"]):
            assert first.startswith(f"{score_id} is not scorable: ")
        else:
            assert 0 <= row["value"] <= top
            assert first.startswith(f"{score_id} is ")


@settings(max_examples=25, deadline=None)
@given(answers=ANSWERS)
def test_a_naive_mean_gives_the_same_score(answers: dict[str, str | float | None]) -> None:
    row = only(score_sessions(ratings(answers), empty(CODINGS), oif()), "competence")
    values = [answers[item.id] for item in NUMERIC if item.construct_ == "competence"]
    rated = [float(v) / 4 * 100 for v in values if isinstance(v, (int, float))]
    missing = values.count("missing")
    if not rated or len(rated) / (len(rated) + missing) < 0.6:
        assert math.isnan(row["value"])
    else:
        assert row["value"] == pytest.approx(sum(rated) / len(rated))
