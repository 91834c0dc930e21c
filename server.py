"""The launcher and command line: `serve` by default, `accounts add`, `tokens add`. Nobody imports this file."""

from gevent import monkey

monkey.patch_all()

import sys

import commands

if __name__ == "__main__":
    sys.exit(commands.run(sys.argv[1:]))
