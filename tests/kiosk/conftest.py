"""Kiosks for the tests: a paired client without a server, and a paired page in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from application import House
from tests.running import RunningServer
from tests.visitors import paired

PORTRAIT = (1080, 1920)


@pytest.fixture
def kiosk(house: House) -> FlaskClient:
    """The paired kiosk's browser, without a browser."""
    return paired(house)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One real server for all tests of a file that leave it as it is."""
    server = RunningServer(tmp_path_factory.mktemp("kiosk") / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def open_kiosk(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a touchscreen of a size, paired with a server, on the start page."""
    contexts: list[Any] = []

    def open_on(
        server: RunningServer, size: tuple[int, int] = PORTRAIT, bypass_csp: bool = False, worker: str = "block"
    ) -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            has_touch=True,
            bypass_csp=bypass_csp,
            service_workers=worker,  # what a worker asks for goes past the answers that a test makes up
        )
        contexts.append(context)
        context.add_cookies([{"name": "mot_cua_kiosk", "value": server.token(device="kiosk-1"), "url": server.url}])
        page = context.new_page()
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.goto(f"{server.url}/kiosk/")
        page.wait_for_selector(".kiosk--home .tile")
        page.evaluate("document.fonts.ready")
        return page

    yield open_on
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")  # what is still on its way must not fail the next test
        context.close()
