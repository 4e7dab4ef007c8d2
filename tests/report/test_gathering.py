from __future__ import annotations

from dataclasses import replace

import pytest

from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.report import (
    SessionFacts,
    StudyFacts,
    gather_quotes,
    gather_session,
    gather_study,
)
from ipt_fidelity.report.gathering import gather_rubric
from ipt_fidelity.rubric import Rubric
from tests.report.by_hand import SIMULATED, frames, making, segments
from tests.scoring.by_hand import oif


def study() -> StudyFacts:
    return gather_study(oif(), frames(), title="Study", making=making())


def session(rubric: Rubric | None = None, *, rater: str = "KM") -> SessionFacts:
    return gather_session(
        rubric or oif(), "s1", frames(), rater_id=rater, stage="independent", making=making()
    )


def withheld() -> Rubric:
    identity = oif().file.rubric.model_copy(update={"redistribute": False})
    return replace(oif(), file=oif().file.model_copy(update={"rubric": identity}))


def test_counts_are_those_of_the_frames() -> None:
    counts = study().counts
    assert (counts.sessions, counts.rated, counts.double_coded) == (3, 3, 3)
    assert counts.by_phase == (("initial", 1), ("middle", 2))
    assert counts.sheets_by_stage == (("independent", 6),)


def test_a_rater_is_simulated_where_it_was_said_to_be() -> None:
    assert {rater.id: rater.simulated for rater in study().raters} == {"KM": "", **SIMULATED}


def test_the_declared_statistic_leads() -> None:
    leading = [(a.what, a.level, a.statistic) for a in study().agreement if a.leads]
    assert leading == [
        ("COM", "unit", "Krippendorff's alpha"),
        ("COM", "session", "Krippendorff's alpha"),
        ("A1", "session", "ICC"),
    ]


def test_the_declared_target_goes_with_the_declared_statistic() -> None:
    targets = {(a.what, a.statistic): a.target for a in study().agreement}
    assert targets == {
        ("COM", "Gwet's AC1"): None,
        ("COM", "Krippendorff's alpha"): 0.67,
        ("A1", "ICC"): 0.7,
    }


def test_only_independent_sheets_make_a_session_double_coded() -> None:
    given = frames()
    one = given.codings["rater_id"] == "KM"
    codings = given.codings.assign(stage=["adjudicated" if mine else "independent" for mine in one])
    ratings = given.ratings.iloc[:0]
    again = replace(given, codings=codings, ratings=ratings)
    counts = gather_study(oif(), again, title="Study", making=making()).counts
    assert (counts.rated, counts.double_coded) == (3, 0)


def test_every_coefficient_is_kept() -> None:
    assert [a.statistic for a in study().agreement].count("Gwet's AC1") == 1


def test_scores_carry_their_labels_verdicts_and_reasons() -> None:
    sheet = study().sheets[0]
    assert [score.shown for score in sheet.numbers] == ["62.5", "80.0", "65.0", "0.916", "42.5"]
    assert [score.verdict for score in sheet.verdicts] == ["Adherent", "Competent"]
    fidelity = sheet.score("fidelity")
    assert fidelity is not None
    line = "adherence 62.5 lies below the provisional threshold high_fidelity of 80."
    assert fidelity.deciding == (f"Against high_fidelity: {line}",)


def test_case_and_therapist_means_stand_with_their_reasons() -> None:
    cases, therapists = study().levels
    assert cases.rows[0][:5] == ("c1", "T1", "3", "6", "62.5")
    assert therapists.rows[0][-1] == ("1 case with a value, 2 wanted; 3 sessions in them, 6 wanted")


def test_an_evaluation_is_shown_as_it_was_given() -> None:
    table = study().flagging[0]
    assert table.columns == ("model", "value", "low")
    assert table.rows == (("majority", "0.21", "\N{EN DASH}"),)


def test_a_threshold_knows_which_score_is_held_against_it() -> None:
    on = {threshold.name: threshold.on for threshold in gather_rubric(oif()).thresholds}
    assert on["adherent"] == ("adherence",)
    assert on["purity_least"] == ("purity",)
    assert on["essential_least"] == ()


def test_what_went_well_lies_in_the_upper_quarter_the_best_first() -> None:
    assert [point.id for point in session().went_well] == ["A5", "A2", "A3", "C1d"]


def test_what_to_work_on_begins_with_the_lowest_and_ends_with_omissions() -> None:
    assert [point.id for point in session().to_work_on] == ["C5", "A1", "A4", "SYM"]


def test_an_omission_of_a_rated_item_joins_its_point() -> None:
    point = next(point for point in session().to_work_on if point.id == "A1")
    assert point.rated == "partial (2 of 4), marked as an omission"
    assert point.places == ("turn 3",)


def test_a_point_tells_where_it_stands_and_the_next_step() -> None:
    point = session().to_work_on[0]
    assert point.rated == "trace (1 of 4)"
    assert point.now == "Named in general"
    assert point.next_step == "A person identified"


def test_the_omissions_of_others_are_not_told() -> None:
    assert "SYM" not in [point.id for point in session(rater="R1").to_work_on]


def test_segments_are_told_by_turn_time_status_and_code() -> None:
    passage = session().passages[2]
    assert (passage.turns, passage.time, passage.status, passage.code) == (
        "turns 9 to 12", "2:10", "off_model", "COM Communication analysis",
    )  # fmt: skip


def test_flags_of_the_session_come_by_rank() -> None:
    facts = session()
    assert [(flag.rank, flag.passage.id) for flag in facts.flags] == [(1, "g003"), (2, "g001")]
    assert facts.classifier_id == "tfidf 3f2a"


def test_ratings_and_absences_are_told_in_words() -> None:
    said = {item: words for item, _, words in session().ratings}
    assert (said["A1"], said["C4"], said["C0"]) == ("2 partial", "no opportunity", "dispute")


def test_wording_that_may_not_be_shared_stays_away() -> None:
    facts = session(withheld())
    assert [point.label for point in facts.went_well] == ["A5", "A2", "A3", "C1d"]
    assert {point.now + point.next_step for point in facts.went_well} == {""}
    assert {passage.code for passage in facts.passages} == {"COM"}
    assert all(item == label for item, label, _ in facts.ratings)


def test_an_unknown_session_is_named() -> None:
    with pytest.raises(UnknownNameError, match="there is no session 's9'"):
        gather_session(oif(), "s9", frames(), rater_id="KM", stage="independent", making=making())


def test_an_unknown_sheet_is_named_with_those_that_are_there() -> None:
    with pytest.raises(UnknownNameError, match=r"'XX, independent'.*KM, independent"):
        session(rater="XX")


def test_an_unknown_segment_cannot_be_quoted() -> None:
    with pytest.raises(UnknownNameError, match="there is no segment 'g999'"):
        gather_quotes(segments(), session(), ["g999"])
