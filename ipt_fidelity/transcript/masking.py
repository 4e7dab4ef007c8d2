"""Masking: names, places, dates and numbers of a session replaced, and put back with the key.

Masked text is text with fewer identifiers, not text that identifies nobody: a story can tell who
it is about. It becomes *checked* when a person has looked at it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from ipt_fidelity.errors import FidelityError, NotAllowedError
from ipt_fidelity.transcript.masking_cast import Cast, folded_words, read_cast
from ipt_fidelity.transcript.masking_entities import EntityBook
from ipt_fidelity.transcript.masking_key import Key, MaskedSession
from ipt_fidelity.transcript.masking_looking import (
    DEFAULT_RULES,
    Finder,
    MaskingRules,
    find_identifiers,
    has_no_capitals,
    no_capitals_fault,
)
from ipt_fidelity.transcript.masking_places import Edit, places_of, with_edits, without_edits
from ipt_fidelity.transcript.session import MaskingState
from ipt_fidelity.transcript.transcript import Transcript


def mask(
    transcript: Transcript,
    *,
    cast: Mapping[str, str] | pd.DataFrame,
    key: Key,
    by: str,
    rules: MaskingRules = DEFAULT_RULES,
    also: Sequence[Finder] = (),
) -> tuple[Transcript, Key]:
    """Replace names, places, dates and numbers by placeholders that keep who is who.

    Parameters
    ----------
    transcript : Transcript
        Unmasked.
    cast : mapping of str to str, or pandas.DataFrame
        Who is behind each name, as a person states it (``{"Ray": "husband"}``); may be empty. What
        the key holds from earlier sessions of the case counts as well.
    key : Key
        Of the case; ``draw_key`` makes the first one.
    by : str
        The person who masks.
    rules : MaskingRules
        Choices.
    also : sequence of callable
        Further finders, such as a trained model: text in, (start, end, kind) out.

    Returns
    -------
    transcript : Transcript
        Masked, not yet checked.
    key : Key
        The one that undoes this session, too. Words of kin are never replaced.

    Raises
    ------
    NotAllowedError
        The transcript is masked already, or the key belongs to another case.
    TranscriptError
        The talk is written without capitals, and the rules do not accept that.
    FidelityError
        Nobody masks, or the cast contradicts itself or the key.
    """
    _refuse(transcript, key, by)
    known = _joined(read_cast(cast), key)
    findings = find_identifiers(
        transcript, cast=known, shift_weeks=key.shift_weeks, rules=rules, also=also
    )
    book = EntityBook(key.entities)
    texts = places_of(transcript)
    edits = {
        place: [
            Edit(
                f.start,
                f.end,
                f.kind,
                f.replacement or book.placeholder(f, texts[place][f.start : f.end]),
                f.found_by,
                f.doubt,
            )
            for f in some
        ]
        for place, some in findings.items()
    }
    done = with_edits(transcript, edits)
    faults = (no_capitals_fault(transcript),) if has_no_capitals(transcript) else ()
    session = MaskedSession(
        session_id=transcript.session.id,
        redactions=done.redactions,
        notations=done.notations,
        faults=len(faults),
    )
    masked = replace(
        done.transcript,
        faults=(*done.transcript.faults, *faults),
        session=replace(done.transcript.session, masking=MaskingState.MASKED, masked_by=by),
    )
    return masked, key.with_session(session, book.entities())


def unmask(masked: Transcript, key: Key) -> Transcript:
    """Put the original words back, exactly.

    Parameters
    ----------
    masked : Transcript
        Masked or checked, with its words as masking left them.
    key : Key
        That it was masked with.

    Returns
    -------
    Transcript
        As it was before.

    Raises
    ------
    FidelityError
        The key does not hold this session, or the words were changed since.
    NotAllowedError
        The transcript is not masked.
    """
    if masked.session.masking is MaskingState.UNMASKED:
        raise NotAllowedError(
            "the transcript is not masked.", where=masked.session.id, mend="Use it as it is."
        )
    session = key.session(masked.session.id)
    restored = without_edits(masked, session)
    kept = len(restored.faults) - session.faults
    return replace(
        restored,
        faults=restored.faults[:kept],
        session=replace(
            restored.session, masking=MaskingState.UNMASKED, masked_by=None, checked_by=None
        ),
    )


def _refuse(transcript: Transcript, key: Key, by: str) -> None:
    session = transcript.session
    if not by.strip():
        raise FidelityError(
            "nobody masks.", where=session.id, mend='Write who does, for example by="KM".'
        )
    if session.masking is not MaskingState.UNMASKED:
        raise NotAllowedError(
            f"the transcript is {session.masking}.",
            where=session.id,
            mend="Review it, or unmask it first.",
        )
    if session.case is not None and session.case != key.case:
        raise NotAllowedError(
            f"the key belongs to case {key.case}, the session to {session.case}.",
            where=session.id,
            mend="Use one key for each case.",
        )


def _joined(cast: Cast, key: Key) -> Cast:
    """Return the cast with what the key holds from earlier sessions."""
    earlier = {
        words: entity.placeholder
        for entity in key.entities
        if entity.stated
        for original in entity.originals
        if (words := folded_words(original))
    }
    for words, placeholder in cast.placeholders.items():
        if earlier.get(words, placeholder) != placeholder:
            raise FidelityError(
                f"one name is {earlier[words]} in the key and {placeholder} in the cast.",
                where=f"case {key.case}",
                mend=f"State it as {earlier[words]} in all sessions, or add the family name.",
            )
    kinds = {entity.placeholder: entity.kind for entity in key.entities}
    return replace(
        cast, placeholders={**earlier, **cast.placeholders}, kinds={**kinds, **cast.kinds}
    )
