package org.radiologytrust.peers.ollama;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.radiologytrust.peers.HttpPeer;

/** What the test has set, and what the server remembers between calls. */
final class OllamaState {
  final Map<String, OllamaModel> models = new ConcurrentSkipListMap<>();
  final OllamaRunners runners = new OllamaRunners();
  final OllamaImageMemory memory = new OllamaImageMemory();
  final OllamaCalls calls = new OllamaCalls();
  final OllamaScript script = new OllamaScript();
  volatile OllamaKind kind = OllamaKind.OLLAMA_0_33;
  volatile int context = 4096;
  volatile String token = "";
  volatile boolean loading;
  volatile boolean imageTrap;
  final OllamaImageMix mix = new OllamaImageMix();
  final List<OllamaCall> exams = new CopyOnWriteArrayList<>();
  volatile boolean blind;
  volatile OllamaServer.WantedProbabilities odds = (call, position, label) -> Map.of(label, 0.9);

  /** {@code null} for one that is not there. */
  OllamaModel model(String name) {
    return kind == OllamaKind.LLAMA_SERVER
        ? models.values().stream().findFirst().orElse(null)
        : models.get(OllamaModel.full(name));
  }

  /** Why who comes is not served; {@code null} where he is. */
  OllamaRefusal closed(HttpPeer.Exchange exchange) {
    String login = exchange.headers.getOrDefault("Authorization", "");
    boolean health = exchange.path.equals("/health");
    if (!token.isEmpty() && !health && !login.equals("Bearer " + token)) {
      return OllamaRefusal.of(
          401, kind == OllamaKind.LLAMA_SERVER ? "Invalid API Key" : "Unauthorized");
    }
    return loading && kind == OllamaKind.LLAMA_SERVER
        ? OllamaRefusal.of(503, OllamaFault.loading().text())
        : null;
  }
}
