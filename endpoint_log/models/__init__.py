from . import (
    endpoint_log,
    endpoint_log_repeat,
    endpoint_log_retention,
    endpoint_mixin,
    ir_http,
    ir_logging,
    res_config_settings,
)
