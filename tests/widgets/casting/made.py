"""Invented sessions whose speakers nobody has cast."""

from __future__ import annotations

from ipt_fidelity.errors import Fault, Level
from ipt_fidelity.transcript import Session, Source, Speaker, Transcript, Turn

CANARY = "zanzibarwren"
SAID = (
    ("How was the week, and who did you see?", "Mostly my sister. We fought over the car."),
    ("What did you want her to understand?", f"That I cannot lend it again, {CANARY}."),
    ("And what did she say to that?", "She hung up, and then I felt flat for two days."),
)


def transcript(
    session_id: str = "case-07_session-01",
    *,
    case: str = "case-07",
    site: str | None = "north",
    labels: tuple[str, str] = ("Quillfeather", "Bramblewick"),
) -> Transcript:
    """Invent a session of six turns; the first speaker asks."""
    said = [text for pair in SAID for text in pair]
    return Transcript(
        session=Session(id=session_id, case=case, site=site),
        speakers=tuple(
            Speaker(id=f"s{n}", labels=(label,), display=label) for n, label in enumerate(labels, 1)
        ),
        turns=tuple(
            Turn(
                id=f"t{n:04d}",
                speaker_id=f"s{2 - n % 2}",
                text=text,
                start_s=n * 9.0,
                end_s=n * 9.0 + 8,
                where=f"line {n}",
            )
            for n, text in enumerate(said, 1)
        ),
        faults=(
            Fault(
                level=Level.WARNING,
                code="odd_time",
                problem="the cue ends before it begins.",
                where="invented.vtt, line 12",
                mend="Listen to that place.",
            ),
        ),
        source=Source(name="invented.vtt", format="vtt", reader="vtt"),
    )
