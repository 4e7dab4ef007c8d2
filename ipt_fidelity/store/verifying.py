"""Walking the chains: what was recorded is what is there."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from ipt_fidelity.errors import Fault, FidelityError, Level
from ipt_fidelity.sheet.mark import mark_hash
from ipt_fidelity.store.ledger import Ledger
from ipt_fidelity.store.marks import mark_of, value_of
from ipt_fidelity.store.rubrics import parsed
from ipt_fidelity.store.sessions import load_segmentation, load_transcript
from ipt_fidelity.store.sheets import SheetKey, head_of, key_of, sheet_rows
from ipt_fidelity.store.tables import MARK, RUBRIC, SEGMENTATION, SESSION, WRITTEN
from ipt_fidelity.store.words import token_of

BACKUP = "Keep a copy of the file as it is, and compare it with the last backup."


def verify(ledger: Ledger) -> tuple[Fault, ...]:
    """Walk every chain and check both files.

    Parameters
    ----------
    ledger : Ledger
        The files of the study.

    Returns
    -------
    tuple of Fault
        Empty where all is sound.
    """
    faults: list[Fault] = []
    with ledger.reading() as connection:
        faults += _engine_faults(connection, ledger)
        faults += _rubric_faults(connection)
        sheets = [(row.sheet_id, key_of(head_of(row))) for row in connection.execute(sheet_rows())]
        sessions = list(connection.execute(select(SESSION.c.session_id)).scalars())
    for sheet_id, key in sheets:
        with ledger.reading() as connection:
            faults += _chain_faults(connection, sheet_id, key)
            if ledger.has_words:
                faults += _text_faults(connection, sheet_id, key)
    for session_id in sessions:
        with ledger.reading() as connection:
            faults += _session_faults(connection, session_id, ledger)
    return tuple(faults)


def _engine_faults(connection: Connection, ledger: Ledger) -> Iterator[Fault]:
    names = {"main": ledger.place.name, "words": ledger.place.words_name}
    for schema in ("main", "words") if ledger.has_words else ("main",):
        # The engine's own sentences may quote a row, so only their number is told.
        told = connection.exec_driver_sql(f"PRAGMA {schema}.integrity_check").scalars().all()
        if list(told) != ["ok"]:
            yield _fault("damaged", f"the engine finds {len(told)} faults.", names[schema])
        orphans = connection.exec_driver_sql(f"PRAGMA {schema}.foreign_key_check").all()
        if orphans:
            yield _fault("orphans", f"{len(orphans)} rows belong to nothing.", names[schema])


def _rubric_faults(connection: Connection) -> Iterator[Fault]:
    for row in connection.execute(select(RUBRIC)):
        where = f"{row.rubric_id} {row.version}"
        try:
            same = parsed(row.text).sha256 == row.sha256
        except FidelityError:
            same = False
        if not same:
            yield _fault("other_rubric", "the text of the rubric is not what its hash says.", where)


def _chain_faults(connection: Connection, sheet_id: int, key: SheetKey) -> Iterator[Fault]:
    before = ""
    rows = connection.execute(
        select(MARK).where(MARK.c.sheet_id == sheet_id).order_by(MARK.c.place)
    )
    for place, row in enumerate(rows, 1):
        kept = mark_of(row, {value: value for value in [str(value_of(row.value))]})
        if (row.place, row.before) != (place, before) or mark_hash(kept, before) != row.hash:
            yield _fault(
                "broken_chain",
                f"mark {kept.key} is not what was recorded, or one before it is missing.",
                str(key),
            )
            return
        before = row.hash


def _text_faults(connection: Connection, sheet_id: int, key: SheetKey) -> Iterator[Fault]:
    rows = connection.execute(
        select(MARK.c.client, MARK.c.seq, MARK.c.value).where(
            MARK.c.sheet_id == sheet_id, MARK.c.worded == 1
        )
    ).all()
    for row in rows:
        token = str(value_of(row.value))
        text = connection.execute(
            select(WRITTEN.c.salt, WRITTEN.c.text).where(WRITTEN.c.token == token)
        ).one_or_none()
        if text is None or token_of(text.salt, text.text) != token:
            yield _fault(
                "other_text",
                f"the text of mark {row.client}#{row.seq} is missing or was changed.",
                str(key),
            )


def _session_faults(connection: Connection, session_id: str, ledger: Ledger) -> Iterator[Fault]:
    kept = connection.execute(
        select(SEGMENTATION.c.segmentation_id, SESSION.c.transcript_sha256)
        .join(SESSION, SESSION.c.session_id == SEGMENTATION.c.session_id)
        .where(SEGMENTATION.c.session_id == session_id)
    ).one_or_none()
    if kept is None or load_segmentation(connection, session_id).id != kept.segmentation_id:
        yield _fault("other_cut", "the cut is not what was admitted.", session_id)
        return
    if not ledger.has_words:
        return
    try:
        same = load_transcript(connection, session_id).sha256 == kept.transcript_sha256
    except (FidelityError, ValueError):
        same = False
    if not same:
        yield _fault("other_words", "the words are missing or were changed.", session_id)


def _fault(code: str, problem: str, where: str) -> Fault:
    return Fault(level=Level.ERROR, code=code, problem=problem, where=where, mend=BACKUP)
