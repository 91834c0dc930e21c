"""Do all templates and styles keep the house rules? No inline script or style, known icons, nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = [folder for folder in ROOT.iterdir() if (folder / "templates").is_dir() or (folder / "static").is_dir()]
TEMPLATES = sorted(path for room in ROOMS for path in room.rglob("templates/**/*.html"))
STYLES = sorted(path for room in ROOMS for path in room.rglob("static/**/*.css"))
SCRIPTS = sorted(path for room in ROOMS for path in room.rglob("static/**/*.js") if path.parent.name != "vendor")
ICONS = ROOT / "theme" / "templates" / "macros" / "icons.html"
# What an installer may give a department in config.toml beside those of the shipped offices.
FOR_DEPARTMENTS = {"building-store", "scale", "receipt", "cash", "id", "home"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def icon_names() -> set[str]:
    return set(re.findall(r'^  "([a-z0-9-]+)": "M', ICONS.read_text(), re.MULTILINE))


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_no_template_breaks_the_content_policy(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<style", text)
    assert not re.search(r"<script(?![^>]*(\ssrc=|application/json))", text)


@pytest.mark.parametrize("path", [*TEMPLATES, *STYLES, *SCRIPTS], ids=name)
def test_nothing_comes_from_outside(path: Path) -> None:
    without_names = path.read_text().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]{2,}/", without_names)


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_every_icon_asked_for_exists(template: Path) -> None:
    for wanted in re.findall(r"icon\(\"([a-z0-9-]+)\"", template.read_text()):
        assert wanted in icon_names()


def test_every_icon_is_used() -> None:
    """By a template or a script, by code, or by a department of a shipped configuration."""
    places = [*(path for path in TEMPLATES if path != ICONS), *SCRIPTS, *ROOT.glob("*/*.py"), ROOT / "config.toml"]
    used = "".join(path.read_text() for path in [*places, *ROOT.glob("samples/**/*.toml")])
    assert {icon for icon in icon_names() - FOR_DEPARTMENTS if f'"{icon}"' not in used} == set()
