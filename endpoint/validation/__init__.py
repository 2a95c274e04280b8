"""Requests are validated here. Nothing in this folder imports Odoo."""
