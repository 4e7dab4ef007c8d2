"""Times as transcripts write them, in seconds."""

from __future__ import annotations

import re

_STAMP = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,-]\d{1,3})?"
TIME_STAMP = re.compile(
    rf"(?:\[(?P<square>{_STAMP})\]|\((?P<round>{_STAMP})\)|#(?P<hash>{_STAMP})#|(?P<bare>{_STAMP})(?=\s|$))"
)
_CLOCK = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,3}):)?(\d{1,9})(?:[.,-](\d{1,9}))?")
_CUE_LENGTH = len("00:00:00.000")


def seconds(written: str) -> float | None:
    """Read a time: ``1:02:03.5``, ``02:03``, ``7.38``, a decimal comma, tenths after a dash.

    Parameters
    ----------
    written : str
        The time without brackets.

    Returns
    -------
    float or None
        Seconds; None where it is no time, or a negative one.
    """
    match = _CLOCK.fullmatch(written.strip())
    if match is None:
        return None
    hours, minutes, whole, fraction = match.groups()
    if minutes is not None and int(whole) >= 60:  # noqa: PLR2004 - seconds in a minute
        return None
    total = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(whole)
    return float(f"{total}.{fraction}") if fraction else float(total)


def cue_seconds(written: str) -> float | None:
    """Read the time of a cue; the usual form of twelve characters is read without a search.

    Parameters
    ----------
    written : str
        For example ``00:01:02.500`` or ``7.38``.

    Returns
    -------
    float or None
        Seconds; None where it is no time, or a negative one.
    """
    if len(written) == _CUE_LENGTH and written[2] == ":" == written[5] and written[8] in ".,":
        digits = written[:2] + written[3:5] + written[6:8] + written[9:]
        if digits.isascii() and digits.isdigit() and written[3] < "6" > written[6]:
            number = int(digits)
            milliseconds = number % 100000 + (number // 100000 % 100) * 60000
            return (milliseconds + number // 10000000 * 3600000) / 1000
    return seconds(written)


def stamp_seconds(match: re.Match[str]) -> float | None:
    """Return the time of a stamp found by ``TIME_STAMP``.

    Parameters
    ----------
    match : re.Match
        Of ``TIME_STAMP``.

    Returns
    -------
    float or None
        Seconds; None where minutes or seconds are 60 or more.
    """
    written = next(part for part in match.groups() if part is not None)
    return seconds(written)
