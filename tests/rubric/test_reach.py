"""What a condition can come to is found by trying all that matters, and only that."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity.rubric.domains import Domain
from ipt_fidelity.rubric.expressions import evaluate, parse
from ipt_fidelity.rubric.reach import holds_always, holds_never, outcomes

DOMAINS = {
    "phase": Domain(values=("initial", "middle")),
    "variants": Domain(values=("group", "ipsrt", "prescriber"), several=True),
    "A": Domain(values=(0, 1, 2, 3, 4)),
    "number": Domain(low=1, whole=True),
    "score": Domain(low=0, high=100),
    "least": Domain(values=(62.5,)),
    "note": Domain(words=True),
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("phase == 'initial'", {True, False}),
        ("phase in ['initial', 'middle']", {True}),
        ("'group' in variants and 'group' not in variants", {False}),
        ("A > 4", {False}),
        ("A >= 0", {True}),
        ("number < 1", {False}),
        ("number > 12", {True, False}),
        ("number > 12 and number < 14", {True, False}),
        ("score > 10 and score < 11", {True, False}),
        ("score >= least and score < least", {False}),
        ("score > least or score <= least", {True}),
        ("score >= least and score < 63", {True, False}),
        ("note == 'x'", {True, False}),
        ("phase > 2", {None}),
    ],
)
def test_outcomes_are_complete(text: str, wanted: set[bool | None]) -> None:
    assert outcomes(parse(text), DOMAINS) == wanted


@settings(max_examples=60)
@given(st.integers(-1, 5), st.integers(-1, 5), st.sampled_from(["<", "<=", "==", ">", "!="]))
def test_outcomes_agree_with_trying_every_value_by_hand(low: int, high: int, sign: str) -> None:
    tree = parse(f"A {sign} {low} and not A >= {high}".replace("-1", "- 1"))
    tried = {evaluate(tree, {"A": value}) for (value,) in product(range(5))}
    assert outcomes(tree, DOMAINS) == tried


def test_too_many_combinations_are_left_unsaid() -> None:
    names = [f"a{n}" for n in range(8)]
    domains = {name: Domain(values=tuple(range(7))) for name in names}
    tree = parse(" and ".join(f"{name} > 9" for name in names))
    assert outcomes(tree, domains) is None
    assert not holds_never(tree, domains)
    assert not holds_always(tree, domains)
