package org.radiologytrust.peers.llama;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.radiologytrust.peers.PeerScript;

/**
 * Where the server and the weights are. {@code ./test} says so by the system property {@code
 * peers.llama}; else {@code .ci/llama} is asked, which builds them where they are not there yet.
 */
public final class LlamaBuild {
  private static Path folder;

  private LlamaBuild() {}

  /**
   * @throws UncheckedIOException when there is none and none can be built
   */
  static synchronized Path folder() {
    if (folder == null) {
      String given = System.getProperty("peers.llama", "");
      try {
        Path found = Path.of(given.isEmpty() ? PeerScript.run("llama") : given);
        for (String file : new String[] {"bin/llama-server", "gemma.gguf"}) {
          if (!Files.isRegularFile(found.resolve(file))) {
            throw new IOException(file + " is not in " + found);
          }
        }
        folder = found;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (IOException e) {
        throw new UncheckedIOException("the tests' model server is missing", e);
      }
    }
    return folder;
  }

  static Path program() {
    return folder().resolve("bin/llama-server");
  }

  /** Gemma 3 270M, text only, no template. */
  public static Path gemma() {
    return folder().resolve("gemma.gguf");
  }
}
