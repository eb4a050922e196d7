#!/bin/sh
# Starts the process that this image was built for; java gets the signals itself.
set -eu
app=${APP:-/app}
# The address the other members reach this one at: the container's own.
: "${TERTULIA_CLUSTER_HOST:=$(hostname -i | cut -d' ' -f1)}"
export TERTULIA_CLUSTER_HOST
# The cache of loaded and linked classes fits one JVM, one class path and one set of options. One
# that doesn't fit is passed over in silence, and the start takes twice as long.
# shellcheck disable=SC2086 # options are words
exec java -XX:MaxRAMPercentage=60 -XX:+UseCompactObjectHeaders -XX:MinHeapFreeRatio=60 -XX:+ExitOnOutOfMemoryError \
  --sun-misc-unsafe-memory-access=allow -Xlog:aot=off -Xlog:cds=off \
  "${REHEARSAL:--XX:AOTCache=$app/tertulia.aot}" ${TERTULIA_JAVA_OPTS:-} -jar "$app/tertulia.jar"
