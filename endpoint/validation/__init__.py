"""Validation of requests. Nothing in this folder imports Odoo."""
