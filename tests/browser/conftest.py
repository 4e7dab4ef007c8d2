"""One server and one browser for all tests of the screen; a notebook with its kernel for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.jlab import Lab, Server, chromium, jupyter_server

OpenLab = Callable[..., Lab]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with jupyter_server(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def open_lab(server: Server, browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenLab]:
    """Open notebooks; nothing may have gone wrong in them, nor been asked of others."""
    opened: list[Lab] = []

    def open_(*cells: str, **context: object) -> Lab:
        folder = request.node.name.replace("[", "-").replace("]", "")
        path = f"{folder}/{len(opened)}.ipynb"
        opened.append(Lab.open(browser, server, path, cells, **context))
        return opened[-1]

    yield open_
    for lab in opened:
        lab.close()
    assert [lab.errors for lab in opened] == [[] for _ in opened]
    assert [lab.foreign() for lab in opened] == [[] for _ in opened]


@pytest.fixture(scope="module")
def kept_lab(server: Server, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """One notebook and one kernel for the tests of a module that need no fresh one."""
    name = request.module.__name__.rpartition(".")[2]
    lab = Lab.open(browser, server, f"{name}/kept.ipynb", ["", "1 + 1", "2 + 2"])
    yield lab
    lab.close()


@pytest.fixture
def lab(kept_lab: Lab) -> Iterator[Lab]:
    """Lend the kept notebook; afterwards nothing may have gone wrong in its page."""
    kept_lab.errors.clear()
    yield kept_lab
    assert kept_lab.errors == []
    assert kept_lab.foreign() == []


def folder_of(lab: Lab) -> Path:
    return (lab.server.root / lab.path).parent
