package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.ingest.dicom.OrthancClient;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.peers.ollama.OllamaServer;
import org.radiologytrust.tls.Authority;
import org.radiologytrust.tls.PemFile;
import org.radiologytrust.tls.ReloadedTls;
import org.radiologytrust.tls.TlsFiles;
import org.radiologytrust.tls.TlsRelay;

/** Peers behind a CA of the site's own. */
@Tag("safety")
@Tag("integration")
class OutgoingTlsTest {
  private static final String REPORT =
      "MSH|^~\\&|RIS|S|RTL|S|20260401101500||ORU^R01|1|P|2.5.1\r"
          + "PID|1||4711^^^S^MR||CANARY^ANNA||19600101|F\r"
          + "OBR|1||A-1|71020^Chest^L|||20260401||||||||||||||||||F\r"
          + "OBX|1|TX|18748-4^Report^LN||IMPRESSION: No pneumothorax.||||||F\r";

  @TempDir Path folder;

  private final Authority site = new Authority("site");
  private Path trusted;

  @BeforeEach
  void trusted() throws Exception {
    trusted = folder.resolve("ca.pem");
    site.write(trusted);
  }

  private Map<String, SelfCheckResult.State> doctor(Map<String, String> settings) {
    Map<String, SelfCheckResult.State> states = new TreeMap<>();
    Product.doctor(folder.resolve("home"), settings)
        .forEach(answer -> states.put(answer.peer(), answer.state()));
    return states;
  }

  /** Answers as much of Orthanc, and of an archive, as their checks ask for. */
  private static HttpServer orthanc() throws Exception {
    return answering("[\"gdcm\"]");
  }

  private static HttpServer answering(String json) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = json.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void allPeersAreReachedWhereTheirCaIsTrustedAndNoneWhereNot() throws Exception {
    HttpServer images = orthanc();
    HttpServer ehr = answering("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}");
    try (OllamaServer models =
            new OllamaServer(c -> "{\"answer\":\"yes\"}")
                .model("medgemma:4b", "completion", "vision");
        FhirServer fhir = new FhirServer();
        TlsRelay modelRelay = new TlsRelay(site.issue("models"), models.url());
        TlsRelay fhirRelay = new TlsRelay(site.issue("fhir"), fhir.url());
        TlsRelay ehrRelay = new TlsRelay(site.issue("ehr"), url(ehr));
        TlsRelay imageRelay = new TlsRelay(site.issue("images"), url(images))) {
      Map<String, String> settings = Product.ollama(modelRelay.url().toString());
      settings.put("rtl.model.lora", "medgemma:4b");
      settings.put("rtl.model.retries", "0");
      settings.put("rtl.fhir.server", fhirRelay.url().toString());
      settings.put("rtl.fhir.reports.url", ehrRelay.url().toString());
      settings.put("rtl.orthanc.url", imageRelay.url().toString());
      settings.put("rtl.images.source", "dicomweb");
      settings.put("rtl.images.archive.url", imageRelay.url().toString());
      Map<String, SelfCheckResult.State> without = doctor(settings);
      settings.put("rtl.tls.trusted", trusted.toString());
      Map<String, SelfCheckResult.State> with = doctor(settings);
      for (String peer :
          new String[] {"model", "fhir-server", "fhir-reports", "orthanc", "archive"}) {
        assertEquals(SelfCheckResult.State.BROKEN, without.get(peer), peer);
        assertEquals(SelfCheckResult.State.OK, with.get(peer), peer);
      }
    } finally {
      images.stop(0);
      ehr.stop(0);
    }
  }

  private static URI url(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Test
  void auditsReachAFhirServerBehindThatCa() throws Exception {
    try (FhirServer fhir = new FhirServer();
        TlsRelay relay = new TlsRelay(site.issue("fhir"), fhir.url());
        Product product =
            Product.start(
                folder.resolve("home"),
                Map.of(
                    "rtl.tls.trusted", trusted.toString(),
                    "rtl.fhir.server", relay.url().toString(),
                    "rtl.fhir.unresolved", "logical"))) {
      product.mllp(REPORT);
      await().atMost(Duration.ofSeconds(30)).until(() -> fhir.transactions() > 0);
    }
  }

  @Test
  void aChangedFileIsTakenByClientsThatAreThere() throws Exception {
    Authority next = new Authority("site-2");
    HttpServer images = orthanc();
    URI plain = url(images);
    try (TlsRelay before = new TlsRelay(site.issue("images"), plain);
        TlsRelay after = new TlsRelay(next.issue("images"), plain)) {
      ReloadedTls tls =
          new ReloadedTls(
              TlsFiles.outgoing(new PemFile("rtl.tls.trusted", trusted)), Clock.systemUTC());
      SSLContext context = tls.context();
      // as the model's HTTP client does, which asks for it once
      SSLSocketFactory sockets = context.getSocketFactory();
      OrthancClient old = client(before, context);
      OrthancClient renewed = client(after, context);
      assertEquals("", old.check().orElse(""));
      assertEquals(true, renewed.check().isPresent());
      assertEquals(false, shakes(sockets, after));
      Files.writeString(trusted, "damaged");
      tls.reloadIfChanged();
      assertEquals("", old.check().orElse(""), "the earlier one stays in use");
      next.write(trusted);
      tls.reloadIfChanged();
      assertEquals("", renewed.check().orElse(""));
      assertEquals(true, shakes(sockets, after));
      assertEquals(false, shakes(sockets, before));
    } finally {
      images.stop(0);
    }
  }

  private static OrthancClient client(TlsRelay relay, SSLContext trust) {
    return new OrthancClient(relay.url(), "u", "p", Duration.ofSeconds(10), Optional.of(trust));
  }

  private static boolean shakes(SSLSocketFactory sockets, TlsRelay relay) throws Exception {
    try (SSLSocket socket =
        (SSLSocket) sockets.createSocket(relay.url().getHost(), relay.url().getPort())) {
      socket.startHandshake();
      return true;
    } catch (javax.net.ssl.SSLException e) {
      return false;
    }
  }
}
