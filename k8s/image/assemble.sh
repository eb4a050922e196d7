#!/bin/sh
# assemble.sh <module> <folder with the jars it runs on> <folder of the application>
# Puts the jars below one that names them in a fixed order: the class path must be the same at each
# start, or the cache of classes does not fit. What Hazelcast looks into is opened in its manifest,
# because on the command line that would make the JVM set the cache of its modules aside.
set -eu
module=$1 jars=$2 app=$3
case "$module" in
  auth-service) main=chat.tertulia.auth.AuthService ;;
  room-service) main=chat.tertulia.rooms.RoomService ;;
  history-service) main=chat.tertulia.history.HistoryService ;;
  gateway) main=chat.tertulia.gateway.GatewayService ;;
  *) echo "no process of Tertulia: $module" >&2; exit 1 ;;
esac
mkdir -p "$app/lib"
cp "$jars"/*.jar "$app/lib/"
path=$(cd "$app" && LC_ALL=C ls lib/*.jar | tr '\n' ' ')
{
  echo "Main-Class: $main"
  echo "Add-Exports: java.base/jdk.internal.ref"
  # The format takes 72 bytes a line; the next begins with a space.
  printf '%s' "Add-Opens: java.base/java.lang java.base/sun.nio.ch java.management/sun.management jdk.management/com.sun.management.internal" | fold -b -w 71 | sed '2,$s/^/ /'
  echo
  echo "Enable-Native-Access: ALL-UNNAMED"
  printf '%s' "Class-Path: $path" | fold -b -w 71 | sed '2,$s/^/ /'
  echo
} >"$app/manifest.txt"
"${JAVA_HOME:-/opt/java/openjdk}/bin/jar" --create --file "$app/tertulia.jar" --manifest "$app/manifest.txt"
rm "$app/manifest.txt"
