"""What happens at `import people FILE` and `import procedures FILE`? Preview, question, one write, on the terminal."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

import click

from actions.hall import Hall
from actions.known import known
from actions.lists import Confirmed, ListFile, Progress
from actions.people import list_officers
from actions.procedures import procedures_to_edit
from clock import RealClock
from commands.place import Place, Refused, accepted, complain, open_hall, typed_by
from config import load
from imports.house import Compared, ProceduresCompared, compare_people, compare_procedures, write_compared
from imports.preview import Preview
from imports.problems import line
from imports.tables import Table, read_path
from imports.wording import field_text, field_title
from locales import say
from locales.serving import gap_words
from rules.refusals import Refusal

What = Literal["people", "procedures"]
MOST_SHOWN = 200  # lines of each part: more run off the screen
T = TypeVar("T")


def bring_in(
    place: Place, what: What, file: Path, department: str | None, is_sure: bool, namesakes: tuple[str, ...] = ()
) -> int:
    """Show what the file would change and write it once somebody says yes; returns the exit code.

    `department` (code): for rows that name none. `namesakes`: "row=same", "row=new" or "row=key", see
    imports/namesakes.py. Raises Refused, with every problem in a line of its own.
    """
    hall = open_hall(place, load(place.config), RealClock())
    try:
        if department is not None and all(each.code != department for each in hall.config.departments):
            raise Refused(say("vi", "refusal.no_department", value=department))
        answers = _answers(namesakes)
        compared = _compared(hall, what, _table(file), department, answers)
        _show(compared.preview, what)
        return _write(hall, compared, file, is_sure)
    finally:
        hall.database.close()


def _table(file: Path) -> Table:
    try:
        with _bar("reading") as progress:
            return read_path(file, progress)
    except OSError as problem:
        raise Refused(
            say("vi", "server.import.no_file", file=file, reason=problem.strerror or str(problem))
        ) from problem


def _answers(namesakes: Iterable[str]) -> dict[int, str]:
    """Whom rows mean, as typed; raises Refused for what is none of the forms."""
    answers = {}
    for typed in namesakes:
        row, _, said = typed.partition("=")
        if not (row.isascii() and row.isdigit() and said):
            raise Refused(say("vi", "server.import.namesake_bad", value=typed))
        answers[int(row)] = said
    return answers


def _compared(hall: Hall, what: What, table: Table, department: str | None, answers: Mapping[int, str]) -> Compared:
    departments = hall.config.departments
    with _bar("comparing") as progress:
        if what == "people":
            return compare_people(table, hall.read(list_officers), departments, department, progress, answers)
        edits = hall.read(procedures_to_edit)
        return compare_procedures(table, edits, departments, otherwise=department, progress=progress)


def _show(preview: Preview, what: What) -> None:
    """On standard output; raises Refused if the file has to be mended first."""
    for added in _some(preview.added):
        click.echo(say("vi", "server.import.added", row=str(added.row), name=added.name))
    for changed in _some(preview.changed):
        click.echo(say("vi", "server.import.changed", row=str(changed.row), name=changed.name))
        for field, (before, after) in changed.fields.items():
            texts = {"before": field_text("vi", field, before) or "–", "after": field_text("vi", field, after) or "–"}
            click.echo(say("vi", "server.import.field", field=field_title("vi", what, field), **texts))
    for skipped in _some(preview.skipped):
        reason = say("vi", f"import.skipped.{skipped.reason.value}")
        click.echo(say("vi", "server.import.skipped", row=str(skipped.row), name=skipped.name, reason=reason))
    click.echo(say("vi", "import.preview", **{key: n for key, n in preview.counts.items() if key != "skipped"}))
    if preview.problems:
        for problem in _some(preview.problems):
            complain(line("vi", problem))
        for each in preview.namesakes[:1]:
            keys = ", ".join(other.key for other in each.others)
            complain(say("vi", "server.import.namesake_how", row=str(each.row), keys=keys))
        raise Refused(say("vi", "import.nothing", errors=len(preview.problems)))


def _write(hall: Hall, compared: Compared, file: Path, is_sure: bool) -> int:
    if not compared.preview.writes:
        click.echo(say("vi", "office.import.all_same"))
        return 0
    database = say("vi", "server.database_real")
    if not is_sure and not click.confirm(say("vi", "server.import.ask", database=database)):
        complain(say("vi", "server.import.not_written"))
        return 1
    added, changed = accepted(_written(hall, compared, file), hall.config)
    click.echo(say("vi", "server.import.written", database=database, added=added, changed=changed))
    for gap in hall.read(known).gaps if isinstance(compared, ProceduresCompared) else ():
        complain(say("vi", "server.gap", gap=gap_words("vi", hall.config, gap)))
    return 0


def _written(hall: Hall, compared: Compared, file: Path) -> tuple[int, int] | Refusal:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    listed = ListFile(file.name, digest, skipped=len(compared.preview.skipped))
    with _bar("writing") as progress:
        return write_compared(hall, compared, Confirmed(listed, typed_by(), progress))


def _some(rows: Sequence[T]) -> Iterator[T]:
    yield from rows[:MOST_SHOWN]
    if len(rows) > MOST_SHOWN:
        click.echo(say("vi", "server.import.more", n=len(rows) - MOST_SHOWN))


@contextmanager
def _bar(work: Literal["reading", "comparing", "writing"]) -> Iterator[Progress]:
    """On the error stream, so that the preview can be kept in a file."""
    with click.progressbar(length=100, label=say("vi", f"server.import.{work}"), file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.update(max(0, done * 100 // max(total, 1) - bar.pos))

        yield progress
