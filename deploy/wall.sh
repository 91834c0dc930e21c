#!/bin/sh
# Keeps a wall of Một Cửa on the screen of a small PC or a Raspberry Pi: full screen, with sound, never asleep, and
# started again when the browser ends, when its page stands still, or after a power cut (with mot-cua-wall.service).
#
#   wall.sh http://192.168.1.10:8080            the wall's page; the browser was paired before
#   wall.sh http://192.168.1.10:8080 12345678   pairs with the Office's one-time code first
#
# kiosk.sh calls it for a touchscreen (MOT_CUA_PATH, MOT_CUA_NAME, MOT_CUA_SCREEN_ON).
# Settings, all with a usual value: MOT_CUA_BROWSER, MOT_CUA_PROFILE, MOT_CUA_VOLUME (0-100), MOT_CUA_BROWSER_FLAGS,
# MOT_CUA_WATCH_PORT, MOT_CUA_STILL_S (a page whose title stands still so long is started again), MOT_CUA_LOOK_S.
set -u

SERVER=${1:-}
CODE=${2:-}
PROFILE=${MOT_CUA_PROFILE:-$HOME/.mot-cua-wall}
PORT=${MOT_CUA_WATCH_PORT:-9222}
STILL_S=${MOT_CUA_STILL_S:-90}
LOOK_S=${MOT_CUA_LOOK_S:-10}
HERE=$(cd "$(dirname "$0")" && pwd)
NAME=${MOT_CUA_NAME:-wall.sh}
PAGE=${MOT_CUA_PATH:-/display/}

complain() {
  echo "$NAME: $*" >&2
  exit 2
}

find_browser() {
  for name in "${MOT_CUA_BROWSER:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    [ -n "$name" ] && command -v "$name" && return
  done
  return 1
}

case $SERVER in
  http://*|https://*) SERVER=${SERVER%/} ;;
  *) complain "ghi địa chỉ máy chủ, ví dụ: $NAME http://192.168.1.10:8080" ;;
esac
case $CODE in *[!0-9]*) complain "mã ghép chỉ gồm chữ số" ;; esac
BROWSER=$(find_browser) || complain "chưa có Chromium; hãy cài: sudo apt install chromium"
command -v curl >/dev/null || complain "chưa có curl; hãy cài: sudo apt install curl"

# Whatever this desktop has: X11 (xset), Wayland on a Raspberry Pi (wlopm), any console (setterm).
keep_awake() {
  command -v xset >/dev/null && [ -n "${DISPLAY:-}" ] && xset s off s noblank -dpms 2>/dev/null
  command -v wlopm >/dev/null && [ -n "${WAYLAND_DISPLAY:-}" ] && wlopm --on '*' 2>/dev/null
  return 0
}

# Minutes of the day of "6:45" or "17:30".
minutes_of() {
  hour=${1%%:*}
  minute=${1##*:}
  hour=${hour#0}
  minute=${minute#0}
  echo $((${hour:-0} * 60 + ${minute:-0}))
}

# Whether the screen is to be lit now: within the hours of MOT_CUA_SCREEN_ON, or always where it is empty.
is_lit() {
  [ -n "${MOT_CUA_SCREEN_ON:-}" ] || return 0
  now=$(minutes_of "${MOT_CUA_NOW:-$(date +%H:%M)}")
  [ "$now" -ge "$(minutes_of "${MOT_CUA_SCREEN_ON%%-*}")" ] && [ "$now" -lt "$(minutes_of "${MOT_CUA_SCREEN_ON##*-}")" ]
}

light_screen() {
  if is_lit; then
    [ -n "${MOT_CUA_SCREEN_ON_COMMAND:-}" ] && sh -c "$MOT_CUA_SCREEN_ON_COMMAND"
    keep_awake
  elif [ -n "${MOT_CUA_SCREEN_OFF_COMMAND:-}" ]; then sh -c "$MOT_CUA_SCREEN_OFF_COMMAND"
  elif command -v xset >/dev/null && [ -n "${DISPLAY:-}" ]; then xset +dpms dpms force off 2>/dev/null
  elif command -v wlopm >/dev/null && [ -n "${WAYLAND_DISPLAY:-}" ]; then wlopm --off '*' 2>/dev/null
  fi
  return 0
}

# The machine's own volume; how loud the hall is, the Office sets on its page.
set_volume() {
  volume=${MOT_CUA_VOLUME:-90}
  if command -v wpctl >/dev/null; then wpctl set-mute @DEFAULT_AUDIO_SINK@ 0 && wpctl set-volume @DEFAULT_AUDIO_SINK@ "$volume%"
  elif command -v pactl >/dev/null; then pactl set-sink-mute @DEFAULT_SINK@ 0 && pactl set-sink-volume @DEFAULT_SINK@ "$volume%"
  elif command -v amixer >/dev/null; then amixer -q sset Master "$volume%" unmute
  fi 2>/dev/null
  return 0
}

# After a power cut the browser would ask whether to restore its pages, over the wall.
forget_crash() {
  for file in "$PROFILE/Default/Preferences" "$PROFILE/Local State"; do
    [ -f "$file" ] && sed -i 's/"exited_cleanly":false/"exited_cleanly":true/; s/"exit_type":"[A-Za-z]*"/"exit_type":"Normal"/' "$file"
  done
  rm -f "$PROFILE/SingletonLock" "$PROFILE/SingletonSocket" "$PROFILE/SingletonCookie"
}

# A page of our own until the server answers: a browser's error page would stand there for ever.
first_page() {
  path=$PAGE
  [ -n "$CODE" ] && path="/pair?code=$CODE"
  echo "file://$HERE/waiting.html#$SERVER$path"
}

start_browser() {
  forget_crash
  # shellcheck disable=SC2086  # several flags in one setting
  "$BROWSER" --kiosk --start-fullscreen --user-data-dir="$PROFILE" \
    --autoplay-policy=no-user-gesture-required \
    --remote-debugging-address=127.0.0.1 --remote-debugging-port="$PORT" \
    --no-first-run --no-default-browser-check --noerrdialogs --disable-infobars --disable-session-crashed-bubble \
    --disable-translate --disable-features=Translate,TranslateUI --disable-pinch --overscroll-history-navigation=0 \
    --disable-background-timer-throttling --disable-renderer-backgrounding --disable-backgrounding-occluded-windows \
    --disable-background-networking --disable-component-update --disable-sync --check-for-update-interval=31536000 \
    --password-store=basic ${MOT_CUA_BROWSER_FLAGS:-} "$(first_page)" >/dev/null 2>&1 &
  PID=$!
  CODE=   # a code is good once; the cookie stays in the profile
}

# The title of the wall's page carries a count after a dot that goes on every ten seconds (display/static/watchdog.js).
page_now() {
  curl -s -m 5 "http://127.0.0.1:$PORT/json/list" | grep -E '"(title|url)"' | tr -d '\n'
}

# A page without the count may stand still: somebody pairs the wall. One that the browser could not load may not.
may_stand_still() {
  case $1 in
    ''|*·*|*u00[Bb]7*|*chrome-error:*) return 1 ;;
  esac
}

watch_browser() {
  last=
  still=0
  while kill -0 "$PID" 2>/dev/null; do
    sleep "$LOOK_S"
    light_screen
    page=$(page_now)
    if may_stand_still "$page" || { [ -n "$page" ] && [ "$page" != "$last" ]; }; then
      last=$page
      still=0
      continue
    fi
    still=$((still + LOOK_S))
    [ "$still" -ge "$STILL_S" ] || continue
    echo "$NAME: the page stands still; starting the browser again" >&2
    stop_browser
  done
}

stop_browser() {
  kill "$PID" 2>/dev/null
  for _ in 1 2 3 4 5; do
    kill -0 "$PID" 2>/dev/null || return 0
    sleep 1
  done
  kill -9 "$PID" 2>/dev/null
}

trap 'stop_browser; exit 0' INT TERM
set_volume
while :; do
  light_screen
  start_browser
  watch_browser
  wait "$PID" 2>/dev/null
  echo "$NAME: the browser has ended; starting it again" >&2
  sleep 2
done
