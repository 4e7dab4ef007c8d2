"""A person's own sample: turns drawn by chance, read in full, and what was missed in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ipt_fidelity.errors import MarkError, NotAllowedError
from ipt_fidelity.transcript import Key, MaskingCheck, Redaction, Transcript, sample_turns, unmask
from ipt_fidelity.transcript.masking_recall import wilson

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample under way or done; it holds places, no words.

    Parameters
    ----------
    seed : int
        Of the draw.
    masked_sha256 : str
        Masked words that the sample was drawn from; it is of no use for others.
    turns : tuple of str
        Turns drawn, in order.
    read : tuple of str
        Turns that the person has read.
    missed : mapping of str to tuple of tuple of int
        By turn, start and end in its masked text of each identifier that was missed.
    is_done : bool
        Whether the person has finished.
    """

    seed: int
    masked_sha256: str
    turns: tuple[str, ...]
    read: tuple[str, ...] = ()
    missed: Mapping[str, tuple[Span, ...]] = field(default_factory=dict[str, tuple[Span, ...]])
    is_done: bool = False


def draw(masked: Transcript, key: Key, *, n: int, seed: int) -> Sample:
    """Draw a sample.

    Parameters
    ----------
    masked : Transcript
        Masked.
    key : Key
        That it was masked with.
    n : int
        How many turns; all where there are fewer.
    seed : int
        Of the draw.

    Returns
    -------
    Sample
        Nothing is read yet.
    """
    turns = sample_turns(unmask(masked, key), n=n, seed=seed)
    return Sample(seed=seed, masked_sha256=masked.sha256, turns=turns)


def with_read(sample: Sample, masked: Transcript, turn_id: str) -> Sample:
    """Note that a turn was read.

    Parameters
    ----------
    sample : Sample
        Under way.
    masked : Transcript
        Masked.
    turn_id : str
        A turn of the sample.

    Returns
    -------
    Sample
        With the turn among those read.

    Raises
    ------
    MarkError
        The turn was not drawn.
    NotAllowedError
        The masking was changed since the draw, or the sample is done.
    """
    _check(sample, masked, turn_id)
    return sample if turn_id in sample.read else replace(sample, read=(*sample.read, turn_id))


def with_missed(
    sample: Sample, masked: Transcript, redactions: Sequence[Redaction], turn_id: str, span: Span
) -> Sample:
    """Note an identifier that masking has missed, or take the note back.

    Parameters
    ----------
    sample : Sample
        Under way.
    masked : Transcript
        Masked.
    redactions : sequence of Redaction
        Of the session.
    turn_id : str
        A turn of the sample.
    span : tuple of int
        Where it stands in the masked text of the turn. The same words elsewhere in the turn count
        as well.

    Returns
    -------
    Sample
        With the places, or without what lay under the span.

    Raises
    ------
    MarkError
        The turn was not drawn, or there are no words at the place.
    NotAllowedError
        The masking was changed since the draw, or the sample is done.
    """
    _check(sample, masked, turn_id)
    text = next(turn.text for turn in masked.turns if turn.id == turn_id)
    before = sample.missed.get(turn_id, ())
    under = {old for old in before if _meet(old, span)}
    words = text[span[0] : span[1]].strip() if 0 <= span[0] < span[1] <= len(text) else ""
    taken = [(r.start, r.end) for r in redactions if r.place == f"turn:{turn_id}"]
    if under:
        after = tuple(old for old in before if old not in under)
    elif not words or any(_meet(span, one) for one in taken):
        raise MarkError(
            "there are no unmasked words at this place.",
            where=f"turn {turn_id}",
            mend="Select words that are not replaced.",
        )
    else:
        found = re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)
        new = [one.span() for one in found if not any(_meet(one.span(), two) for two in taken)]
        after = tuple(sorted({*before, *(new or [span])}))
    return replace(sample, missed={**sample.missed, turn_id: after})


def finished(sample: Sample, masked: Transcript) -> Sample:
    """Finish a sample.

    Parameters
    ----------
    sample : Sample
        Under way.
    masked : Transcript
        Masked.

    Returns
    -------
    Sample
        Done.

    Raises
    ------
    NotAllowedError
        Turns are unread, the masking was changed since the draw, or it is done.
    """
    _check(sample, masked, None)
    unread = len(sample.turns) - len(sample.read)
    if unread:
        raise NotAllowedError(
            f"{unread} turns of the sample are not read.",
            where=masked.session.id,
            mend="Read each to its end, then finish.",
        )
    return replace(sample, is_done=True)


def result(sample: Sample, redactions: Sequence[Redaction]) -> MaskingCheck:
    """Estimate how much masking has found, from a sample.

    The person saw what was replaced; ``masking_check`` is for a sample that was marked blind.

    Parameters
    ----------
    sample : Sample
        Done.
    redactions : sequence of Redaction
        Of the session, as they were when the sample was read.

    Returns
    -------
    MaskingCheck
        What was replaced in the turns read counts as found; places missed are in masked text.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association, 22, 209-212.
    """
    drawn = {f"turn:{turn}" for turn in sample.turns}
    found = sum(redaction.place in drawn for redaction in redactions)
    missed = tuple((turn, span[0]) for turn in sample.turns for span in sample.missed.get(turn, ()))
    identifiers = found + len(missed)
    low, high = wilson(found, identifiers) if identifiers else (None, None)
    return MaskingCheck(
        turns=len(sample.turns),
        identifiers=identifiers,
        found=found,
        recall=found / identifiers if identifiers else None,
        low=low,
        high=high,
        reason="" if identifiers else "no identifier stands in the turns read",
        missed=missed,
        unmarked=0,
    )


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _check(sample: Sample, masked: Transcript, turn_id: str | None) -> None:
    where = masked.session.id
    if sample.is_done:
        raise NotAllowedError("the sample is done.", where=where, mend="Draw a new one.")
    if sample.masked_sha256 != masked.sha256:
        raise NotAllowedError(
            "the masking was changed since the sample was drawn.",
            where=where,
            mend="Draw a new sample.",
        )
    if turn_id is not None and turn_id not in sample.turns:
        raise MarkError("the turn was not drawn.", where=where, mend="Read the turns shown.")
