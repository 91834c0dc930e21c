"""The print agent of a kiosk's PC: `python3 run.py agent`. It has no use for the server's other commands."""

import os
import sys

from printers.agent import main

os.umask(0o077)  # its token, and what it has printed, are nobody else's to read

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
