package org.radiologytrust.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.ask.WantedProbabilities;
import org.radiologytrust.llm.server.ModelCatalog;
import org.radiologytrust.llm.wire.ModelOptions;
import org.radiologytrust.llm.wire.ModelWire;
import org.radiologytrust.llm.wire.OllamaWire;
import org.radiologytrust.peers.ollama.RealOllama;

/** On Ollama, by its own protocol. */
@Tag("peers")
@Tag("real-model")
@Tag("safety")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealServerTest extends RealServerContract<RealOllama> {
  @Override
  RealOllama open() {
    RealOllama ollama = RealOllama.start();
    ollama.createGemma(PLAIN);
    return ollama;
  }

  @Override
  ModelWire wire(ModelOptions options, ScheduledExecutorService watch) {
    return new OllamaWire(options, watch);
  }

  @Test
  void namesTheDigestOfWhatAnswered() throws Exception {
    client().ask(label(WantedProbabilities.ALL), JsonNode::toString);
    String url = server().url().toString();
    ModelCatalog catalog =
        ModelCatalog.ollama(() -> List.of(url), 4096, Map.of(), "", Optional.empty());
    String digest = catalog.digest(url, PLAIN);
    assertEquals(64, digest.length());
    assertEquals(digest, catalog.models(url).get(PLAIN + ":latest"));
    assertEquals(List.of(), catalog.problems(List.of(PLAIN), List.of()));
    assertTrue(
        catalog.problems(List.of(PLAIN), List.of(PLAIN)).get(0).contains("cannot see images"));
    assertEquals("0.33.0", catalog.version(url));
  }

  @Test
  void aModelThatRepeatsItselfIsGivenUpByTheServerAndIsAFailure() throws Exception {
    ModelRoute route = route(LONG, LONG, LONG);
    assertEquals(
        Reason.NOT_DONE,
        refusal(client(route), request(PLAIN, "Say it.", only("0".repeat(60)), 200)));
    assertEquals(List.of(Reason.NOT_DONE, Reason.NOT_DONE), route.refusals(), "asked twice");
  }

  @Test
  void aModelThatIsDeletedIsNotFoundUntilItIsThereAgain() throws Exception {
    server().createGemma("passing");
    ChatRequest request = request("passing", "Label:", LABEL, 60);
    client().ask(request, JsonNode::toString);
    server().delete("passing");
    assertEquals(Reason.NOT_FOUND, refusal(client(), request));
    server().createGemma("passing");
    client().ask(request, JsonNode::toString);
    server().delete("passing");
  }

  @Test
  void aLoadThatTakesTooLongIsAStallAndTheServerGoesOn() throws Exception {
    server().createGemma("slow");
    ModelClient impatient = client(route(Duration.ofMillis(1), LONG, LONG));
    assertEquals(Reason.STALLED, refusal(impatient, request("slow", "Label:", LABEL, 60)));
    client().ask(request("slow", "Label:", LABEL, 60), JsonNode::toString);
    server().delete("slow");
  }
}
