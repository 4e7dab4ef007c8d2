from __future__ import annotations

import tracemalloc

import pytest

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript import FORMATS, Limits, Role, Wish
from tests.transcript.samples import codes, read, said

TALK = "T: so\nC: yes\n"


def _code(text: str | bytes, *, name: str = "a.txt", wish: Wish | None = None) -> str:
    with pytest.raises(TranscriptError) as refusal:
        read(text, name=name, wish=wish)
    fault = refusal.value.faults[0]
    assert fault.where.startswith(name)
    assert fault.mend
    return fault.code


@pytest.mark.parametrize("name", ["a.txt", "a.vtt", "a.csv", "a.docx", "a"])
def test_the_content_decides_and_not_the_name(name: str) -> None:
    assert read(TALK, name=name).source.format == "dialogue"
    assert read(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v T>a", name=name).source.format[:3] == "vtt"
    assert read("speaker,text\nT,a\n", name=name).source.format == "table"


def test_a_named_format_goes_before_the_content() -> None:
    assert said(read("T: speaker,text\nC: a,b", wish=Wish(format="dialogue")))[0][0] == "T"


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    assert _code(TALK, wish=Wish(format="vttt")) == "unknown_format"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 20, "binary"),
        (b"just words", "no_speaker"),
        (b"WEBVTT\n\n", "no_words"),
        (b"speaker,text\n", "no_words"),
        (b"T:\nC:\n", "no_words"),
        (b"PK\x03\x04 not a zip", "unknown_container"),
    ],
)
def test_bad_input_is_refused_with_place_and_mend(content: bytes, code: str) -> None:
    assert _code(content) == code


def test_a_file_that_is_too_large_is_refused_before_any_work() -> None:
    content = b"T: " + b"a" * 50_000_000
    tracemalloc.start()
    assert _code(content) == "too_large"
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_line_of_millions_of_letters_is_refused() -> None:
    assert _code(b"T: hi\nC: " + b"a " * 5_000_000) == "overlong"


def test_more_cues_than_a_session_can_have_are_refused() -> None:
    assert _code("T: a\nC: b\n" * 6, wish=Wish(limits=Limits(pieces=10))) == "too_many_pieces"


def test_without_a_record_the_open_roles_are_told() -> None:
    found = read(TALK)
    assert codes(found) == ["no_record"]
    assert {speaker.role for speaker in found.speakers} == {Role.UNKNOWN}


def test_a_file_name_that_is_a_handle_names_the_session_and_another_does_not() -> None:
    assert read(TALK, name="case-01_session-02.txt").session.id == "case-01_session-02"
    assert read(TALK, name="Anna Keller.txt").session.id.startswith("session-")
    assert read(TALK, name="Anna Keller.txt").session.id == read(TALK, name="B!.txt").session.id


def test_every_format_has_a_name_of_its_own() -> None:
    names = [kind.name for kind in FORMATS]
    assert len(names) == len(set(names))


def test_many_faults_of_a_kind_are_counted() -> None:
    text = "speaker,text\nT,a\n" + "x\n" * 80
    with pytest.raises(TranscriptError) as refusal:
        read(text)
    assert len(refusal.value.faults) == 51
    assert refusal.value.faults[-1].problem == "30 more faults of this kind."
