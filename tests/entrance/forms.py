"""Sending the forms of the entrance's pages as a browser does: open the page, fill in, send with its token."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient


def send(client: FlaskClient, page: str, **fields: Any) -> Any:
    """POST what a person typed to the page's own address."""
    return client.post(page, data={**fields, "csrf_token": token_of(client, page)})


def token_of(client: FlaskClient, page: str) -> str:
    text = client.get(page).get_data(as_text=True)
    found = re.search(r'name="csrf-token" content="([^"]+)"', text)
    assert found is not None, text
    return found[1]
