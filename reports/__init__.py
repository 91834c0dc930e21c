"""What does the Office hand to the Chairman? Figures from the event log, as a workbook and as a letter to sign."""

from reports.compliance import ComplianceReport, compliance_report
from reports.letter import LetterHead, letter, letter_head
from reports.period import Period
from reports.workbook import workbook

__all__ = [
    "ComplianceReport",
    "LetterHead",
    "Period",
    "compliance_report",
    "letter",
    "letter_head",
    "workbook",
]
