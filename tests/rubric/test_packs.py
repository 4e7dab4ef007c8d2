"""Licensed wording stays in its pack: structure travels, words do not."""

from __future__ import annotations

import pytest

from ipt_fidelity import rubric
from ipt_fidelity.errors import RubricError
from tests.rubric.copies import LICENSED, codes

CANARY = "Zanzibar kettle"
PACK = f"""format: ipt-rubric-pack/1
of: {{id: example-licensed, version: 1.0.0}}
texts:
  item_01: {{text: "{CANARY} one", anchors.1: "{CANARY} never", anchors.7: "{CANARY} always"}}
  item:item_02: {{text: "{CANARY} two", label: "{CANARY} label"}}
  freq7:
    labels.0: never
    labels.1: rarely
"""


def test_with_its_pack_a_rubric_shows_the_wording() -> None:
    found = rubric.read(LICENSED, where="x.yaml", pack=PACK)
    assert found.item("item_01").text == f"{CANARY} one"
    assert found.item("item_01").anchors == {"1": f"{CANARY} never", "7": f"{CANARY} always"}
    assert found.item("item_02").label == f"{CANARY} label"
    assert found.scales["freq7"].labels == ("never", "rarely")
    assert found.pack_sha256 == rubric.pack_hash(PACK)


def test_without_its_pack_a_rubric_can_be_used_and_shows_ids() -> None:
    found = rubric.read(LICENSED, where="x.yaml")
    assert len(rubric.items_for(found, rubric.Circumstances(phase="middle"))) > 10
    assert found.item("item_01").text is None
    assert "@pack" not in rubric.codebook_markdown(found)
    assert "wording kept outside" in found._repr_html_()


def test_what_is_stored_and_hashed_never_holds_the_wording() -> None:
    bare = rubric.read(LICENSED, where="x.yaml")
    found = rubric.read(LICENSED, where="x.yaml", pack=PACK)
    assert found.sha256 == bare.sha256
    assert found.text == LICENSED
    assert CANARY not in repr(found)


def test_a_codebook_that_travels_shows_ids_and_the_one_for_the_screen_shows_words() -> None:
    found = rubric.read(LICENSED, where="x.yaml", pack=PACK)
    assert CANARY not in rubric.codebook(found)
    assert CANARY not in rubric.codebook_markdown(found)
    assert CANARY in rubric.codebook_with_words(found)


def test_without_wording_nothing_of_a_restricted_rubric_is_left_but_ids() -> None:
    found = rubric.without_wording(rubric.read(LICENSED, where="x.yaml", pack=PACK))
    assert CANARY not in found.file.model_dump_json()
    assert [item.id for item in found.items][:2] == ["item_01", "item_02"]


def test_without_wording_a_free_rubric_is_unchanged(oif: rubric.Rubric) -> None:
    assert rubric.without_wording(oif) is oif


def test_wording_that_stands_in_a_restricted_file_itself_is_taken_out_too() -> None:
    text = LICENSED.replace('text: "@pack"', f"text: {CANARY}", 1)
    found = rubric.without_wording(rubric.read(text, where="x.yaml"))
    assert CANARY not in found.file.model_dump_json()


def test_a_pack_that_lacks_texts_is_told_by_number() -> None:
    faults = rubric.check_report(LICENSED, where="x.yaml", pack=PACK)
    lacking = next(fault for fault in faults if fault.code == "pack_lacks")
    assert "26 texts" in lacking.problem
    assert "no_pack" not in codes(faults)


def test_a_missing_pack_is_a_warning_that_names_the_place() -> None:
    faults = rubric.check_report(LICENSED, where="x.yaml")
    told = next(fault for fault in faults if fault.code == "no_pack")
    assert "private/example-licensed.en.yaml" in told.mend


def test_a_pack_that_its_rubric_names_by_hash_must_be_that_one() -> None:
    path = "{path: private/example-licensed.en.yaml"
    text = LICENSED.replace(path, f"{path}, sha256: {rubric.pack_hash(PACK)}")
    assert rubric.read(text, where="x.yaml", pack=PACK).pack_sha256 is not None
    with pytest.raises(RubricError) as refused:
        rubric.read(text, where="x.yaml", pack=PACK + "# another\n")
    assert codes(refused.value.faults) == {"pack_changed"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("version: 1.0.0", "version: 1.1.0", "pack_of_another"),
        ("  item_01:", "  item_99:", "unknown_part"),
        ("{text:", "{txt:", "unknown_field"),
        ("anchors.7:", "anchors.8:", "anchor_off_scale"),
        ("labels.0:", "labels.x:", "unknown_field"),
        ("anchors.1:", "anchors:", "unknown_field"),
        ("format: ipt-rubric-pack/1", "format: ipt-rubric/1", "literal_error"),
    ],
)
def test_a_pack_that_does_not_fit_is_refused_without_repeating_it(
    old: str, new: str, code: str
) -> None:
    with pytest.raises(RubricError) as refused:
        rubric.read(LICENSED, where="x.yaml", pack=PACK.replace(old, new, 1))
    assert codes(refused.value.faults) == {code}
    assert CANARY not in str(refused.value)
    assert "private/example-licensed.en.yaml, line " in str(refused.value)


def test_faults_of_a_pack_stand_in_the_report() -> None:
    faults = rubric.check_report(LICENSED, where="x.yaml", pack=PACK.replace("item_01", "item_99"))
    assert faults[0].code == "unknown_part"
