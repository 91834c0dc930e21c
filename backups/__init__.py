"""How is the data copied while the office works, and how does it come back? SQLite and PostgreSQL.

A back-up is one file under its final name only when it is whole: written beside it, on the disk, opened and counted.
"""

from backups.contents import BackupProblem, Contents
from backups.files import Backup, listed
from backups.making import Made, make

__all__ = ["Backup", "BackupProblem", "Contents", "Made", "listed", "make"]
