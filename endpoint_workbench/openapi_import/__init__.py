"""Reads OpenAPI documents: text in, plain data out. It imports nothing from Odoo itself."""
