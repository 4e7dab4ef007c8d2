"""Times as the store keeps them: whole microseconds since 1970, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def to_us(at: datetime) -> int:
    """Return the microseconds of a time.

    Parameters
    ----------
    at : datetime
        With a time zone.

    Returns
    -------
    int
        Exact; no float is involved.
    """
    return (at - EPOCH) // TICK


def from_us(at_us: int) -> datetime:
    """Return the time of microseconds.

    Parameters
    ----------
    at_us : int
        Since 1970, in UTC.

    Returns
    -------
    datetime
        In UTC.
    """
    return EPOCH + timedelta(microseconds=at_us)


def now() -> datetime:
    """Read the clock.

    Returns
    -------
    datetime
        The present in UTC.
    """
    return datetime.now(UTC)
