"""Words with a capital, and what stands next to them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ipt_fidelity.transcript.masking_words import (
    MONTHS,
    as_set,
    is_common,
    is_given_name,
    is_known_capital,
    plain,
    word_list,
)

_CAPITAL = re.compile(
    r"(?<![\w'\u2019])[A-ZÀ-ÖØ-Þ\u0100-\u017F\u0391-\u03A9\u0410-\u042F]\w*"
    r"(?:['\u2019-]\w+)*(?!\w)"
)
_TAIL = re.compile(r"['\u2019](?:s|ll|d|re|ve|m|t)?$")
_BEGINS = re.compile(r"(?:^|[.?!\u2026:;\"\u201c\u2018(\[\]\u2013\u2014*/]|--|(?<!\w)')\s*$")
TITLE_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Rev|Sgt|Lt|Capt|Fr)\.\s$")
_INITIAL_BEFORE = re.compile(r"\b[A-Z]\.\s$")
_NEXT = re.compile(r"['\u2019]?\s*([\w'\u2019]+|[,.?!])")
_BEFORE = re.compile(r"([\w'\u2019-]+)[ \u00a0]+(?:the |an? |my |our )?$")
PLACEHOLDER = re.compile(r"\[[^\W\d_a-z][^\]a-z]*\]")
AFTER_A_WORD = as_set(
    "i you he she it we they this that these those the a an my your his her our their there "
    "what who how so to in on at of for from with or not me him us them all are "
    "over up out down no as you're he's she's it's i'm we're they're you'll be if"
)
_AFTER_A_NAME = as_set(
    "said says is was has had called calls came comes told tells asked asks went goes thinks "
    "thought wants wanted knows knew never always just doesn't didn't isn't wasn't hasn't won't "
    "can't couldn't and would could used got gets took made makes left loved loves likes hates "
    "keeps kept still already texted lives lived works worked started needs looked"
)
_MONTH_BEFORE = as_set(
    "in since last next this of by until till early late mid through during every"
)
TITLES = as_set(
    "mr mrs ms miss mx dr doctor prof professor sir madam rev reverend father sister brother "
    "pastor rabbi imam nurse officer sergeant captain judge coach señor señora herr frau aunt "
    "auntie uncle tía tío tia tio cousin grandma grandpa named called"
)


@dataclass(frozen=True, slots=True)
class Capital:
    """A word with a capital.

    Parameters
    ----------
    start, end : int
        Its place, without a genitive.
    word : str
        In the spelling of the lists.
    begins : bool
        Whether it begins a sentence or a quotation, so that its capital says nothing.
    before, after : str
        Word before, in lower case, and word or sign after; empty where there is none.
    """

    start: int
    end: int
    word: str
    begins: bool
    before: str
    after: str

    @property
    def goes_on_like_a_word(self) -> bool:
        """Whether what follows speaks against a name, as in "Will you"."""
        return self.after in AFTER_A_WORD

    @property
    def goes_on_like_a_name(self) -> bool:
        """Whether what follows speaks for a name, as in "Hope said"."""
        return self.after in _AFTER_A_NAME or self.after == ","


def capitals_in(text: str) -> list[Capital]:
    """Find the words with a capital.

    Parameters
    ----------
    text : str
        Words.

    Returns
    -------
    list of Capital
        In order; placeholders in square brackets are left out.
    """
    taken = [match.span() for match in PLACEHOLDER.finditer(text)] if "[" in text else []
    found: list[Capital] = []
    for match in _CAPITAL.finditer(text):
        start = match.start()
        if not match[0][0].isupper() or any(low <= start < high for low, high in taken):
            continue
        written = match[0]
        tail = _TAIL.search(written)
        name = (
            written if tail is None or is_known_capital(plain(written)) else written[: tail.start()]
        )
        end = start + len(name)
        before = text[max(0, start - 40) : start]
        following = _NEXT.match(text, match.end())
        previous = _BEFORE.search(before)
        found.append(
            Capital(
                start=start,
                end=end,
                word=plain(written if is_common(plain(written)) and tail else name),
                begins=_BEGINS.search(before) is not None
                and TITLE_BEFORE.search(before) is None
                and _INITIAL_BEFORE.search(before) is None,
                before=plain(previous[1]) if previous else "",
                after=plain(following[1]) if following else "",
            )
        )
    return found


def is_month_here(word: str, text: str, start: int, end: int) -> bool:
    """Say whether a word such as May stands for the month.

    Parameters
    ----------
    word : str
        In the spelling of the lists.
    text : str
        Words.
    start, end : int
        Place of the word.

    Returns
    -------
    bool
        True for "in May" and "May 3rd".
    """
    if word not in MONTHS:
        return False
    previous = _BEFORE.search(text[max(0, start - 20) : start])
    following = _NEXT.match(text, end)
    return (previous is not None and plain(previous[1]) in _MONTH_BEFORE) or (
        following is not None and following[1][0].isdigit()
    )


def relation_before(text: str, start: int) -> str:
    """Return the word of kin or the title before a name.

    Parameters
    ----------
    text : str
        Words.
    start : int
        Where the name begins.

    Returns
    -------
    str
        In lower case; empty where another word stands there.
    """
    previous = re.search(r"([\w'\u2019-]+)[.,]? $", text[max(0, start - 30) : start])
    word = plain(previous[1]) if previous else ""
    return word if word in word_list("kin") or word in TITLES else ""


def may_be_name(capital: Capital) -> bool:
    """Say whether a word with a capital may be a name, before a person has looked.

    Parameters
    ----------
    capital : Capital
        A word with a capital.

    Returns
    -------
    bool
        False for words of everyday talk, days, peoples, feasts, and words of kin.
    """
    word = capital.word
    if is_known_capital(word):
        return word in MONTHS and is_given_name(word) and not capital.begins
    return is_given_name(word) or not is_common(word)
