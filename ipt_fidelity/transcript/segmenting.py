"""Cutting a session into segments: by turns, by minutes, by hand.

Every cut covers each turn once, in order. A cut never falls between a question and its answer:
where it would, it moves to before the question. The cut is locked by the store when the first
sheet of the session is opened.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ipt_fidelity.errors import FidelityError, NotEnoughDataError
from ipt_fidelity.transcript.transcript import Transcript, therapist_words

_EPISODES = ("@Bg", "@G:", "@New Episode")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of turns that is coded as one unit.

    Parameters
    ----------
    id : str
        ``g001``, ...
    first_turn, last_turn : str
        Ids of its first and last turn, both included.
    """

    id: str
    first_turn: str
    last_turn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmentation:
    """The cut of one session into segments by a stated rule.

    Parameters
    ----------
    session_id : str
        Session that is cut.
    transcript_sha256 : str
        Hash of the transcript; a cut belongs to these words and no others.
    method : str
        The rule in words, for example ``"by_turns(at_most=10)"``.
    segments : tuple of Segment
        In order; together every turn once.
    """

    session_id: str
    transcript_sha256: str
    method: str
    segments: tuple[Segment, ...]

    @property
    def id(self) -> str:
        """Hash of words and boundaries, first 16 digits."""
        cut = [[s.id, s.first_turn, s.last_turn] for s in self.segments]
        text = json.dumps([self.session_id, self.transcript_sha256, cut], separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def by_turns(transcript: Transcript, *, at_most: int = 10) -> Segmentation:
    """Cut after every so many turns.

    Parameters
    ----------
    transcript : Transcript
        Session to be cut; needs at least one turn.
    at_most : int
        Largest number of turns in a segment, 1 or more.

    Returns
    -------
    Segmentation
        Segments of ``at_most`` turns or fewer. A cut moves before a question, so that the answer
        stays with it, as long as the segment keeps a turn.

    Raises
    ------
    FidelityError
        ``at_most`` is below 1.
    NotEnoughDataError
        The transcript has no turn.
    """
    if at_most < 1:
        raise FidelityError(
            f"{at_most} turns make no segment.", where="by_turns", mend="Write at_most=1 or more."
        )
    _needs_turns(transcript)
    cuts = [0]
    while cuts[-1] + at_most < len(transcript.turns):
        cuts.append(before_question(transcript, cuts[-1], cuts[-1] + at_most))
    return _segmentation(transcript, cuts, f"by_turns(at_most={at_most})")


def by_minutes(transcript: Transcript, *, minutes: float = 5.0) -> Segmentation:
    """Cut at the turn nearest to every so many minutes.

    Parameters
    ----------
    transcript : Transcript
        Session with a start time on at least 80 % of its turns.
    minutes : float
        Length of a segment in minutes, above 0.

    Returns
    -------
    Segmentation
        The last piece joins the one before it when it is shorter than half of ``minutes``.

    Raises
    ------
    FidelityError
        ``minutes`` is not above 0.
    NotEnoughDataError
        Fewer than 80 % of the turns have a time.
    """
    if not minutes > 0:
        raise FidelityError(
            f"{minutes} minutes make no segment.",
            where="by_minutes",
            mend="Write minutes above 0, for example 5.",
        )
    _needs_turns(transcript)
    starts = [turn.start_s for turn in transcript.turns]
    timed = [(start, place) for place, start in enumerate(starts) if start is not None]
    if len(timed) < 0.8 * len(starts):
        raise NotEnoughDataError(
            f"{len(timed)} of {len(starts)} turns have a time, 80 % are needed.",
            where=transcript.session.id,
            mend="Cut by turns instead: by_turns(transcript, at_most=10).",
        )
    origin, length = timed[0][0], minutes * 60
    end = max(start for start, _ in timed)
    last = next((t.end_s for t in reversed(transcript.turns) if t.end_s is not None), end)
    cuts = [0]
    step = 1
    while origin + step * length < end:
        wanted = origin + step * length
        _, place = min(timed, key=lambda pair: (abs(pair[0] - wanted), pair[1]))
        if place > cuts[-1]:
            cuts.append(before_question(transcript, cuts[-1], place))
        step += 1
    tail = starts[cuts[-1]]
    if len(cuts) > 1 and tail is not None and max(last, end) - tail < length / 2:
        cuts.pop()
    return _segmentation(transcript, cuts, f"by_minutes(minutes={minutes:g})")


def by_session(transcript: Transcript) -> Segmentation:
    """Take the whole session as one segment.

    Parameters
    ----------
    transcript : Transcript
        Session to be cut.

    Returns
    -------
    Segmentation
        One segment.

    Raises
    ------
    NotEnoughDataError
        The transcript has no turn.
    """
    _needs_turns(transcript)
    return _segmentation(transcript, [0], "by_session()")


def by_marks(transcript: Transcript) -> Segmentation:
    """Cut where the file itself is parted: at its headings, and at the episodes of CHAT.

    Parameters
    ----------
    transcript : Transcript
        Session to be cut.

    Returns
    -------
    Segmentation
        A segment begins with the first turn below each heading; nothing is moved.

    Raises
    ------
    NotEnoughDataError
        No heading stands between the turns.
    """
    _needs_turns(transcript)
    following = {before.id: place + 1 for place, before in enumerate(transcript.turns[:-1])}
    marks = {
        following[note.after_turn]
        for note in transcript.notes
        if note.kind == "heading" and note.after_turn in following and _parts(note.text)
    }
    if not marks:
        raise NotEnoughDataError(
            "no heading stands between the turns of this file.",
            where=transcript.session.id,
            mend="Cut by minutes or by turns: by_turns(transcript, at_most=10).",
        )
    return _segmentation(transcript, [0, *sorted(marks)], "by_marks()")


def _parts(heading: str) -> bool:
    """Say whether a heading parts the talk; most head lines of CHAT tell something else."""
    return not heading.startswith("@") or heading.startswith(_EPISODES)


def by_hand(transcript: Transcript, first_turns: Sequence[str]) -> Segmentation:
    """Cut where a person has cut.

    Parameters
    ----------
    transcript : Transcript
        Session to be cut.
    first_turns : sequence of str
        Ids of the turns that begin a segment, in order; the first turn of the session is added
        where it is left out.

    Returns
    -------
    Segmentation
        As cut; nothing is moved.

    Raises
    ------
    FidelityError
        An unknown turn, or turns out of order or named twice.
    NotEnoughDataError
        The transcript has no turn.
    """
    _needs_turns(transcript)
    places = {turn.id: place for place, turn in enumerate(transcript.turns)}
    cuts = [0]
    for turn in first_turns:
        if turn not in places:
            raise FidelityError(
                f"there is no turn '{turn}'.",
                where=transcript.session.id,
                mend=f"Write t0001 to {transcript.turns[-1].id}.",
            )
        place = places[turn]
        if place == 0 and len(cuts) == 1:
            continue
        if place <= cuts[-1]:
            raise FidelityError(
                f"turn '{turn}' begins a segment after a later one has begun.",
                where=transcript.session.id,
                mend="Give the first turns in the order of the session, each once.",
            )
        cuts.append(place)
    return _segmentation(transcript, cuts, "by_hand")


def segments_frame(transcript: Transcript, segmentation: Segmentation) -> pd.DataFrame:
    """Return the segments with their words as a SEGMENTS frame.

    Parameters
    ----------
    transcript : Transcript
        The session.
    segmentation : Segmentation
        Its cut.

    Returns
    -------
    pandas.DataFrame
        One row a segment. ``text`` holds one turn a line, led by the role and a colon; times are
        NaN where unknown.
    """
    roles = {speaker.id: speaker.role for speaker in transcript.speakers}
    places = {turn.id: place for place, turn in enumerate(transcript.turns)}
    cut = segmentation.id
    rows: list[dict[str, object]] = []
    for segment in segmentation.segments:
        inside = transcript.turns[places[segment.first_turn] : places[segment.last_turn] + 1]
        rows.append(
            {
                "session_id": transcript.session.id,
                "segment": segment.id,
                "segmentation_id": cut,
                "first_turn": segment.first_turn,
                "last_turn": segment.last_turn,
                "start_s": inside[0].start_s,
                "end_s": inside[-1].end_s,
                "therapist_words": therapist_words(inside, roles),
                "text": "\n".join(f"{roles[turn.speaker_id]}: {turn.text}" for turn in inside),
            }
        )
    frame = pd.DataFrame(rows)
    return frame.astype({"start_s": "float64", "end_s": "float64", "therapist_words": "int64"})


def _needs_turns(transcript: Transcript) -> None:
    if not transcript.turns:
        raise NotEnoughDataError(
            "the transcript has no turn.",
            where=transcript.session.id,
            mend="Read a file that holds speech.",
        )


def before_question(transcript: Transcript, start: int, cut: int) -> int:
    """Move a cut that would part a question from its answer to before the question.

    Parameters
    ----------
    transcript : Transcript
        The session.
    start : int
        Place of the first turn of the segment that the cut would end; it keeps that turn.
    cut : int
        Place of the turn that would begin the next segment.

    Returns
    -------
    int
        The cut, or one less.
    """
    asked = transcript.turns[cut - 1]
    answers = transcript.turns[cut].speaker_id != asked.speaker_id
    if answers and asked.text.rstrip(" \"')]»”").endswith("?") and cut - 1 > start:
        return cut - 1
    return cut


def _segmentation(transcript: Transcript, cuts: Sequence[int], method: str) -> Segmentation:
    ends = [*cuts[1:], len(transcript.turns)]
    return Segmentation(
        session_id=transcript.session.id,
        transcript_sha256=transcript.sha256,
        method=method,
        segments=tuple(
            Segment(
                id=f"g{number:03d}",
                first_turn=transcript.turns[start].id,
                last_turn=transcript.turns[end - 1].id,
            )
            for number, (start, end) in enumerate(zip(cuts, ends, strict=True), 1)
        ),
    )
