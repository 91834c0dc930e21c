"""Are two of one name one person? Telephones and the keys of our export tell; else the Office is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from imports.phones import shown
from imports.problems import ImportProblem

if TYPE_CHECKING:
    from imports.people import PersonRow

ANOTHER, SAME = "new", "same"
Answers = Mapping[int, str]
"""By row: ANOTHER person, the key of the one who is meant, or SAME where only one can be."""


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody of the name: an officer by the caller's key, or one of another `row` of the file."""

    key: str
    departments: tuple[str, ...]
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Namesake:
    """A row of which nobody can know whether it means one of the others."""

    row: int
    name: str
    others: tuple[Other, ...]

    def answer(self, answers: Answers) -> str | None:
        """The key of whom the row means, or ANOTHER; None as long as nobody has said."""
        said, keys = answers.get(self.row), [other.key for other in self.others]
        if said == SAME and len(keys) == 1:
            return keys[0]
        return said if said == ANOTHER or said in keys else None


@dataclass(slots=True)
class Uniting:
    """Rows of a file in which each person stands once, in all their departments."""

    names: Mapping[str, str]
    column: str
    answers: Answers
    rows: list[PersonRow] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    namesakes: list[Namesake] = field(default_factory=list)
    _places: dict[str, list[int]] = field(default_factory=dict)

    def put(self, person: PersonRow) -> None:
        places = self._places.setdefault(same_name(person.name), [])
        alike = [self.rows[place] for place in places if not are_two(self.rows[place], person)]
        twice = next((each for each in alike if set(each.departments) & set(person.departments)), None)
        if twice is not None:
            facts = {"other": str(twice.row)}
            self.problems.append(ImportProblem("row.person_twice", person.row, self.column, person.name, facts))
            return
        same = next((each for each in alike if are_one(each, person)), None)
        answer = ANOTHER if not alike else row_key(same) if same is not None else self._answer(person, alike)
        if answer == ANOTHER:
            places.append(len(self.rows))
            self.rows.append(person)
        elif answer is not None:
            place = next(each for each in places if row_key(self.rows[each]) == answer)
            self.rows[place] = united(self.rows[place], person)

    def _answer(self, person: PersonRow, alike: Iterable[PersonRow]) -> str | None:
        """What the Office says about the row; as long as it says nothing, the row waits."""
        others = tuple(Other(row_key(each), each.departments, each.row) for each in alike)
        namesake = Namesake(person.row, person.name, others)
        answer = namesake.answer(self.answers)
        if answer is None:
            self.namesakes.append(namesake)
            self.problems.append(problem_of(namesake, self.names, self.column))
        return answer


def row_key(person: PersonRow) -> str:
    """Says "the person of that row" in an answer."""
    return f"row-{person.row}"


def problem_of(namesake: Namesake, names: Mapping[str, str], column: str = "") -> ImportProblem:
    """The row waits until somebody has said who is meant."""
    codes = dict.fromkeys(code for other in namesake.others for code in other.departments)
    rows = ", ".join(str(other.row) for other in namesake.others if other.row is not None)
    facts = {"departments": ", ".join(names.get(code, code) for code in codes) or "–", "other": rows}
    code = "row.namesake_row" if rows else "row.namesake"
    return ImportProblem(code, namesake.row, column, namesake.name, facts)


def united(one: PersonRow, other: PersonRow) -> PersonRow:
    """One person out of two rows; nothing of either is lost."""
    phones = [
        shown(theirs)
        for mine, theirs in ((one.office_phone, other.office_phone), (one.mobile, other.mobile))
        if mine and theirs and mine != theirs
    ]
    return replace(
        one,
        departments=tuple(dict.fromkeys((*one.departments, *other.departments))),
        position=_joined(one.position, other.position),
        office_phone=one.office_phone or other.office_phone,
        mobile=one.mobile or other.mobile,
        note=_joined(one.note, other.note, *phones),
        key=one.key or other.key,
    )


def are_one(one: PersonRow, other: PersonRow) -> bool:
    """Of one name, and a telephone or the key of our export says the same."""
    if are_two(one, other):
        return False
    return any(
        mine and mine == theirs
        for mine, theirs in (
            (one.key, other.key),
            (one.mobile, other.mobile),
            (one.office_phone, other.office_phone),
        )
    )


def are_two(one: PersonRow, other: PersonRow) -> bool:
    """Of one name, and mobile numbers or the keys of our export tell them apart."""
    if one.key and other.key:
        return one.key != other.key
    return bool(one.mobile and other.mobile) and one.mobile != other.mobile


def same_name(name: str) -> str:
    """Equal for one name in large and small letters; accents are part of a name."""
    return name.casefold()


def _joined(*texts: str) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))
