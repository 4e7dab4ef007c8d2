"""Sheets that were filled in elsewhere: taken in whole, or not at all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from ipt_fidelity.errors import Fault, FidelityError, Level, MarkError, SheetError, UnknownNameError
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.sheet.sheet_file import WrittenSheet
from ipt_fidelity.store.checking import check_against
from ipt_fidelity.store.ledger import Ledger
from ipt_fidelity.store.recording import record
from ipt_fidelity.store.sheets import Form, SheetKey, load_form, open_sheet

SIMULATED = "simulated"


def key_of_written(written: WrittenSheet) -> SheetKey:
    """Return the key of a written sheet.

    Parameters
    ----------
    written : WrittenSheet
        From a file.

    Returns
    -------
    SheetKey
        Session, rater, stage.
    """
    identity = written.identity
    return SheetKey(session_id=identity.session, rater_id=identity.rater, stage=identity.stage)


def take_in(
    ledger: Ledger, connection: Connection, written: WrittenSheet, rubric: Rubric, *, at: datetime
) -> SheetKey:
    """Open the sheet that a file names and record what it holds.

    Parameters
    ----------
    ledger : Ledger
        Says whether the words are here.
    connection : sqlalchemy.Connection
        Inside a writing transaction.
    written : WrittenSheet
        From a file.
    rubric : Rubric
        The rubric that the file names.
    at : datetime
        The present (UTC); stamps marks where the file has no time.

    Returns
    -------
    SheetKey
        The sheet.

    Raises
    ------
    SheetError
        Every mark that the sheet cannot take, with its line.
    StoreError
        The sheet was opened otherwise before.
    """
    key, identity = key_of_written(written), written.identity
    if (identity.rubric, identity.version) != (rubric.id, rubric.version):
        raise SheetError(
            [
                _fault(
                    "other_rubric",
                    f"the sheet was filled in under {identity.rubric} {identity.version}.",
                    where=written.where,
                    mend="Give the rubric that it names.",
                )
            ]
        )
    simulated = (identity.simulation or SIMULATED) if identity.made_by == SIMULATED else ""
    try:
        open_sheet(
            connection,
            key,
            rubric,
            perspective=identity.perspective,
            simulated=simulated,
            at=at,
        )
    except UnknownNameError as error:
        raise SheetError([_told("unknown_session", error, where=written.where)]) from None
    form = load_form(connection, key)
    faults = _faults(form, written, at=at)
    if faults:
        raise SheetError(faults)
    try:
        record(ledger, connection, form, written.marks, at=at)
    except MarkError as error:
        raise SheetError([_told("taken_in_before", error, where=written.where)]) from None
    return key


def _faults(form: Form, written: WrittenSheet, *, at: datetime) -> list[Fault]:
    faults: list[Fault] = []
    for mark, line in zip(written.marks, written.lines, strict=True):
        try:
            check_against(form, mark, now=at)
        except (MarkError, UnknownNameError) as error:
            faults.append(_told("odd_mark", error, where=f"{written.where}, line {line}"))
    return faults


def _told(code: str, error: FidelityError, *, where: str) -> Fault:
    return _fault(code, f"{error.where}: {error.problem}", where=where, mend=error.mend)


def _fault(code: str, problem: str, *, where: str, mend: str) -> Fault:
    return Fault(level=Level.ERROR, code=code, problem=problem, where=where, mend=mend)
