#!/bin/bash
# Succeeds while the process is ready. By the shell alone: the image has no client for HTTP, and a
# JVM for each question would cost more than the process.
exec 3<>"/dev/tcp/127.0.0.1/${TERTULIA_ADMIN_PORT:-9090}" || exit 1
printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 5 _ status _ <&3
[ "$status" = 200 ]
