"""From pieces of speech to the speakers, turns and notes of a transcript."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.finding import error
from ipt_fidelity.transcript.notations import notations_in
from ipt_fidelity.transcript.pieces import Aside, Limits, Parsed, Piece
from ipt_fidelity.transcript.session import Role
from ipt_fidelity.transcript.transcript import Note, Speaker, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What the pieces of a file amount to.

    Parameters
    ----------
    speakers : tuple of Speaker
        In order of first appearance.
    turns : tuple of Turn
        In the order of the source.
    notes : tuple of Note
        Everything that is not a turn.
    faults : tuple of Fault
        Speech without a speaker, speech that is too long.
    """

    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...] = field(repr=False)
    notes: tuple[Note, ...] = field(repr=False)
    faults: tuple[Fault, ...]


def join(parsed: Parsed, *, name: str, roles: Mapping[str, Role], limits: Limits) -> Joined:
    """Make turns of pieces: successive pieces of one speaker are one turn.

    Parameters
    ----------
    parsed : Parsed
        What a reader found.
    name : str
        File name, for faults.
    roles : mapping of str to Role
        Roles that the session record states, by label; they go before those of the file.
    limits : Limits
        Longest turn.

    Returns
    -------
    Joined
        Times of a turn are the start of its first piece and the latest end of its pieces. Pieces
        without words become no turn.
    """
    stated = {**parsed.roles, **roles}
    ids: dict[str, str] = {}
    spellings: dict[str, list[str]] = {}
    turns: list[Turn] = []
    faults: list[Fault] = []
    after = [0]
    starts = {aside.after for aside in parsed.asides if aside.kind in {"heading", "stage"}}
    run: list[Piece] = []
    before: str | None = None
    for place, piece in enumerate(parsed.pieces):
        label, text = piece[:2]
        if not text or text.isspace():
            after.append(after[-1])
            continue
        if run and not (label == before and label and parsed.joins and place not in starts):
            turns.append(_turn(run, len(turns) + 1, ids, parsed.unit))
            run = []
        before = label
        if label is None:
            faults.append(_nameless(piece, parsed.unit, name))
        elif label not in ids:
            key = label.casefold()
            ids[label] = ids.get(key) or f"s{len(spellings) + 1}"
            ids[key] = ids[label]
            spellings.setdefault(ids[key], []).append(label)
        if len(text) > limits.turn_characters:
            faults.append(_overlong(piece, parsed.unit, name, limits))
        run.append(piece)
        after.append(len(turns) + 1)
    if run:
        turns.append(_turn(run, len(turns) + 1, ids, parsed.unit))
    return Joined(
        speakers=tuple(_speaker(spoken, key, stated) for key, spoken in spellings.items()),
        turns=tuple(turns),
        notes=tuple(_note(aside, after, parsed.unit) for aside in parsed.asides),
        faults=tuple(faults),
    )


def one_line(text: str) -> str:
    """Put words on one line, in composed characters.

    Parameters
    ----------
    text : str
        Words as the source holds them.

    Returns
    -------
    str
        NFC, white space of any kind and length as one blank, none at the ends.
    """
    plain = text.isprintable() and "  " not in text
    line = text.strip(" ") if plain else " ".join(text.split())
    return line if line.isascii() else unicodedata.normalize("NFC", line)


def place_named(unit: str, first: int, last: int) -> str:
    """Name a place in the source.

    Parameters
    ----------
    unit : str
        What is numbered, for example ``"line"``.
    first, last : int
        Both included.

    Returns
    -------
    str
        For example ``"line 7"`` or ``"lines 7-9"``.
    """
    return f"{unit} {first}" if first == last else f"{unit}s {first}-{last}"


def _turn(run: Sequence[Piece], number: int, ids: Mapping[str, str], unit: str) -> Turn:
    label, text, start, end, first, last = run[0]
    if len(run) > 1:
        last = run[-1].last
        text = " ".join([piece.text for piece in run])
        end = max((piece.end for piece in run if piece.end is not None), default=None)
    text = one_line(text)
    return Turn(
        id=_turn_id(number),
        speaker_id=ids.get(label or "", "s0"),
        text=text,
        start_s=start,
        end_s=end,
        where=place_named(unit, first, last),
        notations=notations_in(text),
    )


def _turn_id(number: int) -> str:
    return f"t{number:04d}"


def _speaker(spellings: Sequence[str], key: str, roles: Mapping[str, Role]) -> Speaker:
    folded = {label.casefold(): role for label, role in roles.items()}
    found = [folded[label.casefold()] for label in spellings if label.casefold() in folded]
    decided = found[0] if found else Role.UNKNOWN
    return Speaker(
        id=key,
        labels=tuple(spellings),
        role=decided,
        display=spellings[0],
        decided_by="file" if found else None,
    )


def _note(aside: Aside, after: Sequence[int], unit: str) -> Note:
    return Note(
        kind=aside.kind,
        text=aside.text,
        where=place_named(unit, aside.first, aside.last),
        after_turn=_turn_id(after[aside.after]) if after[aside.after] else None,
    )


def _nameless(piece: Piece, unit: str, name: str) -> Fault:
    what = "cue" if unit == "line" else unit.rpartition(" ")[2]
    mend = "Begin its text with its speaker and a colon, or <v Name> in a VTT file."
    if unit != "line":
        mend = "Fill in its speaker, or read the file with unnamed='keep' and name it in a table."
    return error(
        "no_speaker",
        f"this {what} has no speaker.",
        where=f"{name}, {place_named(unit, piece.first, piece.last)}",
        mend=mend,
    )


def _overlong(piece: Piece, unit: str, name: str, limits: Limits) -> Fault:
    return error(
        "overlong",
        f"{len(piece.text)} characters of one speaker are too many for a turn.",
        where=f"{name}, {place_named(unit, piece.first, piece.last)}",
        mend=f"Part it into turns under {limits.turn_characters} characters.",
    )
