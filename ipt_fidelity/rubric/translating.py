"""A rubric in another language that its file holds."""

from __future__ import annotations

from dataclasses import replace

from ipt_fidelity.errors import UnknownNameError
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.rubric.wording import worded


def languages(rubric: Rubric) -> tuple[str, ...]:
    """Return the languages in which a rubric can be shown.

    Parameters
    ----------
    rubric : Rubric
        As read.

    Returns
    -------
    tuple of str
        BCP 47 tags; its own first.
    """
    return (rubric.language, *(part.language for part in rubric.file.translations))


def in_language(rubric: Rubric, language: str) -> Rubric:
    """Return a rubric with its words in another language.

    Parameters
    ----------
    rubric : Rubric
        As read. Ids, values, hash and text stay: it is the same instrument.
    language : str
        BCP 47 tag, one of ``languages``.

    Returns
    -------
    Rubric
        Texts that the translation lacks stay in the language of the rubric.

    Raises
    ------
    UnknownNameError
        The rubric has no such translation.
    """
    if language == rubric.language:
        return rubric
    for part in rubric.file.translations:
        if part.language == language:
            shown = worded(rubric.file, part.texts)
            identity = shown.rubric.model_copy(update={"language": language})
            return replace(rubric, file=shown.model_copy(update={"rubric": identity}))
    raise UnknownNameError.of(
        "language", language, languages(rubric), where=f"rubric {rubric.id} {rubric.version}"
    )
