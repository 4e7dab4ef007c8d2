"""A session, a rubric and a study in one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import Mark, SheetIdentity, Stage, WrittenSheet
from ipt_fidelity.sheet.mark import Value
from ipt_fidelity.store import SheetKey, Study
from ipt_fidelity.store.ledger import Ledger
from ipt_fidelity.transcript.segmenting import Segmentation, by_turns
from ipt_fidelity.transcript.session import MaskingState, Purpose, Role, Session
from ipt_fidelity.transcript.transcript import (
    Notation,
    Note,
    Source,
    Speaker,
    Transcript,
    Turn,
)

CANARY = "zyzzyvaquokka"
SESSION = "case-07_session-03"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def transcript(session_id: str = SESSION, *, turns: int = 40, **facts: object) -> Transcript:
    """Return a session in which every turn holds the canary word."""
    known: dict[str, object] = {
        "case": "case-07",
        "therapist": "T-02",
        "number": 3,
        "phase": "initial",
        "site": "north",
        "client_group": "students",
        "consent": (Purpose.TRAINING, Purpose.RESEARCH),
        "masking": MaskingState.CHECKED,
        "source": "invented by hand",
    }
    return Transcript(
        session=Session(id=session_id, **{**known, **facts}),
        speakers=(
            Speaker(id="s1", labels=("Dr Anna",), role=Role.THERAPIST, display="Dr Anna"),
            Speaker(id="s2", labels=("Bea", "B"), role=Role.CLIENT, display="Bea"),
        ),
        turns=tuple(
            Turn(
                id=f"t{n:04d}",
                speaker_id="s1" if n % 2 else "s2",
                text=f"{CANARY} {n} in {session_id}",
                start_s=n * 1.5,
                where=f"line {n}",
                notations=(Notation(kind="pause", start=0, end=2),),
            )
            for n in range(1, turns + 1)
        ),
        notes=(Note(kind="head", text=f"{CANARY} of session 3", where="line 0"),),
        source=Source(name=f"{session_id}.vtt", format="vtt", reader="vtt"),
    )


def session(
    session_id: str = SESSION, *, turns: int = 40, **facts: object
) -> tuple[Transcript, Segmentation]:
    """Return a session and its cut into four segments."""
    told = transcript(session_id, turns=turns, **facts)
    return told, by_turns(told, at_most=10)


def opened(
    study: Study, rubric: Rubric, rater: str = "KM", *, session_id: str = SESSION, **how: str
) -> SheetKey:
    """Admit a session and open a sheet of it."""
    study.admit(*session(session_id))
    return study.open_sheet(session_id, rater, rubric, **how)


def mark(seq: int, target: str, field: str, value: Value, client: str = "page") -> Mark:
    """Return a mark without a time."""
    return Mark(client=client, seq=seq, target=target, field=field, value=value)


def coded(seq: int, segment: str = "g001", code: str = "SYM", client: str = "page") -> Mark:
    """Return the mark that gives a segment its primary code."""
    return mark(seq, f"segment:{segment}", "primary", code, client)


def hand_in(seq: int, client: str = "page") -> Mark:
    """Return the mark that hands a sheet in."""
    return mark(seq, "sheet", "hand_in", True, client)  # noqa: FBT003 - the value of the mark


def reopen(seq: int, client: str = "page") -> Mark:
    """Return the mark that opens a sheet again."""
    return mark(seq, "sheet", "reopen", True, client)  # noqa: FBT003 - the value of the mark


def full(study: Study, rubric: Rubric, rater: str, codes: Sequence[str], **how: str) -> SheetKey:
    """Open a sheet, code its first segments and hand it in."""
    key = opened(study, rubric, rater, **how)
    marks = [coded(n, f"g{n:03d}", code) for n, code in enumerate(codes, 1)]
    study.record(key, [*marks, hand_in(len(codes) + 1)])
    return key


def written(
    rubric: Rubric, *marks: Mark, rater: str = "JD", made_by: str = "person", simulation: str = ""
) -> WrittenSheet:
    """Return a sheet as a file would hold it."""
    return WrittenSheet(
        identity=SheetIdentity(
            session=SESSION,
            rater=rater,
            stage=Stage.INDEPENDENT,
            rubric=rubric.id,
            version=rubric.version,
            made_by=made_by,
            simulation=simulation,
        ),
        marks=tuple(replace(one, client="file") for one in marks),
        where="jd.sheet.yaml",
        lines=tuple(range(10, 10 + len(marks))),
    )


def ledger_of(study: Study) -> Ledger:
    """Return what lies below the public names of a study."""
    return study._ledger  # noqa: SLF001 - the one way below


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
