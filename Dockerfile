# One recipe for every process: docker build --build-arg MODULE=gateway -t tertulia/gateway .
# MODULE is auth-service, room-service, history-service or gateway.
#
# The tags name the Java and the distribution, not the patch: a build takes the security fixes of
# its day, and the cache of classes is made in the same build, so it always fits.
#
# The rehearsal starts a PostgreSQL and the process itself inside the build. Where a builder
# forbids that, --build-arg REHEARSE=no gives an image that is the same but slower to start.

FROM eclipse-temurin:25-jdk-noble AS build
ARG MODULE
WORKDIR /src
COPY . .
# The folder is relative, so that each module of the build gets its own.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -Pquick -pl "${MODULE},embedded" -am package \
      dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib \
 && mkdir -p /app /jars /rehearsal/lib \
 && cp "${MODULE}"/target/lib/*.jar "${MODULE}/target/${MODULE}"-*.jar /jars/ \
 && sh k8s/image/assemble.sh "${MODULE}" /jars /app \
 && cp k8s/image/entrypoint.sh k8s/image/healthcheck.sh /app/ \
 && cp embedded/target/lib/*.jar embedded/target/embedded-*.jar /rehearsal/lib/ \
 && javac -cp '/rehearsal/lib/*' -d /rehearsal k8s/image/Rehearsal.java

FROM eclipse-temurin:25-jre-noble AS runtime
RUN groupadd --system --gid 10001 tertulia \
 && useradd --system --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin tertulia \
 && install -d -o 10001 -g 10001 /files
COPY --from=build /app /app

# On the very files and the very JVM of the image, as the user who will run it.
FROM runtime AS rehearsed
ARG REHEARSE=yes
RUN chown 10001:10001 /app
USER 10001:10001
RUN --mount=type=bind,from=build,source=/rehearsal,target=/rehearsal \
    if [ "$REHEARSE" = no ]; then touch /app/tertulia.aot; \
    else java -cp '/rehearsal:/rehearsal/lib/*' Rehearsal /app /tmp/rehearsal && rm -rf /tmp/rehearsal; fi

FROM runtime
COPY --from=rehearsed /app/tertulia.aot /app/
ENV TERTULIA_HOST=0.0.0.0
USER 10001:10001
WORKDIR /tmp
# REST of each process, the inner port, Hazelcast, the event bus.
EXPOSE 8080 8081 8082 8083 9090 5701 15701
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=6s --start-period=60s --retries=3 \
  CMD ["/bin/bash", "/app/healthcheck.sh"]
ENTRYPOINT ["/bin/sh", "/app/entrypoint.sh"]
