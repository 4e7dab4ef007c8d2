"""What page and kernel say to each other about a codebook: one question, one answer; no Jupyter.

The words travel when a page asks for them, so that no notebook keeps them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypedDict

from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.widgets.codebook.book import book_of

PROTOCOL = 1


class HelloMessage(TypedDict):
    """Page: I am here, send me the book."""

    v: int
    kind: Literal["hello"]
    page: str


class BookReply(TypedDict):
    """Kernel: the book; its words travel in the buffer beside it."""

    v: int
    kind: Literal["book"]
    to: str


class RefusedReply(TypedDict):
    """Kernel: I do not understand."""

    v: int
    kind: Literal["refused"]
    to: str
    problem: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply and what travels beside it.

    Parameters
    ----------
    reply : dict
        One of the replies of this module.
    buffer : bytes or None
        UTF-8 JSON of the book; None where the message was refused.
    """

    reply: BookReply | RefusedReply
    buffer: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The kernel's side of one codebook.

    Parameters
    ----------
    rubric : Rubric
        As read; where its words may not be shown on this machine, ids travel.
    phase : str or None
        Phase that a page opens with; None shows all.

    Raises
    ------
    UnknownNameError
        The rubric has no such phase.
    """

    rubric: Rubric
    phase: str | None = None

    def __post_init__(self) -> None:
        if self.phase is not None and self.phase not in self.rubric.phases:
            raise UnknownNameError.of(
                "phase", self.phase, self.rubric.phases, where=f"codebook of {self.rubric.id}"
            )

    def answer(self, message: Mapping[str, object]) -> Answer:
        """Answer one message of a page.

        Parameters
        ----------
        message : mapping
            As it came; a kind that is not known is refused.

        Returns
        -------
        Answer
            Names the page that it is for, since each page hears all replies.
        """
        page = str(message.get("page", ""))
        if message.get("kind") == "hello":
            content = book_of(self.rubric, phase=self.phase)
            packed = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
            return Answer({"v": PROTOCOL, "kind": "book", "to": page}, packed)
        kind = str(message.get("kind"))[:40]
        problem = f"a page has nothing to say of the kind {kind!r}."
        return Answer({"v": PROTOCOL, "kind": "refused", "to": page, "problem": problem})

    def told(self) -> str:
        """Say what a saved notebook may keep: the rubric and how much is in it.

        Returns
        -------
        str
            Ids and numbers, no wording.
        """
        held = self.rubric
        codes = sum(not code.retired for code in held.codes)
        items = sum(not item.retired for item in held.items)
        return f"Codebook of {held.id} {held.version}: {codes} codes, {items} items."
