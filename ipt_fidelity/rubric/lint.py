"""What is allowed in a rubric and still hardly meant: told as warnings, each with its mend."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_fidelity.errors import Fault, Level, RubricError
from ipt_fidelity.rubric.finding import Finding, told
from ipt_fidelity.rubric.instrument import RubricFile
from ipt_fidelity.rubric.lint_form import form_doubts
from ipt_fidelity.rubric.lint_scoring import scoring_doubts
from ipt_fidelity.rubric.packs import texts_of, with_pack
from ipt_fidelity.rubric.reading import findings, read
from ipt_fidelity.rubric.wording import OUTSIDE, Texts, gaps, worded
from ipt_fidelity.yaml_tree import checked, load

MOST_NAMED = 8


def check_report(text: str, *, where: str, pack: str | None = None) -> list[Fault]:
    """Return everything that is wrong with a rubric file, or hardly meant.

    Parameters
    ----------
    text : str
        Text of the file, YAML 1.2.
    where : str
        Name of the file.
    pack : str or None
        Text of its pack, where there is one.

    Returns
    -------
    list of Fault
        Errors first; warnings only where the rubric can be read. Empty where nothing was found.
    """
    tree, faults = load(text, where=where)
    if tree is None:
        return faults
    file, found = checked(RubricFile, tree, where=where)
    faults += found
    if file is None:
        return faults
    faults += [told(finding, tree, where=where) for finding in findings(file)]
    if faults:
        return faults
    faults += [told(doubt, tree, where=where) for doubt in doubts(file)]
    texts: Texts | None = None
    if pack is not None:
        named = file.rubric.text_pack
        place = named.path if named else f"pack of {where}"
        try:
            with_pack(read(text, where=where), pack, where=place)
            texts = texts_of(pack, where=place)
        except RubricError as error:
            return [*error.faults, *faults]
    return faults + [told(doubt, tree, where=where) for doubt in _outside(file, texts)]


def doubts(file: RubricFile) -> Iterator[Finding]:
    """Find what is hardly meant.

    Parameters
    ----------
    file : RubricFile
        A file without errors, as written.

    Yields
    ------
    Finding
        Warnings.
    """
    for doubt in _doubts(file):
        yield doubt._replace(level=Level.WARNING)


def _doubts(file: RubricFile) -> Iterator[Finding]:
    yield from _identity(file)
    yield from form_doubts(file)
    yield from scoring_doubts(file)
    for n, translation in enumerate(file.translations):
        if translation.of_version != file.rubric.version:
            yield Finding(
                "translation_behind",
                ("translations", n, "of_version"),
                f"the words in '{translation.language}' were made for version "
                f"{translation.of_version}, and this is {file.rubric.version}.",
                "Compare the changed texts, then write this version under 'of_version:'.",
            )


def _identity(file: RubricFile) -> Iterator[Finding]:
    identity = file.rubric
    if not identity.redistribute and identity.text_pack is None:
        yield Finding(
            "no_pack_named",
            ("rubric", "redistribute"),
            "the wording may not be handed on, and no pack is named to hold it.",
            "Move the wording into a pack, and name it under 'text_pack:'.",
        )
    if not identity.redistribute and file.session_layer is not None:
        for n, item in enumerate(file.session_layer.items):
            if {item.text, *item.anchors.values()} - {None, OUTSIDE}:
                yield Finding(
                    "wording_inside",
                    ("session_layer", "items", n),
                    f"wording of '{item.id}' stands in a file that may not be handed on with it.",
                    f"Move it into the pack; write '{OUTSIDE}' here.",
                )


def _outside(file: RubricFile, texts: Texts | None) -> Iterator[Finding]:
    lacking = gaps(file if texts is None else worded(file, texts))
    if lacking:
        named = file.rubric.text_pack
        listed = ", ".join(lacking[:MOST_NAMED]) + (", …" if len(lacking) > MOST_NAMED else "")
        place = named.path if named else "a file of its own, named under 'text_pack:'"
        yield Finding(
            "no_pack" if texts is None else "pack_lacks",
            ("rubric", "text_pack") if named else ("rubric",),
            f"{len(lacking)} texts are kept outside and were not given ({listed}); ids are shown.",
            f"Put them in {place}; existing ratings can be analysed without.",
            Level.WARNING,
        )
