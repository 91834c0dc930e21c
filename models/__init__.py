"""Rows, one noun a file: what is remembered, and the promises that the database itself keeps.

Importing this package registers every table on `Base.metadata`.
"""

from models.account import Account, Officer, OfficerDepartment
from models.base import Base
from models.device import Device, Pairing, Token
from models.duty import AbsenceRow, DutyDay, DutyExceptionRow, NoticeRow, SpecialDayRow, StandingOrderRow, StopRow
from models.event import Event
from models.help_call import HelpCall
from models.opening import Opening
from models.press import Press
from models.print_job import PrinterState, PrintJob
from models.procedure import Procedure
from models.rating import Rating
from models.site import Site
from models.ticket import Ticket, TicketProcedure
from models.wall import AnnouncementRow, WallReport, WallSound

__all__ = [
    "AbsenceRow",
    "Account",
    "AnnouncementRow",
    "Base",
    "Device",
    "DutyDay",
    "DutyExceptionRow",
    "Event",
    "HelpCall",
    "NoticeRow",
    "Officer",
    "OfficerDepartment",
    "Opening",
    "Pairing",
    "Press",
    "PrintJob",
    "PrinterState",
    "Procedure",
    "Rating",
    "Site",
    "SpecialDayRow",
    "StandingOrderRow",
    "StopRow",
    "Ticket",
    "TicketProcedure",
    "Token",
    "WallReport",
    "WallSound",
]
