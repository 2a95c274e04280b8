"""Helpers that talk to real Odoo servers."""
