"""Creates records of a resource. From a list, either all are created or none."""

from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.endpoint_route_handler import errors

from ..rest import body, conditional


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _crud_create(self, request, resource, model, query):
        sent = request.endpoint_call.body
        if isinstance(sent, list):
            vals_list = body.values(model, sent, is_list=True)
            records = self._crud_create_list(resource, model, vals_list)
            data = self._crud_rows(request, resource, records, query)
            headers = [conditional.VARY]
            return {"payload": {"data": data}, "status_code": 201, "headers": headers}
        record = self._crud_create_records(resource, model, body.values(model, [sent]))
        result = self._crud_answer(request, resource, record, query)
        url = f"{self._crud_path(request)}/{record.id}"
        headers = [("Location", url), *result["headers"]]
        return {**result, "headers": headers, "status_code": 201}

    def _crud_create_records(self, resource, model, vals_list):
        records = model.create(vals_list)
        self._crud_check_domain(resource, records)
        return records

    def _crud_create_list(self, resource, model, vals_list):
        try:
            with self.env.cr.savepoint():
                return self._crud_create_records(resource, model, vals_list)
        except (IntegrityError, UserError):
            self._crud_raise_first_error(resource, model, vals_list)
            raise  # the records only fail together

    def _crud_raise_first_error(self, resource, model, vals_list):
        """Create the records one by one to find the one that is refused.

        :raise UserError: with the index of the record in its detail
        """
        for index, vals in enumerate(vals_list):
            try:
                with self.env.cr.savepoint():
                    self._crud_create_records(resource, model, [vals])
            except (IntegrityError, UserError) as exc:
                error = exc
                if isinstance(exc, IntegrityError):
                    error = ValidationError(model._sql_error_to_message(exc))
                item = {"loc": ["body", index], "msg": str(error), "type": "refused"}
                raise errors.explain(error, detail=[item]) from exc
