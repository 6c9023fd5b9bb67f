# The product in a container: docker build -t radiology-trust-layer:0.2.0 .
# It does not run as root and writes only to /var/lib/rtl (rtl.home) and /tmp, so the root file
# system can be read-only.

FROM maven:3.9.11-eclipse-temurin-17 AS build
WORKDIR /build
# Maven reads the POM of every module, and builds the product and the library
COPY pom.xml server.pom.xml tests.pom.xml ./
COPY checks/pom.xml ./checks/pom.xml
COPY lab/pom.xml ./lab/pom.xml
COPY testkit/pom.xml ./testkit/pom.xml
COPY checks/src/main ./checks/src/main
COPY config ./config
COPY fhir-profiles/profiles ./fhir-profiles/profiles
COPY src/main ./src/main
# components for a site's own feeds: --build-arg PROFILES=sftp,jms (docs/change.md)
ARG PROFILES=
# the cache keeps the libraries between builds; tests need other servers and do not run here
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -pl :radiology-trust-layer -am -Dmaven.test.skip=true ${PROFILES:+-P "$PROFILES"} package

FROM eclipse-temurin:17.0.20_8-jre-noble
# fixed ids, so that the owner of a volume or a host folder can be set: chown 10001:10001
RUN groupadd --gid 10001 rtl \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/rtl --shell /usr/sbin/nologin rtl \
 && install -d -o rtl -g rtl -m 700 /var/lib/rtl
COPY --from=build /build/target/lib /opt/rtl/lib
# without rtl-lab.jar: a hospital needs no laboratory
COPY --from=build /build/target/rtl.jar /opt/rtl/rtl.jar
COPY config/application.properties config/limits.properties /opt/rtl/config/
COPY routes /opt/rtl/routes
USER 10001:10001
WORKDIR /var/lib/rtl
# listens on all addresses of the container; the published ports decide what is reachable from
# outside
ENV RTL_HOME=/var/lib/rtl \
    RTL_MLLP_HOST=0.0.0.0 \
    RTL_HTTP_HOST=0.0.0.0
VOLUME /var/lib/rtl
EXPOSE 2575 8080 8081
# checks liveness, not readiness, because a restart does not help when another server is
# unavailable. The certificate is not checked, because the container connects to itself
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["sh", "-c", "exec wget -q -O /dev/null --no-check-certificate http${RTL_HTTP_TLS_CERTIFICATE:+s}://127.0.0.1:8081/observe/health/live"]
# for more Java options set JDK_JAVA_OPTIONS
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", \
  "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-Drtl.root=/opt/rtl", \
  "-cp", "/opt/rtl/rtl.jar:/opt/rtl/lib/*", "org.radiologytrust.Main"]
CMD ["serve"]
