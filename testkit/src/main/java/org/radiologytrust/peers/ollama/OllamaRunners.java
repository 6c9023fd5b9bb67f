package org.radiologytrust.peers.ollama;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Which models are loaded, and with which options: a call with others loads anew. */
final class OllamaRunners {
  /** Options of the runner, not of the answer. keep_alive is none of them. */
  private static final Set<String> OPTIONS =
      Set.of("num_ctx", "num_batch", "num_gpu", "main_gpu", "use_mmap", "num_thread");

  private record Runner(int context, Map<String, String> options) {}

  private final Map<String, Runner> loaded = new ConcurrentHashMap<>();
  private final AtomicInteger loads = new AtomicInteger();

  /**
   * Loads a model where it has to be.
   *
   * @return whether it had to
   */
  boolean load(OllamaModel model, OllamaCall call, int context) {
    Map<String, String> options = new TreeMap<>();
    for (var option : call.body().path("options").properties()) {
      if (OPTIONS.contains(option.getKey())) {
        options.put(option.getKey(), option.getValue().toString());
      }
    }
    options.put("num_ctx", String.valueOf(context));
    Runner runner = new Runner(context, options);
    boolean fresh = !runner.equals(loaded.put(model.name(), runner));
    if (fresh) {
      loads.incrementAndGet();
    }
    return fresh;
  }

  void unload(OllamaModel model) {
    loaded.remove(model.name());
  }

  /** The context a model is loaded with; {@code null} where it is not loaded. */
  Integer context(OllamaModel model) {
    Runner runner = loaded.get(model.name());
    return runner == null ? null : runner.context();
  }

  int loads() {
    return loads.get();
  }
}
