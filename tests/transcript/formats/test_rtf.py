from __future__ import annotations

from tests.transcript.samples import codes, read, said


def test_hidden_and_deleted_words_are_left_out_and_counted() -> None:
    text = r"{\rtf1\ansi T: a {\v secret} b {\deleted gone {\b too}}\par C: {\b yes}\par}"
    found = read(text)
    assert said(found) == [("T", "a b"), ("C", "yes")]
    assert "left_out" in codes(found)


def test_escapes_and_letters_of_two_parts_are_read() -> None:
    text = r"{\rtf1\ansi\ansicpg1252 T: caf\'e9 \u8217?s\par C: \u-10179?\u-8704?\par}"
    assert said(read(text)) == [("T", "café \u2019s"), ("C", "\U0001f600")]
