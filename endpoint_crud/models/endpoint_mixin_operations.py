"""What a resource does: list, read, create, update, delete. As the exec user."""

from psycopg2 import IntegrityError
from werkzeug.exceptions import NotFound

from odoo import models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.endpoint_route_handler import errors

from ..rest import body, conditional, paging, query, rows
from ..rest.query_values import read_id
from .endpoint_mixin_request import collection_path


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _crud_list(self, request, resource, model):
        asked = query.parse(resource, model, request.httprequest.args, "list")
        domain = resource.domain(self.env) & asked.domain
        records = self._crud_page(model, domain, asked)
        total = self._crud_total(model, domain, asked, records)
        page, pagination, headers = paging.answer(
            request.httprequest, asked, records, total
        )
        data = self._crud_rows(request, resource, page, asked)
        return {"payload": {"data": data, "pagination": pagination}, "headers": headers}

    def _crud_page(self, model, domain, asked):
        """:return: the records, and where nobody counts one more, which tells that
        there is a next page
        """
        wanted = asked.limit + (not asked.total)
        records = model.browse()
        for after in asked.after or (Domain.TRUE,):
            records += model.search_fetch(
                domain & after,
                asked.fields,
                offset=asked.offset,
                limit=wanted - len(records),
                order=asked.order_sql,
            )
            if len(records) == wanted:
                break
        return records

    def _crud_total(self, model, domain, asked, records):
        """:return: number of all records; None where it is not wanted"""
        if not asked.total:
            return None
        if len(records) < asked.limit and (records or asked.page == 1):
            return asked.offset + len(records)  # the last page tells
        return model.search_count(domain)

    def _crud_read(self, request, resource, model):
        asked = query.parse(resource, model, request.httprequest.args, "read")
        fetched = (*asked.fields, *conditional.fields(model))
        record = self._crud_record(request, resource, model, fetched)
        headers = conditional.headers(record)
        if conditional.is_known(record, request.httprequest):
            return {"status_code": 304, "headers": headers}
        return self._crud_one(request, resource, record, asked, headers)

    def _crud_create(self, request, resource, model):
        asked = query.parse(resource, model, request.httprequest.args, "create")
        sent = request.endpoint_call.body
        many = isinstance(sent, list)
        records = self._crud_create_all(
            resource, model, body.values(model, sent if many else [sent], many), many
        )
        if many:
            data = self._crud_rows(request, resource, records, asked)
            return {"payload": {"data": data}, "status_code": 201}
        place = f"{collection_path(request)}/{records.id}"
        headers = [("Location", place), *conditional.headers(records)]
        made = self._crud_one(request, resource, records, asked, headers)
        return {**made, "status_code": 201}

    def _crud_update(self, request, resource, model):
        asked = query.parse(resource, model, request.httprequest.args, "update")
        record = self._crud_record(request, resource, model)
        conditional.check_if_match(record, request.httprequest)
        [vals] = body.values(model, [request.endpoint_call.body])
        if request.httprequest.method == "PUT":
            vals = {**self._crud_blank(resource, model, vals), **vals}
        record.write(vals)
        self._crud_check_inside(resource, record)
        headers = conditional.headers(record)
        return self._crud_one(request, resource, record, asked, headers)

    def _crud_delete(self, request, resource, model):
        query.parse(resource, model, request.httprequest.args, "delete")
        record = self._crud_record(request, resource, model)
        conditional.check_if_match(record, request.httprequest)
        record.unlink()
        return {"status_code": 204}

    def _crud_file(self, request, resource, model):
        """A field of the type binary, as the file that it is."""
        query.parse(resource, model, request.httprequest.args, "file")
        name = request.params["file"]
        if name not in resource.files:
            raise NotFound()
        record = self._crud_record(request, resource, model, [name])
        if not record[name]:
            raise NotFound("There is no such file.")
        record = record.with_context(bin_size=False)
        named = self._crud_may_read(resource, model, "name")
        stream = self.env["ir.binary"]._get_stream_from(
            record, name, filename=None if named else f"{name}-{record.id}"
        )
        return {"response": stream.get_response(as_attachment=True)}

    # ------------------------------------------------------------
    # Records in, records out
    # ------------------------------------------------------------

    def _crud_record(self, request, resource, model, fields=()):
        """
        :return: the record that the path names, the fields fetched
        :raise NotFound: there is none for this caller
        """
        try:
            domain = Domain("id", "=", read_id(request.params["id"]))
        except ValueError:
            raise NotFound("There is no such record.") from None
        record = model.search_fetch(domain & resource.domain(self.env), fields, limit=1)
        if not record:
            raise NotFound("There is no such record.")
        return record

    def _crud_may_read(self, resource, model, name):
        return name in resource.read and model._has_field_access(
            model._fields[name], "read"
        )

    def _crud_one(self, request, resource, record, asked, headers):
        [row] = self._crud_rows(request, resource, record, asked)
        return {"payload": row, "headers": headers}

    def _crud_rows(self, request, resource, records, asked):
        expand = {name: resource.expand[name] for name in asked.expand}
        base = collection_path(request)
        return rows.make(records, asked.fields, expand, base)

    def _crud_blank(self, resource, model, vals):
        """:return: dict of the fields, of those that the user may write, which a full
        replacement leaves out
        """
        of, allowed = model._fields, model._has_field_access
        absent = [
            name
            for name in resource.write
            if name not in vals and allowed(of[name], "write")
        ]
        defaults = model.default_get(absent)
        return {name: defaults.get(name, False) for name in absent}

    def _crud_check_inside(self, resource, records):
        """:raise ValidationError: what was written does not exist for this API"""
        self.env.flush_all()
        domain = resource.domain(self.env)
        if domain.is_true():
            return
        # What is archived is out of sight, as it is meant to be, not out of the domain.
        model = records.browse().with_context(active_test=False)
        if model.search_count(Domain("id", "in", records.ids) & domain) < len(records):
            raise ValidationError(
                self.env._("The record would be outside of what this API serves.")
            )

    # ------------------------------------------------------------
    # All or nothing, and which one is to blame
    # ------------------------------------------------------------

    def _crud_create_all(self, resource, model, vals_list, many):
        if not many:
            return self._crud_create_some(resource, model, vals_list)
        try:
            with self.env.cr.savepoint():
                return self._crud_create_some(resource, model, vals_list)
        except (IntegrityError, UserError):
            self._crud_raise_for_the_first(resource, model, vals_list)
            raise  # one after the other they are fine

    def _crud_create_some(self, resource, model, vals_list):
        records = model.create(vals_list)
        self._crud_check_inside(resource, records)
        return records

    def _crud_raise_for_the_first(self, resource, model, vals_list):
        """Create them one after the other, to find out which one is refused.

        :raise UserError: as it is refused, with its index
        """
        for index, vals in enumerate(vals_list):
            try:
                with self.env.cr.savepoint():
                    self._crud_create_some(resource, model, [vals])
            except (IntegrityError, UserError) as exc:
                refused = exc
                if isinstance(exc, IntegrityError):
                    refused = ValidationError(model._sql_error_to_message(exc))
                item = {"loc": ["body", index], "msg": str(refused), "type": "refused"}
                raise errors.explain(refused, detail=[item]) from exc
