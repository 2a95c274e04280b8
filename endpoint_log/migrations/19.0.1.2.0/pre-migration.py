"""Rows have the company of their endpoint."""


def migrate(cr, version):
    """Existing rows get ``UNKNOWN_COMPANY`` (``tables.py``). PostgreSQL does not rewrite
    the table for a constant default, so this is as fast with 100 million rows.
    """
    cr.execute(
        "ALTER TABLE endpoint_log ADD COLUMN IF NOT EXISTS company_id int DEFAULT 0"
    )
