"""What stands in a page of ours, and what must not: read by the standard library's parser, as a browser would."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

RESOURCES = {("script", "src"), ("link", "href"), ("img", "src"), ("audio", "src"), ("source", "src")}


@dataclass
class Page:
    """`forbidden`: whatever the Content-Security-Policy would block or a stranger could use."""

    forbidden: list[str] = field(default_factory=list)
    resources: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    forms_without_token: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, html: str) -> Page:
        """The page behind this text."""
        page = cls()
        reader = _Reader(page)
        reader.feed(html)
        reader.close()
        return page


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.form: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        shown = f"<{tag} {given}>"
        inline = [name for name in given if name == "style" or name.startswith("on")]
        is_code = tag == "script" and "src" not in given and given.get("type") != "application/json"
        if inline or is_code or tag in ("style", "base", "iframe", "object", "embed"):
            self.page.forbidden.append(shown)
        self._addresses(tag, given, shown)
        if tag == "form":
            self.form = shown if given.get("method", "get").lower() == "post" else None
        if tag == "input" and given.get("name") == "csrf_token" and given.get("value"):
            self.form = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.form is not None:
            self.page.forms_without_token.append(self.form)
            self.form = None

    def _addresses(self, tag: str, given: dict[str, str], shown: str) -> None:
        for name in ("src", "href", "action", "formaction", "srcset", "poster"):
            address = given.get(name)
            if not address:
                continue
            parts = urlsplit(address)
            is_drawn_here = address.startswith("data:image/") and tag == "img"
            if (parts.scheme or parts.netloc) and not is_drawn_here and parts.scheme != "tel":
                self.page.forbidden.append(shown)
            elif (tag, name) in RESOURCES and not is_drawn_here:
                self.page.resources.add(address)
            elif tag == "a" and not parts.scheme:
                self.page.links.append(address)


def is_page(answer: Any) -> bool:
    """Whether an answer is HTML."""
    return bool(answer.mimetype == "text/html")


def links_of(page: Page, path: str) -> list[str]:
    """Where the page leads, as paths of this server."""
    return [urljoin(path, link) for link in page.links]
