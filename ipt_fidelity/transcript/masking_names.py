"""Names that nobody has listed beforehand: lists of names, words next to them, and capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ipt_fidelity.transcript.masking_capitals import (
    AFTER_A_WORD,
    PLACEHOLDER,
    TITLE_BEFORE,
    TITLES,
    Capital,
    is_month_here,
)
from ipt_fidelity.transcript.masking_finding import Finding
from ipt_fidelity.transcript.masking_words import (
    MONTHS,
    as_set,
    is_common,
    is_given_name,
    is_known_capital,
    is_listed_name,
    plain,
    word_list,
)

_JOINT = re.compile(r" |\. ?| of (?:the )?| & | de (?:la )?| van (?:der? )?| von | del | la ")
_SOUND = re.compile(
    r"(?:h?m+|h+m+|a+h+|o+h+|u+h*|u+m+|a+w+|s+h+|e+w+|w+o+w+|y+e+a+h*|n+a+h+|mm-?hm+|"
    r"u+h-?h+u+h+|ha(?:ha)*|p+f+t*|ugh+|oops|y[au]+p+|huh|gee|boy|jeez|yikes|whoa|ouch)"
)
_WORD_ENDING = re.compile(r".{3,}(?:n't|ing|ings|ed|ly|tion|tions|ness|ment|ments|ful|less|able)")
_AFTER_WORDS_IN_SPITE = frozenset({"will", "may", "mark", "bill", "chase", "grant", "rob", "sue"})
_PLACE_BEFORE = as_set(
    "in from near to outside through around toward towards via into leave leaving across"
)
_AT_BEFORE = frozenset({"at", "for", "with"})
_PLACE_END = as_set(
    "street st road rd avenue ave lane drive boulevard blvd court ct place square terrace way "
    "highway county lake river park bay beach hill hills heights creek island mountain valley "
    "village bridge springs falls grove city town township keys parkway crescent close"
)
_ORGANISATION_END = as_set(
    "school high university college academy hospital clinic church chapel temple mosque "
    "synagogue center centre bank inc llc ltd corp company restaurant cafe café diner bar pub "
    "hotel inn motel store market library club gym foundation institute elementary kindergarten "
    "daycare garden gardens house home manor lodge state tech institute services union army "
    "department museum theater theatre legion ymca"
)
_DAYS = as_set("monday tuesday wednesday thursday friday saturday sunday")
_LEADS = frozenset({"new", "st", "saint", "mt", "ft"})
_STREET_NUMBER = re.compile(r"(?<!\w)\d{1,5}[A-Za-z]? (?:(?:N|S|E|W|North|South|East|West)\.? )?$")


def names_in(
    text: str, capitals: Sequence[Capital], *, said: frozenset[str], seen: frozenset[str]
) -> Iterator[Finding]:
    """Find names by lists, by the words next to them, and by capitals.

    Parameters
    ----------
    text : str
        Words.
    capitals : sequence of Capital
        Of the same text; see ``capitals_in``.
    said : frozenset of str
        Words that the session has in small letters, which speaks against a name.
    seen : frozenset of str
        Words that stand as names elsewhere in the session.

    Yields
    ------
    Finding
        Of kind person, place or organisation.
    """
    for run in _runs(capitals, text):
        yield from _Run(text, run, said, seen).findings()


def lower_case_names_in(text: str) -> Iterator[Finding]:
    """Find listed given names and towns in talk without capitals.

    Parameters
    ----------
    text : str
        Words.

    Yields
    ------
    Finding
        Only names that are no words of everyday talk.
    """
    for match in re.finditer(r"[^\W\d_]+", text):
        word = plain(match[0])
        if is_common(word) or is_known_capital(word) or not is_listed_name(word):
            continue
        kind = "place" if word in word_list("places") and not is_given_name(word) else "person"
        yield Finding(match.start(), match.end(), kind, "list", 0.5)


def _runs(capitals: Sequence[Capital], text: str) -> Iterator[list[Capital]]:
    run: list[Capital] = []
    for capital in capitals:
        if run and not _joins(run[-1], capital, text):
            yield run
            run = []
        run.append(capital)
    if run:
        yield run


def _joins(one: Capital, other: Capital, text: str) -> bool:
    between = text[one.end : other.start]
    if between == " ":
        return not (other.begins and PLACEHOLDER.search(text[: one.end][-2:]) is not None)
    if between in {"'s ", "\u2019s "}:
        return plain(text[other.start : other.end]) in _ORGANISATION_END | _PLACE_END
    if between.startswith("."):
        return len(one.word) == 1 or one.word in {"st", "mt", "ft"}
    return _JOINT.fullmatch(between) is not None and not is_common(one.word)


@cache
def _never_in_a_title() -> frozenset[str]:
    """Return words that stand before a capital without being part of a place's name."""
    return word_list("kin") | TITLES | AFTER_A_WORD | frozenset(MONTHS) | _DAYS | {"i", "god"}


@cache
def _is_plain_word(word: str) -> bool:
    return (
        is_common(word)
        or _SOUND.fullmatch(word) is not None
        or (_WORD_ENDING.fullmatch(word) is not None and not is_listed_name(word))
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """Words with a capital that stand together."""

    text: str
    run: Sequence[Capital]
    said: frozenset[str]
    seen: frozenset[str]

    def findings(self) -> Iterator[Finding]:
        run = list(self.run)
        while run and run[0].begins and len(run) > 1 and self._opens_a_sentence(run[0]):
            run = run[1:]
        if len(run) > 1 and run[-1].word == "day":
            return
        if len(run) > 1 and not any(c.word in _never_in_a_title() for c in run[:-1]):
            last = run[-1].word
            kind = (
                "place"
                if last in _PLACE_END
                else "organisation"
                if last in _ORGANISATION_END
                else ""
            )
            if kind:
                yield self._finding(run, kind, 0.1)
                return
        piece: list[Capital] = []
        for capital, following in zip(run, [*run[1:], None], strict=True):
            leads = (
                following is not None
                and capital.word in _LEADS
                and not is_known_capital(following.word)
            )
            if self._breaks(capital) and not leads:
                yield from self._piece(piece)
                piece = []
            else:
                piece.append(capital)
        yield from self._piece(piece)

    def _opens_a_sentence(self, capital: Capital) -> bool:
        word = capital.word
        return (_is_plain_word(word) and not is_given_name(word)) or (
            word in _AFTER_WORDS_IN_SPITE and word not in self.seen
        )

    def _breaks(self, capital: Capital) -> bool:
        """Say whether a word names nobody, so that a name ends before it."""
        word = capital.word
        if not is_known_capital(word):
            return False
        if word in word_list("kin") or not is_given_name(word):
            return True
        if is_month_here(word, self.text, capital.start, capital.end):
            return True
        titled = capital.before in TITLES or capital.before in word_list("kin")
        return not (
            titled
            or (word in self.seen and not capital.goes_on_like_a_word)
            or (word in MONTHS and not capital.begins and word not in {"march", "august"})
        )

    def _piece(self, piece: list[Capital]) -> Iterator[Finding]:
        while len(piece) > 1 and piece[0].begins and self._opens_a_sentence(piece[0]):
            piece = piece[1:]
        while len(piece) > 1 and piece[-1].word in AFTER_A_WORD:
            piece = piece[:-1]
        if not piece:
            return
        doubt = self._doubt_of_one(piece[0]) if len(piece) == 1 else self._doubt_of_many(piece)
        if doubt is not None:
            yield self._finding(piece, self._kind(piece), doubt)

    def _doubt_of_many(self, piece: list[Capital]) -> float | None:
        if any(is_listed_name(c.word) for c in piece):
            return 0.1
        if any(c.word in AFTER_A_WORD for c in piece):
            return None
        if any(not _is_plain_word(c.word) for c in piece):
            return 0.3
        return 0.6

    def _doubt_of_one(self, capital: Capital) -> float | None:
        word = capital.word
        if capital.before in TITLES or self._after_title(capital):
            return None if capital.begins and _is_plain_word(word) else 0.1
        if capital.begins:
            return self._doubt_at_beginning(capital)
        return self._doubt_inside(capital)

    def _doubt_inside(self, capital: Capital) -> float | None:
        word = capital.word
        if is_month_here(word, self.text, capital.start, capital.end):
            return None
        if is_given_name(word):
            return 0.4 if _is_plain_word(word) else 0.05
        if is_listed_name(word):
            return 0.5 if _is_plain_word(word) else 0.1
        if _is_plain_word(word):
            return None if word in AFTER_A_WORD or _SOUND.fullmatch(word) else 0.8
        return 0.3

    def _doubt_at_beginning(self, capital: Capital) -> float | None:
        word = capital.word
        if _is_plain_word(word):
            return self._doubt_of_word(capital)
        if word in self.seen or is_given_name(word):
            return 0.2
        if is_listed_name(word):
            return 0.3
        return None if word in self.said or len(word) == 1 else 0.5

    def _doubt_of_word(self, capital: Capital) -> float | None:
        """Return the doubt where a word that is also a name begins a sentence."""
        if not is_given_name(capital.word) or capital.goes_on_like_a_word:
            return None
        if capital.word in self.seen:
            return 0.6
        return 0.7 if capital.goes_on_like_a_name and capital.after != "," else None

    def _after_title(self, capital: Capital) -> bool:
        return TITLE_BEFORE.search(self.text, max(0, capital.start - 8), capital.start) is not None

    def _kind(self, piece: list[Capital]) -> str:
        first, last = piece[0], piece[-1]
        if last.word in _PLACE_END and len(piece) > 1:
            return "place"
        if is_given_name(first.word) or first.before in TITLES or first.before in word_list("kin"):
            return "person"
        if all(c.word in word_list("places") for c in piece) or first.before in _PLACE_BEFORE:
            return "place"
        if first.before in _AT_BEFORE and not is_listed_name(first.word):
            return "organisation"
        if all(_is_plain_word(c.word) for c in piece):
            return "organisation"
        return "person"

    def _finding(self, piece: list[Capital], kind: str, doubt: float) -> Finding:
        start, end = piece[0].start, piece[-1].end
        number = _STREET_NUMBER.search(self.text[max(0, start - 14) : start])
        if kind == "place" and number:
            start -= len(number[0])
        listed = any(is_listed_name(c.word) for c in piece)
        ruled = kind != "person" and len(piece) > 1 and doubt < 0.5  # noqa: PLR2004 (not doubtful)
        return Finding(start, end, kind, "list" if listed else "rule" if ruled else "net", doubt)
