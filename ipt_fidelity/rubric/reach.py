"""What a condition can come to, tried over every value that its names may take.

The names of a condition are few and their values are finite, or matter only about the numbers
that it names; so trying all is exact and small. Above 20,000 combinations nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod

from ipt_fidelity.rubric.conditions import compared
from ipt_fidelity.rubric.domains import Domain, Domains
from ipt_fidelity.rubric.expressions import (
    Answer,
    Both,
    Comparison,
    Constant,
    Literal,
    Name,
    Not,
    Sum,
    Tree,
    evaluate,
    names_in,
)

MOST_COMBINATIONS = 20_000
MOST_LISTED = 5
STEP = 0.5


def outcomes(tree: Tree, domains: Domains) -> frozenset[bool | None] | None:
    """Return what a condition can come to when all its names are known.

    Parameters
    ----------
    tree : Tree
        Of ``parse``.
    domains : mapping of str to Domain
        The values of each name.

    Returns
    -------
    frozenset of bool or None; or None
        True, False, and None where the comparison has no answer (a word against a number). None
        instead of a set where there are too many combinations to try.
    """
    combinations_ = assignments([tree], domains)
    return None if combinations_ is None else frozenset(evaluate(tree, n) for n in combinations_)


def assignments(trees: Sequence[Tree], domains: Domains) -> Iterator[dict[str, Answer]] | None:
    """Return every combination of values that can matter to some conditions.

    Parameters
    ----------
    trees : sequence of Tree
        Conditions that are looked at together.
    domains : mapping of str to Domain
        The values of each name.

    Returns
    -------
    iterator of dict, or None
        None where there are more than 20,000.
    """
    names = sorted(frozenset[str]().union(*(names_in(tree) for tree in trees)))
    near = _numbers(trees, domains)
    said: dict[str, list[Constant]] = {}
    for tree in trees:
        for name, constant in compared(tree):
            said.setdefault(name, []).append(constant)
    choices = [_samples(domains[name], said.get(name, []), near) for name in names]
    if prod(len(values) for values in choices) > MOST_COMBINATIONS:
        return None
    return (dict(zip(names, values, strict=True)) for values in product(*choices))


def _numbers(trees: Sequence[Tree], domains: Domains) -> list[float]:
    """Return the numbers near which something may change: literals, and fixed thresholds."""
    found = {number for tree in trees for number in _literals(tree)}
    for tree in trees:
        for name in names_in(tree):
            values = domains[name].values
            if len(values) == 1 and isinstance(values[0], (int, float)):
                found.add(float(values[0]))
    return sorted(found)


def _literals(tree: Tree) -> Iterator[float]:
    match tree:
        case Literal(value):
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, (int, float)) and not isinstance(one, bool):
                    yield float(one)
        case Not(part):
            yield from _literals(part)
        case Both(_, parts):
            for part in parts:
                yield from _literals(part)
        case Comparison(_, left, right) | Sum(_, left, right):
            yield from _literals(left)
            yield from _literals(right)
        case Name():
            return


def _samples(domain: Domain, said: Sequence[Constant], near: Sequence[float]) -> Sequence[Answer]:
    if domain.several:
        listed = [value for value in domain.values if value in said][:MOST_LISTED]
        return [chosen for n in range(len(listed) + 1) for chosen in combinations(listed, n)]
    if domain.values:
        return domain.values
    if domain.words:
        return [*(word for word in said if isinstance(word, str)), "", "another word"]
    low = -1000.0 if domain.low is None else domain.low
    high = 1000.0 if domain.high is None else domain.high
    step = 1.0 if domain.whole else STEP
    tried = {low, high} | {at + by for at in near for by in (-step, 0.0, step)}
    return sorted(number for number in tried if low <= number <= high)


def holds_always(tree: Tree, domains: Mapping[str, Domain]) -> bool:
    """Say whether a condition holds whatever its names stand for.

    Parameters
    ----------
    tree : Tree
        Of ``parse``.
    domains : mapping of str to Domain
        The values of each name.

    Returns
    -------
    bool
        False also where there are too many combinations to try.
    """
    return outcomes(tree, domains) == frozenset({True})


def holds_never(tree: Tree, domains: Mapping[str, Domain]) -> bool:
    """Say whether a condition cannot hold, whatever its names stand for.

    Parameters
    ----------
    tree : Tree
        Of ``parse``.
    domains : mapping of str to Domain
        The values of each name.

    Returns
    -------
    bool
        False also where there are too many combinations to try.
    """
    found = outcomes(tree, domains)
    return found is not None and True not in found
