"""What page and kernel say to each other about flags: no Jupyter, no store.

One page spans several sheets, so a mark of the page names the session before its target:
``case-04_session-05/segment:g012``. Each lands on the reviewer's own sheet of that session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ipt_fidelity.errors import MarkError
from ipt_fidelity.rubric.rubric import codes_for
from ipt_fidelity.sheet.mark import Mark, check_mark
from ipt_fidelity.widgets.flag_review.review import DECISIONS, RECODED, Review, page_of
from ipt_fidelity.widgets.talking import Answer, Intake, not_understood, snapshot

TakeReview = Callable[[], Review]
RecordOn = Callable[[str, Sequence[Mark]], int]
Expose = Callable[[Sequence[str]], None]


@dataclass(slots=True, kw_only=True)
class Exchange:
    """The kernel's side of one flag review.

    Parameters
    ----------
    review : callable
        Takes the newest Review.
    record : callable
        Makes decisions durable on the reviewer's sheet of one session; as ``talking.Record``.
    expose : callable
        Keeps that the flags of these sessions were shown; called before they are.
    known : Review or None
        What the page shows.
    """

    review: TakeReview
    record: RecordOn
    expose: Expose
    known: Review | None = None

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
                self.known = self.review()
                self.expose(tuple(dict.fromkeys(flag.session_id for flag in self.known.flags)))
                return [snapshot(page, page_of(self.known))]
            case "marks":
                return Intake(record=self._record, check=self._check).take(page, message)
            case kind:
                return [not_understood(page, kind)]

    def told(self) -> str:
        """Say how far the review is, without a word of a session.

        Returns
        -------
        str
            Numbers.
        """
        seen = self.review()
        sessions = len({flag.session_id for flag in seen.flags})
        return (
            f"Flag review by {seen.rater_id}: {len(seen.flags)} flags of {sessions} sessions, "
            f"{len(seen.closed)} sessions closed."
        )

    def _check(self, mark: Mark) -> Mark:
        """Give a mark back, its target still with the session, if a flag takes it."""
        if self.known is None:
            self.known = self.review()
        session_id, target = split(mark)
        plain = check_mark(replace(mark, target=target))
        if plain.field != "flag_decision" or mark.target not in {
            flag.target for flag in self.known.flags
        }:
            raise MarkError(
                "there is no such flag to decide on here.",
                where=f"mark {mark.key}",
                mend="Run the cell again, so that page and study show the same.",
            )
        around = self.known.circumstances[session_id]
        codes = {code.id for code in codes_for(self.known.rubric, around)}
        allowed = {None, *DECISIONS, *(f"{RECODED}{code}" for code in codes)}
        if isinstance(mark.value, tuple) or mark.value not in allowed:
            raise MarkError(
                "this is no decision on a flag of that session.",
                where=f"mark {mark.key}",
                mend="Confirm, dismiss, choose a code of the rubric, or leave it for later.",
            )
        return mark

    def _record(self, marks: Sequence[Mark]) -> int:
        """Record each run of marks on its sheet; what was recorded before is passed over."""
        for session_id, run in groupby(marks, key=lambda mark: split(mark)[0]):
            self.record(session_id, [replace(mark, target=split(mark)[1]) for mark in run])
        return marks[-1].seq


def split(mark: Mark) -> tuple[str, str]:
    """Return the session and the target on its sheet that a mark of the page names.

    Parameters
    ----------
    mark : Mark
        Of a page; one that names no session belongs to none.

    Returns
    -------
    tuple of str
        Session and target.
    """
    session_id, _, target = mark.target.rpartition("/")
    return session_id, target
