"""In which row do a list's headings stand, and which column is which?

Lists have titles above the headings, headings in two rows ("Điện thoại" above "Cơ quan" and "Di động"), remarks
in brackets, any order. A heading is recognised by its words, without accents and signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from imports.cells import Unreadable, Value, lines_of, text_of
from imports.problems import ImportProblem
from imports.rows import Row, Sheet
from locales import has, languages, say
from rules.searching import fold

_SEARCHED_ROWS = 40
_LONGEST_TITLE = 200
_REMARK = re.compile(r"[(\[{].*?[)\]}]")
_WORDS = re.compile(r"[a-z0-9]+")
_ORDINALS = frozenset(("stt", "tt", "so tt", "so thu tu", "no"))
_ORDINAL = re.compile(r"(?:\d+|[IVXLC]+|[A-ZĐa-zđ])\s*[.):]?")
_NUMBERED = re.compile(r"\(?(\d{1,2})\)?")


@dataclass(frozen=True, slots=True)
class Column:
    """`synonyms` besides its titles in the catalogue (`import.column.<title or name>`); the best known first."""

    name: str
    synonyms: tuple[str, ...] = ()
    is_required: bool = False

    @property
    def title(self) -> str:
        """As lists in Vietnam head it: what to write where the column is missing."""
        return say("vi", self._key)

    @property
    def words(self) -> tuple[str, ...]:
        titles = (say(language, self._key) for language in languages() if has(language, self._key))
        return tuple(dict.fromkeys(_words(each) for each in (*titles, *self.synonyms)))

    @property
    def _key(self) -> str:
        return f"import.column.{self.name}"


@dataclass(frozen=True, slots=True)
class Heading:
    """`columns`: positions of the cells for each column's name; `titles`: what the file calls the positions.

    `last_row` is the last row of the headings; `above` the texts over them, one for each row.
    """

    sheet: Sheet
    last_row: int
    columns: Mapping[str, tuple[int, ...]]
    titles: Mapping[int, str]
    above: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        return name in self.columns


@dataclass(slots=True)
class HeadedRow:
    """A row read by the names of its columns; collects what is wrong with the cells that are asked for."""

    row: Row
    heading: Heading
    sheet_shown: str = ""
    problems: list[ImportProblem] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.row.number

    def values(self, name: str) -> list[Value]:
        return [self._readable(position, name) for position in self.heading.columns.get(name, ())]

    def value(self, name: str) -> Value:
        return next((value for value in self.values(name) if not isinstance(value, str) or text_of(value)), None)

    def text(self, name: str, most: int | None = None) -> str:
        """`most`: letters that can be kept; a longer text is a problem, never cut."""
        text = text_of(self.value(name))
        if most is not None and len(text) > most:
            self.complain("too_long", name, text, most=most)
        return text

    def lines(self, name: str) -> tuple[str, ...]:
        return tuple(line for value in self.values(name) for line in lines_of(value))

    def texts(self) -> tuple[str, ...]:
        """The row's own different texts, without its ordinal; a single one heads a group or stands below the list."""
        ordinals = self.heading.columns.get("ordinal", ())
        cells = ((at, text_of(cell)) for at, cell in enumerate(self.row.cells))
        # A group's line may begin in the ordinals' column.
        texts = (text for at, text in cells if not (at in ordinals and _ORDINAL.fullmatch(text)))
        return tuple(dict.fromkeys(text for text in texts if text))

    @property
    def is_readable(self) -> bool:
        """False if a cell of a known column holds a formula without its value, or an error."""
        known = {position for positions in self.heading.columns.values() for position in positions}
        return not any(isinstance(cell, Unreadable) and at in known for at, cell in enumerate(self.row.cells))

    @property
    def is_numbered(self) -> bool:
        """Its ordinal is a number: a row of the list itself, not a line that heads a group or ends the list."""
        return any(text_of(self.row.cell(at)).rstrip(".").isdecimal() for at in self.heading.columns.get("ordinal", ()))

    def complain(self, code: str, column: str, value: str = "", **facts: object) -> None:
        problem = ImportProblem(f"row.{code}", self.number, self.title(column), value, facts, self.sheet_shown)
        if problem not in self.problems:
            self.problems.append(problem)

    def told(self) -> list[ImportProblem]:
        """What is wrong with the row, from its left to its right."""
        places = {title: at for at, title in reversed(list(self.heading.titles.items()))}
        return sorted(self.problems, key=lambda problem: places.get(problem.column, -1))

    def title(self, name: str) -> str:
        positions = self.heading.columns.get(name)
        return self.heading.titles[positions[0]] if positions else ""

    def _readable(self, position: int, name: str) -> Value:
        value = self.row.cell(position)
        if isinstance(value, Unreadable):
            self.complain(value.kind, name, value.text)
            return None
        return value


def find_heading(sheets: Iterable[Sheet], columns: Sequence[Column]) -> Heading | ImportProblem:
    """The headings with the most known columns, of visible sheets first; or what is missing.

    A column marked as required must be there. The problem names the first missing one in the best row.
    """
    # Backwards: where two columns claim the same words, the first one has them.
    words = {word: column.name for column in reversed(columns) for word in column.words}
    required = {column.name for column in columns if column.is_required}
    found = [heading for sheet in sheets for heading in _headings(sheet, words)]
    if not found:
        return ImportProblem("no_heading", facts={"columns": ", ".join(c.title for c in columns if c.is_required)})
    best = max(found, key=lambda heading: _worth(heading, required))
    for column in columns:
        if column.is_required and not best.has(column.name):
            return ImportProblem("missing_column", facts={"column": column.title})
    return best


def rows_below(heading: Heading, sheet_shown: str = "") -> Iterator[HeadedRow]:
    """The rows of the list, without the one that numbers the columns: (1) (2) (3)."""
    for place, row in enumerate(row for row in heading.sheet.rows if row.number > heading.last_row):
        if place > 0 or not _numbers_the_columns(row):
            yield HeadedRow(row, heading, sheet_shown)


def _worth(heading: Heading, required: set[str]) -> tuple[int, int, bool, int]:
    known = set(heading.columns) - {"ordinal"}
    return len(known & required), len(known), not heading.sheet.is_hidden, -heading.last_row


def _headings(sheet: Sheet, words: Mapping[str, str]) -> Iterator[Heading]:
    """What each of the first rows, alone and with the one below it, would be as headings."""
    rows = sheet.rows[:_SEARCHED_ROWS]
    for place, row in enumerate(rows):
        above = tuple(text for each in rows[:place] for text in [" ".join(_texts(each))] if text)
        single = dict(enumerate(_texts(row, keep_empty=True)))
        candidates = [(row.number, single)]
        if place + 1 < len(rows) and rows[place + 1].number == row.number + 1:
            candidates.append((rows[place + 1].number, _joined(row, rows[place + 1])))
        for last_row, titles in candidates:
            columns = _columns(titles, words)
            if len(set(columns) - {"ordinal"}) >= 2:
                yield Heading(sheet, last_row, columns, titles, above)


def _joined(upper: Row, lower: Row) -> dict[int, str]:
    """Two rows of headings as one; an upper heading reaches over the empty cells to its right."""
    above, below = _texts(upper, keep_empty=True), _texts(lower, keep_empty=True)
    titles, reaching = {}, ""
    for at in range(max(len(above), len(below))):
        top = above[at] if at < len(above) else ""
        bottom = below[at] if at < len(below) else ""
        reaching = top or (reaching if bottom else "")
        titles[at] = " ".join(dict.fromkeys(text for text in (reaching, bottom) if text))
    return titles


def _columns(titles: Mapping[int, str], words: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    """Titles that are a known name first; then those that begin with one of two words or more."""
    named = {at: _words(title) for at, title in titles.items() if title}
    columns: dict[str, tuple[int, ...]] = {}
    for at, title in named.items():
        name = "ordinal" if title in _ORDINALS else words.get(title)
        if name:
            columns[name] = (*columns.get(name, ()), at)
    taken = {at for positions in columns.values() for at in positions}
    for at, title in named.items():
        name = _begun(title, words) if at not in taken else None
        if name and name not in columns:
            columns[name] = (at,)
    return columns


def _begun(title: str, words: Mapping[str, str]) -> str | None:
    """Only near the length of a heading: a sentence that happens to begin so is none."""
    begins = [word for word in words if " " in word and title.startswith(word + " ") and len(title) < len(word) + 40]
    return words[max(begins, key=len)] if begins else None


def _numbers_the_columns(row: Row) -> bool:
    found = [_NUMBERED.fullmatch(text) for text in _texts(row)]
    numbers = [int(each[1]) for each in found if each]
    return len(found) == len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _texts(row: Row, keep_empty: bool = False) -> list[str]:
    texts = [text_of(cell) for cell in row.cells]
    return texts if keep_empty else [text for text in texts if text]


def _words(title: str) -> str:
    title = title[:_LONGEST_TITLE]
    bare = " ".join(_WORDS.findall(fold(_REMARK.sub(" ", title))))
    return bare or " ".join(_WORDS.findall(fold(title)))
