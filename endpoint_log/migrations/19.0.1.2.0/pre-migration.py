"""Rows have the company of their endpoint."""


def migrate(cr, version):
    """Existing rows get ``UNKNOWN_COMPANY`` of ``tables.py``. PostgreSQL stores a
    constant default once and does not rewrite the table, however many rows it has.
    """
    cr.execute(
        "ALTER TABLE endpoint_log ADD COLUMN IF NOT EXISTS company_id int DEFAULT 0"
    )
