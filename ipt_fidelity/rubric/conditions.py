"""Whether the conditions of a rubric can be read, and name what they may name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal as Word
from typing import NamedTuple

from ipt_fidelity.errors import choose_from
from ipt_fidelity.rubric.domains import (
    Domain,
    Domains,
    coding_domains,
    item_domains,
    number_domains,
    scoring_domains,
)
from ipt_fidelity.rubric.expressions import (
    Both,
    Comparison,
    Constant,
    ExpressionError,
    Literal,
    Name,
    Not,
    Sum,
    Tree,
    names_in,
    parse,
)
from ipt_fidelity.rubric.finding import MOST_CHOICES, Finding, Path
from ipt_fidelity.rubric.instrument import Item, RubricFile

BRANCHES: tuple[Word["applies_if", "na_if", "no_opportunity_if"], ...] = (
    "applies_if", "na_if", "no_opportunity_if",
)  # fmt: skip


class Condition(NamedTuple):
    """One condition of a rubric, where it stands, and what it may name.

    Parameters
    ----------
    kind : str
        The key that holds it: ask_if, when, applies_if, na_if, no_opportunity_if, formula.
    owner : str
        Id of the attribute, code, item, score or verdict that it belongs to.
    text : str
        As written.
    path : tuple of str and int
        Where it stands.
    domains : mapping of str to Domain
        What it may name, and the values that each can have where the condition is asked.
    words : mapping of str to Domain
        The same without regard to where it is asked.
    """

    kind: str
    owner: str
    text: str
    path: Path
    domains: Domains
    words: Domains


def conditions(file: RubricFile) -> Iterator[Condition]:
    """Return every condition of a rubric.

    Parameters
    ----------
    file : RubricFile
        A file that the models take.

    Yields
    ------
    Condition
        In the order of the file.
    """
    yield from _of_segments(file)
    if session := file.session_layer:
        for place, item in enumerate(session.items):
            yield from _of_item(file, item, ("session_layer", "items", place))
    yield from _of_scoring(file)


def expressions(file: RubricFile) -> Iterator[Finding]:
    """Find conditions that cannot be read, name what is unknown, or wait for one another.

    Parameters
    ----------
    file : RubricFile
        A file that the models take.

    Yields
    ------
    Finding
        Each with its path.
    """
    waits: dict[str, set[str]] = {}
    first: dict[str, Path] = {}
    for condition in conditions(file):
        try:
            tree = parse(condition.text)
        except ExpressionError as error:
            problem = f"the condition cannot be read: {error.where}, {error.problem}"
            yield Finding("bad_expression", condition.path, problem, error.mend)
            continue
        names = names_in(tree)
        yield from _names(condition, names)
        yield from _words(condition, tree)
        if condition.kind in {*BRANCHES, "formula"}:
            waits.setdefault(condition.owner, set()).update(names)
            first.setdefault(condition.owner, condition.path)
    for owner in waits:
        if owner in _reached(owner, waits):
            yield Finding(
                "circle",
                first[owner],
                f"whether '{owner}' is known depends on '{owner}' itself.",
                "Let it depend on something that is answered before.",
            )


def compared(tree: Tree) -> Iterator[tuple[str, Constant]]:
    """Return what the names of a condition are compared with.

    Parameters
    ----------
    tree : Tree
        Of ``parse``.

    Yields
    ------
    tuple of str and constant
        A name, and one word or number that stands on the other side of a comparison.
    """
    match tree:
        case Comparison(_, Name(name), Literal(value)) | Comparison(_, Literal(value), Name(name)):
            for one in value if isinstance(value, tuple) else (value,):
                yield name, one
        case Comparison(_, left, right) | Sum(_, left, right):
            yield from compared(left)
            yield from compared(right)
        case Not(part):
            yield from compared(part)
        case Both(_, parts):
            for part in parts:
                yield from compared(part)
        case Literal() | Name():
            return


def _of_segments(file: RubricFile) -> Iterator[Condition]:
    if file.segment_layer is None:
        return
    known = coding_domains(file)
    for place, part in enumerate(file.segment_layer.attributes):
        path: Path = ("segment_layer", "attributes", place, "ask_if")
        if part.ask_if is not None:
            yield Condition("ask_if", part.id, part.ask_if, path, known, known)
    for place, code in enumerate(file.segment_layer.codes):
        own = {"code": Domain(values=(code.id,)), "family": Domain(values=(code.family,))}
        for n, rule in enumerate(code.status_rules):
            path = ("segment_layer", "codes", place, "status_rules", n, "when")
            yield Condition("when", code.id, rule.when, path, known | own, known)


def _of_scoring(file: RubricFile) -> Iterator[Condition]:
    numbers, known = number_domains(file), scoring_domains(file)
    for name, score in file.scoring.scores.items():
        if score.formula is not None:
            path: Path = ("scoring", "scores", name, "formula")
            yield Condition("formula", name, score.formula, path, numbers, numbers)
    for group, verdicts in file.scoring.verdicts.items():
        for place, verdict in enumerate(verdicts):
            path = ("scoring", "verdicts", group, place, "when")
            yield Condition("when", verdict.id, verdict.when, path, known, known)


def _of_item(file: RubricFile, item: Item, here: Path) -> Iterator[Condition]:
    if not item.variant_overrides and not any(getattr(item, kind) for kind in BRANCHES):
        return
    words, known = item_domains(file), item_domains(file, item.phases)
    for kind in BRANCHES:
        text = getattr(item, kind)
        if text is not None:
            yield Condition(kind, item.id, text, (*here, kind), known, words)
        for variant, change in item.variant_overrides.items():
            text = getattr(change, kind)
            if text is not None:
                there: Path = (*here, "variant_overrides", variant, kind)
                narrowed = item_domains(file, change.phases or item.phases)
                yield Condition(kind, item.id, text, there, narrowed, words)


def _names(condition: Condition, names: frozenset[str]) -> Iterator[Finding]:
    for name in sorted(names - condition.domains.keys()):
        yield Finding(
            "unknown_name",
            condition.path,
            f"the condition names '{name}', which is not known here.",
            choose_from(name, sorted(condition.domains), at_most=MOST_CHOICES),
        )


def _words(condition: Condition, tree: Tree) -> Iterator[Finding]:
    for name, constant in compared(tree):
        domain = condition.words.get(name)
        if domain is None or domain.words:
            continue
        words = [str(value) for value in domain.values if isinstance(value, str)]
        if isinstance(constant, str) and constant not in words:
            mend = choose_from(constant, words, at_most=MOST_CHOICES)
            yield Finding(
                "unknown_word",
                condition.path,
                f"'{constant}' is no value of '{name}'.",
                mend if words else f"Compare '{name}' with a number.",
            )
        elif not isinstance(constant, str) and words:
            yield Finding(
                "unknown_word",
                condition.path,
                f"{constant} is no value of '{name}', which is a word.",
                choose_from("", words, at_most=MOST_CHOICES),
            )


def _reached(start: str, waits: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        for name in waits.get(ahead.pop(), set()) - reached:
            reached.add(name)
            ahead.append(name)
    return reached
