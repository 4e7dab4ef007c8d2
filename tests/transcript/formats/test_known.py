"""What holds for every format that is read."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript import FORMATS, explain
from tests.transcript.samples import codes, dialogues, read, said
from tests.transcript.written import WRITERS, Talk

REFUSED = {"chat-log", "doc"}
IN_ITS_OWN_FILE = {"pdf"}  # pages reorder words from right to left: see test_pdf
TALK: Talk = [
    ("T", "so how was it?"),
    ("C", "bad, [pause] he left"),
    ("T", "when?"),
    ("C", "Monday"),
]


def _bytes(written: str | bytes) -> bytes:
    return written.encode() if isinstance(written, str) else written


def test_every_format_that_is_read_is_tried_here() -> None:
    known = {kind.name for kind in FORMATS} - REFUSED - IN_ITS_OWN_FILE
    assert {name.partition("/")[0] for name in WRITERS} == known


@pytest.mark.parametrize("name", WRITERS)
@given(talk=dialogues(4, 8))
@settings(max_examples=12, deadline=None)
def test_nothing_that_was_said_is_lost(name: str, talk: Talk) -> None:
    assert said(read(_bytes(WRITERS[name](talk)), name="a")) == talk


@pytest.mark.parametrize("name", WRITERS)
def test_the_content_tells_the_format(name: str) -> None:
    found = read(_bytes(WRITERS[name](TALK)), name="a")
    assert found.source.format.startswith(name)
    assert set(codes(found)) <= {"no_record", "wall_clock", "columns_left_out"}


@pytest.mark.parametrize("name", WRITERS)
def test_every_turn_knows_its_place_and_unknown_times_are_empty(name: str) -> None:
    found = read(_bytes(WRITERS[name](TALK)), name="a")
    assert all(any(letter.isdigit() for letter in turn.where) for turn in found.turns)
    timed = [turn.start_s for turn in found.turns if turn.start_s is not None]
    assert timed in ([], sorted(timed))
    assert len(timed) in {0, len(found.turns)}


@pytest.mark.parametrize("name", WRITERS)
def test_reading_is_explained_without_words_of_the_session(name: str) -> None:
    shown = explain(read(_bytes(WRITERS[name](TALK)), name="a")).to_csv()
    assert "4" in shown
    assert "Monday" not in shown


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_that_breaks_off_is_refused_or_read_and_never_a_crash(name: str) -> None:
    content = _bytes(WRITERS[name](TALK))
    for end in range(1, len(content), max(1, len(content) // 23)):
        with contextlib.suppress(TranscriptError):
            read(content[:end], name="a")
