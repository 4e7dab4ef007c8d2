"""What the kernel tells a page of a codebook, and what it keeps to itself."""

from __future__ import annotations

import json

import pytest

from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.rubric import Rubric, read
from ipt_fidelity.widgets.codebook.book import Book, Json, book_of
from ipt_fidelity.widgets.codebook.exchange import Exchange
from tests.rubric.copies import LICENSED, OIF

WORD = "kingfisher"
PACK = f"""
format: ipt-rubric-pack/1
of: {{id: example-licensed, version: 1.0.0}}
texts:
  item_01: {{text: "{WORD}", anchors.1: "{WORD} one"}}
"""


def licensed(pack: str | None = None) -> Rubric:
    return read(LICENSED, where="x", pack=pack)


def told(rubric: Rubric, phase: str | None = None) -> str:
    (answer,) = Exchange(rubric=rubric, phase=phase).answer({"kind": "hello", "page": "p1"})
    assert answer.buffer is not None
    return answer.buffer.decode()


def named(book: Book, part: str, name: str) -> dict[str, Json]:
    listed = book[part]
    assert isinstance(listed, list)
    return next(one for one in listed if isinstance(one, dict) and one["id"] == name)


def test_the_book_travels_beside_the_reply_and_names_its_page(oif: Rubric) -> None:
    (answer,) = Exchange(rubric=oif).answer({"v": 1, "kind": "hello", "page": "p1"})
    assert answer.reply == {"v": 1, "kind": "snapshot", "to": "p1"}
    assert answer.buffer is not None
    assert json.loads(answer.buffer) == book_of(oif)


def test_a_message_of_another_kind_is_refused_in_short(oif: Rubric) -> None:
    (answer,) = Exchange(rubric=oif).answer({"kind": "x" * 500, "page": "p1"})
    assert answer.buffer is None
    assert answer.reply["kind"] == "refused"
    assert answer.reply["to"] == "p1"
    assert len(str(answer.reply)) < 250


def test_a_code_travels_with_all_that_a_rater_reads(oif: Rubric) -> None:
    code = named(book_of(oif), "codes", "COM")
    near_miss = code["near_miss"]
    assert isinstance(near_miss, dict)
    assert (code["status"], code["family"], near_miss["code"]) == ("on_model", "technique", "COG")
    assert code["keys"] == ["c", "t2"]
    assert all(code[part] for part in ("definition", "include", "exclude", "example", "rule"))


def test_an_item_travels_with_its_phases_and_anchors(oif: Rubric) -> None:
    item = named(book_of(oif), "items", "A2")
    anchors = item["anchors"]
    assert isinstance(anchors, list)
    assert item["phases"] == ["initial", "middle", "ending", "maintenance"]
    assert anchors[0] == ["0", "No link made or taken up"]
    assert len(anchors) == 5


def test_the_order_of_showing_is_kept() -> None:
    ordered = OIF.replace("display:\n", "display:\n  order: {items: [G2], codes: [COG]}\n")
    book = book_of(read(ordered, where="x"))
    firsts = [part[0] for part in (book["codes"], book["items"]) if isinstance(part, list)]
    assert [first["id"] for first in firsts if isinstance(first, dict)] == ["COG", "G2"]


def test_licensed_wording_shows_ids_without_its_pack() -> None:
    book = json.loads(told(licensed()))
    assert book["kept"] is True
    assert named(book, "items", "item_01")["label"] == "item_01"


def test_licensed_wording_shows_with_the_pack_of_this_machine() -> None:
    book = json.loads(told(licensed(PACK)))
    assert book["kept"] is False
    item = named(book, "items", "item_01")
    assert item["label"] == WORD
    assert item["anchors"] == [["1", f"{WORD} one"]]


def test_words_that_stand_in_a_file_that_may_not_be_handed_on_are_not_shown() -> None:
    text = LICENSED.replace('text: "@pack"', f"text: {WORD}", 1)
    assert WORD in text
    assert WORD not in told(read(text, where="x"))


def test_a_phase_that_the_rubric_does_not_have_is_named(oif: Rubric) -> None:
    with pytest.raises(UnknownNameError, match="there is no phase 'midle'"):
        Exchange(rubric=oif, phase="midle")


def test_what_a_notebook_keeps_counts_and_says_no_word() -> None:
    assert Exchange(rubric=licensed(PACK)).told() == (
        f"Codebook of example-licensed 1.0.0: 0 codes, {len(licensed().items)} items."
    )
