from . import (
    endpoint_log,
    endpoint_mixin,
    ir_http,
    ir_logging,
    res_config_settings,
)
