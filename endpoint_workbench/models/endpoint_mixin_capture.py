"""Listen for one call: the endpoint keeps the next request, whatever its response."""

from collections.abc import Callable
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.endpoint.pure.redact import Redactor
from odoo.addons.endpoint.snapshot import Snapshot
from odoo.addons.endpoint_route_handler.routing.grammar import argument_names

from ..capture.observer import Captured, observe

_MINUTES = 10


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    capture_until = fields.Datetime(
        string="Listens until",
        copy=False,
        readonly=True,
        help="Until then, the endpoint waits for a call to keep.",
    )
    capture = fields.Json(
        compute="_compute_capture",
        groups="base.group_system",
        help="The remaining seconds, and the captured call.",
    )

    @api.depends("capture_until")
    def _compute_capture(self):
        now = fields.Datetime.now()
        calls = self._captured_calls().grouped("res_id")
        for record in self:
            left = (record.capture_until - now) if record.capture_until else None
            call = calls.get(record._origin.id)
            record.capture = {
                "remaining": max(0, int(left.total_seconds())) if left else 0,
                "call": call._to_client() if call else False,
            }

    def _captured_calls(self) -> models.BaseModel:
        """:return: the calls that these endpoints keep, one each at most"""
        domain = [("res_model", "=", self._name), ("res_id", "in", self._origin.ids)]
        return self.env["endpoint.captured.call"].search(domain)

    def _captured_call(self) -> models.BaseModel:
        """:raise UserError: there is none, for example because it was deleted"""
        self.ensure_one()
        call = self._captured_calls()
        if not call:
            raise UserError(
                self.env._("There is no captured call. Listen for a call first.")
            )
        return call

    # ------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------

    def action_listen(self) -> None:
        """Keep the next call that arrives within ten minutes.

        :raise UserError: the endpoint is not in service
        """
        for record in self:
            if not record.is_served:
                raise UserError(
                    self.env._(
                        "“%s” is not in service, so no call can arrive. Press “Sync "
                        "registry” first.",
                        record.name,
                    )
                )
        self.capture_until = fields.Datetime.now() + timedelta(minutes=_MINUTES)

    def action_stop_listening(self) -> None:
        self.capture_until = False

    def action_delete_captured_call(self) -> None:
        self.check_access("write")
        self._captured_calls().unlink()

    def action_save_captured_example(self) -> None:
        """Add the captured call to the examples."""
        values = self._captured_call()._example_values()
        self.example_ids = [Command.create(values)]

    def web_captured_schema(self) -> str:
        """:return: a JSON Schema as YAML, made from the captured body"""
        return self._captured_call()._schema(self.route_type)

    def web_captured_query_parameters(self, text: str) -> str:
        """
        :param text: the query parameters in the form
        :return: the same, with the parameters of the captured call
        """
        in_path = argument_names(self._all_routes())
        return self._captured_call()._query_parameters(text, in_path)

    # ------------------------------------------------------------
    # The call
    # ------------------------------------------------------------

    @api.model
    def _answer_observers(self, snapshot: Snapshot) -> tuple[Callable, ...]:
        observers = super()._answer_observers(snapshot)
        until = snapshot["capture_until"]
        if until and until > fields.Datetime.now():
            return (*observers, observe)
        return observers

    def _keep_captured(self, captured: Captured) -> None:
        """Keep the call and stop listening, unless that happened already.

        :raise psycopg2.Error: another transaction was first; try again
        """
        # One statement that locks: of several calls at once, one is kept. It leaves
        # “Last updated by” as it is.
        self.env.cr.execute(
            SQL(
                """
                UPDATE %s SET capture_until = NULL
                 WHERE id = %s AND capture_until >= %s RETURNING id
                """,
                *(SQL.identifier(self._table), self.id, captured.time),
            ),
            log_exceptions=False,
        )
        if not self.env.cr.fetchone():
            return
        self.invalidate_recordset(["capture_until"])
        self._forget_snapshots()
        self._captured_calls().unlink()
        calls = self.env["endpoint.captured.call"]
        redactor = Redactor(self._sensitive_names())
        values = calls._values_of(captured, redactor)
        calls.create({**values, "res_model": self._name, "res_id": self.id})

    def unlink(self):
        self.sudo()._captured_calls().unlink()
        return super().unlink()
