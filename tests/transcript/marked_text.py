"""The invented sessions with marked identifiers, as transcripts and places."""

from __future__ import annotations

import re
from pathlib import Path

from ipt_fidelity.transcript.notations import notations_in
from ipt_fidelity.transcript.reading import parse
from ipt_fidelity.transcript.session import Role, Session
from ipt_fidelity.transcript.transcript import Source, Speaker, Transcript, Turn

FOLDER = Path(__file__).parent / "masking_text"
CASES = ("case_a", "case_b")
LATER = ("case_c",)
_MARK = re.compile(r"\{(\w):([^}]*)\}")

Marks = dict[str, list[tuple[int, int, str]]]


def unmarked(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the words without braces, and the place and kind of each identifier."""
    text, marks, done = "", [], 0
    for match in _MARK.finditer(line):
        text += line[done : match.start()]
        marks.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        done = match.end()
    return text + line[done:], marks


def marked_session(case: str, *, repeat: int = 1) -> tuple[Transcript, Marks]:
    """Return an invented session and the places of its identifiers by turn."""
    lines = (FOLDER / f"{case}.txt").read_text(encoding="utf-8").splitlines() * repeat
    turns: list[Turn] = []
    marks: Marks = {}
    for number, line in enumerate(lines, 1):
        who, _, said = line.partition(": ")
        text, places = unmarked(said)
        turn_id = f"t{number:04d}"
        marks[turn_id] = places
        turns.append(
            Turn(
                id=turn_id,
                speaker_id="s1" if who == "T" else "s2",
                text=text,
                where=f"line {number}",
                notations=notations_in(text),
            )
        )
    return transcript_of(turns, session_id=case.replace("_", "-")), marks


def transcript_of(turns: list[Turn], *, session_id: str = "session-1") -> Transcript:
    """Return a transcript of a therapist and a client."""
    return Transcript(
        session=Session(id=session_id),
        speakers=(
            Speaker(id="s1", labels=("T",), role=Role.THERAPIST, display="Therapist"),
            Speaker(id="s2", labels=("C",), role=Role.CLIENT, display="Client"),
        ),
        turns=tuple(turns),
        source=Source(name="invented.txt", format="dialogue", reader="tests"),
    )


def talk(*lines: str) -> Transcript:
    """Return a transcript of lines that the two say in turn."""
    return transcript_of(
        [
            Turn(
                id=f"t{n:04d}",
                speaker_id="s1" if n % 2 else "s2",
                text=line,
                where=f"line {n}",
                notations=notations_in(line),
            )
            for n, line in enumerate(lines, 1)
        ]
    )


def cast_of_20() -> dict[str, str]:
    """Return the 20 names that the two clients would write down."""
    lines = (FOLDER / "cast.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition(" = ") for line in lines if line and line[0] != "#"]
    return {name: who for name, _, who in pairs}


def plain_session(path: Path) -> Transcript:
    """Return a sample transcript."""
    return parse(path.read_bytes(), name=path.name)
