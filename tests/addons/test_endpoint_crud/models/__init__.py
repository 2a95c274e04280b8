from . import sample, thing
