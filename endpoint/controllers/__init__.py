from . import json, main
