"""A PDF written by hand: lines on pages, in any letters, with a table of what they mean."""

from __future__ import annotations

from collections.abc import Sequence

FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H"
    b"/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>"
)
DESCENDANT = (
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 500"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
)


def stream(content: bytes, entries: str = "") -> bytes:
    """Stream object around a content."""
    return f"<<{entries}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def whole(objects: Sequence[bytes], *, trailer: str = "") -> bytes:
    """File of numbered objects, the first of which is its root."""
    out = b"%PDF-1.7\n"
    places: list[int] = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    size = len(objects) + 1
    return out + f"trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()


def meanings(code: dict[str, str]) -> bytes:
    """Table that says which letter each code of the font means."""
    pairs = [f"<{number}> <{letter.encode('utf-16-be').hex()}>" for letter, number in code.items()]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    body = "".join(f"{len(some)} beginbfchar\n" + "\n".join(some) + "\nendbfchar\n"
                   for some in blocks)  # fmt: skip
    return (
        "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + body + "endcmap"
    ).encode()


def pdf_file(
    pages: Sequence[Sequence[str]], *more: bytes, root: str = "", page: str = "", trailer: str = ""
) -> bytes:
    """PDF with the lines of each page from top to bottom; more objects come after the pages."""
    letters = sorted({letter for lines in pages for line in lines for letter in line})
    code = {letter: f"{number:04X}" for number, letter in enumerate(letters, 1)}
    kids = [6 + 2 * place + 1 for place in range(len(pages))]
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{root}>>".encode(),
        f"<</Type/Pages/Count {len(kids)}/Kids[{listed}]>>".encode(),
        FONT,
        DESCENDANT,
        stream(meanings(code)),
    ]
    for kid, lines in zip(kids, pages, strict=True):
        drawn = [f"<{''.join(code[letter] for letter in line)}> Tj T*" for line in lines]
        body = "BT /F 10 Tf 14 TL 50 800 Td\n" + "\n".join(drawn) + "\nET"
        objects += [
            stream(body.encode()),
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 850]/Contents {kid - 1} 0 R"
            f"/Resources<</Font<</F 3 0 R>>>>{page}>>".encode(),
        ]
    return whole([*objects, *more], trailer=trailer)
