"""Several operations in one request, in one transaction or one by one."""

from itertools import groupby

from odoo import models
from odoo.fields import Domain

from odoo.addons.endpoint_route_handler import errors
from odoo.addons.endpoint_route_handler.exceptions import EndpointHTTPException

from ..rest import body, bulk, conditional


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _crud_bulk(self, request, resource, model, query):
        """:return: a result for each operation; the status is 200 even if some of them
        were refused, because the others are done
        """

        def rows(records):
            return self._crud_rows(request, resource, records, query)

        run = self._crud_bulk_all if query.atomic else self._crud_bulk_each
        operations = dict(enumerate(request.endpoint_call.body["operations"]))
        data = run(resource, model, operations, rows)
        return {"payload": {"data": data}, "headers": [conditional.VARY]}

    def _crud_bulk_all(self, resource, model, operations, rows):
        """Consecutive records are created together, which is much faster.

        :raise EndpointHTTPException: the first refusal, which undoes all
        """
        bulk.check_values(resource.validators, operations)
        results = []
        # Odoo's own groupby would change the order.
        # pylint: disable-next=bad-builtin-groupby
        for is_create, run in groupby(
            operations.items(), lambda each: each[1]["op"] == "create"
        ):
            if is_create:
                items = [_item(*each) for each in run]
                records = self._crud_create_items(resource, model, items)
                made = zip(records, rows(records), strict=True)
                results += [_result(201, record, row) for record, row in made]
                continue
            for index, operation in run:
                with bulk.located(model, index):
                    one = self._crud_bulk_one(resource, model, index, operation, rows)
                    results.append(one)
        return results

    def _crud_bulk_each(self, resource, model, operations, rows):
        """A refusal undoes only its own operation."""
        results = []
        for index, operation in operations.items():
            try:
                with bulk.located(model, index):
                    bulk.check_values(resource.validators, {index: operation})
                    one = self._crud_bulk_one(resource, model, index, operation, rows)
            except EndpointHTTPException as exc:
                answer = errors.describe(exc)
                one = {"status": answer.status, "error": answer.body}
            results.append(one)
        return results

    def _crud_bulk_one(self, resource, model, index, operation, rows):
        if operation["op"] == "create":
            items = [_item(index, operation)]
            record = self._crud_create_items(resource, model, items)
            return _result(201, record, *rows(record))
        name = resource.key if "key" in operation else "id"
        value = operation.get("key", operation.get("id"))
        if not isinstance(value, str):
            value = int(value)  # JSON Schema accepts 5.0
        record = self._crud_one(resource, model, Domain(name, "=", value))
        if operation["op"] == "delete":
            record.unlink()
            return _result(204, record)
        self._crud_update_item(resource, _item(index, operation, record))
        return _result(200, record, *rows(record))


def _item(index, operation, record=None):
    return body.Item(operation["values"], (*bulk.loc_of(index), "values"), record)


def _result(status, record, row=None):
    """The row has a member of its own: it may have a field “status”."""
    result = {"status": status, "id": record.id}
    return result if row is None else {**result, "record": row}
