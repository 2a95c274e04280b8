"""The envelope of routes of type ``jsonrpc`` (JSON-RPC 2.0 §4 and §5)."""

_VERSION = {"const": "2.0"}
_ID = {"type": ["integer", "string", "null"]}


def request_schema(params):
    """
    :param dict params: the schema of what is inside, or empty
    :return: JSON Schema of the body
    """
    return {
        "type": "object",
        "required": ["jsonrpc", "params"],
        "properties": {
            "jsonrpc": _VERSION,
            "method": {"type": "string"},
            "params": params or {"type": "object"},
            "id": _ID,
        },
    }


def response_schema(result, error):
    """
    :param dict result: the schema of what is inside
    :param dict error: the schema of the error object
    :return: JSON Schema of the answer
    """
    return {
        "type": "object",
        "required": ["jsonrpc"],
        "properties": {
            "jsonrpc": _VERSION,
            "id": _ID,
            "result": result,
            "error": {
                "type": "object",
                "properties": {
                    "code": {"type": "integer"},
                    "message": {"type": "string"},
                    "data": error,
                },
            },
        },
    }
