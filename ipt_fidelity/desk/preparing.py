"""Screens before rating: who speaks, and what is masked."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from ipt_fidelity.desk.review_file import ReviewFiles
from ipt_fidelity.errors import FidelityError, NotAllowedError
from ipt_fidelity.store import Study
from ipt_fidelity.transcript import (
    Key,
    MaskingRules,
    MaskingState,
    Role,
    Session,
    Transcript,
    draw_key,
    mask,
    unmask,
)
from ipt_fidelity.transcript.masking_looking import DEFAULT_RULES, no_capitals_fault
from ipt_fidelity.transcript.masking_places import edits_of, with_edits
from ipt_fidelity.widgets import Casting, CastingScreen, Facts, MaskingReview, Recalled, Review


def cast_speakers(
    transcripts: Transcript | Sequence[Transcript],
    *,
    by: str,
    study: Study | None = None,
    language: str = "en",
) -> CastingScreen:
    """Open the screen on which a person states who speaks.

    Each speaker is shown with a suggestion, what speaks for it, the share of words, the first
    turns, and how the file was read. A role counts once it is confirmed by a key.

    Parameters
    ----------
    transcripts : Transcript or sequence of Transcript
        As read, one for each session.
    by : str
        The person who states the roles.
    study : Study or None
        Remembers, with its words, what is stated: the same cell finds it again, and the same
        label in another session of the case or site is suggested. None remembers nothing.
    language : str
        Language of the words on the screen, ``"en"`` or ``"de"``.

    Returns
    -------
    CastingScreen
        Shows itself in a notebook; ``transcript`` (of one) and ``transcripts`` have the roles
        that are confirmed.

    Raises
    ------
    FidelityError
        There is no transcript, nobody states the roles, or a session comes twice.
    StoreError
        The study cannot be read.
    """
    some = [transcripts] if isinstance(transcripts, Transcript) else list(transcripts)
    if study is None:
        return CastingScreen(Casting(some, by=by), language=language)
    roles = study.kept.roles

    def recall(session: Session) -> Recalled:
        return Recalled(
            here={label: (one.role, one.by) for label, one in roles.of_session(session.id).items()},
            elsewhere={
                label: (one.role, one.session_id)
                for label, one in roles.remembered(session).items()
            },
        )

    def keep(session: Session, stated: Mapping[str, Role | None]) -> None:
        roles.state(session, stated, by=by)

    return CastingScreen(Casting(some, by=by, recall=recall, keep=keep), language=language)


def review_masking(
    transcript: Transcript,
    *,
    key: str | os.PathLike[str],
    passphrase: str | None = None,
    by: str,
    cast: Mapping[str, str] | pd.DataFrame | None = None,
    rules: MaskingRules = DEFAULT_RULES,
    language: str = "en",
) -> MaskingReview:
    """Mask a session where it is not masked yet, and open the review of what was replaced.

    Each decision is in the key file before the screen shows it; the same cell goes on from there
    after a reload or a lost kernel. Masked and checked text still tells a story that somebody may
    know: it is not anonymous.

    Parameters
    ----------
    transcript : Transcript
        As read and cast, or masked with this key.
    key : str or path
        Key file of the case, which is made where it is not there, readable by its owner alone. It
        holds every name: keep it apart from the study. Beside it, ``.review.json`` holds who has
        checked and the places of the sample, and no word.
    passphrase : str or None
        Opens a sealed key, and seals a new one; ask for it with ``getpass``. None leaves a new
        key readable for whoever can open the file.
    by : str
        The person who masks and looks.
    cast : mapping of str to str, or pandas.DataFrame
        Who is behind each name, for a session that is masked now; see ``suggest_cast``.
    rules : MaskingRules
        Choices, for a session that is masked now.
    language : str
        Language of the words on the screen, ``"en"`` or ``"de"``.

    Returns
    -------
    MaskingReview
        Shows itself in a notebook; ``transcript`` (masked, or checked), ``key`` and ``check``
        are as the decisions have them.

    Raises
    ------
    FidelityError
        Nobody looks, or the key cannot be read or written.
    NotAllowedError
        The key belongs to another case or to other words, or is sealed otherwise.
    TranscriptError
        The talk is written without capitals, and the rules do not accept that.
    """
    about = transcript.session
    if not by.strip():
        raise FidelityError(
            "nobody looks at the masking.", where=about.id, mend='Write who does, as by="KM".'
        )
    files = ReviewFiles(key, about.id, passphrase=passphrase)
    held = files.key()
    if held is None and about.masking is not MaskingState.UNMASKED:
        raise NotAllowedError(
            "the session is masked, and its key is not there.",
            where=about.id,
            mend="Name the key file that it was masked with.",
        )
    case = held or draw_key(about.case or about.id, seed=secrets.randbits(128))
    if any(one.session_id == about.id for one in case.sessions):
        masked = _again(transcript, case, masked_by=files.facts().masked_by or by)
    else:
        masked, case = mask(transcript, cast={} if cast is None else cast, key=case, by=by,
                            rules=rules)  # fmt: skip
        files.keep_key(case)
        files.keep_facts(Facts(masked_by=by))
    review = Review(masked, case, by=by, keeper=files, facts=files.facts())
    return MaskingReview(review, language=language)


def _again(transcript: Transcript, key: Key, *, masked_by: str) -> Transcript:
    """Return the masked words as the decisions in the key have them."""
    about, session = transcript.session, key.session(transcript.session.id)
    is_masked = about.masking is not MaskingState.UNMASKED
    original = unmask(transcript, key) if is_masked else transcript
    done = with_edits(original, edits_of(session))
    if done.redactions != session.redactions:
        raise NotAllowedError(
            "the key was made for other words of this session.",
            where=about.id,
            mend="Read the file that was masked, or name another key file.",
        )
    faults = (no_capitals_fault(original),) if session.faults else ()
    return replace(
        done.transcript,
        faults=(*original.faults, *faults),
        session=replace(
            done.transcript.session,
            masking=MaskingState.MASKED,
            masked_by=about.masked_by or masked_by,
            checked_by=None,
        ),
    )
