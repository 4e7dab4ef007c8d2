"""The session record: what is known about a session, in a file beside its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ipt_fidelity.errors import Fault, TranscriptError
from ipt_fidelity.transcript.finding import error
from ipt_fidelity.transcript.recording import Recording, why_not_linked
from ipt_fidelity.transcript.session import MaskingState, Purpose, Role, Session
from ipt_fidelity.yaml_tree import checked, load

SUFFIX = ".session.yaml"
SESSION_ID = re.compile(r"[a-z0-9][a-z0-9_-]{2,63}")


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", hide_input_in_errors=True)


class _Identity(_Model):
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{2,63}$")
    case: str | None = None
    therapist: str | None = None
    number: int | None = Field(default=None, ge=1)
    phase: str | None = None
    phase_position: Literal["early", "late", "only"] | None = None


class _Masked(_Model):
    by: str | None = None
    checked_by: str | None = None


class _Recording(_Model):
    path: str | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    length_s: float | None = Field(default=None, ge=0)
    offset_s: float = 0.0


class _SessionFile(_Model):
    format: Literal["ipt-session/1"]
    session: _Identity
    variants: tuple[str, ...] = ()
    problem_area: str | None = None
    site: str | None = None
    client_group: str | None = None
    speakers: dict[str, Role] = Field(default_factory=dict)
    language: str = Field(default="en", pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")
    recording: _Recording | None = None
    masked: _Masked | None = None
    consent: tuple[Purpose, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """What a session record states.

    Parameters
    ----------
    session : Session
        Facts about the session.
    speakers : dict of str to Role
        Roles by label.
    """

    session: Session
    speakers: dict[str, Role] = field(default_factory=dict[str, Role])


def parse_session(text: str, *, where: str) -> SessionRecord:
    """Read a session record.

    Parameters
    ----------
    text : str
        Text of the file, YAML 1.2.
    where : str
        Name of the file, for faults.

    Returns
    -------
    SessionRecord
        Words are masked where ``masked: {by: ...}`` names somebody, and checked where
        ``checked_by`` does.

    Raises
    ------
    TranscriptError
        Carries every fault with its line.
    """
    tree, faults = load(text, where=where)
    if tree is None:
        raise TranscriptError(faults)
    file, found = checked(_SessionFile, tree, where=where)
    faults += found
    if file is not None:
        faults += _twice(file, where, tree.line_of(("speakers",)))
        faults += _not_linked(file, where, tree.line_of(("recording",)))
    if faults or file is None:
        raise TranscriptError(faults)
    masked = file.masked or _Masked()
    return SessionRecord(
        session=Session(
            **file.session.model_dump(),
            variants=file.variants,
            problem_area=file.problem_area,
            site=file.site,
            client_group=file.client_group,
            language=file.language,
            consent=file.consent,
            masking=_state(masked),
            masked_by=masked.by,
            checked_by=masked.checked_by,
            source=file.source,
            recording=_linked(file),
        ),
        speakers=dict(file.speakers),
    )


def _state(masked: _Masked) -> MaskingState:
    if masked.by is None:
        return MaskingState.UNMASKED
    return MaskingState.MASKED if masked.checked_by is None else MaskingState.CHECKED


def _linked(file: _SessionFile) -> Recording | None:
    """Return the recording; a length alone links to nothing."""
    stated = file.recording
    if stated is None or not (stated.path or stated.sha256):
        return None
    return Recording(
        path=stated.path or "",
        sha256=stated.sha256 or "",
        seconds=stated.length_s,
        offset_seconds=stated.offset_s,
    )


def _not_linked(file: _SessionFile, where: str, line: int) -> list[Fault]:
    recording = _linked(file)
    problem = why_not_linked(recording) if recording else ""
    if not problem:
        return []
    mend = "Write the path from the folder of this file, for example 'sound/session-03.m4a'."
    return [error("odd_recording", problem, where=f"{where}, line {line}, recording", mend=mend)]


def _twice(file: _SessionFile, where: str, line: int) -> list[Fault]:
    """Refuse two spellings that differ in capitals only and have two roles."""
    roles: dict[str, set[Role]] = {}
    for label, role in file.speakers.items():
        roles.setdefault(label.casefold(), set()).add(role)
    return [
        error(
            "two_roles",
            "one label has two roles.",
            where=f"{where}, line {line}, speakers",
            mend="Give each label one role; capitals make no difference.",
        )
        for found in roles.values()
        if len(found) > 1
    ]
