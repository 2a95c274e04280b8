"""For addons that move or try endpoints, observe their calls, serve other values than
their own, or search the endpoints of every model.
"""

from collections.abc import Callable
from typing import Any

from odoo import api, models

from odoo.addons.endpoint_route_handler.routing.grammar import arguments

from ..snapshot import Snapshot, is_endpoint_model
from ..validation import schema_text


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _describe_models(self) -> dict[str, dict]:
        """Hook: what the settings say about models and records, for addons that move
        endpoints to another database. Code is not included.

        :return: plain data. ``uses``: dict of model to a set of paths of its fields and
            names of its methods. ``domains``: dict of the fields of the endpoint that
            contain a domain to the model that it filters. ``records``: dict of the
            many2many fields whose records must move as well to a dict of id to the
            names of the fields with secrets
        """
        return {"uses": {}, "domains": {}, "records": {}}

    def _path_has_record_id(self, path: str) -> bool:
        """Hook: whether a path that this endpoint serves names a record by its id, so
        that it means another record in another database.
        """
        found = [arg for route in self._all_routes() for arg in arguments(route)]
        return any(argument.converter in ("model", "models") for argument in found)

    def _media_type_of_bodies(self) -> str:
        """Hook: what requests with a body send as ``Content-Type``, for addons that
        prepare requests.

        :return: such as ``application/json``; empty for none, ``*/*`` for any
        """
        return self.request_content_type or ""

    def _schema_of_bodies(self) -> Any:
        """Hook: the JSON Schema of the JSON that requests send, for addons that prepare
        requests.

        :return: the parsed schema; None for none
        :raise ValueError: the settings have no usable schema
        """
        if not (self.request_content_schema or "").strip():
            return None
        return schema_text.read(self.request_content_schema)

    @api.model
    def _state_fields(self) -> tuple[str, ...]:
        """Hook: names of the stored fields that say how an endpoint is doing. All other
        stored fields are settings. An addon that adds such a field names it here.
        """
        return (*models.MAGIC_COLUMNS, "active", "registry_sync")

    def _load_served_values(self) -> models.BaseModel:
        """Hook: put the values that callers get into the cache, for records that have
        others. Called where the values of endpoints are read to serve or to describe
        them, in a transaction that does not write them.

        :return: the records whose cached values were replaced
        """
        return self.browse()

    @api.model
    def _answer_observers(self, snapshot: Snapshot) -> tuple[Callable, ...]:
        """Hook: functions that each response to a request is passed to, including
        refusals. Asked once, when the stored values of a record are loaded, so that
        records without observers cost nothing. An observer must not raise.

        :param snapshot: the stored values of the record
        :return: functions ``observe(call, response, exception)``, see
            ``endpoint_route_handler/call.py``, ``Call.answered``
        """
        return ()

    def _served_as_they_are(self) -> models.BaseModel:
        """Hook: those of these records whose changes callers get at once, or after a
        sync, without a further step.
        """
        return self

    @api.model
    def _search_all_models(self, domain: list) -> list[models.BaseModel]:
        """Search the endpoints of every model, including archived ones.

        :return: a recordset of each model that has some, as superuser
        """
        names = self._get_endpoint_route_consumer_models()
        found = [
            self.env[name].sudo().with_context(active_test=False).search(domain)
            for name in sorted(names)
            if is_endpoint_model(self.pool, name)
        ]
        return list(filter(None, found))
