"""YAML 1.2 with lines; hostile files are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from ipt_fidelity.yaml_tree import DEEPEST, MOST_CHARACTERS, checked, load


class Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    id: str
    size: int = 0


class Whole(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    parts: tuple[Part, ...]
    more: dict[str, Part] = {}


def test_on_off_yes_no_and_clock_times_stay_words() -> None:
    tree, faults = load("[on, off, yes, no, 1:30, y, ~, true, 0x1F, 1e3]", where="f")
    assert tree is not None
    assert tree.value == ["on", "off", "yes", "no", "1:30", "y", None, True, 31, 1000.0]
    assert faults == []


def test_each_key_and_item_knows_its_line() -> None:
    tree, _ = load("a:\n  - b: 1\n  - c: 2\n", where="f")
    assert tree is not None
    assert tree.line_of(("a", 1, "c")) == 3
    assert tree.line_of(("a", 1, "c", "deeper")) == 3
    assert tree.line_of(()) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n# only a comment", "empty"),
        ("a: [", "not_yaml"),
        ("a: \x00", "not_yaml"),
        ("x: &a [1]\ny: *a", "alias"),
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "too_deep"),
        ("a: 1\na: 2", "repeated_key"),
        ("? [a]\n: b", "odd_key"),
        ("x" * (MOST_CHARACTERS + 1), "too_large"),
        ("- a\n b: c", "not_yaml"),
    ],
)
def test_what_cannot_be_taken_is_a_fault_with_a_mend(text: str, code: str) -> None:
    _, faults = load(text, where="f")
    assert [fault.code for fault in faults] == [code]
    assert faults[0].where.startswith("f, line ")
    assert faults[0].mend


def test_a_model_tells_every_fault_with_line_path_and_nearest_key() -> None:
    tree, _ = load("parts:\n  - {id: a, sise: 1}\n  - {size: big}\nmore: {x: {idd: a}}", where="f")
    assert tree is not None
    noun, faults = checked(Whole, tree, where="f")
    assert noun is None
    told = [str(fault) for fault in faults]
    assert any("f, line 2, parts[0].sise" in t and "Did you mean 'size'?" in t for t in told)
    assert any("f, line 3, parts[1].id: key 'id' is missing" in t for t in told)
    assert any("f, line 3, parts[1].size" in t for t in told)
    assert any("f, line 4, more.x.idd" in t and "Did you mean 'id'?" in t for t in told)


def test_a_fault_never_repeats_what_the_file_says() -> None:
    tree, _ = load("parts: [{id: a, size: confidential words}]", where="f")
    assert tree is not None
    _, faults = checked(Whole, tree, where="f")
    assert "confidential" not in "".join(map(str, faults))


@given(st.text(max_size=60))
def test_any_text_is_a_tree_or_a_fault(text: str) -> None:
    tree, faults = load(text, where="f")
    assert (tree is not None) or faults
