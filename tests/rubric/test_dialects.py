"""A variant in a file of its own adds, drops, relabels and flips; the rubric stays as it is."""

from __future__ import annotations

import pytest

from ipt_fidelity import rubric
from ipt_fidelity.errors import RubricError
from ipt_fidelity.rubric import Circumstances, Rubric
from tests.rubric.copies import codes

VARIANT = """format: ipt-rubric-variant/1
of: {id: oif, version: 0.1.0}
variant: perinatal
version: 0.1.0-perinatal.1
title: Open IPT Fidelity rubric, perinatal form
drop:
  codes: [UNF]
  items: [A5]
change:
  items:
    A1: {label: Mood and sleep since the last session, essential: true}
    X5: {construct: adherence, reverse: false}
  codes:
    SKL: {status: neutral, label: Settling and holding}
add:
  items:
    - id: P1
      label: The tie to the baby
      construct: adherence
      scale: extent
      phases: [middle]
      evidence_for: [4]
      anchors: {0: Not asked, 1: Named, 2: Asked, 3: Worked on, 4: As 3 with a step}
  codes:
    - id: BBY
      label: Tie to the baby
      family: area
      status: on_model
      phases: {expected: [middle]}
      definition: Therapist works on the tie to the baby.
      example: "T: How is it between you two at night?"
      rule: The baby must be named.
"""
CORE = Circumstances(phase="middle")
PERINATAL = Circumstances(phase="middle", variants=("perinatal",))


@pytest.fixture(scope="module")
def joined(oif: Rubric) -> Rubric:
    return rubric.with_variant(oif, VARIANT, where="perinatal.yaml")


def test_in_sessions_without_the_variant_nothing_is_changed(oif: Rubric, joined: Rubric) -> None:
    was = [(i.id, i.label, i.reverse) for i in rubric.items_for(oif, CORE)]
    assert was == [(i.id, i.label, i.reverse) for i in rubric.items_for(joined, CORE)]
    assert [c.id for c in rubric.codes_for(oif, CORE)] == [
        c.id for c in rubric.codes_for(joined, CORE)
    ]


def test_the_variant_drops_and_adds(joined: Rubric) -> None:
    items = [item.id for item in rubric.items_for(joined, PERINATAL)]
    names = [code.id for code in rubric.codes_for(joined, PERINATAL)]
    assert "A5" not in items
    assert "P1" in items
    assert "UNF" not in names
    assert "BBY" in names


def test_the_variant_relabels_and_flips(joined: Rubric) -> None:
    items = {item.id: item for item in rubric.items_for(joined, PERINATAL)}
    assert items["A1"].label == "Mood and sleep since the last session"
    assert items["A1"].essential
    assert (items["X5"].construct_, items["X5"].reverse) == ("adherence", False)
    by_id = {code.id: code for code in rubric.codes_for(joined, PERINATAL)}
    assert by_id["SKL"].label == "Settling and holding"


def test_the_status_of_a_code_is_flipped_in_the_variant_only(joined: Rubric) -> None:
    rules = joined.code("SKL").status_rules
    assert [(rule.when, rule.status) for rule in rules] == [("'perinatal' in variants", "neutral")]


def test_the_whole_is_an_instrument_of_its_own_that_can_be_read_again(
    oif: Rubric, joined: Rubric
) -> None:
    assert (joined.id, joined.version) == ("oif", "0.1.0-perinatal.1")
    assert joined.sha256 != oif.sha256
    assert joined.sha256 == rubric.read(joined.text, where="again").sha256


def test_old_ratings_are_told_what_the_variant_does(oif: Rubric, joined: Rubric) -> None:
    said = [str(part) for part in rubric.diff(oif, joined)]
    assert any("vocabulary: variants gain 'perinatal'" in line for line in said)
    assert any(line.startswith("item P1: new") for line in said)


@pytest.mark.parametrize(
    ("old", "new", "code", "mend"),
    [
        ("version: 0.1.0}", "version: 0.2.0}", "variant_of_another", "correct 'of:'"),
        ("0.1.0-perinatal.1", "0.2.0-perinatal.1", "version_of_another", "0.1.0-perinatal.1"),
        ("variant: perinatal", "variant: ipsrt", "variant_there", "another name"),
        ("items: [A5]", "items: [A55]", "unknown_item", "Did you mean 'A5'?"),
        ("    SKL: {", "    SKI: {", "unknown_code", "Did you mean 'SKL'?"),
        ("- id: P1", "- id: A1", "repeated_id", "another id"),
        ("scale: extent", "scale: extend", "unknown_scale", "Did you mean 'extent'?"),
        ("drop:", "dropp:", "extra_forbidden", "Did you mean 'drop'?"),
    ],
)
def test_a_variant_that_does_not_fit_is_refused_with_a_mend(
    oif: Rubric, old: str, new: str, code: str, mend: str
) -> None:
    with pytest.raises(RubricError) as refused:
        rubric.with_variant(oif, VARIANT.replace(old, new), where="perinatal.yaml")
    assert codes(refused.value.faults) == {code}
    assert mend in refused.value.faults[0].mend
    assert refused.value.faults[0].where.startswith("perinatal.yaml, ")
