"""Scores are compared unrounded, unless the rubric says how to round."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity.frames import CODINGS, empty
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.rubric.scoring_form import Rounding
from ipt_fidelity.scoring import score_sessions
from ipt_fidelity.scoring.rounding import rounded
from tests.scoring.by_hand import codings, only, ratings, small

ITEMS = """[
  {id: a, construct: adherence, type: interval, range: [0, 100], phases: [middle]},
  {id: b, construct: competence, type: interval, range: [0, 100], phases: [middle]}]"""


def rubric(rounding: str, own: str = "") -> Rubric:
    return small(
        f"""{{{rounding}
        thresholds: {{bar: {{value: 62.5}}}},
        scores: {{
          s: {{items: {{construct: adherence}}{own}}},
          t: {{items: {{construct: competence}}}},
          gap: {{formula: s - t}}}},
        gates: [{{id: reached, score: s, at_least: bar}}],
        verdicts: {{v: [{{id: good, when: s >= bar}}, {{id: poor, when: 'true'}}]}}}}""",
        items=ITEMS,
    )


# Halves by hand: 0.25 lies in the middle of 0.2 and 0.3, 0.35 in the middle of 0.3 and 0.4.
@pytest.mark.parametrize(
    ("number", "digits", "half", "expected"),
    [
        ("62.45", 1, "up", "62.5"),
        ("62.45", 1, "even", "62.4"),
        ("62.55", 1, "even", "62.6"),
        ("0.25", 1, "even", "0.2"),
        ("0.35", 1, "even", "0.4"),
        ("0.25", 1, "up", "0.3"),
        ("2.5", 0, "up", "3"),
        ("2.5", 0, "even", "2"),
        ("-2.5", 0, "up", "-3"),
        ("-2.5", 0, "even", "-2"),
        ("2.449", 1, "up", "2.4"),
    ],
)
def test_halves_go_where_the_rubric_sends_them(
    number: str, digits: int, half: str, expected: str
) -> None:
    rule = Rounding.model_validate({"digits": digits, "half": half})
    assert rounded(Fraction(number), rule) == Fraction(expected)


@given(
    number=st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6),
    digits=st.integers(0, 6),
    half=st.sampled_from(["up", "even"]),
)
@settings(max_examples=60, deadline=None)
def test_rounding_moves_at_most_half_a_digit_and_is_done_once(
    number: Fraction, digits: int, half: str
) -> None:
    rule = Rounding.model_validate({"digits": digits, "half": half})
    found = rounded(number, rule)
    assert abs(found - number) <= Fraction(1, 2 * 10**digits)
    assert rounded(found, rule) == found
    assert (found * 10**digits).denominator == 1


@pytest.mark.parametrize(
    ("rounding", "value", "verdict"),
    [
        ("", 62.46, "poor"),
        ("round: {digits: 1},", 62.5, "good"),
        ("round: {digits: 2},", 62.46, "poor"),
        ("round: {digits: 0},", 62.0, "poor"),
    ],
)
def test_a_stated_rounding_comes_before_the_comparison(
    rounding: str, value: float, verdict: str
) -> None:
    scores = score_sessions(ratings({"a": 62.46, "b": 1}), empty(CODINGS), rubric(rounding))
    assert only(scores, "s")["value"] == value
    assert only(scores, "v")["verdict"] == verdict


def test_the_trail_says_what_was_rounded_and_shows_as_many_digits() -> None:
    found = score_sessions(
        ratings({"a": 62.46, "b": 1}), empty(CODINGS), rubric("round: {digits: 1},")
    )
    lines = only(found, "s")["trail"].splitlines()
    assert lines[0].startswith("s is 62.5: ")
    assert lines[1] == "Rounded to 1 digit, halves up: 62.46 became 62.5."
    assert (
        "For good: s 62.5 reaches the provisional threshold bar of 62.5."
        in found[found["score_id"] == "v"]["trail"].iloc[0]
    )


def test_a_formula_is_computed_before_its_parts_are_rounded() -> None:
    # 62.44 - 1.36 = 61.08, so 61.1; rounded parts would give 62.4 - 1.4 = 61.0.
    found = score_sessions(
        ratings({"a": 62.44, "b": 1.36}), empty(CODINGS), rubric("round: {digits: 1},")
    )
    assert only(found, "gap")["value"] == 61.1


def test_the_rounding_of_a_score_goes_before_the_common_one() -> None:
    found = score_sessions(
        ratings({"a": 62.46, "b": 62.46}),
        empty(CODINGS),
        rubric("round: {digits: 0},", own=", round: {digits: 1}"),
    )
    assert [only(found, name)["value"] for name in ("s", "t")] == [62.5, 62.0]


def test_a_share_of_segments_is_rounded_in_its_own_digits() -> None:
    shares = small(
        """{scores: {off: {segments: share_of_words, count: [off_model],
            of: [on_model, off_model], round: {digits: 2}}}}""",
        segments="[{id: ANY, label: Any, family: f, status: on_model, phases: {}, definition: D}]",
    )
    coded = codings([("on_model", 2), ("off_model", 1)])
    row = only(score_sessions(ratings({}), coded, shares), "off")
    assert row["value"] == 0.33
    assert row["trail"].startswith("off is 0.33: ")
