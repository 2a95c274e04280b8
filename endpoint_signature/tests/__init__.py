from . import test_deliveries, test_forged, test_secrets, test_senders, test_settings
