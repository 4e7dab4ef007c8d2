"""What in a session may identify somebody: cast, names, forms and dates looked for together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from ipt_fidelity.errors import Fault, TranscriptError
from ipt_fidelity.transcript.finding import warning
from ipt_fidelity.transcript.masking_capitals import Capital, capitals_in, may_be_name
from ipt_fidelity.transcript.masking_cast import (
    Cast,
    by_first_word,
    cast_in,
    folded_words,
    read_cast,
)
from ipt_fidelity.transcript.masking_dates import FoundDate, dates_in
from ipt_fidelity.transcript.masking_finding import Finding, without_overlap
from ipt_fidelity.transcript.masking_labels import label_cast, label_findings, told_again
from ipt_fidelity.transcript.masking_names import lower_case_names_in, names_in
from ipt_fidelity.transcript.masking_numbers import numbers_in
from ipt_fidelity.transcript.masking_places import places_of
from ipt_fidelity.transcript.masking_words import is_known_capital
from ipt_fidelity.transcript.transcript import Transcript

Finder = Callable[[str], Iterable[tuple[int, int, str]]]

_SIGNATURES = frozenset({"WEBVTT"})
_ENOUGH_WORDS = 40
_FEWEST_CAPITALS = 0.02
_MOST_CAPITALS = 0.6
_WORD = re.compile(r"[^\W\d_]{2,}")
_CAPITAL = re.compile(r"\b[A-ZÀ-ÖØ-Þ\u0391-\u03A9\u0410-\u042F][^\W\d_]")
_SMALL_WORD = re.compile(r"(?<![\w'\u2019])[a-zß-öø-ÿ][\w]*")
_SOLID = re.compile(r"\w")


class Dates(StrEnum):
    """What masking makes of dates."""

    SHIFT = "shift"
    YEAR = "year"
    PLACEHOLDER = "placeholder"


class NoCapitals(StrEnum):
    """What masking does with talk that is written without capitals."""

    REFUSE = "refuse"
    ACCEPT = "accept"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskingRules:
    """Choices of masking.

    Parameters
    ----------
    dates : Dates
        ``shift`` sets all dates of a case back by the key's weeks, so that weekdays and distances
        stay; ``year`` keeps the year only; ``placeholder`` numbers them.
    day_first : bool
        Whether 3/4 is the third of April; else it is the fourth of March.
    no_capitals : NoCapitals
        Talk without capitals is refused, or masked by cast and lists with a fault that says so.
    """

    dates: Dates = Dates.SHIFT
    day_first: bool = False
    no_capitals: NoCapitals = NoCapitals.REFUSE


DEFAULT_RULES = MaskingRules()


def find_identifiers(
    transcript: Transcript,
    *,
    cast: Cast | Mapping[str, str] | pd.DataFrame,
    shift_weeks: int = 0,
    rules: MaskingRules = DEFAULT_RULES,
    also: Sequence[Finder] = (),
) -> dict[str, list[Finding]]:
    """Find what may identify somebody; nothing is replaced.

    Parameters
    ----------
    transcript : Transcript
        Unmasked.
    cast : Cast, mapping of str to str, or pandas.DataFrame
        Who is behind each name; may be empty.
    shift_weeks : int
        By how many weeks dates are set back.
    rules : MaskingRules
        Choices.
    also : sequence of callable
        Further finders, such as a trained model: text in, (start, end, kind) out.

    Returns
    -------
    dict of str to list of Finding
        By place (``turn:t0001``, ``note:0``, ...); none overlaps another.

    Raises
    ------
    TranscriptError
        The talk is written without capitals, and the rules do not accept that.
    """
    known = label_cast(transcript, cast if isinstance(cast, Cast) else read_cast(cast))
    lower = has_no_capitals(transcript)
    if lower and rules.no_capitals is NoCapitals.REFUSE:
        raise TranscriptError([no_capitals_fault(transcript)])
    look = _Look(transcript, known, shift_weeks, rules, tuple(also), lower=lower)
    texts = places_of(transcript)
    found = {place: look.at(place, text) for place, text in texts.items() if place[:6] != "fault:"}
    for place, some in told_again(texts, found).items():
        found[place] = without_overlap([*found.get(place, ()), *some])
    return {place: some for place, some in found.items() if some}


class _Look:
    """What is known of a session when one of its texts is looked at."""

    def __init__(
        self,
        transcript: Transcript,
        cast: Cast,
        shift_weeks: int,
        rules: MaskingRules,
        also: tuple[Finder, ...],
        *,
        lower: bool,
    ) -> None:
        self._cast, self._by_first = cast, by_first_word(cast)
        self._rules, self._also, self._lower = rules, also, lower
        self._days = 7 * shift_weeks
        self._language = transcript.session.language
        self._roles = {speaker.id: str(speaker.role) for speaker in transcript.speakers}
        self._capitals = {f"turn:{t.id}": capitals_in(t.text) for t in transcript.turns}
        self._said = frozenset(
            word for turn in transcript.turns for word in _SMALL_WORD.findall(turn.text)
        )
        self._seen = frozenset(
            capital.word
            for some in self._capitals.values()
            for capital in some
            if not capital.begins and may_be_name(capital)
        ) | {name[0] for name in cast.placeholders if len(name) == 1}

    def at(self, place: str, text: str) -> list[Finding]:
        if text in _SIGNATURES:
            return []
        findings = cast_in(text, self._cast, self._by_first)
        if place.startswith(("label:", "display:")):
            findings = label_findings(text, findings, self._roles[place.split(":")[1]])
        elif place.startswith(("turn:", "note:")):
            findings = self._in_words(text, findings, self._capitals.get(place))
        else:
            findings += list(lower_case_names_in(text))
        return [f for f in without_overlap(findings) if _SOLID.search(text, f.start, f.end)]

    def _in_words(
        self, text: str, cast: list[Finding], capitals: list[Capital] | None
    ) -> list[Finding]:
        if self._lower:
            names = list(lower_case_names_in(text))
        else:
            given = capitals_in(text) if capitals is None else capitals
            names = list(names_in(text, given, said=self._said, seen=self._seen))
        names = [f for f in names if not self._is_no_name(text[f.start : f.end])]
        others = list(numbers_in(text, language=self._language))
        dates = dates_in(text, day_first=self._rules.day_first)
        others += [self._date(date) for date in dates]
        for finder in self._also:
            others += [Finding(start, end, kind, "model", 0.3) for start, end, kind in finder(text)]
        return [*_grown(text, cast, names), *others]

    def _is_no_name(self, words: str) -> bool:
        folded = folded_words(words)
        return bool(folded) and all(word in self._cast.not_names for word in folded)

    def _date(self, date: FoundDate) -> Finding:
        instead = ""
        if self._rules.dates is Dates.SHIFT and date.shifted is not None:
            instead = date.shifted(self._days)
        elif self._rules.dates is Dates.YEAR and date.year:
            instead = f"[DATE {date.year}]"
        return Finding(date.start, date.end, "date", "rule", 0.1, replacement=instead)


def _grown(text: str, cast: list[Finding], names: list[Finding]) -> list[Finding]:
    """Let a person of the cast take the rest of a full name."""
    kept = list(cast)
    for name in names:
        inside = [f for f in cast if f.start < name.end and f.end > name.start]
        whole = len(inside) == 1 and name.kind == inside[0].kind == "person"
        if whole and name.start <= inside[0].start and name.end >= inside[0].end:
            kept[kept.index(inside[0])] = inside[0]._replace(start=name.start, end=name.end)
        elif not inside:
            kept.append(name)
        else:
            kept += _around(text, name, inside)
    return kept


def _around(text: str, name: Finding, inside: list[Finding]) -> Iterable[Finding]:
    """Yield what a longer name has beside the cast's findings, without blanks at its ends."""
    for piece in without_overlap([*inside, name]):
        if piece.entity:
            continue
        words = text[piece.start : piece.end]
        start = piece.start + len(words) - len(words.lstrip(" ,.'\u2019"))
        end = piece.end - (len(words) - len(words.rstrip(" ,")))
        bare = words.strip(" ,.'\u2019").casefold()
        if start < end and not is_known_capital(bare) and bare not in {"of", "of the"}:
            yield piece._replace(start=start, end=end)


def has_no_capitals(transcript: Transcript) -> bool:
    """Say whether capitals tell nothing about names in a session.

    Parameters
    ----------
    transcript : Transcript
        Unmasked.

    Returns
    -------
    bool
        True for talk in small letters, or in capitals throughout, of at least 40 words.
    """
    words = capitals = 0
    for turn in transcript.turns:
        words += len(_WORD.findall(turn.text))
        capitals += len(_CAPITAL.findall(turn.text))
    share = capitals / max(1, words)
    return words >= _ENOUGH_WORDS and not _FEWEST_CAPITALS <= share <= _MOST_CAPITALS


def no_capitals_fault(transcript: Transcript) -> Fault:
    """Return the warning for talk without capitals.

    Parameters
    ----------
    transcript : Transcript
        Unmasked.

    Returns
    -------
    Fault
        That tells to expect misses.
    """
    return warning(
        "no_capitals",
        "the words carry no capitals that tell names: expect masking to miss one in three or more.",
        where=transcript.session.id,
        mend="List every name in the cast, accept it in the rules, and read every line yourself.",
    )
