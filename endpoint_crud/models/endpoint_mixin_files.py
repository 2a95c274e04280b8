"""Files of a record: read, written and removed by their own URL."""

import base64

from werkzeug.exceptions import BadRequest, NotFound, PreconditionFailed

from odoo import models

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.pure import media_type
from odoo.addons.endpoint_route_handler.exceptions import MediaTypeNotSupported

from ..rest import conditional, images

_ANY_FILE = "application/octet-stream"


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _crud_check_upload(self, httprequest):
        """
        :raise MediaTypeNotSupported: a form, which Odoo parses before this method
        :raise BadRequest: a part of a file (RFC 9110 §14.4), or nothing
        """
        if media_type.essence(self._content_type(httprequest)) in media_type.FORMS:
            message = f"Send the file itself, for example as {_ANY_FILE}."
            raise MediaTypeNotSupported(message, _ANY_FILE, httprequest.method)
        if "Content-Range" in httprequest.headers:
            raise BadRequest("Send the whole file, without Content-Range.")
        if not httprequest.get_data():
            raise BadRequest("The file is empty. To remove it, send DELETE.")

    def _crud_file(self, request, resource, model, _query):
        name = request.params["file"]
        if name not in resource.files:
            raise NotFound()
        record = self._crud_record(request, resource, model, [name])
        if not record[name]:
            raise NotFound("The record has no such file.")
        stream = self._crud_stream(resource, record, name)
        response = stream.get_response(as_attachment=True)
        if response.status_code == 412:  # If-Match, by werkzeug
            raise PreconditionFailed("The file has another ETag.")
        return {"response": response}

    _crud_download = _crud_file

    def _crud_stream(self, resource, record, name):
        filename = f"{name}-{record.id}"
        if "name" in resource.read and record._has_field_access(
            record._fields["name"], "read"
        ):
            filename = None  # Odoo uses the name of the record
        return self.env["ir.binary"]._get_stream_from(
            record.with_context(bin_size=False), name, filename=filename
        )

    def _crud_upload(self, request, resource, model, _query):
        content = base64.b64encode(request.httprequest.get_data())
        return self._crud_write_file(request, resource, model, content)

    def _crud_clear(self, request, resource, model, _query):
        name = request.params["file"]
        if name in resource.uploads and model._fields[name].required:
            raise BadRequest("A record needs this file. Send another one instead.")
        return self._crud_write_file(request, resource, model, False)

    def _crud_check_image(self, field, content):
        try:
            images.check(field, content)
        except ValueError as exc:
            detail = [{"loc": ["body"], "msg": str(exc), "type": "format"}]
            raise RequestValidationError(detail) from exc

    def _crud_write_file(self, request, resource, model, content):
        name = request.params["file"]
        if name not in resource.uploads:
            raise NotFound()
        readable = [name] if name in resource.files else []
        record = self._crud_record(request, resource, model, readable)
        etag = None
        if readable and record[name]:
            etag = self._crud_stream(resource, record, name).etag
        self._crud_check_image(model._fields[name], content)
        conditional.check_file(record, etag, request.httprequest)
        record.write({name: content})
        self._crud_check_domain(resource, record)
        return {"status_code": 204}
