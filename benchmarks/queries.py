"""How long does a key at the kiosk's search take over 2,000 procedures, beside "hello" from the same server?

    python3 run.py bench queries [--names 60]

The shipped procedures among as many official names as make 2,000. Names are typed key by key without accents, every
other one with a wrong letter; each key asks through the kiosk's own address, as the page does (reach: 10 ms in the
server). Found hits are drawn with their marks, forty of them.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from actions.accounts import Role
from benchmarks.load import ROOT, Client, print_beside, target
from doors import device_cookie
from rules.searching import fold

PROCEDURES = 2_000
LETTERS = "abcdeghiklmnopqrstuvxy"
SHIPPED, OFFICIAL = ROOT / "samples/quang-uyen/procedures.csv", ROOT / "samples/commune/national-codes.csv"


def main() -> None:
    """Type, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=60)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, target(_office(Path(folder))) as server:
        client = Client(server.port, {"Cookie": f"{device_cookie(Role.KIOSK)}={server.secrets['kiosk-1']}"})
        times: dict[str, list[float]] = {"hello": [], "a key": []}
        for typed in _typed(wish.names):
            times["hello"].append(_asked(client, "/bare/hello"))
            times["a key"].append(_asked(client, f"/kiosk/search?q={quote(typed)}&part=hits"))
        print(f"{len(times['a key'])} keys over {PROCEDURES} procedures, milliseconds")
        print_beside(times, reach="a key less than 10 ms above hello")
        client.close()


def _office(folder: Path) -> Path:
    """The shipped one with a longer catalogue."""
    with SHIPPED.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    departments = sorted({row["department_code"] for row in rows})
    for number, (name, field) in enumerate(_official(), len(rows)):
        key = f"9.{number:06}"
        department = departments[number % len(departments)]
        rows.append({"key": key, "department_code": department, "field": field, "procedure_code": key, "name": name})
        if len(rows) == PROCEDURES:
            break
    with (folder / "procedures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), restval="")
        writer.writeheader()
        writer.writerows(rows)
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    text = text.replace('"samples/quang-uyen/procedures.csv"', f'"{folder / "procedures.csv"}"')
    text = re.sub(r'"(samples/[^"]+)"', lambda found: f'"{ROOT / found[1]}"', text)
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return folder / "config.toml"


def _official() -> Iterator[tuple[str, str]]:
    """(name, field) as often as needed; each turn is of another level."""
    with OFFICIAL.open(encoding="utf-8-sig", newline="") as file:
        names = [(row["official_name"], row["field"]) for row in csv.DictReader(file)]
    for turn in range(1, 100):
        yield from ((f"{name} (cấp {turn})", field) for name, field in names)


def _typed(names: int) -> Iterator[str]:
    """What stands in the field after each key."""
    chance = random.Random(3)
    with OFFICIAL.open(encoding="utf-8-sig", newline="") as file:
        listed = [row["official_name"] for row in csv.DictReader(file)]
    for number, name in enumerate(chance.sample(listed, names)):
        words = fold(name).split()[:6]
        if number % 2:
            wrong = chance.randrange(len(words))
            at = chance.randrange(len(words[wrong]))
            words[wrong] = words[wrong][:at] + chance.choice(LETTERS) + words[wrong][at + 1 :]
        text = " ".join(words)[:40]
        yield from (text[:end] for end in range(1, len(text) + 1))


def _asked(client: Client, path: str) -> float:
    before = time.perf_counter()
    status, _ = client.ask("GET", path)
    took_ms = (time.perf_counter() - before) * 1000
    assert status == 200, (path, status)
    return took_ms


if __name__ == "__main__":
    main()
