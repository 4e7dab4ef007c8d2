"""The language of conditions: closed, three-valued, and it names the character it cannot read."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity.rubric.expressions import (
    DEEPEST,
    LONGEST,
    Answer,
    Both,
    Comparison,
    ExpressionError,
    Literal,
    Name,
    Not,
    Tree,
    evaluate,
    names_in,
    parse,
    value_of,
)

KLEENE_AND = {
    (True, True): True, (True, None): None, (True, False): False,
    (None, None): None, (None, False): False, (False, False): False,
}  # fmt: skip
NAMES = ("p", "q", "n", "m")
KNOWN: dict[str, st.SearchStrategy[Answer]] = {
    "p": st.booleans(),
    "q": st.sampled_from(["late", "only"]),
    "n": st.integers(-3, 7),
    "m": st.just(("a", "b")),
}
LEAVES: st.SearchStrategy[Tree] = st.sampled_from(
    [
        Name("p"),
        Comparison("==", Name("q"), Literal("late")),
        Comparison(">=", Name("n"), Literal(2)),
        Comparison("in", Literal("a"), Name("m")),
        Comparison("not in", Name("n"), Literal((1, 2))),
        Comparison("<", Name("q"), Name("n")),
        Literal(value=True),
        Literal(value=False),
    ]
)


def _grown(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return (
        parts.map(Not)
        | several.map(lambda held: Both("and", held))
        | several.map(lambda held: Both("or", held))
    )


TREES = st.recursive(LEAVES, _grown, max_leaves=8)
WORLDS = st.fixed_dictionaries(KNOWN)


@pytest.mark.parametrize("pair", KLEENE_AND)
def test_and_follows_the_strong_tables_of_kleene(pair: tuple[bool | None, bool | None]) -> None:
    left, right = pair
    tree = parse("left and right")
    wanted = KLEENE_AND[pair]
    assert wanted == evaluate(tree, {"left": left, "right": right})
    assert wanted == evaluate(tree, {"left": right, "right": left})


@settings(max_examples=150)
@given(TREES, TREES, WORLDS, st.sets(st.sampled_from(NAMES)))
def test_de_morgan_holds_with_three_values(
    left: Tree, right: Tree, world: dict[str, Answer], hidden: set[str]
) -> None:
    names = {name: value for name, value in world.items() if name not in hidden}
    outside = evaluate(Not(Both("and", (left, right))), names)
    inside = evaluate(Both("or", (Not(left), Not(right))), names)
    assert outside == inside


@settings(max_examples=150)
@given(TREES, WORLDS, st.sets(st.sampled_from(NAMES)))
def test_what_is_decided_stays_so_when_more_is_known(
    tree: Tree, world: dict[str, Answer], hidden: set[str]
) -> None:
    less = {name: value for name, value in world.items() if name not in hidden}
    decided = evaluate(tree, less)
    if decided is not None:
        assert decided == evaluate(tree, world)


@settings(max_examples=100)
@given(TREES, WORLDS)
def test_a_double_opposite_changes_nothing(tree: Tree, world: dict[str, Answer]) -> None:
    assert evaluate(tree, world) == evaluate(Not(Not(tree)), world)


@settings(max_examples=200)
@given(st.text(alphabet="pqn'\"()[], =<>!+-12andornti", max_size=40))
def test_any_text_is_parsed_or_refused_and_nothing_else(text: str) -> None:
    with suppress(ExpressionError):
        evaluate(parse(text), {})


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A4 == 0", None),
        ("A4 == 0 and false", False),
        ("A4 == 0 or true", True),
        ("phase == 'initial'", True),
        ("phase_position in ['late', 'only']", None),
        ("'ipsrt' in variants", True),
        ("'group' not in variants", True),
        ("not 'group' in variants", True),
        ("not sick_role", False),
        ("level > -3 and level <= -1", True),
        ("level + 3 >= 2", True),
        ("(true or A4 == 0) and not false", True),
        ("phase > 2", None),
        ("phase == 2", False),
    ],
)
def test_conditions_come_to_what_is_known(text: str, wanted: object) -> None:
    names: dict[str, Answer] = {
        "phase": "initial",
        "variants": ("ipsrt", "prescriber"),
        "sick_role": True,
        "level": -1,
    }
    assert wanted is evaluate(parse(text), names)


@pytest.mark.parametrize(("entered", "wanted"), [(1, True), (0, False), (True, True), (2, None)])
def test_a_bare_name_holds_where_it_is_one_or_true(entered: int, wanted: object) -> None:
    assert wanted is evaluate(parse("beyond_remit"), {"beyond_remit": entered})


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("A4 = 0", 4),
        ("A4 == ", 7),
        ("A4 == 'x", 7),
        ("(A4 == 0", 1),
        ("A4 == 0)", 8),
        ("A4 == 0 A5", 9),
        ("A4 & A5", 4),
        ("A4 in [1 2]", 8),
        ("A4 in [1, B]", 11),
        ("A4 in [1, 2", 11),
        ("1 < A4 < 3", 8),
        ("and", 1),
        ("__import__('os')", 11),
        ("A4.real", 3),
    ],
)
def test_what_cannot_be_read_is_told_with_its_character(text: str, character: int) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert refused.value.where == f"character {character}"


@pytest.mark.parametrize("hostile", ["(" * 400, "[" * 400, "not " * 120 + "p", "-" * 400])
def test_a_condition_nested_without_end_is_refused(hostile: str) -> None:
    with pytest.raises(ExpressionError):
        parse(hostile)


def test_nesting_is_taken_up_to_its_limit() -> None:
    deep = DEEPEST - 1
    assert evaluate(parse("(" * deep + "p" + ")" * deep), {"p": True}) is True
    with pytest.raises(ExpressionError, match="too deep"):
        parse("(" * DEEPEST + "p" + ")" * DEEPEST)


def test_a_condition_that_is_too_long_is_refused() -> None:
    with pytest.raises(ExpressionError, match="longer than 500 characters"):
        parse("p or " * (LONGEST // 5) + "p")


def test_the_names_of_a_condition_are_listed() -> None:
    names = names_in(parse("essential and adherence >= adherent or not (n - 1 in [2])"))
    assert names == {"essential", "adherence", "adherent", "n"}


def test_a_formula_is_a_number() -> None:
    found = value_of(parse("adherence - (100 - avoidance)"), {"adherence": 62.5, "avoidance": 80})
    assert found == 42.5


def test_a_formula_with_an_unknown_part_has_no_value() -> None:
    assert value_of(parse("adherence - avoidance"), {"adherence": 62.5}) is None
