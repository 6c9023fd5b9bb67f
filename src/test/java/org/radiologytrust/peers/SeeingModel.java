package org.radiologytrust.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The small model that sees, as {@code model/README.md} tells: made once by the project's own
 * command, beside the weights that it is made of, and again only when what makes it has changed.
 */
public final class SeeingModel {
  private static final Path MODEL = Path.of("model");

  /** All that decides its bytes, beside the weights. */
  private static final List<String> SOURCES =
      List.of(
          "merge.py",
          "packages.py",
          "requirements.txt",
          "shape.py",
          "small/adapter.npz",
          "small/tower.npz");

  private static Path file;

  private SeeingModel() {}

  /**
   * The GGUF; the first call on a machine takes about a minute.
   *
   * @throws UncheckedIOException when there is none and none can be made
   */
  public static synchronized Path gguf() {
    if (file == null) {
      try {
        file = made();
      } catch (IOException e) {
        throw new UncheckedIOException("the tests' model that sees is missing", e);
      }
    }
    return file;
  }

  private static Path made() throws IOException {
    Path folder = RealOllamaBuild.folder();
    Path made = folder.resolve("seeing-" + hash() + ".gguf");
    // other test runs on this machine wait, and find it
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve("seeing.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      if (held.isValid() && !Files.isRegularFile(made)) {
        merge(made);
      }
    }
    return made;
  }

  private static void merge(Path made) throws IOException {
    Path work = Files.createTempDirectory(made.getParent(), "seeing.");
    try {
      Path out = work.resolve("seeing.gguf");
      Path log = work.resolve("log");
      int status =
          new ProcessBuilder(
                  "python3",
                  MODEL.resolve("merge.py").toString(),
                  "--base",
                  RealOllamaBuild.gemma().toString(),
                  "--adapter",
                  MODEL.resolve("small/adapter.npz").toString(),
                  "--tower",
                  MODEL.resolve("small/tower.npz").toString(),
                  "--name",
                  "Gemma 3 270M with phantom vision",
                  "--out",
                  out.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (status != 0) {
        throw new IOException("model/merge.py failed: " + Files.readString(log));
      }
      Files.move(out, made, StandardCopyOption.ATOMIC_MOVE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      remove(work);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  private static String hash() throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String source : SOURCES) {
        sha.update(Files.readAllBytes(MODEL.resolve(source)));
      }
      return HexFormat.of().formatHex(sha.digest()).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
