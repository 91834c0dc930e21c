"""What would a list of officers add and change? Whom each of its rows means is found out here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from imports.namesakes import ANOTHER, Answers, Namesake, Other, are_one, problem_of, same_name
from imports.people import People, PersonRow
from imports.preview import Draft, Preview, left_out

PERSON_FIELDS = ("name", "departments", "position", "office_phone", "mobile", "note")


def preview_people(people: People, present: Mapping[str, PersonRow], answers: Answers | None = None) -> Preview:
    """`present`: the officers on the list by the caller's key (their id as text).

    A list of one department takes nobody out of another; only our own export, which tells all of a person's
    departments, does. `answers`: who is meant where names alone do not tell.
    """
    meant = _Meant(dict(present), answers or {})
    meant.find(people.rows)
    drafted = Draft("people", people.file, people.problems, left_out(people.left_out))
    drafted.namesakes = [*people.namesakes, *meant.asked]
    drafted.problems += [problem_of(each, people.names, people.name_column) for each in meant.asked]
    for row in people.rows:
        key = meant.keys.get(row.row)
        if key is None:
            continue
        before = present.get(key)
        values = {name: getattr(row, name) for name in PERSON_FIELDS if name in people.fields}
        there = {name: getattr(before, name) for name in PERSON_FIELDS} if before else None
        if before is not None and key != row.key:
            values["departments"] = tuple(dict.fromkeys((*_all_departments(before), *row.departments)))
        drafted.put(row.row, key, row.name, values, there, PERSON_FIELDS)
    return drafted.finished(present)


@dataclass(slots=True)
class _Meant:
    """Whom each row means: the key of our export, else the name with a telephone, else with the department.

    Nobody is meant by two rows; who is nobody's is new. A namesake of another department is asked about.
    """

    free: dict[str, PersonRow]
    answers: Answers
    keys: dict[int, str] = field(default_factory=dict)
    asked: list[Namesake] = field(default_factory=list)

    def find(self, rows: tuple[PersonRow, ...]) -> None:
        left = list(rows)
        for means in (_by_key, _by_name_and_phone, _by_name_and_department, _by_name_of_no_department):
            unmatched = []
            for row in left:
                key = means(row, self.free)
                if key is None:
                    unmatched.append(row)
                else:
                    self._take(row, key)
            left = unmatched
        others = {row.row: _named(row, self.free) for row in left}
        for row in left:
            self._by_answer(row, others[row.row])

    def _by_answer(self, row: PersonRow, named: Mapping[str, PersonRow]) -> None:
        others = tuple(Other(key, _all_departments(person)) for key, person in named.items())
        namesake = Namesake(row.row, row.name, others)
        answer = namesake.answer(self.answers) if others else ANOTHER
        if answer == ANOTHER:
            self.keys[row.row] = f"new-{row.row}"
        elif answer in self.free:
            self._take(row, answer)
        else:
            self.asked.append(namesake)

    def _take(self, row: PersonRow, key: str) -> None:
        self.keys[row.row] = key
        del self.free[key]


def _by_key(row: PersonRow, free: Mapping[str, PersonRow]) -> str | None:
    return row.key if row.key in free else None


def _by_name_and_phone(row: PersonRow, free: Mapping[str, PersonRow]) -> str | None:
    alike = [key for key, person in _named(row, free).items() if are_one(replace(person, key=""), row)]
    return next((key for key in alike if free[key].mobile == row.mobile), next(iter(alike), None))


def _by_name_and_department(row: PersonRow, free: Mapping[str, PersonRow]) -> str | None:
    both = [key for key, person in _named(row, free).items() if set(_all_departments(person)) & set(row.departments)]
    return both[0] if len(both) == 1 else None


def _by_name_of_no_department(row: PersonRow, free: Mapping[str, PersonRow]) -> str | None:
    named = _named(row, free)
    key = next(iter(named), None)
    return key if key is not None and len(named) == 1 and not _all_departments(named[key]) else None


def _named(row: PersonRow, free: Mapping[str, PersonRow]) -> dict[str, PersonRow]:
    return {key: person for key, person in free.items() if same_name(person.name) == same_name(row.name)}


def _all_departments(person: PersonRow) -> tuple[str, ...]:
    return person.departments or person.belongs
