from . import test_caller, test_limits, test_settings, test_storage
