"""What a study asks of the sessions that it admits; kept in the store, so that it holds for all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from ipt_fidelity.errors import NotAllowedError, UnknownNameError
from ipt_fidelity.store.ledger import Ledger
from ipt_fidelity.store.tables import SESSION, SETTING
from ipt_fidelity.store.times import to_us
from ipt_fidelity.transcript.session import MaskingState

ORDER = (MaskingState.UNMASKED, MaskingState.MASKED, MaskingState.CHECKED)
_ADMITS = "admits"


def masking_asked(connection: Connection) -> MaskingState:
    """Return how far a transcript must be masked to be admitted.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a transaction.

    Returns
    -------
    MaskingState
        ``unmasked`` where nobody has set it: every transcript is admitted.
    """
    kept = connection.execute(
        select(SETTING.c.value).where(SETTING.c.name == _ADMITS)
    ).scalar_one_or_none()
    return MaskingState(kept) if kept is not None else MaskingState.UNMASKED


def ask_masking(connection: Connection, state: MaskingState, *, at: datetime) -> None:
    """Set how far a transcript must be masked to be admitted.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Inside a writing transaction.
    state : MaskingState
        The least.
    at : datetime
        The present (UTC).

    Raises
    ------
    NotAllowedError
        Sessions are kept that are masked less.
    """
    rows = connection.execute(
        select(SESSION.c.session_id, SESSION.c.masking).order_by(SESSION.c.session_id)
    ).all()
    less = [row for row in rows if ORDER.index(MaskingState(row.masking)) < ORDER.index(state)]
    if less:
        raise NotAllowedError(
            f"{len(less)} sessions that are kept are not {state}; the first is {less[0].masking}.",
            where=str(less[0].session_id),
            mend="Admit them masked under ids of their own and forget these, then set it.",
        )
    known = connection.execute(select(SETTING.c.name).where(SETTING.c.name == _ADMITS)).first()
    values = {"value": str(state), "at_us": to_us(at)}
    if known is None:
        connection.execute(insert(SETTING).values(name=_ADMITS, **values))
    else:
        connection.execute(update(SETTING).where(SETTING.c.name == _ADMITS).values(**values))


class Settings:
    """What a study asks of the sessions that it admits; stands in the store and holds for all.

    Parameters
    ----------
    ledger : Ledger
        The files of the study.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @property
    def admits(self) -> MaskingState:
        """The least masked transcripts that are admitted; ``unmasked`` admits all."""
        with self._ledger.reading() as connection:
            return masking_asked(connection)

    def admit_only(self, state: MaskingState | str) -> None:
        """Admit only transcripts that are masked so far, from now on and for everybody.

        Parameters
        ----------
        state : MaskingState or str
            ``"masked"``, or ``"checked"`` for those that a person has looked at; ``"unmasked"``
            admits every transcript again.

        Raises
        ------
        UnknownNameError
            There is no such state.
        NotAllowedError
            Sessions are kept that are masked less; they are named, and nothing is set.
        StoreError
            The store cannot be written.
        """
        if state not in set(MaskingState):
            raise UnknownNameError.of(
                "state of masking", state, map(str, MaskingState), where="settings"
            )
        least = MaskingState(state)
        with self._ledger.writing() as connection:
            ask_masking(connection, least, at=self._ledger.clock())
