# One recipe for every process: docker build --build-arg MODULE=gateway -t tertulia/gateway .
# MODULE is auth-service, room-service, history-service or gateway.

FROM eclipse-temurin:25-jdk AS build
ARG MODULE
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -pl ${MODULE} -am -DskipTests package \
      dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=/src/${MODULE}/target/lib \
 && mkdir -p /app/lib \
 && cp ${MODULE}/target/lib/*.jar /app/lib/ \
 && cp ${MODULE}/target/${MODULE}-*.jar /app/lib/

FROM eclipse-temurin:25-jre
ARG MODULE
ENV MODULE=${MODULE} \
    TERTULIA_HOST=0.0.0.0 \
    JAVA_TOOL_OPTIONS=""
RUN groupadd --system --gid 10001 tertulia && useradd --system --uid 10001 --gid 10001 tertulia
COPY --from=build /app/lib /app/lib
COPY k8s/entrypoint.sh /app/entrypoint.sh
USER 10001:10001
WORKDIR /tmp
EXPOSE 8080 8081 8082 8083 9090 5701 15701
STOPSIGNAL SIGTERM
ENTRYPOINT ["/bin/sh", "/app/entrypoint.sh"]
