"""Callers at a limit have the company of the endpoint."""


def migrate(cr, version):
    """Rows of other models than ``endpoint.endpoint`` follow at the next refusal."""
    cr.execute(
        """
        UPDATE endpoint_rate_limit_refusal AS refusal
           SET company_id = endpoint.company_id
          FROM endpoint_endpoint AS endpoint
         WHERE starts_with(refusal.key, 'endpoint.endpoint:' || endpoint.id || '/')
           AND endpoint.company_id IS NOT NULL
        """
    )
