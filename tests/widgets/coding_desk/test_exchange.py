from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity.errors import MarkError, StoreError
from ipt_fidelity.rubric import read
from ipt_fidelity.sheet import Mark, fold
from ipt_fidelity.widgets import Snapshot, talking
from ipt_fidelity.widgets.coding_desk import exchange
from ipt_fidelity.widgets.coding_desk.exchange import Exchange
from tests.widgets.made import WORD, rubric, snapshot

ROOM = Path(exchange.__file__).parents[1]


class Memory:
    """A store in memory that keeps each mark once, and can be told to fail."""

    def __init__(self) -> None:
        self.marks: dict[str, Mark] = {}
        self.error: StoreError | None = None
        self.calls = 0

    def record(self, marks: Sequence[Mark]) -> int:
        self.calls += 1
        if self.error is not None:
            raise self.error
        for mark in marks:
            if mark.value == "REH":
                raise MarkError("REH is refused.", where="store", mend="Choose another.")
        for mark in marks:
            self.marks.setdefault(mark.key, mark)
        client = marks[0].client
        return max(mark.seq for mark in self.marks.values() if mark.client == client)


@pytest.fixture
def store() -> Memory:
    return Memory()


@pytest.fixture
def desk(store: Memory) -> Exchange:
    return Exchange(snapshot=lambda: snapshot(store.marks.values()), record=store.record)


def say(*entries: list[object], client: str = "p1") -> dict[str, object]:
    return {"v": 1, "kind": "marks", "page": "p1", "client": client, "marks": list(entries)}


def replies(desk: Exchange, message: dict[str, object]) -> list[dict[str, object]]:
    return [dict(answer.reply) for answer in desk.answer(message)]


def test_hello_is_answered_with_everything_in_a_buffer(desk: Exchange) -> None:
    (answer,) = desk.answer({"v": 1, "kind": "hello", "page": "p7"})
    assert answer.reply == {"v": 1, "kind": "snapshot", "to": "p7"}
    assert answer.buffer is not None
    page = json.loads(answer.buffer)
    assert page["handle"] == "S-014"
    assert page["turns"][0][:3] == ["t0001", "therapist", "T"]
    assert page["segments"] == [["g001", 0, 1], ["g002", 2, 3], ["g003", 4, 5]]
    assert page["rubric"]["codes"][0]["keys"] == ["s", "a1"]


def test_words_travel_in_the_buffer_alone(desk: Exchange) -> None:
    (answer,) = desk.answer({"v": 1, "kind": "hello", "page": "p"})
    assert WORD in str(answer.buffer)
    assert WORD not in json.dumps(answer.reply)
    assert "KM" not in str(answer.buffer)
    assert "case-90" not in str(answer.buffer)


def test_marks_are_acknowledged_up_to_what_is_durable(desk: Exchange, store: Memory) -> None:
    told = replies(desk, say([1, "segment:g001", "primary", "COM"], [2, "item:A1", "value", 2]))
    assert told == [{"v": 1, "kind": "recorded", "to": "p1", "client": "p1", "upto": 2}]
    assert [mark.key for mark in store.marks.values()] == ["p1#1", "p1#2"]
    assert store.calls == 1


def test_a_list_of_codes_becomes_a_tuple(desk: Exchange, store: Memory) -> None:
    replies(desk, say([1, "segment:g001", "secondary", ["COM", "LNK"]]))
    assert store.marks["p1#1"].value == ("COM", "LNK")


@pytest.mark.parametrize(
    "entry",
    [
        [2, "segment:g009", "primary", "COM"],
        [2, "segment:g001", "primary", "XYZ"],
        [2, "segment:g001", "attr_nothing", 1],
        [2, "segment:g001", "secondary", "COM"],
        [2, "item:B1", "value", 2],
        [2, "item:A1", "value", 9],
        [2, "item:A1", "evidence_for", ["g077"]],
        [2, "nonsense", "primary", "COM"],
        ["2", "segment:g001"],
    ],
)
def test_a_mark_that_names_what_is_not_there_is_refused_alone(
    desk: Exchange, store: Memory, entry: list[object]
) -> None:
    good = [1, "segment:g001", "primary", "COM"]
    last = [3, "segment:g002", "reading", "read"]
    refused, recorded = replies(desk, say(good, entry, last))
    assert (refused["kind"], refused["keep"]) == ("refused", False)
    assert refused["problem"]
    assert refused["mend"]
    assert (recorded["kind"], recorded["upto"]) == ("recorded", 3)
    assert list(store.marks) == ["p1#1", "p1#3"]


def test_a_mark_that_the_store_refuses_does_not_hold_up_the_others(
    desk: Exchange, store: Memory
) -> None:
    told = replies(
        desk,
        say(
            [1, "segment:g001", "primary", "COM"],
            [2, "segment:g002", "primary", "REH"],
            [3, "segment:g003", "primary", "DSP"],
        ),
    )
    assert [(reply["kind"], reply.get("seq", reply.get("upto"))) for reply in told] == [
        ("recorded", 1),
        ("refused", 2),
        ("recorded", 3),
    ]
    assert list(store.marks) == ["p1#1", "p1#3"]


def test_a_store_that_cannot_write_asks_the_page_to_keep_the_marks(
    desk: Exchange, store: Memory
) -> None:
    store.error = StoreError("the disk is full.", where="store", mend="Make room.")
    (told,) = replies(desk, say([1, "segment:g001", "primary", "COM"]))
    assert told["keep"] is True
    assert told["problem"] == "the disk is full."
    assert told["mend"] == "Make room."


def test_an_incomplete_sheet_is_not_handed_in(desk: Exchange, store: Memory) -> None:
    told = replies(desk, say([1, "segment:g001", "primary", "COM"], [2, "sheet", "hand_in", True]))
    assert [reply["kind"] for reply in told] == ["recorded", "refused"]
    assert "missing" in str(told[1]["problem"])
    assert list(store.marks) == ["p1#1"]


def test_what_is_missing_is_told_with_whether_it_blocks(desk: Exchange) -> None:
    replies(
        desk, say([1, "segment:g001", "primary", "COM"], [2, "segment:g001", "uncertain", True])
    )
    (told,) = replies(desk, {"v": 1, "kind": "missing", "page": "p1"})
    gaps = told["gaps"]
    assert isinstance(gaps, list)
    assert ["uncertain", "segment:g001", "", False] in gaps
    assert ["unread", "segment:g002", "", True] in gaps


def test_a_message_of_no_known_kind_is_refused(desk: Exchange) -> None:
    (told,) = replies(desk, {"v": 1, "kind": "dance", "page": "p1"})
    assert told["kind"] == "refused"
    assert "dance" in str(told["problem"])


CODES = st.sampled_from(["COM", "LNK", "COG", None])
BATCHES = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 12)), min_size=1, max_size=15)


@settings(max_examples=40, deadline=None)
@given(codes=st.lists(CODES, min_size=1, max_size=12), batches=BATCHES)
def test_lost_doubled_and_reordered_batches_leave_the_store_equal_to_the_page(
    codes: list[str | None], batches: list[tuple[int, int]]
) -> None:
    store = Memory()
    desk = Exchange(snapshot=lambda: snapshot(store.marks.values()), record=store.record)
    log: list[list[object]] = [
        [seq, f"segment:g00{seq % 3 + 1}", "primary", code] for seq, code in enumerate(codes, 1)
    ]
    for start, length in [*batches, (0, len(log))]:
        batch = log[start : start + length]
        for reply in replies(desk, say(*batch)) if batch else []:
            assert reply["upto"] in {mark.seq for mark in store.marks.values()}
    page = fold(
        snapshot().head,
        [
            Mark(client="p1", seq=seq, target=f"segment:g00{seq % 3 + 1}", field="primary", value=c)
            for seq, c in enumerate(codes, 1)
        ],
    )
    assert snapshot(store.marks.values()).sheet == page
    assert len(store.marks) == len(log)


def test_page_and_kernel_list_the_same_messages() -> None:
    text = (ROOM / "page" / "life.js").read_text(encoding="utf-8")
    written = {
        name: re.findall(r"(\w+):", fields)
        for fields, name in re.findall(r"@typedef \{\{(.+?)\}\} (\w+(?:Message|Reply))", text)
    }
    listed = {
        name: list(get_type_hints(value))
        for name, value in {**vars(talking), **vars(exchange)}.items()
        if re.fullmatch(r"\w+(Message|Reply)", name)
    }
    assert written == listed


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("t0001:2-12", "recorded"),
        (None, "recorded"),
        ("t0003:2-12", "refused"),
        ("t0001:2-999", "refused"),
        ("t0001:2-2", "refused"),
    ],
)
def test_marked_words_lie_in_their_segment_where_the_rubric_lets_them_be_marked(
    store: Memory, value: str | None, kind: str
) -> None:
    text = rubric().text.replace("  assign:\n", "  assign:\n    span: allowed\n")
    allowing = read(text, where="oif")

    def seen() -> Snapshot:
        return dataclasses.replace(snapshot(store.marks.values()), rubric=allowing)

    desk = Exchange(snapshot=seen, record=store.record)
    (told,) = replies(desk, say([1, "segment:g001", "span", value]))
    assert told["kind"] == kind


def test_no_words_are_marked_where_the_rubric_does_not_say_so(desk: Exchange) -> None:
    (told,) = replies(desk, say([1, "segment:g001", "span", "t0001:2-12"]))
    assert "marks no words" in str(told["problem"])
