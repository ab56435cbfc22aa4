#!/bin/sh
# Installs the pinned packages of DIRECTORY/package-lock.json: install.sh DIRECTORY
set -eu
command -v npm >/dev/null || {
  echo "fake-data: npm is missing, and the locales' data come from an npm package; as root: apt-get install npm" >&2
  exit 1
}
npm ci --prefix "$1" --silent --no-audit --no-fund || {
  echo "fake-data: npm could not fetch @faker-js/faker; is there a network?" >&2
  exit 1
}
