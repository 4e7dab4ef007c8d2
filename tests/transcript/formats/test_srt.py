from __future__ import annotations

import pytest

from ipt_fidelity.errors import TranscriptError
from tests.transcript.samples import codes, read, said


def _srt(*words: str) -> str:
    return "\n\n".join(
        f"{n + 1}\n00:00:{n:02d},000 --> 00:00:{n + 1:02d},000\n{text}"
        for n, text in enumerate(words)
    )


def test_a_name_that_stands_only_when_it_changes_is_carried_on() -> None:
    found = read(_srt("Ann Lee: a", "b", "Bo: c", "d", "Ann Lee: e", "Bo: f"))
    assert said(found) == [("Ann Lee", "a b"), ("Bo", "c d"), ("Ann Lee", "e"), ("Bo", "f")]
    assert "carried_speaker" in codes(found)


def test_an_arrow_in_the_words_stays_there() -> None:
    assert said(read(_srt("T: a --> b", "C: c")))[0] == ("T", "a --> b")


def test_repeated_numbers_empty_cues_and_missing_numbers_lose_nothing() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nT: a\n\n1\n00:00:02,000 --> 00:00:03,000\n\n"
        "00:00:03.000 --> 00:00:04.000\nC: b\n"
    )
    assert said(read(text)) == [("T", "a"), ("C", "b")]


def test_words_before_the_first_name_are_told() -> None:
    with pytest.raises(TranscriptError) as refusal:
        read(_srt("hm", "T: a", "C: b", "T: c"), name="a.srt")
    assert refusal.value.faults[0].where == "a.srt, lines 2-3"


def test_two_speakers_in_one_cue_are_two_turns() -> None:
    assert said(read(_srt("T: a\nC: b", "T: c"))) == [("T", "a"), ("C", "b"), ("T", "c")]
