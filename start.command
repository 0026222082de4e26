#!/bin/sh
# Starts Keepsake with a double click in Finder.
cd "$(dirname "$0")" || exit 1
if ! command -v node >/dev/null 2>&1; then
  echo 'Keepsake needs Node.js 20.19 or newer: https://nodejs.org'
  read -r _
  exit 1
fi
npm start
