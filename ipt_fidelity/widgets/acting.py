"""What a page without a sheet of its own says: one act after the other, each kept, then shown.

The kernel holds the state. A page shows an act only once it has been done, and what has to last
is on the disk by then, so a screen never shows what a lost kernel would take along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypedDict

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.widgets.talking import (
    PROTOCOL,
    Answer,
    RefusedReply,
    not_understood,
    packed,
    snapshot,
)

Content = Mapping[str, object]


class DoneReply(TypedDict):
    """Kernel: this act is done and kept; the new state travels in the buffer beside it."""

    v: int
    kind: Literal["done"]
    to: str
    n: int


@dataclass(frozen=True, slots=True)
class Said:
    """What an act has done, as the id of a sentence and its facts.

    Parameters
    ----------
    sentence : str
        Id in the page's table of words.
    facts : mapping
        What stands in its gaps.
    """

    sentence: str
    facts: Mapping[str, str | int] | None = None


class Acted(Protocol):
    """The state behind a screen."""

    def content(self) -> Content:
        """Return everything that a page shows."""
        ...

    def act(self, what: Mapping[str, object]) -> Said:
        """Do one act and make it durable; raise FidelityError where it is not done."""
        ...


class ActExchange:
    """The kernel's side of a screen of acts.

    Parameters
    ----------
    state : Acted
        What the acts change.
    """

    def __init__(self, state: Acted) -> None:
        self._state = state
        self._done: dict[str, tuple[int, Said]] = {}

    def answer(self, message: Mapping[str, object]) -> list[Answer]:
        """Answer one message of a page.

        Parameters
        ----------
        message : mapping
            ``hello``, or ``act`` with a number that grows; one that comes again is not done again.

        Returns
        -------
        list of Answer
            One.
        """
        page = str(message.get("page", ""))
        match message:
            case {"kind": "hello"}:
                return [snapshot(page, self._state.content())]
            case {"kind": "act", "n": int() as number, "act": Mapping() as act}:
                return [self._do(page, number, {str(key): value for key, value in act.items()})]
            case _:
                return [not_understood(page, message.get("kind"))]

    def _do(self, page: str, number: int, act: Mapping[str, object]) -> Answer:
        done, said = self._done.get(page, (0, Said("")))
        if number > done:
            try:
                said = self._state.act(act)
            except FidelityError as error:
                return _refused(page, number, error)
            self._done[page] = (number, said)
        reply: DoneReply = {"v": PROTOCOL, "kind": "done", "to": page, "n": number}
        told = [said.sentence, dict(said.facts or {})]
        return Answer(reply, packed({**self._state.content(), "said": told}))


def text_of(act: Mapping[str, object], name: str) -> str:
    """Return a text that an act carries.

    Parameters
    ----------
    act : mapping
        As it came.
    name : str
        Which part of it.

    Returns
    -------
    str
        Empty where the act has none.
    """
    value = act.get(name, "")
    return value if isinstance(value, str) else ""


def whole_of(act: Mapping[str, object], name: str) -> int:
    """Return a whole number that an act carries.

    Parameters
    ----------
    act : mapping
        As it came.
    name : str
        Which part of it.

    Returns
    -------
    int
        -1 where the act has none.
    """
    value = act.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _refused(page: str, number: int, error: FidelityError) -> Answer:
    reply: RefusedReply = {
        "v": PROTOCOL,
        "kind": "refused",
        "to": page,
        "client": page,
        "seq": number,
        "problem": error.problem,
        "mend": error.mend,
        "keep": False,
    }
    return Answer(reply)
