"""The coding desk for raters: a page on this machine, without a notebook and without code."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from ipt_fidelity.cli.showing import OUT, show_frame
from ipt_fidelity.desk.rating import rubric_for, sessions_of, study_at
from ipt_fidelity.errors import FidelityError

HERE = "127.0.0.1"
PAGE = "rate.ipynb"
TEMPLATE = "ipt_desk"
PATIENCE_S = 60.0
# What the template "lab" shows, without the style sheets that it asks another host for.
_INDEX = """{%- extends 'voila/templates/lab/index.html.j2' -%}
{% import "spinner.macro.html.j2" as spinner %}
{%- block notebook_css -%}
  {{ resources.include_js("static/voila-style.js") }}
  {{ spinner.css() }}
  <style>
    .jp-mod-noOutputs.jp-mod-noInput, .jp-Cell-inputWrapper, .jp-OutputPrompt { display: none; }
    body { padding: 0 !important; margin: 0; }
    .jp-Cell { padding: 0 6px !important; }
  </style>
  <script>
    // The renderer would open each link in a tab of its own, with a kernel of its own.
    document.addEventListener('click', (event) => {
      const link = event.target.closest && event.target.closest('a[href^="?"]');
      if (!link) return;
      event.preventDefault();
      window.location.assign(link.getAttribute('href'));
    }, true);
  </script>
  {{ super.super() }}
{%- endblock notebook_css -%}
"""
# Whatever else is installed for JupyterLab stays out: it is of another version, and not needed.
_WIDGETS = (
    "@voila-dashboards/widgets-manager8",
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
)


def rate(
    store: Annotated[Path, typer.Argument(help="A study: NAME.store.sqlite.")],
    *,
    rater: Annotated[str, typer.Option(help="Who rates, for example KM.")],
    rubric: Annotated[Path | None, typer.Option(help="Rubric, if no sheet tells it.")] = None,
    language: Annotated[str, typer.Option(help="Of the screen: en or de.")] = "en",
    theme: Annotated[str, typer.Option(help="light or dark.")] = "light",
    port: Annotated[int, typer.Option(help="0 takes a free one.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open it at once.")] = True,
) -> None:
    """Rate: only the coding desk, in the browser, no notebook and no code; stops with Ctrl+C."""
    if find_spec("voila") is None:
        raise FidelityError(
            "the package Voilà, which shows the desk without a notebook, is not installed.",
            where="ipt-fidelity rate",
            mend="Run: pip install 'ipt-fidelity[rate]'",
        )
    with study_at(store) as study:
        rubric_for(study, rubric)
        show_frame(_listed(sessions_of(study, rater)), title=f"Sessions of {rater}")
    chosen = port or _free_port()
    token = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory(prefix="ipt-rate-") as made:
        folder = Path(made)
        write_page(folder, store, rater=rater, rubric=rubric, language=language)
        process = subprocess.Popen(  # noqa: S603 - our own command
            rate_command(folder, port=chosen, theme=theme),
            env=rate_environment(folder, token),
            cwd=folder,
        )
        try:
            _wait_for(process, chosen)
            address = f"http://{HERE}:{chosen}/?token={token}"
            OUT.print(f"Rate here: {address}", markup=False, soft_wrap=True)
            OUT.print("Leave this window open; Ctrl+C ends it.")
            if browser:
                webbrowser.open(address)
            status = process.wait()
        except KeyboardInterrupt:
            status = 0
        finally:
            _stop(process)
    raise typer.Exit(status)


def write_page(
    folder: Path, store: Path, *, rater: str, rubric: Path | None, language: str
) -> None:
    """Write the page and its template into a folder of its own.

    Parameters
    ----------
    folder : Path
        Empty, readable by nobody else.
    store : Path
        The study.
    rater : str
        Who rates.
    rubric : Path or None
        The instrument; None where the study tells it.
    language : str
        Of the screen.
    """
    named = None if rubric is None else str(rubric.resolve())
    lines = (
        "from ipt_fidelity.desk.rating import rating_page",
        f"page = rating_page({str(store.resolve())!r}, rater={rater!r},",
        f"    rubric={named!r}, language={language!r})",
        "page.head",
    )
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"c{number}",
            "metadata": {},
            "outputs": [],
            "source": source,
        }
        for number, source in enumerate(("\n".join(lines), "page.body"))
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content: dict[str, object] = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "title": "Rate"},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (folder / PAGE).write_text(json.dumps(content), encoding="utf-8")
    template = folder / "jupyter" / "voila" / "templates" / TEMPLATE
    template.mkdir(parents=True)
    (template / "conf.json").write_text('{"base_template": "lab"}', encoding="utf-8")
    (template / "index.html.j2").write_text(_INDEX, encoding="utf-8")


def rate_command(folder: Path, *, port: int, theme: str = "light") -> list[str]:
    """Return the command that shows the page of a folder.

    Parameters
    ----------
    folder : Path
        Of ``write_page``.
    port : int
        On the loopback; no other machine can reach it.
    theme : str
        light or dark.

    Returns
    -------
    list of str
        To be run; the token is not in it, since commands can be seen by everybody on a machine.
    """
    return [
        sys.executable,
        "-m",
        "voila",
        str(folder / PAGE),
        "--no-browser",
        f"--Voila.ip={HERE}",
        f"--port={port}",
        "--Voila.port_retries=0",
        "--Voila.auto_token=True",
        "--Voila.log_level=40",
        f"--template={TEMPLATE}",
        f"--theme={theme}",
        "--strip_sources=True",
        *(f"--VoilaConfiguration.extension_allowlist={name}" for name in _WIDGETS),
    ]


def rate_environment(folder: Path, token: str) -> dict[str, str]:
    """Return the environment of the page.

    Parameters
    ----------
    folder : Path
        Of ``write_page``.
    token : str
        Opens the page.

    Returns
    -------
    dict of str to str
        This one, with the token and the template.
    """
    path = [str(folder / "jupyter"), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    return {**os.environ, "JUPYTER_PATH": os.pathsep.join(path), "JUPYTER_TOKEN": token}


def _listed(shown: pd.DataFrame) -> pd.DataFrame:
    done = [
        f"{read} of {every}" if state != "none" else ""
        for state, read, every in zip(shown["sheet"], shown["read"], shown["all"], strict=True)
    ]
    return shown[["handle", "phase", "sheet"]].assign(read=done)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            socket.create_connection((HERE, port), timeout=1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise FidelityError(
                    "the page did not start.",
                    where=f"port {port}",
                    mend="Choose another port with --port, and look at the lines above.",
                ) from None
            time.sleep(0.1)
        else:
            return


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server; it ends its kernels itself."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
