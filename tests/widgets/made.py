"""A small session with its sheet, for tests of the widgets that need no browser."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path

from ipt_fidelity.rubric import Circumstances, Rubric, read
from ipt_fidelity.sheet import Mark, SheetHead
from ipt_fidelity.transcript.segmenting import by_turns, segments_frame
from ipt_fidelity.transcript.session import Role, Session
from ipt_fidelity.transcript.transcript import Source, Speaker, Transcript, Turn
from ipt_fidelity.widgets import Snapshot, take_snapshot

RUBRIC = Path(__file__).resolve().parents[2] / "rubrics" / "oif-0.1.0.yaml"
WORD = "kingfisher"


@functools.cache
def rubric() -> Rubric:
    return read(RUBRIC.read_text(encoding="utf-8"), where=RUBRIC.name)


@functools.cache
def transcript(turns: int = 6) -> Transcript:
    return Transcript(
        session=Session(id="case-90_session-05", phase="middle"),
        speakers=(
            Speaker(id="s1", labels=("T",), role=Role.THERAPIST, display="T"),
            Speaker(id="s2", labels=("C",), role=Role.CLIENT, display="C"),
        ),
        turns=tuple(
            Turn(
                id=f"t{n:04d}",
                speaker_id="s1" if n % 2 else "s2",
                text=f"A {WORD} said so.",
                where=f"line {n}",
            )
            for n in range(1, turns + 1)
        ),
        source=Source(name="invented.txt", format="dialogue", reader="none"),
    )


def snapshot(
    marks: Iterable[Mark] = (), *, turns: int = 6, variants: tuple[str, ...] = ()
) -> Snapshot:
    session = transcript(turns)
    cut = by_turns(session, at_most=2)
    head = SheetHead(
        session_id=session.session.id,
        rater_id="KM",
        rubric_id=rubric().id,
        rubric_version=rubric().version,
        rubric_sha256=rubric().sha256,
        segmentation_id=cut.id,
    )
    return take_snapshot(
        session.frame(),
        segments_frame(session, cut),
        rubric(),
        head=head,
        marks=marks,
        circumstances=Circumstances(phase="middle", variants=variants),
        handle="S-014",
    )
