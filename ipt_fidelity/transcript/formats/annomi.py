"""AnnoMI's table: sessions by ``transcript_id``, roles as it states them, codes left out."""

from __future__ import annotations

from dataclasses import replace

from ipt_fidelity.transcript.formats import table
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.pieces import Opened, Parsed
from ipt_fidelity.transcript.session import Role

_KEYS = ("transcript_id", "interlocutor", "utterance_text")
_ROLES = {"therapist": Role.THERAPIST, "client": Role.CLIENT}


def parse(opened: Opened) -> Parsed:
    """Read one session of AnnoMI.

    Parameters
    ----------
    opened : Opened
        The file; ``part`` names the session by its ``transcript_id``.

    Returns
    -------
    Parsed
        Successive utterances of one speaker are one turn.
    """
    parsed = table.parse(opened)
    return replace(parsed, format="annomi", roles=_ROLES)


def _likeness(opened: Opened) -> float:
    head = opened.text.lstrip("\n").partition("\n")[0]
    return float(all(key in head for key in _KEYS))


ANNOMI = Format(
    name="annomi", title="AnnoMI table", suffixes=(".csv",), likeness=_likeness, parse=parse
)
