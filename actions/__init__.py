"""One verb a function: rows in, rules asked, rows and event rows out.

Every action takes a session and `here`, never commits, and returns a value or a Refusal.
"""
