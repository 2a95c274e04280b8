import pytest

SHELL = """
env["ir.config_parameter"].set_param("endpoint_openapi.audience", "public")
user = env.ref("base.user_demo")
keys = env["res.users.apikeys"].with_user(user).sudo()
made = keys._generate(None, "openapi", None)
env.cr.commit()
print("key=" + made)
"""


@pytest.fixture(scope="session")
def key(server):
    """An API key of the demo user; from then on anyone may see the documentation."""
    return server.shell(SHELL).rpartition("key=")[2].split()[0]


@pytest.fixture(scope="session")
def document_url(server, key):
    """Where the document of the demo endpoints is."""
    return f"{server.url}/endpoint/demo/openapi.json"
