"""WebVTT: voice tags or ``Name:`` before the words; Zoom, Teams, OneDrive and Webex dialects."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.cues import Cue, Cues, backward, read_cues
from ipt_fidelity.transcript.finding import error, lines_named, warning
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.labels import candidate, labels_among, told
from ipt_fidelity.transcript.pieces import Aside, Opened, Parsed, Piece
from ipt_fidelity.transcript.regular import read_regular

_HEAD = re.compile(r"WEBVTT\n\n+")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)*[ \t]+([^>\n]*)>")
_TAGS = re.compile(r"</?(?:v|c|i|b|u|ruby|rt|lang)(?:[.\s][^>\n]*)?>|<\d[\d:.]*>")
_WEBEX_ID = re.compile(r'\d+[ \t]+"([^"\n]+)"(?:[ \t]+\(\d+\))?')
_UTTERANCE_ID = re.compile(r"([0-9a-fA-F-]{32,40})[/-][\d-]+")
_PLAIN_ID = re.compile(r"[\w{}/.:-]*")


def parse(opened: Opened) -> Parsed:
    """Read a WebVTT file.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        One piece for each voice of each cue.
    """
    head = _HEAD.match(opened.text)
    plain = read_regular(opened.text, begin=head.end(), known=opened.known) if head else None
    if plain is not None:
        dialect = "voices" if plain.tagged else "zoom" if plain.numbered else "labels"
        faults = list(backward(plain.late, opened.name))
        aside = Aside("head", "WEBVTT", 1, 1, 0)
        return Parsed(format=f"vtt/{dialect}", pieces=plain.pieces, asides=[aside], faults=faults)
    found = read_cues(opened.text, name=opened.name)
    for line in found.odd_arrows:
        found.faults.append(
            error(
                "bad_time",
                "the times of this cue cannot be read.",
                where=f"{opened.name}, line {line}",
                mend="Write them as 00:01:02.500 --> 00:01:04.000.",
            )
        )
    return with_speakers(found, opened, kind="vtt")


def with_speakers(found: Cues, opened: Opened, *, kind: str) -> Parsed:
    """Find who speaks in cues: by voice tag, by the id of the cue, or by a label before the words.

    Parameters
    ----------
    found : Cues
        Of the file.
    opened : Opened
        The file.
    kind : str
        ``"vtt"`` or ``"srt"``; leads the name of the dialect.

    Returns
    -------
    Parsed
        Pieces without a label where nothing names the speaker.
    """
    cues, faults = found.cues, found.faults
    asides = [Aside(*block) for block in found.blocks]
    asides += [
        Aside("heading", cue.id, cue.first - 1, cue.first - 1, place)
        for place, cue in enumerate(cues)
        if cue.id and not _PLAIN_ID.fullmatch(cue.id) and not _WEBEX_ID.fullmatch(cue.id.strip())
    ]
    asides.sort(key=lambda aside: aside.first)
    if "<v" in opened.text:
        dialect = "teams-2022" if found.short_fractions else "voices"
        pieces = [piece for cue in cues for piece in _voices(cue)]
    elif any(_WEBEX_ID.fullmatch(cue.id.strip()) for cue in cues[:20] if cue.id):
        dialect, pieces = "webex", [_by_id(cue) for cue in cues]
    else:
        dialect, pieces = _labelled(cues, opened, faults)
    if asides and len(pieces) != len(cues):
        shift = _shifts(cues, pieces)
        asides = [aside._replace(after=shift[aside.after]) for aside in asides]
    return Parsed(format=f"{kind}/{dialect}", pieces=pieces, asides=asides, faults=faults)


def _plain(text: str) -> str:
    if "<" in text:
        text = _TAGS.sub("", text)
    return html.unescape(text) if "&" in text else text


def _voices(cue: Cue) -> Iterator[Piece]:
    parts = _VOICE.split(cue.text)
    if parts[0].strip() or len(parts) == 1:
        yield Piece(None, _plain(parts[0]), cue.start, cue.end, cue.first, cue.last)
    for label, words in zip(parts[1::2], parts[2::2], strict=True):
        name = _plain(label).strip() or None
        yield Piece(name, _plain(words), cue.start, cue.end, cue.first, cue.last)


def _shifts(cues: list[Cue], pieces: list[Piece]) -> list[int]:
    """Count the pieces that come before each cue."""
    starts = [cue.first for cue in cues]
    counts: list[int] = []
    place = 0
    for start in starts:
        while place < len(pieces) and pieces[place].first < start:
            place += 1
        counts.append(place)
    return [*counts, len(pieces)]


def _by_id(cue: Cue) -> Piece:
    match = _WEBEX_ID.fullmatch(cue.id.strip())
    label = match[1].strip() if match else None
    return Piece(label, _plain(cue.text), cue.start, cue.end, cue.first, cue.last)


def _labelled(cues: list[Cue], opened: Opened, faults: list[Fault]) -> tuple[str, list[Piece]]:
    """Take labels before the words; a cue without one goes on with the speaker before it."""
    texts = [_plain(cue.text) for cue in cues]
    lines = [text for text in texts for text in text.split("\n")]
    numbers = [
        cue.first + 1 + place
        for cue, text in zip(cues, texts, strict=True)
        for place in range(text.count("\n") + 1)
    ]
    cast = labels_among(lines, known=opened.known, numbers=numbers)
    if not cast.labels:
        return _by_utterance(cues, texts)
    pieces: list[Piece] = []
    speaker: str | None = None
    carried: list[int] = []
    for cue, text in zip(cues, texts, strict=True):
        for place, (label, words) in enumerate(_by_label(text, cast.labels)):
            if label is None and speaker is not None and words.strip():
                carried.append(cue.first + place)
            speaker = label or speaker
            pieces.append(Piece(speaker, words, cue.start, cue.end, cue.first, cue.last))
    faults += told(cast, opened.name)
    if carried:
        faults.append(
            warning(
                "carried_speaker",
                f"{len(carried)} cues without a name were given to the speaker before.",
                where=f"{opened.name}, {lines_named(carried)}",
                mend="Begin a cue with its speaker and a colon where another speaks.",
            )
        )
    return ("zoom" if cues[0].id.strip().isdigit() else "labels"), pieces


def _by_label(text: str, labels: frozenset[str]) -> Iterator[tuple[str | None, str]]:
    """Part the lines of a cue where one of them begins with another speaker."""
    label: str | None = None
    held = ""
    for place, line in enumerate(text.split("\n")):
        head = candidate(line) if ":" in line[:60] else None
        if head is not None and head.sure and head.label in labels:
            if place and held.strip():
                yield label, held
            label, held = head.label, head.text
        else:
            held = f"{held}\n{line}" if place else line
    yield label, held


def _by_utterance(cues: list[Cue], texts: list[str]) -> tuple[str, list[Piece]]:
    """Join the parts of one utterance where Teams numbers them; nobody is named."""
    pieces: list[Piece] = []
    before = ""
    dialect = "unnamed"
    for cue, text in zip(cues, texts, strict=True):
        match = _UTTERANCE_ID.fullmatch(cue.id.strip())
        base = match[1] if match else ""
        dialect = "teams" if match else dialect
        if base and base == before:
            held = pieces[-1]
            pieces[-1] = held._replace(text=f"{held.text}\n{text}", end=cue.end, last=cue.last)
        else:
            pieces.append(Piece(None, text, cue.start, cue.end, cue.first, cue.last))
        before = base
    return dialect, pieces


def _likeness(opened: Opened) -> float:
    return float(opened.text.startswith("WEBVTT"))


VTT = Format(
    name="vtt", title="WebVTT captions", suffixes=(".vtt",), likeness=_likeness, parse=parse
)
