"""The launcher and command line: `serve` by default, `accounts add`, `tokens add`. Nobody imports this file."""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402  patched before anything else is imported

import commands  # noqa: E402

if __name__ == "__main__":
    sys.exit(commands.run(sys.argv[1:]))
