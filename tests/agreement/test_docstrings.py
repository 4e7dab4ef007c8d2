"""Worked examples run; every public name is documented as the house demands."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from enum import Enum

import pytest
from numpydoc.validate import validate

from ipt_fidelity import agreement

MODULES = [
    f"{agreement.__name__}.{found.name}" for found in pkgutil.iter_modules(agreement.__path__)
]
CHECKED = {"PR01", "PR02", "PR03", "PR07", "PR10", "RT01", "SS01", "SS03", "GL08"}
STATISTICS = [
    name for name in agreement.__all__ if name.islower() and callable(getattr(agreement, name))
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


KINDS = [getattr(agreement, name) for name in agreement.__all__]
DOCUMENTED = [
    name
    for name, kind in zip(agreement.__all__, KINDS, strict=True)
    if not (isinstance(kind, type) and issubclass(kind, Enum))
]


@pytest.mark.parametrize("name", DOCUMENTED)
def test_public_names_are_documented(name: str) -> None:
    faults = validate(f"ipt_fidelity.agreement.{name}")["errors"]
    assert [fault for fault in faults if fault[0] in CHECKED] == []


@pytest.mark.parametrize("name", STATISTICS)
def test_statistics_return_something_that_is_described(name: str) -> None:
    text = getattr(agreement, name).__doc__
    assert "Returns" in text
