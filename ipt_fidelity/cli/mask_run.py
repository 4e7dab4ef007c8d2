"""Masking the transcripts of one case with one key, and undoing it; no name is printed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import pandas as pd

from ipt_fidelity import files
from ipt_fidelity.cli.gathering import transcripts_in
from ipt_fidelity.cli.key_wish import KeyWish, asked_for, open_key, passphrase_of, refuse_near
from ipt_fidelity.cli.showing import ERR, OUT, show_error, show_frame, tracker
from ipt_fidelity.errors import FidelityError, UnknownNameError
from ipt_fidelity.transcript import (
    Dates,
    Key,
    MaskedSession,
    MaskingRules,
    NoCapitals,
    Transcript,
    unmask,
    write_json,
    write_table,
)
from ipt_fidelity.transcript import mask as mask_transcript
from ipt_fidelity.transcript.masking_finding import DOUBTFUL
from ipt_fidelity.transcript.masking_words import is_common, is_given_name

Word = TypeVar("Word", bound=StrEnum)

MASKED, ORIGINAL, TABLE = ".masked.json", ".original.json", ".masked.csv"
NAMED_TURNS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskWish:
    """What is asked of the masking.

    Parameters
    ----------
    by : str
        Who masks.
    case : str or None
        The case, where the records do not state it.
    cast : Path or None
        CSV of names.
    into : Path
        Folder for the results.
    table : bool
        Whether a CSV is written as well.
    dates, no_capitals : str
        As the words of ``MaskingRules``.
    day_first : bool
        As of ``MaskingRules``.
    """

    by: str
    case: str | None
    cast: Path | None
    into: Path
    table: bool
    dates: str
    day_first: bool
    no_capitals: str


def run_mask(paths: Sequence[Path], wish: KeyWish, asked: MaskWish) -> int:
    """Mask transcripts of one case.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders.
    wish : KeyWish
        The key.
    asked : MaskWish
        Choices.

    Returns
    -------
    int
        How many files were refused.

    Raises
    ------
    FidelityError
        A choice is unknown, the key would lie beside the results, the files are of several cases,
        or a result is there already. Nothing is written then.
    """
    rules = MaskingRules(
        dates=_choice("dates", Dates, asked.dates),
        day_first=asked.day_first,
        no_capitals=_choice("no-capitals", NoCapitals, asked.no_capitals),
    )
    cast = _read_cast(asked.cast) if asked.cast else {}
    refuse_near(wish.path, asked.into)
    found, _ = transcripts_in(paths)
    told, refused = _read(found)
    if not told:
        return refused
    case = _one_case([one for _, one in told], asked.case)
    ends = (MASKED, TABLE) if asked.table else (MASKED,)
    targets = [_target(asked.into, one, end) for _, one in told for end in ends]
    _refuse_taken(targets)
    passphrase = passphrase_of(wish)
    key = open_key(wish, case, passphrase)
    done: list[Transcript] = []
    for path, transcript in tracker("Masking")(told):
        try:
            masked, key = _masked(transcript, key, cast, asked, rules)
        except FidelityError as error:
            show_error(_in_file(error, path))
            refused += 1
            continue
        done.append(masked)
    if not done:
        return refused
    _folder(asked.into)
    files.write_key_file(wish.path, key, passphrase=passphrase)
    for masked in done:
        files.write_text(_target(asked.into, masked, MASKED), write_json(masked))
        if asked.table:
            files.write_text(_target(asked.into, masked, TABLE), write_table(masked))
    _tell(done, key, asked.into, wish.path, sealed=passphrase is not None)
    return refused


def run_unmask(paths: Sequence[Path], wish: KeyWish, *, into: Path) -> int:
    """Put the original words of masked transcripts back.

    Parameters
    ----------
    paths : sequence of Path
        As ``run_mask`` has written them.
    wish : KeyWish
        The key.
    into : Path
        Folder for the originals.

    Returns
    -------
    int
        How many files were refused.

    Raises
    ------
    FidelityError
        There is no such key, or a result is there already.
    """
    passphrase = wish.passphrase or asked_for(wish.path)
    key = files.read_key_file(wish.path, passphrase=passphrase)
    told, refused = _read([one for one in transcripts_in(paths)[0] if one.suffix == ".json"])
    restored: list[Transcript] = []
    for path, masked in told:
        try:
            restored.append(unmask(masked, key))
        except FidelityError as error:
            show_error(_in_file(error, path))
            refused += 1
    targets = [_target(into, one, ORIGINAL) for one in restored]
    _refuse_taken(targets)
    if restored:
        _folder(into)
    for target, one in zip(targets, restored, strict=True):
        files.write_text(target, write_json(one), private=True)
    OUT.print(f"{len(restored)} transcripts put back as they were, in {into}.", markup=False)
    return refused


def _masked(
    transcript: Transcript, key: Key, cast: dict[str, str], asked: MaskWish, rules: MaskingRules
) -> tuple[Transcript, Key]:
    session_id = transcript.session.id
    masked, longer = mask_transcript(transcript, cast=cast, key=key, by=asked.by, rules=rules)
    before = [one for one in key.sessions if one.session_id == session_id]
    if before and before[0] != longer.session(session_id):
        raise FidelityError(
            "the key holds this session already, with other replacements.",
            where=session_id,
            mend="Use what was masked then, or unmask that, and begin a new key.",
        )
    return masked, longer


def _tell(done: Sequence[Transcript], key: Key, into: Path, place: Path, *, sealed: bool) -> None:
    rows = [_row(one, key.session(one.session.id)) for one in done]
    frame = pd.DataFrame(rows).fillna(0)
    for name in frame.columns[2:-2]:
        frame[name] = frame[name].astype("int64")
    show_frame(
        frame,
        title=f"Masked, not yet checked: {len(done)} transcripts of case {key.case}, in {into}",
        note="A person must look before they count as checked; masked text may still tell who "
        "it is about.",
    )
    for one in done:
        for fault in one.faults:
            if fault.code == "no_capitals":
                OUT.print(str(fault), markup=False, soft_wrap=True)
        odd = [w for w in one.session.id.replace("_", "-").split("-") if _tells(w)]
        if odd:
            ERR.print(
                f"{one.session.id}: the id of this session may hold a name, and ids are not "
                "masked. Rename the file, or state another id in a session record.",
                markup=False,
            )
    kept = "sealed with the passphrase" if sealed else "NOT sealed: whoever opens it reads names"
    OUT.print(f"Key: {place} ({kept}). Keep it apart from the study.", markup=False)
    if not sealed and not files.can_seal():
        ERR.print("To seal keys: pip install 'ipt-fidelity[encrypt]'.", markup=False)


def _row(masked: Transcript, session: MaskedSession) -> dict[str, object]:
    kinds = Counter(one.kind for one in session.redactions if _is_said(one.place))
    doubtful = sorted(
        {
            one.place.removeprefix("turn:")
            for one in session.redactions
            if one.place.startswith("turn:") and one.doubt >= DOUBTFUL
        }
    )
    more = f" and {len(doubtful) - NAMED_TURNS} more" if len(doubtful) > NAMED_TURNS else ""
    return {
        "session": masked.session.id,
        "words": str(sum(turn.words for turn in masked.turns)),
        **{kind: kinds[kind] for kind in sorted(kinds)},
        "doubtful": str(sum(one.doubt >= DOUBTFUL for one in session.redactions)),
        "turns to look at first": ", ".join(doubtful[:NAMED_TURNS]) + more,
    }


def _is_said(place: str) -> bool:
    return place.startswith(("turn:", "note:"))


def _tells(word: str) -> bool:
    return len(word) > 2 and is_given_name(word) and not is_common(word)  # noqa: PLR2004


def _read(found: Sequence[Path]) -> tuple[list[tuple[Path, Transcript]], int]:
    told: list[tuple[Path, Transcript]] = []
    for path in tracker("Reading transcripts")(found):
        try:
            told.append((path, files.read_transcript(path)))
        except FidelityError as error:
            show_error(error)
    twice = [one for one, n in Counter(one.session.id for _, one in told).items() if n > 1]
    if twice:
        raise FidelityError(
            f"{len(twice)} sessions come from two files each.",
            where=twice[0],
            mend="Name one file of each session.",
        )
    return told, len(found) - len(told)


def _one_case(told: Sequence[Transcript], stated: str | None) -> str:
    cases = sorted({one.session.case for one in told if one.session.case is not None})
    if stated is not None and all(case == stated for case in cases):
        return stated
    if stated is None and len(cases) == 1:
        return cases[0]
    if not cases:
        raise FidelityError(
            "no session record states the case.",
            where="mask",
            mend="State it with --case, and mask the sessions of one case together.",
        )
    raise FidelityError(
        f"the files belong to {len(cases)} cases, and a key to one.",
        where="mask",
        mend="Mask each case with a key of its own.",
    )


def _read_cast(path: Path) -> dict[str, str]:
    rows = list(csv.DictReader(io.StringIO(files.read_text(path))))
    if rows and not {"name", "who"} <= set(rows[0]):
        raise FidelityError(
            "the cast has no columns name and who.",
            where=path.name,
            mend="Begin it with the line: name,who",
        )
    return {row["name"]: (row["who"] or "") for row in rows if row["name"]}


def _choice(what: str, words: type[Word], written: str) -> Word:
    known = [str(word) for word in words]
    if written not in known:
        raise UnknownNameError.of("choice", written, known, where=f"--{what}")
    return words(written)


def _target(folder: Path, transcript: Transcript, end: str) -> Path:
    return folder / f"{transcript.session.id}{end}"


def _refuse_taken(targets: Sequence[Path]) -> None:
    taken = [one for one in targets if one.exists()]
    if taken:
        raise FidelityError(
            f"{len(taken)} results are there already; nothing was written.",
            where=str(taken[0]),
            mend="Name another folder with --into, or move them away.",
        )


def _folder(into: Path) -> None:
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as refusal:
        raise FidelityError(
            f"the folder cannot be made ({refusal.strerror}).",
            where=str(into),
            mend="Name another with --into.",
        ) from None


def _in_file(error: FidelityError, path: Path) -> FidelityError:
    return FidelityError(error.problem, where=f"{path.name}, {error.where}", mend=error.mend)
