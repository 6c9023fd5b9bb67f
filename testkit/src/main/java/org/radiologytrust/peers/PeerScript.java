package org.radiologytrust.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A script of {@code .ci} that makes a peer and prints where it is. */
public final class PeerScript {
  private PeerScript() {}

  /**
   * @return what it printed
   * @throws IOException with its log when it failed
   */
  public static String run(String name) throws IOException, InterruptedException {
    Path out = Files.createTempFile(name, ".out");
    Path log = Files.createTempFile(name, ".log");
    try {
      int status =
          new ProcessBuilder("bash", Path.of(".ci", name).toAbsolutePath().toString())
              .redirectOutput(out.toFile())
              .redirectError(log.toFile())
              .start()
              .waitFor();
      if (status != 0) {
        throw new IOException(".ci/" + name + " failed: " + Files.readString(log));
      }
      return Files.readString(out).strip();
    } finally {
      Files.delete(out);
      Files.delete(log);
    }
  }
}
