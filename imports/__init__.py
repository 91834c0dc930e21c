"""How do lists that others keep come into the house? Officers and procedures from .xlsx and .csv, and out again.

Read a file into a `Table` (tables), its rows into people or procedures (people, procedures), compare with what is
present (preview). Nothing here writes to the database; what is wrong is collected, never raised (problems).
"""
