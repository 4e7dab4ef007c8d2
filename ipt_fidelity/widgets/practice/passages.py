"""A set of passages with their gold codes, read from a file of the format ipt-practice/1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ipt_fidelity.errors import Fault, FileFormatError, Level, choose_from
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.yaml_tree import YamlTree, checked, load

Said = tuple[str, str]
ROLES: Mapping[str, str] = {
    "T": "therapist",
    "CT": "co_therapist",
    "C": "client",
    "P": "partner",
    "R": "relative",
    "G": "group_member",
    "I": "interpreter",
}


class PracticeError(FileFormatError):
    """A practice file cannot be used; ``faults`` holds all that is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage, and the code it is taken for.

    Parameters
    ----------
    id : str
        Unique within the set.
    phase : str
        Phase of the therapy that it is from; empty where it does not matter.
    turns : tuple of (str, str)
        Role and words of each turn. Not part of ``repr``.
    gold : str
        The code that it has.
    mistaken_for : str
        The code that it is easily taken for; empty where none was named.
    reason : str
        Why it has this code. Not part of ``repr``.
    grades : mapping of str to int
        Gold answers to graded attributes, by attribute; empty where none was given.
    before, after : tuple of (str, str)
        What was said around it, shown dimmed. Not part of ``repr``.
    """

    id: str
    phase: str
    turns: tuple[Said, ...] = field(repr=False)
    gold: str
    mistaken_for: str = ""
    reason: str = field(default="", repr=False)
    grades: Mapping[str, int] = field(default_factory=dict[str, int])
    before: tuple[Said, ...] = field(default=(), repr=False)
    after: tuple[Said, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """Passages to practise on.

    Parameters
    ----------
    id : str
        Name of the set.
    passages : tuple of Passage
        In the order of the file.
    """

    id: str
    passages: tuple[Passage, ...]

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage.

        Parameters
        ----------
        passage_id : str
            Its id.

        Returns
        -------
        Passage or None
            None where there is no such passage.
        """
        return next((one for one in self.passages if one.id == passage_id), None)


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", hide_input_in_errors=True)


class _About(_Model):
    id: str
    rubric: str
    version: str
    source: str = ""


class _Written(_Model):
    id: str
    phase: str = ""
    turns: tuple[str, ...]
    answer: str
    mistaken_for: str = ""
    reason: str
    grades: dict[str, int] = {}


class _File(_Model):
    format: Literal["ipt-practice/1"]
    practice: _About
    segments: tuple[_Written, ...]


def parse_practice(text: str, *, where: str, rubric: Rubric) -> Practice:
    """Read a practice file and hold it against its rubric.

    Parameters
    ----------
    text : str
        Text of the file.
    where : str
        Name of the file, for faults.
    rubric : Rubric
        The rubric that it names; another version is refused only where a code is not known.

    Returns
    -------
    Practice
        With one passage at least.

    Raises
    ------
    PracticeError
        Carries every fault, with its line; no words of a passage are repeated.
    """
    tree, faults = load(text, where=where)
    if tree is None:
        raise PracticeError(faults)
    held, more = checked(_File, tree, where=where)
    faults += more
    if held is None:
        raise PracticeError(faults)
    faults += _odd(held, tree, rubric, where)
    if faults:
        raise PracticeError(faults)
    return Practice(id=held.practice.id, passages=tuple(_passage(one) for one in held.segments))


def _odd(held: _File, tree: YamlTree, rubric: Rubric, where: str) -> Iterator[Fault]:
    if held.practice.rubric != rubric.id:
        problem = f"the passages are coded under '{held.practice.rubric}', not '{rubric.id}'"
        mend = f"Give the rubric {held.practice.rubric} {held.practice.version}."
        yield _fault("other_rubric", problem, f"{where}, practice.rubric", mend)
    if not held.segments:
        yield _fault("empty", "there is no passage", where, "Add one under 'segments'.")
    codes = [code.id for code in rubric.codes]
    met: set[str] = set()
    for number, one in enumerate(held.segments):
        place = f"{where}, line {tree.line_of(('segments', number))}, passage {one.id}"
        if one.id in met:
            yield _fault("repeated_id", "the id stands twice", place, "Give each its own id.")
        met.add(one.id)
        for code in filter(None, (one.answer, one.mistaken_for)):
            if code not in codes:
                mend = choose_from(code, codes)
                yield _fault("unknown_code", f"there is no code '{code}'", place, mend)
        for said in one.turns:
            if said.partition(":")[0].strip() not in ROLES:
                mend = f"Begin each turn with one of {', '.join(ROLES)} and a colon."
                yield _fault("no_role", "a turn does not say who speaks", place, mend)
                break


def _fault(code: str, problem: str, where: str, mend: str) -> Fault:
    return Fault(level=Level.ERROR, code=code, problem=f"{problem}.", where=where, mend=mend)


def _passage(written: _Written) -> Passage:
    split = [said.partition(":") for said in written.turns]
    return Passage(
        id=written.id,
        phase=written.phase,
        turns=tuple((ROLES[role.strip()], words.strip()) for role, _, words in split),
        gold=written.answer,
        mistaken_for=written.mistaken_for,
        reason=written.reason,
        grades=written.grades,
    )
