"""Endpoints become the files of an addon: start with ``export.py``."""
