"""Rubrics as the store keeps them: the exact text under which sheets were opened."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import Connection, insert, select

from ipt_fidelity.errors import StoreError, UnknownNameError
from ipt_fidelity.rubric.reading import read
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.store.tables import RUBRIC


@lru_cache(maxsize=16)
def parsed(text: str) -> Rubric:
    """Return the rubric of a kept text; parsing takes half a second, so once."""
    return read(text, where="rubric, as kept in the study")


def keep_rubric(connection: Connection, rubric: Rubric) -> None:
    """Keep the exact text of a rubric, or find that it is kept.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a writing transaction.
    rubric : Rubric
        As read.

    Raises
    ------
    StoreError
        The same version is kept with other content, or the text is not that of the rubric.
    """
    where = f"{rubric.id} {rubric.version}"
    kept = connection.execute(
        select(RUBRIC.c.sha256).where(
            RUBRIC.c.rubric_id == rubric.id, RUBRIC.c.version == rubric.version
        )
    ).scalar_one_or_none()
    if kept is None:
        if parsed(rubric.text).sha256 != rubric.sha256:
            raise StoreError(
                "the text of the rubric is not what its hash says.",
                where=where,
                mend="Read the rubric from its file: read_rubric(path).",
            )
        connection.execute(
            insert(RUBRIC).values(
                rubric_id=rubric.id,
                version=rubric.version,
                sha256=rubric.sha256,
                text=rubric.text,
            )
        )
    elif kept != rubric.sha256:
        raise StoreError(
            "the study keeps this version of the rubric with other content.",
            where=where,
            mend="Give the changed rubric a new version, or read the file as it was.",
        )


def load_rubric(connection: Connection, rubric_id: str, version: str) -> Rubric:
    """Return a kept rubric, read from its exact text.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a transaction.
    rubric_id, version : str
        Which one.

    Returns
    -------
    Rubric
        Parsed once for all.

    Raises
    ------
    UnknownNameError
        No sheet was opened under it.
    """
    text = connection.execute(
        select(RUBRIC.c.text).where(RUBRIC.c.rubric_id == rubric_id, RUBRIC.c.version == version)
    ).scalar_one_or_none()
    if text is None:
        rows = connection.execute(select(RUBRIC.c.rubric_id, RUBRIC.c.version))
        raise UnknownNameError.of(
            "rubric",
            f"{rubric_id} {version}",
            [f"{row.rubric_id} {row.version}" for row in rows],
            where="study",
        )
    return parsed(text)
