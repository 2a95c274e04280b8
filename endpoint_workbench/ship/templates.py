"""The files of an exported addon that are the same but for its name."""

MANIFEST = """{{
    "name": {title},
    "summary": "HTTP endpoints, exported from a database",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Endpoint Workbench",
    "category": "Technical",
    "depends": [
{depends}    ],
    "data": ["data/endpoint.xml"],
{hook}}}
"""
HOOK_KEY = '    "post_init_hook": "post_init_hook",\n'
INIT = '''def post_init_hook(env):
    """Add the examples, if Endpoint Workbench is installed."""
    if "endpoint.example" in env:
        env["endpoint.example"]._load_examples("{module}")
'''
README = """{title}
{line}

HTTP endpoints for Odoo 19, exported by Endpoint Workbench:

{endpoints}{setup}"""
SECRETS = """
After the installation
----------------------

These endpoints respond with 401 until you set their secret:

{endpoints}"""
TESTS_INIT = "from . import test_examples\n"
TESTS = '''"""The saved examples get the expected status."""

import json

from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.endpoint.tests.common import EndpointCase

_EXAMPLES = "{module}/data/endpoint_examples.json"


@tagged("post_install", "-at_install")
class TestExamples(EndpointCase):
    def assertExample(self, name):
        with file_open(_EXAMPLES) as file:
            example = json.load(file)[name]
        endpoint = self.env.ref(f"{module}.{{example['endpoint']}}")
        headers = {{name: value.encode() for name, value in example["headers"]}}
        expected = [example["status"]]
        if endpoint.auth_type in ("user_endpoint", "bearer"):
            headers.update(self.log_in(endpoint, example["status"]))
        elif endpoint.auth_type != "public":
            expected = [401, 403]  # the secret is not part of this addon
        if example["body"] and "content-type" not in map(str.lower, headers):
            headers["Content-Type"] = endpoint.request_content_type or "text/plain"
        response = self.call(
            f"{{example['path']}}?{{example['query']}}".rstrip("?"),
            example["method"],
            headers=headers,
            data=example["body"].encode(),
        )
        self.assertIn(response.status_code, expected, response.text)

    def log_in(self, endpoint, status):
        """The caller is an administrator in the groups of the endpoint.

        :param status: 401 expects nobody, 403 a user without groups
        :return: headers
        """
        if status == 401:
            return {{}}
        user = self.make_user("example_caller")
        if status != 403:
            user.group_ids |= self.env.ref("base.user_admin").group_ids
            user.group_ids |= endpoint.group_ids
        if endpoint.auth_type == "user_endpoint":
            self.authenticate(user.login, user.login)
            return {{}}
        if endpoint.allow_rpc_keys:
            key = self.make_api_key(user)
        else:
            key = self.make_endpoint_key(user, endpoint)
        return {{"Authorization": f"Bearer {{key}}"}}
'''
TEST = """
    def test_{name}(self):
        self.assertExample("{name}")
"""
