"""Flags with everything by which a person judges them: words, reasons, own codes, examples."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import cast

import pandas as pd

from ipt_fidelity.desk.comparing import circumstances_under
from ipt_fidelity.errors import FrameError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import Coding, Sheet, Stage
from ipt_fidelity.store import SheetKey, Study
from ipt_fidelity.widgets.flag_review import (
    ClosedSession,
    Example,
    Piece,
    Review,
    SeenFlag,
    SpokenTurn,
)

_RESEMBLES = re.compile(r"^resembles (\S+)$")
_NEAREST = re.compile(r"^nearest coded example (.+) (\S+)$")
_SHOWN_AS_WORDS = {"phrase", "cue"}
_PLACES = ("session_id", "segment", "kind", "start", "end")


class Flagged:
    """Brings flags, words, sheets and decisions together, anew for each opening.

    Parameters
    ----------
    study : Study
        Holds sessions and sheets.
    rubric : Rubric
        The instrument.
    flags : pandas.DataFrame
        FLAGS.
    rater : str
        Who looks at them.
    highlights : pandas.DataFrame or None
        Where the reasons stand.
    """

    def __init__(
        self,
        study: Study,
        rubric: Rubric,
        flags: pd.DataFrame,
        *,
        rater: str,
        highlights: pd.DataFrame | None,
    ) -> None:
        self._study = study
        self._rubric = rubric
        self._flags = flags
        self._rater = rater
        self._highlights = _places_of(highlights)
        self._words: dict[str, tuple[list[str], dict[str, tuple[int, str]]]] = {}

    def review(self) -> Review:
        """Return everything as it is now.

        Returns
        -------
        Review
            Flags of sessions that are open to the rater, and the names of the others.

        Raises
        ------
        FrameError
            A flag names a segment that is not there.
        UnknownNameError
            A flag is of no session of the study.
        StoreError
            The words are not here.
        """
        kept = self._study.kept
        session_ids = [str(one) for one in dict.fromkeys(self._flags["session_id"])]
        about = {session_id: kept.session(session_id) for session_id in session_ids}
        whys = {session_id: self._closed(session_id) for session_id in session_ids}
        opened = {one: self._own(one) for one in session_ids if not whys[one]}
        return Review(
            rater_id=self._rater,
            rubric=self._rubric,
            circumstances={one: circumstances_under(about[one], opened[one]) for one in opened},
            flags=tuple(
                self._flag(row, opened)
                for row in self._flags.to_dict("records")
                if row["session_id"] in opened
            ),
            closed=tuple(
                ClosedSession(session_id=one, why=why) for one, why in whys.items() if why
            ),
            marks={
                one: tuple(
                    mark for mark in kept.marks(self._key(one)) if mark.field == "flag_decision"
                )
                for one in opened
            },
            classifier_id=_first(self._flags, "classifier_id"),
        )

    def _key(self, session_id: str) -> SheetKey:
        return SheetKey(session_id=session_id, rater_id=self._rater)

    def _own(self, session_id: str) -> Sheet:
        return self._study.kept.sheet(self._key(session_id))

    def _closed(self, session_id: str) -> str:
        """Return why the flags of a session may not be shown; empty where they may."""
        heads = self._study.kept.heads(stage=Stage.INDEPENDENT)
        own = [
            head for head in heads if (head.session_id, head.rater_id) == (session_id, self._rater)
        ]
        if not own:
            return "none"
        if not self._own(session_id).is_handed_in:
            return "open"
        return "" if own[0].rubric_sha256 == self._rubric.sha256 else "rubric"

    def _flag(self, row: Mapping[Hashable, object], opened: dict[str, Sheet]) -> SeenFlag:
        session_id, segment = str(row["session_id"]), str(row["segment"])
        order, _ = self._spoken(session_id)
        if segment not in order:
            raise FrameError(
                f"a flag names segment '{segment}', which is not there.",
                where=f"flags, session {session_id}",
                mend="Flag the segments of this study's own cut: study.segments(session_id).",
            )
        place = order.index(segment)
        told = self._reasons(str(row["reasons"]))
        return SeenFlag(
            session_id=session_id,
            segment=segment,
            probability=float(cast("float", row["probability"])),
            rank=int(cast("int", row["rank"])),
            reasons=tuple(
                one for one in told if not (_RESEMBLES.match(one) or _NEAREST.match(one))
            ),
            resembles=next((m[1] for one in told if (m := _RESEMBLES.match(one))), None),
            before=self._turns(session_id, order[place - 1]) if place else (),
            words=self._turns(session_id, segment, marked=True),
            after=self._turns(session_id, order[place + 1]) if place + 1 < len(order) else (),
            coding=opened[session_id].codings.get(segment, Coding(segment=segment)),
            example=next(
                (self._example(m[1], m[2]) for one in told if (m := _NEAREST.match(one))), None
            ),
        )

    def _reasons(self, told: str) -> list[str]:
        """Take the reasons apart; a rule stands in the codebook, which is shown beside them."""
        for code in self._rubric.codes:
            if code.rule:
                told = told.replace(f"rule: {code.rule}", "")
        return [one.strip() for one in told.split(";") if one.strip()]

    def _example(self, session_id: str, segment: str) -> Example:
        """Return the example, with words only where they cannot sway a sheet that is open."""
        kept = self._study.kept
        if session_id not in kept.session_ids() or self._closed(session_id):
            return Example(session_id=session_id, segment=segment)
        order, _ = self._spoken(session_id)
        if segment not in order:
            return Example(session_id=session_id, segment=segment)
        coding = self._own(session_id).codings.get(segment, Coding(segment=segment))
        return Example(
            session_id=session_id,
            segment=segment,
            coding=coding,
            turns=self._turns(session_id, segment),
        )

    def _spoken(self, session_id: str) -> tuple[list[str], dict[str, tuple[int, str]]]:
        """Return the segments of a session in order, and first turn and text of each."""
        if session_id not in self._words:
            frame = self._study.segments(session_id)
            numbers = {
                turn: number for number, turn in enumerate(self._study.turns(session_id)["turn"], 1)
            }
            order = [str(one) for one in frame["segment"]]
            texts = zip(frame["first_turn"], frame["text"], strict=True)
            said = [(numbers[str(first)], str(text)) for first, text in texts]
            self._words[session_id] = order, dict(zip(order, said, strict=True))
        return self._words[session_id]

    def _turns(
        self, session_id: str, segment: str, *, marked: bool = False
    ) -> tuple[SpokenTurn, ...]:
        first, text = self._spoken(session_id)[1][segment]
        places = self._highlights.get((session_id, segment), []) if marked else []
        turns: list[SpokenTurn] = []
        start = 0
        for number, line in enumerate(text.split("\n"), first):
            role, _, words = line.partition(": ")
            at = start + len(line) - len(words)
            turns.append(SpokenTurn(number=number, role=role, pieces=_pieces(words, at, places)))
            start += len(line) + 1
        return tuple(turns)


def _pieces(words: str, at: int, places: Sequence[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """Cut the words of a turn where reasons begin and end; where two overlap, a phrase wins."""
    why = [""] * len(words)
    for kind in ("cue", "phrase"):
        for start, end, named in places:
            if named == kind:
                low = max(start - at, 0)
                high = max(low, min(end - at, len(words)))
                why[low:high] = [kind] * (high - low)
    cuts = [n for n in range(len(words)) if n == 0 or why[n] != why[n - 1]]
    ends = [*cuts[1:], len(words)]
    return tuple(Piece(text=words[a:b], why=why[a]) for a, b in zip(cuts, ends, strict=True))


def _first(frame: pd.DataFrame, column: str) -> str:
    return "" if frame.empty else str(frame[column].iloc[0])


def check_places(highlights: pd.DataFrame | None) -> None:
    """Refuse a frame that does not say where reasons stand.

    Parameters
    ----------
    highlights : pandas.DataFrame or None
        From ``flagging.highlights``; None says nothing.

    Raises
    ------
    FrameError
        A column is missing.
    """
    missing = (
        [] if highlights is None else [one for one in _PLACES if one not in highlights.columns]
    )
    if missing:
        raise FrameError(
            f"column '{missing[0]}' is missing.",
            where="highlights",
            mend="Take the frame from flagging.highlights(classifier, segments).",
        )


def _places_of(
    highlights: pd.DataFrame | None,
) -> dict[tuple[str, str], list[tuple[int, int, str]]]:
    """Return start, end and kind of what has a place, by session and segment."""
    found: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    if highlights is None:
        return found
    placed = highlights[highlights["kind"].isin(_SHOWN_AS_WORDS) & highlights["start"].notna()]
    for session_id, segment, kind, start, end in placed[list(_PLACES)].itertuples(
        index=False, name=None
    ):
        found.setdefault((str(session_id), str(segment)), []).append(
            (int(start), int(end), str(kind))
        )
    return found
