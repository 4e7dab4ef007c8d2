"""A recording is known by its hash and its length; another file is refused."""

from __future__ import annotations

import hashlib
import struct
import wave
from dataclasses import replace
from pathlib import Path

import pytest

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.files import check_recording, link_recording, read_transcript, seconds_of
from ipt_fidelity.transcript import Recording


def _wav(path: Path, seconds: float) -> Path:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(800)
        sound.writeframes(b"\x80" * int(800 * seconds))
    return path


def _box(kind: bytes, body: bytes, *, large: bool = False) -> bytes:
    if large:
        return struct.pack(">I4sQ", 1, kind, 16 + len(body)) + body
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _m4a(path: Path, seconds: float, *, version: int = 0, large: bool = False) -> Path:
    times = ">IIII" if version == 0 else ">QQIQ"
    head = struct.pack(">I", version << 24) + struct.pack(times, 0, 0, 600, int(600 * seconds))
    film = _box(b"ftyp", b"M4A \0\0\0\0") + _box(b"mdat", b"\0" * 50, large=large)
    path.write_bytes(film + _box(b"moov", _box(b"free", b"") + _box(b"mvhd", head + b"\0" * 40)))
    return path


def test_a_recording_is_linked_by_path_hash_and_length(tmp_path: Path) -> None:
    (tmp_path / "sound").mkdir()
    sound = _wav(tmp_path / "sound" / "two.wav", 2.5)
    assert link_recording(sound, folder=tmp_path, offset_seconds=-3) == Recording(
        path="sound/two.wav",
        sha256=hashlib.sha256(sound.read_bytes()).hexdigest(),
        seconds=2.5,
        offset_seconds=-3,
    )


def test_a_recording_outside_the_folder_is_not_linked(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(FidelityError, match="does not lie in the folder"):
        link_recording(_wav(tmp_path / "two.wav", 1), folder=tmp_path / "in")


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("large", [False, True])
def test_the_length_of_a_film_stands_in_its_head(
    tmp_path: Path, version: int, *, large: bool
) -> None:
    assert seconds_of(_m4a(tmp_path / "a.m4a", 3000.5, version=version, large=large)) == 3000.5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ID3\x04 sound of another kind",
        b"RIFF\0\0\0\0WAVE",
        b"\0\0\0\x10ftypM4A \0\0\0\0",
        b"\0\0\0\x10ftypM4A \0\0\0\0" + struct.pack(">I4s", 4, b"moov"),
        b"\0\0\0\x10ftypM4A \0\0\0\0" + struct.pack(">I4sI4s", 16, b"moov", 8, b"mvhd"),
        b"\0\0\0\x10ftypM4A \0\0\0\0" + struct.pack(">I4s", 0xFFFFFFFF, b"moov"),
    ],
)
def test_a_file_whose_length_cannot_be_read_has_none(tmp_path: Path, content: bytes) -> None:
    sound = tmp_path / "a.bin"
    sound.write_bytes(content)
    assert seconds_of(sound) is None


def test_the_linked_recording_is_accepted_and_left_as_it_is(tmp_path: Path) -> None:
    sound = _m4a(tmp_path / "two.m4a", 60)
    before = sound.read_bytes()
    linked = link_recording(sound, folder=tmp_path)
    assert check_recording(sound, linked) == sound
    assert check_recording(sound, replace(linked, seconds=60.9)) == sound
    assert sound.read_bytes() == before


def test_a_recording_of_another_length_is_refused(tmp_path: Path) -> None:
    sound = _wav(tmp_path / "two.wav", 2)
    linked = link_recording(sound, folder=tmp_path)
    with pytest.raises(FidelityError, match=r"is 2\.0 s long, and 3\.1 s are stated") as caught:
        check_recording(sound, replace(linked, seconds=3.1))
    assert "length_s" in caught.value.mend


def test_a_recording_of_the_same_length_and_other_sound_is_refused(tmp_path: Path) -> None:
    linked = link_recording(_wav(tmp_path / "two.wav", 2), folder=tmp_path)
    other = _wav(tmp_path / "other.wav", 2)
    other.write_bytes(other.read_bytes()[:-1] + b"\x81")
    with pytest.raises(FidelityError, match=r"^other\.wav: the file is another one"):
        check_recording(other, linked)


def test_a_record_without_a_hash_is_told_which_one_to_write(tmp_path: Path) -> None:
    sound = _wav(tmp_path / "two.wav", 2)
    with pytest.raises(FidelityError, match="states no hash") as caught:
        check_recording(sound, Recording(path="two.wav"))
    assert hashlib.sha256(sound.read_bytes()).hexdigest() in caught.value.mend


def test_a_missing_recording_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FidelityError, match="there is no such recording"):
        check_recording(tmp_path / "gone.wav", Recording(path="gone.wav", sha256="a" * 64))


def test_the_record_beside_a_transcript_links_its_recording(tmp_path: Path) -> None:
    (tmp_path / "s-02.vtt").write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v T>Hello.\n\n00:02.000 --> 00:03.000\n<v C>Hi.\n"
    )
    (tmp_path / "s-02.session.yaml").write_text(
        "format: ipt-session/1\nsession: {id: s-02}\n"
        "recording: {path: two.m4a, length_s: 2940, offset_s: 1.5}\n"
    )
    assert read_transcript(tmp_path / "s-02.vtt").session.recording == Recording(
        path="two.m4a", seconds=2940, offset_seconds=1.5
    )
