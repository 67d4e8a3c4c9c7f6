"""Backups: one file that holds everything, that can be checked, and that gives everything back.

docs/backup.md says it to whoever keeps an installation. Commands: backup, check_backup, restore.
"""


class Refused(Exception):
    """What could not be done, in a sentence for whoever typed the command; nothing was changed."""
