from __future__ import annotations

import dataclasses

import pytest

from ipt_fidelity.errors import FrameError
from ipt_fidelity.rubric import Circumstances
from ipt_fidelity.sheet import Mark
from ipt_fidelity.transcript.segmenting import by_turns, segments_frame
from ipt_fidelity.widgets import take_snapshot
from tests.widgets.made import WORD, rubric, snapshot, transcript


def test_turns_and_segments_stand_in_order() -> None:
    taken = snapshot()
    assert [turn.id for turn in taken.turns] == [f"t000{n}" for n in range(1, 7)]
    assert [(s.id, s.first, s.last) for s in taken.segments] == [
        ("g001", 0, 1),
        ("g002", 2, 3),
        ("g003", 4, 5),
    ]


def test_a_time_that_is_not_known_is_absent() -> None:
    assert snapshot().turns[0].start_s is None


def test_its_repr_holds_no_word_of_the_session() -> None:
    assert WORD not in repr(snapshot())
    assert WORD not in repr(snapshot().turns)


def test_the_name_of_a_sheet_tells_nothing_and_is_the_same_for_each_opening() -> None:
    assert snapshot().sheet_id == snapshot([mark(1)]).sheet_id
    assert "KM" not in snapshot().sheet_id
    other = dataclasses.replace(snapshot().head, rater_id="LP")
    assert dataclasses.replace(snapshot(), head=other).sheet_id != snapshot().sheet_id


def test_the_sheet_is_the_fold_of_the_marks() -> None:
    assert snapshot([mark(1)]).sheet.codings["g001"].primary == "COM"


def test_segments_of_another_session_are_refused() -> None:
    whole = transcript(6)
    other = segments_frame(transcript(8), by_turns(transcript(8), at_most=2))
    with pytest.raises(FrameError, match="t0007") as caught:
        take_snapshot(
            whole.frame(),
            other,
            rubric(),
            head=snapshot().head,
            marks=(),
            circumstances=Circumstances(phase="middle"),
            handle="S-014",
        )
    assert "one session and one cut" in caught.value.mend


def mark(seq: int) -> Mark:
    return Mark(client="p", seq=seq, target="segment:g001", field="primary", value="COM")
