"""The operations of a resource except “create”, with the rights of the exec user."""

from functools import partial

from werkzeug.exceptions import Conflict, NotFound

from odoo import models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..rest import aggregate, body, conditional, formats, paging, put, rows
from ..rest.json_text import CONTENT_TYPE, dumps
from ..rest.query_values import read_id
from ..rest.routes import depth_of, is_by_key
from ..rest.sql_rows import SqlRows


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _crud_list(self, request, resource, model, query):
        domain = resource.domain(self.env) & query.domain
        sql_rows = self._crud_sql_rows(request, resource, model, query)
        if sql_rows:
            found = self._crud_search(sql_rows.search, domain, query)
            records = model.browse([id_ for id_, _line in found])
        else:
            search = partial(model.search_fetch, field_names=query.fields)
            records = self._crud_search(search, domain, query)
        total = self._crud_total(model, domain, query, records)
        page, pagination, headers = paging.answer(
            request.httprequest, query, records, total
        )
        if sql_rows:
            data = sql_rows.json(found[: len(page)])
        else:
            data = dumps(self._crud_rows(request, resource, page, query))
        payload = f'{{"data":{data},"pagination":{dumps(pagination)}}}'
        headers = [CONTENT_TYPE, formats.VARY, *headers]
        return {"payload": payload, "headers": headers}

    def _crud_sql_rows(self, request, resource, model, query):
        """:return: None if PostgreSQL cannot write the page, or an addon overrides how
        it is written
        """
        is_own = type(self)._crud_rows.__module__ == __name__
        if resource.sql_lists and is_own and SqlRows.can_write(model, query.fields):
            expand = {name: resource.expand[name] for name in query.expand}
            return SqlRows(model, query.fields, expand, self._crud_path(request))
        return None

    def _crud_search(self, search, domain, query):
        """
        :param search: like ``model.search``, returns a list or a recordset
        :return: what is on the page. If records are not counted, one more indicates
            that there is a next page.
        """
        wanted = query.limit + (not query.total)
        first, *others = query.after or (Domain.TRUE,)
        options = {"offset": query.offset, "order": query.order_sql}
        found = search(domain & first, limit=wanted, **options)
        for after in others:
            if len(found) == wanted:
                break
            found += search(domain & after, limit=wanted - len(found), **options)
        return found

    def _crud_total(self, model, domain, query, records):
        """:return: number of records on all pages, or None if they are not counted"""
        if not query.total:
            return None
        if len(records) < query.limit and (records or query.page == 1):
            return query.offset + len(records)  # this is the last page
        return model.search_count(domain)

    def _crud_aggregate(self, request, resource, model, query):
        domain = resource.domain(self.env) & query.domain
        rows, total = aggregate.page(model, domain, query)
        data, pagination, headers = paging.answer(
            request.httprequest, query, rows, total
        )
        headers = [conditional.VARY, *headers]
        return {"payload": {"data": data, "pagination": pagination}, "headers": headers}

    def _crud_read(self, request, resource, model, query):
        fetched = (*query.fields, *conditional.fields(model))
        record = self._crud_record(request, resource, model, fetched)
        result = self._crud_answer(request, resource, record, query)
        if conditional.is_current(record, result["payload"], request.httprequest):
            return {"status_code": 304, "headers": result["headers"]}
        return result

    def _crud_update(self, request, resource, model, query):
        record = self._crud_record(request, resource, model)
        conditional.check_write(record, request.httprequest)
        sent, absent = request.endpoint_call.body, {}
        if request.httprequest.method == "PUT":
            path = self._crud_path(request)
            sent, kept = put.check(resource, record, sent, path)
            absent = self._crud_absent_values(resource, model, kept | sent.keys())
        self._crud_update_item(resource, body.Item(sent, record=record), absent)
        return self._crud_answer(request, resource, record, query)

    def _crud_delete(self, request, resource, model, _query):
        record = self._crud_record(request, resource, model)
        conditional.check_write(record, request.httprequest)
        record.unlink()
        return {"status_code": 204}

    # ------------------------------------------------------------
    # Records in, records out
    # ------------------------------------------------------------

    def _crud_record(self, request, resource, model, fields=()):
        """
        :return: the record of the path, with the fields fetched
        :raise NotFound: the resource has no such record for this user
        :raise Conflict: it has several of them
        """
        domain = self._crud_record_domain(request, resource, model)
        return self._crud_one(resource, model, domain, fields)

    def _crud_one(self, resource, model, domain, fields=()):
        record = self._crud_find(resource, model, domain, fields)
        if not record:
            raise NotFound("There is no such record.")
        if len(record) > 1:
            raise Conflict("Several records have this key. Use the id of one of them.")
        return record

    def _crud_find(self, resource, model, domain, fields=()):
        """:return: up to two records of the resource, with the fields fetched"""
        # Callers who can archive a record can also restore it.
        searched = model.with_context(
            active_test=model._active_name not in resource.write
        )
        domain &= resource.domain(self.env)
        return searched.search_fetch(domain, fields, limit=2).with_env(model.env)

    def _crud_record_domain(self, request, resource, model):
        """:return: Domain of the record that the path names"""
        try:
            return Domain("id", "=", read_id(request.params["id"]))
        except ValueError:
            return Domain.FALSE

    def _crud_path(self, request):
        """:return: path of the collection, relative to the called route"""
        path = paging.request_path(request.httprequest)
        if not is_by_key(request):  # a key may end with a slash
            path = path.rstrip("/")
        return path.rsplit("/", depth_of(request))[0]

    def _crud_answer(self, request, resource, record, query):
        [row] = self._crud_rows(request, resource, record, query)
        return {"payload": row, "headers": conditional.headers(record, row)}

    def _crud_rows(self, request, resource, records, query):
        expand = {name: resource.expand[name] for name in query.expand}
        return rows.make(records, query.fields, expand, self._crud_path(request))

    def _crud_absent_values(self, resource, model, present):
        """:return: defaults of the writable fields that a PUT leaves out"""
        absent = [
            name
            for name in resource.writable.names
            if name not in present
            and model._has_field_access(model._fields[name], "write")
        ]
        defaults = model.default_get(absent)
        return {name: defaults.get(name, False) for name in absent}

    def _crud_check_domain(self, resource, records):
        """:raise ValidationError: the resource would not serve a written record"""
        self.env.flush_all()
        domain = resource.domain(self.env)
        if domain.is_true():
            return
        # Callers may archive a record, so only the domain decides.
        model = records.browse().with_context(active_test=False)
        if model.search_count(Domain("id", "in", records.ids) & domain) < len(records):
            raise ValidationError(
                self.env._("This API only accepts records that match its domain.")
            )
