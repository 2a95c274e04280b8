"""Query parameters and deprecation used to be fields of endpoint_openapi."""

_FIELDS = (
    *("query_parameters", "query_strict"),
    *("deprecated", "deprecated_since", "sunset_date"),
)


def migrate(cr, version):
    """Take over the XML ids of the fields, for all models that inherit endpoint.mixin.
    Otherwise Odoo drops the columns, because their addon no longer has the fields
    (``ir.model.data._process_end``).
    """
    cr.execute(
        """
        UPDATE ir_model_data data
           SET module = 'endpoint'
          FROM ir_model_fields field
         WHERE data.module = 'endpoint_openapi'
           AND data.model = 'ir.model.fields'
           AND data.res_id = field.id
           AND field.name = ANY(%s)
           AND NOT EXISTS (
               SELECT FROM ir_model_data other
                WHERE other.module = 'endpoint' AND other.name = data.name)
        """,
        [list(_FIELDS)],
    )
