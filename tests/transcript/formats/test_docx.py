from __future__ import annotations

import pytest

from ipt_fidelity.errors import TranscriptError
from tests.transcript.samples import codes, read, said
from tests.transcript.written import paragraph, word_file, word_table


def _run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def test_insertions_are_words_and_deleted_moved_and_hidden_ones_are_counted() -> None:
    body = (
        ""
        f"<w:p>{_run('T: How are ')}<w:ins>{_run('you?')}</w:ins>"
        f"<w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:moveFrom>{_run('moved')}</w:moveFrom></w:p>"
        f"<w:p>{_run('C: fine')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
    )
    found = read(word_file(body))
    assert said(found) == [("T", "How are you?"), ("C", "fine")]
    fault = next(fault for fault in found.faults if fault.code == "left_out")
    assert fault.problem.endswith("1 deleted, 1 hidden, 1 moved away.")


def test_insertions_in_a_table_are_words() -> None:
    cell = f"<w:tc><w:p>{_run('How are ')}<w:ins>{_run('you?')}</w:ins></w:p></w:tc>"
    row = f"<w:tr><w:tc>{paragraph('T')}</w:tc>{cell}</w:tr>"
    head = f"<w:tr><w:tc>{paragraph('Speaker')}</w:tc><w:tc>{paragraph('Text')}</w:tc></w:tr>"
    assert said(read(word_file(f"<w:tbl>{head}{row}</w:tbl>"))) == [("T", "How are you?")]


def test_of_several_tables_the_one_that_looks_like_a_transcript_is_read() -> None:
    body = (
        paragraph("Study 7")
        + word_table([("Score", "Value"), ("a", "1")])
        + word_table([("Speaker", "Content"), ("T", "so"), ("", "yes"), ("C", "hm")])
    )
    found = read(word_file(body))
    assert said(found) == [("T", "so yes"), ("C", "hm")]
    assert "carried_speaker" in codes(found)
    assert [(note.kind, note.text) for note in found.notes] == [("head", "Study 7")]
    assert found.turns[0].where == "table 2, rows 2-3"


def test_the_form_of_teams_is_read_with_its_times() -> None:
    body = paragraph("Meeting") + "".join(
        f"<w:p>{_run(f'{who}   0:{n:02d}')}<w:r><w:br/></w:r>{_run(words)}</w:p>"
        for n, (who, words) in enumerate([("Ann Lee", "hello"), ("Bo", "hi"), ("Ann Lee", "so")])
    )
    found = read(word_file(body + paragraph("Ann Lee stopped transcription")))
    assert found.source.format == "docx/teams"
    assert said(found) == [("Ann Lee", "hello"), ("Bo", "hi"), ("Ann Lee", "so")]
    assert [turn.start_s for turn in found.turns] == [0.0, 1.0, 2.0]
    assert [note.kind for note in found.notes] == ["head", "tail"]


def test_headers_and_comments_are_no_speech() -> None:
    content = word_file(
        paragraph("T: a") + paragraph("C: b"),
        ("word/header1.xml", "<a>T: no</a>"),
        ("word/comments.xml", "<a>C: no</a>"),
    )
    assert said(read(content)) == [("T", "a"), ("C", "b")]


@pytest.mark.parametrize("dash", ["\u2013", "-", ":"])
def test_labels_with_dashes_and_colons_mixed_are_read(dash: str) -> None:
    body = paragraph(f"I {dash} a") + paragraph("C: b") + paragraph(f"I {dash} c")
    assert said(read(word_file(body))) == [("I", "a"), ("C", "b"), ("I", "c")]


def test_a_paragraph_is_named_by_its_number() -> None:
    found = read(word_file(paragraph("Legend") + paragraph("T: a") + paragraph("C: b")))
    assert [turn.where for turn in found.turns] == ["paragraph 2", "paragraph 3"]


def test_a_document_without_labels_is_refused() -> None:
    with pytest.raises(TranscriptError):
        read(word_file(paragraph("Once upon a time")))
