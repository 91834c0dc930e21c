"""What would a list of officers add and change? Whom each of its rows means is found out here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from imports.people import People, PersonRow, same_name
from imports.preview import Draft, Preview, left_out

PERSON_FIELDS = ("name", "departments", "position", "office_phone", "mobile", "note")


def preview_people(people: People, present: Mapping[str, PersonRow]) -> Preview:
    """`present`: the officers on the list by the caller's key (their id as text)."""
    keys = _keys_of_people(people.rows, present)
    drafted = Draft("people", people.file, people.problems, left_out(people.left_out))
    for row in people.rows:
        before = present.get(keys[row.row])
        values = {name: getattr(row, name) for name in PERSON_FIELDS if name in people.fields}
        there = {name: getattr(before, name) for name in PERSON_FIELDS} if before else None
        drafted.put(row.row, keys[row.row], row.name, values, there, PERSON_FIELDS)
    return drafted.finished(present)


def _keys_of_people(rows: Iterable[PersonRow], present: Mapping[str, PersonRow]) -> dict[int, str]:
    """Whom each row means: the key of our export, else the name; of people with one name the mobile number, then
    the department. Nobody is meant by two rows; who is nobody's is new."""
    keys: dict[int, str] = {}
    free = dict(present)
    left = list(rows)
    for means in (_by_key, _by_name_and_mobile, _by_name_and_department, _by_name):
        unmatched = []
        for row in left:
            key = means(row, free)
            if key is None:
                unmatched.append(row)
            else:
                keys[row.row] = key
                del free[key]
        left = unmatched
    return {**keys, **{row.row: f"new-{row.row}" for row in left}}


def _by_key(row: PersonRow, free: Mapping[str, PersonRow]) -> str | None:
    return row.key if row.key in free else None


def _by_name_and_mobile(row: PersonRow, free: Mapping[str, PersonRow]) -> str | None:
    return next((key for key in _named(row, free) if row.mobile and free[key].mobile == row.mobile), None)


def _by_name_and_department(row: PersonRow, free: Mapping[str, PersonRow]) -> str | None:
    both = [key for key in _named(row, free) if set(free[key].departments) & set(row.departments)]
    return both[0] if len(both) == 1 else None


def _by_name(row: PersonRow, free: Mapping[str, PersonRow]) -> str | None:
    named = _named(row, free)
    return named[0] if len(named) == 1 else None


def _named(row: PersonRow, free: Mapping[str, PersonRow]) -> list[str]:
    return [key for key, person in free.items() if same_name(person.name) == same_name(row.name)]
