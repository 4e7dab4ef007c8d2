"""Where a review of masking is kept: the key of the case, and beside it what was looked at.

Both files are readable by their owner alone. The key holds every name of the case. The file
beside it holds who has checked and the places of the sample, and no word.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ipt_fidelity.errors import FidelityError, StoreError
from ipt_fidelity.files import read_key_file, write_key_file, write_text
from ipt_fidelity.transcript import Key
from ipt_fidelity.widgets import Facts, Sample

ENDING = ".review.json"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class _Sample(_Model):
    seed: int
    masked_sha256: str
    turns: tuple[str, ...]
    read: tuple[str, ...]
    missed: dict[str, tuple[tuple[int, int], ...]]
    is_done: bool


class _Reviewed(_Model):
    checked_by: str | None
    checked: str
    sample: _Sample | None
    masked_by: str | None


class _File(_Model):
    format: Literal["ipt-review/1"] = "ipt-review/1"
    sessions: dict[str, _Reviewed] = {}


class ReviewFiles:
    """The key file of a case, and the file of its reviews beside it.

    Parameters
    ----------
    path : str or path
        The key file; it need not be there yet.
    session_id : str
        The session that is reviewed.
    passphrase : str or None
        Seals the key; None leaves it readable for whoever can open the file.
    """

    def __init__(
        self, path: str | os.PathLike[str], session_id: str, *, passphrase: str | None = None
    ) -> None:
        self._path = Path(path).expanduser().absolute()
        self._beside = self._path.with_name(self._path.name.removesuffix(".json") + ENDING)
        self._session_id = session_id
        self._passphrase = passphrase
        self._seen: dict[Path, str] = {}

    def key(self) -> Key | None:
        """Read the key.

        Returns
        -------
        Key or None
            None where the file is not there yet.

        Raises
        ------
        NotAllowedError
            It is sealed, and the passphrase is missing or another one.
        TranscriptError
            It is no key.
        FidelityError
            It cannot be read.
        """
        text = self._read(self._path)
        return None if text is None else read_key_file(self._path, passphrase=self._passphrase)

    def facts(self) -> Facts:
        """Read what was looked at in the session.

        Returns
        -------
        Facts
            Empty where nothing was.

        Raises
        ------
        FidelityError
            The file is no file of reviews, or cannot be read.
        """
        found = self._file().sessions.get(self._session_id)
        if found is None:
            return Facts()
        held = found.sample
        sample = None if held is None else Sample(**{name: getattr(held, name) for name in _FIELDS})
        return Facts(
            checked_by=found.checked_by,
            checked=found.checked,
            sample=sample,
            masked_by=found.masked_by,
        )

    def keep_key(self, key: Key) -> None:
        """Write the key; when the call returns it is on the disk.

        Parameters
        ----------
        key : Key
            Of the case.

        Raises
        ------
        StoreError
            The file was changed by somebody else since it was read.
        FidelityError
            It cannot be written.
        """
        self._refuse_changed(self._path)
        write_key_file(self._path, key, passphrase=self._passphrase)
        self._read(self._path)

    def keep_facts(self, facts: Facts) -> None:
        """Write what was looked at in the session; when the call returns it is on the disk.

        Parameters
        ----------
        facts : Facts
            Of the session.

        Raises
        ------
        FidelityError
            The file cannot be written.
        """
        held = facts.sample
        sample = None if held is None else _Sample(**{n: getattr(held, n) for n in _FIELDS})
        reviewed = _Reviewed(
            checked_by=facts.checked_by,
            checked=facts.checked,
            sample=sample,
            masked_by=facts.masked_by,
        )
        # Other sessions of the case are reviewed in this file, too, so it is read again.
        file = _File(sessions={**self._file().sessions, self._session_id: reviewed})
        self._write(self._beside, file.model_dump_json(indent=1) + "\n")

    def _file(self) -> _File:
        text = self._read(self._beside)
        if text is None:
            return _File()
        try:
            return _File.model_validate_json(text)
        except ValidationError:
            raise FidelityError(
                "it is no file of reviews.",
                where=self._beside.name,
                mend="Move it away; decisions stand in the key, the check is to be made again.",
            ) from None

    def _read(self, path: Path) -> str | None:
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            self._seen[path] = ""
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise FidelityError(
                f"it cannot be read ({type(error).__name__}).",
                where=path.name,
                mend="Check that it is the key of the case and may be read.",
            ) from None
        self._seen[path] = _hash(text)
        return text

    def _write(self, path: Path, text: str) -> None:
        self._refuse_changed(path)
        write_text(path, text, private=True)
        self._seen[path] = _hash(text)

    def _refuse_changed(self, path: Path) -> None:
        before = self._seen.get(path, "")
        self._read(path)
        if self._seen[path] != before:
            self._seen[path] = before
            raise StoreError(
                "the file was changed elsewhere since it was read here.",
                where=path.name,
                mend="Run the cell again to go on from what is there now.",
            )


_FIELDS = tuple(_Sample.model_fields)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
