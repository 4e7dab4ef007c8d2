"""JupyterLab on the notebooks of a tour, without a question to the network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ipt_fidelity.cli.tour import STORE
from ipt_fidelity.errors import FidelityError

FIRST = "1_rate_a_session.ipynb"
SETTINGS = Path(__file__).resolve().parent / "jupyter"
OFFLINE = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


def lab_command(folder: Path, *more: str) -> list[str]:
    """Return the command that opens JupyterLab on notebook 1 of a folder.

    Parameters
    ----------
    folder : Path
        Made by the tour.
    *more : str
        Further options for JupyterLab.

    Returns
    -------
    list of str
        To be run.

    Raises
    ------
    FidelityError
        The tour was not run into this folder.
    """
    if not (folder / STORE).exists() or not (folder / FIRST).exists():
        raise FidelityError(
            "there is no study with notebooks here.",
            where=str(folder),
            mend="Run 'ipt-fidelity tour' first, or name its folder with --into.",
        )
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder.resolve()}",
        f"--LabApp.default_url=/lab/tree/{FIRST}",
        *OFFLINE,
        *more,
    ]


def run_lab(folder: Path, *more: str) -> int:
    """Open JupyterLab and wait until it is closed.

    Parameters
    ----------
    folder : Path
        Made by the tour.
    *more : str
        Further options for JupyterLab.

    Returns
    -------
    int
        Exit status of JupyterLab; 0 when it was stopped by the person.
    """
    command = lab_command(folder, *more)
    try:
        told = subprocess.run(command, cwd=folder, env=lab_environment(), check=False)  # noqa: S603 - our own command
    except KeyboardInterrupt:
        return 0
    return told.returncode


def lab_environment() -> dict[str, str]:
    """Return the environment of JupyterLab: this one, and our settings before the person's.

    Returns
    -------
    dict of str to str
        News and updates are neither fetched nor asked about.
    """
    path = [str(SETTINGS), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(path)}
