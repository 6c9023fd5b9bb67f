package org.radiologytrust.peers.llama;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.radiologytrust.peers.RealServer;

/**
 * A real llama-server on a free loopback port, with the models of a folder, each in a process of
 * its own, which the first call to a model starts. Tests that use it are tagged {@code peers}:
 * where it cannot be built they fail.
 *
 * <pre>{@code
 * try (RealLlama llama = RealLlama.start()) {
 *   ... llama.url() ... SmallPair.BASE ... llama.kill(); llama.restart(); ...
 * }
 * }</pre>
 *
 * Models run with one thread: two collapse as soon as other work disturbs them. Generates some 20
 * tokens a second: ask for few.
 */
public final class RealLlama extends RealServer {
  /** Tokens of the context of each call. */
  private static final int CONTEXT = 4096;

  private final Path models;
  private final int parallel;

  private RealLlama(Path models, int parallel) {
    super("real-llama");
    this.models = models;
    this.parallel = parallel;
    restart();
  }

  /** The small pair and the plain Gemma, one call to each at a time. */
  public static RealLlama start() {
    return start(1);
  }

  /**
   * The same.
   *
   * @param parallel calls to one model at a time
   */
  public static RealLlama start(int parallel) {
    return new RealLlama(SmallPair.folder(), parallel);
  }

  @Override
  protected Launch launch(Path home, int port) {
    List<String> command =
        List.of(
            LlamaBuild.program().toString(),
            "--host",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--models-dir",
            models.toString(),
            "--ctx-size",
            String.valueOf(CONTEXT * parallel),
            "--parallel",
            String.valueOf(parallel),
            "--threads",
            "1",
            "--cache-ram",
            "0",
            // without it, Gemma's sliding window makes the server forget a prompt that goes on
            // otherwise
            "--swa-full");
    return new Launch(command, Map.of(), "LLAMA_", "/health");
  }
}
