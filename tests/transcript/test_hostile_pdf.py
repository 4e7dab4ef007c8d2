"""PDFs that mean harm, or were harmed: refused with a mend, soon and within little memory."""

from __future__ import annotations

import contextlib
import random
import time
import tracemalloc
import zlib

import pytest

from ipt_fidelity.errors import TranscriptError
from tests.transcript.pdf_file import FONT, pdf_file, stream, whole
from tests.transcript.samples import read

TALK = ["T: so how was it?", "C: bad"]
FLATE = "/Filter/FlateDecode"
FORM = "/Type/XObject/Subtype/Form"
SLOWEST = 6.0  # seconds on a busy machine; an idle one needs under 2


def _code(content: bytes) -> str:
    read(pdf_file([TALK]))
    begun = time.perf_counter()
    with pytest.raises(TranscriptError) as refusal:
        read(content, name="a")
    assert time.perf_counter() - begun < SLOWEST
    assert refusal.value.mend
    return refusal.value.faults[0].code


def _drawn(body: bytes, *more: bytes, entries: str = "", forms: str = "", pages: int = 1) -> bytes:
    """File of pages that all draw the same; more objects are numbered from 6."""
    kids = " ".join(["4 0 R"] * pages)
    return whole(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode(),
            stream(body, entries),
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R"
            f"/Resources<</Font<</F 5 0 R>>/XObject<<{forms}>>>>>>".encode(),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *more,
        ]
    )


def test_content_that_unpacks_to_too_much_is_refused() -> None:
    bomb = zlib.compress(b"0" * 200_000_000)
    assert _code(_drawn(bomb, entries=FLATE)) == "damaged"
    twice = "/Filter[/FlateDecode/FlateDecode]"
    tracemalloc.start()
    assert _code(_drawn(zlib.compress(bomb), entries=twice)) == "damaged"
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("steps", [b"1 ", b"T* ", b"q ", b"[", b"(", b"/a <<", b"(a)Tj ", b"%\n"])
def test_drawing_without_end_is_refused(steps: bytes) -> None:
    body = zlib.compress(b"BT /F 1 Tf " + steps * 1_500_000)
    assert _code(_drawn(body, entries=FLATE)) in {"too_large", "damaged"}


def test_little_work_on_many_pages_is_refused() -> None:
    assert _code(_drawn(b"BT " + b"T* " * 3_000, pages=500)) == "too_large"
    assert _code(_drawn(zlib.compress(b"1 " * 90_000), entries=FLATE, pages=500)) == "too_large"


def test_too_many_pages_are_refused() -> None:
    assert _code(_drawn(b"BT ET", pages=600)) == "too_large"
    assert _code(_drawn(b"BT ET", pages=5_000)) == "damaged"


def test_forms_that_draw_each_other_are_refused() -> None:
    itself = stream(b"/X Do " * 9, f"{FORM}/Resources<</XObject<</X 6 0 R>>>>")
    assert _code(_drawn(b"/X Do", itself, forms="/X 6 0 R")) == "no_text"
    chain = [
        stream(b"/X Do " * 10, f"{FORM}/Resources<</XObject<</X {7 + place} 0 R>>>>")
        for place in range(10)
    ]
    assert _code(_drawn(b"/X Do", *chain, forms="/X 6 0 R", pages=50)) == "too_large"


def test_heavy_forms_drawn_again_and_again_are_refused() -> None:
    heavy = stream(zlib.compress(b"1 " * 90_000), FORM + FLATE)
    assert _code(_drawn(b"/X Do " * 50, heavy, forms="/X 6 0 R", pages=500)) == "too_large"
    outer = stream(b"/X Do " * 45, f"{FORM}/Resources<</XObject<</X 7 0 R>>>>")
    assert _code(_drawn(b"/X Do", outer, heavy, forms="/X 6 0 R", pages=500)) == "too_large"


def test_tables_of_letters_without_end_are_refused() -> None:
    every = "".join(chr(number) for number in range(0x20, 0xD000))
    assert _code(pdf_file([[every], *[["a"]] * 300])) == "too_large"
    short = pdf_file([TALK] * 300).replace(
        b"begincmap 1 begincodespacerange <0000> <FFFF>",
        b"1 beginbfrange <0000> <FFFF> <0000> endbfrange",
    )
    assert _code(short) == "too_large"


def test_fonts_without_end_are_refused() -> None:
    fonts = "".join(f"/F{number} 3 0 R" for number in range(2_000)).encode()
    content = pdf_file([TALK] * 100).replace(
        b"/Font<</F 3 0 R>>", b"/Font<</F 3 0 R" + fonts + b">>"
    )
    assert FONT in content
    assert _code(content) == "too_large"


def test_trees_and_references_in_circles_are_refused() -> None:
    root = b"<</Type/Catalog/Pages 2 0 R>>"
    assert _code(whole([root, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"])) == "damaged"
    deep = [f"<</Type/Pages/Count 1/Kids[{n} 0 R {n} 0 R]>>".encode() for n in range(3, 400)]
    assert _code(whole([root, *deep])) == "damaged"
    assert _code(whole([b"2 0 R", b"1 0 R"])) == "damaged"


@pytest.mark.parametrize("filler", [b"0", b"\n", b"<<", b"1 ", b"trailer<</Root 1 0 R>>\n"])
def test_a_file_without_an_inside_is_refused(filler: bytes) -> None:
    content = b"%PDF-1.7\n" + filler * (4_000_000 // len(filler)) + b"\nstartxref\n9\n%%EOF"
    assert _code(content) in {"damaged", "too_large"}


def test_a_large_file_and_one_of_many_parts_are_refused() -> None:
    assert _code(b"%PDF-1.7\n" + b"0" * 15_000_000) == "too_large"
    assert _code(b"%PDF-1.7\n" + b"1 0 obj endobj\n" * 60_000) == "too_large"


def test_a_table_of_parts_without_end_is_refused() -> None:
    entry = b"0 1\n0000000000 65535 f \n"
    tail = b"trailer<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF"
    assert _code(b"%PDF-1.4\nxref\n" + entry * 300_000 + tail) == "too_large"


@pytest.mark.parametrize("version", [(1, 2), (5, 6)])
def test_a_locked_pdf_is_refused_with_the_mend(version: tuple[int, int]) -> None:
    locked = (
        f"/Encrypt<</Filter/Standard/V {version[0]}/R {version[1]}/Length 128/P -4"
        f"/O<{'00' * 32}>/U<{'00' * 32}>/OE<{'00' * 32}>/UE<{'00' * 32}>/Perms<{'00' * 16}>>>"
        f"/ID[<{'00' * 16}><{'00' * 16}>]"
    )
    assert _code(pdf_file([TALK], trailer=locked)) == "password"


def test_a_pdf_that_breaks_off_or_is_damaged_is_refused_or_read_and_never_a_crash() -> None:
    content = pdf_file([TALK, TALK])
    chance = random.Random(7)
    for end in range(5, len(content), 37):
        with contextlib.suppress(TranscriptError):
            read(content[:end], name="a")
    for _ in range(150):
        harmed = bytearray(content)
        for place in chance.sample(range(5, len(content)), 9):
            harmed[place] = chance.randrange(256)
        with contextlib.suppress(TranscriptError):
            read(bytes(harmed), name="a")


def test_a_pdf_cut_off_before_its_pages_is_refused() -> None:
    content = pdf_file([TALK])
    assert _code(content[:40]) == "damaged"
