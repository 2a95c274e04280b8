from . import gadget, order, thing
