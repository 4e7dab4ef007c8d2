"""The status of a coded segment: resolved, never entered.

A code has a base status; its rules change it by attributes, phase and variant (homework, a past
told at length or advice change sides with context). A rule that cannot be decided, because an
attribute was not answered, does not apply.
"""

from __future__ import annotations

from functools import lru_cache

from ipt_fidelity.rubric.expressions import Answer, Tree, evaluate, parse
from ipt_fidelity.rubric.instrument import Attribute, Status
from ipt_fidelity.rubric.rubric import Circumstances, Rubric
from ipt_fidelity.sheet.sheet import Coding


def resolve_status(rubric: Rubric, coding: Coding, circumstances: Circumstances) -> Status | None:
    """Resolve the status of a segment's primary code.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    coding : Coding
        Codes and attributes of the segment.
    circumstances : Circumstances
        Phase and variants of the session.

    Returns
    -------
    Status or None
        None where the segment has no primary code. The last rule that holds decides.

    Raises
    ------
    UnknownNameError
        The rubric has no such code.
    """
    if coding.primary is None:
        return None
    code = rubric.code(coding.primary)
    status = code.status
    names = _names(rubric, coding, circumstances)
    for rule in code.status_rules:
        if evaluate(_tree(rule.when), names) is True:
            status = rule.status
    return status


def asked(rubric: Rubric, coding: Coding, circumstances: Circumstances) -> tuple[Attribute, ...]:
    """Return the attributes that are asked of a segment.

    Parameters
    ----------
    rubric : Rubric
        The instrument.
    coding : Coding
        The segment as coded so far; nothing is asked without a primary code.
    circumstances : Circumstances
        Phase and variants of the session.

    Returns
    -------
    tuple of Attribute
        In the order of the rubric. ``ask_if`` sees the base status of the primary code.
    """
    if coding.primary is None:
        return ()
    names = _names(rubric, coding, circumstances)
    return tuple(
        part
        for part in rubric.attributes
        if part.ask_if is None or evaluate(_tree(part.ask_if), names) is True
    )


def _names(rubric: Rubric, coding: Coding, circumstances: Circumstances) -> dict[str, Answer]:
    names: dict[str, Answer] = {**circumstances.names()}
    names |= coding.attributes
    if coding.primary is not None:
        code = rubric.code(coding.primary)
        names |= {"code": code.id, "family": code.family, "status": str(code.status)}
    statuses = [rubric.code(name).status for name in coding.secondary]
    names["has_secondary_off"] = Status.OFF_MODEL in statuses
    return names


@lru_cache(maxsize=1024)
def _tree(text: str) -> Tree:
    return parse(text)
