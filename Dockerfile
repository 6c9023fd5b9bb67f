# The product in a container: docker build -t radiology-trust-layer:0.1.0 .
# No root, nothing written but /var/lib/rtl (rtl.home) and /tmp: the root file system may be read-only.

FROM maven:3.9.11-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY config ./config
COPY src/main ./src/main
# the libraries are kept between builds; tests need peers and run elsewhere
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -Dmaven.test.skip=true package

FROM eclipse-temurin:17.0.20_8-jre-noble
# a fixed number, so that a volume or a folder of the host can be given to it: chown 10001:10001
RUN groupadd --gid 10001 rtl \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/rtl --shell /usr/sbin/nologin rtl \
 && install -d -o rtl -g rtl -m 700 /var/lib/rtl
COPY --from=build /build/target/lib /opt/rtl/lib
# without rtl-lab.jar: a hospital needs no laboratory
COPY --from=build /build/target/rtl.jar /opt/rtl/rtl.jar
COPY config/application.properties /opt/rtl/config/application.properties
COPY routes /opt/rtl/routes
USER 10001:10001
WORKDIR /var/lib/rtl
# inside, everything listens; what is reached from outside, the published ports say
ENV RTL_HOME=/var/lib/rtl \
    RTL_MLLP_HOST=0.0.0.0 \
    RTL_HTTP_HOST=0.0.0.0
VOLUME /var/lib/rtl
EXPOSE 2575 8080 8081
# alive, not ready: a peer that is away is no reason to start anew. Of itself it knows who it is
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["sh", "-c", "exec wget -q -O /dev/null --no-check-certificate http${RTL_HTTP_TLS_CERTIFICATE:+s}://127.0.0.1:8081/observe/health/live"]
# more options for Java come from JDK_JAVA_OPTIONS
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", \
  "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-Drtl.root=/opt/rtl", \
  "-cp", "/opt/rtl/rtl.jar:/opt/rtl/lib/*", "org.radiologytrust.Main"]
CMD ["serve"]
