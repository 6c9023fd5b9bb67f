package org.radiologytrust.peers.fhir;

import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.radiologytrust.peers.PeerJars;

/**
 * A real HAPI FHIR JPA server in a JVM and on a class path of its own. One serves all tests of a
 * run: they tell their resources apart by identifiers of their own.
 */
public final class HapiServer {
  private static final int START_SECONDS = 300;
  private static final Pattern PORT = Pattern.compile("port=(\\d+)");
  private static final String LOGGING =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
        </appender>
        <root level="WARN"><appender-ref ref="out"/></root>
      </configuration>
      """;

  private static final String PAYLOAD_SEARCH =
      "http://hapifhir.io/fhir/StructureDefinition/subscription-payload-search-criteria";

  private static HapiServer shared;

  private final URI url;

  private HapiServer(URI url) {
    this.url = url;
  }

  /**
   * The server of this JVM. The first call starts it and takes up to a minute; it ends with the
   * JVM.
   */
  public static synchronized HapiServer shared() throws IOException, InterruptedException {
    if (shared == null) {
      shared = new HapiServer(start());
    }
    return shared;
  }

  /**
   * A rest-hook subscription, active when this method returns. Closing it switches it off.
   *
   * @param criteria a search that only resources of the caller's test match
   * @param payload empty: the server sends each match by PUT to {@code ENDPOINT/TYPE/ID}. A search:
   *     it sends what that finds in a transaction, by POST to the endpoint; {@code
   *     ${matched_resource_id}} is the match
   * @param authorization value of the Authorization header
   */
  public AutoCloseable subscribe(
      String criteria, String payload, URI endpoint, String authorization) {
    Subscription asked = new Subscription();
    asked.setStatus(SubscriptionStatus.REQUESTED).setReason("test").setCriteria(criteria);
    if (!payload.isEmpty()) {
      asked.addExtension(PAYLOAD_SEARCH, new StringType(payload));
    }
    asked
        .getChannel()
        .setType(SubscriptionChannelType.RESTHOOK)
        .setEndpoint(endpoint.toString())
        .setPayload("application/fhir+json")
        .addHeader("Authorization: " + authorization);
    IGenericClient client = client();
    String id = client.create().resource(asked).execute().getId().getIdPart();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> subscription(client, id).getStatus() == SubscriptionStatus.ACTIVE);
    return () ->
        client
            .update()
            .resource(subscription(client, id).setStatus(SubscriptionStatus.OFF))
            .execute();
  }

  /**
   * Installs a FHIR package by HAPI's installer, without what it depends on.
   *
   * @param tgz the package
   * @return how many resources of which type it installed, such as {@code {CodeSystem=2}}
   */
  public String install(String name, String version, byte[] tgz)
      throws IOException, InterruptedException {
    URI packages = url.resolve("/packages?name=" + name + "&version=" + version);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(packages)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(tgz))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("HAPI installs nothing: " + answer.body());
    }
    return answer.body();
  }

  private static Subscription subscription(IGenericClient client, String id) {
    return client.read().resource(Subscription.class).withId(id).execute();
  }

  private static URI start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("hapi");
    Path logging = Files.writeString(folder.resolve("logback.xml"), LOGGING);
    Path log = folder.resolve("hapi.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                PeerJars.folder("hapi") + "/*",
                Path.of("testkit/src/main/resources/peers/HapiJpaServer.java")
                    .toAbsolutePath()
                    .toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> end(process, folder, logging, log), "hapi-exit"));
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      Matcher port = PORT.matcher(Files.readString(log));
      if (port.find()) {
        return URI.create("http://127.0.0.1:" + port.group(1) + "/fhir");
      }
      if (System.nanoTime() > until || process.waitFor(200, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException("the HAPI server does not start: " + Files.readString(log));
      }
    }
  }

  private static void end(Process process, Path folder, Path... files) {
    try {
      process.destroyForcibly().waitFor();
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Base URL, without a slash at its end. */
  public URI url() {
    return url;
  }

  /** A client that shows what the server has. */
  public IGenericClient client() {
    return FhirClients.of(url);
  }
}
