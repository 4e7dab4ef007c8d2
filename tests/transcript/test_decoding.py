from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript.decoding import decode

TALK = "T: How was Zoë\u2019s visit?\nC: Très bien, merci.\n"


def _codes(content: bytes) -> list[str]:
    return [fault.code for fault in decode(content, name="a.txt").faults]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TALK.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TALK.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TALK.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TALK.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + TALK.encode("utf-32-le"), "utf-32-le"),
        (TALK.encode("utf-16-le"), "utf-16-le"),
        (TALK.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_an_encoding_is_found_by_its_mark_or_its_bytes(content: bytes, encoding: str) -> None:
    found = decode(content, name="a.txt")
    assert (found.text, found.encoding, found.faults) == (TALK, encoding, ())


def test_windows_1252_is_told_with_the_first_line_that_differs() -> None:
    found = decode("T: hello\nC: café\n".encode("windows-1252"), name="a.txt")
    assert found.text == "T: hello\nC: café\n"
    assert [(fault.code, fault.where) for fault in found.faults] == [
        ("guessed_encoding", "a.txt, line 2")
    ]


def test_a_stated_encoding_is_not_guessed() -> None:
    assert decode("C: žena".encode("cp1250"), name="a.txt", encoding="cp1250").text == "C: žena"


@pytest.mark.parametrize(
    ("content", "encoding", "code"),
    [
        (b"", None, "empty"),
        (b" \r\n\x00", None, "empty"),
        (bytes(range(256)), None, "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", None, "binary"),
        (b"T: \x81\x8d\x90", None, "wrong_encoding"),
        (b"T: \xff", "utf-8", "wrong_encoding"),
        (b"T: x", "klingon", "wrong_encoding"),
        (b"\xff\xfeT\x00:", None, "wrong_encoding"),
    ],
)
def test_what_is_no_text_is_refused_with_a_mend(
    content: bytes, encoding: str | None, code: str
) -> None:
    with pytest.raises(TranscriptError) as refusal:
        decode(content, name="a.txt", encoding=encoding)
    assert [fault.code for fault in refusal.value.faults] == [code]
    assert refusal.value.mend


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\x85", "\n"])
def test_every_line_end_becomes_a_line_feed(ending: str) -> None:
    assert decode(f"a{ending}b{ending}".encode(), name="a").text == "a\nb\n"


def test_a_line_separator_is_a_blank_inside_a_line() -> None:
    assert decode("a\u2028b\x0bc".encode(), name="a").text == "a b c"


def test_controls_are_taken_out_and_counted() -> None:
    found = decode(b"T: one\nC: t\x07w\x01o", name="a.txt")
    assert found.text == "T: one\nC: two"
    assert found.faults[0].problem.startswith("2 control characters")
    assert found.faults[0].where == "a.txt, from line 2"


def test_a_time_of_chat_is_kept() -> None:
    text = "@UTF8\n@Begin\n*T:\thi \x151_2\x15\n@End\n"
    assert decode(text.encode(), name="a.cha").text == text


def test_marks_that_turn_the_direction_are_kept_and_told() -> None:
    assert _codes("T: a\u202eb\nC: c".encode()) == ["direction_marks"]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1))
@settings(deadline=None)
def test_no_letter_is_lost_in_utf_8(text: str) -> None:
    assert decode(text.encode(), name="a").text == text
