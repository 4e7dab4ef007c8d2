"""In what sheets differ, and what page and kernel say about it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from ipt_fidelity.rubric import Circumstances
from ipt_fidelity.sheet import Coding, Mark, fold
from ipt_fidelity.widgets.comparison.compared import Compared, points_of
from ipt_fidelity.widgets.comparison.differing import segment_differences
from ipt_fidelity.widgets.comparison.exchange import Exchange
from tests.widgets.made import WORD, rubric, snapshot

MIDDLE = Circumstances(phase="middle")


def coding(primary: str | None = "COM", **more: object) -> Coding:
    reading = "coded" if primary else "read"
    return Coding(segment="g001", primary=primary, **{"reading": reading, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "differences"),
    [
        (coding(), ()),
        (coding(uncertain=True, memo="doubt"), ()),
        (coding("COG"), ("status", "code", "detail")),
        (coding("LNK"), ("code",)),
        (coding(secondary=("LNK",)), ("secondary",)),
        (coding(attributes={"link": 2}), ("detail",)),
        (coding(None), ("status", "code")),
        (Coding(segment="g001"), ("status", "unread", "code")),
    ],
)
def test_codings_differ_in_what_a_decision_can_change(
    other: Coding, differences: tuple[str, ...]
) -> None:
    one = coding(attributes={"severity": 1}) if other.primary == "COG" else coding()
    assert segment_differences(rubric(), MIDDLE, [one, other]) == differences


def test_the_order_of_secondary_codes_is_no_difference() -> None:
    pair = [coding(secondary=("LNK", "SYM")), coding(secondary=("SYM", "LNK"))]
    assert segment_differences(rubric(), MIDDLE, pair) == ()


def sheet_of(*entries: tuple[str, str, object]) -> Sequence[Mark]:
    return [
        Mark(client="x", seq=seq, target=target, field=field, value=value)  # type: ignore[arg-type]
        for seq, (target, field, value) in enumerate(entries, 1)
    ]


def compared() -> Compared:
    seen = snapshot()
    one = fold(
        seen.head,
        sheet_of(
            ("segment:g001", "primary", "COM"),
            ("segment:g002", "reading", "read"),
            ("segment:g003", "primary", "COM"),
            ("item:A1", "value", 3),
            ("code:LNK", "omission", "t0002"),
        ),
    )
    two = fold(
        seen.head,
        sheet_of(
            ("segment:g001", "primary", "COM"),
            ("segment:g002", "primary", "LNK"),
            ("segment:g003", "primary", "COM"),
            ("item:A1", "value", 2),
        ),
    )
    return Compared(snapshot=seen, sheets=(one, two), waiting=("ZZ",))


def test_every_segment_item_and_omission_is_a_point_once() -> None:
    points = points_of(compared())
    differing = [(point.kind, point.target) for point in points if point.differences]
    assert differing == [
        ("segment", "segment:g002"),
        ("item", "item:A1"),
        ("omission", "code:LNK"),
    ]
    assert len({(point.kind, point.target) for point in points}) == len(points)


def test_the_words_travel_in_the_buffer() -> None:
    exchange = Exchange(compared=compared)
    (answer,) = exchange.answer({"v": 1, "kind": "hello", "page": "p"})
    assert answer.buffer is not None
    assert WORD not in str(answer.reply) + exchange.told()
    content = json.loads(answer.buffer)
    assert WORD in str(content["turns"])
    assert content["sheets"][0]["codings"]["g001"]["status"] == "on_model"
    assert content["waiting"] == ["ZZ"]


@pytest.mark.parametrize("kind", ["marks", "missing"])
def test_where_sheets_are_only_read_no_mark_is_taken(kind: str) -> None:
    exchange = Exchange(compared=compared)
    message = {"v": 1, "kind": kind, "page": "p", "client": "p", "marks": []}
    (answer,) = exchange.answer(message)
    assert answer.reply["kind"] == "refused"


def test_decisions_are_checked_as_marks_of_any_sheet() -> None:
    kept: list[Mark] = []

    def record(marks: Sequence[Mark]) -> int:
        kept.extend(marks)
        return marks[-1].seq

    exchange = Exchange(compared=compared, record=record)
    message = {
        "v": 1,
        "kind": "marks",
        "page": "p",
        "client": "p",
        "marks": [
            [1, "segment:g001", "primary", "COM"],
            [2, "segment:g001", "primary", "NIX"],
            [3, "code:LNK", "omission", False],
            [4, "sheet", "hand_in", True],
        ],
    }
    kinds = [answer.reply["kind"] for answer in exchange.answer(message)]
    assert kinds == ["refused", "recorded", "refused"]
    assert [mark.seq for mark in kept] == [1, 3]
    (gaps,) = exchange.answer({"v": 1, "kind": "missing", "page": "p"})
    assert gaps.reply["kind"] == "gaps"
