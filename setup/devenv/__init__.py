"""A real Odoo 19 with a real PostgreSQL for this checkout, and its tests.

    environment.prepare() -> Env            Odoo's source and a venv, from the cache
    postgres.Cluster("run" | "test")        a PostgreSQL, stopped by its last user
    database.create / clone / drop          databases with addons and demo data
    server.OdooServer                       an Odoo that answers on a port

`steps`, `paths`, `apt`, `odoo_source`, `venv` and `environment` need nothing but
the standard library: they run before the venv exists.
"""
