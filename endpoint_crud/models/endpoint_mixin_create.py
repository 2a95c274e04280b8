"""Creates and changes records of a resource: everything is written, or nothing."""

from odoo import models

from ..rest import body, conditional, refused


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _crud_create(self, request, resource, model, query):
        sent = request.endpoint_call.body
        if isinstance(sent, list):
            items = [body.Item(each, ("body", i)) for i, each in enumerate(sent)]
            records = self._crud_create_items(resource, model, items)
            data = self._crud_rows(request, resource, records, query)
            headers = [conditional.VARY]
            return {"payload": {"data": data}, "status_code": 201, "headers": headers}
        record = self._crud_create_items(resource, model, [body.Item(sent)])
        result = self._crud_answer(request, resource, record, query)
        url = f"{self._crud_path(request)}/{record.id}"
        headers = [("Location", url), *result["headers"]]
        return {**result, "headers": headers, "status_code": 201}

    def _crud_create_items(self, resource, model, items):
        """
        :param items: list of :class:`.body.Item` without a record
        :return: the created records, in the same order
        :raise UserError: unless there is only the body, ``detail`` names the item or
            its line
        """
        vals_list = body.values(resource, model, items)

        def create(vals_list):
            records = model.create(vals_list)
            self._crud_check_domain(resource, records)
            return records

        if len(items) == 1 and self._crud_is_body(resource, items[0]):
            return create(vals_list)
        try:
            with self.env.cr.savepoint():
                records = create(vals_list)
        except refused.ERRORS:
            found = refused.first(self.env.cr, create, vals_list)
            if not found:
                raise  # the records only fail together
            index, exc = found
            refused.raise_error(resource, model, items[index], vals_list[index], exc)
        # Odoo leaves new lines in the cache in the order of the body.
        records.invalidate_recordset(resource.writable.lines)
        return records

    def _crud_update_item(self, resource, item, further=None):
        """
        :param item: :class:`.body.Item` with its record
        :param further: values of further fields
        :raise UserError: as :meth:`_crud_create_items`
        """
        model = item.record.browse()
        [vals] = body.values(resource, model, [item])
        vals = {**(further or {}), **vals}

        def write():
            item.record.write(vals)
            self._crud_check_domain(resource, item.record)

        if self._crud_is_body(resource, item):
            return write()
        try:
            with self.env.cr.savepoint():
                write()
        except refused.ERRORS as exc:
            refused.raise_error(resource, model, item, vals, exc)
        item.record.invalidate_recordset(resource.writable.lines)

    def _crud_is_body(self, resource, item):
        """:return: whether an error of the item needs no place in the body"""
        has_lines = resource.writable.lines.keys() & item.sent.keys()
        return item.loc == ("body",) and not has_lines
