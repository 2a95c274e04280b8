"""A request to a resource: found, validated, and handed to its operation."""

from werkzeug.exceptions import NotFound

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.endpoint.validation import json_schema

from ..rest import paths
from ..rest.resource import OPERATIONS, Resource
from .endpoint_mixin_rules import FILE_RULE, RULES, rule_number


def resource_of(endpoint, request):
    """A function, not a method: snippets have records, and this is not for them.

    :param endpoint: record of ``endpoint.mixin``, of the exec mode ``crud``
    :return: its :class:`Resource`, made once until the record changes
    :raise NotFound: what was good at save is none any more: its model is gone, say
    """
    snapshots = request.env["ir.http"].routing_map().snapshots
    key = ("endpoint_crud", endpoint._name, endpoint.id)
    if (resource := snapshots.get(key)) is None:
        snapshot = endpoint._endpoint_snapshot(request.endpoint_call.rule_key)
        env = api.Environment(endpoint.env.cr, SUPERUSER_ID, {})
        try:
            resource = Resource(env, snapshot.__getitem__)
        except UserError as exc:
            endpoint._logger.error("%s cannot be served: %s", endpoint, exc)
            resource = exc  # said once; its form says it, too
        snapshots[key] = resource
    if isinstance(resource, UserError):
        raise NotFound()
    return resource


def operation_of(request):
    """
    :return: name of the operation that a request asks for, or ``file``
    :raise NotFound: the rule is none of a resource
    """
    number = _rule_number(request)
    if number == FILE_RULE:
        return "file"
    method = request.httprequest.method.replace("HEAD", "GET")
    for operation in _operations(number):
        if method in OPERATIONS[operation]:
            return operation
    raise NotFound()  # synced when it was no resource yet


def _rule_number(request):
    try:
        return rule_number(request.endpoint_call.rule_key)
    except ValueError:
        raise NotFound() from None  # a rule that is not of ours


def _operations(number):
    """:return: tuple of the operations of a rule, each of which can be closed"""
    if number == FILE_RULE:
        return ("read",)
    if number not in RULES:
        raise NotFound()  # of a later version, say
    return RULES[number][0]


def collection_path(request):
    """:return: str, path of the collection, under the route that was called"""
    path = paths.path(request.httprequest).rstrip("/")
    if operation_of(request) in ("list", "create"):
        return path
    return path.rpartition("/")[0]


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _validate_request__crud(self, request):
        if operation_of(request) in ("create", "update"):
            self._require_media_type(request, "application/json")
            validators = resource_of(self, request).validators
            body = self._parse_json(request.httprequest.get_data())
            self._raise_request_errors(
                *json_schema.errors(validators[request.httprequest.method], body)
            )
            request.endpoint_call.body = body

    def _validate_query(self, request):  # pylint: disable=missing-return
        """A resource reads its query itself: the parameters of a former exec mode do
        not apply.
        """
        if self.exec_mode != "crud":
            return super()._validate_query(request)

    def _handle_exec__crud(self, request):
        """
        :return: result dict
        :raise AccessError: of a superuser, whom no rule limits
        """
        if self.env.su:
            raise AccessError(self.env._("A superuser may not use a REST resource."))
        resource = resource_of(self, request)
        operate = getattr(self, f"_crud_{operation_of(request)}")
        model = self.env[resource.model]
        if resource.files:
            model = model.with_context(bin_size=True)  # whether there is one
        return operate(request, resource, model)
