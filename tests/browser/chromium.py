"""How Chromium is started wherever we drive it: for tests, pictures and measurements. Knows nothing of Django."""

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
FLAGS += ["--no-first-run", "--disable-quic"]
FLAGS += ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]  # a camera that shows something
PATIENCE = 30_000  # milliseconds for what comes at once where nothing else is to be done
