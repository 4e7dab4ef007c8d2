"""What page and kernel say to each other: messages in, replies out; no Jupyter, no store.

Every message carries ``v``, ``kind`` and the page that sent it or that it is for, since each page
hears all replies. Marks are recorded first and acknowledged afterwards, never the other way
round. A mark that cannot be taken is refused alone; the others of its batch are recorded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from ipt_fidelity.errors import FidelityError, MarkError
from ipt_fidelity.rubric.instrument import Item
from ipt_fidelity.rubric.rubric import Rubric, codes_for, items_for
from ipt_fidelity.sheet.completeness import check_value, what_is_missing
from ipt_fidelity.sheet.mark import ATTRIBUTE_PREFIX, Layer, Mark, Value, check_mark
from ipt_fidelity.widgets.coding_desk.codebook import Json, Page, page_of
from ipt_fidelity.widgets.coding_desk.snapshot import Snapshot

PROTOCOL = 1

Record = Callable[[Sequence[Mark]], int]
TakeSnapshot = Callable[[], Snapshot]


class HelloMessage(TypedDict):
    """Page: I am here, send me everything."""

    v: int
    kind: Literal["hello"]
    page: str


class MarksMessage(TypedDict):
    """Page: record these marks of one client, in order."""

    v: int
    kind: Literal["marks"]
    page: str
    client: str
    marks: list[list[Json]]


class MissingMessage(TypedDict):
    """Page: tell me what is missing before hand-in."""

    v: int
    kind: Literal["missing"]
    page: str


class SnapshotReply(TypedDict):
    """Kernel: everything; the words travel in the buffer beside it."""

    v: int
    kind: Literal["snapshot"]
    to: str


class RecordedReply(TypedDict):
    """Kernel: all marks of this client up to this number are durable."""

    v: int
    kind: Literal["recorded"]
    to: str
    client: str
    upto: int


class RefusedReply(TypedDict):
    """Kernel: not recorded; ``keep`` where the page should keep it and try again."""

    v: int
    kind: Literal["refused"]
    to: str
    client: str
    seq: int
    problem: str
    mend: str
    keep: bool


class GapsReply(TypedDict):
    """Kernel: what is missing, each as kind, target, detail, and whether it blocks."""

    v: int
    kind: Literal["gaps"]
    to: str
    gaps: list[list[Json]]


Reply = SnapshotReply | RecordedReply | RefusedReply | GapsReply


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply and what travels beside it.

    Parameters
    ----------
    reply : dict
        One of the replies of this module.
    buffer : bytes or None
        UTF-8 JSON of the snapshot; None for other replies.
    """

    reply: Reply
    buffer: bytes | None = None


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
    """

    rubric: Rubric
    targets: Mapping[Layer, frozenset[str]]
    attributes: frozenset[str]
    items: Mapping[str, Item]

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
    known : Known or None
        What the open sheet may name; rubric, turns and cut of an open sheet never change.
    """

    snapshot: TakeSnapshot
    record: Record
    known: Known | None = None

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
                return [Answer(_snapshot_reply(page), _packed(page_of(seen)))]
            case "missing":
                return [Answer(_gaps_reply(page, self._gaps()))]
            case "marks":
                return [Answer(reply) for reply in self._take(page, message)]
            case kind:
                problem = f"a page has nothing to say of the kind {str(kind)[:40]!r}."
                return [
                    Answer(_refused(page, Mark(client="-", seq=1, target="", field=""), problem))
                ]

    def _take(self, page: str, message: Mapping[str, object]) -> list[Reply]:
        client = str(message.get("client", ""))
        entries = message.get("marks")
        replies: list[Reply] = []
        good: list[Mark] = []
        for entry in entries if isinstance(entries, list) else []:
            mark = read_mark(client, entry)
            try:
                if mark.field == "hand_in":
                    replies += self._record(page, good)
                    good = []
                    self._check_complete(mark)
                good.append(check_against(self._known(), mark))
            except MarkError as error:
                replies.append(_refusal(page, mark, error))
        return [*replies, *self._record(page, good)]

    def _record(self, page: str, marks: Sequence[Mark]) -> list[Reply]:
        """Record a batch; where one mark is refused, one by one."""
        if not marks:
            return []
        client = marks[0].client
        try:
            upto = self.record(marks)
        except MarkError as error:
            if len(marks) == 1:
                return [_refusal(page, marks[0], error)]
            return [reply for mark in marks for reply in self._record(page, [mark])]
        except FidelityError as error:
            return [_refusal(page, marks[0], error)]
        return [_recorded_reply(page, client, upto)]

    def _known(self) -> Known:
        if self.known is None:
            self.known = Known.of(self.snapshot())
        return self.known

    def _gaps(self) -> list[list[Json]]:
        seen = self.snapshot()
        segments = [segment.id for segment in seen.segments]
        gaps = what_is_missing(seen.rubric, seen.sheet, seen.circumstances, segments)
        return [[str(gap.kind), gap.target, gap.detail, gap.blocks] for gap in gaps]

    def _check_complete(self, mark: Mark) -> None:
        blocking = sum(1 for gap in self._gaps() if gap[3])
        if blocking:
            raise MarkError(
                f"{blocking} things are missing before the sheet can be handed in.",
                where=f"mark {mark.key}",
                mend="Open the page before hand-in and follow its links.",
            )


def read_mark(client: str, entry: object) -> Mark:
    """Read one mark from a message.

    Parameters
    ----------
    client : str
        Page that made it.
    entry : list
        Number, target, field, value.

    Returns
    -------
    Mark
        Not yet checked; an entry that is no mark becomes one that no check lets through.
    """
    match entry:
        case [int() as seq, str() as target, str() as field, value]:
            return Mark(client=client, seq=seq, target=target, field=field, value=_value(value))
        case _:
            return Mark(client=client, seq=0, target="", field="")


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
    if mark.field.startswith(ATTRIBUTE_PREFIX):
        _among(known.attributes, mark.field.removeprefix(ATTRIBUTE_PREFIX), "attribute", where)
    if mark.layer is Layer.ITEM and mark.field == "value":
        check_value(known.rubric, known.items[mark.target_id], mark.value, where=where)
    return mark


def _among(known: frozenset[str], name: str, kind: str, where: str) -> None:
    if name not in known:
        raise MarkError(
            f"there is no {kind} '{name}' here.",
            where=where,
            mend="Run the cell again, so that page and study show the same.",
        )


def _value(value: object) -> Value:
    if isinstance(value, list):
        return tuple(str(part) for part in value)  # type: ignore[reportUnknownVariableType]
    return value if isinstance(value, (str, int, float, bool)) else None


def _packed(content: Page) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _snapshot_reply(page: str) -> SnapshotReply:
    return {"v": PROTOCOL, "kind": "snapshot", "to": page}


def _recorded_reply(page: str, client: str, upto: int) -> RecordedReply:
    return {"v": PROTOCOL, "kind": "recorded", "to": page, "client": client, "upto": upto}


def _gaps_reply(page: str, gaps: list[list[Json]]) -> GapsReply:
    return {"v": PROTOCOL, "kind": "gaps", "to": page, "gaps": gaps}


def _refusal(page: str, mark: Mark, error: FidelityError) -> RefusedReply:
    keep = not isinstance(error, MarkError)
    return _refused(page, mark, error.problem, mend=error.mend, keep=keep)


def _refused(
    page: str, mark: Mark, problem: str, *, mend: str = "", keep: bool = False
) -> RefusedReply:
    return {
        "v": PROTOCOL,
        "kind": "refused",
        "to": page,
        "client": mark.client,
        "seq": mark.seq,
        "problem": problem,
        "mend": mend,
        "keep": keep,
    }
