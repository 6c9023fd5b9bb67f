package org.radiologytrust.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
  @TempDir Path folder;

  private static String ofFile(Executable attempt) {
    return Faults.ofFile(assertThrows(IOException.class, attempt));
  }

  @Test
  void filesOfThisMachine() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[] {(byte) 0xff, '\n'});
    assertEquals("it does not exist", ofFile(() -> Files.readString(folder.resolve("none"))));
    assertEquals("it is not text in UTF-8", ofFile(() -> Files.readAllLines(file)));
    assertEquals("it is not a folder", ofFile(() -> Files.list(file).close()));
    assertEquals("something else has that name", ofFile(() -> Files.createDirectory(file)));
    assertEquals(
        "File name too long",
        ofFile(
            () -> Files.writeString(folder.resolve("x".repeat(300)), "", StandardCharsets.UTF_8)));
  }

  @Test
  void theTextOfAnExceptionIsNeverShown() {
    assertEquals(
        "this user has no right to it", Faults.ofFile(new AccessDeniedException("CANARY")));
    assertFalse(Faults.ofFile(new IOException("CANARY")).contains("CANARY"));
    assertFalse(Faults.ofFile(new FileSystemException("CANARY")).contains("CANARY"));
    assertFalse(Faults.ofPeer(new IOException("CANARY")).contains("CANARY"));
  }

  @Test
  void peersByTheCauseThatSaysMost() {
    assertEquals("the connection was lost", Faults.ofPeer(new SocketException("reset")));
    assertEquals(
        "the name of the host is unknown",
        Faults.ofPeer(new ConnectException().initCause(new UnresolvedAddressException())));
    assertEquals(
        "the name of the host is unknown",
        Faults.ofPeer(new ExecutionException(new UnknownHostException("CANARY"))));
    assertEquals(
        "no answer in time",
        Faults.ofPeer(new HttpConnectTimeoutException("x").initCause(new ConnectException("x"))));
    assertEquals(
        "TLS failed: check the certificates of both sides",
        Faults.ofPeer(new IOException(new SSLHandshakeException("CANARY"))));
  }

  @Test
  @Tag("integration")
  void nobodyListens() {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/")).build();
    IOException refused =
        assertThrows(
            IOException.class,
            () -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()));
    assertEquals("nothing accepts connections there", Faults.ofPeer(refused));
  }
}
