from odoo.http import request

from odoo.addons.web.controllers.json import WebJsonController

from .. import rpc


class EndpointWebJsonController(WebJsonController):
    """``/json/1/<action>`` reads what a view shows, including an endpoint's code."""

    def _get_action(self, subpath):
        result = super()._get_action(subpath)
        action = result[0]
        if rpc.is_closed(request.registry, action.res_model):
            raise rpc.refusal(request.env, action.res_model)
        return result
