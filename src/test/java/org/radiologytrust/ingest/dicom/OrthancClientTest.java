package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;

@Tag("safety")
@Tag("integration")
class OrthancClientTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  @Test
  void answersLongerThanAllowedAreBrokenOff() throws Exception {
    try (FakeOrthanc orthanc = new FakeOrthanc()) {
      String path = "/instances/" + FakeOrthanc.id(1) + "/content/0028-3010/0/0028-3006";
      orthanc.answers.put(path, "x".repeat(100_000));
      OrthancClient client = orthanc.client(Duration.ofSeconds(5));
      String tag = "0028-3010/0/0028-3006";
      assertEquals(100_000, client.value(FakeOrthanc.id(1), tag, 100_000).length);
      DicomStoreException error =
          assertThrows(
              DicomStoreException.class, () -> client.value(FakeOrthanc.id(1), tag, 99_999));
      assertEquals(Kind.FAILED, error.kind());
      assertTrue(error.getMessage().contains("more than 99999 bytes"), error.getMessage());
    }
  }

  @Test
  void answersThatNestTooDeepAreNone() throws Exception {
    try (FakeOrthanc orthanc = new FakeOrthanc()) {
      String tags = "/instances/" + FakeOrthanc.id(1) + "/simplified-tags";
      for (String path : new String[] {"/changes", tags}) {
        orthanc.answers.put(path, "{\"x\":".repeat(100_000));
      }
      OrthancClient client = orthanc.client(Duration.ofSeconds(5));
      assertEquals(
          Kind.FAILED, assertThrows(DicomStoreException.class, () -> client.changes(0, 1)).kind());
      assertEquals(
          Kind.FAILED,
          assertThrows(DicomStoreException.class, () -> client.tags(FakeOrthanc.id(1))).kind());
    }
  }

  @Test
  void answersOfManyShortTokensAreNone() throws Exception {
    try (FakeOrthanc orthanc = new FakeOrthanc()) {
      orthanc.answers.put("/studies/" + FakeOrthanc.id(1), "[" + "{},".repeat(1_100_000) + "{}]");
      OrthancClient client = orthanc.client(Duration.ofMinutes(2));
      assertEquals(
          Kind.FAILED,
          assertThrows(DicomStoreException.class, () -> client.stable(FakeOrthanc.id(1))).kind());
    }
  }

  /** Reports wait for an archive that is away, and give up one whose answers are wrong. */
  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void anOrthancThatRestartsBehindAProxyIsAway(int status) throws Exception {
    try (FakeOrthanc orthanc = new FakeOrthanc()) {
      orthanc.answers.put("/changes", "" + status);
      OrthancClient client = orthanc.client(Duration.ofSeconds(5));
      assertEquals(
          Kind.UNREACHABLE,
          assertThrows(DicomStoreException.class, () -> client.changes(0, 1)).kind());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"Changes\":[]}",
        "{\"Changes\":{},\"Done\":true}",
        "{\"Changes\":[1],\"Done\":true}",
        "{\"Changes\":[{\"Seq\":7,\"ChangeType\":\"NewSeries\"}],\"Done\":true}",
        "{\"Changes\":[{\"Seq\":9},{\"Seq\":9}],\"Done\":true}",
        "{\"Changes\":[{\"Seq\":-5,\"ChangeType\":\"StableStudy\"}],\"Done\":true}"
      })
  void whatIsNoListOfChangesIsNotTakenForAnEmptyOne(String page) throws Exception {
    try (FakeOrthanc orthanc = new FakeOrthanc()) {
      orthanc.answers.put("/changes", page);
      OrthancClient client = orthanc.client(Duration.ofSeconds(5));
      assertEquals(
          Kind.FAILED, assertThrows(DicomStoreException.class, () -> client.changes(7, 1)).kind());
    }
  }

  /** Neither headers that never come nor a body that stops may hold a thread. */
  @Test
  @Timeout(60)
  void aStallEnds() throws Exception {
    for (String begun : new String[] {"", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"}) {
      try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        Thread thread = new Thread(() -> stall(server, begun));
        thread.start();
        OrthancClient client = client("http://127.0.0.1:" + server.getLocalPort());
        DicomStoreException error =
            assertThrows(DicomStoreException.class, () -> client.changes(0, 1));
        assertEquals(Kind.UNREACHABLE, error.kind());
        thread.interrupt();
      }
    }
  }

  private static void stall(ServerSocket server, String begun) {
    try (Socket socket = server.accept();
        OutputStream out = socket.getOutputStream()) {
      out.write(begun.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      Thread.sleep(120_000);
    } catch (IOException | InterruptedException e) {
      // the test is over
    }
  }

  @Test
  void idsCannotBecomePaths() throws Exception {
    try (FakeOrthanc orthanc = new FakeOrthanc()) {
      OrthancClient client = orthanc.client(SHORT);
      for (String id : new String[] {"", "../system", FakeOrthanc.id(1) + "/../x", "1.2.3"}) {
        assertThrows(DicomStoreException.class, () -> client.tags(id));
      }
      assertTrue(orthanc.asked.isEmpty());
    }
  }

  @Test
  void unusableTextIsNotQuoted() throws Exception {
    try (FakeOrthanc orthanc = new FakeOrthanc()) {
      String path = "/instances/" + FakeOrthanc.id(1) + "/simplified-tags";
      orthanc.answers.put(path, "{\"PatientName\":\"Canary\" \"");
      DicomStoreException error =
          assertThrows(
              DicomStoreException.class, () -> orthanc.client(SHORT).tags(FakeOrthanc.id(1)));
      assertFalse(error.getMessage().contains("Canary"));
      assertNull(error.getCause());
    }
  }

  @Test
  void checkSaysWhatToDo() throws Exception {
    String nobody = client("http://127.0.0.1:1").check().orElseThrow();
    assertTrue(nobody.contains("rtl.orthanc.url"), nobody);
    try (FakeOrthanc orthanc = new FakeOrthanc()) {
      OrthancClient client = orthanc.client(SHORT);
      assertTrue(client.check().orElseThrow().contains("not Orthanc"));
      orthanc.answers.put("/system", "{}");
      orthanc.answers.put("/plugins", "[\"explorer.js\"]");
      assertTrue(client.check().orElseThrow().contains("install orthanc-gdcm"));
      orthanc.answers.put("/plugins", "[\"explorer.js\",\"gdcm\"]");
      assertTrue(client.check().isEmpty());
      orthanc.answers.put("/system", "401");
      assertTrue(client.check().orElseThrow().contains("rtl.orthanc.password"));
    }
  }

  @Test
  void onlyHttp() {
    assertThrows(IllegalArgumentException.class, () -> client("file:///etc"));
  }

  private static OrthancClient client(String uri) {
    return new OrthancClient(URI.create(uri), "u", "p", SHORT);
  }
}
