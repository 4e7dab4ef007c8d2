"""From bytes to text: which encoding, which line ends, and what had to be taken out."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from ipt_fidelity.errors import Fault, TranscriptError
from ipt_fidelity.transcript.finding import error, warning

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_LINE_ENDS = re.compile(r"\r\n|\r|\x85")
_BLANKS = ("\x0b", "\x0c", "\u2028", "\u2029")
_ASCII_CONTROLS = bytes([*range(9), *range(14, 32), 127])
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BINARY = bytes([*range(9), *range(14, 21), *range(22, 32)])
_PROBE = 65_536
_MANY, _HARDLY, _ODD = 0.3, 0.05, 0.01
_CHAT_TIME = "\x15"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a file.

    Parameters
    ----------
    text : str
        With one line feed as the only line end.
    encoding : str
        Encoding that was used.
    faults : tuple of Fault
        Warnings: a guessed encoding, characters that were taken out, direction marks.
    """

    text: str = field(repr=False)
    encoding: str
    faults: tuple[Fault, ...]


def decode(content: bytes, *, name: str, encoding: str | None = None) -> Decoded:
    """Decode a file: by its mark, as strict UTF-8, as UTF-16 by its zero bytes, as Windows-1252.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        File name, for faults.
    encoding : str or None
        Encoding that a person states; nothing is guessed then.

    Returns
    -------
    Decoded
        Windows-1252, which fits almost any bytes, is told as a fault with the first line where it
        makes a difference.

    Raises
    ------
    TranscriptError
        Empty, not text, an unknown encoding, or bytes that the stated encoding does not have.
    """
    if not content.strip(b" \t\r\n\x00"):
        raise TranscriptError(
            [error("empty", "the file is empty.", where=name, mend="Export the transcript again.")]
        )
    faults: list[Fault] = []
    if encoding is not None:
        text, used = _stated(content, encoding, name), encoding.lower()
    else:
        text, used = _guessed(content, name, faults)
    return Decoded(text=_cleaned(text, name, faults), encoding=used, faults=tuple(faults))


def _stated(content: bytes, encoding: str, name: str) -> str:
    try:
        codecs.lookup(encoding)
        return content.decode(encoding)
    except (LookupError, UnicodeDecodeError) as refusal:
        if isinstance(refusal, UnicodeDecodeError):
            line = content[: refusal.start].count(b"\n") + 1
            problem, where = f"the file is not {encoding}.", f"{name}, line {line}"
        else:
            problem, where = f"there is no encoding '{encoding}'.", name
        mend = "Leave encoding= out, or write utf-8, utf-16 or windows-1252."
        raise TranscriptError([error("wrong_encoding", problem, where=where, mend=mend)]) from None


def _guessed(content: bytes, name: str, faults: list[Fault]) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _stated(content[len(mark) :], encoding, name), encoding
    wide = _without_mark(content)
    if wide is not None:
        return _stated(content, wide, name), wide
    if _is_binary(content):
        raise TranscriptError(
            [
                error(
                    "binary",
                    "the file is not text.",
                    where=name,
                    mend="Export the transcript as text, VTT, CSV or DOCX.",
                )
            ]
        )
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as refusal:
        line = content[: refusal.start].count(b"\n") + 1
    where = f"{name}, line {line}"
    try:
        text = content.decode("windows-1252")
    except UnicodeDecodeError:
        raise TranscriptError(
            [
                error(
                    "wrong_encoding",
                    "the bytes are neither UTF-8 nor Windows-1252.",
                    where=where,
                    mend="Name the encoding with encoding=.",
                )
            ]
        ) from None
    faults.append(
        warning(
            "guessed_encoding",
            "the file is not UTF-8; it was read as Windows-1252.",
            where=where,
            mend="Look at the letters with accents in this line; "
            "name another encoding with encoding= where they are wrong.",
        )
    )
    return text, "windows-1252"


def _without_mark(content: bytes) -> str | None:
    probe = content[:_PROBE]
    half = max(1, len(probe) // 2)
    zeros = (probe[1::2].count(0), probe[::2].count(0))
    for encoding, at, elsewhere in (("utf-16-le", *zeros), ("utf-16-be", *zeros[::-1])):
        if len(content) % 2 == 0 and at > _MANY * half and elsewhere < _HARDLY * half:
            written = probe[: 2 * half].decode(encoding, errors="replace")
            return None if len(_CONTROLS.findall(written)) > max(8, _ODD * half) else encoding
    return None


def _is_binary(content: bytes) -> bool:
    probe = content[:_PROBE]
    odd = len(probe) - len(probe.translate(None, _BINARY))
    return b"\x00\x00" in probe or odd > max(8, _ODD * len(probe))


def _cleaned(text: str, name: str, faults: list[Fault]) -> str:
    if "\r" in text or "\x85" in text:
        text = _LINE_ENDS.sub("\n", text.replace("\r\n", "\n"))
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    if _has_controls(text):
        text = _without_controls(text, name, faults)
    if not text.isascii() and (found := _OVERRIDES.search(text)) is not None:
        line = text.count("\n", 0, found.start()) + 1
        faults.append(
            warning(
                "direction_marks",
                "characters that turn the direction of writing stand in the text; they were kept.",
                where=f"{name}, line {line}",
                mend="Check that the line reads as it was said.",
            )
        )
    return text


def _has_controls(text: str) -> bool:
    """Look without the cost of a search where the text is ASCII."""
    if text.isascii():
        return len(text.encode("ascii").translate(None, _ASCII_CONTROLS)) != len(text)
    return _CONTROLS.search(text) is not None


def _without_controls(text: str, name: str, faults: list[Fault]) -> str:
    keeps = _CHAT_TIME if text.lstrip().startswith(("@UTF8", "@Begin")) else ""
    found = [match for match in _CONTROLS.finditer(text) if match[0] != keeps]
    if not found:
        return text
    line = text.count("\n", 0, found[0].start()) + 1
    faults.append(
        warning(
            "controls",
            f"{len(found)} control characters were taken out.",
            where=f"{name}, from line {line}",
            mend="Check the line; export the file again where words are broken.",
        )
    )
    return _CONTROLS.sub(lambda match: match[0] if match[0] == keeps else "", text)
