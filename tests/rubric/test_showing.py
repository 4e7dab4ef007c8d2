"""Order of showing, notes of the house, and who rates: kept apart from what the rubric means."""

from __future__ import annotations

import pytest

from ipt_fidelity import rubric
from ipt_fidelity.errors import RubricError
from ipt_fidelity.rubric import Circumstances, Effect, Rubric
from tests.rubric.copies import LICENSED, OIF, codes

OIF_HASH = "cd2b195e58b76977d916ecb16cc72ea4847d948c588e21df40bb8e85e9fd8a63"
ORDER = "  order: {items: [G2, A3], codes: [COG]}\n"
NOTE = "      local_notes:\n        - {text: We ask twice., by: KM, date: 2026-03-01}\n"
AT_A2 = "      label: Link between mood and interpersonal events\n"
AT_COM = "      label: Communication analysis\n"


def read(text: str) -> Rubric:
    return rubric.read(text, where="x")


def ordered(order: str = ORDER) -> str:
    return OIF.replace("display:\n", f"display:\n{order}")


def noted(text: str = OIF) -> str:
    return text.replace(AT_A2, AT_A2 + NOTE).replace(AT_COM, AT_COM + NOTE, 1)


def test_the_open_rubric_keeps_the_hash_that_stands_on_its_sheets(oif: Rubric) -> None:
    assert oif.sha256 == OIF_HASH


def test_what_the_order_names_is_shown_first_and_the_rest_as_in_the_file() -> None:
    found = read(ordered())
    items = [item.id for item in rubric.in_order(found, found.items)]
    assert items[:3] == ["G2", "A3", "A1"]
    assert [i for i in items if i not in {"G2", "A3"}] == [
        item.id for item in found.items if item.id not in {"G2", "A3"}
    ]
    assert [code.id for code in rubric.in_order(found, found.codes)][:2] == ["COG", "SYM"]


def test_a_form_is_ordered_among_itself() -> None:
    found = read(ordered())
    form = rubric.items_for(found, Circumstances(phase="initial"))
    shown = rubric.in_order(found, form)
    assert {item.id for item in shown} == {item.id for item in form}
    assert shown[0].id == "G2"


def test_without_an_order_the_file_is_the_order(oif: Rubric) -> None:
    assert rubric.in_order(oif, oif.items) == oif.items
    assert rubric.in_order(oif, ()) == ()


def test_the_order_changes_no_mark_and_is_told(oif: Rubric) -> None:
    (told,) = rubric.diff(oif, read(ordered().replace('version: "0.1.0"', 'version: "0.2.0"')))
    assert (told.what, told.effect) == ("display", Effect.NONE)


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ("  order: {items: [A1, A1]}\n", "shown_twice"),
        ("  order: {items: [A99]}\n", "unknown_item"),
        ("  order: {codes: [NOP]}\n", "unknown_code"),
    ],
)
def test_an_order_of_what_is_not_there_is_told(order: str, code: str) -> None:
    with pytest.raises(RubricError) as refused:
        read(ordered(order))
    assert codes(refused.value.faults) == {code}


def test_a_note_of_the_house_is_kept_and_leaves_the_hash_as_it_is(oif: Rubric) -> None:
    found = read(noted())
    assert found.item("A2").local_notes[0].text == "We ask twice."
    assert found.code("COM").local_notes[0].by == "KM"
    assert found.sha256 == oif.sha256
    assert rubric.diff(oif, found) == ()


def test_the_codebook_marks_a_note_as_local() -> None:
    page = rubric.codebook_markdown(read(noted()))
    assert page.count("Local note") == 2
    assert "We ask twice. (KM, 2026-03-01)" in page


def test_a_note_on_licensed_wording_stays_in_the_house() -> None:
    at = '    - id: item_01\n      text: "@pack"\n'
    found = read(LICENSED.replace(at, at + NOTE))
    assert found.item("item_01").local_notes
    assert "We ask twice" not in rubric.codebook(found)


def test_a_form_for_patients_can_stand_in_the_file() -> None:
    text = OIF.replace(AT_A2, AT_A2 + "      perspectives: [self, patient]\n")
    found = read(text)
    asked = {
        who: "A2" in {i.id for i in rubric.items_for(found, Circumstances(perspective=who))}
        for who in ("observer", "supervisor", "self", "patient")
    }
    assert asked == {"observer": False, "supervisor": False, "self": True, "patient": True}


def test_a_condition_may_ask_whether_the_patient_rates() -> None:
    text = OIF.replace(AT_A2, AT_A2 + "      applies_if: \"perspective == 'patient'\"\n")
    assert "unreachable_item" not in codes(rubric.check_report(text, where="x"))


def test_the_codebook_says_how_scores_are_rounded_and_prints_their_tables() -> None:
    text = OIF.replace(
        "  scores:\n",
        "  round: {digits: 1, half: even}\n  scores:\n"
        "    standard: {items: {ids: [A1]}, aggregate: lookup, "
        "lookup: {of: value, table: {0: 20, 4: 80}}}\n",
        1,
    )
    page = rubric.codebook_markdown(read(text))
    assert "rounded to 1 digit, halves even, before being compared and shown" in page
    assert "Table of standard" in page
    plain = rubric.codebook_markdown(read(OIF))
    assert "compared and shown without rounding" in plain
