"""Talking to real Odoo servers, for the tests of this folder."""
