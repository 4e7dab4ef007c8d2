"""One connection to the two files of a study, with the settings that make a save durable.

No file of a study is ever opened but by SQLite: closing it would drop the locks that this process
holds on it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from ipt_fidelity.store.places import Place
from ipt_fidelity.store.refusals import refusal_of

PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
    "PRAGMA cell_size_check = ON",
    "PRAGMA fullfsync = ON",  # macOS alone knows it; without it a sync there is none
    "PRAGMA temp_store = MEMORY",  # no words in temporary files
)
# TRUNCATE: a copy of the file is complete. FULL: no power cut takes back a commit.
DURABLE = ("PRAGMA main.journal_mode = TRUNCATE", "PRAGMA main.synchronous = FULL")
DURABLE_WORDS = ("PRAGMA words.journal_mode = TRUNCATE", "PRAGMA words.synchronous = FULL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """Makes connections to a study.

    Parameters
    ----------
    place : Place
        Where the files lie.
    patience_s : float
        Seconds to wait for other writers.
    has_words : bool
        Whether the words file is attached.
    """

    place: Place
    patience_s: float
    has_words: bool

    def __call__(self) -> sqlite3.Connection:
        """Open a connection that begins no transaction of its own."""
        store, words = self.place.store, self.place.words
        connection = sqlite3.connect(
            ":memory:" if store is None else self._uri(store),
            uri=store is not None,
            timeout=self.patience_s,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            for pragma in PRAGMAS:
                connection.execute(pragma)
            if store is None or words is None:
                connection.execute("ATTACH ':memory:' AS words")
                return connection
            for pragma in DURABLE:
                connection.execute(pragma)
            if self.has_words:
                self._attach(connection, words)
        except BaseException:
            connection.close()
            raise
        return connection

    def _attach(self, connection: sqlite3.Connection, words: Path) -> None:
        try:
            connection.execute("ATTACH ? AS words", (self._uri(words),))
            for pragma in DURABLE_WORDS:
                connection.execute(pragma)
        except sqlite3.Error as error:
            raise refusal_of(error, where=words.name) from None

    def _uri(self, path: Path) -> str:
        mode = "rw" if self.place.refusal is None else "ro"
        return f"{path.as_uri()}?mode={mode}"
