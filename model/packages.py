"""Makes numpy and gguf importable. If they are not installed, fixed versions are installed into a separate folder."""
import importlib.util
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def need(folder):
    """folder: where pip installs missing packages; it is kept, so that they are installed only once."""
    if all(importlib.util.find_spec(name) for name in ("numpy", "gguf")):
        return
    done = folder / ".whole"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--root-user-action=ignore",
                        "--target", str(folder), "-r", str(REQUIREMENTS)], check=True)
        done.touch()
    sys.path.insert(0, str(folder))
