"""What page and kernel say to each other about flags."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from ipt_fidelity.errors import MarkError, StoreError
from ipt_fidelity.rubric import Circumstances
from ipt_fidelity.sheet import Coding, Mark
from ipt_fidelity.widgets.flag_review import ClosedSession, Piece, Review, SeenFlag, SpokenTurn
from ipt_fidelity.widgets.flag_review.exchange import Exchange
from tests.widgets.made import WORD, rubric

ONE, TWO = "case-90_session-05", "case-91_session-02"


def flag(session: str, segment: str) -> SeenFlag:
    turn = SpokenTurn(number=3, role="therapist", pieces=(Piece(text=WORD, why="phrase"),))
    return SeenFlag(
        session_id=session,
        segment=segment,
        probability=0.9,
        rank=1,
        reasons=("strongest words in t0003",),
        resembles="COG",
        before=(),
        words=(turn,),
        after=(),
        coding=Coding(segment=segment, primary="COM"),
    )


def review() -> Review:
    return Review(
        rater_id="KM",
        rubric=rubric(),
        circumstances={ONE: Circumstances(phase="middle"), TWO: Circumstances(phase="ending")},
        flags=(flag(ONE, "g001"), flag(TWO, "g001"), flag(ONE, "g004")),
        closed=(ClosedSession(session_id="case-92_session-01", why="open"),),
    )


class Sheets:
    """Sheets that remember what was recorded on them, and which flags were shown."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, Mark]] = []
        self.exposed: list[Sequence[str]] = []
        self.fault: Exception | None = None

    def record(self, session_id: str, marks: Sequence[Mark]) -> int:
        if self.fault is not None:
            raise self.fault
        self.kept += [(session_id, mark) for mark in marks]
        return marks[-1].seq


def talk(sheets: Sheets) -> Exchange:
    return Exchange(review=review, record=sheets.record, expose=sheets.exposed.append)


def marks(*entries: list[object]) -> dict[str, object]:
    return {"v": 1, "kind": "marks", "page": "p", "client": "p", "marks": list(entries)}


HELLO = {"v": 1, "kind": "hello", "page": "p"}


def test_each_decision_lands_on_the_sheet_of_its_session() -> None:
    sheets = Sheets()
    (answer,) = talk(sheets).answer(
        marks(
            [1, f"{ONE}/segment:g001", "flag_decision", "confirmed"],
            [2, f"{TWO}/segment:g001", "flag_decision", "recoded-LNK"],
            [3, f"{ONE}/segment:g004", "flag_decision", None],
        )
    )
    told = [(session, mark.seq, mark.target, mark.value) for session, mark in sheets.kept]
    assert told == [
        (ONE, 1, "segment:g001", "confirmed"),
        (TWO, 2, "segment:g001", "recoded-LNK"),
        (ONE, 3, "segment:g004", None),
    ]
    assert answer.reply["kind"] == "recorded"
    assert answer.reply["upto"] == 3


@pytest.mark.parametrize(
    ("target", "field", "value"),
    [
        (f"{ONE}/segment:g002", "flag_decision", "confirmed"),
        ("case-92_session-01/segment:g001", "flag_decision", "confirmed"),
        ("segment:g001", "flag_decision", "confirmed"),
        (f"{ONE}/segment:g001", "primary", "COG"),
        (f"{ONE}/segment:g001", "flag_decision", "recoded-NIX"),
        (f"{ONE}/segment:g001", "flag_decision", "perhaps"),
    ],
)
def test_what_is_no_decision_on_a_shown_flag_is_refused_alone(
    target: str, field: str, value: str
) -> None:
    sheets = Sheets()
    good: list[object] = [2, f"{ONE}/segment:g001", "flag_decision", "dismissed"]
    answers = talk(sheets).answer(marks([1, target, field, value], good))
    assert [answer.reply["kind"] for answer in answers] == ["refused", "recorded"]
    assert answers[0].reply["keep"] is False
    assert [mark.seq for _, mark in sheets.kept] == [2]


@pytest.mark.parametrize(
    ("fault", "keep"),
    [
        (MarkError("closed.", where="x", mend=""), False),
        (StoreError("full.", where="x", mend=""), True),
    ],
)
def test_what_cannot_be_recorded_now_stays_with_the_page(fault: Exception, *, keep: bool) -> None:
    sheets = Sheets()
    sheets.fault = fault
    (answer,) = talk(sheets).answer(marks([1, f"{ONE}/segment:g001", "flag_decision", "later"]))
    assert (answer.reply["kind"], answer.reply["keep"]) == ("refused", keep)


def test_showing_flags_is_kept_before_they_are_shown_and_only_of_open_sessions() -> None:
    sheets = Sheets()
    exchange = talk(sheets)
    exchange.told()
    assert sheets.exposed == []
    exchange.answer(HELLO)
    assert sheets.exposed == [(ONE, TWO)]


def test_words_travel_in_the_buffer_and_of_a_closed_session_only_its_name() -> None:
    exchange = talk(Sheets())
    (answer,) = exchange.answer(HELLO)
    assert answer.buffer is not None
    assert WORD not in str(answer.reply)
    content = json.loads(answer.buffer)
    assert content["flags"][0]["words"] == [[3, "therapist", [[WORD, "phrase"]]]]
    assert content["closed"] == [["case-92_session-01", "open"]]
    assert exchange.told() == "Flag review by KM: 3 flags of 2 sessions, 1 sessions closed."


def test_an_unknown_message_is_refused() -> None:
    (answer,) = talk(Sheets()).answer({"v": 1, "kind": "sing", "page": "p"})
    assert answer.reply["kind"] == "refused"
