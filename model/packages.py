"""Makes numpy and gguf importable: the ones that are there, else pinned ones in a folder of their own."""
import importlib.util
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def need(folder):
    """folder: where pip installs to if a package is missing; kept, so that it happens once."""
    if all(importlib.util.find_spec(name) for name in ("numpy", "gguf")):
        return
    done = folder / ".whole"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--root-user-action=ignore",
                        "--target", str(folder), "-r", str(REQUIREMENTS)], check=True)
        done.touch()
    sys.path.insert(0, str(folder))
