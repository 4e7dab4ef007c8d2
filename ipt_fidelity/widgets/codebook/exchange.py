"""What page and kernel say to each other about a codebook: one question, one answer; no Jupyter.

The words travel when a page asks for them, so that no notebook keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.widgets.codebook.book import book_of
from ipt_fidelity.widgets.talking import Answer, not_understood, snapshot


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

    def answer(self, message: Mapping[str, object]) -> list[Answer]:
        """Answer one message of a page.

        Parameters
        ----------
        message : mapping
            As it came; a kind that is not known is refused.

        Returns
        -------
        list of Answer
            One, which names the page that it is for, since each page hears all replies.
        """
        page = str(message.get("page", ""))
        if message.get("kind") == "hello":
            return [snapshot(page, book_of(self.rubric, phase=self.phase))]
        return [not_understood(page, message.get("kind"))]

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
