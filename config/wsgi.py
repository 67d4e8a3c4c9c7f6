import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# A page makes thousands of objects that end with it: looking for cycles at every 700th, as Python
# does unless told, costs a sixth of the time of a dashboard.
gc.set_threshold(10_000, 20, 50)
