"""API keys of users of a server under test."""

_CODE = """
keys = env["res.users.apikeys"].with_user(env.ref({user!r})).sudo()
print("key=" + keys._generate(None, "test", None))
env.cr.commit()
"""


def make(shell, user="base.user_demo"):
    """
    :param shell: callable that runs code in `odoo shell`, such as `OdooServer.shell`
    :param user: external id
    :return: str
    """
    return shell(_CODE.format(user=user)).rpartition("key=")[2].split()[0]
