"""From fixtures to records: reading, checking, planning, applying.

Each app says in `<app>/content.py` what it loads.
"""
