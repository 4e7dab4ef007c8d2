"""From the text of a rubric file to a rubric, or to every fault at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

from ipt_fidelity.errors import RubricError
from ipt_fidelity.rubric.conditions import expressions
from ipt_fidelity.rubric.finding import Finding, told
from ipt_fidelity.rubric.instrument import RubricFile
from ipt_fidelity.rubric.keys import code_keys
from ipt_fidelity.rubric.measures import measures
from ipt_fidelity.rubric.packs import PackFile, with_pack
from ipt_fidelity.rubric.past import past
from ipt_fidelity.rubric.pointers import identities, pointers
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.rubric.scoring_rules import scoring_rules
from ipt_fidelity.rubric.wording import with_ids_for_gaps
from ipt_fidelity.yaml_tree import checked, load

_OF_THE_HOUSE = {
    "segment_layer": {"codes": {"__all__": {"local_notes"}}},
    "session_layer": {"items": {"__all__": {"local_notes"}}},
}
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def read(text: str, *, where: str, pack: str | None = None) -> Rubric:
    """Read a rubric.

    Parameters
    ----------
    text : str
        Text of the file, YAML 1.2.
    where : str
        Name of the file, for faults.
    pack : str or None
        Text of the pack that the rubric names under ``text_pack``. Without it ids stand where
        the wording is kept outside; ratings can be analysed all the same.

    Returns
    -------
    Rubric
        Checked as a whole. Its hash is that of the structure, with and without the pack.

    Raises
    ------
    RubricError
        Carries every fault of the file, each with line and path.
    """
    tree, faults = load(text, where=where)
    if tree is None:
        raise RubricError(faults)
    file, found = checked(RubricFile, tree, where=where)
    faults += found
    if file is not None:
        faults += [told(finding, tree, where=where) for finding in findings(file)]
    if faults or file is None:
        raise RubricError(faults)
    rubric = Rubric(file=file, text=text, sha256=content_hash(file))
    if pack is None:
        return replace(rubric, file=with_ids_for_gaps(file))
    named = file.rubric.text_pack
    return with_pack(rubric, pack, where=named.path if named else f"pack of {where}")


def findings(file: RubricFile) -> Iterator[Finding]:
    """Find everything that keeps a rubric from being used.

    Parameters
    ----------
    file : RubricFile
        A file that the models take.

    Yields
    ------
    Finding
        Each with its path.
    """
    yield from identities(file)
    yield from pointers(file)
    yield from code_keys(file)
    yield from measures(file)
    yield from expressions(file)
    yield from scoring_rules(file)
    yield from past(file)


def content_hash(file: RubricFile) -> str:
    """Return the hash of what a rubric says, whatever its layout and comments.

    Local notes are left out: they belong to the house, not to the instrument, and sheets that two
    houses filled in under one version must stay comparable. The order of showing is in: raters who
    met the items in another order did not do quite the same.

    Parameters
    ----------
    file : RubricFile
        A checked file, before words of a pack were put in.

    Returns
    -------
    str
        SHA-256 of the content in canonical JSON.
    """
    content = file.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude=_OF_THE_HOUSE
    )
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of a rubric file, for completion in editors.

    Returns
    -------
    dict
        Draft 2020-12, from the same models that read the file.
    """
    return {
        "$schema": _DRAFT,
        "title": "Rubric file of ipt_fidelity, format ipt-rubric/1",
        **RubricFile.model_json_schema(by_alias=True),
    }


def pack_json_schema() -> dict[str, object]:
    """Return the JSON Schema of a text pack.

    Returns
    -------
    dict
        Draft 2020-12, from the same models that read the pack.
    """
    return {
        "$schema": _DRAFT,
        "title": "Text pack of ipt_fidelity, format ipt-rubric-pack/1",
        **PackFile.model_json_schema(by_alias=True),
    }
