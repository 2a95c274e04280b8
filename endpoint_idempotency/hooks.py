"""Take over from ``endpoint_crud``, which had Idempotency-Key before 19.0.2.0.0."""

from odoo.api import Environment

#: External ids that ``endpoint_crud`` no longer loads
_TAKEN_OVER = (
    r"^(model_endpoint_idempotency_key$"
    r"|access_endpoint_idempotency_key$"
    r"|endpoint_mixin_form_view_idempotency$"
    r"|constraint_endpoint_idempotency_key_scope_uniq$"
    r"|field_endpoint_idempotency_key__"
    r"|field_.*__idempotency$)"
)


def pre_init_hook(env: Environment) -> None:
    """Make this addon the owner of what ``endpoint_crud`` defined.

    At the end of ``-u endpoint_crud`` Odoo deletes what that addon no longer loads, the
    table and the column included (``ir.model.data._process_end``). Odoo installs this
    new dependency before it runs the migration scripts of ``endpoint_crud``, and the
    installation creates its own external ids: only a hook comes early enough.
    """
    env.cr.execute(
        """
        UPDATE ir_model_data
           SET module = 'endpoint_idempotency'
         WHERE module = 'endpoint_crud' AND name ~ %s
        """,
        [_TAKEN_OVER],
    )
    # The index “large” stays with endpoint_crud: Odoo drops it with its record.
    env.cr.execute(
        """
        UPDATE ir_model_constraint
           SET module = new.id
          FROM ir_module_module old, ir_module_module new
         WHERE old.name = 'endpoint_crud' AND new.name = 'endpoint_idempotency'
           AND ir_model_constraint.module = old.id
           AND ir_model_constraint.name = 'endpoint_idempotency_key_scope_uniq'
        """
    )
    env.invalidate_all()
    env.registry.clear_all_caches()
