"""The print agent of a kiosk's PC: `python3 run.py agent`. It has no use for the server's other commands."""

import sys

from printers.agent import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
