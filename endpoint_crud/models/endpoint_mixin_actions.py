"""The actions of a resource, such as ``POST /orders/7/confirm``."""

from werkzeug.exceptions import NotFound

from odoo import models
from odoo.fields import Domain

from ..rest import conditional


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _crud_action(self, request, resource, model, query):
        """:return: the record after the action; 204 if the resource no longer has it"""
        method = resource.actions.get(request.params["action"])
        if method is None:
            raise NotFound("This API has no such action.")
        record = self._crud_record(request, resource, model)
        conditional.check_write(record, request.httprequest)
        # The method sees the contents of files, not their sizes.
        getattr(record.with_context(bin_size=False), method)()
        self.env.flush_all()
        record = self._crud_find(resource, model, Domain("id", "=", record.id))
        if not record:
            return {"status_code": 204}
        return self._crud_answer(request, resource, record, query)
