from __future__ import annotations

import math

import pandas as pd
import pytest

from ipt_fidelity.errors import FrameError, UnknownNameError
from ipt_fidelity.frames import CODINGS, RATINGS, SCORES, check, empty
from ipt_fidelity.rubric import Circumstances
from ipt_fidelity.scoring import UNDECIDED, score_sessions
from tests.scoring.by_hand import SEGMENTS, WORKED, codings, oif, only, ratings, small

MIDDLE = {"s1": Circumstances(phase="middle")}


def worked(**changed: str | float) -> pd.DataFrame:
    return score_sessions(ratings({**WORKED, **changed}), codings(SEGMENTS), oif())


@pytest.mark.parametrize(
    ("score_id", "expected"),
    [
        ("adherence", 62.5),
        ("avoidance", 80.0),
        ("competence", 65.0),
        ("differentiation", 42.5),
        ("purity", 2858 / 3120),
    ],
)
def test_the_worked_example_is_reproduced(score_id: str, expected: float) -> None:
    assert only(worked(), score_id)["value"] == expected


def test_purity_of_the_worked_example_is_916_thousandths() -> None:
    assert f"{only(worked(), 'purity')['value']:.3f}" == "0.916"


def test_the_worked_example_is_adherent_exactly_on_the_line() -> None:
    assert only(worked(), "fidelity")["verdict"] == "adherent"


def test_the_worked_example_is_competent() -> None:
    assert only(worked(), "competence")["verdict"] == "competent"


def test_an_opportunity_that_never_came_entered_as_0_moves_the_verdict() -> None:
    scores = worked(C4=0)
    assert only(scores, "adherence")["value"] == pytest.approx(625 / 11, rel=1e-15)
    assert f"{only(scores, 'adherence')['value']:.1f}" == "56.8"
    assert only(scores, "fidelity")["verdict"] == "partly_adherent"


def test_an_essential_item_below_its_threshold_closes_the_gate() -> None:
    scores = worked(A2=1)
    assert only(scores, "adherence")["value"] == 57.5
    assert only(scores, "fidelity")["verdict"] == "partly_adherent"


def test_no_adherence_opens_a_closed_gate() -> None:
    full = dict.fromkeys(("A1", "A3", "A4", "C1d", "C2", "C3", "C5", "C6"), 4)
    scores = worked(**full, A2=1)
    assert only(scores, "adherence")["value"] == 92.5
    assert only(scores, "fidelity")["verdict"] == "partly_adherent"
    assert "gate essential does not hold: A2 1" in only(scores, "fidelity")["trail"]


def test_scores_have_their_shape_and_a_row_for_every_score_and_group() -> None:
    scores = check(worked(), SCORES)
    expected = ["adherence", "avoidance", "competence", "purity", "differentiation", "fidelity"]
    assert scores["score_id"].tolist() == expected


def test_a_group_named_after_a_score_shares_its_row() -> None:
    row = only(worked(), "competence")
    assert (row["value"], row["verdict"]) == (65.0, "competent")


def test_the_trail_says_why_a_better_verdict_was_not_drawn() -> None:
    line = (
        "Against high_fidelity: adherence 62.5 lies below the provisional threshold "
        "high_fidelity of 80."
    )
    assert line in only(worked(), "fidelity")["trail"].splitlines()


def test_the_trail_begins_with_the_verdict() -> None:
    trail = only(worked(), "fidelity")["trail"].splitlines()
    assert trail[0] == "Verdict fidelity: adherent."


def test_what_is_not_known_leaves_the_verdict_undecided() -> None:
    half = [("on_model", 500), (None, 500)]
    scores = score_sessions(ratings(WORKED), codings(half), oif())
    row = only(scores, "fidelity")
    assert row["verdict"] == UNDECIDED
    assert "Open for adherent: gate purity_floor is undecided" in row["trail"]


def test_what_is_not_known_does_not_matter_where_something_else_decides() -> None:
    half = [("on_model", 500), (None, 500)]
    scores = score_sessions(ratings({**WORKED, "A2": 1}), codings(half), oif())
    assert only(scores, "fidelity")["verdict"] == "partly_adherent"


def test_a_rater_who_coded_no_segment_gets_a_verdict_on_items_alone() -> None:
    scores = score_sessions(ratings(WORKED), codings([(None, 500), (None, 500)]), oif())
    row = only(scores, "fidelity")
    assert row["verdict"] == "adherent"
    assert "no segment was coded in this sheet" in row["trail"]


def test_codings_of_another_rater_are_not_used() -> None:
    scores = score_sessions(ratings(WORKED), codings(SEGMENTS, rater="JD"), oif())
    mine = scores[scores["rater_id"] == "KM"]
    assert math.isnan(only(mine, "purity")["value"])


def test_a_sheet_without_ratings_is_not_scorable() -> None:
    scores = score_sessions(empty(RATINGS), codings(SEGMENTS), oif())
    assert only(scores, "purity")["value"] == 2858 / 3120
    assert only(scores, "fidelity")["verdict"] == "not_scorable"


def test_stages_are_scored_apart() -> None:
    both = pd.concat([ratings(WORKED), ratings({**WORKED, "C4": 0}, stage="adjudicated")])
    scores = score_sessions(both, empty(CODINGS), oif())
    values = scores[scores["score_id"] == "adherence"].set_index("stage")["value"].to_dict()
    assert values == {"adjudicated": pytest.approx(625 / 11), "independent": 62.5}


def test_a_variant_turns_a_proscribed_item_into_an_adherent_one() -> None:
    about = {"s1": Circumstances(phase="middle", variants=("ipsrt",))}
    values = {**WORKED, "X2": 4}
    scores = score_sessions(ratings(values), codings(SEGMENTS), oif(), circumstances=about)
    row = only(scores, "adherence")
    assert row["value"] == pytest.approx(725 / 11, rel=1e-15)
    assert "X2 counts as adherence in variant ipsrt." in row["trail"].splitlines()
    assert "X2" not in only(scores, "avoidance")["trail"]


def test_without_circumstances_the_session_is_core() -> None:
    assert only(worked(X2=4), "avoidance")["value"] == 60.0


def test_an_item_of_the_form_without_a_row_counts_as_missing() -> None:
    fewer = {name: value for name, value in WORKED.items() if name not in {"A1", "C5", "C6"}}
    scores = score_sessions(ratings(fewer), codings(SEGMENTS), oif(), circumstances=MIDDLE)
    row = only(scores, "adherence")
    assert row["answered_share"] == 0.7
    assert math.isnan(row["value"])
    assert "A1 (missing)" in row["trail"]


def test_a_branch_that_was_not_taken_is_not_missing() -> None:
    scores = score_sessions(ratings(WORKED), codings(SEGMENTS), oif(), circumstances=MIDDLE)
    assert only(scores, "adherence")["value"] == 62.5


def test_a_rating_of_another_phase_does_not_enter_and_is_named() -> None:
    scores = score_sessions(
        ratings({**WORKED, "B1": 4}), codings(SEGMENTS), oif(), circumstances=MIDDLE
    )
    row = only(scores, "adherence")
    assert row["value"] == 62.5
    assert "Not on the form of this session: B1." in row["trail"].splitlines()


def test_perspectives_are_not_mixed_within_a_sheet() -> None:
    observed = ratings({"A1": 2})
    own = ratings({"A2": 3}, perspective="self")
    with pytest.raises(FrameError, match=r"rater KM, s1, independent: .* Score one perspective"):
        score_sessions(pd.concat([observed, own]), empty(CODINGS), oif())


def test_a_session_without_circumstances_is_named() -> None:
    with pytest.raises(UnknownNameError, match="there is no session 's1'"):
        score_sessions(ratings(WORKED), empty(CODINGS), oif(), circumstances={})


def test_an_unknown_item_is_named() -> None:
    with pytest.raises(UnknownNameError, match="there is no item 'A99'"):
        score_sessions(ratings({"A99": 1}), empty(CODINGS), oif())


def test_a_value_outside_its_scale_is_refused_with_its_place() -> None:
    with pytest.raises(FrameError, match=r"item A1, rater KM, s1, independent: 5 lies outside"):
        worked(A1=5)


def test_frames_without_rows_give_no_scores() -> None:
    scores = score_sessions(empty(RATINGS), empty(CODINGS), oif())
    assert scores.empty
    assert list(scores.columns) == list(SCORES.names)


def test_the_frames_that_come_in_are_not_changed() -> None:
    rated, coded = ratings(WORKED), codings(SEGMENTS)
    before = rated.copy(), coded.copy()
    score_sessions(rated, coded, oif())
    pd.testing.assert_frame_equal(before[0], rated)
    pd.testing.assert_frame_equal(before[1], coded)


def test_comparison_is_inclusive_where_binary_fractions_are_not_exact() -> None:
    items = ", ".join(
        f"{{id: {name}, construct: adherence, type: interval, range: [1, 7], phases: [middle]}}"
        for name in "abc"
    )
    rubric = small(
        "{thresholds: {line: {value: 50}}, scores: {s: {items: {construct: adherence}}},"
        " verdicts: {v: [{id: over, when: s >= line}, {id: under, when: 'true'}]}}",
        items=f"[{items}]",
    )
    values = {"a": 2, "b": 5, "c": 5}
    assert sum((value - 1) / 6 * 100 for value in values.values()) / 3 < 50
    scores = score_sessions(ratings(values), empty(CODINGS), rubric)
    assert only(scores, "v")["verdict"] == "over"


def test_a_group_in_which_nothing_holds_is_undecided() -> None:
    rubric = small(
        "{scores: {s: {items: {construct: adherence}}},"
        " verdicts: {v: [{id: over, when: s >= 90}]}}",
        items="[{id: a, construct: adherence, type: binary, values: [0, 1], phases: [middle]}]",
    )
    row = only(score_sessions(ratings({"a": 0}), empty(CODINGS), rubric), "v")
    assert row["verdict"] == UNDECIDED
    assert row["trail"].startswith("Verdict v: undecided, since no verdict of the group holds.")
