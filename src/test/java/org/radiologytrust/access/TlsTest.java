package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.FormBody;
import org.radiologytrust.launch.Product;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.tls.Authority;
import org.slf4j.LoggerFactory;

/** TLS of all listeners on real sockets, with certificates made for the test. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("safety")
@Tag("integration")
class TlsTest {
  private static final String PATIENT = "TLSCANARY";
  private static final String REPORT =
      "MSH|^~\\&|RIS|S|RTL|S|20260401101500||ORU^R01|%s|P|2.5.1\r"
          + "PID|1||4711^^^S^MR||"
          + PATIENT
          + "^ANNA||19600101|F\r"
          + "OBR|1||A-%s|71020^Chest^L|||20260401||||||||||||||||||F\r"
          + "OBX|1|TX|18748-4^Report^LN||IMPRESSION: No pneumothorax.||||||F\r";

  @TempDir Path folder;

  private final Authority ours = new Authority("hospital");
  private final Authority strange = new Authority("elsewhere");
  private final Logged logged = new Logged();
  private int message;

  /** What was logged, at WARN and above. */
  private static final class Logged extends AppenderBase<ILoggingEvent> {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        lines.add(event.getLevel() + " " + event.getFormattedMessage());
      }
    }

    /** As many as the lines say. */
    private int refused(String listener, String reason) {
      Pattern said =
          Pattern.compile("WARN TLS: " + listener + " refused .*?(\\d+) " + reason + " ");
      return lines.stream()
          .map(said::matcher)
          .filter(Matcher::find)
          .mapToInt(found -> Integer.parseInt(found.group(1)))
          .sum();
    }

    private List<String> with(String text) {
      return lines.stream().filter(l -> l.contains(text)).toList();
    }
  }

  @BeforeEach
  void certificates() throws IOException {
    ours.issue("rtl").write(folder.resolve("rtl.pem"), folder.resolve("rtl.key"));
    ours.write(folder.resolve("ca.pem"));
    logged.start();
    root().addAppender(logged);
  }

  @AfterEach
  void silent() {
    root().detachAppender(logged);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private Map<String, String> settings(boolean clients) {
    Map<String, String> all = new HashMap<>();
    for (String listener : List.of("http", "mllp")) {
      all.put("rtl." + listener + ".tls.certificate", folder.resolve("rtl.pem").toString());
      all.put("rtl." + listener + ".tls.key", folder.resolve("rtl.key").toString());
      if (clients) {
        all.put("rtl." + listener + ".tls.trusted", folder.resolve("ca.pem").toString());
      }
    }
    all.put("rtl.tls.poll", "50ms");
    return all;
  }

  private Product start(boolean clients) {
    return Product.start(folder.resolve("home"), settings(clients));
  }

  private String report() {
    message++;
    return String.format(REPORT, message, message);
  }

  private static SSLSocket open(SSLContext client, int port) throws IOException {
    SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static String ask(Socket socket, String message) throws IOException {
    socket
        .getOutputStream()
        .write(("\u000b" + message + "\u001c\r").getBytes(StandardCharsets.UTF_8));
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    for (int next = in.read(); next != 0x0d || answer.size() == 0 || !ended(answer); ) {
      if (next < 0) {
        throw new IOException("closed");
      }
      answer.write(next);
      next = in.read();
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  private static boolean ended(ByteArrayOutputStream answer) {
    byte[] bytes = answer.toByteArray();
    return bytes[bytes.length - 1] == 0x1c;
  }

  private static HttpResponse<String> get(SSLContext client, int port, String path)
      throws IOException, InterruptedException {
    return HttpClient.newBuilder()
        .sslContext(client)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", BasicLogin.of("operator", Product.PASSWORD))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private double refused(Product product, SSLContext client, String listener, String reason)
      throws IOException, InterruptedException {
    String name = "rtl_tls_refused_total{listener=\"" + listener + "\",reason=\"" + reason + "\"} ";
    return get(client, product.managementPort(), "/observe/metrics")
        .body()
        .lines()
        .filter(l -> l.startsWith(name))
        .mapToDouble(l -> Double.parseDouble(l.substring(name.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  private int port(Product product, String listener) {
    return switch (listener) {
      case "mllp" -> product.mllpPort();
      case "http" -> product.httpPort();
      default -> product.managementPort();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aClientThatWeTrustIsServedByAllListeners(String protocol) throws Exception {
    SSLContext modality = ours.client(ours.issue("modality"));
    try (Product product = start(true);
        SSLSocket socket = open(modality, product.mllpPort())) {
      socket.setEnabledProtocols(new String[] {protocol});
      String first = ask(socket, report());
      assertTrue(first.contains("\rMSA|AA|1"), first);
      assertTrue(ask(socket, report()).contains("\rMSA|AA|2"), "the same connection goes on");
      assertEquals(protocol, socket.getSession().getProtocol());
      HttpResponse<String> answer = get(modality, product.httpPort(), "/fhir/metadata");
      assertEquals(200, answer.statusCode(), answer.body());
      assertEquals(
          200, get(modality, product.managementPort(), "/observe/health/ready").statusCode());
      HttpResponse<String> console = get(modality, product.managementPort(), "/hawtio/");
      assertEquals(200, console.statusCode());
      for (HttpResponse<String> one : List.of(answer, console)) {
        assertEquals(
            List.of("max-age=31536000"), one.headers().allValues("Strict-Transport-Security"));
      }
    }
  }

  /** Of a log-in at the review page. */
  private static String cookie(SSLContext client, int port)
      throws IOException, InterruptedException {
    String origin = "https://127.0.0.1:" + port;
    Map<String, String> form = Map.of("user", "operator", "password", Product.PASSWORD);
    return HttpClient.newBuilder()
        .sslContext(client)
        .build()
        .send(
            FormBody.post(
                    HttpRequest.newBuilder(URI.create(origin + "/login")).header("Origin", origin),
                    form)
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .headers()
        .firstValue("Set-Cookie")
        .orElse("none");
  }

  @Test
  void withoutTrustedNobodyIsAskedForACertificate() throws Exception {
    SSLContext anybody = ours.client(null);
    try (Product product = start(false);
        SSLSocket socket = open(anybody, product.mllpPort())) {
      assertTrue(ask(socket, report()).contains("\rMSA|AA|"));
      assertEquals(200, get(anybody, product.httpPort(), "/fhir/metadata").statusCode());
      String cookie = cookie(anybody, product.httpPort());
      assertTrue(cookie.startsWith("__Host-session=") && cookie.endsWith("; Secure"), cookie);
    }
  }

  @Test
  void aClientThatWeDoNotTrustIsRefusedLoggedAndCounted() throws Exception {
    SSLContext good = ours.client(ours.issue("modality"));
    Map<String, SSLContext> bad =
        Map.of(
            "no_certificate", ours.client(null),
            "unknown_ca", ours.client(strange.issue("modality")),
            "expired", ours.client(ours.expired("modality")));
    try (Product product = start(true)) {
      for (String listener : List.of("mllp", "http", "management")) {
        for (String reason : bad.keySet()) {
          refusesAndCounts(product, good, bad.get(reason), listener, reason);
        }
      }
      assertEquals(logged.with("TLS").size(), logged.lines.size(), logged.lines::toString);
      try (SSLSocket socket = open(good, product.mllpPort())) {
        assertTrue(ask(socket, report()).contains("\rMSA|AA|"), "others are served");
      }
    }
  }

  private void refusesAndCounts(
      Product product, SSLContext good, SSLContext bad, String listener, String reason) {
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      assertThrows(
          IOException.class,
          () -> {
            try (SSLSocket socket = open(bad, port(product, listener))) {
              socket.setEnabledProtocols(new String[] {protocol});
              ask(socket, report());
            }
          },
          () -> listener + " " + reason + " " + protocol);
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> refused(product, good, listener, reason) == 2);
    await().atMost(Duration.ofSeconds(60)).until(() -> logged.refused(listener, reason) == 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mllp", "http", "management"})
  void plainTextIsRefusedAndAFloodOfItIsAFewLines(String listener) throws Exception {
    SSLContext good = ours.client(ours.issue("modality"));
    int flood = 100;
    try (Product product = start(true)) {
      long begun = System.nanoTime();
      for (int i = 0; i < flood; i++) {
        try (Socket plain = new Socket("127.0.0.1", port(product, listener))) {
          plain.setSoTimeout(30_000);
          String text =
              listener.equals("mllp") ? "\u000b" + report() + "\u001c\r" : "GET / HTTP/1.1\r\n\r\n";
          plain.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
          byte[] answer = plain.getInputStream().readAllBytes();
          assertFalse(new String(answer, StandardCharsets.ISO_8859_1).contains("MSA"));
        }
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> refused(product, good, listener, "not_tls") == flood);
      long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> logged.refused(listener, "not_tls") == flood);
      List<String> lines = logged.with("refused connections");
      assertTrue(!lines.isEmpty() && lines.size() <= seconds + 2, lines::toString);
      assertTrue(logged.lines.stream().noneMatch(l -> l.contains(PATIENT)), "no patient in a log");
      assertEquals(lines.size(), logged.lines.size(), logged.lines::toString);
    }
  }

  @Test
  void aClientThatLeavesBeforeTheHandshakeIsNoRefusal() throws Exception {
    SSLContext good = ours.client(ours.issue("modality"));
    try (Product product = start(true)) {
      for (String listener : List.of("mllp", "http")) {
        new Socket("127.0.0.1", port(product, listener)).close();
      }
      try (SSLSocket socket = open(good, product.mllpPort())) {
        assertTrue(ask(socket, report()).contains("\rMSA|AA|"));
      }
      assertEquals(0, refused(product, good, "http", "other"));
      assertEquals(List.of(), logged.with("refused"));
    }
  }

  @Test
  void oldTlsIsRefused() throws Exception {
    SSLContext good = ours.client(ours.issue("modality"));
    try (Product product = start(true);
        SSLSocket socket = open(good, product.mllpPort())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.1"});
      assertThrows(IOException.class, socket::startHandshake);
    }
  }

  private static X509Certificate shown(SSLContext client, int port) throws IOException {
    try (SSLSocket socket = open(client, port)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void aNewCertificateIsShownToNewConnectionsWhileAnOpenOneGoesOn() throws Exception {
    // one context for all, which would resume its session where it may
    SSLContext modality = ours.client(ours.issue("modality"));
    try (Product product = start(true);
        SSLSocket open = open(modality, product.mllpPort())) {
      assertTrue(ask(open, report()).contains("\rMSA|AA|"));
      X509Certificate old = shown(modality, product.mllpPort());
      Authority.Issued renewed = ours.issue("rtl-renewed");
      renewed.write(folder.resolve("rtl.pem"), folder.resolve("rtl.key"));
      for (String listener : List.of("mllp", "http", "management")) {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> shown(modality, port(product, listener)).equals(renewed.certificate()));
      }
      assertFalse(old.equals(renewed.certificate()));
      assertTrue(ask(open, report()).contains("\rMSA|AA|"), "the open connection goes on");
      assertEquals(200, ready(product, modality).statusCode());
    }
  }

  @Test
  void aClientWhoseCaIsNoLongerTrustedCannotResumeItsSession() throws Exception {
    SSLContext modality = ours.client(ours.issue("modality"));
    Authority next = new Authority("hospital-2");
    SSLContext other = ours.client(next.issue("modality"));
    try (Product product = start(true)) {
      for (int i = 0; i < 3; i++) {
        try (SSLSocket socket = open(modality, product.mllpPort())) {
          assertTrue(ask(socket, report()).contains("\rMSA|AA|"));
        }
      }
      next.write(folder.resolve("ca.pem"));
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(
              () -> {
                try (SSLSocket socket = open(other, product.mllpPort())) {
                  return ask(socket, report()).contains("\rMSA|AA|");
                }
              });
      assertThrows(
          IOException.class,
          () -> {
            try (SSLSocket socket = open(modality, product.mllpPort())) {
              ask(socket, report());
            }
          });
    }
  }

  private HttpResponse<String> ready(Product product, SSLContext client)
      throws IOException, InterruptedException {
    return get(client, product.managementPort(), "/observe/health/ready?data=true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtl.pem", "rtl.key", "ca.pem"})
  void aBrokenFileKeepsTheOldOneAndHealthIsDownUntilItIsMended(String file) throws Exception {
    SSLContext modality = ours.client(ours.issue("modality"));
    Path broken = folder.resolve(file);
    String whole = Files.readString(broken);
    String setting =
        switch (file) {
          case "rtl.pem" -> ".tls.certificate";
          case "rtl.key" -> ".tls.key";
          default -> ".tls.trusted";
        };
    try (Product product = start(true)) {
      for (String content : new String[] {"no PEM", null}) {
        if (content == null) {
          Files.delete(broken);
        } else {
          Files.writeString(broken, content);
        }
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> ready(product, modality).statusCode() == 503);
        assertTrue(ready(product, modality).body().contains("rtl.http" + setting));
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> !logged.with("ERROR TLS: rtl.mllp" + setting).isEmpty());
        try (SSLSocket socket = open(modality, product.mllpPort())) {
          assertTrue(ask(socket, report()).contains("\rMSA|AA|"), "the old one is in use");
        }
        Files.writeString(broken, whole);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> ready(product, modality).statusCode() == 200);
      }
      // one line for each of two listeners and two faults, however often the files were looked at
      assertEquals(4, logged.with("ERROR TLS").size(), logged.lines::toString);
    }
  }

  @Test
  void aCertificateThatExpiresMeanwhileIsUnready() throws Exception {
    java.time.Instant now = java.time.Instant.now();
    ours.issue("rtl", now.minusSeconds(60), now.plusSeconds(8))
        .write(folder.resolve("rtl.pem"), folder.resolve("rtl.key"));
    try (Product product = start(false)) {
      SSLContext careless = Authority.trustingAnyone();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> ready(product, careless).statusCode() == 503);
      String told = "rtl.http.tls.certificate: " + folder.resolve("rtl.pem") + " has expired";
      assertTrue(ready(product, careless).body().contains("has expired"));
      assertEquals(1, logged.with("ERROR TLS: " + told).size(), logged.lines::toString);
    }
  }

  @Test
  void aRouteOfTheSitesOwnThatForgetsTlsStopsTheStart() throws Exception {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    try (var shipped = Files.list(Path.of("routes"))) {
      for (Path file : shipped.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    Path hl7 = routes.resolve("hl7.yaml");
    Files.writeString(
        hl7, Files.readString(hl7).replaceAll("(?m)^.*(ssl|sslContext|needClient)\\w*:.*\n", ""));
    Map<String, String> settings = settings(true);
    settings.put("rtl.routes", routes.toString());
    Settings.Wrong wrong =
        assertThrows(
            Settings.Wrong.class, () -> Product.start(folder.resolve("home"), settings).close());
    assertTrue(wrong.getMessage().contains("hl7-in does not use it"), wrong.getMessage());
  }

  @Test
  void plainListenersBeyondLoopbackAreSaidOnce() throws Exception {
    Map<String, String> open = Map.of("rtl.mllp.host", "0.0.0.0");
    Product.start(folder.resolve("home"), open).close();
    assertEquals(1, logged.with("rtl.mllp.tls.certificate is empty").size());
    assertEquals(List.of(), logged.with("rtl.http.tls.certificate is empty"));
  }
}
