"""Records as the plain data that the document is made of."""

from dataclasses import replace

from odoo import api, models

from ..pure.source import Endpoint, Header

_SECURITY = {"public": (), "user_endpoint": ("session",), "bearer": ("bearer",)}


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _openapi_endpoints(self):
        """Describe this record. A hook for what several rules answer, or what has
        more to say; ``dataclasses.replace`` changes one.

        :return: list of :class:`Endpoint`, one a method
        """
        self.ensure_one()
        is_json_rpc = self.route_type == "jsonrpc"
        return [
            Endpoint(
                key=self._endpoint_registry_unique_key(),
                name=self.name or "",
                method=self.request_method,
                routes=tuple(self._all_routes()),
                group=self.route_group or "",
                security=self._openapi_security(),
                route_type=self.route_type,
                content_type="application/json"
                if is_json_rpc
                else self.request_content_type or "",
                max_size=self.request_max_size,
                request_schema=self.request_content_schema or "",
                query=self.query_parameters or "",
                query_strict=self.query_strict,
                description=self.doc_description or "",
                status=200 if is_json_rpc else self.doc_status or 200,
                response_type=self.doc_content_type or "",
                response_schema=self.doc_response_schema or "",
                request_example=self.doc_request_example or "",
                response_example=self.doc_response_example or "",
                errors=self.doc_errors or "",
                deprecated=str(self.deprecated_since or "") if self.deprecated else "",
                sunset=str(self.sunset_date or "") if self.deprecated else "",
            )
        ]

    def _openapi_describe(self, endpoint: Endpoint) -> Endpoint:
        """Add what ``_describe_operation`` says of the method of ``endpoint``."""
        added = self._describe_operation(endpoint.method)
        errors = [f"{status} {text}" for status, text in added["errors"].items()]
        return replace(
            endpoint,
            request_headers=(
                *endpoint.request_headers,
                *(Header(*pair) for pair in added["request_headers"]),
            ),
            response_headers=(
                *endpoint.response_headers,
                *(Header(*pair) for pair in added["response_headers"]),
            ),
            errors="\n".join(filter(None, [endpoint.errors, *errors])),
        )

    def _openapi_security(self):
        """:return: tuple of the names of security schemes, any of which will do"""
        return _SECURITY.get(self.auth_type, (self.auth_type,))

    @api.model
    def _openapi_security_schemes(self):
        """A hook for addons that add ways to authenticate.

        :return: dict of the name to a Security Scheme Object (OpenAPI 3.1 §4.8.27)
        """
        return {}
