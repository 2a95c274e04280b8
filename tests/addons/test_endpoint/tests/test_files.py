"""How many files somebody must open to follow one request."""

import sys
from pathlib import Path
from unittest.mock import patch

from odoo import http
from odoo.tests import tagged

from odoo.addons.endpoint.tests.common import EndpointCase

_LIMIT = 15
_SCHEMA = "type: object\nrequired: [qty]\nproperties: {qty: {type: integer}}"
_OURS = ("endpoint", "endpoint_route_handler", "endpoint_openapi")
_OURS += ("endpoint_crud", "endpoint_crud_openapi", "endpoint_idempotency")
_OURS += ("endpoint_workbench",)


@tagged("post_install", "-at_install")
class TestFiles(EndpointCase):
    def files_of(self, send):
        """:return: sorted names of our files whose code runs during ``send``"""
        files = set()
        serve = http.Application.__call__

        def note(frame, event, _argument):
            if event == "call":
                files.add(frame.f_code.co_filename)

        def served(*args):
            sys.setprofile(note)
            try:
                return serve(*args)
            finally:
                sys.setprofile(None)

        with patch.object(http.Application, "__call__", served):
            send()
        places = (Path(file).parts for file in files if "odoo/addons" not in file)
        ours = {
            part[part.index(name) :]
            for part in places
            for name in _OURS
            if name in part
        }
        return sorted("/".join(part) for part in ours)

    def test_a_warm_json_post_runs_few_files(self):
        endpoint = self.make_endpoint(
            "result = {'payload': body}",
            request_method="POST",
            auth_type="public",
            exec_as_user_id=self.env.ref("base.public_user").id,
            request_content_schema=_SCHEMA,
        )

        def send():
            self.assertAnswer(self.call(endpoint, json={"qty": 1}), 200, {"qty": 1})

        send()
        files = self.files_of(send)
        self.assertLessEqual(len(files), _LIMIT, "\n".join(files))
        self.assertIn("endpoint_route_handler/routing/map.py", files)
