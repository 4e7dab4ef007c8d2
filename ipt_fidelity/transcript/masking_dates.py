"""Dates in talk: found in the ways they are written, and moved by whole weeks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from ipt_fidelity.transcript.masking_words import MONTHS

_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third",
    "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth",
    "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip
_SPOKEN = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_DAY = rf"(?P<day>\d{{1,2}}(?P<suffix>st|nd|rd|th)?|{_SPOKEN})\b"
_MONTH = (
    r"(?P<month>(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<mm>\d{1,2})-(?P<day>\d{1,2})(?![\d-])",
        (
            r"(?<![\d./-])(?P<one>\d{1,2})(?P<sep>[/.])(?P<two>\d{1,2})(?P=sep)"
            r"(?P<year>(?:19|20)?\d\d)(?![\d/])"
        ),
        rf"\b{_MONTH} (?:the )?{_DAY}(?:,? (?:of )?{_YEAR})?",
        rf"\b{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?",
        rf"\b{_MONTH}(?:,| of)? {_YEAR}",
    )
)
_SLASHED = re.compile(r"(?<![\d./$-])(?P<one>\d{1,2})/(?P<two>\d{1,2})(?![\d/%])")
_DAY_ALONE = re.compile(
    rf"(?:(?:\b(?:on|by|before|until|since|after|is|was|till)|"
    rf"['\u2019]s) the )(?P<day>\d{{1,2}}(?:st|nd|rd|th)|"
    rf"{_SPOKEN})\b(?=[.,;:!?]|$| (?:and|at|but|because|so|when)\b)",
    re.IGNORECASE,
)
_NEEDS_LOOK = re.compile(rf"\d|\b(?:{_SPOKEN})\b", re.IGNORECASE)
_LEAP = 2000
_MIDDLE = 15
_MONTHS_IN_YEAR = 12
_CENTURY_TURN = 40
_TEENS = range(11, 14)
_SHORT = 3


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in the words.

    Parameters
    ----------
    start, end : int
        Its place.
    shifted : callable of int to str, or None
        Writes the date a number of days earlier, in the same style; None where that cannot be
        said, as for a day without a month.
    year : str
        The year as written; empty where there is none.
    """

    start: int
    end: int
    shifted: Callable[[int], str] | None
    year: str


def dates_in(text: str, *, day_first: bool) -> list[FoundDate]:
    """Find dates that name a day, or a month with its year.

    Parameters
    ----------
    text : str
        Words.
    day_first : bool
        Whether 3/4 is the third of April; else it is the fourth of March.

    Returns
    -------
    list of FoundDate
        In order; a month alone, a year alone and words such as "last week" are none.
    """
    if _NEEDS_LOOK.search(text) is None:
        return []
    found: list[FoundDate] = []
    for pattern in _PATTERNS:
        found += [_found(match, day_first=day_first) for match in pattern.finditer(text)]
    found += [
        _found(match, day_first=day_first) for match in _SLASHED.finditer(text) if _plausible(match)
    ]
    found += [
        FoundDate(match.start("day"), match.end("day"), None, "")
        for match in _DAY_ALONE.finditer(text)
        if match["day"].casefold() not in _ORDINALS[:3]
    ]
    kept: list[FoundDate] = []
    for one in sorted(found, key=lambda date: (date.start, -date.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _plausible(match: re.Match[str]) -> bool:
    """Take 12/18 for a date, but neither 1/2 nor 9/10."""
    one, two = int(match["one"]), int(match["two"])
    small, large = min(one, two), max(one, two)
    return 1 <= small <= _MONTHS_IN_YEAR < large <= 31 or (len(match[0]) == 5 and small > 0)  # noqa: PLR2004 (days of a month; two digits each)


def _found(match: re.Match[str], *, day_first: bool) -> FoundDate:
    date = _value(match, day_first=day_first)
    shifted = None if date is None else _Shifted(match, date, day_first=day_first)
    return FoundDate(match.start(), match.end(), shifted, match.groupdict().get("year") or "")


def _value(match: re.Match[str], *, day_first: bool) -> dt.date | None:
    parts = match.groupdict()
    year = int(parts.get("year") or _LEAP)
    if year < 100:  # noqa: PLR2004 (two digits)
        year += 2000 if year < _CENTURY_TURN else 1900
    if parts.get("month"):
        month = _month_number(str(parts["month"]))
    elif parts.get("mm"):
        month = int(parts["mm"])
    else:
        month = int(parts["two" if _is_day_first(parts, day_first=day_first) else "one"])
    try:
        return dt.date(year, month, _day_number(parts, day_first=day_first))
    except ValueError:
        return None


def _is_day_first(parts: dict[str, str | None], *, day_first: bool) -> bool:
    one, two = int(parts["one"] or 0), int(parts["two"] or 0)
    if parts.get("sep") == "." or one > _MONTHS_IN_YEAR:
        return True
    return day_first and two <= _MONTHS_IN_YEAR


def _day_number(parts: dict[str, str | None], *, day_first: bool) -> int:
    if parts.get("one"):
        return int(parts["one" if _is_day_first(parts, day_first=day_first) else "two"] or 0)
    written = (parts.get("day") or "").casefold()
    if not written:
        return _MIDDLE
    if written in _ORDINALS:
        return _ORDINALS.index(written) + 1
    return int(re.sub(r"\D", "", written))


def _month_number(written: str) -> int:
    beginning = written.casefold()[:_SHORT]
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(beginning))


@dataclass(frozen=True, slots=True)
class _Shifted:
    match: re.Match[str]
    date: dt.date
    day_first: bool

    def __call__(self, days: int) -> str:
        try:
            moved = self.date - dt.timedelta(days=days)
        except OverflowError:
            return "[DATE]"
        pieces: list[tuple[str, str]] = []
        parts = self.match.groupdict()
        if parts.get("one"):
            day_first = _is_day_first(parts, day_first=self.day_first)
            pieces += [("one" if day_first else "two", str(moved.day))]
            pieces += [("two" if day_first else "one", str(moved.month))]
        elif parts.get("mm"):
            pieces += [("mm", f"{moved.month:02d}"), ("day", f"{moved.day:02d}")]
        else:
            pieces += [("month", _month_like(str(parts["month"]), moved.month))]
            if parts.get("day"):
                pieces += [("day", _day_like(str(parts["day"]), moved.day))]
        if parts.get("year"):
            pieces += [("year", str(moved.year)[-len(str(parts["year"])) :])]
        return _rewritten(self.match, pieces)


def _rewritten(match: re.Match[str], pieces: list[tuple[str, str]]) -> str:
    text, offset = match[0], match.start()
    for group, new in sorted(pieces, key=lambda piece: match.start(piece[0]), reverse=True):
        text = text[: match.start(group) - offset] + new + text[match.end(group) - offset :]
    return text


def _month_like(written: str, month: int) -> str:
    name = MONTHS[month - 1].title()
    bare = written.rstrip(".").casefold()
    if (len(bare) <= _SHORT or bare == "sept") and bare != "may":
        name = name[:_SHORT] + ("." if written.endswith(".") else "")
    return name if written[:1].isupper() else name.casefold()


def _day_like(written: str, day: int) -> str:
    if written.casefold() in _ORDINALS:
        return _ORDINALS[day - 1]
    if written.isdigit():
        return str(day)
    suffix = "th" if day in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"
