from __future__ import annotations

import pytest

from ipt_fidelity.transcript.labels import candidate, is_role_word, labels_among


@pytest.mark.parametrize(
    ("line", "label", "text"),
    [
        ("T: hello", "T", " hello"),
        ("THERAPIST: hello", "THERAPIST", " hello"),
        ("Interviewer (I): hello", "Interviewer (I)", " hello"),
        ("[id1]: hello", "id1", " hello"),
        ("**R:** hello", "R", " hello"),
        ("T:hello", "T", "hello"),
        ("I \u2013 hello", "I", "hello"),
        ("T\thello", "T", "hello"),
        ("[00:01:23] T: hello", "T", " hello"),
        ("T [00:01:23]: hello", "T", " hello"),
        ("00:01:23 T: hello", "T", " hello"),
        ("Anna Maria Keller: hello", "Anna Maria Keller", " hello"),
        ("T.: hello", "T", " hello"),
    ],
)
def test_a_label_is_found_in_every_usual_form(line: str, label: str, text: str) -> None:
    found = candidate(line)
    assert found is not None
    assert (found.label, found.text) == (label, text)


@pytest.mark.parametrize(
    "line", ["10:45 was late", "https://a.b", "no label here", "", "and then? I: said", "at 10:45."]
)
def test_times_and_addresses_are_no_labels(line: str) -> None:
    found = candidate(line)
    assert found is None or found.label not in labels_among([line] * 5).labels


def test_a_time_before_the_label_is_its_start() -> None:
    found = candidate("[00:01:23] T: hello")
    assert found is not None
    assert found.start == 83.0


def test_a_role_word_needs_to_stand_once() -> None:
    assert labels_among(["T: a", "and more", "C: b", "yet more"]).labels == {"T", "C"}


def test_a_name_needs_to_recur() -> None:
    lines = ["Anna: a", "Ben: b", "Anna: c", "more", "Ben: d", "Look: there", "more", "more"]
    cast = labels_among(lines)
    assert cast.labels == {"Anna", "Ben"}
    assert cast.single == (6,)


def test_a_name_that_stands_once_is_a_speaker_where_nearly_every_line_is_labelled() -> None:
    cast = labels_among(["Anna: a", "Ben: b", "Anna: c", "Ben: d", "Porter: wrong room"])
    assert (cast.labels, cast.lone) == ({"Anna", "Ben", "Porter"}, (5,))


def test_the_record_names_a_speaker_who_speaks_once() -> None:
    lines = ["Anna: a", "more", "Anna: b", "Porter: wrong room", "more"]
    assert labels_among(lines, known=["Porter"]).labels == {"Anna", "Porter"}


@pytest.mark.parametrize("word", ["Note", "He said", "NB", "Date", "So"])
def test_false_labels_are_speech_however_often_they_stand(word: str) -> None:
    assert labels_among([f"{word}: x", "T: a"] * 5).labels == {"T"}


@pytest.mark.parametrize("label", ["T", "therapist", "SPEAKER_00", "S1", "Interviewer (I)", "P2"])
def test_usual_words_for_speakers_are_known(label: str) -> None:
    assert is_role_word(label)
