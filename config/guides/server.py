"""The demonstration on a database of its own, on a day that does not pass.

python -m config.guides.server PORT: VAR_DIR says where, its static files are there; it answers
once the story is told.
"""

# isort: off
# First: the settings read now are not those of the tests, whose pytest time_machine brings along.
from config.wsgi import application
# isort: on

import sys

import time_machine
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

from config.guides import NOW


class Silent(WSGIRequestHandler):
    def log_message(self, *_args):
        """A line a request would drown what goes wrong."""


def main(port: int) -> None:
    with time_machine.travel(NOW, tick=False):
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("demo_data")
        call_command("backup")
        server = ThreadedWSGIServer(("127.0.0.1", port), Silent)
        server.set_app(application)
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
