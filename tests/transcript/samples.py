"""Transcripts and files in one line, for the tests of this room."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from hypothesis import strategies as st

from ipt_fidelity.transcript import (
    Role,
    Session,
    SessionRecord,
    Source,
    Speaker,
    Transcript,
    Turn,
    Unnamed,
    Wish,
    parse,
)

Said = Sequence[tuple[str, str]]

WORDS = st.lists(
    st.text(
        st.characters(
            codec="utf-8",
            exclude_categories=("C", "Z", "M"),
            exclude_characters=":\uff1a<>&-\u2013\u2014#\t*_{}\\",
        ),
        min_size=1,
        max_size=9,
    ),
    min_size=1,
    max_size=12,
).map(lambda words: unicodedata.normalize("NFC", "w" + " ".join(words)))


def dialogues(least: int = 2, most: int = 12) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Strategy of talk between two people by turns, with any words."""
    return st.lists(WORDS, min_size=least, max_size=most).map(
        lambda said: [("TC"[place % 2], words) for place, words in enumerate(said)]
    )


def transcript(
    said: Said, *, starts: Sequence[float | None] = (), roles: dict[str, Role] | None = None
) -> Transcript:
    """Build a transcript from labels and words."""
    labels = list(dict.fromkeys(label for label, _ in said))
    ids = {label: f"s{number}" for number, label in enumerate(labels, 1)}
    roles = roles or {}
    times = [*starts, *[None] * (len(said) - len(starts))]
    return Transcript(
        session=Session(id="case-01_session-02"),
        speakers=tuple(
            Speaker(
                id=ids[label], labels=(label,), display=label, role=roles.get(label, Role.UNKNOWN)
            )
            for label in labels
        ),
        turns=tuple(
            Turn(
                id=f"t{number:04d}",
                speaker_id=ids[label],
                text=words,
                start_s=start,
                where=f"line {number}",
            )
            for number, ((label, words), start) in enumerate(zip(said, times, strict=True), 1)
        ),
        source=Source(name="made", format="dialogue", reader="dialogue"),
    )


def read(
    text: str | bytes,
    *,
    name: str = "made.txt",
    roles: dict[str, Role] | None = None,
    wish: Wish | None = None,
) -> Transcript:
    """Read a text as if it were a file, with a record where roles are given."""
    content = text.encode() if isinstance(text, str) else text
    record = (
        SessionRecord(session=Session(id="case-01_session-02"), speakers=roles) if roles else None
    )
    return parse(content, name=name, record=record, wish=wish)


def kept(text: str | bytes, *, name: str = "made.txt") -> Transcript:
    """Read a file that names nobody."""
    return read(text, name=name, wish=Wish(unnamed=Unnamed.KEEP))


def said(transcript: Transcript) -> list[tuple[str, str]]:
    """Labels and words of a transcript, in order."""
    labels = {speaker.id: speaker.labels[0] for speaker in transcript.speakers}
    return [(labels[turn.speaker_id], turn.text) for turn in transcript.turns]


def codes(transcript: Transcript) -> list[str]:
    """Kinds of faults of a transcript, in order."""
    return [fault.code for fault in transcript.faults]
