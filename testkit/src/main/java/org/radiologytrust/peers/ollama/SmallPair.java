package org.radiologytrust.peers.ollama;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The small pair that sees, as {@code model/README.md} tells: made by the project's own command,
 * beside the weights that it is made of, and again only when what makes it has changed.
 */
public final class SmallPair {
  public static final String BASE = "rtl-small-base";
  public static final String LORA = "rtl-small-lora";

  /** As {@code model/small/create.py} has it: what the pair was trained with. */
  private static final String TEMPLATE =
      "<start_of_turn>user\n{{ .Prompt }}<end_of_turn>\n<start_of_turn>model\n";

  private static List<Path> files;

  private SmallPair() {}

  /**
   * The model that describes images; the first call on a machine takes about a minute.
   *
   * @throws UncheckedIOException when there is none and none can be made
   */
  public static Path base() {
    return files().get(0);
  }

  /** The model that is asked all other steps. */
  public static Path lora() {
    return files().get(1);
  }

  /** Creates both on a server, under their names. */
  public static void create(RealOllama ollama) {
    ollama.create(BASE, base(), TEMPLATE);
    ollama.create(LORA, lora(), TEMPLATE);
  }

  private static synchronized List<Path> files() {
    if (files == null) {
      try {
        files = made();
      } catch (IOException e) {
        throw new UncheckedIOException("the tests' small pair is missing", e);
      }
    }
    return files;
  }

  private static List<Path> made() throws IOException {
    Path folder = Files.createDirectories(RealOllamaBuild.folder().resolve("small"));
    Path out = Files.createTempFile("small-pair", ".out");
    Path log = Files.createTempFile("small-pair", ".log");
    // other test runs on this machine wait, and find it
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      int status =
          new ProcessBuilder(
                  "python3",
                  Path.of("model", "small", "create.py").toString(),
                  "--files",
                  "--cache",
                  folder.toString(),
                  "--gemma",
                  RealOllamaBuild.gemma().toString())
              .redirectOutput(out.toFile())
              .redirectError(log.toFile())
              .start()
              .waitFor();
      if (status != 0 || !held.isValid()) {
        throw new IOException("model/small/create.py failed: " + Files.readString(log));
      }
      return Files.readString(out).lines().map(Path::of).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(out);
      Files.delete(log);
    }
  }
}
