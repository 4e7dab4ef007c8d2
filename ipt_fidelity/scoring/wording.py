"""How numbers and conditions are put into words: one line a reason, ids only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ipt_fidelity.rubric.expressions import (
    Answer,
    Both,
    Comparison,
    Literal,
    Name,
    Not,
    Sum,
    Tree,
    evaluate,
    value_of,
)

MOST_DECIMALS = 15
_TRUE = {
    ">=": "reaches",
    ">": "lies above",
    "<=": "does not exceed",
    "<": "lies below",
    "==": "equals",
    "!=": "differs from",
    "in": "is one of",
    "not in": "is none of",
}
_OPPOSITE = {
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "<": ">=",
    "==": "!=",
    "!=": "==",
    "in": "not in",
    "not in": "in",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Names that a condition may use, and how each is spoken of.

    Parameters
    ----------
    values : mapping of str to value
        None for what is not known.
    words : mapping of str to str
        What a name means, for gates and for the words ``<score>_scorable``.
    provisional : frozenset of str
        Thresholds that rest on no standard yet.
    decimals : mapping of str to int
        How many are shown of a score; one, where it is not named.
    """

    values: Mapping[str, Answer]
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    provisional: frozenset[str] = frozenset()
    decimals: Mapping[str, int] = field(default_factory=dict[str, int])


def shown(value: float | Fraction, *, decimals: int = 1, against: float | None = None) -> str:
    """Write a number for a reader.

    Parameters
    ----------
    value : float or Fraction
        Unrounded.
    decimals : int
        How many are shown.
    against : float or None
        A number it is compared with: where rounding would make the two look alike, more decimals
        are shown.

    Returns
    -------
    str
        For example ``"62.5"``; ``"62.48"`` against 62.5.
    """
    number = float(value)
    while decimals < MOST_DECIMALS and against is not None and number != against:
        if float(f"{number:.{decimals}f}") != against:
            break
        decimals += 1
    return f"{number:.{decimals}f}"


def listed(parts: Sequence[str]) -> str:
    """Join parts by commas, with *none* for no part.

    Parameters
    ----------
    parts : sequence of str
        In order.

    Returns
    -------
    str
        One line.
    """
    return ", ".join(parts) if parts else "none"


def because(tree: Tree, known: Known) -> list[str]:
    """Say what decides a condition.

    Parameters
    ----------
    tree : Tree
        The condition.
    known : Known
        The names that it uses.

    Returns
    -------
    list of str
        The parts that decide: of an *and* that fails, those that fail; of an undecided one, those
        that are not known; of one that holds, all. Empty for a condition that always holds.
    """
    held = evaluate(tree, known.values)
    match tree:
        case Both(sign, parts):
            deciding = {"or": True, "and": False}[sign]
            results = [evaluate(part, known.values) for part in parts]
            wanted = {held} if held in {deciding, None} else {True, False}
            return [
                reason
                for part, result in zip(parts, results, strict=True)
                if result in wanted
                for reason in because(part, known)
            ]
        case Not(part):
            return because(part, known)
        case Comparison():
            return [_comparison(tree, held, known)]
        case Name(name):
            spoken = {True: "holds", False: "does not hold", None: "is undecided"}[held]
            return [known.words.get(name, f"{name} {spoken}")]
        case Literal() | Sum():
            return []


def _comparison(tree: Comparison, held: bool | None, known: Known) -> str:  # noqa: FBT001 - the third state of a condition, not a switch
    left, right = value_of(tree.left, known.values), value_of(tree.right, known.values)
    if held is None:
        pairs = ((tree.left, left), (tree.right, right))
        unknown = [_named(part) for part, value in pairs if value is None]
        return f"{' and '.join(unknown) or _named(tree.left)} is not known"
    verb = _TRUE[tree.sign if held else _OPPOSITE[tree.sign]]
    subject = _spoken(tree.left, left, right, known)
    return f"{subject} {verb} {_spoken(tree.right, right, left, known)}"


def _spoken(part: Tree, value: Answer, other: Answer, known: Known) -> str:
    name = _named(part)
    words = str(value)
    if isinstance(value, float) and not isinstance(part, Literal):
        decimals = known.decimals.get(name, 1)
        against = other if isinstance(other, (int, float)) else None
        words = shown(value, decimals=decimals, against=against)
    if name in known.provisional:
        return f"the provisional threshold {name} of {value:g}" if _number(value) else name
    return words if isinstance(part, Literal) else f"{name} {words}"


def _number(value: Answer) -> bool:
    return isinstance(value, (int, float))


def _named(part: Tree) -> str:
    match part:
        case Name(name):
            return name
        case Literal(value):
            return str(value)
        case Sum(sign, left, right):
            return f"{_named(left)} {sign} {_named(right)}"
        case _:
            return "the condition"
