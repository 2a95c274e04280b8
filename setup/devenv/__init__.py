"""Odoo 19 and PostgreSQL for this checkout: what `setup/run` and `setup/test` share.

`steps`, `paths`, `apt`, `odoo_source` and `environment` run before the venv
exists and import only the standard library.
"""
