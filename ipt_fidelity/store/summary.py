"""What a notebook shows of a study: counts and names of files, no words."""

from __future__ import annotations

from html import escape

from sqlalchemy import func, select

from ipt_fidelity.store.ledger import Ledger
from ipt_fidelity.store.tables import MARK, SESSION, SHEET


def summary(ledger: Ledger) -> str:
    """Return one sentence or two as HTML.

    Parameters
    ----------
    ledger : Ledger
        The files of the study.

    Returns
    -------
    str
        A paragraph; names are escaped.
    """
    with ledger.reading() as connection:
        sessions, sheets, marks = (
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (SESSION, SHEET, MARK)
        )
    words = (
        f"Words of sessions lie in {escape(ledger.place.words_name)}."
        if ledger.has_words
        else "The words of sessions are not here."
    )
    return (
        f"<p>Study {escape(ledger.place.name)}: {sessions} sessions, {sheets} sheets, "
        f"{marks} marks. {words}</p>"
    )
