"""Another language by ids: the words change, the instrument does not."""

from __future__ import annotations

import pytest

from ipt_fidelity import rubric
from ipt_fidelity.errors import RubricError, UnknownNameError
from ipt_fidelity.rubric import Rubric
from tests.rubric.copies import CORE, codes

GERMAN = """translations:
  - language: de
    of_version: 0.1.0
    texts:
      area: {label: Arbeit am Problembereich, include.0: die Geschichte eines Verlustes,
             near_miss: "T: Wort für Wort, bitte."}
      G1: {anchors.100: Zum Lehren geeignet}
      score:purity: {label: Reinheit}

display:
"""


@pytest.fixture(scope="module")
def found() -> Rubric:
    return rubric.read(CORE.replace("display:\n", GERMAN), where="x")


def test_the_languages_are_listed_with_its_own_first(found: Rubric) -> None:
    assert rubric.languages(found) == ("en", "de")


def test_words_are_replaced_where_the_translation_has_them(found: Rubric) -> None:
    german = rubric.in_language(found, "de")
    area = german.code("area")
    assert area.label == "Arbeit am Problembereich"
    assert area.include[:2] == (
        "die Geschichte eines Verlustes",
        "what each side of a dispute expects",
    )
    assert area.near_miss is not None
    assert (area.near_miss.text, area.near_miss.code) == ("T: Wort für Wort, bitte.", "technique")
    assert german.item("G1").anchors["100"] == "Zum Lehren geeignet"
    assert german.item("G1").anchors["0"] == "Not recognisable as IPT"
    assert german.scoring.scores["purity"].label == "Reinheit"


def test_it_is_the_same_instrument(found: Rubric) -> None:
    german = rubric.in_language(found, "de")
    assert (german.sha256, german.text) == (found.sha256, found.text)
    assert german.language == "de"


def test_its_own_language_changes_nothing(found: Rubric) -> None:
    assert rubric.in_language(found, "en") is found


def test_a_language_that_is_not_there_is_refused(found: Rubric) -> None:
    with pytest.raises(UnknownNameError, match="Write one of: de, en"):
        rubric.in_language(found, "fr")


def test_an_id_that_names_two_things_must_say_which() -> None:
    clash = CORE.replace("    - id: G1\n", "    - id: purity\n")
    bare = GERMAN.replace("      G1: {anchors.100: Zum Lehren geeignet}\n", "")
    with pytest.raises(RubricError) as refused:
        rubric.read(clash.replace("display:\n", bare.replace("score:purity", "purity")), where="x")
    assert codes(refused.value.faults) == {"ambiguous_part"}
    assert refused.value.faults[0].mend == "Write item:purity, score:purity."
    assert rubric.read(clash.replace("display:\n", bare), where="x").version == "0.1.0"
