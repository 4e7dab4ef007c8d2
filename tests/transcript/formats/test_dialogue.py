from __future__ import annotations

import pytest
from hypothesis import given, settings

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript import Role
from tests.transcript.samples import codes, dialogues, read, said


@pytest.mark.parametrize(
    "line",
    [
        "{0}: {1}",
        "[00:01:23] {0}: {1}",
        "{0} (00:01:23): {1}",
        "{0}: [00:01:23] {1}",
        "**{0}:** {1}",
        "{0}:\n{1}",
        "{0}\t{1}",
    ],
)
@given(talk=dialogues(4))
@settings(max_examples=20, deadline=None)
def test_no_word_is_lost(line: str, talk: list[tuple[str, str]]) -> None:
    text = "\n".join(line.format(label, words) for label, words in talk)
    assert said(read(text)) == talk


def test_each_labelled_line_is_a_turn_numbered_from_one() -> None:
    found = read("# Invented.\nT: a\nT: b\nC: c\n")
    assert [(turn.id, turn.text, turn.where) for turn in found.turns] == [
        ("t0001", "a", "line 2"),
        ("t0002", "b", "line 3"),
        ("t0003", "c", "line 4"),
    ]


def test_a_comment_above_the_first_turn_is_a_note_of_the_head() -> None:
    (note,) = read("# Invented session. Nobody in it exists.\nT: a\nC: b").notes
    assert (note.kind, note.text, note.where, note.after_turn) == (
        "head",
        "# Invented session. Nobody in it exists.",
        "line 1",
        None,
    )


def test_times_in_brackets_are_starts_and_a_time_of_f4_is_an_end() -> None:
    found = read("[00:00:05] T: a\nC (0:10): b #00:00:12-5#\nT: c")
    assert [(turn.start_s, turn.end_s) for turn in found.turns] == [
        (5.0, None),
        (10.0, 12.5),
        (None, None),
    ]


@pytest.mark.parametrize(
    "line", ["Note: bring it", "10:45 was late", "He said: no", "https://a.b c"]
)
def test_a_false_label_is_speech_of_the_turn_above(line: str) -> None:
    found = read(f"T: so\nC: well\n{line}\nT: yes\nC: no")
    assert said(found)[1] == ("C", f"well {line}")


def test_a_stage_direction_alone_is_a_note_and_inside_words_a_sign() -> None:
    found = read("T: so\n[phone rings]\nC: yes [laughs]\n")
    assert [(note.kind, note.text, note.after_turn) for note in found.notes] == [
        ("stage", "[phone rings]", "t0001")
    ]
    assert said(found)[1] == ("C", "yes [laughs]")
    assert [sign.kind for sign in found.turns[1].notations] == ["act"]


def test_a_paragraph_without_a_label_goes_on_with_the_turn_above_and_is_told() -> None:
    found = read("T: a\n\nC: b\n\nmore\n\nT: c")
    assert said(found)[1] == ("C", "b more")
    assert "unlabelled_paragraph" in codes(found)


def test_bounds_of_a_transcript_are_notes() -> None:
    found = read("BEGIN TRANSCRIPT:\n\nTHERAPIST: a\n\nCLIENT: b\n\nEND TRANSCRIPT\n")
    assert [(note.kind, note.after_turn) for note in found.notes] == [
        ("head", None),
        ("heading", "t0002"),
    ]


def test_the_record_gives_roles_and_tells_labels_that_have_none() -> None:
    found = read(
        "T: a\nC: b\nP: c", roles={"t": Role.THERAPIST, "C": Role.CLIENT, "X": Role.PARTNER}
    )
    assert [speaker.role for speaker in found.speakers] == [
        Role.THERAPIST,
        Role.CLIENT,
        Role.UNKNOWN,
    ]
    assert codes(found) == ["uncast_speaker", "unheard_speaker"]


def test_two_spellings_that_differ_in_capitals_are_one_speaker() -> None:
    (first, _) = read("Therapist: a\nC: b\nTHERAPIST: c").speakers
    assert first.labels == ("Therapist", "THERAPIST")


def test_prose_without_labels_is_refused_with_a_mend() -> None:
    with pytest.raises(TranscriptError) as refusal:
        read("It was a dark night.\nAnd then some.\n", name="a.txt")
    assert refusal.value.faults[0].code == "no_speaker"
    assert "'T:'" in refusal.value.mend


def test_one_voice_alone_is_told() -> None:
    assert "one_speaker" in codes(read("T: a\nT: b\n"))


def test_letters_are_stored_composed() -> None:
    assert said(read("T: cafe\u0301\nC: b"))[0] == ("T", "café")
