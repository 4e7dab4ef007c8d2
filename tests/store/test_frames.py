"""The frames have their shapes, their true stages and no silent pooling."""

from __future__ import annotations

import pytest

from ipt_fidelity.errors import FidelityError, StoreError, UnknownNameError
from ipt_fidelity.frames import CODINGS, OMISSIONS, RATINGS, SEGMENTS, SESSIONS, TURNS, check
from ipt_fidelity.rubric import Rubric, read
from ipt_fidelity.store import Study, kept
from tests.store.scene import SESSION, coded, full, hand_in, mark, opened, reopen, session


def _all_frames(study: Study, stage: str) -> None:
    check(study.sessions(), SESSIONS)
    check(study.turns(), TURNS)
    check(study.segments(), SEGMENTS)
    check(study.codings(stage=stage), CODINGS)
    check(study.ratings(stage=stage), RATINGS)
    check(study.omissions(stage=stage), OMISSIONS)


def test_an_empty_study_yields_empty_frames_of_the_right_shape(memory: Study) -> None:
    _all_frames(memory, "independent")
    _all_frames(memory, "analysis")


def test_a_filled_study_yields_frames_of_the_right_shape(memory: Study, oif: Rubric) -> None:
    memory.admit(*session("bare", case=None, therapist=None, phase=None, number=None))
    for rater, how in (("KM", {}), ("JD", {"perspective": "supervisor"})):
        key = full(memory, oif, rater, ["SYM", "AFF"], **how)
        memory.record(
            key, [mark(5, "sheet", "reopen", "x"), mark(6, "code:SYM", "omission", "t0002")]
        )
        memory.record(key, [hand_in(7)])
    _all_frames(memory, "independent")
    _all_frames(memory, "analysis")
    assert len(memory.omissions(stage="independent")) == 2


def test_sessions_say_what_the_record_says(memory: Study) -> None:
    memory.admit(*session(variants=("prescriber", "group")))
    row = memory.sessions().iloc[0]
    assert row["session_id"] == SESSION
    assert (row["case_id"], row["therapist_id"], row["number"]) == ("case-07", "T-02", 3)
    assert (row["variants"], row["site"]) == ("prescriber group", "north")
    assert (row["turns"], row["segments"]) == (40, 4)


def test_what_the_record_leaves_out_is_empty(memory: Study) -> None:
    memory.admit(*session(case=None, therapist=None, phase=None, number=None))
    row = memory.sessions().iloc[0]
    assert (row["case_id"], row["therapist_id"], row["phase"]) == ("", "", "")
    assert memory.sessions()["number"].isna().all()


def test_turns_and_segments_hold_the_words_in_order(memory: Study) -> None:
    told, _ = session()
    memory.admit(told, _)
    memory.admit(*session("other"))
    assert list(memory.turns(SESSION)["text"]) == [turn.text for turn in told.turns]
    assert list(memory.segments(SESSION)["segment"]) == ["g001", "g002", "g003", "g004"]
    assert len(memory.turns()) == 80
    assert len(memory.segments()) == 8


def test_codings_have_a_row_for_every_segment(memory: Study, oif: Rubric) -> None:
    full(memory, oif, "KM", ["SYM"])
    codings = memory.codings(stage="independent")
    assert list(codings["reading"]) == ["coded", "unread", "unread", "unread"]


def test_sheets_that_are_not_handed_in_are_left_out_unless_asked_for(
    memory: Study, oif: Rubric
) -> None:
    memory.record(opened(memory, oif), [coded(1)])
    assert memory.codings(stage="independent").empty
    assert len(memory.codings(stage="independent", which="every")) == 4


def test_a_sheet_that_was_opened_again_is_left_out(memory: Study, oif: Rubric) -> None:
    key = full(memory, oif, "KM", ["SYM"])
    memory.record(key, [reopen(9)])
    assert memory.codings(stage="independent").empty


def test_stages_are_not_mixed(memory: Study, oif: Rubric) -> None:
    full(memory, oif, "KM", ["SYM"])
    full(memory, oif, "AO", ["AFF"], stage="gold")
    assert set(memory.codings(stage="independent")["rater_id"]) == {"KM"}
    assert set(memory.codings(stage="gold")["stage"]) == {"gold"}


@pytest.mark.parametrize(
    ("stages", "chosen"),
    [
        (["independent"], {"independent"}),
        (["independent", "consensus"], {"consensus"}),
        (["independent", "consensus", "adjudicated"], {"adjudicated"}),
        (["gold"], set()),
    ],
)
def test_the_analysis_takes_the_last_decision(
    memory: Study, oif: Rubric, stages: list[str], chosen: set[str]
) -> None:
    for stage in stages:
        full(memory, oif, "KM", ["SYM"], stage=stage)
    assert set(memory.ratings(stage="analysis")["stage"]) == chosen


def test_the_analysis_does_not_choose_between_independent_sheets(
    memory: Study, oif: Rubric
) -> None:
    full(memory, oif, "KM", ["SYM"])
    full(memory, oif, "JD", ["AFF"])
    assert memory.ratings(stage="analysis").empty
    full(memory, oif, "AO", ["AFF"], stage="adjudicated")
    assert set(memory.ratings(stage="analysis")["rater_id"]) == {"AO"}


def test_two_adjudicated_sheets_are_told(memory: Study, oif: Rubric) -> None:
    full(memory, oif, "AO", ["SYM"], stage="adjudicated")
    key = full(memory, oif, "KM", ["AFF"], stage="adjudicated")
    with pytest.raises(StoreError, match="2 adjudicated sheets, by AO, KM"):
        memory.codings(stage="analysis")
    memory.record(key, [reopen(9)])
    assert set(memory.codings(stage="analysis")["rater_id"]) == {"AO"}


def test_an_unknown_stage_is_told(memory: Study) -> None:
    with pytest.raises(UnknownNameError, match="analysis"):
        memory.codings(stage="final")


def test_two_rubrics_are_not_pooled(memory: Study, oif: Rubric) -> None:
    newer = read(oif.text.replace(f'version: "{oif.version}"', 'version: "9.0.0"', 1), where="9")
    full(memory, oif, "KM", ["SYM"])
    full(memory, newer, "JD", ["AFF"])
    with pytest.raises(FidelityError, match="under 2 rubrics") as caught:
        memory.codings(stage="independent")
    assert "study.kept.rubric" in caught.value.mend
    assert set(memory.codings(stage="independent", rubric=newer)["rater_id"]) == {"JD"}


def test_the_form_follows_the_perspective_of_each_sheet(memory: Study, oif: Rubric) -> None:
    full(memory, oif, "KM", ["SYM"])
    full(memory, oif, "JD", ["SYM"], perspective="self")
    ratings = memory.ratings(stage="independent")
    assert set(ratings["perspective"]) == {"observer", "self"}


def test_long_reads_go_by_ranges(
    memory: Study, oif: Rubric, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(memory, oif, "KM", ["SYM", "AFF", "SYM", "AFF"])
    whole = memory.kept.sheets()
    monkeypatch.setattr(kept, "RANGE", 2)
    assert memory.kept.sheets() == whole
