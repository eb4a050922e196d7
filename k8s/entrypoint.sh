#!/bin/sh
# Starts the process that this image was built for; java gets the signals itself.
set -eu
case "$MODULE" in
  auth-service) main=chat.tertulia.auth.AuthService ;;
  room-service) main=chat.tertulia.rooms.RoomService ;;
  history-service) main=chat.tertulia.history.HistoryService ;;
  gateway) main=chat.tertulia.gateway.GatewayService ;;
  *) echo "MODULE names no process of Tertulia: $MODULE" >&2; exit 1 ;;
esac
# The address the other members reach this one at: the container's own.
: "${TERTULIA_CLUSTER_HOST:=$(hostname -i | cut -d' ' -f1)}"
export TERTULIA_CLUSTER_HOST
# shellcheck disable=SC2086 # options are words
exec java -XX:MaxRAMPercentage=70 -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError \
  --add-modules java.se \
  --add-exports java.base/jdk.internal.ref=ALL-UNNAMED \
  --add-opens java.base/java.lang=ALL-UNNAMED \
  --add-opens java.base/sun.nio.ch=ALL-UNNAMED \
  --add-opens java.management/sun.management=ALL-UNNAMED \
  --add-opens jdk.management/com.sun.management.internal=ALL-UNNAMED \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  ${TERTULIA_JAVA_OPTS:-} -cp '/app/lib/*' "$main"
