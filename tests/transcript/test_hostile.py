"""Files that mean harm, or were harmed: refused with a mend, within little memory."""

from __future__ import annotations

import io
import socket
import tracemalloc
import zipfile

import pytest

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript import Limits, Wish
from tests.transcript.samples import kept, read, said
from tests.transcript.written import paragraph, word_file, zipped

MEGABYTE = 1_000_000
TALK = paragraph("T: a") + paragraph("C: b")
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


def _code(content: bytes | str, *, wish: Wish | None = None) -> str:
    tracemalloc.start()
    with pytest.raises(TranscriptError) as refusal:
        read(content, name="a", wish=wish)
    assert tracemalloc.get_traced_memory()[1] < 300 * MEGABYTE
    tracemalloc.stop()
    assert refusal.value.mend
    return refusal.value.faults[0].code


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        pytest.fail("a reader reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize("above", [LAUGHS, OUTSIDE])
def test_entities_are_refused_in_every_kind_of_xml(above: str) -> None:
    assert _code(word_file(paragraph("T: &x;"), above=above)) == "entities"
    assert _code(f"{above}<ANNOTATION_DOCUMENT></ANNOTATION_DOCUMENT>") == "entities"
    sheet = zipped([("xl/workbook.xml", f"{above}<a/>"), ("xl/worksheets/sheet1.xml", "<a/>")])
    assert _code(sheet) == "entities"


def test_entities_in_wide_letters_are_refused() -> None:
    wide = f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}<a/>'.encode("utf-16")
    assert _code(zipped([("word/document.xml", wide)])) == "entities"


def test_a_zip_that_unpacks_to_too_much_is_refused() -> None:
    wish = Wish(limits=Limits(unpacked_bytes=10 * MEGABYTE))
    content = zipped([("word/document.xml", b"0" * (11 * MEGABYTE))])
    assert _code(content, wish=wish) == "zip_bomb"


def test_a_document_that_is_large_only_inside_is_refused() -> None:
    xml = b"<a>" + b" " * (21 * MEGABYTE) + b"</a>"
    assert _code(zipped([("word/document.xml", xml)])) == "zip_bomb"


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(word_file(TALK))
    place = content.rfind(b"PK\x01\x02") + 24
    content[place : place + 4] = (7).to_bytes(4, "little")
    assert _code(bytes(content)) == "damaged"


def test_too_many_members_are_refused() -> None:
    members = [("word/document.xml", "<a/>"), *((f"m{n}", "") for n in range(300))]
    assert _code(zipped(members)) == "zip_bomb"


@pytest.mark.parametrize("path", ["../evil", "/etc/evil", "a/../../evil", "C:/evil", "..\\evil"])
def test_paths_out_of_a_zip_are_refused(path: str) -> None:
    assert _code(word_file(TALK, (path, "x"))) == "path_in_zip"


def test_a_locked_document_is_refused() -> None:
    content = word_file(TALK)
    held = bytearray(content)
    for head, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        held[held.find(head) + offset] |= 1
    assert _code(bytes(held)) == "password"


def test_a_template_from_the_network_is_never_fetched() -> None:
    rels = '<a><Relationship Target="http://evil.example/t.dotm" TargetMode="External"/></a>'
    assert said(read(word_file(TALK, ("word/_rels/settings.xml.rels", rels)))) == [
        ("T", "a"),
        ("C", "b"),
    ]


def test_xml_that_is_nested_without_end_is_refused() -> None:
    assert _code(word_file("<w:sdt>" * 50_000)) == "too_deep"
    assert _code("<ANNOTATION_DOCUMENT>" + "<a>" * 100_000) == "too_deep"


def test_json_that_is_nested_without_end_is_refused() -> None:
    assert _code("[" * 1_000_000) == "unknown_json"
    assert _code('{"segments":' * 100_000) == "unknown_json"


def test_rich_text_that_is_nested_without_end_is_refused() -> None:
    assert _code("{\\rtf1 " + "{" * 300_000) == "too_deep"
    assert _code("{\\rtf1 " + "{\\v x " * 50_000 + "T: a") in {"no_speaker", "no_words"}


def test_a_zip_cut_off_in_the_middle_is_refused() -> None:
    content = word_file(TALK * 50)
    assert _code(content[: len(content) // 2]) == "damaged"


def test_a_member_with_a_wrong_checksum_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("word/document.xml", f"<w:document>{'x' * 200}</w:document>")
    content = bytearray(held.getvalue())
    content[120] ^= 0xFF
    assert _code(bytes(content)) == "damaged"


def test_a_quote_that_never_closes_is_refused() -> None:
    assert _code('speaker,text\nT,"' + "a b\n" * 500_000) in {"bad_quotes", "overlong"}


@pytest.mark.parametrize(
    "line",
    ["T: " + "a:" * 400_000, "(" * 800_000, "[" * 99_000 + "T: a", "**" * 400_000, "-->" * 250_000],
)
def test_a_line_made_to_slow_a_search_ends_soon(line: str) -> None:
    with pytest.raises(TranscriptError):
        read(f"T: a\nC: b\n{line}\n", wish=Wish(limits=Limits(turn_characters=50_000)))


def test_words_that_turn_the_direction_are_kept_and_told() -> None:
    found = read("T: a \u202eb\u202c c\nC: d")
    assert said(found)[0] == ("T", "a \u202eb\u202c c")
    assert "direction_marks" in {fault.code for fault in found.faults}


def test_the_same_time_again_and_again_is_no_fault() -> None:
    found = read("speaker,text,start\nT,a,1\nC,b,1\nT,c,1\n")
    assert [turn.start_s for turn in found.turns] == [1.0, 1.0, 1.0]


def test_numbers_without_end_in_a_grid_are_refused() -> None:
    grid = 'File type = "ooTextFile"\n"TextGrid"\n0\n1\n<exists>\n999999999\n"IntervalTier"\n"T"\n'
    assert _code(grid) == "damaged"


def test_a_huge_number_for_a_time_is_no_crash() -> None:
    assert kept('{"segments": [{"start": 1e999, "text": "a"}]}').turns[0].start_s is None
    assert _code(f"speaker,text,start\nT,a,{'9' * 500}\n") == "bad_time"
