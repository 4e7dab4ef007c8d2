"""Review of what masking has found: what a person keeps, takes back, changes and adds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from ipt_fidelity.errors import FidelityError, NotAllowedError, UnknownNameError
from ipt_fidelity.transcript.masking import unmask
from ipt_fidelity.transcript.masking_cast import placeholder_of, read_cast
from ipt_fidelity.transcript.masking_entities import EntityBook
from ipt_fidelity.transcript.masking_finding import DOUBTFUL, Finding
from ipt_fidelity.transcript.masking_key import Key, MaskedSession, Redaction
from ipt_fidelity.transcript.masking_places import Edit, edits_of, places_of, with_edits
from ipt_fidelity.transcript.session import MaskingState
from ipt_fidelity.transcript.transcript import Transcript

KEEP, TAKE_BACK, TAKE_BACK_EVERYWHERE = "keep", "take back", "take back everywhere"
FINDING_COLUMNS = (
    "redaction", "place", "kind", "placeholder", "original", "before", "after", "found_by",
    "doubt", "decided",
)  # fmt: skip
_AROUND = 40


def findings_frame(masked: Transcript, key: Key) -> pd.DataFrame:
    """List what was replaced, with its words, for the person who checks it.

    Parameters
    ----------
    masked : Transcript
        Masked.
    key : Key
        That it was masked with.

    Returns
    -------
    pandas.DataFrame
        Columns redaction, place, kind, placeholder, original, before and after (40 masked
        characters), found_by, doubt, decided; open ones first, the most doubtful on top. It holds
        the original names: look at it, and do not keep it.
    """
    texts = places_of(masked)
    order = {place: number for number, place in enumerate(texts)}
    some = sorted(
        key.session(masked.session.id).redactions,
        key=lambda r: (r.decided != "open", -r.doubt, order.get(r.place, 0), r.start),
    )
    rows = [
        (
            r.id,
            r.place,
            r.kind,
            r.placeholder,
            r.original,
            texts[r.place][max(0, r.start - _AROUND) : r.start],
            texts[r.place][r.end : r.end + _AROUND],
            r.found_by,
            r.doubt,
            r.decided,
        )
        for r in some
    ]
    return pd.DataFrame(rows, columns=list(FINDING_COLUMNS)).astype({"doubt": "float64"})


def decide(masked: Transcript, key: Key, decisions: Mapping[str, str]) -> tuple[Transcript, Key]:
    """Keep, take back or change what masking has found.

    Parameters
    ----------
    masked : Transcript
        Masked.
    key : Key
        That it was masked with.
    decisions : mapping of str to str
        By redaction: ``"keep"``, ``"take back"``, ``"take back everywhere"`` (all places in this
        session with the same words), or who it is (``"sister 2"``), which changes all places in
        this session with the same words.

    Returns
    -------
    transcript : Transcript
        Masked anew; a check that was made before no longer holds.
    key : Key
        With the decisions.

    Raises
    ------
    UnknownNameError
        A redaction that the session does not have.
    """
    session = key.session(masked.session.id)
    known = {redaction.id: redaction for redaction in session.redactions}
    for one in decisions:
        if one not in known:
            raise UnknownNameError.of("redaction", one, known, where=masked.session.id)
    everywhere = {
        _words(known[one]): what for one, what in decisions.items() if what not in {KEEP, TAKE_BACK}
    }
    stated = {what for what in everywhere.values() if what != TAKE_BACK_EVERYWHERE}
    read_cast({f"name {number}": what for number, what in enumerate(sorted(stated))})
    book = EntityBook(key.entities)
    edits: dict[str, list[Edit]] = {}
    for place, some in edits_of(session).items():
        kept = [
            _decided(edit, known[edit.id], decisions.get(edit.id, ""), everywhere, book)
            for edit in some
        ]
        edits[place] = [edit for edit in kept if edit is not None]
    return _again(masked, key, edits, book)


def mask_more(masked: Transcript, key: Key, words: str, *, who: str) -> tuple[Transcript, Key]:
    """Replace words that masking has missed, wherever they stand in the session.

    Parameters
    ----------
    masked : Transcript
        Masked.
    key : Key
        That it was masked with.
    words : str
        As they stand in the masked text, whole words, in any case of letters.
    who : str
        Who or what it is, for example ``"neighbor"`` or ``"street"``.

    Returns
    -------
    transcript : Transcript
        With the placeholder; a check that was made before no longer holds.
    key : Key
        With the places.

    Raises
    ------
    FidelityError
        The words do not stand in the session, or who is no part in a case.
    """
    original = unmask(masked, key)
    edits = edits_of(key.session(masked.session.id))
    cast = read_cast({words: who})
    placeholder = placeholder_of(who)
    book = EntityBook(key.entities)
    pattern = re.compile(rf"(?<!\w){re.escape(words.strip())}(?!\w)", re.IGNORECASE)
    added = 0
    for place, text in places_of(original).items():
        taken = edits.setdefault(place, [])
        for match in pattern.finditer(text) if words.strip() else ():
            start, end = match.span()
            if any(edit.start < end and start < edit.end for edit in taken):
                continue
            kind = cast.kinds[placeholder]
            book.placeholder(Finding(start, end, kind, "person", 0.0, placeholder), match[0])
            taken.append(Edit(start, end, kind, placeholder, "person", 0.0, "edited"))
            added += 1
    if not added:
        raise FidelityError(
            "the words do not stand unmasked in the session.",
            where=masked.session.id,
            mend="Copy them from the masked text.",
        )
    return _again(masked, key, edits, book)


def check_off(masked: Transcript, key: Key, *, by: str) -> Transcript:
    """State that a person has looked at the masked words.

    Parameters
    ----------
    masked : Transcript
        Masked.
    key : Key
        That it was masked with, with the decisions of the review.
    by : str
        The person who has looked.

    Returns
    -------
    Transcript
        Checked.

    Raises
    ------
    NotAllowedError
        It is not masked, or doubtful findings are open.
    FidelityError
        Nobody states it.
    """
    where = masked.session.id
    if not by.strip():
        raise FidelityError(
            "nobody has looked.", where=where, mend='Write who has, for example by="KM".'
        )
    if masked.session.masking is MaskingState.UNMASKED:
        raise NotAllowedError("the transcript is not masked.", where=where, mend="Mask it first.")
    unmask(masked, key)
    open_ones = [
        r.id for r in key.session(where).redactions if r.decided == "open" and r.doubt >= DOUBTFUL
    ]
    if open_ones:
        raise NotAllowedError(
            f"{len(open_ones)} doubtful findings are open, {open_ones[0]} first.",
            where=where,
            mend="Decide them: findings_frame shows them on top.",
        )
    return replace(
        masked, session=replace(masked.session, masking=MaskingState.CHECKED, checked_by=by)
    )


def _words(redaction: Redaction) -> str:
    return redaction.original.casefold()


def _decided(
    edit: Edit, redaction: Redaction, own: str, everywhere: Mapping[str, str], book: EntityBook
) -> Edit | None:
    if own == KEEP:
        return edit._replace(decided="kept_masked")
    what = own or everywhere.get(_words(redaction), "")
    if what in {TAKE_BACK, TAKE_BACK_EVERYWHERE}:
        return None
    if not what:
        return edit
    placeholder = placeholder_of(what)
    kind = read_cast({"name": what}).kinds[placeholder]
    stated = Finding(edit.start, edit.end, kind, "person", 0.0, placeholder)
    book.placeholder(stated, redaction.original)
    return edit._replace(kind=kind, placeholder=placeholder, decided="edited")


def _again(
    masked: Transcript, key: Key, edits: Mapping[str, list[Edit]], book: EntityBook
) -> tuple[Transcript, Key]:
    session = key.session(masked.session.id)
    done = with_edits(unmask(masked, key), edits)
    again = replace(
        done.transcript,
        faults=(*done.transcript.faults, *masked.faults[len(done.transcript.faults) :]),
        session=replace(
            done.transcript.session,
            masking=MaskingState.MASKED,
            masked_by=masked.session.masked_by,
        ),
    )
    held = MaskedSession(
        session_id=session.session_id,
        redactions=done.redactions,
        notations=done.notations,
        faults=session.faults,
    )
    return again, key.with_session(held, book.entities())
