"""The launcher and command line: `serve` by default, `accounts add`, `tokens add`. Nobody imports this file."""

from gevent import monkey

monkey.patch_all()

import gc  # noqa: E402  patched before anything else is imported

# What a start loads is kept: at the usual threshold the collector would walk through it again and again in vain.
gc.set_threshold(50_000, 20, 100)

import sys  # noqa: E402

import commands  # noqa: E402

if __name__ == "__main__":
    sys.exit(commands.run(sys.argv[1:]))
