from __future__ import annotations

import io
from datetime import time

import pytest
from openpyxl import Workbook

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript import Wish
from tests.transcript.samples import codes, read, said

HEAD = ("Speaker", "Text", "Start")


def _book(**sheets: list[tuple[object, ...]]) -> bytes:
    book = Workbook()
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_times_as_numbers_as_words_and_as_hours_are_seconds() -> None:
    rows = [HEAD, ("T", "a", 1.5), ("C", "b", "0:02"), ("T", "c", time(0, 1, 3)), ("C", "d", None)]
    found = read(_book(Talk=rows))
    assert [turn.start_s for turn in found.turns] == [1.5, 2.0, 63.0, None]


def test_a_head_below_a_title_is_found_and_an_empty_speaker_is_the_one_above() -> None:
    found = read(_book(Talk=[("Session",), HEAD, ("T", "a"), (None, "b"), ("C", "c")]))
    assert said(found) == [("T", "a b"), ("C", "c")]
    assert "carried_speaker" in codes(found)
    assert found.turns[1].where == "sheet 'Talk', row 5"


def test_of_two_sheets_a_person_says_which() -> None:
    content = _book(One=[HEAD, ("T", "a")], Two=[HEAD, ("T", "b")])
    with pytest.raises(TranscriptError, match="part=") as refusal:
        read(content)
    assert "'One', 'Two'" in refusal.value.where
    assert said(read(content, wish=Wish(part="Two"))) == [("T", "b")]


def test_a_book_without_a_head_is_refused() -> None:
    with pytest.raises(TranscriptError, match="no sheet has a head"):
        read(_book(A=[("x", "y")]))
