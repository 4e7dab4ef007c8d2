"""From the bytes of a file to a transcript, by what the file holds and never by its name alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ipt_fidelity.errors import Fault, TranscriptError, choose_from
from ipt_fidelity.transcript.decoding import Decoded, decode
from ipt_fidelity.transcript.finding import error, errors_in, warning
from ipt_fidelity.transcript.formats import canonical
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.formats.known import FORMATS
from ipt_fidelity.transcript.joining import join
from ipt_fidelity.transcript.pieces import LIMITS, Limits, Opened, Parsed
from ipt_fidelity.transcript.seeking import overrun
from ipt_fidelity.transcript.session import Session
from ipt_fidelity.transcript.session_file import SESSION_ID, SessionRecord
from ipt_fidelity.transcript.transcript import Source, Transcript

UNNAMED_LABEL = "unnamed"
_ENOUGH = 0.5
_TOO_NEAR = 0.04
_CONTAINERS = (b"PK\x03\x04", b"PK\x05\x06", b"%PDF", b"\xd0\xcf\x11\xe0")


class Unnamed(StrEnum):
    """What becomes of a file that names no speaker: refused, or read with all turns unnamed."""

    REFUSE = "refuse"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks of the reading.

    Parameters
    ----------
    format : str or None
        Name of the format; None lets the content decide.
    encoding : str or None
        Encoding of a text file; None lets the content decide.
    part : str or None
        Which session or sheet, where a file holds several.
    unnamed : Unnamed
        What becomes of a file that names no speaker.
    limits : Limits
        How much is taken on.
    """

    format: str | None = None
    encoding: str | None = None
    part: str | None = None
    unnamed: Unnamed = Unnamed.REFUSE
    limits: Limits = LIMITS


def parse(
    content: bytes, *, name: str, record: SessionRecord | None = None, wish: Wish | None = None
) -> Transcript:
    """Read a transcript.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        File name, for faults and as a tie-breaker.
    record : SessionRecord or None
        What is known about the session; without it every role is unknown, except those that the
        file itself states.
    wish : Wish or None
        Format, encoding, part and limits; None leaves all to the content.

    Returns
    -------
    Transcript
        With every repair and every open matter in ``faults``.

    Raises
    ------
    TranscriptError
        Carries every fault that stops the reading.
    """
    wish = wish or Wish()
    _refuse_large(content, name, wish.limits)
    decoded = _decoded(content, name, wish)
    if canonical.is_canonical(decoded.text):
        return canonical.read(decoded.text, where=name)
    opened = Opened(
        name=name,
        content=content,
        text=decoded.text,
        known=frozenset(record.speakers) if record else frozenset(),
        part=wish.part,
        limits=wish.limits,
    )
    chosen = _named(wish.format, name) if wish.format else recognise(opened)
    parsed = _with_speakers(chosen.parse(opened), opened, wish)
    joined = join(parsed, name=name, roles=record.speakers if record else {}, limits=wish.limits)
    faults = [*decoded.faults, *parsed.faults, *joined.faults]
    if stopping := errors_in([*faults, *_without_words(parsed, name)]):
        raise TranscriptError(stopping)
    session = record.session if record else Session(id=_handle(content, name))
    transcript = Transcript(
        session=session,
        speakers=joined.speakers,
        turns=joined.turns,
        notes=joined.notes,
        source=Source(
            name=name, format=parsed.format, reader=chosen.name, encoding=decoded.encoding
        ),
    )
    return replace(transcript, faults=(*faults, *_left_open(transcript, record, name)))


def recognise(opened: Opened) -> Format:
    """Decide by its content which format a file has.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Format
        The first whose signature the file carries, else the likeliest.

    Raises
    ------
    TranscriptError
        No format fits, or two fit equally well and the ending of the name does not decide.
    """
    ranked: list[tuple[float, Format]] = []
    for kind in FORMATS:
        if kind.container != (not opened.text):
            continue
        likeness = kind.likeness(opened)
        if likeness >= 1:
            return kind
        ranked.append((likeness, kind))
    ranked.sort(key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < _ENOUGH:
        raise TranscriptError([_unknown(opened)])
    near = [kind for likeness, kind in ranked if likeness >= ranked[0][0] - _TOO_NEAR]
    by_name = [kind for kind in near if opened.name.casefold().endswith(kind.suffixes)]
    if len(near) > 1 and len(by_name) != 1:
        raise TranscriptError([_ambiguous(near, opened.name)])
    return by_name[0] if len(near) > 1 else near[0]


def _refuse_large(content: bytes, name: str, limits: Limits) -> None:
    most = limits.container_bytes if content.startswith(_CONTAINERS) else limits.text_bytes
    if len(content) > most:
        raise TranscriptError([too_large(len(content), most, name)])


def too_large(size: int, most: int, name: str) -> Fault:
    """Return the fault of a file that is larger than is taken on.

    Parameters
    ----------
    size, most : int
        Bytes of the file, and how many are taken.
    name : str
        File name.

    Returns
    -------
    Fault
        An error.
    """
    return error(
        "too_large",
        f"{size / 1e6:.0f} MB are too many; {most / 1e6:.0f} MB are taken.",
        where=name,
        mend="Export one session alone, without sound or pictures.",
    )


def _decoded(content: bytes, name: str, wish: Wish) -> Decoded:
    if content.startswith(_CONTAINERS):
        return Decoded(text="", encoding="container", faults=())
    return decode(content, name=name, encoding=wish.encoding)


def _named(written: str, name: str) -> Format:
    for kind in FORMATS:
        if kind.name == written.partition("/")[0]:
            return kind
    mend = choose_from(written, sorted(kind.name for kind in FORMATS), at_most=30)
    raise TranscriptError(
        [error("unknown_format", f"there is no format '{written}'.", where=name, mend=mend)]
    )


def _unknown(opened: Opened) -> Fault:
    if not opened.text:
        return error(
            "unknown_container",
            "the file is no document that holds a transcript.",
            where=opened.name,
            mend="Save it as DOCX, XLSX, VTT, CSV or text.",
        )
    return error(
        "no_speaker",
        "nobody is named as speaker anywhere in the file.",
        where=opened.name,
        mend="Begin each turn with its speaker and a colon, for example 'T:' and 'C:'; or "
        "name the format with format=.",
    )


def _ambiguous(near: list[Format], name: str) -> Fault:
    names = " or ".join(kind.name for kind in near)
    return error(
        "ambiguous_format",
        f"the file may be {names}.",
        where=name,
        mend=f"Say which with format=, for example format='{near[0].name}'.",
    )


def _with_speakers(parsed: Parsed, opened: Opened, wish: Wish) -> Parsed:
    """Settle what becomes of a file in which nobody is named."""
    if len(parsed.pieces) > wish.limits.pieces:
        told = error(
            "too_many_pieces",
            f"{len(parsed.pieces)} cues or rows are too many for a session.",
            where=opened.name,
            mend=f"Keep a session under {wish.limits.pieces}.",
        )
        return replace(parsed, pieces=[], faults=[*parsed.faults, told])
    nameless = sum(not piece.label for piece in parsed.pieces)
    if not nameless:
        return parsed
    mend = "Write it as a table, fill in the column 'speaker', and read the table."
    if wish.unnamed is Unnamed.KEEP:
        every = nameless == len(parsed.pieces)
        pieces = [
            piece if piece.label else piece._replace(label=UNNAMED_LABEL) for piece in parsed.pieces
        ]
        told = warning(
            "no_speaker", f"{nameless} pieces name no speaker.", where=opened.name, mend=mend
        )
        joins = parsed.joins and not every
        return replace(parsed, pieces=pieces, joins=joins, faults=[*parsed.faults, told])
    if nameless < len(parsed.pieces):
        return parsed
    told = error(
        "no_speaker",
        "nobody is named as speaker anywhere in the file.",
        where=opened.name,
        mend=f"Read it with unnamed='keep'. {mend}",
    )
    return replace(parsed, pieces=[], faults=[*parsed.faults, told])


def _without_words(parsed: Parsed, name: str) -> Iterator[Fault]:
    stopped = errors_in(parsed.faults)
    if not stopped and not any(piece.text.strip() for piece in parsed.pieces):
        yield error(
            "no_words",
            "the file holds no speech.",
            where=name,
            mend="Export the transcript again, with its words.",
        )


def _handle(content: bytes, name: str) -> str:
    """Name a session without a record: by a file name that is a handle, else by its content."""
    stem = name.partition(".")[0]
    if SESSION_ID.fullmatch(stem):
        return stem
    return f"session-{hashlib.sha256(content).hexdigest()[:8]}"


def _left_open(transcript: Transcript, record: SessionRecord | None, name: str) -> Iterator[Fault]:
    where = transcript.session.id
    if told := overrun(transcript):
        yield told
    if record is None:
        yield warning(
            "no_record",
            "there is no session record; roles and phase are unknown.",
            where=name,
            mend="Write a file that ends in .session.yaml beside it, or cast the speakers.",
        )
    spoken = {label.casefold() for speaker in transcript.speakers for label in speaker.labels}
    if record is not None:
        for speaker in transcript.speakers:
            if speaker.decided_by is None:
                yield warning(
                    "uncast_speaker",
                    f"speaker '{speaker.labels[0]}' has no role.",
                    where=where,
                    mend="Add the label under 'speakers' in the session record, or cast it.",
                )
        for label in record.speakers:
            if label.casefold() not in spoken:
                yield warning(
                    "unheard_speaker",
                    f"speaker '{label}' of the record says nothing.",
                    where=where,
                    mend="Compare the labels of record and transcript.",
                )
    if len(transcript.speakers) == 1 and transcript.speakers[0].labels[0] != UNNAMED_LABEL:
        yield warning(
            "one_speaker",
            "only one speaker is named.",
            where=name,
            mend="Check that the other voice has labels of its own.",
        )
