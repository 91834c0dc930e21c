"""Are scripts and styles packed for who takes them so, and whole for all others?"""

from __future__ import annotations

import gzip

from flask.testing import FlaskClient

STYLE = "/theme/base.css"


def test_a_style_is_packed_and_the_same(client: FlaskClient) -> None:
    plain = client.get(STYLE, buffered=True)
    packed = client.get(STYLE, headers={"Accept-Encoding": "gzip, deflate"}, buffered=True)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers


def test_what_is_known_is_not_sent_again_packed_or_not(client: FlaskClient) -> None:
    first = client.get(STYLE, headers={"Accept-Encoding": "gzip"}, buffered=True)
    again = client.get(
        STYLE, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}, buffered=True
    )
    assert (again.status_code, again.data) == (304, b"")


def test_a_font_is_left_as_it_is(client: FlaskClient) -> None:
    font = "/theme/fonts/inter-latin-wght-normal.woff2"
    answer = client.get(font, headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert "Content-Encoding" not in answer.headers
