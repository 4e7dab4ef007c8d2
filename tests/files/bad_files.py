"""Bad and hostile files, each read in a process of its own with its time and memory measured.

Run: python -m tests.files.bad_files FOLDER
Prints a JSON line for each file: seconds of processor time, megabytes that reading added, what was
told, and whatever was opened for writing, opened elsewhere, or asked of the network.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from ipt_fidelity import files
from ipt_fidelity.errors import TranscriptError
from tests.transcript.written import paragraph, word_file, zipped

MEGABYTE = 1_000_000
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
TALK = "T: hello\nC: hi there\nT: so\nC: yes\n"
TEMPLATE = '<Relationship Id="a" Type="attachedTemplate" Target="http://127.0.0.1:9/" '


def _vtt(*cues: str) -> bytes:
    return ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode()


def _cue(times: str, words: str) -> str:
    return f"{times}\n{words}"


def _bomb() -> bytes:
    held = io.BytesIO()
    with (
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(250):
            member.write(b"0" * MEGABYTE)
    return held.getvalue()


FINE = "00:00:01.000 --> 00:00:02.000"
DOCX = word_file(paragraph("T: a") + paragraph("C: b"))
# Each file, and the fault that must be told: an error that refuses it, or a named repair.
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "truncated.docx": (lambda: DOCX[: len(DOCX) // 2], "error"),
    "truncated.json": (lambda: b'{"segments": [{"start": 0.0, "end": 1.0, "text": "so', "error"),
    "truncated.vtt": (lambda: _vtt(_cue(FINE, "<v T>so"), "00:00:02.0"), "stray_lines"),
    "binary.txt": (lambda: bytes(range(256)) * 4000, "binary"),
    "cp1252.txt": (lambda: TALK.replace("hello", "café").encode("cp1252"), "guessed_encoding"),
    "nul.txt": (lambda: TALK.replace("hello", "he\0llo").encode(), "controls"),
    "odd_utf16.txt": (lambda: TALK.encode("utf-16")[:-1], "wrong_encoding"),
    "ragged.csv": (lambda: b"speaker,text\nT,hello\nC\nT,a,b,c\n", "error"),
    "nan.json": (
        lambda: (
            b'{"segments": [{"start": NaN, "end": Infinity, "text": "so", "speaker": "A"}, '
            b'{"start": 1, "end": 2, "text": "yes", "speaker": "B"}]}'
        ),
        "open_times",
    ),
    "negative.vtt": (
        lambda: _vtt(_cue("-0:00:01.000 --> 00:00:02.000", "<v T>a")),
        "negative_time",
    ),
    "repeated.vtt": (lambda: _vtt(*[_cue(FINE, "<v T>a"), _cue(FINE, "<v C>b")] * 50), ""),
    "backward.vtt": (
        lambda: _vtt(_cue("00:00:05.000 --> 00:00:06.000", "<v T>a"), _cue(FINE, "<v C>b")),
        "backward_time",
    ),
    "bomb.eaf": (f"{LAUGHS}<ANNOTATION_DOCUMENT/>".encode, "entities"),
    "outside.docx": (lambda: word_file(paragraph("T: &x;"), above=OUTSIDE), "entities"),
    "bomb.docx": (_bomb, "zip_bomb"),
    "paths.docx": (
        lambda: zipped([("word/document.xml", "<a/>"), ("../../evil", "x")]),
        "error",
    ),
    "template.docx": (
        lambda: zipped(
            [
                ("word/document.xml", zipfile.ZipFile(io.BytesIO(DOCX)).read("word/document.xml")),
                ("word/_rels/settings.xml.rels", f'{TEMPLATE}TargetMode="External"/>'),
            ]
        ),
        "",
    ),
    "script.vtt": (lambda: _vtt(_cue(FINE, "<v T><script>alert(1)</script>"), ""), ""),
    "direction.txt": (lambda: TALK.replace("hello", "he\u202ello").encode(), "direction_marks"),
    "formula.csv": (lambda: b"speaker,text\nT,=1+cmd|' /C calc'!A0\nC,@SUM(A1)\n", ""),
    "line_50mb.txt": (lambda: b"T: " + b"word " * 10_000_000, "too_large"),
    "line_50mb.vtt": (lambda: _vtt(_cue(FINE, "<v T>" + "word " * 10_000_000)), "too_large"),
    "line_19mb.txt": (lambda: b"T: a\nC: " + b"word " * 3_800_000, "overlong"),
    "line_19mb.vtt": (lambda: _vtt(_cue(FINE, "<v T>" + "word " * 3_800_000)), "overlong"),
    "line_19mb.csv": (lambda: b"speaker,text\nT," + b"word " * 3_800_000, "error"),
    "deep.json": (lambda: b"[" * 500_000, "error"),
}


def _watch(folder: Path, seen: list[str]) -> None:
    ours = (str(folder), sys.prefix, sys.base_prefix, str(Path(files.__file__).parents[1]))

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"}:
            seen.append(event)
        if event == "open" and isinstance(arguments[0], str):
            flags = arguments[2] if isinstance(arguments[2], int) else 0
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                seen.append(f"written: {arguments[0]}")
            elif not arguments[0].startswith(ours):
                seen.append(f"read: {arguments[0]}")

    sys.addaudithook(hook)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What reading one file took and told."""

    name: str
    seconds: float
    megabytes: float
    refused: bool
    codes: tuple[str, ...]
    mended: bool
    seen: tuple[str, ...]


def measure(path: Path) -> Measured:
    """Read one file and say what it took and what was told."""
    seen: list[str] = []
    _watch(path.parent, seen)
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        transcript = files.read_transcript(path)
        refused, told = False, transcript.faults
    except TranscriptError as error:
        refused, told = True, error.faults
    taken = time.process_time() - begin
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / MEGABYTE
    return Measured(
        name=path.name,
        seconds=taken,
        megabytes=grown,
        refused=refused,
        codes=tuple(fault.code for fault in told),
        mended=all(fault.mend for fault in told),
        seen=tuple(seen),
    )


def main(folder: Path) -> None:
    """Read every file of a folder, each in a process of its own, so that none excuses another."""
    (folder / "warm.txt").write_text(TALK)
    files.read_transcript(folder / "warm.txt")
    (folder / "warm.txt").unlink()
    for path in sorted(folder.iterdir()):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                sys.stdout.write(json.dumps(asdict(measure(path))) + "\n")
                sys.stdout.flush()
                status = 0
            finally:
                os._exit(status)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
