package org.radiologytrust.dcm4che;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.feature.FreePorts;

/** The consumer in a route: which studies it hands out, and when. */
class DicomConsumerTest {
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final String STUDY = new ObjectIds("4711", "1.2.3", "1.2.3.1", "").study();

  @TempDir Path home;
  private final AtomicLong nanos = new AtomicLong();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final AtomicBoolean failing = new AtomicBoolean();
  private DefaultCamelContext camel;
  private ObjectFolder folder;
  private int port;

  @BeforeEach
  void start() throws Exception {
    port = FreePorts.one();
    start("");
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  private void start(String options) throws Exception {
    folder = new ObjectFolder(home, new OpenStudies(QUIET, nanos::get));
    camel = new DefaultCamelContext();
    camel.getRegistry().bind("objects", folder);
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("dicom:RTL?folder=#objects&poll=10ms&port=" + port + options)
                .routeId("store")
                .errorHandler(noErrorHandler())
                .process(
                    exchange -> {
                      sent.add(exchange.getMessage().getBody(String.class));
                      if (failing.get()) {
                        throw new IOException("DOE^JOHN");
                      }
                    });
          }
        });
    camel.start();
  }

  private void send(String sopInstance) throws Exception {
    try (Sender sender = Sender.connect(port)) {
      assertEquals(0, sender.store(StorageScpTest.object("1.2.3", sopInstance)));
    }
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(1));
  }

  private boolean marked() {
    return Files.exists(home.resolve("open").resolve(STUDY));
  }

  @Test
  void aStudyIsSentWhenItIsNewAndWhenItIsComplete() throws Exception {
    send("1.2.3.4");
    await().until(() -> sent.equals(List.of(STUDY)));
    assertTrue(marked());
    nanos.addAndGet(QUIET.toNanos());
    await().until(() -> sent.equals(List.of(STUDY, STUDY)) && !marked());
    // a late image opens it again
    send("1.2.3.5");
    await().until(() -> sent.size() == 3 && marked());
  }

  @Test
  void aFailedStudyIsSentAgain() throws Exception {
    failing.set(true);
    send("1.2.3.4");
    await().until(() -> sent.size() == 1);
    failing.set(false);
    nanos.addAndGet(QUIET.toNanos());
    await().until(() -> sent.size() > 1 && !marked());
  }

  @Test
  void anOpenStudyIsSentAfterARestart() throws Exception {
    failing.set(true);
    send("1.2.3.4");
    await().until(() -> sent.size() == 1);
    camel.stop();
    assertTrue(marked());
    sent.clear();
    failing.set(false);
    start("");
    await().until(() -> sent.equals(List.of(STUDY)));
  }

  @Test
  void aSuspendedRouteAcceptsNothing() throws Exception {
    camel.getRouteController().suspendRoute("store");
    assertThrows(IOException.class, () -> Sender.connect(port).close());
    camel.getRouteController().resumeRoute("store");
    send("1.2.3.4");
    await().until(() -> sent.equals(List.of(STUDY)));
  }

  @Test
  void aStoppedRouteCanBeStartedAgain() throws Exception {
    camel.getRouteController().stopRoute("store");
    assertThrows(IOException.class, () -> Sender.connect(port).close());
    camel.getRouteController().startRoute("store");
    send("1.2.3.4");
    await().until(() -> sent.equals(List.of(STUDY)));
  }

  @Test
  void wrongOptionsStopTheStart() {
    for (String options :
        List.of(
            "&callers=CT1", "&associations=0", "&pduLength=100", "&idle=0", "&transferSyntaxes=")) {
      camel.stop();
      assertThrows(Exception.class, () -> start(options), options);
    }
    port = 0;
    assertThrows(Exception.class, () -> start(""));
  }

  @Test
  void aBusyPortStopsTheStartInOneLine() throws Exception {
    camel.stop();
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = busy.getLocalPort();
      Settings.Wrong wrong = assertThrows(Settings.Wrong.class, () -> start(""));
      assertTrue(
          wrong.getMessage().startsWith("rtl.dicom.port: port " + port + " on 127.0.0.1 is"));
    }
  }

  @Test
  void aFolderThatCannotBeMadeStopsTheStartInOneLine() throws Exception {
    camel.stop();
    Path file = Files.createFile(home.resolve("file"));
    home = file;
    Settings.Wrong wrong = assertThrows(Settings.Wrong.class, () -> start(""));
    assertTrue(wrong.getMessage().startsWith("rtl.dicom.folder: " + file));
  }

  @Test
  void anAeTitleHasAtMost16Characters() {
    for (String title : List.of("SEVENTEEN-LETTERS", "R\\L", "RÖNTGEN")) {
      assertThrows(
          Exception.class, () -> camel.getEndpoint("dicom:" + title + "?folder=#objects"), title);
    }
  }
}
