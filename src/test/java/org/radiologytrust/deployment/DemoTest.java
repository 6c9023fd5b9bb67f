package org.radiologytrust.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.launch.Jvm;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.peers.ollama.OllamaServer;

/** {@code rtl demo} where Ollama and the configured models are there: it uses them. */
@Tag("peers")
class DemoTest {
  @Test
  void withModelsThereTheDemoUsesThem() throws Exception {
    try (OllamaServer ollama =
        new OllamaServer(ModelAnswers::of)
            .model("medgemma1.5:4b-it-q8_0", "completion", "vision")) {
      Process process =
          Jvm.rtl("demo", "--exit", "-Drtl.model.urls=" + ollama.url())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(1, process.exitValue(), "not all is as expected: " + out);
      assertTrue(out.contains("supported     There is a left pleural effusion"), out);
      assertTrue(out.contains("Score "), out);
      assertFalse(out.contains("not assessed  "), out);
      assertTrue(out.contains("\n 5  needs review  Right pleural effusion"), out);
      assertFalse(out.contains("\n 6  "), out);
      assertFalse(out.contains("small pair"), out);
      assertEquals(8, ollama.calls("alignment").size(), "each on the images, and on blank ones");
      assertEquals(6, ollama.calls("findings").get(3).images().size(), "the slices of the CT");
      for (String part :
          List.of(
              "=== Case 1 of 4: fluid and a large heart ===",
              "Drawn: a left pleural effusion and an enlarged heart.",
              "=== Case 4 of 4: a CT of six slices ===",
              "Came out, model: the labels of 3 of 3 claims fit what was drawn.")) {
        assertTrue(out.contains(part), part + " in " + out);
      }
      // this model sees an effusion in everything, and the demo says so
      assertTrue(
          out.contains(
              "Came out, model: the labels of 2 of 4 claims fit what was drawn, which is NOT as"),
          out);
      assertEquals(4, out.split("Came out, checks: ").length - 1, out);
      assertEquals(4, out.split("flags?, as expected[.]").length - 1, out);
    }
  }

  @Test
  void withTheSmallPairTheDemoSaysThatItIsWeak() throws Exception {
    try (OllamaServer ollama =
        new OllamaServer(
                call ->
                    ModelAnswers.of(call)
                        .replace("\"label\":\"needs_review\"", "\"label\":\"supported\""))
            .model("rtl-small-base", "completion", "vision")
            .model("rtl-small-lora", "completion", "vision")) {
      Process process =
          Jvm.rtl("demo", "--exit", "-Drtl.model.urls=" + ollama.url())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(1, process.exitValue(), "not all is as expected: " + out);
      assertTrue(out.contains("uncertain     There is a left pleural effusion"), out);
      assertTrue(out.contains("The small pair of models is weak:"), out);
    }
  }
}
