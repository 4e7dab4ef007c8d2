"""Every fault of a rubric file is told with line, path and mend, and the mend mends it."""

from __future__ import annotations

import json
from functools import lru_cache

import jsonschema
import pytest
from ruamel.yaml import YAML

from ipt_fidelity import rubric
from ipt_fidelity.errors import RubricError
from ipt_fidelity.rubric import Rubric
from tests.rubric.copies import CORE, LICENSED, OIF, RUBRICS, SHIPPED, Broken, line_of, shipped
from tests.rubric.fault_table import FAULTS

SCHEMAS = {
    "ipt-rubric-1": rubric.json_schema,
    "ipt-rubric-pack-1": rubric.pack_json_schema,
    "ipt-rubric-variant-1": rubric.variant_json_schema,
}


@lru_cache(maxsize=64)
def read(text: str) -> Rubric:
    return rubric.read(text, where="mine.yaml")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_rubric_can_be_read(name: str) -> None:
    found = read(shipped(name))
    assert f"{found.id}-{found.version}" == name


def test_at_least_twenty_five_kinds_of_fault_are_known_apart() -> None:
    assert len({fault.code for fault in FAULTS}) >= 25


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_a_fault_is_told_with_its_line_its_path_and_its_mend(fault: Broken) -> None:
    with pytest.raises(RubricError) as refused:
        read(fault.broken)
    told = next(f for f in refused.value.faults if f.code == fault.code)
    assert told.where.startswith("mine.yaml, line ")
    assert line_of(told) == fault.line
    assert fault.path in told.where
    assert fault.mend in told.mend


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_following_the_mend_makes_the_rubric_readable(fault: Broken) -> None:
    read(fault.followed)


def test_all_faults_of_a_file_are_told_at_once() -> None:
    text = OIF.replace("pair_of: A4", "pair_of: A44").replace("C4g == 0", "C4x == 0")
    with pytest.raises(RubricError) as refused:
        read(text)
    assert [fault.code for fault in refused.value.faults] == ["unknown_item", "unknown_name"]


def test_a_rubric_without_layers_is_refused() -> None:
    head = OIF[: OIF.index("segment_layer:")]
    with pytest.raises(RubricError) as refused:
        read(head)
    assert refused.value.faults[0].code == "no_layer"


def test_a_score_of_segments_needs_codes() -> None:
    text = LICENSED.replace(
        "    avoidance:\n",
        "    purity: {segments: share_of_words, count: [off_model], of: [on_model, off_model]}\n"
        "    avoidance:\n",
    )
    with pytest.raises(RubricError) as refused:
        read(text)
    assert refused.value.faults[0].code == "no_segments"


def test_the_hash_stays_when_comments_and_layout_change() -> None:
    assert read("# another comment\n" + OIF).sha256 == read(OIF).sha256


def test_the_hash_changes_with_one_word() -> None:
    changed = OIF.replace("Use only when no technique", "Use when no technique")
    assert read(changed).sha256 != read(OIF).sha256


def test_the_exact_text_is_kept() -> None:
    assert read(CORE).text == CORE


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_that_of_the_models(name: str) -> None:
    published = (RUBRICS / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == SCHEMAS[name]()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_rubric_keeps_the_published_schema(name: str) -> None:
    tree = YAML(typ="safe", pure=True).load(shipped(name))
    jsonschema.Draft202012Validator(rubric.json_schema()).validate(json.loads(json.dumps(tree)))


def test_the_published_schema_refuses_an_unknown_key() -> None:
    tree = YAML(typ="safe", pure=True).load(CORE.replace("      rule: Risk", "      rool: Risk"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(rubric.json_schema()).validate(json.loads(json.dumps(tree)))


def test_an_error_never_repeats_the_wording_of_an_instrument() -> None:
    canary = "Zanzibar kettle"
    text = OIF.replace("        0: No link made or taken up", f"        9: {canary}")
    with pytest.raises(RubricError) as refused:
        read(text)
    assert canary not in str(refused.value)
