#!/bin/sh
# Installs Debian's Chromium for the browser specs when there is none. CHROMIUM_PATH names another one.
set -e
if [ -n "$CHROMIUM_PATH" ] && [ -x "$CHROMIUM_PATH" ]; then exit 0; fi
if command -v chromium >/dev/null 2>&1; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "No Chromium here, and no apt-get to install it with. Install Chromium and set CHROMIUM_PATH to it." >&2
  exit 1
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "No Chromium here, and installing it needs root: apt-get install chromium fonts-dejavu-core" >&2
    exit 1
  fi
  as_root="sudo"
fi
echo "Installing Chromium (apt-get, about 110 MB) ..."
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
