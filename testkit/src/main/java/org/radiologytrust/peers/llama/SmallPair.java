package org.radiologytrust.peers.llama;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The small pair that sees, as {@code model/README.md} tells: made by the project's own command,
 * beside the weights that it is made of, and again only when what makes it has changed.
 */
public final class SmallPair {
  public static final String BASE = "rtl-small-base";
  public static final String LORA = "rtl-small-lora";

  /** Gemma 3 270M as it is: text only, and it continues what it is given. */
  public static final String PLAIN = "rtl-small-plain";

  private static Path folder;

  private SmallPair() {}

  /**
   * The folder of one model: model.gguf, mmproj.gguf where it sees, and a Modelfile.
   *
   * @param name one of the names of this class
   */
  public static Path model(String name) {
    return folder().resolve(name);
  }

  /**
   * A folder for each model, named as the model; the first call on a machine takes about a minute.
   *
   * @throws UncheckedIOException when there is none and none can be made
   */
  public static synchronized Path folder() {
    if (folder == null) {
      try {
        folder = made();
      } catch (IOException e) {
        throw new UncheckedIOException("the tests' small pair is missing", e);
      }
    }
    return folder;
  }

  private static Path made() throws IOException {
    Path cache = Files.createDirectories(LlamaBuild.folder().resolve("small"));
    Path out = Files.createTempFile("small-pair", ".out");
    Path log = Files.createTempFile("small-pair", ".log");
    // other test runs on this machine wait, and find it
    try (FileChannel lock =
            FileChannel.open(
                cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      int status =
          new ProcessBuilder(
                  "python3",
                  Path.of("model", "small", "create.py").toString(),
                  "--files",
                  "--plain",
                  "--cache",
                  cache.toString(),
                  "--gemma",
                  LlamaBuild.gemma().toString())
              .redirectOutput(out.toFile())
              .redirectError(log.toFile())
              .start()
              .waitFor();
      if (status != 0 || !held.isValid()) {
        throw new IOException("model/small/create.py failed: " + Files.readString(log));
      }
      return Path.of(Files.readString(out).strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(out);
      Files.delete(log);
    }
  }
}
