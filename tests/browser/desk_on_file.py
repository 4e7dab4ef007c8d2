"""A desk whose marks lie in a plain file: what a notebook of the browser tests imports.

Slow, full or locked files can be played by the files ``slow`` (seconds) and ``full`` beside it.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ipt_fidelity.desk.listening import sound_of
from ipt_fidelity.errors import MarkError, StoreError
from ipt_fidelity.rubric import Circumstances, Rubric, read
from ipt_fidelity.sheet import Mark, SheetHead, Value
from ipt_fidelity.transcript.recording import Recording
from ipt_fidelity.transcript.segmenting import Segmentation, by_hand, by_turns, segments_frame
from ipt_fidelity.transcript.session import Role, Session
from ipt_fidelity.transcript.transcript import Source, Speaker, Transcript, Turn
from ipt_fidelity.widgets import CodingDesk, Cutting, Snapshot, take_snapshot

CANARY = "zanzibarwren"
MARKUP = "<img src=x onerror=window.__stolen=1>"
RUBRIC = Path(__file__).resolve().parents[2] / "rubrics" / "oif-0.1.0.yaml"
SAYINGS = (
    "How has your mood been since we last met, and which day was the worst?",
    "Thursday, I think. He cancelled at the last minute and I just lay down.",
    "So the flatness came two hours after he cancelled. What do you make of those two together?",
    "I had not put it like that. I was angry, and then I was tired.",
    "What did you want him to hear when you said it was fine?",
    "That it was not fine. That I had cooked, and that I miss how we were before the move.",
)


def transcript(turns: int, language: str = "en") -> Transcript:
    """Invent a session of so many turns; every fifth holds the canary, one holds markup."""
    said = [SAYINGS[number % len(SAYINGS)] for number in range(turns)]
    said = [f"{text} {CANARY}" if n % 5 == 2 else text for n, text in enumerate(said)]
    if language == "he":
        said = [f"שלום, מה שלומך היום? {text if n % 4 == 0 else ''}" for n, text in enumerate(said)]
    said[min(3, turns - 1)] += f" {MARKUP}"
    return Transcript(
        session=Session(id="case-90_session-05", phase="middle", language=language),
        speakers=(
            Speaker(id="s1", labels=("T",), role=Role.THERAPIST, display="T"),
            Speaker(id="s2", labels=("C",), role=Role.CLIENT, display="C"),
        ),
        turns=tuple(
            Turn(
                id=f"t{number + 1:04d}",
                speaker_id="s1" if number % 2 == 0 else "s2",
                text=text,
                start_s=number * 6.5,
                end_s=number * 6.5 + 6,
                where=f"line {number + 1}",
            )
            for number, text in enumerate(said)
        ),
        source=Source(name="invented.txt", format="dialogue", reader="none"),
    )


class FileOfMarks:
    """Marks in a file, a line each; a line is on the disk before it is acknowledged."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def marks(self) -> list[Mark]:
        """Return every mark in the order of recording."""
        if not self.path.exists():
            return []
        lines = self.path.read_text(encoding="utf-8").splitlines()
        start = datetime(2026, 1, 1, tzinfo=UTC)
        return [
            replace(_mark(json.loads(line)), at=start + timedelta(milliseconds=number))
            for number, line in enumerate(lines)
        ]

    def record(self, marks: Sequence[Mark]) -> int:
        """Make marks durable, each once."""
        slow = self.path.with_name("slow")
        if slow.exists():
            time.sleep(float(slow.read_text(encoding="utf-8")))
        if self.path.with_name("full").exists():
            raise StoreError("the disk is full.", where="store", mend="Make room.")
        known = {mark.key for mark in self.marks()}
        with self.path.open("a", encoding="utf-8") as file:
            for mark in marks:
                if mark.key not in known:
                    entry = [mark.client, mark.seq, mark.target, mark.field, mark.value]
                    file.write(json.dumps(entry) + "\n")
            file.flush()
            os.fsync(file.fileno())
        client = marks[0].client
        return max(mark.seq for mark in self.marks() if mark.client == client)


class FileOfCut:
    """The cut of the invented session in a file, until it is locked and after."""

    def __init__(self, path: Path, session: Transcript, at_first: Segmentation) -> None:
        self.path = path
        self.session = session
        self.at_first = at_first

    def now(self) -> tuple[Segmentation, bool]:
        """Return the cut, and whether it is locked."""
        if not self.path.exists():
            return self.at_first, False
        kept = json.loads(self.path.read_text(encoding="utf-8"))
        return by_hand(self.session, kept["firsts"]), kept["locked"]

    def write(self, firsts: Sequence[str], *, locked: bool) -> None:
        """Keep a cut; a locked one stays as it is."""
        made = by_hand(self.session, firsts)
        kept, is_locked = self.now()
        if is_locked and kept.id != made.id:
            raise MarkError("the cut is locked.", where="cut", mend="Run the cell again.")
        body = {"firsts": [one.first_turn for one in made.segments], "locked": locked or is_locked}
        self.path.write_text(json.dumps(body), encoding="utf-8")

    def cutting(self) -> Cutting:
        """Return what the desk keeps and locks it with."""
        return Cutting(
            keep=lambda firsts: self.write(firsts, locked=False),
            lock=lambda firsts: self.write(firsts, locked=True),
        )


def _mark(entry: tuple[str, int, str, str, Value | list[str]]) -> Mark:
    client, seq, target, field, value = entry
    held = tuple(value) if isinstance(value, list) else value
    return Mark(client=client, seq=seq, target=target, field=field, value=held)


def rubric(*, words: bool = False) -> Rubric:
    """Read the project's own rubric, or one that lets words be marked."""
    text = RUBRIC.read_text(encoding="utf-8")
    if words:
        text = text.replace("  assign:\n", "  assign:\n    span: allowed\n")
    return read(text, where=RUBRIC.name)


def snapshot(
    file: FileOfMarks,
    session: Transcript,
    cut: Segmentation,
    *,
    is_locked: bool = True,
    words: bool = False,
) -> Snapshot:
    """Take a snapshot of the invented session and the marks in the file."""
    instrument = rubric(words=words)
    head = SheetHead(
        session_id=session.session.id,
        rater_id="R1",
        rubric_id=instrument.id,
        rubric_version=instrument.version,
        rubric_sha256=instrument.sha256,
        segmentation_id=cut.id,
    )
    seen = take_snapshot(
        session.frame(),
        segments_frame(session, cut),
        instrument,
        head=head,
        marks=file.marks(),
        circumstances=Circumstances(phase="middle"),
        handle="S-014",
    )
    return replace(seen, is_locked=is_locked)


def open_desk(  # noqa: PLR0913 - each is something that a test varies
    path: str | Path,
    *,
    turns: int = 60,
    at_most: int = 3,
    language: str = "en",
    spoken: str = "en",
    open_cut: bool = False,
    sound: str = "",
    logged: bool = False,
    words: bool = False,
) -> CodingDesk:
    """Open the desk on a file of marks, and on the cut in a file beside it where that is open."""
    linked = Recording(path=sound) if sound else None
    heard = sound_of(linked, ".", is_logged=logged)
    file = FileOfMarks(Path(path))
    session = transcript(turns, spoken)
    at_first = by_turns(session, at_most=at_most)
    kept = FileOfCut(Path(path).with_suffix(".cut"), session, at_first)
    first = snapshot(file, session, at_first, words=words)

    def seen() -> Snapshot:
        if not open_cut:
            return replace(first, marks=tuple(file.marks()), sound=heard)
        cut, is_locked = kept.now()
        return replace(snapshot(file, session, cut, is_locked=is_locked, words=words), sound=heard)

    return CodingDesk(
        snapshot=seen,
        record=file.record,
        cutting=kept.cutting() if open_cut else None,
        listened=lambda: Path("listened").write_text("yes", encoding="utf-8") and None,
        language=language,
    )
