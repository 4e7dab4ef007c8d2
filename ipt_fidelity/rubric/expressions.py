"""The little language of conditions in a rubric: closed, parsed to a tree, three-valued.

It knows words in quotes, numbers, ``true`` and ``false``, lists, declared names,
``== != < <= > >= in``, ``not in``, ``and or not``, ``+ -`` and parentheses. Nothing is executed.
A name without a value makes what depends on it undecided (None), never false: with ``A4``
unanswered, ``A4 == 0`` is undecided, ``A4 == 0 and false`` is false, ``A4 == 0 or true`` is true
(Kleene 1952, strong three-valued logic).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeGuard

from ipt_fidelity.errors import FidelityError

Constant = str | int | float | bool
Answer = Constant | Fraction | tuple[Constant, ...] | None

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<word>'[^']*'|\"[^\"]*\")"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>==|!=|<=|>=|<|>|\+|-|\(|\)|\[|\]|,))"
)
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in"})
_WORDS = frozenset({"and", "or", "not", "in", "true", "false"})
DEEPEST = 50
LONGEST = 500


class ExpressionError(FidelityError, ValueError):
    """A condition that is not written in the language; ``where`` is the character in it."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A word, a number, true or false, or a list of these."""

    value: Constant | tuple[Constant, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A declared name: an item, a score, ``phase``, ``variants``, an attribute."""

    name: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two terms and a comparison."""

    sign: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Sum:
    """Two terms added or subtracted."""

    sign: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    part: Tree


@dataclass(frozen=True, slots=True)
class Both:
    """``and`` or ``or`` over parts."""

    sign: str
    parts: tuple[Tree, ...]


Tree = Literal | Name | Comparison | Sum | Not | Both


def parse(text: str) -> Tree:
    """Parse a condition.

    Parameters
    ----------
    text : str
        As a rubric writes it.

    Returns
    -------
    Tree
        Literal, Name, Comparison, Sum, Not or Both.

    Raises
    ------
    ExpressionError
        The text is not in the language; the message names the character.
    """
    reader = _Reader(text)
    tree = reader.either()
    reader.expect_end()
    return tree


def names_in(tree: Tree) -> frozenset[str]:
    """Return the names that a condition uses.

    Parameters
    ----------
    tree : Tree
        Of ``parse``.

    Returns
    -------
    frozenset of str
        Empty for a condition of constants.
    """
    return frozenset(_names(tree))


def evaluate(tree: Tree, names: Mapping[str, Answer]) -> bool | None:
    """Say whether a condition holds.

    Parameters
    ----------
    tree : Tree
        Of ``parse``.
    names : mapping of str to value
        A name that is absent, or whose value is None, is not known.

    Returns
    -------
    bool or None
        None where what is not known decides. Words and numbers never compare as less or more:
        such a comparison is undecided. A bare name of something binary holds where it is 1 or
        true, and fails where it is 0 or false.
    """
    value = value_of(tree, names)
    if isinstance(value, bool):
        return value
    return bool(value) if isinstance(value, int) and value in {0, 1} else None


def value_of(tree: Tree, names: Mapping[str, Answer]) -> Answer:
    """Return the value of a condition or sum.

    Parameters
    ----------
    tree : Tree
        Of ``parse``.
    names : mapping of str to value
        A name that is absent, or whose value is None, is not known.

    Returns
    -------
    str, int, float, bool, tuple or None
        None where it is not known.
    """
    match tree:
        case Literal(value):
            return value
        case Name(name):
            return names.get(name)
        case Not(part):
            held = evaluate(part, names)
            return None if held is None else not held
        case Both(sign, parts):
            return _join(sign, [evaluate(part, names) for part in parts])
        case Sum(sign, left, right):
            return _add(sign, value_of(left, names), value_of(right, names))
        case Comparison(sign, left, right):
            return _compare(sign, value_of(left, names), value_of(right, names))


def _join(sign: str, held: list[bool | None]) -> bool | None:
    deciding = sign == "or"
    if deciding in held:
        return deciding
    return None if None in held else not deciding


def _add(sign: str, left: Answer, right: Answer) -> int | float | Fraction | None:
    if not (_is_number(left) and _is_number(right)):
        return None
    return left + right if sign == "+" else left - right


def _compare(sign: str, left: Answer, right: Answer) -> bool | None:
    if left is None or right is None:
        return None
    if sign in {"in", "not in"}:
        if not isinstance(right, tuple):
            return None
        inside = left in right
        return inside if sign == "in" else not inside
    if sign in {"==", "!="}:
        same = left == right and isinstance(left, str) == isinstance(right, str)
        return same if sign == "==" else not same
    if not (_is_number(left) and _is_number(right)):
        return None
    order = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}
    return order[sign]


def _is_number(value: Answer) -> TypeGuard[int | float | Fraction]:
    return isinstance(value, (int, float, Fraction)) and not isinstance(value, bool)


def _names(tree: Tree) -> Iterator[str]:
    match tree:
        case Name(name):
            yield name
        case Not(part):
            yield from _names(part)
        case Both(_, parts):
            for part in parts:
                yield from _names(part)
        case Comparison(_, left, right) | Sum(_, left, right):
            yield from _names(left)
            yield from _names(right)
        case Literal():
            return


class _Reader:
    """Recursive descent over the tokens of one condition."""

    def __init__(self, text: str) -> None:
        self.text = text
        if len(text) > LONGEST:
            raise self.fault(f"the condition is longer than {LONGEST} characters", LONGEST)
        self.tokens = list(self._tokens())
        self.place = 0
        self.depth = 0

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        position = 0
        while rest := self.text[position:].lstrip():
            found = _TOKEN.match(self.text, position)
            if found is None or found.lastgroup is None:
                start = len(self.text) - len(rest)
                problem = "a quote is not closed" if rest[0] in "'\"" else ""
                raise self.fault(problem or f"'{rest[0]}' is not part of the language", start)
            yield found.lastgroup, found[found.lastgroup], found.start(found.lastgroup)
            position = found.end()

    def fault(self, problem: str, position: int) -> ExpressionError:
        return ExpressionError(
            f"{problem}.",
            where=f"character {position + 1}",
            mend="Write names, 'words', numbers, == != < <= > >= in, and, or, not, ( ).",
        )

    def peek(self) -> str:
        return self.tokens[self.place][1] if self.place < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        if self.peek() in wanted and self.tokens[self.place][0] in {"sign", "name"}:
            self.place += 1
            return self.tokens[self.place - 1][1]
        return ""

    def expect_end(self) -> None:
        if self.place < len(self.tokens):
            _, word, position = self.tokens[self.place]
            raise self.fault(f"'{word}' was not expected here", position)

    def either(self) -> Tree:
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Both("or", tuple(parts))

    def both(self) -> Tree:
        parts = [self.opposite()]
        while self.take("and"):
            parts.append(self.opposite())
        return parts[0] if len(parts) == 1 else Both("and", tuple(parts))

    def opposite(self) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fault("the condition is nested too deep", 0)
        tree = Not(self.opposite()) if self.take("not") else self.comparison()
        self.depth -= 1
        return tree

    def comparison(self) -> Tree:
        left = self.sum()
        sign = self.take(*_COMPARISONS)
        if not sign and self.peek() == "not":
            after = self.tokens[self.place + 1 : self.place + 2]
            if after and after[0][1] == "in":
                self.place += 2
                sign = "not in"
        return Comparison(sign, left, self.sum()) if sign else left

    def sum(self) -> Tree:
        left = self.term()
        while sign := self.take("+", "-"):
            left = Sum(sign, left, self.term())
        return left

    def term(self) -> Tree:
        if self.place >= len(self.tokens):
            raise self.fault("the condition ends too early", len(self.text))
        kind, word, position = self.tokens[self.place]
        self.place += 1
        constant = self.constant(kind, word)
        if constant is not None:
            return Literal(constant)
        if kind == "name" and word not in _WORDS:
            return Name(word)
        if word == "(":
            tree = self.either()
            if not self.take(")"):
                raise self.fault("a closing parenthesis is missing", position)
            return tree
        if word == "[":
            return self.items(position)
        raise self.fault(f"'{word}' was not expected here", position)

    def constant(self, kind: str, word: str) -> Constant | None:
        """Return what a token stands for; None where it is a name or a sign."""
        if word == "-" and self.place < len(self.tokens) and self.tokens[self.place][0] == "number":
            self.place += 1
            return -_number(self.tokens[self.place - 1][1])
        if kind == "number":
            return _number(word)
        if kind == "word":
            return word[1:-1]
        return word == "true" if word in {"true", "false"} else None

    def items(self, position: int) -> Tree:
        values: list[Constant] = []
        while not self.take("]"):
            if self.place >= len(self.tokens):
                raise self.fault("a closing bracket is missing", position)
            kind, word, here = self.tokens[self.place]
            self.place += 1
            constant = self.constant(kind, word)
            if constant is None:
                raise self.fault(f"'{word}' is no word in quotes and no number", here)
            values.append(constant)
            if not self.take(",") and self.peek() != "]":
                raise self.fault("a comma or a closing bracket is missing", here)
        return Literal(tuple(values))


def _number(word: str) -> int | float:
    return float(word) if "." in word else int(word)
