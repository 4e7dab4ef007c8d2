"""Reading a trail: which of its lines decided the verdict."""

from __future__ import annotations

from collections.abc import Sequence

VERDICT, FOR, AGAINST, OPEN = "Verdict ", "For ", "Against ", "Open for "


def deciding(trail: str) -> tuple[str, ...]:
    """Return the few lines of a trail that say why its verdict is not another.

    Parameters
    ----------
    trail : str
        Of a SCORES row, one reason a line.

    Returns
    -------
    tuple of str
        Where the verdict is undecided, what is not known; else what speaks against the verdict
        that stands before the one that was drawn; where nothing does, what speaks for the one
        drawn. That a score is scorable decides nothing and is left out. Empty where the row has no
        verdict.
    """
    still_open, against, favour = _sorted(trail)
    return tuple(still_open or _last_group(against) or favour)


def explaining(trail: str) -> tuple[str, ...]:
    """Return the lines of a trail that explain its verdict to somebody.

    Parameters
    ----------
    trail : str
        Of a SCORES row, one reason a line.

    Returns
    -------
    tuple of str
        As ``deciding``, and then all that speaks for the verdict.
    """
    still_open, against, favour = _sorted(trail)
    return (*still_open, *_last_group(against), *favour)


def _sorted(trail: str) -> tuple[list[str], list[str], list[str]]:
    lines = trail.splitlines()
    return (
        [line for line in lines if line.startswith(OPEN)],
        [line for line in lines if line.startswith(AGAINST) and not _is_plain(line)],
        [line for line in lines if line.startswith(FOR)],
    )


def _last_group(lines: Sequence[str]) -> list[str]:
    """Return the lines that speak against the last verdict that was passed over."""
    if not lines:
        return []
    passed_over = lines[-1].partition(":")[0]
    return [line for line in lines if line.partition(":")[0] == passed_over]


def _is_plain(line: str) -> bool:
    return line.endswith(" is scorable.")
