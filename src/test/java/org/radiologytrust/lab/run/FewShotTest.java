package org.radiologytrust.lab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.radiologytrust.llm.ask.ChatRequest;

class FewShotTest {
  private static final String RULES = "Split it.\n\nRules:\n- one\n\n";

  private final FewShot fewShot =
      FewShot.of(
          List.of(
              row("claims", "----\n1. Cyst.\n----", "{\"claims\":[1]}"),
              row("rewrite", "----\nCyst.\n----", "{}"),
              row("claims", "----\n1. Scar.\n----", "{\"claims\":[2]}"),
              row("claims", "----\n1. Tear.\n----", "{\"claims\":[3]}")),
          2);

  private static TrainingRows.Row row(String step, String data, String answer) {
    return new TrainingRows.Row("lora", step, "case", RULES + data, List.of(), answer);
  }

  private static ChatRequest request(String step, String prompt) {
    return new ChatRequest(
        step, "m", prompt, List.of(), JsonNodeFactory.instance.objectNode(), 100, "n");
  }

  /** The dashes and the number that all data begin with stay with the data. */
  @Test
  void instructionsStandOnceAndEachExampleIsWhole() {
    assertEquals(
        RULES
            + "----\n1. Cyst.\n----\n{\"claims\":[1]}\n\n"
            + "----\n1. Scar.\n----\n{\"claims\":[2]}\n\n"
            + "----\n1. Node.\n----\n",
        fewShot.before(request("claims", RULES + "----\n1. Node.\n----")));
  }

  @Test
  void anAnswerIsOneLineAsInTheExamples() {
    assertEquals("\n", fewShot.stop(request("claims", RULES)));
  }

  @Test
  void promptsThatBeginInDifferentWaysStandWhole() {
    assertEquals(
        RULES + "----\nCyst.\n----\n{}\n\nOther rules.\n\n----\nNode.\n----\n",
        fewShot.before(request("rewrite", "Other rules.\n\n----\nNode.\n----")));
  }

  @Test
  void aStepWithoutExamplesIsAskedAsItIs() {
    ChatRequest asked = request("summaries", RULES + "data");
    assertEquals(asked.prompt(), fewShot.before(asked));
    assertEquals("", fewShot.stop(asked));
  }
}
