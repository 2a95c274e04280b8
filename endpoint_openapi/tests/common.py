from odoo.addons.endpoint.tests.common import EndpointCase


class OpenapiCase(EndpointCase):
    def setUp(self):
        super().setUp()
        self.audience("public")

    def audience(self, audience):
        self.env["ir.config_parameter"].set_param("endpoint_openapi.audience", audience)

    def document(self, path="/endpoint/openapi.json", **kwargs):
        """:return: the document as a dict"""
        response = self.call(path, **kwargs)
        self.assertEqual(response.status_code, 200, response.text)
        return response.json()

    def operation(self, endpoint):
        """:return: the operation of an endpoint that has no path parameters"""
        item = self.document()["paths"][endpoint.route]
        return item[endpoint.request_method.lower()]
