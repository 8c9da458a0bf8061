"""Backups of the database: consistent while the site runs, verified, encrypted if asked for."""
