"""What does the Office hand to the Chairman? Figures from the event log, as a workbook and as a letter to sign."""

from reports.compliance import ComplianceReport, compliance_report
from reports.period import Period

__all__ = ["ComplianceReport", "Period", "compliance_report"]
