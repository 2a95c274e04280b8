from . import endpoint_route_handler_tool
