import gc

# A page makes thousands of objects that end with it: looking for cycles at every 700th, as Python
# does unless told, costs a sixth of the time of a dashboard. What starting makes stays: it is never
# looked at.
gc.set_threshold(10_000, 20, 50)
gc.disable()

import os

from django.core.wsgi import get_wsgi_application

from config import places

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
gc.freeze()
gc.enable()
places.warn()
