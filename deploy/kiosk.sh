#!/bin/sh
# Keeps a kiosk of Một Cửa on a touchscreen: full screen, no way out by gestures, started again when the browser ends or
# its page stands still, dark outside the office's hours. The same machinery as wall.sh.
#
#   kiosk.sh http://192.168.1.10:8080            the kiosk's page; the browser was paired before
#   kiosk.sh http://192.168.1.10:8080 12345678   pairs with the Office's one-time code first
#
# Settings beside those of wall.sh: MOT_CUA_SCREEN_ON, the hours in which the screen is lit, "6:45-17:30"; empty: always.
# MOT_CUA_SCREEN_OFF_COMMAND and MOT_CUA_SCREEN_ON_COMMAND, where a screen wants its own.
set -u

SERVER=${1:-}
SERVER=${SERVER%/}
HERE=$(cd "$(dirname "$0")" && pwd)
MOT_CUA_PROFILE=${MOT_CUA_PROFILE:-$HOME/.mot-cua-kiosk}
MOT_CUA_WATCH_PORT=${MOT_CUA_WATCH_PORT:-9223}
# Sound, and the page that is kept for a server that is gone, want an address which the browser trusts.
MOT_CUA_BROWSER_FLAGS="--touch-events=enabled --disable-pinch --overscroll-history-navigation=0 \
--disable-features=Translate,TouchpadOverscrollHistoryNavigation,OverlayScrollbar --disable-context-menu-search \
--unsafely-treat-insecure-origin-as-secure=$SERVER ${MOT_CUA_BROWSER_FLAGS:-}"
MOT_CUA_PATH=/kiosk/
MOT_CUA_NAME=kiosk.sh
export MOT_CUA_PROFILE MOT_CUA_WATCH_PORT MOT_CUA_BROWSER_FLAGS MOT_CUA_PATH MOT_CUA_NAME
exec "$HERE/wall.sh" "$@"
