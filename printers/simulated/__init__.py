"""A printer without a printer: TCP, the status tables, defects at the turn of a knob, and paper as PNG."""
