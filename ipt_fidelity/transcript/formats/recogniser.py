"""JSON of speech recognisers: a table of makers, each known by the keys that it writes."""

from __future__ import annotations

import re

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.finding import error, warning
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.json_tree import load_json, tree
from ipt_fidelity.transcript.makers import MAKERS
from ipt_fidelity.transcript.pieces import Opened, Parsed, Piece
from ipt_fidelity.transcript.session import Role

_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\]])")
_ROLES = {"CLINICIAN": Role.THERAPIST, "PATIENT": Role.CLIENT}


def parse(opened: Opened) -> Parsed:
    """Read the JSON of a recogniser.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Parsed
        One piece for each stretch of one speaker. Times that are no numbers stay unknown; roles
        are taken where the maker states them.
    """
    root = load_json(opened.text)
    maker = _maker(root)
    if maker is None:
        told = error(
            "unknown_json",
            "no recogniser that is known writes such JSON.",
            where=opened.name,
            mend="Export it as VTT, or as a table.",
        )
        return Parsed(format="json", pieces=[], faults=[told])
    pieces: list[Piece] = []
    faults: list[Fault] = []
    untimed = crossed = 0
    for place, (label, text, start, end) in enumerate(MAKERS[maker][1](root), 1):
        untimed += start is None
        if start is not None and end is not None and end < start:
            crossed += 1
            end = None  # noqa: PLW2901 - left open, and told
        pieces.append(Piece(label or None, text, start, end, place, place))
    if crossed or untimed:
        faults.append(
            warning(
                "open_times",
                f"{untimed + crossed} times were missing or impossible and were left open.",
                where=opened.name,
                mend="Nothing needs to be done.",
            )
        )
    roles = {p.label: role for p in pieces if p.label and (role := _role(p.label)) is not None}
    stated = roles if maker == "healthscribe" else {}
    return Parsed(
        format=f"json/{maker}", pieces=pieces, faults=faults, unit="segment", roles=stated
    )


def _role(label: str) -> Role | None:
    return _ROLES.get(label.split("_", maxsplit=1)[0])


def _maker(root: object) -> str | None:
    for name, (paths, _) in MAKERS.items():
        if all(_has(root, path) for path in paths):
            return name
    return "whisper" if isinstance(root, list) else None


def _has(root: object, path: str) -> bool:
    *above, last = path.split(".")
    return last in tree(root, *above)


def _likeness(opened: Opened) -> float:
    return float(_JSON.match(opened.text) is not None)


RECOGNISER = Format(
    name="json",
    title="JSON of a speech recogniser",
    suffixes=(".json",),
    likeness=_likeness,
    parse=parse,
)
