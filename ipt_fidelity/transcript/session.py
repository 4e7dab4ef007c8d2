"""What is known about a session beside its words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ipt_fidelity.transcript.recording import Recording


class Role(StrEnum):
    """The part a speaker has in a session."""

    THERAPIST = "therapist"
    CO_THERAPIST = "co_therapist"
    CLIENT = "client"
    PARTNER = "partner"
    RELATIVE = "relative"
    GROUP_MEMBER = "group_member"
    INTERPRETER = "interpreter"
    OBSERVER = "observer"
    SEVERAL = "several"
    UNKNOWN = "unknown"


THERAPIST_ROLES = frozenset({Role.THERAPIST, Role.CO_THERAPIST})


class Purpose(StrEnum):
    """What a client has agreed that a session may be used for."""

    CARE = "care"
    SUPERVISION = "supervision"
    TRAINING = "training"
    RESEARCH = "research"


class MaskingState(StrEnum):
    """How far names, places and dates were replaced; *checked* means that a person looked."""

    UNMASKED = "unmasked"
    MASKED = "masked"
    CHECKED = "checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One therapy meeting, as its record states it; whatever the record leaves out is None.

    Parameters
    ----------
    id : str
        Id of the session, for example ``"case-07_session-03"``.
    case : str or None
        Course of treatment of one client.
    therapist : str or None
        Therapist, by id.
    number : int or None
        Number of the session in its case, from 1.
    phase : str or None
        Phase in the rubric's vocabulary.
    phase_position : str or None
        early, late or only, within the phase.
    variants : tuple of str
        Declared dialects of IPT; empty for core.
    problem_area : str or None
        Agreed focus.
    site, client_group : str or None
        Where the session was held, and a group of clients for subgroup results.
    language : str
        BCP 47 tag of the talk.
    consent : tuple of Purpose
        Purposes that were agreed to.
    masking : MaskingState
        State of the words.
    masked_by, checked_by : str or None
        Who masked, and who checked.
    source : str or None
        Where the words come from; invented sessions say so here.
    recording : Recording or None
        The sound or film, where one is linked.
    """

    id: str
    case: str | None = None
    therapist: str | None = None
    number: int | None = None
    phase: str | None = None
    phase_position: str | None = None
    variants: tuple[str, ...] = ()
    problem_area: str | None = None
    site: str | None = None
    client_group: str | None = None
    language: str = "en"
    consent: tuple[Purpose, ...] = ()
    masking: MaskingState = MaskingState.UNMASKED
    masked_by: str | None = None
    checked_by: str | None = None
    source: str | None = None
    recording: Recording | None = None
