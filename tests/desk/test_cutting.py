"""The cut of a session on the desk: open until a sheet of the session is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import ipt_fidelity as ipt
from ipt_fidelity.desk.cutting import cutting_of
from ipt_fidelity.errors import MarkError, UnknownNameError
from ipt_fidelity.widgets import CodingDesk
from tests.widgets.made import rubric, transcript

SESSION = "case-90_session-05"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[ipt.Study]:
    """Yield a study with a session of 24 turns, cut by tens, and no sheet."""
    with ipt.open_study(tmp_path / "cut.study") as opened:
        opened.admit(transcript(24), ipt.by_turns(transcript(24), at_most=10))
        yield opened


def answer(desk: CodingDesk, message: dict[str, object]) -> list[dict[str, object]]:
    exchange = desk._exchange  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - what a page talks to
    return [dict(one.reply) for one in exchange.answer({"v": 1, "page": "p", **message})]


def firsts(study: ipt.Study) -> list[str]:
    return [segment.first_turn for segment in study.kept.segmentation(SESSION).segments]


def test_opening_the_desk_of_a_session_without_a_sheet_locks_nothing(study: ipt.Study) -> None:
    ipt.rate_session(study, rubric(), SESSION, rater="KM")
    assert not study.kept.is_locked(SESSION)
    assert study.kept.heads() == ()


def test_a_changed_cut_is_in_the_study_and_the_next_desk_shows_it(study: ipt.Study) -> None:
    desk = ipt.rate_session(study, rubric(), SESSION, rater="KM")
    (told,) = answer(desk, {"kind": "cut", "seq": 1, "cut": [[0, 4], [5, 23]]})
    assert told["problem"] == ""
    assert firsts(study) == ["t0001", "t0006"]
    assert study.kept.segmentation(SESSION).method == "by_hand"
    next_desk = ipt.rate_session(study, rubric(), SESSION, rater="LP")
    assert "of 2 segments" in str(next_desk._repr_mimebundle_())


def test_the_cut_as_it_was_at_first_keeps_its_rule(study: ipt.Study) -> None:
    desk = ipt.rate_session(study, rubric(), SESSION, rater="KM")
    answer(desk, {"kind": "cut", "seq": 1, "cut": [[0, 4], [5, 23]]})
    answer(desk, {"kind": "cut", "seq": 2, "cut": [[0, 9], [10, 19], [20, 23]]})
    assert study.kept.segmentation(SESSION).method == "by_turns(at_most=10)"


def test_the_first_mark_locks_and_opens_the_sheet_on_its_cut(study: ipt.Study) -> None:
    desk = ipt.rate_session(study, rubric(), SESSION, rater="KM")
    lock = [1, "sheet", "lock", ["t0001", "t0006"]]
    mark = [2, "segment:g002", "primary", "COM"]
    told = answer(desk, {"kind": "marks", "client": "p", "marks": [lock, mark]})
    assert told[-1]["upto"] == 2
    assert study.kept.is_locked(SESSION)
    (head,) = study.kept.heads()
    assert head.segmentation_id == study.kept.segmentation(SESSION).id
    assert firsts(study) == ["t0001", "t0006"]
    again = answer(desk, {"kind": "marks", "client": "p", "marks": [lock, mark]})
    assert again[-1]["upto"] == 2


def test_once_another_sheet_is_open_a_change_is_refused_with_words(study: ipt.Study) -> None:
    desk = ipt.rate_session(study, rubric(), SESSION, rater="KM")
    study.open_sheet(SESSION, "LP", rubric())
    (told,) = answer(desk, {"kind": "cut", "seq": 1, "cut": [[0, 4], [5, 23]]})
    assert "locked" in str(told["problem"])
    assert "Run the cell again" in str(told["mend"])
    assert told["keep"] is False
    (refused,) = answer(
        desk, {"kind": "marks", "client": "p", "marks": [[1, "sheet", "lock", ["t0001", "t0006"]]]}
    )
    assert refused["kind"] == "refused"
    assert len(firsts(study)) == 3


def test_the_cut_that_is_locked_may_be_locked_by_a_second_rater(study: ipt.Study) -> None:
    head = study.kept.head_to_be(SESSION, "KM", rubric())
    given = cutting_of(study, rubric(), head)
    study.open_sheet(SESSION, "LP", rubric())
    given.lock(firsts(study))
    assert {one.rater_id for one in study.kept.heads()} == {"KM", "LP"}
    with pytest.raises(MarkError, match="locked"):
        given.lock(["t0001"])


def test_a_session_whose_sheet_is_open_opens_locked(study: ipt.Study) -> None:
    study.open_sheet(SESSION, "LP", rubric())
    ipt.rate_session(study, rubric(), SESSION, rater="KM")
    assert {one.rater_id for one in study.kept.heads()} == {"KM", "LP"}


def test_a_stage_that_there_is_not_is_told_at_once(study: ipt.Study) -> None:
    with pytest.raises(UnknownNameError):
        ipt.rate_session(study, rubric(), SESSION, rater="KM", stage="dress_rehearsal")
