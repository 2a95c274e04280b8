"""Hooks for addons that move or try endpoints, or serve other values than their own."""

from odoo import api, models

from odoo.addons.endpoint_route_handler.routing.grammar import arguments


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

    def _served_as_they_are(self) -> models.BaseModel:
        """Hook: those of these records whose changes callers get at once, or after a
        sync, without a further step.
        """
        return self
