"""The browser of this machine, and how it draws: the same colours wherever a picture is taken."""

import os
import shutil

CHROMIUM = {
    "executable_path": os.environ.get("CHROMIUM") or shutil.which("chromium"),
    "args": [
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--force-color-profile=srgb",
    ],
}
