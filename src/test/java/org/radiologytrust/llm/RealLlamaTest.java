package org.radiologytrust.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.server.ModelCatalog;
import org.radiologytrust.llm.wire.ModelOptions;
import org.radiologytrust.llm.wire.ModelWire;
import org.radiologytrust.llm.wire.OpenAiWire;
import org.radiologytrust.peers.llama.RealLlama;
import org.radiologytrust.peers.llama.SmallPair;

/** On llama-server, by OpenAI's protocol. */
@Tag("peers")
@Tag("real-model")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealLlamaTest extends RealServerContract<RealLlama> {
  @Override
  RealLlama open() {
    return RealLlama.start();
  }

  @Override
  ModelWire wire(ModelOptions options, ScheduledExecutorService watch) {
    return new OpenAiWire(options, watch, OptionalInt.empty());
  }

  @Test
  void tellsWhichOfItsModelsSeeAndHowMuchTheyRead() throws Exception {
    String url = server().url().toString();
    ModelCatalog catalog = ModelCatalog.openAi(() -> List.of(url), 4096, "", Optional.empty());
    assertEquals(
        List.of(),
        catalog.problems(List.of(SmallPair.BASE, SmallPair.LORA), List.of(SmallPair.BASE)));
    assertTrue(
        catalog.problems(List.of(PLAIN), List.of(PLAIN)).get(0).contains("cannot see images"));
    assertTrue(catalog.version(url).matches("b\\d+-.*"), catalog.version(url));
  }

  @Test
  void aModelThatItDoesNotHaveIsNotFound() throws Exception {
    assertEquals(Reason.NOT_FOUND, refusal(client(), request("another", "Label:", LABEL, 60)));
  }

  @Test
  void aLoadThatTakesTooLongIsAStallAndTheServerGoesOn() throws Exception {
    server().kill();
    server().restart();
    ModelClient impatient = client(route(Duration.ofMillis(1), LONG, LONG));
    assertEquals(Reason.STALLED, refusal(impatient, request(PLAIN, "Label:", LABEL, 60)));
    client().ask(request(PLAIN, "Label:", LABEL, 60), JsonNode::toString);
  }
}
