"""An invented session with names in it, unmasked, and a review of it that keeps what it is told."""

from __future__ import annotations

from ipt_fidelity.errors import StoreError
from ipt_fidelity.transcript import (
    Key,
    Role,
    Session,
    Source,
    Speaker,
    Transcript,
    Turn,
    draw_key,
    mask,
)
from ipt_fidelity.widgets.masking import Facts, Review

SESSION_ID = "case-07_session-01"
CAST = {"Dorabella": "sister"}
SAID = (
    "How was it when you saw Dorabella on Sunday, and what did Quentin say?",
    "Dorabella shouted. Then Quentin left, and I drove to Wexcombe alone at night.",
    "So Quentin left first. What did you want from Dorabella just then?",
    "That she stays. My friend gave me quentin's number, 555-0147, and I did not call.",
    "And at the Thistledown, at work, who knows that you were so low?",
    "Nobody there. Maybe Brisling does. We talked 😀 about Brisling and the Thistledown before.",
    "What would you like to try with Dorabella this week?",
    "To tell her that I miss the evenings we had before she moved away from us.",
)


def transcript(session_id: str = SESSION_ID, said: tuple[str, ...] = SAID) -> Transcript:
    """Invent a session."""
    return Transcript(
        session=Session(id=session_id, case="case-07"),
        speakers=(
            Speaker(id="s1", labels=("T",), role=Role.THERAPIST, display="T", decided_by="KM"),
            Speaker(id="s2", labels=("C",), role=Role.CLIENT, display="C", decided_by="KM"),
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
        source=Source(name="invented.vtt", format="vtt", reader="vtt"),
    )


class Kept:
    """Remembers what was kept; can be full."""

    def __init__(self) -> None:
        self.keys: list[Key] = []
        self.facts: list[Facts] = []
        self.is_full = False

    def keep_key(self, key: Key) -> None:
        self._refuse()
        self.keys.append(key)

    def keep_facts(self, facts: Facts) -> None:
        self._refuse()
        self.facts.append(facts)

    def _refuse(self) -> None:
        if self.is_full:
            raise StoreError("the disk is full.", where="key", mend="Make room.")


def masked() -> tuple[Transcript, Key]:
    """Mask the invented session."""
    return mask(transcript(), cast=CAST, key=draw_key("case-07", seed=3), by="KM")


def review(kept: Kept | None = None, facts: Facts | None = None, *, n: int = 3) -> Review:
    """Open a review of the invented session."""
    return Review(
        *masked(), by="KM", keeper=kept or Kept(), facts=facts or Facts(masked_by="KM"), n=n
    )
