"""How is the Python environment made on this machine? Standard library only; only run.py comes here."""
