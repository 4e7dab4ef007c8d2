"""PDF: words of pages to turns, with everything that was left out told."""

from __future__ import annotations

import builtins
import io
import logging
import socket
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript import Role, explain
from tests.transcript.pdf_file import pdf_file
from tests.transcript.samples import codes, read, said

TALK = ["T: so how was it?", "C: bad, [pause] he left", "T: when?", "C: Monday"]
WORD = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyzäßéøżΩλяжЮ日本語한?!.,;'%()7"),
    min_size=1,
    max_size=9,
)
SPEECH = st.lists(WORD, min_size=1, max_size=30).map(lambda words: ["w" + words[0], *words[1:]])


def _told(content: bytes, code: str) -> str:
    return next(str(fault) for fault in read(content).faults if fault.code == code)


def test_labelled_lines_are_turns_and_the_lines_below_go_on_with_them() -> None:
    found = read(pdf_file([["T: so how", "was it?", "C: bad"], ["he left", "T: when? é 日本"]]))
    assert said(found) == [("T", "so how was it?"), ("C", "bad he left"), ("T", "when? é 日本")]
    assert [turn.where for turn in found.turns] == ["page 1", "pages 1-2", "page 2"]
    assert codes(found) == ["no_record"]


def test_a_pdf_of_another_program_is_read() -> None:
    figure, held = Figure(), io.BytesIO()
    for place, line in enumerate(TALK):
        figure.text(0.1, 0.9 - 0.1 * place, line)
    FigureCanvasPdf(figure).print_pdf(held)
    assert said(read(held.getvalue())) == [
        ("T", "so how was it?"),
        ("C", "bad, [pause] he left"),
        ("T", "when?"),
        ("C", "Monday"),
    ]


def test_heads_feet_and_page_numbers_are_notes_and_told() -> None:
    pages = [
        ["Case 07: session 3", f"T: a{n}", "C: b", f"Clinic, page {n} of 3"] for n in (1, 2, 3)
    ]
    found = read(pdf_file(pages))
    assert said(found) == [
        ("T", "a1"),
        ("C", "b"),
        ("T", "a2"),
        ("C", "b"),
        ("T", "a3"),
        ("C", "b"),
    ]
    assert [(note.kind, note.text, note.where, note.after_turn) for note in found.notes[1:3]] == [
        ("page foot", "Clinic, page 1 of 3", "page 1", "t0002"),
        ("page head", "Case 07: session 3", "page 2", "t0002"),
    ]
    assert len(found.notes) == 6
    assert "6 heads, feet and numbers" in _told(pdf_file(pages), "page_edges")


def test_bare_numbers_that_count_the_pages_are_taken_off() -> None:
    found = read(pdf_file([[f"T: a{n}", "C: b", str(n + 11)] for n in range(4)]))
    assert [note.text for note in found.notes] == ["11", "12", "13", "14"]


def test_the_number_of_a_single_page_is_taken_off_and_a_bare_number_stays() -> None:
    assert read(pdf_file([[*TALK, "Page 1 of 1"]])).turns[-1].text == "Monday"
    assert read(pdf_file([[*TALK, "1"]])).turns[-1].text == "Monday 1"


def test_the_same_words_of_a_speaker_at_every_edge_stay_speech() -> None:
    found = read(pdf_file([["Ann: yes", "Bo: a", "Ann: b", "Bo: c", *["Ann: d", "Bo: e"] * 3]] * 3))
    assert len(found.turns) == 30
    assert not found.notes


def test_times_that_differ_on_each_page_are_no_heads() -> None:
    pages = [[f"and then 00:0{n}:{n * 17}", "T: a", "C: b"] for n in (1, 2, 3)]
    assert "page_edges" not in codes(read(pdf_file(pages)))


def test_a_word_parted_at_a_line_end_is_joined_where_the_file_shows_how_it_is_written() -> None:
    pages = [["T: your thera-", "pist, of the follow-", "up", "C: that therapist and a follow-up"]]
    assert said(read(pdf_file(pages)))[0] == ("T", "your therapist, of the follow-up")
    assert "2 words parted" in _told(pdf_file(pages), "hyphens_joined")


def test_a_soft_hyphen_at_a_line_end_is_joined() -> None:
    assert said(read(pdf_file([["T: inter\u00ad", "personal", "C: b"]])))[0][1] == "interpersonal"


def test_a_word_that_may_be_broken_off_is_left_and_told() -> None:
    pages = [["T: I wanted the-", "they said no", "C: b"]]
    assert said(read(pdf_file(pages)))[0] == ("T", "I wanted the- they said no")
    assert "page 1" in _told(pdf_file(pages), "hyphens_left")


def test_a_label_is_never_joined_to_the_line_above() -> None:
    found = read(pdf_file([["t: I go-", "c: got", "t: goc"]]))
    assert [label for label, _ in said(found)] == ["t", "c", "t"]


def test_pages_without_words_are_told() -> None:
    assert "page 2" in _told(pdf_file([TALK, [], TALK[:2]]), "empty_pages")


def test_words_from_right_to_left_are_told() -> None:
    assert "right_to_left" in codes(read(pdf_file([["T: שלום", "C: b"]])))


def test_letters_without_meaning_are_told() -> None:
    assert "page 1" in _told(pdf_file([["T: a\ue001", "C: b"]]), "unreadable_letters")


def test_ligatures_are_written_as_their_letters_and_told() -> None:
    pages = [["T: a \ufb01ne o\ufb03ce", "C: b"]]
    assert said(read(pdf_file(pages)))[0] == ("T", "a fine office")
    assert "2 ligatures" in _told(pdf_file(pages), "ligatures")


def test_a_record_names_the_roles() -> None:
    found = read(pdf_file([["Ann: a", "Bo: b"]]), roles={"Ann": Role.THERAPIST, "Bo": Role.CLIENT})
    assert [speaker.role for speaker in found.speakers] == [Role.THERAPIST, Role.CLIENT]


def test_the_reading_is_explained_with_its_reader_and_what_was_left_out() -> None:
    shown = explain(read(pdf_file([[*TALK, "7"], [*TALK, "8"]]))).to_csv()
    assert "pdf/pypdf" in shown
    assert "2 page foot" in shown
    assert "2 heads, feet and numbers" in shown
    assert "Monday" not in shown


def test_scripts_and_attachments_are_never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf_file(
        [TALK],
        root="/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
        "/Names<</EmbeddedFiles<</Names[(a) <</F(/etc/hostname)/EF<</F 99 0 R>>>>]>>>>",
        page="/AA<</O<</S/URI/URI(http://evil.example/)>>>>",
    )
    read(content)

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("reached for a file or for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(io, "open", refuse)
    assert len(read(content).turns) == 4


def test_a_scanned_pdf_is_refused_with_the_mend() -> None:
    with pytest.raises(TranscriptError, match="OCR") as refusal:
        read(pdf_file([[], []]))
    assert [fault.code for fault in refusal.value.faults] == ["no_text"]


def test_without_the_library_the_mend_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(TranscriptError, match=r"pip install 'ipt-fidelity\[pdf\]'") as refusal:
        read(pdf_file([TALK]))
    assert [fault.code for fault in refusal.value.faults] == ["needs_pypdf"]


def test_a_pdf_that_breaks_its_rules_is_told_without_its_words(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    content = pdf_file([TALK]).replace(b"startxref\n", b"startxref\n9")
    found = read(content)
    assert len(found.turns) == 4
    assert "irregular" in codes(found)
    assert not caplog.records
    assert not capsys.readouterr().err
    assert logging.getLogger("pypdf").propagate


@given(
    talk=st.lists(SPEECH, min_size=2, max_size=12),
    width=st.integers(3, 12),
    height=st.integers(3, 9),
    edged=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_every_word_is_in_a_turn_or_a_note(
    talk: list[list[str]], width: int, height: int, *, edged: bool
) -> None:
    lines: list[str] = []
    for place, words in enumerate(talk):
        labelled = [f"{'TC'[place % 2]}:", *words]
        lines += [" ".join(labelled[n : n + width]) for n in range(0, len(labelled), width)]
    pages = [lines[n : n + height] for n in range(0, len(lines), height)]
    if edged:
        pages = [["Case 07", *page, f"page {n}"] for n, page in enumerate(pages, 1)]
    found = read(pdf_file(pages))
    kept = Counter(word for turn in found.turns for word in turn.text.split())
    kept += Counter(word for note in found.notes for word in note.text.split())
    kept += Counter(f"{label}:" for label, _ in said(found))
    assert kept == Counter(word for page in pages for line in page for word in line.split())
