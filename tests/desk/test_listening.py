"""The recording of a session on the desk, and what is kept of a blinded rater's listening."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import ipt_fidelity as ipt
from ipt_fidelity.desk.listening import sound_of
from ipt_fidelity.transcript.recording import Recording
from ipt_fidelity.widgets import CodingDesk
from ipt_fidelity.widgets.coding_desk.codebook import page_of
from ipt_fidelity.widgets.coding_desk.exchange import Exchange
from tests.widgets.made import rubric, transcript

SESSION = "case-90_session-05"
NAME = "sound/dr-weller.wav"


def write_sound(path: Path, seconds: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * int(8000 * seconds))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_sound(tmp_path / NAME, 3)
    return tmp_path


@pytest.fixture
def study(folder: Path) -> Iterator[ipt.Study]:
    whole = transcript(6)
    linked = Recording(path=NAME, seconds=3.0, offset_seconds=0.5)
    with ipt.open_study(folder / "a.study") as opened:
        session = replace(whole.session, recording=linked)
        heard = replace(whole, session=session)
        opened.admit(heard, ipt.by_turns(heard, at_most=2))
        yield opened


def exchange_of(desk: CodingDesk) -> Exchange:
    exchange = desk._exchange  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - what a page talks to
    assert isinstance(exchange, Exchange)
    return exchange


def test_a_recording_in_the_folder_is_heard_with_its_offset(folder: Path) -> None:
    sound = sound_of(Recording(path=NAME, offset_seconds=2.5), folder)
    assert sound is not None
    assert sound.fault == ""
    assert (sound.seconds, sound.offset_seconds) == (3.0, 2.5)
    assert (folder / NAME).as_posix() in sound.ways


def test_a_file_below_the_home_may_be_written_with_a_tilde(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    sound = sound_of(Recording(path=NAME), folder)
    assert sound is not None
    assert f"~/{NAME}" in sound.ways


@pytest.mark.parametrize(
    ("recording", "fault"),
    [
        (Recording(path="sound/other.wav"), "sound_missing"),
        (Recording(path=NAME, seconds=60.0), "sound_other"),
        (Recording(path=NAME, seconds=3.9), ""),
    ],
)
def test_why_there_is_no_sound_is_a_word(folder: Path, recording: Recording, fault: str) -> None:
    sound = sound_of(recording, folder)
    assert sound is not None
    assert sound.fault == fault


def test_a_session_without_a_file_has_no_sound(folder: Path) -> None:
    assert sound_of(None, folder) is None
    assert sound_of(Recording(sha256="0" * 64), folder) is None


def test_the_desk_of_a_session_knows_where_its_recording_lies(
    study: ipt.Study, folder: Path
) -> None:
    desk = ipt.rate_session(study, rubric(), SESSION, rater="KM", recordings=folder)
    sound = page_of(exchange_of(desk).snapshot())["sound"]
    assert isinstance(sound, dict)
    assert sound["fault"] == ""
    assert sound["logged"] is False
    assert "weller" not in str(desk.get_state())


def test_a_blinded_rater_hears_nothing_unless_the_study_says_so(study: ipt.Study) -> None:
    handle = str(study.seen_by("KM").sessions()["handle"].iloc[0])
    desk = ipt.rate_blinded(study, rubric(), handle, rater="KM")
    assert page_of(exchange_of(desk).snapshot())["sound"] is None
    assert "weller" not in str(page_of(exchange_of(desk).snapshot()))


def test_listening_of_a_blinded_rater_is_kept_before_it_is_allowed(
    study: ipt.Study, folder: Path
) -> None:
    handle = str(study.seen_by("KM").sessions()["handle"].iloc[0])
    desk = ipt.rate_blinded(study, rubric(), handle, rater="KM", recordings=folder)
    sound = page_of(exchange_of(desk).snapshot())["sound"]
    assert isinstance(sound, dict)
    assert sound["logged"] is True
    assert study.kept.exposures().empty
    (told,) = exchange_of(desk).answer({"v": 1, "kind": "listen", "page": "p"})
    assert told.reply == {"v": 1, "kind": "listening", "to": "p"}
    exposures = study.kept.exposures()
    assert exposures[["rater_id", "session_id", "what"]].to_numpy().tolist() == [
        ["KM", SESSION, "recording"]
    ]


def test_listening_of_a_rater_who_is_not_blinded_is_not_kept(
    study: ipt.Study, folder: Path
) -> None:
    desk = ipt.rate_session(study, rubric(), SESSION, rater="KM", recordings=folder)
    exchange_of(desk).answer({"v": 1, "kind": "listen", "page": "p"})
    assert study.kept.exposures().empty
