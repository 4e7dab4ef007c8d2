"""The cast of a case: who is behind each name, as a person states it before masking."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.transcript import masking_words
from ipt_fidelity.transcript.masking_capitals import (
    capitals_in,
    is_month_here,
    may_be_name,
    relation_before,
)
from ipt_fidelity.transcript.masking_finding import Finding
from ipt_fidelity.transcript.transcript import Transcript

NOT_A_NAME = "not a name"
CAST_COLUMNS = ("name", "who", "count", "turns", "inside_sentences", "wording")
_WORD = re.compile(r"\w+")
_BETWEEN = re.compile(r"[ '\u2019.-]{1,2}")
_WHO = re.compile(r"[^\W\d_][\w '\u2019-]*")
_NUMBER = re.compile(r" *(\d+)$")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof"})
_MANY = masking_words.as_set(
    "sister brother son daughter child kid friend cousin aunt uncle niece nephew colleague "
    "coworker neighbor neighbour roommate classmate town city village place street employer "
    "company church school hospital clinic person"
)
_KINDS = {
    **dict.fromkeys(
        ("town", "city", "village", "place", "street", "country", "state", "neighborhood"), "place"
    ),
    **dict.fromkeys(
        ("employer", "company", "church", "school", "hospital", "clinic", "organisation",
         "organization", "university", "college", "shop", "restaurant", "bank"),
        "organisation",
    ),
}  # fmt: skip
_LONG_ENOUGH_FOR_PLURAL = 5
_SHORTEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Names of a case, and the placeholder of each.

    Parameters
    ----------
    placeholders : mapping of tuple of str to str
        Placeholder by the words of a name, in the folded spelling. Not part of ``repr``.
    kinds : mapping of str to str
        Kind by placeholder.
    not_names : frozenset of str
        Words that a person has said are no names. Not part of ``repr``.
    """

    placeholders: Mapping[tuple[str, ...], str] = field(
        default_factory=dict[tuple[str, ...], str], repr=False
    )
    kinds: Mapping[str, str] = field(default_factory=dict[str, str])
    not_names: frozenset[str] = field(default=frozenset(), repr=False)


def placeholder_of(who: str) -> str:
    """Return the placeholder for a person's or a place's part in the case.

    Parameters
    ----------
    who : str
        For example ``"sister"``, ``"sister 2"``, ``"husband's mother"``, ``"town"``.

    Returns
    -------
    str
        ``"[SISTER-1]"``, ``"[SISTER-2]"``, ``"[HUSBAND'S MOTHER]"``, ``"[TOWN-1]"``; a part that
        a case may have more than once is numbered.
    """
    words = " ".join(who.replace("\u2019", "'").replace("-", " ").split())
    number = _NUMBER.search(words)
    part = _NUMBER.sub("", words)
    if number:
        return f"[{part.upper()}-{number[1]}]"
    return f"[{part.upper()}-1]" if part.casefold() in _MANY else f"[{part.upper()}]"


def read_cast(names: Mapping[str, str] | pd.DataFrame) -> Cast:
    """Read a cast.

    Parameters
    ----------
    names : mapping of str to str, or pandas.DataFrame
        Who by name; or a frame with the columns name and who, as ``suggest_cast`` gives it once a
        person has filled it. Names with an empty who are left to the rules; ``"not a name"`` keeps
        a word. Names with the same who are one person: give the short and the full form the same.

    Returns
    -------
    Cast
        With each part of a full name that belongs to one person only.

    Raises
    ------
    FidelityError
        A who that is no part, a who that holds a name of the cast, or a name given to two.
    """
    placeholders: dict[tuple[str, ...], str] = {}
    kinds: dict[str, str] = {}
    not_names: set[str] = set()
    for row, (name, who) in enumerate(_pairs(names), 1):
        words = folded_words(name)
        if not words or not who:
            continue
        if who.casefold() == NOT_A_NAME:
            not_names.update(words)
            continue
        if not _WHO.fullmatch(who):
            raise _refusal(
                row,
                f"'{who}' is no part in a case.",
                'Write who it is in words, for example "sister 1", "town" or "not a name".',
            )
        placeholder = placeholder_of(who)
        kinds[placeholder] = _kind(who)
        if placeholders.setdefault(words, placeholder) != placeholder:
            raise _refusal(
                row,
                f"one name is {placeholder} and {placeholders[words]}.",
                "Give each name one who; add the family name where two share a first name.",
            )
    _refuse_names_in_placeholders(placeholders)
    return Cast(
        placeholders={**_parts(placeholders), **placeholders},
        kinds=kinds,
        not_names=frozenset(not_names),
    )


def suggest_cast(transcript: Transcript, *, at_least: int = 2) -> pd.DataFrame:
    """List the words that may be names, for a person to say who is who.

    Nothing follows from the list until a person has filled the column who.

    Parameters
    ----------
    transcript : Transcript
        As read, unmasked.
    at_least : int
        How often a word must recur.

    Returns
    -------
    pandas.DataFrame
        Columns name, who (empty), count, turns (number of turns), inside_sentences (how often the
        capital is not due to the beginning of a sentence) and wording (a word of kin or a title
        that stands next to the name: a hint that is often wrong); the most frequent first.
    """
    counts: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    turns: dict[str, set[str]] = defaultdict(set)
    wording: dict[str, Counter[str]] = defaultdict(Counter)
    for turn in transcript.turns:
        for capital in capitals_in(turn.text):
            if not may_be_name(capital):
                continue
            name = turn.text[capital.start : capital.end]
            counts[name] += 1
            inside[name] += not capital.begins
            turns[name].add(turn.id)
            if relation := relation_before(turn.text, capital.start):
                wording[name][relation] += 1
    names = sorted(
        (name for name, count in counts.items() if count >= at_least and inside[name]),
        key=lambda name: (-counts[name], name),
    )
    return pd.DataFrame(
        {
            "name": pd.Series(names, dtype="object"),
            "who": pd.Series([""] * len(names), dtype="object"),
            "count": pd.Series([counts[n] for n in names], dtype="int64"),
            "turns": pd.Series([len(turns[n]) for n in names], dtype="int64"),
            "inside_sentences": pd.Series([inside[n] for n in names], dtype="int64"),
            "wording": pd.Series(
                [next((w for w, _ in wording[n].most_common(1)), "") for n in names],
                dtype="object",
            ),
        }
    )


def cast_in(text: str, cast: Cast, by_first: Mapping[str, list[tuple[str, ...]]]) -> list[Finding]:
    """Find the names of the cast, in any case of letters.

    Parameters
    ----------
    text : str
        Words.
    cast : Cast
        Names and placeholders.
    by_first : mapping of str to list of tuple of str
        Names by their first word, the longest first; see ``by_first_word``.

    Returns
    -------
    list of Finding
        In order. A name that is also a word of everyday talk must have its capital.
    """
    if not by_first:
        return []
    tokens = [(fold(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]
    found: list[Finding] = []
    for place, (word, start, _) in enumerate(tokens):
        for name in by_first.get(word, ()):
            end = _end_of(name, tokens, place, text)
            if end and (len(name) > 1 or _is_meant(word, text, start, end)):
                doubt = 0.0 if len(name) > 1 or not _is_also_word(word) else 0.4
                placeholder = cast.placeholders[name]
                kind = cast.kinds.get(placeholder, "person")
                found.append(Finding(start, end, kind, "cast", doubt, placeholder))
                break
    return found


def by_first_word(cast: Cast) -> dict[str, list[tuple[str, ...]]]:
    """Return the names of a cast by their first word, plurals of longer names among them.

    Parameters
    ----------
    cast : Cast
        Names.

    Returns
    -------
    dict of str to list of tuple of str
        The longest name first.
    """
    table: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in sorted(cast.placeholders, key=len, reverse=True):
        table[name[0]].append(name)
        if len(name) == 1 and len(name[0]) >= _LONG_ENOUGH_FOR_PLURAL:
            table[f"{name[0]}s"].append(name)
    return table


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Return a word without case and accents.

    Parameters
    ----------
    word : str
        As spoken.

    Returns
    -------
    str
        ``"tomas"`` for ``"Tomás"``.
    """
    if word.isascii():
        return word.lower()
    parted = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign)) or word


def folded_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, without its title.

    Parameters
    ----------
    name : str
        For example ``"Dr. Ann O'Hara"``.

    Returns
    -------
    tuple of str
        ``("ann", "o", "hara")``.
    """
    words = [fold(match[0]) for match in _WORD.finditer(name)]
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return tuple(words)


def _pairs(names: Mapping[str, str] | pd.DataFrame) -> Iterator[tuple[str, str]]:
    if isinstance(names, pd.DataFrame):
        missing = [column for column in CAST_COLUMNS[:2] if column not in names.columns]
        if missing:
            raise FidelityError(
                f"there is no column {', '.join(missing)}.",
                where="cast",
                mend="Give a frame with the columns name and who, as suggest_cast does.",
            )
        pairs: Iterable[tuple[object, object]] = zip(
            names["name"].tolist(), names["who"].tolist(), strict=True
        )
    else:
        pairs = names.items()
    for name, who in pairs:
        yield str(name), who.strip() if isinstance(who, str) else ""


def _end_of(
    name: tuple[str, ...], tokens: list[tuple[str, int, int]], place: int, text: str
) -> int:
    """Return where the name ends that begins at this token; 0 where it does not stand here."""
    end = tokens[place][2]
    for offset, word in enumerate(name[1:], 1):
        if place + offset >= len(tokens) or tokens[place + offset][0] != word:
            return 0
        start, stop = tokens[place + offset][1:]
        if not _BETWEEN.fullmatch(text, end, start):
            return 0
        end = stop
    return end


def _is_also_word(word: str) -> bool:
    return masking_words.is_common(word) or masking_words.is_known_capital(word)


def _is_meant(word: str, text: str, start: int, end: int) -> bool:
    """Say whether a name that is also a word is meant as a name here."""
    if not _is_also_word(word):
        return True
    if not text[start].isupper() or is_month_here(word, text, start, end):
        return False
    capital = next((c for c in capitals_in(text) if c.start == start), None)
    return capital is None or not capital.begins or not capital.goes_on_like_a_word


def _parts(full: Mapping[tuple[str, ...], str]) -> dict[tuple[str, ...], str]:
    """Return the single words of full names that belong to one person only."""
    owners: dict[str, set[str]] = defaultdict(set)
    for words, placeholder in full.items():
        for word in words if len(words) > 1 else ():
            owners[word].add(placeholder)
    return {
        (word,): next(iter(whose))
        for word, whose in owners.items()
        if len(whose) == 1 and len(word) > _SHORTEST and not word.isdigit()
        and word not in {"the", "and", "van", "von", "del", "der", "den", "las", "los"}
    }  # fmt: skip


def _kind(who: str) -> str:
    last = _NUMBER.sub("", who).split()[-1].casefold()
    return _KINDS.get(last, "person")


def _refuse_names_in_placeholders(placeholders: Mapping[tuple[str, ...], str]) -> None:
    names = {words[0] for words in placeholders if len(words) == 1}
    for row, placeholder in enumerate(placeholders.values(), 1):
        inside = {fold(word) for word in _WORD.findall(placeholder)}
        if any(word in names and not masking_words.is_common(word) for word in inside):
            raise _refusal(
                row,
                "the part of a person holds a name of the cast.",
                "Say who it is without a name, for example husband's mother.",
            )


def _refusal(row: int, problem: str, mend: str) -> FidelityError:
    return FidelityError(problem, where=f"cast, row {row}", mend=mend)
