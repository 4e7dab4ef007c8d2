"""JupyterLab and Chromium, started and steered by the tests.

``--LabApp.expose_app_in_browser`` puts the running application at ``window.jupyterapp``, so tests
run its commands instead of clicking its icons, and wait for facts instead of for time.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import psutil
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.needs import MEND, find_chromium

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # Any name that is not the loopback fails at once: nothing may come from elsewhere.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    "@jupyterlab/completer-extension:manager": {"autoCompletion": False},
}
KERNEL_IS_IDLE = """() => {
  const shown = window.jupyterapp.shell.currentWidget;
  const session = shown && shown.context && shown.context.sessionContext;
  return session && session.isReady && session.session && session.session.kernel
    && session.session.kernel.connectionStatus === 'connected'
    && session.session.kernel.status === 'idle'; }"""
CELL_IS_DONE = """place => {
  const shown = window.jupyterapp.shell.currentWidget;
  const cell = shown.content.widgets[place];
  return cell.model.executionCount !== null && cell.model.executionState !== 'running'
    && shown.sessionContext.session.kernel.status === 'idle'; }"""
COUNT_MESSAGES = r"""(() => {
  const Native = window.WebSocket;
  window.__comm = { out: 0, in: 0 };
  const kind = (data) => {
    const text = typeof data === 'string' ? data
      : new TextDecoder().decode(new Uint8Array(data).subarray(0, 1500));
    return (/"msg_type":\s*"(\w+)"/.exec(text.slice(0, 1500)) || [])[1];
  };
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (kind(data) === 'comm_msg') window.__comm.in += 1; });
    }
    send(data) {
      if (kind(data) === 'comm_msg') window.__comm.out += 1;
      return super.send(data);
    }
  };
})();"""


@dataclass
class Server:
    """A JupyterLab server with folders of its own."""

    url: str
    token: str
    root: Path
    process: subprocess.Popen[bytes]

    def api(self, path: str, method: str = "GET") -> object:
        """Ask the server's API."""
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(  # noqa: S310 - our own server on the loopback
            f"{self.url}/api/{path}", method=method, headers=headers
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            told = answer.read()
        return json.loads(told) if told else None

    def kernel_pids(self) -> list[int]:
        """Processes of the kernels that this server started."""
        found = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if "ipykernel" in " ".join(child.cmdline()):
                    found.append(child.pid)
        return found

    @contextlib.contextmanager
    def kernel_dies_after(self) -> Iterator[None]:
        """Hold the one kernel still, so that it answers nothing inside, and kill it afterwards.

        JupyterLab tells of a dead kernel in a window that takes the focus, at a moment of its
        own: keys pressed after the kill may land there.
        """
        (pid,) = self.kernel_pids()
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGKILL)

    def stop_kernels(self, path: str = "") -> None:
        """Shut the kernel of a notebook down, or every kernel."""
        for session in cast("list[Mapping[str, str]]", self.api("sessions")):
            if path in {"", session["path"]}:
                self.api(f"sessions/{session['id']}", "DELETE")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def jupyter_server(root: Path) -> Iterator[Server]:
    """Start JupyterLab on the loopback, and stop it."""
    folders = Path(tempfile.mkdtemp(prefix="jlab-"))
    settings = folders / "config" / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(SETTINGS), encoding="utf-8")
    names = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    surroundings = {
        **os.environ,
        **{name: str(folders / folder) for name, folder in names.items()},
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYTHONPATH": os.pathsep.join([str(HERE), str(ROOT)]),
        "ANYWIDGET_HMR": "0",
    }
    port, token = free_port(), secrets.token_hex(16)
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser"),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={root}"),
        *("--ServerApp.allow_root=True", "--ServerApp.terminals_enabled=False"),
        *("--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly"),
    ]
    log = folders / "server.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, env=surroundings, start_new_session=True
        )
    server = Server(f"http://127.0.0.1:{port}", token, root, process)
    try:
        _wait_for(server, log)
        yield server
    finally:
        with contextlib.suppress(OSError):
            server.stop_kernels()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        shutil.rmtree(folders, ignore_errors=True)


def _wait_for(server: Server, log: Path, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            server.api("status")
        except OSError:
            if server.process.poll() is not None or time.monotonic() > deadline:
                told = log.read_text(encoding="utf-8")[-3000:]
                raise RuntimeError(f"JupyterLab did not start.\n{told}") from None
            time.sleep(0.1)
        else:
            return


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium without a window."""
    path = find_chromium()
    if path is None:
        raise RuntimeError(MEND)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGS))
        try:
            yield browser
        finally:
            browser.close()


def _of_ours(error: Error) -> list[str]:
    """Return an error of the page, unless JupyterLab's own script alone was at work.

    Its theme loader stumbles over a style sheet that it has taken away already.
    """
    stack = error.stack or str(error)
    places = [line for line in stack.splitlines() if line.strip().startswith("at ")]
    theirs = places and all("/static/lab/" in place for place in places)
    return [] if theirs and "removeChild" in stack else [stack]


@dataclass
class Lab:
    """One notebook in one tab."""

    page: Page
    server: Server
    path: str
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @classmethod
    def open(
        cls, browser: Browser, server: Server, path: str, cells: Sequence[str], **context: object
    ) -> Lab:
        """Write a notebook and open it."""
        write_notebook(server.root / path, cells)
        shown = {"viewport": {"width": 1280, "height": 900}, **context}
        page = browser.new_context(**shown).new_page()  # type: ignore[arg-type]
        page.add_init_script(COUNT_MESSAGES)
        return cls.attach(page, server, path)

    @classmethod
    def attach(cls, page: Page, server: Server, path: str) -> Lab:
        """Open a notebook that is there already in a tab."""
        lab = cls(page, server, path)
        page.on("request", lambda request: lab.asked.append(request.url))
        page.on("pageerror", lambda error: lab.errors.extend(_of_ours(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        # A fresh workspace never restores the tabs of an earlier test.
        place = f"lab/workspaces/t{secrets.token_hex(4)}/tree/{path}?reset&token={server.token}"
        page.goto(f"{server.url}/{place}")
        lab.wait()
        return lab

    def reload(self) -> None:
        """Load the page again."""
        self.page.reload()
        self.wait()

    def wait(self) -> None:
        """Wait until notebook and kernel are there."""
        self.page.wait_for_function("() => window.jupyterapp && window.jupyterapp.started")
        self.page.evaluate("() => window.jupyterapp.restored")
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
        self.page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)

    def command(self, name: str, arguments: Mapping[str, object] | None = None) -> None:
        """Run a command of JupyterLab."""
        self.page.evaluate(
            "([name, given]) => window.jupyterapp.commands.execute(name, given).then(() => null)",
            [name, dict(arguments or {})],
        )

    def start_cell(self, place: int) -> None:
        """Run a cell and do not wait for it."""
        self.page.evaluate(
            """place => { const shown = window.jupyterapp.shell.currentWidget.content;
              shown.activeCellIndex = place; shown.deselectAll();
              window.jupyterapp.commands.execute('notebook:run-cell'); }""",
            place,
        )

    def rewrite(self, place: int, source: str) -> None:
        """Put another text into a cell, and take away what it showed."""
        self.page.evaluate(
            """([place, source]) => { const shown = window.jupyterapp.shell.currentWidget.content;
              shown.widgets[place].model.sharedModel.setSource(source);
              shown.activeCellIndex = place; shown.deselectAll();
              return window.jupyterapp.commands.execute('notebook:clear-cell-output'); }""",
            [place, source],
        )

    def run_cell(self, place: int) -> None:
        """Run a cell and wait for it."""
        self.start_cell(place)
        self.page.wait_for_function(CELL_IS_DONE, arg=place, timeout=60_000)

    def restart_kernel(self) -> None:
        """Restart the kernel, as a person would by the menu."""
        self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.context.sessionContext"
            ".session.kernel.restart()"
        )
        self.page.wait_for_function(KERNEL_IS_IDLE, timeout=60_000)

    def cells(self) -> list[list[str]]:
        """Kind and source of each cell, to see whether a key reached the notebook."""
        found = self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.content.widgets"
            ".map(cell => [cell.model.type, cell.model.sharedModel.getSource()])"
        )
        return cast("list[list[str]]", found)

    def save(self) -> str:
        """Save the notebook and return what is in the file."""
        self.command("docmanager:save")
        return (self.server.root / self.path).read_text(encoding="utf-8")

    def messages(self) -> dict[str, int]:
        """Comm messages that left and reached the page."""
        return cast("dict[str, int]", self.page.evaluate("() => ({ ...window.__comm })"))

    def foreign(self) -> list[str]:
        """Requests to anything but our own server."""
        own = (self.server.url, self.server.url.replace("http", "ws"), "data:", "blob:", "about:")
        return [url for url in self.asked if not url.startswith(own)]

    def close(self) -> None:
        """Close the tab and its context, and end the kernel."""
        self.page.context.close()
        self.server.stop_kernels(self.path)


def write_notebook(path: Path, cells: Sequence[str]) -> None:
    """Write a notebook of code cells."""
    content = {
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{place}",
                "execution_count": None,
                "metadata": {},
                "outputs": [],
                "source": source,
            }
            for place, source in enumerate(cells)
        ],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
