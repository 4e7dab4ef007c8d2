"""The page for authors names every key, and what it shows can be used."""

from __future__ import annotations

import re

import pytest
from pydantic import BaseModel

from ipt_fidelity import rubric
from ipt_fidelity.rubric import Rubric, history, instrument, scoring_form
from tests.rubric.copies import CORE, LICENSED, OIF, RUBRICS

README = (RUBRICS / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
NAMED = set(re.findall(r"`([a-z_0-9]+)`", README))
OVERRIDES = {"Override", "CodeOverride"}


def block(start: str) -> str:
    return next(text for text in BLOCKS if start in text)


def keys() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for module in (instrument, history, scoring_form):
        for name, part in vars(module).items():
            if isinstance(part, type) and issubclass(part, BaseModel) and name not in OVERRIDES:
                fields = part.model_fields.items()
                found[name] = {field.alias or key for key, field in fields}
    return found


@pytest.mark.parametrize("part", keys())
def test_every_key_of_the_format_is_named(part: str) -> None:
    assert keys()[part] - NAMED == set()


def test_the_variant_that_is_shown_can_be_joined(oif: Rubric) -> None:
    found = rubric.with_variant(oif, block("ipt-rubric-variant/1"), where="README.md")
    assert "perinatal" in found.variants


def test_the_pack_that_is_shown_fits_its_rubric() -> None:
    found = rubric.read(LICENSED, where="x", pack=block("ipt-rubric-pack/1"))
    assert found.item("item_01").text == "(the owner's words)"


def test_the_ratio_and_the_table_that_are_shown_can_be_read() -> None:
    items = "".join(
        f"    - {{id: {name}, construct: adherence, subscale: {name[:2]}, type: count, "
        "range: [0, 9], phases: [middle]}\n"
        for name in ("reflections", "questions")
    ).replace("subscale: re", "subscale: empathy")
    text = CORE[: CORE.index("segment_layer:")] + "session_layer:\n  items:\n" + items
    found = rubric.read(text + block("reflections_per_question"), where="x")
    assert set(found.scoring.scores) == {"reflections_per_question", "standard_score"}


def test_the_migration_that_is_shown_can_be_read() -> None:
    text = OIF.replace('version: "0.1.0"', 'version: "0.2.0"')
    for old, new in (("FAC", "LIS"), ("ADM", "ADA")):
        text = re.sub(rf"\b{old}\b", new, text)
    split = text.index("    - id: HXR\n")
    start = text.index("    - id: ADA\n")
    second = text[start:split].replace("- id: ADA", "- id: ADB")
    text = text[:split] + second + text[split:]
    text = text.replace("    - id: A5\n", "    - id: A5\n      retired: true\n")
    found = rubric.read(text + "\n" + block("since: 0.1.0"), where="x")
    assert rubric.carried(found, "code", "FAC", since="0.1.0") == ("LIS",)
