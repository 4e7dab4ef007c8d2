"""Speech on tiers, one for each speaker: sorted by time into one order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.finding import error, warning
from ipt_fidelity.transcript.pieces import Opened, Parsed, Piece

_SMALL_UNITS = re.compile(
    r"(?:.*[ _@-])?(?:words?|phones?|phonemes?|tokens?|mau|syllables?)", re.IGNORECASE
)


def read_tiers(
    tiers: Mapping[str, Sequence[Piece]], opened: Opened, *, kind: str, faults: Sequence[Fault] = ()
) -> Parsed:
    """Order what stands on tiers by its start.

    Parameters
    ----------
    tiers : mapping of str to sequence of Piece
        Pieces of each tier by its name.
    opened : Opened
        The file; ``part`` names the tiers to be read, with commas between.
    kind : str
        Name of the format.
    faults : sequence of Fault
        Found so far.

    Returns
    -------
    Parsed
        Tiers of words or sounds, which repeat what stands elsewhere, are left out and told.
    """
    told = list(faults)
    if opened.part is not None:
        wanted = {name.strip() for name in opened.part.split(",")}
        unknown = sorted(wanted - tiers.keys())
        if unknown:
            known = ", ".join(f"'{name}'" for name in tiers)
            told.append(
                error(
                    "unknown_tier",
                    f"there is no tier '{unknown[0]}'.",
                    where=opened.name,
                    mend=f"Write some of: {known}.",
                )
            )
    else:
        wanted = {name for name in tiers if not _SMALL_UNITS.fullmatch(name)} or set(tiers)
    left = [name for name, pieces in tiers.items() if name not in wanted and pieces]
    if left:
        names = ", ".join(f"'{name}'" for name in left)
        told.append(
            warning(
                "tiers_left_out",
                f"these tiers were left out: {names}.",
                where=opened.name,
                mend="Name the tiers to be read with part=.",
            )
        )
    pieces = [piece for name in tiers if name in wanted for piece in tiers[name]]
    pieces.sort(key=lambda piece: piece.start if piece.start is not None else float("inf"))
    return Parsed(format=kind, pieces=pieces, faults=told, unit="annotation")
