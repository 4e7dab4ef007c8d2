"""What a rubric says of its own past, of other languages, and of the house that uses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ipt_fidelity.rubric.kinds import Id, Model, Text


class Change(Model):
    """What became of one id since the version before."""

    layer: Literal["code", "item"]
    was: Id
    became: tuple[Id, ...] = ()
    kind: Literal["renamed", "split", "merged", "retired", "reworded", "unchanged"]
    rescore: bool = False
    why: str | None = None


class Migration(Model):
    """What became of the ids of an older version."""

    since: Text
    changes: tuple[Change, ...]


class Translation(Model):
    """Wording in another language, keyed by id and field."""

    language: Text
    of_version: Text
    texts: Mapping[str, Mapping[str, Text]]


class LocalNote(Model):
    """What one house decided about a code or item: no part of the instrument, nor of its hash."""

    text: Text
    by: str | None = None
    date: str | None = None
