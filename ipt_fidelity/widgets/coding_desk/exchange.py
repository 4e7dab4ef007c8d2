"""What page and kernel say to each other on the coding desk, beyond what every screen says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypedDict, cast

from ipt_fidelity.errors import FidelityError, MarkError
from ipt_fidelity.rubric.instrument import Item
from ipt_fidelity.rubric.rubric import Rubric, codes_for, items_for
from ipt_fidelity.sheet.completeness import check_value, what_is_missing
from ipt_fidelity.sheet.mark import ATTRIBUTE_PREFIX, Layer, Mark, check_mark
from ipt_fidelity.sheet.span import check_span
from ipt_fidelity.widgets.coding_desk.codebook import page_of
from ipt_fidelity.widgets.coding_desk.cutting import (
    LOCK,
    Cutting,
    lock_with,
    locked_already,
    take_cut,
)
from ipt_fidelity.widgets.coding_desk.snapshot import SeenSegment, SeenTurn, Snapshot
from ipt_fidelity.widgets.coding_desk.sound import Listened, listen
from ipt_fidelity.widgets.talking import (
    PROTOCOL,
    Answer,
    Intake,
    Json,
    Record,
    not_understood,
    read_mark,
    refusal,
    snapshot,
)

TakeSnapshot = Callable[[], Snapshot]


class MissingMessage(TypedDict):
    """Page: tell me what is missing before hand-in."""

    v: int
    kind: Literal["missing"]
    page: str


class GapsReply(TypedDict):
    """Kernel: what is missing, each as kind, target, detail, and whether it blocks."""

    v: int
    kind: Literal["gaps"]
    to: str
    gaps: list[list[Json]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What marks of a page may name.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    targets : mapping of Layer to frozenset of str
        Ids of segments, turns, codes and items of this session.
    attributes : frozenset of str
        Ids of attributes.
    items : mapping of str to Item
        Items of the form, by id.
    turns : tuple of SeenTurn
        Of the session.
    segments : mapping of str to SeenSegment
        Of its cut, by id.
    is_locked : bool
        False before the cut is locked; then no mark can be taken.
    """

    rubric: Rubric
    targets: Mapping[Layer, frozenset[str]]
    attributes: frozenset[str]
    items: Mapping[str, Item]
    turns: tuple[SeenTurn, ...]
    segments: Mapping[str, SeenSegment]
    is_locked: bool

    @classmethod
    def of(cls, seen: Snapshot) -> Known:
        """Collect the ids of a snapshot.

        Parameters
        ----------
        seen : Snapshot
            What the page shows.

        Returns
        -------
        Known
            Made once for an opening.
        """
        items = {item.id: item for item in items_for(seen.rubric, seen.circumstances)}
        return cls(
            rubric=seen.rubric,
            targets={
                Layer.SEGMENT: frozenset(segment.id for segment in seen.segments),
                Layer.TURN: frozenset(turn.id for turn in seen.turns),
                Layer.CODE: frozenset(c.id for c in codes_for(seen.rubric, seen.circumstances)),
                Layer.ITEM: frozenset(items),
                Layer.SHEET: frozenset({""}),
            },
            attributes=frozenset(attribute.id for attribute in seen.rubric.attributes),
            items=items,
            turns=seen.turns,
            segments={segment.id: segment for segment in seen.segments},
            is_locked=seen.is_locked,
        )


@dataclass(slots=True, kw_only=True)
class Exchange:
    """The kernel's side of one desk.

    Parameters
    ----------
    snapshot : callable
        Takes the newest snapshot.
    record : callable
        Makes marks durable and returns the highest number of their client that is; marks it
        already has are passed over. Raises MarkError for a mark it cannot take, and any other
        FidelityError where nothing can be recorded now.
    cutting : Cutting or None
        Keeps and locks the cut; None where it is locked from the start.
    listened : callable or None
        Records that the rater listens; None where that need not be.
    known : Known or None
        What the open sheet may name; rubric, turns and cut of an open sheet never change.
    on_another_cut : set of str
        Pages whose lock was refused: their marks are on segments that are not kept.
    """

    snapshot: TakeSnapshot
    record: Record
    cutting: Cutting | None = None
    listened: Listened | None = None
    known: Known | None = None
    on_another_cut: set[str] = field(default_factory=set)

    def answer(self, message: Mapping[str, object]) -> list[Answer]:
        """Answer one message of a page.

        Parameters
        ----------
        message : mapping
            As it came; a kind that is not known is refused.

        Returns
        -------
        list of Answer
            In the order in which they are to be sent.
        """
        page = str(message.get("page", ""))
        match message.get("kind"):
            case "hello":
                seen = self.snapshot()
                self.known = Known.of(seen)
                return [snapshot(page, page_of(seen))]
            case "cut":
                answer = take_cut(self.cutting, self._known().turns, message)
                self.known = None
                return [answer]
            case "listen":
                return [listen(self.listened, message)]
            case "missing":
                return [_gaps(page, self._missing())]
            case "marks":
                return self._take_marks(page, message)
            case kind:
                return [not_understood(page, kind)]

    def told(self) -> str:
        """Say how far the sheet is, without a word of the session.

        Returns
        -------
        str
            Handle and numbers.
        """
        seen = self.snapshot()
        done = sum(1 for coding in seen.sheet.codings.values() if coding.reading != "unread")
        return f"Coding desk, session {seen.handle}: {done} of {len(seen.segments)} segments read."

    def _take_marks(self, page: str, message: Mapping[str, object]) -> list[Answer]:
        """Lock the cut first, where the batch says so: the marks after it are on that cut."""
        intake = Intake(record=self._record, check=self._check, alone=frozenset({"hand_in"}))
        client, entries = str(message.get("client", "")), message.get("marks")
        given = cast("list[object]", entries) if isinstance(entries, list) else []
        read = [read_mark(client, entry) for entry in given]
        if client in self.on_another_cut:
            return [refusal(page, mark, locked_already()) for mark in read]
        for lock in [mark for mark in read if mark.field == LOCK]:
            try:
                lock_with(self.cutting, lock)
            except MarkError as error:
                self.on_another_cut.add(client)
                return [refusal(page, mark, error) for mark in read]
            except FidelityError as error:
                return [refusal(page, lock, error)]
            self.known = None
        return intake.take(page, message)

    def _check(self, mark: Mark) -> Mark:
        if not self._known().is_locked:
            self.known = None  # another page may have locked it since
        if not self._known().is_locked:
            raise MarkError(
                "the cut of the session is not locked yet.",
                where=f"mark {mark.key}",
                mend="Run the cell again, and lock the segments before you mark them.",
            )
        if mark.field == LOCK:
            return mark
        if mark.field == "hand_in":
            self._check_complete(mark)
        return check_against(self._known(), mark)

    def _record(self, marks: Sequence[Mark]) -> int:
        """Record what is of the sheet; a lock is durable already, and is no mark of it."""
        own = [mark for mark in marks if mark.field != LOCK]
        return self.record(own) if own else marks[-1].seq

    def _known(self) -> Known:
        if self.known is None:
            self.known = Known.of(self.snapshot())
        return self.known

    def _missing(self) -> list[list[Json]]:
        seen = self.snapshot()
        segments = [segment.id for segment in seen.segments]
        gaps = what_is_missing(seen.rubric, seen.sheet, seen.circumstances, segments)
        return [[str(gap.kind), gap.target, gap.detail, gap.blocks] for gap in gaps]

    def _check_complete(self, mark: Mark) -> None:
        blocking = sum(1 for gap in self._missing() if gap[3])
        if blocking:
            raise MarkError(
                f"{blocking} things are missing before the sheet can be handed in.",
                where=f"mark {mark.key}",
                mend="Open the page before hand-in and follow its links.",
            )


def check_against(known: Known, mark: Mark) -> Mark:
    """Give a mark back if the session and its rubric have what it names.

    Parameters
    ----------
    known : Known
        What the page shows, by id.
    mark : Mark
        A mark of the page.

    Returns
    -------
    Mark
        The same mark.

    Raises
    ------
    MarkError
        Not well formed; an unknown segment, turn, code, item or attribute; a value off its scale.
    """
    check_mark(mark)
    where = f"mark {mark.key}"
    _among(known.targets[mark.layer], mark.target_id, str(mark.layer), where)
    values = mark.value if isinstance(mark.value, tuple) else (mark.value,)
    named = [str(value) for value in values if value is not None]
    if mark.field in {"primary", "secondary"}:
        for name in named:
            _among(known.targets[Layer.CODE], name, "code", where)
    if mark.field in {"evidence_for", "evidence_against"}:
        places = known.targets[Layer.SEGMENT] | known.targets[Layer.TURN]
        for name in named:
            _among(places, name, "segment or turn", where)
    if mark.field == "span":
        _check_words(known, mark, where)
    if mark.field.startswith(ATTRIBUTE_PREFIX):
        _among(known.attributes, mark.field.removeprefix(ATTRIBUTE_PREFIX), "attribute", where)
    if mark.layer is Layer.ITEM and mark.field == "value":
        check_value(known.rubric, known.items[mark.target_id], mark.value, where=where)
    return mark


def _check_words(known: Known, mark: Mark, where: str) -> None:
    """Check that a segment has the words that a span names."""
    span = check_span(mark.value, where=where)
    if span is None:
        return
    if known.rubric.assign.span == "none":
        raise MarkError("the rubric marks no words.", where=where, mend="Leave them unmarked.")
    segment = known.segments[mark.target_id]
    inside = {turn.id: turn.text for turn in known.turns[segment.first : segment.last + 1]}
    _among(frozenset(inside), span.turn, "turn", where)
    if span.end > len(inside[span.turn]):
        raise MarkError(
            "the turn has not so many characters.",
            where=where,
            mend="Run the cell again, so that page and study show the same.",
        )


def _among(known: frozenset[str], name: str, kind: str, where: str) -> None:
    if name not in known:
        raise MarkError(
            f"there is no {kind} '{name}' here.",
            where=where,
            mend="Run the cell again, so that page and study show the same.",
        )


def _gaps(page: str, gaps: list[list[Json]]) -> Answer:
    reply: GapsReply = {"v": PROTOCOL, "kind": "gaps", "to": page, "gaps": gaps}
    return Answer(reply)
