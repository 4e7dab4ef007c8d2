"""Words that are, may be, or cannot be names; from the lists beside this module."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_ENDINGS = ("'s", "'d", "'ll", "'re", "'ve", "in'", "s", "es", "d", "ed", "ing", "ly", "er", "r")
_DOUBLED = re.compile(r"(.)\1$")
_SHORTEST_STEM = 3

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of a list.

    Parameters
    ----------
    name : str
        first_names, surnames, places, capitals, kin or common_words.

    Returns
    -------
    frozenset of str
        In lower case, with straight apostrophes.
    """
    place = resources.files("ipt_fidelity.transcript") / "lists" / f"{name}.txt"
    lines = place.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


def as_set(words: str) -> frozenset[str]:
    """Return the words of a line as a set.

    Parameters
    ----------
    words : str
        Parted by blanks.

    Returns
    -------
    frozenset of str
        Each once.
    """
    return frozenset(words.split())


def plain(word: str) -> str:
    """Return a word as the lists spell it.

    Parameters
    ----------
    word : str
        As spoken.

    Returns
    -------
    str
        In lower case, with straight apostrophes.
    """
    return word.casefold().replace("\u2019", "'")


@cache
def is_common(word: str) -> bool:
    """Say whether a word is one of everyday talk, as it stands or without its ending.

    Parameters
    ----------
    word : str
        In the spelling of the lists.

    Returns
    -------
    bool
        True for ``"waited"`` where the list has ``"wait"``.
    """
    common = word_list("common_words")
    if word in common:
        return True
    if "-" in word:
        return all(is_common(part) for part in word.split("-"))
    stems = [word.removesuffix(end) for end in _ENDINGS if word.endswith(end)]
    return any(
        stem in common or f"{stem}e" in common or _DOUBLED.sub(r"\1", stem) in common
        for stem in stems
        if len(stem) >= _SHORTEST_STEM
    )


@cache
def is_given_name(word: str) -> bool:
    """Say whether a word is a common given name.

    Parameters
    ----------
    word : str
        In the spelling of the lists.

    Returns
    -------
    bool
        True also for names that are words as well, such as ``"hope"``.
    """
    return word in word_list("first_names")


@cache
def is_listed_name(word: str) -> bool:
    """Say whether a word is a listed given name, family name or town.

    Parameters
    ----------
    word : str
        In the spelling of the lists.

    Returns
    -------
    bool
        True also for names that are words as well, such as ``"brown"``.
    """
    return is_given_name(word) or word in word_list("surnames") or word in word_list("places")


@cache
def is_known_capital(word: str) -> bool:
    """Say whether a word is written with a capital although it names nobody, or is a word of kin.

    Parameters
    ----------
    word : str
        In the spelling of the lists.

    Returns
    -------
    bool
        True for ``"monday"``, ``"zoloft"``, ``"grandma"``.
    """
    bare = word.removesuffix("'s")
    return any(
        form in word_list("capitals") or form in word_list("kin")
        for form in (word, bare, bare.removesuffix("s"))
    )
