package org.radiologytrust.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cases.CaseFolders;
import org.radiologytrust.cli.audit.ModelWorkbench;
import org.radiologytrust.cli.base.CommandCleanup;
import org.radiologytrust.lab.radfact.RadFact;
import org.radiologytrust.lab.results.Call;
import org.radiologytrust.lab.results.Call.Outcome;
import org.radiologytrust.lab.run.AskedModel;
import org.radiologytrust.lab.run.Asking;
import org.radiologytrust.lab.run.EvalCase;
import org.radiologytrust.lab.run.Evaluation;
import org.radiologytrust.lab.run.FewShot;
import org.radiologytrust.lab.run.TrainingRows;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;
import org.radiologytrust.pipeline.step.Ask;
import org.radiologytrust.pipeline.step.Models;

/** What an evaluation takes for the answer of a model, whatever it is. */
@Tag("integration")
class AnswersOfEvalTest {
  private static final String MODEL = PartlyLabelledTest.MODEL;

  /** Ends in the middle, with a label that is told with its odds. */
  private static final String HALF = "{\"judgements\":[{\"claim\":1,\"label\":\"supported\"";

  @TempDir Path folder;

  private final LabelledImages images = new LabelledImages();

  /** The calls of one labelled case, behind an example of itself. */
  private List<Call> asked(OllamaServer ollama, boolean grammar) throws Exception {
    try (ModelWorkbench lab = PartlyLabelledTest.lab(ollama.url().toString());
        CommandCleanup closing = new CommandCleanup(folder.resolve("closing" + grammar))) {
      Path out = folder.resolve("cases" + grammar);
      new RadFact(lab.files()).write(Path.of("src/test/resources/radfact"), out);
      CaseFolders.Folder entailment = CaseFolders.read(out).get(1);
      EvalCase c = images.read(entailment, lab.readers(), lab.files(), closing);
      List<TrainingRows.Row> rows = new TrainingRows(lab.files(), lab.steps()).of(c, images);
      return new Evaluation(
              new AskedModel(
                  lab.files(),
                  lab.steps(),
                  lab.client(List.of(MODEL), false),
                  new Models(MODEL, MODEL),
                  images),
              new Asking(FewShot.of(rows, 1), grammar, 200, Ask.LIST),
              Set.of("claims", "alignment"))
          .run(c, c)
          .calls();
    }
  }

  @Test
  void anAnswerThatEndsInTheMiddleIsCounted() throws Exception {
    try (OllamaServer ollama =
        new OllamaServer(c -> HALF)
            .model(MODEL, "completion")
            .odds((call, position, label) -> Map.of(label, 0.9))) {
      List<Call> calls = asked(ollama, true);
      assertEquals(List.of("claims", "alignment"), calls.stream().map(Call::step).toList());
      calls.forEach(call -> assertEquals(Outcome.NOT_JSON, call.outcome(), call.step()));
      assertEquals(HALF, calls.get(1).answer());
    }
  }

  /** A grammar ends the answer itself, and may let lines end inside it. */
  @Test
  void examplesEndAnAnswerAtItsLineWhereNoGrammarDoes() throws Exception {
    try (OllamaServer ollama = new OllamaServer(c -> "{}").model(MODEL, "completion")) {
      asked(ollama, false);
      int before = ollama.calls().size();
      assertNotEquals(0, before);
      for (OllamaCall call : ollama.calls()) {
        assertEquals("\n", call.body().at("/options/stop/0").asText());
      }
      asked(ollama, true);
      List<OllamaCall> held = ollama.calls().subList(before, ollama.calls().size());
      assertFalse(held.isEmpty());
      for (OllamaCall call : held) {
        assertFalse(call.body().path("options").has("stop"), call.step());
      }
    }
  }
}
