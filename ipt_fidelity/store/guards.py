"""Guards below Python: triggers that refuse to change or remove what was recorded.

They hold against every statement that reads or writes rows, from whatever program. They do not
hold against a change of the schema itself (``DROP TRIGGER``) by somebody who has the file; what
such a person changes is noticed by the chain of hashes, unless a whole chain is rewritten or its
end cut off.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A trigger, as it is set and as it is lifted.

    Parameters
    ----------
    put_up, take_down : str
        Statements of the engine.
    """

    put_up: str
    take_down: str


MARK_GUARDS = (
    Guard(
        put_up="""
        CREATE TRIGGER mark_no_update BEFORE UPDATE ON mark
        BEGIN SELECT RAISE(ABORT, 'marks are only added'); END
        """,
        take_down="DROP TRIGGER mark_no_update",
    ),
    Guard(
        put_up="""
        CREATE TRIGGER mark_no_delete BEFORE DELETE ON mark
        BEGIN SELECT RAISE(ABORT, 'marks are only added'); END
        """,
        take_down="DROP TRIGGER mark_no_delete",
    ),
    # INSERT OR REPLACE removes a row without firing delete triggers unless recursive_triggers is
    # on, and a foreign program may have it off.
    Guard(
        put_up="""
        CREATE TRIGGER mark_no_replace BEFORE INSERT ON mark
        WHEN EXISTS (SELECT 1 FROM mark AS kept WHERE kept.mark_id = NEW.mark_id
          OR (kept.sheet_id = NEW.sheet_id AND kept.place = NEW.place)
          OR (kept.sheet_id = NEW.sheet_id AND kept.client = NEW.client AND kept.seq = NEW.seq))
        BEGIN SELECT RAISE(ABORT, 'marks are only added'); END
        """,
        take_down="DROP TRIGGER mark_no_replace",
    ),
    Guard(
        put_up="""
        CREATE TRIGGER mark_chain BEFORE INSERT ON mark
        WHEN NOT ((NEW.place = 1 AND NEW.before = '') OR EXISTS (SELECT 1 FROM mark AS last
          WHERE last.sheet_id = NEW.sheet_id AND last.place = NEW.place - 1
          AND last.hash = NEW.before))
        BEGIN SELECT RAISE(ABORT, 'a mark follows the one before'); END
        """,
        take_down="DROP TRIGGER mark_chain",
    ),
)

SHEET_GUARDS = (
    Guard(
        put_up="""
        CREATE TRIGGER sheet_no_update BEFORE UPDATE ON sheet
        BEGIN SELECT RAISE(ABORT, 'sheets are only added'); END
        """,
        take_down="DROP TRIGGER sheet_no_update",
    ),
    Guard(
        put_up="""
        CREATE TRIGGER sheet_no_delete BEFORE DELETE ON sheet
        BEGIN SELECT RAISE(ABORT, 'sheets are only added'); END
        """,
        take_down="DROP TRIGGER sheet_no_delete",
    ),
    Guard(
        put_up="""
        CREATE TRIGGER sheet_no_replace BEFORE INSERT ON sheet
        WHEN EXISTS (SELECT 1 FROM sheet AS kept WHERE kept.sheet_id = NEW.sheet_id
          OR (kept.session_id = NEW.session_id AND kept.rater_id = NEW.rater_id
              AND kept.stage = NEW.stage))
        BEGIN SELECT RAISE(ABORT, 'sheets are only added'); END
        """,
        take_down="DROP TRIGGER sheet_no_replace",
    ),
)

RUBRIC_GUARDS = (
    Guard(
        put_up="""
        CREATE TRIGGER rubric_no_update BEFORE UPDATE ON rubric
        BEGIN SELECT RAISE(ABORT, 'rubrics are only added'); END
        """,
        take_down="DROP TRIGGER rubric_no_update",
    ),
    Guard(
        put_up="""
        CREATE TRIGGER rubric_no_delete BEFORE DELETE ON rubric
        BEGIN SELECT RAISE(ABORT, 'rubrics are only added'); END
        """,
        take_down="DROP TRIGGER rubric_no_delete",
    ),
    Guard(
        put_up="""
        CREATE TRIGGER rubric_no_replace BEFORE INSERT ON rubric
        WHEN EXISTS (SELECT 1 FROM rubric AS kept
          WHERE kept.rubric_id = NEW.rubric_id AND kept.version = NEW.version)
        BEGIN SELECT RAISE(ABORT, 'rubrics are only added'); END
        """,
        take_down="DROP TRIGGER rubric_no_replace",
    ),
)

EXPOSURE_GUARDS = (
    Guard(
        put_up="""
        CREATE TRIGGER exposure_no_update BEFORE UPDATE ON exposure
        BEGIN SELECT RAISE(ABORT, 'exposures are only added'); END
        """,
        take_down="DROP TRIGGER exposure_no_update",
    ),
    Guard(
        put_up="""
        CREATE TRIGGER exposure_no_delete BEFORE DELETE ON exposure
        BEGIN SELECT RAISE(ABORT, 'exposures are only added'); END
        """,
        take_down="DROP TRIGGER exposure_no_delete",
    ),
    Guard(
        put_up="""
        CREATE TRIGGER exposure_no_replace BEFORE INSERT ON exposure
        WHEN EXISTS (SELECT 1 FROM exposure AS kept WHERE kept.exposure_id = NEW.exposure_id)
        BEGIN SELECT RAISE(ABORT, 'exposures are only added'); END
        """,
        take_down="DROP TRIGGER exposure_no_replace",
    ),
)

_LOCKED = """
        CREATE TRIGGER {table}_locked_{act} BEFORE {act} ON {table}
        WHEN EXISTS (SELECT 1 FROM sheet WHERE sheet.session_id = {row}.session_id)
        BEGIN SELECT RAISE(ABORT, 'the session is locked by its first sheet'); END
        """
LOCK_GUARDS = tuple(
    Guard(
        put_up=_LOCKED.format(table=table, act=act, row=row),
        take_down=f"DROP TRIGGER {table}_locked_{act}",
    )
    for table in ("session", "turn", "segmentation", "segment")
    for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
)

LIFTED_TO_FORGET = (*MARK_GUARDS, *SHEET_GUARDS, *EXPOSURE_GUARDS, *LOCK_GUARDS)
GUARDS = (*RUBRIC_GUARDS, *LIFTED_TO_FORGET)


def lift(connection: Connection) -> None:
    """Take down the guards of what belongs to a session.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a transaction, so that nobody else ever sees the store without its guards.
    """
    for guard in LIFTED_TO_FORGET:
        connection.exec_driver_sql(guard.take_down)


def put_up(connection: Connection) -> None:
    """Put the guards up again.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside the transaction in which they were lifted.
    """
    for guard in LIFTED_TO_FORGET:
        connection.exec_driver_sql(guard.put_up)
