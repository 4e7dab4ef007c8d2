"""The cut of a session between page and kernel, while no sheet is open."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path
from typing import get_type_hints

import pytest

from ipt_fidelity.errors import MarkError, StoreError
from ipt_fidelity.sheet import Mark
from ipt_fidelity.widgets import Cutting, Snapshot
from ipt_fidelity.widgets.coding_desk import cutting
from ipt_fidelity.widgets.coding_desk.exchange import Exchange
from tests.widgets.made import snapshot


class Session:
    """A cut in memory, and the marks that came after its lock."""

    def __init__(self) -> None:
        self.cuts: list[list[str]] = []
        self.is_locked = False
        self.marks: list[Mark] = []
        self.error: StoreError | MarkError | None = None

    def keep(self, firsts: Sequence[str]) -> None:
        if self.error is not None:
            raise self.error
        self.cuts.append(list(firsts))

    def lock(self, firsts: Sequence[str]) -> None:
        self.keep(firsts)
        self.is_locked = True

    def record(self, marks: Sequence[Mark]) -> int:
        self.marks += marks
        return marks[-1].seq

    def seen(self) -> Snapshot:
        return dataclasses.replace(snapshot(self.marks), is_locked=self.is_locked)


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def desk(session: Session) -> Exchange:
    given = Cutting(keep=session.keep, lock=session.lock)
    return Exchange(snapshot=session.seen, record=session.record, cutting=given)


def say(*entries: list[object]) -> dict[str, object]:
    return {"v": 1, "kind": "marks", "page": "p", "client": "p", "marks": list(entries)}


def cut(*pairs: list[int]) -> dict[str, object]:
    return {"v": 1, "kind": "cut", "page": "p", "seq": 3, "cut": list(pairs)}


def replies(desk: Exchange, message: dict[str, object]) -> list[dict[str, object]]:
    return [dict(answer.reply) for answer in desk.answer(message)]


LOCK: list[object] = [1, "sheet", "lock", ["t0001", "t0005"]]
MARK: list[object] = [2, "segment:g001", "primary", "COM"]


def test_a_cut_is_kept_before_the_page_is_told_so(desk: Exchange, session: Session) -> None:
    (told,) = replies(desk, cut([0, 3], [4, 5]))
    assert told == {
        "v": 1,
        "kind": "cut",
        "to": "p",
        "seq": 3,
        "problem": "",
        "mend": "",
        "keep": False,
    }
    assert session.cuts == [["t0001", "t0005"]]


@pytest.mark.parametrize(
    "pairs",
    [[[0, 3]], [[0, 3], [5, 5]], [[0, 3], [3, 5]], [[0, 3], [4, 6]], [[2, 3], [4, 5]], [], [[0]]],
)
def test_a_cut_that_does_not_hold_every_turn_once_is_refused(
    desk: Exchange, session: Session, pairs: list[list[int]]
) -> None:
    (told,) = replies(desk, cut(*pairs))
    assert "every turn once" in str(told["problem"])
    assert told["keep"] is False
    assert session.cuts == []


def test_a_cut_that_cannot_be_written_now_stays_with_the_page(
    desk: Exchange, session: Session
) -> None:
    session.error = StoreError("the disk is full.", where="store", mend="Make room.")
    (told,) = replies(desk, cut([0, 5]))
    assert (told["problem"], told["keep"]) == ("the disk is full.", True)


def test_a_desk_whose_cut_is_locked_takes_none(session: Session) -> None:
    locked = Exchange(snapshot=session.seen, record=session.record)
    (told,) = replies(locked, cut([0, 5]))
    assert "locked" in str(told["problem"])
    assert told["keep"] is False


def test_the_lock_comes_before_the_marks_of_its_batch_and_is_none_of_them(
    desk: Exchange, session: Session
) -> None:
    told = replies(desk, say(LOCK, MARK))
    assert told == [{"v": 1, "kind": "recorded", "to": "p", "client": "p", "upto": 2}]
    assert session.cuts == [["t0001", "t0005"]]
    assert session.is_locked
    assert [mark.field for mark in session.marks] == ["primary"]


def test_a_lock_alone_is_acknowledged(desk: Exchange, session: Session) -> None:
    (told,) = replies(desk, say(LOCK))
    assert (told["kind"], told["upto"]) == ("recorded", 1)
    assert session.marks == []


def test_no_mark_is_taken_before_the_lock(desk: Exchange, session: Session) -> None:
    (told,) = replies(desk, say(MARK))
    assert (told["kind"], told["keep"]) == ("refused", False)
    assert "not locked" in str(told["problem"])
    assert session.marks == []


def test_a_lock_of_another_cut_is_refused_with_every_mark_on_it(
    desk: Exchange, session: Session
) -> None:
    session.error = MarkError("another cut is locked.", where="cut", mend="Run the cell again.")
    told = replies(desk, say(LOCK, MARK))
    assert [(reply["kind"], reply["seq"], reply["keep"]) for reply in told] == [
        ("refused", 1, False),
        ("refused", 2, False),
    ]
    assert session.marks == []


def test_a_mark_is_taken_when_another_page_has_locked_the_cut(
    desk: Exchange, session: Session
) -> None:
    desk.answer({"v": 1, "kind": "hello", "page": "p"})
    session.is_locked = True
    (answer,) = desk.answer(say([1, "segment:g001", "primary", "COM"]))
    assert answer.reply["kind"] == "recorded"
    assert [mark.value for mark in session.marks] == ["COM"]


def test_a_page_whose_lock_was_refused_is_taken_nothing_from_even_when_another_has_locked(
    desk: Exchange, session: Session
) -> None:
    session.error = MarkError("another cut is locked.", where="cut", mend="Run the cell again.")
    desk.answer(say([1, "sheet", cutting.LOCK, ["t0001"]]))
    session.error, session.is_locked = None, True
    (answer,) = desk.answer(say([2, "segment:g001", "primary", "COM"]))
    assert answer.reply["kind"] == "refused"
    assert not answer.reply["keep"]
    assert session.marks == []


def test_a_lock_that_cannot_be_written_now_keeps_the_whole_batch_on_the_page(
    desk: Exchange, session: Session
) -> None:
    session.error = StoreError("the disk is full.", where="store", mend="Make room.")
    (told,) = replies(desk, say(LOCK, MARK))
    assert (told["problem"], told["keep"]) == ("the disk is full.", True)
    session.error = None
    assert replies(desk, say(LOCK, MARK))[-1]["upto"] == 2


def test_page_and_kernel_list_the_same_messages_about_a_cut() -> None:
    script = Path(cutting.__file__).with_name("cut_keeping.js").read_text(encoding="utf-8")
    written = {
        name: re.findall(r"(\w+):", fields)
        for fields, name in re.findall(r"@typedef \{\{(.+?)\}\} (Cut(?:Message|Reply))", script)
    }
    listed = {name: list(get_type_hints(getattr(cutting, name))) for name in written}
    assert len(written) == 2
    assert written == listed
