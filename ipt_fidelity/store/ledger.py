"""The two files of a study, open, and the transactions on them.

A connection is used by one thread at a time. Writing takes its turn in the queue, locks the store
as its first act and is durable when it returns. The words are attached as a second schema, so that
a write to both files is one transaction. Everybody locks the store before the words, readers, too:
otherwise a reader of the words and a writer of both would wait for each other.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Engine, QueuePool, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from ipt_fidelity.errors import StoreError
from ipt_fidelity.store.connecting import Opener
from ipt_fidelity.store.migrations import LATEST, check_words, migrate, version_of
from ipt_fidelity.store.places import Place, create
from ipt_fidelity.store.queueing import queued
from ipt_fidelity.store.refusals import refusal_of

OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables


class Begin(StrEnum):
    """What a transaction locks as its first act.

    ``BEGIN IMMEDIATE`` locks both files, and the commit of two files costs twice the syncs of one
    whether both were changed or not; so a write locks the store alone, by changing nothing in it,
    and the words only when there is something to write.
    """

    READ = "read"
    STORE = "store"
    BOTH = "both"

    @property
    def statements(self) -> tuple[str, ...]:
        """Statements of the engine, in order."""
        return {
            Begin.READ: ("BEGIN", "SELECT 1 FROM main.sqlite_schema LIMIT 1"),
            Begin.STORE: ("BEGIN", "UPDATE main.about SET one = one WHERE one = 0"),
            Begin.BOTH: ("BEGIN IMMEDIATE",),
        }[self]


class Ledger:
    """The two files of a study, open.

    Parameters
    ----------
    place : Place
        Where the files lie.
    patience_s : float
        Seconds to wait for other writers.
    clock : callable
        Returns the present in UTC.
    """

    def __init__(self, place: Place, *, patience_s: float, clock: Callable[[], datetime]) -> None:
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise StoreError(
                f"SQLite {sqlite3.sqlite_version} is too old for a store.",
                where=place.name,
                mend="Use a Python with SQLite 3.37 or newer.",
            )
        self.place = place
        self.clock = clock
        self.has_words = _has_words(place)
        self._patience_s = patience_s
        self._pid = os.getpid()
        self._closed = False
        # In memory all threads share one connection.
        self._alone: AbstractContextManager[object] = (
            threading.RLock() if place.store is None else nullcontext()
        )
        self._engine = create_engine(
            "sqlite://",
            creator=Opener(place=place, patience_s=patience_s, has_words=self.has_words),
            hide_parameters=True,
            poolclass=StaticPool if place.store is None else QueuePool,
        )
        event.listen(self._engine, "begin", _begin)
        weakref.finalize(self, self._engine.dispose)
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    @property
    def engine(self) -> Engine:
        """The engine behind."""
        return self._engine

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """Give a connection for one short read; a long one would stall the writers.

        Yields
        ------
        sqlalchemy.Connection
            Inside a transaction that sees one state.

        Raises
        ------
        StoreError
            The store is closed, held by others, damaged, or no store.
        """
        self._check_open()
        with self._told(), self._alone, self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, *, begin: Begin = Begin.STORE) -> Generator[Connection]:
        """Give a connection for one write, durable when the block has been left.

        Parameters
        ----------
        begin : Begin
            What is locked at once.

        Yields
        ------
        sqlalchemy.Connection
            Inside a transaction that has its lock; an exception takes everything back.

        Raises
        ------
        StoreError
            The store is closed or may not be written, is held by others, or the disk is full.
        """
        self._check_open()
        self._check_writable()
        with self._told(), self._alone, self._turn(), self._engine.connect() as connection:
            connection.execution_options(begin=begin)
            with connection.begin():
                yield connection

    def check_words(self) -> None:
        """Raise that the words are not here, if so.

        Raises
        ------
        StoreError
            The words file is missing.
        """
        if not self.has_words:
            raise StoreError(
                "the words of this study are not here; its marks can be read without them.",
                where=self.place.words_name,
                mend=f"Put '{self.place.words_name}' beside '{self.place.name}' and open the "
                "study again.",
            )

    def give_back_room(self) -> None:
        """Shrink both files after a deletion, unless others hold them.

        Nothing depends on it: what is deleted is overwritten at once (``secure_delete``).
        """
        with (
            suppress(StoreError),
            self._told(),
            self._alone,
            self._turn(),
            self._engine.connect() as connection,
        ):
            plain = connection.execution_options(isolation_level="AUTOCOMMIT")
            plain.exec_driver_sql("VACUUM main")
            if self.has_words:
                plain.exec_driver_sql("VACUUM words")

    def close(self) -> None:
        """Close every connection; a second time does nothing."""
        self._closed = True
        self._engine.dispose()

    def _prepare(self) -> None:
        store, words = self.place.store, self.place.words
        if store is not None and words is not None and self.place.refusal is None:
            create(store)
            if self.has_words:
                create(words)
        with self.reading() as connection:
            version = version_of(connection, where=self.place.name)
        if version < LATEST:
            self.check_words()
            with self.writing(begin=Begin.BOTH) as connection:
                migrate(connection, at=self.clock(), where=self.place.name)
        if self.has_words:
            with self.reading() as connection:
                check_words(connection, where=self.place.words_name)

    def _turn(self) -> AbstractContextManager[None]:
        queue = self.place.queue
        if queue is None:
            return nullcontext()
        return queued(queue, patience_s=self._patience_s, where=self.place.name)

    def _check_writable(self) -> None:
        refusal = self.place.refusal
        if refusal is not None:
            raise StoreError(refusal.problem, where=refusal.where, mend=refusal.mend)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(
                "the study is closed.", where=self.place.name, mend="Open it again: open_study."
            )
        if self._pid != os.getpid():
            # A connection must not be used on the other side of a fork, nor closed there.
            self._engine.dispose(close=False)
            self._pid = os.getpid()

    @contextmanager
    def _told(self) -> Generator[None]:
        try:
            yield
        except DBAPIError as error:
            raise refusal_of(error.orig, where=self.place.name) from None


def _has_words(place: Place) -> bool:
    """Say whether words are to be attached: always but where a begun study has lost them."""
    if place.store is None or place.words is None or place.words.exists():
        return True
    return not (place.store.exists() and place.store.stat().st_size > 0)


def _begin(connection: Connection) -> None:
    """Begin for the driver, which would not begin a transaction for a change of the schema."""
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        for statement in Begin(options.get("begin", Begin.READ)).statements:
            connection.exec_driver_sql(statement)
