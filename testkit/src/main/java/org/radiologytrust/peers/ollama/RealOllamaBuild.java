package org.radiologytrust.peers.ollama;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.radiologytrust.peers.PeerScript;

/**
 * Where the server is. {@code ./test} says so by the system property {@code peers.ollama}; else
 * {@code .ci/ollama} is asked, which builds it where it is not there yet.
 */
final class RealOllamaBuild {
  private static final Map<Path, String> HASHES = new ConcurrentHashMap<>();
  private static Path folder;

  private RealOllamaBuild() {}

  /**
   * @throws UncheckedIOException when there is none and none can be built
   */
  static synchronized Path folder() {
    if (folder == null) {
      String given = System.getProperty("peers.ollama", "");
      try {
        folder = Path.of(given.isEmpty() ? build() : given);
        if (!Files.isExecutable(program())) {
          throw new IOException("bin/ollama is not in " + folder);
        }
      } catch (IOException e) {
        folder = null;
        throw new UncheckedIOException("the tests' model server is missing", e);
      }
    }
    return folder;
  }

  static Path program() {
    return folder().resolve("bin/ollama");
  }

  /** SHA-256 in hex, counted once for each path: the files do not change while tests run. */
  static String hash(Path file) {
    return HASHES.computeIfAbsent(file, RealOllamaBuild::count);
  }

  private static String count(Path file) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
        byte[] buffer = new byte[1 << 20];
        while (in.read(buffer) >= 0) {
          // the stream counts
        }
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String build() throws IOException {
    try {
      return PeerScript.run("ollama");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
