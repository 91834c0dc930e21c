"""Is there an act of the Office that leaves no trace? Every POST of its pages, with who, when, before and after."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from actions.absence_views import list_absences
from actions.accounts import AccountView, add_account
from actions.accounts import Role as Roles
from actions.audit import Act, list_acts
from actions.devices import add_device_token
from actions.events import record
from actions.orders import list_exceptions, list_orders
from actions.people import OfficerWish, list_officers, save_officer
from actions.procedures import procedures_to_edit
from actions.stops import notices_now
from application import House
from tests.imports.files import workbook
from tests.office.supervisor import Supervisor, seen_in

DAY = "22/3/2017"
ABSENCE = {"when": "today", "reason": "leave"}
# A list or a letter to take along: nothing is changed by it.
CHANGES_NOTHING = {"office.report_file", "office.voice_sample", "office.voice_draft"}
# These need paper, sounds or pictures first: their acts are looked at where these are.
WITH_THINGS = {
    "test_printing": {"office.reprint", "office.printed"},
    "test_voice": {"office.voice_accept", "office.voice_remove"},
    "test_walls": {
        "office.wall_test", "office.wall_volume", "office.wall_mute", "office.wall_unmute", "office.media",
        "office.media_remove", "office.announcements", "office.announcement_end", "office.announcement_again",
    },
}  # fmt: skip
# Old and new password are nobody's to read; the rows of an import have acts of their own.
WITHOUT_VALUES = {"password_set", "imported"}


@dataclass
class Done:
    """What is sent to a route, the act that it must leave, and which of before and after that act has.

    `says`: the values of that one, without numbers of rows.
    """

    kind: str
    path: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    has: tuple[str, ...] = ("before", "after")
    says: Mapping[str, Any] | None = None


class Day(Supervisor):
    """A supervisor's day with everything in it that a route may be about."""

    def __init__(self, house: House) -> None:
        super().__init__(house, "van-phong")
        write = house.hall.write
        self.lan = self._officer("Lục Thị Lan", "TP")
        self.binh = self._officer("Hoàng Văn Bình", "TP")
        account: Any = write(add_account, name="minh", role=Roles.OFFICER, password_hash="-", departments=("TP",))
        assert isinstance(account, AccountView)
        self.minh = account.id

    def _officer(self, name: str, department: str) -> int:
        saved: Any = self.house.hall.write(save_officer, wish=OfficerWish(name, (department,)), actor="system")
        return int(saved.id)

    def absent(self) -> int:
        assert self.reports(self.lan).status_code == 302
        (absence,) = self.house.hall.read(list_absences, since=self.day, until=self.day)
        return int(absence.id)

    @property
    def day(self) -> Any:
        return self.house.hall.here().today

    def sure(self, path: str, **fields: Any) -> Any:
        """Sent again with what the page showed to stand against it."""
        answer = self.sends(path, **fields)
        return self.sends(path, **fields, seen=seen_in(answer)) if answer.status_code == 409 else answer

    def exception(self) -> int:
        self.sure("/roster/exceptions/new", **EXCEPTION)
        return int(self.house.hall.read(list_exceptions, since=self.day, until=self.day.replace(day=31))[0].id)

    def order(self) -> int:
        self.sure("/roster/orders/new", **ORDER)
        return int(self.house.hall.read(list_orders)[0].id)

    def closed(self) -> str:
        self.sure("/roster/days/new", **CLOSED)
        return "2017-03-22"

    def notice(self) -> int:
        self.sends("/notices", text="Mất điện", lasts="today")
        return int(self.house.hall.read(notices_now)[0].id)

    def disabled(self) -> int:
        self.sends(f"/accounts/{self.minh}/disable")
        return self.minh

    def stopped(self) -> str:
        self.sends("/departments/TP/stop", **STOP)
        return "TP"

    def paired(self) -> str:
        self.house.hall.write(add_device_token, code="kiosk-1")
        return "kiosk-1"

    def importing(self, what: str, rows: Any) -> Done:
        """A list that was sent and shown: its confirmation."""
        sent = {"file": (io.BytesIO(workbook(rows)), "list.xlsx")}
        page = self.sends(f"/{what}/import", **sent).get_data(as_text=True)
        names = ("digest", "seal", "name")
        shown = {name: re.findall(rf'name="{name}"[^>]*value="([^"]*)"', page)[0] for name in names}
        return Done("imported", f"/{what}/import", {**shown, "write": "1"}, ())

    def revision(self, officer: int) -> int:
        return next(each.revision for each in self.house.hall.read(list_officers) if each.id == officer)

    def procedure(self) -> Any:
        return self.house.hall.read(procedures_to_edit)[0]


EXCEPTION = {
    "department": "YT",
    "day": DAY,
    "kind": "extra",
    "sittings": ["morning"],
    "document": "12/QĐ-UBND",
    "reason": "tiêm chủng",
}
ORDER = {"departments": ["YT"], "valid_from": DAY, "document": "13/QĐ-UBND", "duty": ["mon.morning"]}
CLOSED = {"day": DAY, "kind": "closed", "name": "Lễ hội", "document": "14/TB-UBND"}
STOP = {"reason": "power", "until": "10:00"}
NEW, GONE = ("after",), ("before",)
ROWS = {"exception", "order_id"}
EXTRA_DUTY = {
    "kind": "extra",
    "day": "2017-03-22",
    "sittings": ["morning"],
    "order": "12/QĐ-UBND",
    "reason": "tiêm chủng",
}
STANDING = {"valid_from": "2017-03-22", "duty": {"mon": ["morning"]}, "document": "13/QĐ-UBND"}
STOPPED = {"reason": "power", "until": "2017-03-13T03:00:00+00:00"}
NOTICE = {"text": "Mất điện", "until": "2017-03-13T17:00:00+00:00"}
PERSON = {"position": "", "office_phone": "", "mobile": "", "note": ""}

# By route: what makes it possible, and what is then sent. "sure" routes show first what a change collides with.
ACTS: dict[str, Callable[[Day], Done]] = {
    "office.stop": lambda day: Done("department_stopped", "/departments/TP/stop", STOP, NEW, STOPPED),
    "office.resume": lambda day: Done("department_resumed", f"/departments/{day.stopped()}/resume", {}, GONE, STOPPED),
    "office.notices": lambda day: Done("notice_put", "/notices", {"text": "Mất điện", "lasts": "today"}, NEW, NOTICE),
    "office.end_of_notice": lambda day: Done("notice_ended", f"/notices/{day.notice()}/end", {}, GONE, NOTICE),
    "office.new_exception": lambda day: Done("exception_set", "/roster/exceptions/new", EXCEPTION, NEW, EXTRA_DUTY),
    "office.exception_end": lambda day: Done(
        "exception_ended", f"/roster/exceptions/{day.exception()}/end", {}, GONE, EXTRA_DUTY
    ),
    "office.new_special_day": lambda day: Done("special_day_set", "/roster/days/new", CLOSED, NEW),
    "office.special_day_end": lambda day: Done("special_day_ended", f"/roster/days/{day.closed()}/end", {}, GONE),
    "office.new_order": lambda day: Done("order_set", "/roster/orders/new", ORDER, NEW, STANDING),
    "office.order_end": lambda day: Done("order_ended", f"/roster/orders/{day.order()}/end", {}, GONE, STANDING),
    "office.new_absence": lambda day: Done("absence_reported", "/absences/new", {"officer": day.lan, **ABSENCE}, NEW),
    "office.absence_change": lambda day: Done(
        "absence_changed", f"/absences/{day.absent()}/change", {"officer": day.lan, **ABSENCE, "reason": "other"}
    ),
    "office.substitute": lambda day: Done(
        "absence_changed", f"/absences/{day.absent()}/substitute", {"substitute": day.binh}
    ),
    "office.absence_withdraw": lambda day: Done(
        "absence_withdrawn", f"/absences/{day.absent()}/withdraw", {"why": "đã đến"}, GONE
    ),
    "office.officer_returned": lambda day: Done("absence_changed", f"/absences/{day.absent()}/returned"),
    "office.people_import": lambda day: day.importing("people", (("Họ và tên", "Phòng"), ("Nông Văn A", "Tư pháp"))),
    "office.procedures_import": lambda day: day.importing(
        "procedures", (("Mã TTHC", "Tên TTHC", "Phòng phụ trách"), ("1.999001", "Thử", "Tư pháp"))
    ),
    "office.new_officer": lambda day: Done(
        "officer_added", "/people/new", {"name": "Vi Văn B"}, NEW, {**PERSON, "name": "Vi Văn B", "departments": []}
    ),
    "office.officer": lambda day: Done(
        "officer_changed", f"/people/{day.lan}", {"name": "Lục Thị Lân", "revision": day.revision(day.lan)}
    ),
    "office.left": lambda day: Done(
        "officer_left",
        f"/people/{day.lan}/left",
        {"revision": day.revision(day.lan)},
        GONE,
        {**PERSON, "name": "Lục Thị Lan", "departments": ["TP"]},
    ),
    "office.new_procedure": lambda day: Done(
        "procedure_added", "/procedures/new", {"name": "Thử", "department": "TP"}, NEW
    ),
    "office.procedure": lambda day: Done(
        "procedure_changed",
        f"/procedures/edit/{day.procedure().wish.key}",
        {"name": "Thử", "department": "TP", "revision": day.procedure().revision},
    ),
    "office.withdraw": lambda day: Done(
        "procedure_withdrawn",
        f"/procedures/withdraw/{day.procedure().wish.key}",
        {"revision": day.procedure().revision},
    ),
    "office.new_account": lambda day: Done("account_added", "/accounts/new", ACCOUNT, NEW),
    "office.departments": lambda day: Done(
        "account_departments", f"/accounts/{day.minh}/departments", {"departments": ["YT"], "revision": 1}
    ),
    "office.password": lambda day: Done(
        "password_set", f"/accounts/{day.minh}/password", {"password": "một câu dễ nhớ"}, ()
    ),
    "office.disable": lambda day: Done("account_disabled", f"/accounts/{day.minh}/disable"),
    "office.enable": lambda day: Done("account_enabled", f"/accounts/{day.disabled()}/enable"),
    "office.pairing": lambda day: Done("pairing_made", "/devices/kiosk-1/pairing", {}, NEW),
    "office.revoke": lambda day: Done("device_revoked", f"/devices/{day.paired()}/revoke"),
}
ACCOUNT = {"person": "Mới", "name": "moi", "role": "officer", "password": "một câu dễ nhớ", "departments": ["TP"]}


@pytest.fixture
def day(house: House) -> Day:
    return Day(house)


def test_every_post_of_the_office_is_tried(house: House) -> None:
    posts = {rule.endpoint for rule in house.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert {name for name in posts if name.startswith("office.")} == set(ACTS).union(
        CHANGES_NOTHING, *WITH_THINGS.values()
    )


@pytest.mark.parametrize("endpoint", sorted(ACTS))
def test_an_act_is_written_with_who_when_before_and_after(day: Day, endpoint: str) -> None:
    done = ACTS[endpoint](day)
    earlier = {act.seq for act in acts(day)}
    answer = day.sure(done.path, **done.fields)
    assert answer.status_code in (200, 302, 303), (answer.status, answer.get_data(as_text=True)[:2000])
    (act,) = (act for act in acts(day) if act.seq not in earlier and act.kind == done.kind)
    assert act.who == "van-phong"
    assert act.at == day.house.hall.now()
    assert [name for name in ("before", "after") if getattr(act, name)] == list(done.has)
    assert act.before != act.after or act.kind in WITHOUT_VALUES
    if done.says is not None:
        told = getattr(act, done.has[0])
        assert {key: value for key, value in told.items() if key not in ROWS} == done.says
    said = day.sees("/log")
    assert "van-phong" in said
    assert done.kind not in said, "the log shows a code where it should have words"


def test_every_row_that_an_import_adds_is_an_act(day: Day) -> None:
    for what in ("people", "procedures"):
        done = ACTS[f"office.{what}_import"](day)
        assert day.sends(done.path, **done.fields).status_code == 303
    added = {act.kind: act for act in reversed(acts(day)) if act.kind in ("officer_added", "procedure_added")}
    officer, procedure = added["officer_added"], added["procedure_added"]
    assert (officer.who, officer.before) == ("van-phong", None)
    assert officer.after == {**PERSON, "name": "Nông Văn A", "departments": ["TP"]}
    assert (procedure.who, procedure.before, procedure.department) == ("van-phong", None, "TP")
    told = {name: procedure.after[name] for name in ("key", "code", "name", "department", "is_withdrawn")}
    code = "1.999001"
    assert told == {"key": code, "code": code, "name": "Thử", "department": "TP", "is_withdrawn": False}
    assert "Nông Văn A" in day.sees("/log")


def test_an_act_at_the_command_line_says_who_typed_it(day: Day) -> None:
    day.house.hall.write(record, "imported", actor="command line: lan", what="people", file="list.xlsx")
    assert "Dòng lệnh trên máy chủ: lan" in day.sees("/log")


def test_a_letter_to_take_along_changes_nothing(day: Day) -> None:
    earlier = acts(day)
    assert day.sends("/report/docx", proposals="Thử").status_code == 200
    assert acts(day) == earlier


def acts(day: Day) -> tuple[Act, ...]:
    return day.house.hall.read(list_acts, limit=1_000)
