"""Every public name says what it is, takes, gives and refuses, in numpydoc's form."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import tomllib
from enum import Enum

import pytest
from numpydoc.validate import validate
from pydantic import BaseModel

import ipt_fidelity
from ipt_fidelity.errors import FidelityError
from tests.house.gates import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LEFT_OUT = set(SETTINGS["tool"]["numpydoc_validation"]["checks"]) - {"all"}
ROOMS = sorted(
    f"ipt_fidelity.{module.name}"
    for module in pkgutil.iter_modules(ipt_fidelity.__path__)
    if module.ispkg
)


def public_names() -> list[str]:
    """Return every function and class that a room lists, once, and their public methods."""
    names: dict[str, None] = {}
    for room in ["ipt_fidelity", *ROOMS]:
        module = importlib.import_module(room)
        for name in module.__all__:
            thing = getattr(module, name)
            if not callable(thing) or not getattr(thing, "__module__", "").startswith("ipt_fid"):
                continue
            full = f"{thing.__module__}.{thing.__qualname__}"
            names[full] = None
            if inspect.isclass(thing):
                for method, function in vars(thing).items():
                    if inspect.isfunction(function) and not method.startswith("_"):
                        names[f"{full}.{method}"] = None
    return list(names)


def complaints(name: str) -> list[str]:
    """Return what numpydoc finds wrong, short of what the project leaves out."""
    found = validate(name)["errors"]
    left_out = LEFT_OUT | ({"PR01"} if takes_no_words_of_its_own(name) else set())
    return [f"{name}: {code} {text}" for code, text in found if code not in left_out]


def takes_no_words_of_its_own(name: str) -> bool:
    """Say whether a class is made with what is documented elsewhere.

    An enumeration or a protocol is not made by its readers; an error takes what its base
    documents; a model of a file has the keys that the page of the format and the JSON Schema
    describe.
    """
    module, _, last = name.rpartition(".")
    try:
        thing = getattr(importlib.import_module(module), last)
    except ImportError:
        return False
    if getattr(thing, "_is_protocol", False):
        return True
    inherits = inspect.isclass(thing) and "__init__" not in vars(thing)
    return inherits and issubclass(thing, (Enum, FidelityError, BaseModel))


@pytest.mark.filterwarnings("ignore:Widget:DeprecationWarning")  # numpydoc looks at all of it
@pytest.mark.parametrize("name", public_names())
def test_a_public_name_is_documented(name: str) -> None:
    assert complaints(name) == []


def test_the_gate_notices_a_name_without_its_parameters() -> None:
    assert any("PR01" in line for line in complaints("tests.house.undocumented.bare"))
