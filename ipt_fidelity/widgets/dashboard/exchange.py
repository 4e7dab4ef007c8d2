"""What page and kernel say to each other about agreement: figures when asked, words when asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypedDict

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.widgets.talking import PROTOCOL, Answer, Json, not_understood, snapshot

VIEWS = ("code", "family", "status", "pairs", "time")


class FiguresMessage(TypedDict):
    """Page: compute this view."""

    v: int
    kind: Literal["figures"]
    page: str
    view: str


class FiguresReply(TypedDict):
    """Kernel: the view is computed; its figures are in the buffer beside it."""

    v: int
    kind: Literal["figures"]
    to: str
    view: str


class WordsMessage(TypedDict):
    """Page: a person asks for the words of this segment."""

    v: int
    kind: Literal["words"]
    page: str
    session: str
    segment: str


class WordsReply(TypedDict):
    """Kernel: the words, in the buffer beside it."""

    v: int
    kind: Literal["words"]
    to: str
    session: str
    segment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the screen is about.

    Parameters
    ----------
    facts : callable
        Returns what a page shows at once: ``rubric``, ``families``, ``codes``, ``raters``,
        ``simulated`` (those of them that a script plays), ``sessions``, ``confusions``.
    figures : callable
        Computes a view, by its name.
    words : callable
        Returns the turns of a segment, as role and words, by session and segment.
    """

    facts: Callable[[], dict[str, Json]]
    figures: Callable[[str], Sequence[Json]]
    words: Callable[[str, str], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The kernel's side of the dashboard.

    Parameters
    ----------
    source : Source
        Where figures and words come from.
    computed : dict
        Views that were computed already, since each costs seconds.
    """

    source: Source
    computed: dict[str, Sequence[Json]] = field(default_factory=dict[str, Sequence[Json]])

    def answer(self, message: Mapping[str, object]) -> list[Answer]:
        """Answer one message of a page.

        Parameters
        ----------
        message : mapping
            As it came; a kind that is not known is refused.

        Returns
        -------
        list of Answer
            One.
        """
        page = str(message.get("page", ""))
        match message.get("kind"):
            case "hello":
                return [snapshot(page, self.source.facts())]
            case "figures":
                return [self._figures(page, str(message.get("view", "")))]
            case "words":
                place = (str(message.get("session", "")), str(message.get("segment", "")))
                return [self._words(page, *place)]
            case kind:
                return [not_understood(page, kind)]

    def told(self) -> str:
        """Say what a saved notebook may keep: numbers only.

        Returns
        -------
        str
            How many sessions and raters.
        """
        facts = self.source.facts()
        sessions, raters = facts.get("sessions"), facts.get("raters")
        counted = [len(one) if isinstance(one, list) else 0 for one in (sessions, raters)]
        return f"Agreement: {counted[0]} sessions, {counted[1]} raters."

    def _figures(self, page: str, view: str) -> Answer:
        if view not in VIEWS:
            return not_understood(page, f"figures {view}")
        reply: FiguresReply = {"v": PROTOCOL, "kind": "figures", "to": page, "view": view}
        try:
            if view not in self.computed:
                self.computed[view] = self.source.figures(view)
            content: Json = {"figures": list(self.computed[view]), "problem": ""}
        except FidelityError as error:
            content = {"figures": [], "problem": f"{error.problem} {error.mend}"}
        return Answer(reply, _packed(content))

    def _words(self, page: str, session: str, segment: str) -> Answer:
        reply: WordsReply = {
            "v": PROTOCOL,
            "kind": "words",
            "to": page,
            "session": session,
            "segment": segment,
        }
        try:
            turns: list[Json] = [
                [role, words] for role, words in self.source.words(session, segment)
            ]
            content: Json = {"turns": turns, "problem": ""}
        except FidelityError as error:
            content = {"turns": [], "problem": f"{error.problem} {error.mend}"}
        return Answer(reply, _packed(content))


def _packed(content: Json) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
