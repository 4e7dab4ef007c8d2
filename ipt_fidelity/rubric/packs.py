"""Text packs: wording that never leaves the machine, beside a structure that may."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from ipt_fidelity.errors import RubricError
from ipt_fidelity.rubric.finding import Finding, told
from ipt_fidelity.rubric.kinds import Model, Text
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.rubric.wording import Texts, check_texts, with_ids_for_gaps, without_words, worded
from ipt_fidelity.yaml_tree import checked, load


class PackOf(Model):
    """The rubric that a pack is for."""

    id: Text
    version: Text


class PackFile(Model):
    """A whole text pack."""

    format: Literal["ipt-rubric-pack/1"]
    of: PackOf
    language: Text = "en"
    texts: Mapping[str, Mapping[str, Text]]


def pack_hash(pack: str) -> str:
    """Return the hash by which a rubric knows its pack.

    Parameters
    ----------
    pack : str
        Text of the pack.

    Returns
    -------
    str
        SHA-256 of the text in UTF-8, as ``sha256sum`` prints it.
    """
    return hashlib.sha256(pack.encode()).hexdigest()


def with_pack(rubric: Rubric, pack: str, *, where: str) -> Rubric:
    """Return a rubric with the wording of its pack.

    Parameters
    ----------
    rubric : Rubric
        As read; its text and hash stay those of the structure, so that nothing that is stored or
        handed on holds the wording.
    pack : str
        Text of the pack.
    where : str
        Name of the pack's file, for faults.

    Returns
    -------
    Rubric
        ``pack_sha256`` says which pack.

    Raises
    ------
    RubricError
        The pack is for another rubric, is not the one named by its hash, or names what the
        rubric does not hold. No fault repeats a text.
    """
    tree, faults = load(pack, where=where)
    if tree is None:
        raise RubricError(faults)
    file, found = checked(PackFile, tree, where=where)
    faults += found
    if file is not None:
        findings = [
            *_identity(rubric, file, pack),
            *check_texts(rubric.file, file.texts, ("texts",)),
        ]
        faults += [told(finding, tree, where=where) for finding in findings]
    if faults or file is None:
        raise RubricError(faults)
    shown = with_ids_for_gaps(worded(rubric.file, file.texts))
    return replace(rubric, file=shown, pack_sha256=pack_hash(pack))


def without_wording(rubric: Rubric) -> Rubric:
    """Return what of a rubric may be handed on.

    Parameters
    ----------
    rubric : Rubric
        Of any licence.

    Returns
    -------
    Rubric
        The same where its wording may be redistributed; else with ids in place of labels, texts,
        definitions and anchors. Exports, reports and figures use this.
    """
    if rubric.redistribute:
        return rubric
    return replace(rubric, file=without_words(rubric.file), pack_sha256=None)


def texts_of(pack: str, *, where: str) -> Texts:
    """Return the texts of a pack.

    Parameters
    ----------
    pack : str
        Text of the pack.
    where : str
        Name of its file, for faults.

    Returns
    -------
    mapping of str to mapping of str to str
        By id and field, as written; empty where the file is no pack.
    """
    tree, _ = load(pack, where=where)
    file = checked(PackFile, tree, where=where)[0] if tree is not None else None
    return {} if file is None else file.texts


def _identity(rubric: Rubric, file: PackFile, pack: str) -> list[Finding]:
    findings: list[Finding] = []
    if (file.of.id, file.of.version) != (rubric.id, rubric.version):
        findings.append(
            Finding(
                "pack_of_another",
                ("of",),
                f"the pack is for {file.of.id} {file.of.version}, not for "
                f"{rubric.id} {rubric.version}.",
                "Take the pack of this rubric, or correct 'of:' once its texts were compared.",
            )
        )
    named = rubric.file.rubric.text_pack
    if named is not None and named.sha256 not in {None, pack_hash(pack)}:
        findings.append(
            Finding(
                "pack_changed",
                (),
                "the pack is not the one whose hash the rubric holds.",
                f"Bring the old pack back, or write 'sha256: {pack_hash(pack)}' under "
                "'text_pack:' of a new version.",
            )
        )
    return findings
