from __future__ import annotations

import math

import pandas as pd
import pytest

from ipt_fidelity.errors import FidelityError, FrameError, UnknownNameError
from ipt_fidelity.frames import CODINGS, empty
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.scoring import case_means, score_sessions, therapist_means
from tests.scoring.by_hand import ratings, sessions, small

RUBRIC = small(
    "{scores: {s: {items: {construct: adherence}}},"
    " verdicts: {v: [{id: good, when: s >= 50}, {id: poor, when: 'true'}]}}",
    items="[{id: a, construct: adherence, type: interval, range: [0, 100], phases: [middle]}]",
)


def scored(values: dict[str, float | str], *, rater: str = "KM") -> pd.DataFrame:
    rows = [ratings({"a": value}, session=name, rater=rater) for name, value in values.items()]
    return score_sessions(pd.concat(rows), empty(CODINGS), RUBRIC)


def case(name: str, therapist: str = "T1") -> list[tuple[str, str, str, str]]:
    phases = ("initial", "middle", "middle")
    return [(f"{name}-{n}", name, therapist, phase) for n, phase in enumerate(phases, 1)]


CASES = sessions([*case("c1"), *case("c2"), *case("c3", "T2")])


def test_a_case_is_the_mean_of_its_sessions() -> None:
    means = case_means(scored({"c1-1": 40, "c1-2": 50, "c1-3": 75}), CASES)
    assert means["case_id"].tolist() == ["c1"]
    assert means["score_id"].tolist() == ["s"]
    assert means["value"].tolist() == [55.0]
    assert means["undefined"].tolist() == [""]


def test_several_raters_of_a_session_weigh_as_one() -> None:
    mine = scored({"c1-1": 40, "c1-2": 50, "c1-3": 60})
    theirs = scored({"c1-1": 60}, rater="JD")
    means = case_means(pd.concat([mine, theirs]), CASES)
    assert means["value"].tolist() == [pytest.approx((50 + 50 + 60) / 3)]
    assert means["n_sheets"].tolist() == [4]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"c1-1": 40, "c1-2": 50}, "2 scorable sessions, 3 wanted"),
        (
            {"c1-1": "missing", "c1-2": 50, "c1-3": 60},
            "2 scorable sessions, 3 wanted; 0 of the initial phase, 1 wanted",
        ),
    ],
)
def test_too_few_sessions_give_a_reason(values: dict[str, float | str], reason: str) -> None:
    means = case_means(scored(values), CASES)
    assert means["undefined"].tolist() == [reason]
    assert math.isnan(means["value"].iloc[0])


def test_scores_of_several_stages_are_not_pooled() -> None:
    scores = scored({"c1-1": 40})
    both = pd.concat([scores, scores.assign(stage="adjudicated")])
    with pytest.raises(FrameError, match="mix the stages adjudicated and independent"):
        case_means(both, CASES)


def test_a_session_that_is_not_known_is_named() -> None:
    with pytest.raises(UnknownNameError, match="there is no session 'c9-1'"):
        case_means(scored({"c9-1": 40}), CASES)


def test_a_case_with_two_therapists_is_refused() -> None:
    mixed = sessions([("x1", "x", "T1", "initial"), ("x2", "x", "T2", "middle")])
    with pytest.raises(FrameError, match="case x has two therapists"):
        case_means(scored({"x1": 40, "x2": 50}), mixed)


def test_a_therapist_is_the_mean_of_cases_with_students_interval() -> None:
    values = {f"c{c}-{n}": level for c, level in ((1, 40), (2, 60)) for n in (1, 2, 3)}
    row = therapist_means(case_means(scored(values), CASES)).iloc[0]
    # Two values 40 and 60: standard error 10, t(0.975, 1) = 12.7062 (any table of t).
    assert row["value"] == 50
    assert row["low"] == pytest.approx(50 - 127.062, abs=0.001)
    assert row["high"] == pytest.approx(50 + 127.062, abs=0.001)
    assert (row["n_cases"], row["n_sessions"], row["undefined"]) == (2, 6, "")


def test_one_case_says_nothing_about_a_therapist() -> None:
    values = {f"c3-{n}": 50 for n in (1, 2, 3)}
    row = therapist_means(case_means(scored(values), CASES)).iloc[0]
    assert row["undefined"] == "1 case with a value, 2 wanted; 3 sessions in them, 6 wanted"
    assert math.isnan(row["value"])


def test_an_interval_needs_two_cases() -> None:
    with pytest.raises(FidelityError, match="least_cases=2 or more"):
        therapist_means(case_means(scored({"c1-1": 40}), CASES), least_cases=1)


def test_another_frame_is_refused() -> None:
    with pytest.raises(FrameError, match="Take the frame from case_means"):
        therapist_means(pd.DataFrame({"case_id": ["c1"]}))


def stating(levels: str) -> Rubric:
    return small(
        f"{{scores: {{s: {{items: {{construct: adherence}}}}}}, levels: {levels}}}",
        items="[{id: a, construct: adherence, type: interval, range: [0, 100], phases: [middle]}]",
    )


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ("{case: {least_sessions: 2, least_in_phase: {}}}", ""),
        ("{case: {least_sessions: 4}}", "2 scorable sessions, 4 wanted"),
        ("{case: {least_in_phase: {middle: 2}}}", "2 scorable sessions, 3 wanted; 1 of the middle"),
        ("{}", "2 scorable sessions, 3 wanted"),
    ],
)
def test_a_rubric_states_how_few_sessions_are_too_few(levels: str, reason: str) -> None:
    means = case_means(scored({"c1-1": 40, "c1-2": 50}), CASES, rubric=stating(levels))
    found = means["undefined"].iloc[0]
    assert found.startswith(reason)
    assert bool(found) == bool(reason)


def test_what_the_caller_says_goes_before_the_rubric() -> None:
    strict = stating("{case: {least_sessions: 9, least_in_phase: {middle: 9}}}")
    scores = scored({"c1-1": 40, "c1-2": 50})
    means = case_means(scores, CASES, rubric=strict, least_sessions=2, phases_wanted={"middle": 1})
    assert means["value"].tolist() == [45.0]


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ("{therapist: {least_cases: 2, least_sessions: 4}}", ""),
        (
            "{therapist: {least_cases: 3, least_sessions: 9}}",
            "2 cases with a value, 3 wanted; 6 sessions in them, 9 wanted",
        ),
        ("{therapist: {least_cases: 1}}", ""),
        ("{therapist: {least_sessions: 7}}", "6 sessions in them, 7 wanted"),
        ("{}", ""),
    ],
)
def test_a_rubric_states_how_few_cases_are_too_few(levels: str, reason: str) -> None:
    values = {f"c{c}-{n}": level for c, level in ((1, 40), (2, 60)) for n in (1, 2, 3)}
    cases = case_means(scored(values), CASES)
    assert therapist_means(cases, rubric=stating(levels))["undefined"].tolist() == [reason]


def test_one_case_gets_no_mean_even_where_a_rubric_says_one() -> None:
    cases = case_means(scored({f"c3-{n}": 50 for n in (1, 2, 3)}), CASES)
    lenient = stating("{therapist: {least_cases: 1, least_sessions: 1}}")
    row = therapist_means(cases, rubric=lenient).iloc[0]
    assert row["undefined"] == "1 case with a value, 2 wanted"
