"""Taking sessions in, and giving them back as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from ipt_fidelity.errors import Fault, Level, NotAllowedError, StoreError, TranscriptError
from ipt_fidelity.store.linking import put_recording
from ipt_fidelity.store.sessions import load_segmentation, load_transcript
from ipt_fidelity.store.settings import ORDER, masking_asked
from ipt_fidelity.store.tables import (
    CONSENT,
    RECORDED,
    RECORDING,
    SEGMENT,
    SEGMENTATION,
    SESSION,
    SPOKEN,
    TURN,
)
from ipt_fidelity.store.times import to_us
from ipt_fidelity.store.words import spoken_of
from ipt_fidelity.transcript.segmenting import Segmentation
from ipt_fidelity.transcript.session import (
    THERAPIST_ROLES,
    MaskingState,
    Role,
    Session,
)
from ipt_fidelity.transcript.transcript import Transcript, therapist_words

LONGEST_ID = 200


def check_masking(connection: Connection, transcript: Transcript) -> None:
    """Refuse a transcript that is masked less than the study asks for.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside the transaction that admits it.
    transcript : Transcript
        In any state.

    Raises
    ------
    NotAllowedError
        Names its state, what the study asks for, and the mend.
    """
    asked, state = masking_asked(connection), transcript.session.masking
    if ORDER.index(state) >= ORDER.index(asked):
        return
    first = "Mask it, let a person check it" if state is MaskingState.UNMASKED else "Check it"
    mends = {
        MaskingState.MASKED: "Mask it (mask, or ipt-fidelity mask), then admit it.",
        MaskingState.CHECKED: f"{first} (check_off), then admit it.",
    }
    raise NotAllowedError(
        f"the transcript is {state}, and this study admits {asked} ones only.",
        where=transcript.session.id,
        mend=mends[asked],
    )


def check_admissible(transcript: Transcript, segmentation: Segmentation) -> None:
    """Raise every reason why a session cannot be coded as it is.

    Parameters
    ----------
    transcript : Transcript
        Cast and, where the study asks for it, masked.
    segmentation : Segmentation
        Its cut.

    Raises
    ------
    TranscriptError
        A speaker without a role, no turn of a therapist, a cut of other words.
    """
    roles = {speaker.id: speaker.role for speaker in transcript.speakers}
    faults = [
        _fault(
            transcript,
            "uncast_speaker",
            f"speaker '{speaker.id}' has no role.",
            "Say who it is: cast the speakers, then admit the session.",
        )
        for speaker in transcript.speakers
        if speaker.role is Role.UNKNOWN
    ]
    if not any(roles.get(turn.speaker_id) in THERAPIST_ROLES for turn in transcript.turns):
        faults.append(
            _fault(
                transcript,
                "no_therapist",
                "no turn is a therapist's.",
                "Cast one of the speakers as therapist, then admit the session.",
            )
        )
    if not 1 <= len(transcript.session.id) <= LONGEST_ID:
        faults.append(
            _fault(
                transcript,
                "odd_id",
                "the session needs an id of 1 to 200 characters.",
                "Give it one, for example case-07_session-03.",
            )
        )
    if not _covers(transcript, segmentation):
        faults.append(
            _fault(
                transcript,
                "other_cut",
                "the segmentation is not one of this transcript.",
                "Cut the transcript as it is now: by_turns(transcript).",
            )
        )
    if faults:
        raise TranscriptError(faults)


def admit(
    connection: Connection, transcript: Transcript, segmentation: Segmentation, *, at: datetime
) -> None:
    """Keep a session, or find that it is kept already.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a writing transaction.
    transcript : Transcript
        Checked.
    segmentation : Segmentation
        Checked.
    at : datetime
        The present (UTC).

    Raises
    ------
    NotAllowedError
        It is masked less than the study asks for.
    StoreError
        Other words are kept under the id, or the session is locked and cut or described
        otherwise.
    """
    check_masking(connection, transcript)
    session_id = transcript.session.id
    known = connection.execute(
        select(
            SESSION.c.transcript_sha256, SEGMENTATION.c.segmentation_id, SEGMENTATION.c.locked_us
        )
        .join(SEGMENTATION, SESSION.c.session_id == SEGMENTATION.c.session_id)
        .where(SESSION.c.session_id == session_id)
    ).one_or_none()
    if known is None:
        _put(connection, transcript, segmentation, at=at)
        return
    if known.transcript_sha256 != transcript.sha256:
        raise StoreError(
            "other words are kept under this session id.",
            where=session_id,
            mend="Give the changed transcript an id of its own, or forget the session first.",
        )
    if known.locked_us is None:
        kept = load_transcript(connection, session_id), load_segmentation(connection, session_id)
        if kept == (transcript, segmentation):
            return
        _remove(connection, session_id)
        _put(connection, transcript, segmentation, at=at)
        return
    if known.segmentation_id != segmentation.id:
        raise StoreError(
            "the cut is locked, since a sheet of the session was opened.",
            where=session_id,
            mend="Take the cut that is kept: study.kept.transcript(session_id).",
        )
    if _described(load_transcript(connection, session_id)) != _described(transcript):
        raise StoreError(
            "the session is locked, and is described otherwise (phase, roles, times or the like).",
            where=session_id,
            mend="Take the session as it is kept: study.kept.transcript(session_id).",
        )
    _put_consent(connection, transcript.session)
    put_recording(connection, transcript.session)


def lock(connection: Connection, session_id: str, *, at: datetime) -> None:
    """Lock the cut of a session, if it is not yet.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside the transaction that opens a sheet, before the sheet is put.
    session_id : str
        The session.
    at : datetime
        The present (UTC).
    """
    connection.execute(
        update(SEGMENTATION)
        .where(SEGMENTATION.c.session_id == session_id, SEGMENTATION.c.locked_us.is_(None))
        .values(locked_us=to_us(at))
    )


def _covers(transcript: Transcript, segmentation: Segmentation) -> bool:
    """Say whether the segments hold every turn once, in order."""
    places = {turn.id: place for place, turn in enumerate(transcript.turns)}
    following = 0
    for segment in segmentation.segments:
        last = places.get(segment.last_turn, -1)
        if places.get(segment.first_turn) != following or last < following:
            return False
        following = last + 1
    ids = [segment.id for segment in segmentation.segments]
    return (
        segmentation.session_id == transcript.session.id
        and segmentation.transcript_sha256 == transcript.sha256
        and following == len(transcript.turns)
        and len(set(ids)) == len(ids)
    )


def _described(transcript: Transcript) -> Transcript:
    """Return what must not change under a sheet; consent, recording and way of reading may."""
    return replace(
        transcript,
        session=replace(transcript.session, consent=(), source=None, recording=None),
        faults=(),
        source=replace(transcript.source, name="", format="", reader="", encoding=""),
    )


def _put(
    connection: Connection, transcript: Transcript, segmentation: Segmentation, *, at: datetime
) -> None:
    session = transcript.session
    connection.execute(
        insert(SESSION).values(
            session_id=session.id,
            case_id=session.case,
            therapist_id=session.therapist,
            number=session.number,
            phase=session.phase,
            phase_position=session.phase_position,
            variants=" ".join(session.variants),
            problem_area=session.problem_area,
            site=session.site,
            client_group=session.client_group,
            language=session.language,
            masking=str(session.masking),
            masked_by=session.masked_by,
            checked_by=session.checked_by,
            transcript_sha256=transcript.sha256,
            admitted_us=to_us(at),
        )
    )
    _put_consent(connection, session)
    put_recording(connection, session)
    roles = {speaker.id: speaker.role for speaker in transcript.speakers}
    connection.execute(
        insert(TURN),
        [
            {
                "session_id": session.id,
                "position": position,
                "turn": turn.id,
                "role": str(roles[turn.speaker_id]),
                "start_s": turn.start_s,
                "end_s": turn.end_s,
                "words": turn.words,
            }
            for position, turn in enumerate(transcript.turns, 1)
        ],
    )
    connection.execute(
        insert(SEGMENTATION).values(
            session_id=session.id, segmentation_id=segmentation.id, method=segmentation.method
        )
    )
    connection.execute(insert(SEGMENT), _segment_rows(transcript, segmentation))
    connection.execute(insert(SPOKEN).values(session_id=session.id, body=spoken_of(transcript)))


def _segment_rows(
    transcript: Transcript, segmentation: Segmentation
) -> Sequence[dict[str, str | int]]:
    roles = {speaker.id: speaker.role for speaker in transcript.speakers}
    places = {turn.id: place for place, turn in enumerate(transcript.turns)}
    return [
        {
            "session_id": transcript.session.id,
            "position": position,
            "segment": segment.id,
            "first_turn": segment.first_turn,
            "last_turn": segment.last_turn,
            "therapist_words": therapist_words(
                transcript.turns[places[segment.first_turn] : places[segment.last_turn] + 1], roles
            ),
        }
        for position, segment in enumerate(segmentation.segments, 1)
    ]


def _put_consent(connection: Connection, session: Session) -> None:
    """Bring consent up to date: given or withdrawn, it holds at once."""
    connection.execute(delete(CONSENT).where(CONSENT.c.session_id == session.id))
    if session.consent:
        connection.execute(
            insert(CONSENT),
            [
                {"session_id": session.id, "purpose": str(purpose)}
                for purpose in dict.fromkeys(session.consent)
            ],
        )


def _remove(connection: Connection, session_id: str) -> None:
    for table in (SPOKEN, CONSENT, RECORDED, RECORDING, SEGMENT, SEGMENTATION, TURN, SESSION):
        connection.execute(delete(table).where(table.c.session_id == session_id))


def _fault(transcript: Transcript, code: str, problem: str, mend: str) -> Fault:
    return Fault(
        level=Level.ERROR, code=code, problem=problem, where=transcript.session.id, mend=mend
    )
