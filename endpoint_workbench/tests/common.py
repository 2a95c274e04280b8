from odoo.addons.endpoint.tests.common import EndpointCase


class ExampleCase(EndpointCase):
    def call_example(self, endpoint):
        """Send the saved example of an endpoint, as the administrator."""
        [example] = endpoint.example_ids
        lines = (example.headers or "").splitlines()
        headers = dict(line.split(": ", 1) for line in lines)
        if endpoint.auth_type == "bearer":
            user = self.env.ref("base.user_admin")
            key = self.make_endpoint_key(user, endpoint)
            headers["Authorization"] = f"Bearer {key}"
        path = f"{example.path}?{example.query or ''}".rstrip("?")
        data = (example.body or "").encode() or None
        return self.call(path, example.method, data=data, headers=headers)
