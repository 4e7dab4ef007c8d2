"""What a page with marks and its kernel say to each other: no Jupyter, no store.

Every message carries ``v``, ``kind`` and the page that sent it or that it is for, since each page
hears all replies. Marks are recorded first and acknowledged afterwards, never the other way
round. A mark that cannot be taken is refused alone; the others of its batch are recorded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypedDict

from ipt_fidelity.errors import FidelityError, MarkError
from ipt_fidelity.sheet.mark import Mark, Value

PROTOCOL = 1

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
Record = Callable[[Sequence[Mark]], int]


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


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply and what travels beside it.

    Parameters
    ----------
    reply : mapping
        One of the replies that a page knows.
    buffer : bytes or None
        UTF-8 JSON of what the page shows; None for other replies.
    """

    reply: Mapping[str, object]
    buffer: bytes | None = None


class Answering(Protocol):
    """The kernel's side of a screen."""

    def answer(self, message: Mapping[str, object]) -> Sequence[Answer]:
        """Answer one message of a page, in the order in which the replies are to be sent."""
        ...

    def told(self) -> str:
        """Say what a saved notebook may keep of the screen: ids and numbers, no words."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Takes the marks of a page: checks each, records them, and says what is durable.

    Parameters
    ----------
    record : callable
        Makes marks durable and returns the highest number of their client that is; marks it
        already has are passed over. Raises MarkError for a mark it cannot take, and any other
        FidelityError where nothing can be recorded now.
    check : callable
        Gives a mark back, or raises MarkError.
    alone : frozenset of str
        Fields before which everything else of the batch is recorded, since the check looks at
        what the sheet holds by then.
    """

    record: Record
    check: Callable[[Mark], Mark]
    alone: frozenset[str] = frozenset()

    def take(self, page: str, message: Mapping[str, object]) -> list[Answer]:
        """Take a ``marks`` message.

        Parameters
        ----------
        page : str
            Page that sent it.
        message : mapping
            As it came; an entry that is no mark is refused.

        Returns
        -------
        list of Answer
            In the order in which they are to be sent.
        """
        client = str(message.get("client", ""))
        entries = message.get("marks")
        answers: list[Answer] = []
        good: list[Mark] = []
        for entry in entries if isinstance(entries, list) else []:
            mark = read_mark(client, entry)
            try:
                if mark.field in self.alone:
                    answers += self._record(page, good)
                    good = []
                good.append(self.check(mark))
            except MarkError as error:
                answers.append(refusal(page, mark, error))
        return [*answers, *self._record(page, good)]

    def _record(self, page: str, marks: Sequence[Mark]) -> list[Answer]:
        """Record a batch; where one mark is refused, one by one."""
        if not marks:
            return []
        try:
            upto = self.record(marks)
        except MarkError as error:
            if len(marks) == 1:
                return [refusal(page, marks[0], error)]
            return [answer for mark in marks for answer in self._record(page, [mark])]
        except FidelityError as error:
            return [refusal(page, marks[0], error)]
        reply: RecordedReply = {
            "v": PROTOCOL,
            "kind": "recorded",
            "to": page,
            "client": marks[0].client,
            "upto": upto,
        }
        return [Answer(reply)]


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


def snapshot(page: str, content: Mapping[str, object]) -> Answer:
    """Answer a hello.

    Parameters
    ----------
    page : str
        Page that asked.
    content : mapping
        What it shows, words included; travels in the buffer.

    Returns
    -------
    Answer
        A SnapshotReply.
    """
    reply: SnapshotReply = {"v": PROTOCOL, "kind": "snapshot", "to": page}
    return Answer(reply, packed(content))


def packed(content: Mapping[str, object]) -> bytes:
    """Pack what travels beside a reply.

    Parameters
    ----------
    content : mapping
        What a page shows, words included.

    Returns
    -------
    bytes
        JSON in UTF-8.
    """
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def refusal(page: str, mark: Mark, error: FidelityError) -> Answer:
    """Answer for a mark that was not recorded.

    Parameters
    ----------
    page : str
        Page that sent it.
    mark : Mark
        The mark.
    error : FidelityError
        Why; after anything but a MarkError the page keeps the mark and tries again.

    Returns
    -------
    Answer
        A RefusedReply.
    """
    keep = not isinstance(error, MarkError)
    reply = _refused(page, (mark.client, mark.seq), error.problem, mend=error.mend, keep=keep)
    return Answer(reply)


def not_understood(page: str, kind: object) -> Answer:
    """Answer for a message of a kind that is not known.

    Parameters
    ----------
    page : str
        Page that sent it.
    kind : object
        What it called the message.

    Returns
    -------
    Answer
        A RefusedReply without a mark.
    """
    problem = f"a page has nothing to say of the kind {str(kind)[:40]!r}."
    return Answer(_refused(page, ("-", 1), problem, mend="", keep=False))


def failure(message: Mapping[str, object], error: Exception) -> Answer:
    """Answer for a message at which the kernel failed; the page keeps its marks.

    Parameters
    ----------
    message : mapping
        As it came.
    error : Exception
        Only its type is told: its text could hold words of a session.

    Returns
    -------
    Answer
        A RefusedReply.
    """
    page, client = str(message.get("page", "")), str(message.get("client", ""))
    problem = f"{type(error).__name__} in the kernel."
    mend = "Run the cell again; what is not saved stays in this page."
    return Answer(_refused(page, (client, 0), problem, mend=mend, keep=True))


def _refused(
    page: str, named: tuple[str, int], problem: str, *, mend: str, keep: bool
) -> RefusedReply:
    client, seq = named
    return {
        "v": PROTOCOL,
        "kind": "refused",
        "to": page,
        "client": client,
        "seq": seq,
        "problem": problem,
        "mend": mend,
        "keep": keep,
    }


def _value(value: object) -> Value:
    if isinstance(value, list):
        return tuple(str(part) for part in value)  # type: ignore[reportUnknownVariableType]
    return value if isinstance(value, (str, int, float, bool)) else None
