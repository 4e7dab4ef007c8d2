"""Roles that a person has stated, by label: remembered for the next session of a case or site.

A label can be a name, so they lie with the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Integer, String, Table, delete, insert, select

from ipt_fidelity.store.ledger import Ledger
from ipt_fidelity.store.tables import METADATA
from ipt_fidelity.store.times import to_us
from ipt_fidelity.transcript.session import Role, Session

STATED_ROLE = Table(
    "stated_role",
    METADATA,
    Column("session_id", String),
    Column("label", String),
    Column("role", String),
    Column("case_id", String),
    Column("site", String),
    Column("stated_by", String),
    Column("at_us", Integer),
    schema="words",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRole:
    """The role that a person has stated for a label.

    Parameters
    ----------
    role : Role
        The role.
    session_id : str
        Session in which it was stated.
    by : str
        The person.
    """

    role: Role
    session_id: str
    by: str


class StatedRoles:
    """The roles that persons have stated in the sessions of a study, admitted or not yet.

    Parameters
    ----------
    ledger : Ledger
        The files of the study.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def state(self, session: Session, roles: Mapping[str, Role | None], *, by: str) -> None:
        """Remember what a person states; when the call returns it is on the disk.

        Parameters
        ----------
        session : Session
            Where the speakers speak; its case and site say where else the roles may hold.
        roles : mapping of str to Role or None
            Role by label; None takes the statement back.
        by : str
            The person.

        Raises
        ------
        StoreError
            The words are not here, or the study cannot be written.
        """
        self._ledger.check_words()
        at = to_us(self._ledger.clock())
        with self._ledger.writing() as connection:
            for label, role in roles.items():
                connection.execute(
                    delete(STATED_ROLE).where(
                        STATED_ROLE.c.session_id == session.id, STATED_ROLE.c.label == label
                    )
                )
                if role is not None:
                    connection.execute(
                        insert(STATED_ROLE).values(
                            session_id=session.id,
                            label=label,
                            role=str(role),
                            case_id=session.case,
                            site=session.site,
                            stated_by=by,
                            at_us=at,
                        )
                    )

    def of_session(self, session_id: str) -> Mapping[str, StatedRole]:
        """Return what was stated in a session.

        Parameters
        ----------
        session_id : str
            The session.

        Returns
        -------
        mapping of str to StatedRole
            By label; empty where the words are not here.
        """
        return self._found(STATED_ROLE.c.session_id == session_id)

    def remembered(self, session: Session) -> Mapping[str, StatedRole]:
        """Return what was stated in other sessions of the same case or site.

        Parameters
        ----------
        session : Session
            The session whose speakers are to be cast.

        Returns
        -------
        mapping of str to StatedRole
            By label; of several statements the latest of the case, then the latest of the site.
        """
        other, table = STATED_ROLE.c.session_id != session.id, STATED_ROLE.c
        at_site = self._found(other & (table.site == session.site)) if session.site else {}
        in_case = self._found(other & (table.case_id == session.case)) if session.case else {}
        return {**at_site, **in_case}

    def _found(self, where: ColumnElement[bool]) -> dict[str, StatedRole]:
        if not self._ledger.has_words:
            return {}
        query = select(STATED_ROLE).where(where).order_by(STATED_ROLE.c.at_us)
        with self._ledger.reading() as connection:
            return {
                row.label: StatedRole(
                    role=Role(row.role), session_id=row.session_id, by=row.stated_by
                )
                for row in connection.execute(query)
            }
