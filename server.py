"""The launcher and command line: `serve` by default, `accounts add`, `tokens add`. Nobody imports this file."""

import gc
import os
import sys

# What speaks to devices needs real threads: in gevent's, a call that hangs could not be given up.
if sys.argv[1:2] not in (["printers"], ["simulate-printer"], ["check"]):
    from gevent import monkey

    monkey.patch_all()

# What we write (numbers of telephones, hashes of passwords and tokens) is nobody else's to read.
os.umask(0o077)

# What a start loads is kept: at the usual threshold the collector would walk through it again and again in vain.
gc.set_threshold(50_000, 20, 100)

import commands

if __name__ == "__main__":
    sys.exit(commands.run(sys.argv[1:]))
