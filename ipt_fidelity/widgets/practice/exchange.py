"""What page and kernel say to each other in practice: a gold code leaves only for an answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, TypedDict

from ipt_fidelity.errors import MarkError
from ipt_fidelity.rubric.rubric import Circumstances, Rubric
from ipt_fidelity.sheet.mark import ATTRIBUTE_PREFIX, Layer, Mark, check_mark
from ipt_fidelity.widgets.coding_desk.codebook import codebook_of
from ipt_fidelity.widgets.practice.passages import Passage, Practice
from ipt_fidelity.widgets.practice.scoring import AGAIN, attempts_of, first_answers
from ipt_fidelity.widgets.talking import (
    PROTOCOL,
    Answer,
    Intake,
    Json,
    Record,
    not_understood,
    snapshot,
)

TakeMarks = Callable[[], Sequence[Mark]]


class RevealMessage(TypedDict):
    """Page: this passage is answered, show me the gold code."""

    v: int
    kind: Literal["reveal"]
    page: str
    passage: str


class GoldReply(TypedDict):
    """Kernel: gold code and reason, in the buffer beside it."""

    v: int
    kind: Literal["gold"]
    to: str
    passage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The kernel's side of practice.

    Parameters
    ----------
    practice : Practice
        The passages.
    rubric : Rubric
        The instrument.
    learner : str
        Who practises.
    record : callable
        Makes marks durable, as for every screen.
    marks : callable
        Returns what is durable, in the order of recording.
    seed : int
        Sets the order of the passages.
    """

    practice: Practice
    rubric: Rubric
    learner: str
    record: Record
    marks: TakeMarks
    seed: int

    @property
    def sheet_id(self) -> str:
        """Opaque name of what the marks belong to: the same for each opening."""
        parts = [self.practice.id, self.learner, self.rubric.sha256, "practice"]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]

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
                return [snapshot(page, self._content())]
            case "marks":
                return Intake(record=self.record, check=self._check).take(page, message)
            case "reveal":
                return self._reveal(page, str(message.get("passage", "")))
            case kind:
                return [not_understood(page, kind)]

    def told(self) -> str:
        """Say how far the learner is, without a word of a passage.

        Returns
        -------
        str
            Ids and numbers.
        """
        first = first_answers(attempts_of(self.marks()))
        right = sum(one.gold == first[one.id].code for one in self._of(first))
        return (
            f"Practice {self.practice.id}: {len(first)} of {len(self.practice.passages)} passages "
            f"answered, {right} right at once."
        )

    def _of(self, answered: Mapping[str, object]) -> list[Passage]:
        return [one for one in self.practice.passages if one.id in answered]

    def _content(self) -> dict[str, Json]:
        marks = self.marks()
        answered = first_answers(attempts_of(marks))
        order: list[Json] = [one.id for one in self.practice.passages]
        Random(self.seed).shuffle(order)  # noqa: S311 - an order to be repeated, no secret
        everywhere = Circumstances(variants=tuple(self.rubric.variants))
        return {
            "practice": self.practice.id,
            "rubric": codebook_of(self.rubric, everywhere),
            "order": order,
            "passages": [_seen(one) for one in self.practice.passages],
            "gold": {one.id: _gold(one) for one in self._of(answered)},
            "marks": [
                [
                    mark.client,
                    mark.seq,
                    mark.target,
                    mark.field,
                    list(mark.value) if isinstance(mark.value, tuple) else mark.value,
                ]
                for mark in marks
            ],
        }

    def _reveal(self, page: str, passage_id: str) -> list[Answer]:
        passage = self.practice.passage(passage_id)
        answered = first_answers(attempts_of(self.marks()))
        if passage is None or passage_id not in answered:
            return [not_understood(page, "reveal")]
        reply: GoldReply = {"v": PROTOCOL, "kind": "gold", "to": page, "passage": passage_id}
        packed = json.dumps(_gold(passage), ensure_ascii=False, separators=(",", ":"))
        return [Answer(reply, packed.encode())]

    def _check(self, mark: Mark) -> Mark:
        check_mark(mark)
        where = f"mark {mark.key}"
        if mark.layer is not Layer.SEGMENT or self.practice.passage(mark.target_id) is None:
            raise _not_here(mark.target, where)
        if mark.field == "primary":
            if mark.value not in {code.id for code in self.rubric.codes}:
                raise _not_here("such code", where)
        elif mark.field.startswith(ATTRIBUTE_PREFIX):
            name = mark.field.removeprefix(ATTRIBUTE_PREFIX)
            known = {one.id: one.values for one in self.rubric.attributes}
            if mark.value not in known.get(name, ()):
                raise _not_here(f"such answer to '{name}'", where)
        elif mark.field != "uncertain" and (mark.field, mark.value) != AGAIN:
            raise _not_here(mark.field, where)
        return mark


def _not_here(what: str, where: str) -> MarkError:
    return MarkError(
        f"there is no {what} in this practice.",
        where=where,
        mend="Run the cell again, so that page and practice show the same.",
    )


def _seen(passage: Passage) -> Json:
    """Return what a page shows before the answer."""
    return {
        "id": passage.id,
        "phase": passage.phase,
        "turns": [[role, words] for role, words in passage.turns],
        "before": [[role, words] for role, words in passage.before],
        "after": [[role, words] for role, words in passage.after],
    }


def _gold(passage: Passage) -> Json:
    return {
        "code": passage.gold,
        "reason": passage.reason,
        "mistaken_for": passage.mistaken_for,
        "grades": dict(passage.grades),
    }
