"""Where two raters gave a segment different codes: which codes, how often, at which places."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pandas as pd

from ipt_fidelity.frames import CODINGS, check
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.widgets.talking import Json

NOTHING = "none"
_SEEN = ("read", "coded")


def confusions_of(codings: pd.DataFrame, rubric: Rubric) -> list[Json]:
    """Count the pairs of primary codes in which raters of the same segment differ.

    Parameters
    ----------
    codings : pandas.DataFrame
        CODINGS of independent sheets; segments that a rater did not read do not count.
    rubric : Rubric
        Sets the order of the two codes of a pair.

    Returns
    -------
    list of dict
        ``codes`` (two ids; ``none`` stands for read and given no code), ``n`` pairs of raters
        that differ so, ``compared`` pairs of raters that met one of the two codes, and
        ``places``: session, segment, and rater with code, twice. Most frequent first.
    """
    order = {code.id: place for place, code in enumerate(rubric.codes)}
    pairs: dict[tuple[str, str], list[Json]] = {}
    met: dict[frozenset[str], int] = {}
    for (session_id, segment), given in _by_unit(codings).items():
        for (rater, code), (other, instead) in combinations(sorted(given.items()), 2):
            both = frozenset({code, instead})
            met[both] = met.get(both, 0) + 1
            if code == instead:
                continue
            first, second = sorted((code, instead), key=lambda one: (order.get(one, 999), one))
            place: Json = [session_id, segment, rater, code, other, instead]
            pairs.setdefault((first, second), []).append(place)
    counted: list[tuple[int, tuple[str, str], Json]] = []
    for codes, places in pairs.items():
        compared = sum(n for both, n in met.items() if both & set(codes))
        counted.append(
            (
                -len(places),
                codes,
                {"codes": list(codes), "n": len(places), "compared": compared, "places": places},
            )
        )
    return [entry for _, _, entry in sorted(counted, key=lambda one: one[:2])]


def _by_unit(codings: pd.DataFrame) -> Mapping[tuple[str, str], dict[str, str]]:
    frame = check(codings, CODINGS)
    found: dict[tuple[str, str], dict[str, str]] = {}
    columns = ("session_id", "segment", "rater_id", "reading", "primary", "status")
    for session_id, segment, rater, reading, primary, status in zip(
        *(frame[name] for name in columns), strict=True
    ):
        if str(reading) not in _SEEN or str(status) == "technical":
            continue
        code = NOTHING if pd.isna(primary) else str(primary)
        found.setdefault((str(session_id), str(segment)), {})[str(rater)] = code
    return found
