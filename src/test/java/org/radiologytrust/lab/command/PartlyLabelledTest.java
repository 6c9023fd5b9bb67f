package org.radiologytrust.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cases.CaseFolders;
import org.radiologytrust.cli.audit.ModelWorkbench;
import org.radiologytrust.cli.base.CommandCleanup;
import org.radiologytrust.lab.radfact.RadFact;
import org.radiologytrust.lab.results.Call;
import org.radiologytrust.lab.results.CaseResult;
import org.radiologytrust.lab.run.AskedModel;
import org.radiologytrust.lab.run.Asking;
import org.radiologytrust.lab.run.EvalCase;
import org.radiologytrust.lab.run.Evaluation;
import org.radiologytrust.lab.run.FewShot;
import org.radiologytrust.lab.run.TrainingRows;
import org.radiologytrust.peers.ollama.OllamaServer;
import org.radiologytrust.pipeline.step.Ask;
import org.radiologytrust.pipeline.step.Models;
import org.radiologytrust.settings.Settings;

/** Cases of which not everything is known are asked, and trained on, as far as they go. */
@Tag("integration")
class PartlyLabelledTest {
  static final String MODEL = "medgemma:4b";

  @TempDir Path folder;

  private final LabelledImages images = new LabelledImages();

  private List<EvalCase> cases(ModelWorkbench lab, CommandCleanup closing) throws Exception {
    Path out = folder.resolve("cases");
    new RadFact(lab.files()).write(Path.of("src/test/resources/radfact"), out);
    List<EvalCase> cases = new java.util.ArrayList<>();
    for (CaseFolders.Folder f : CaseFolders.read(out)) {
      cases.add(images.read(f, lab.readers(), lab.files(), closing));
    }
    return cases;
  }

  @Test
  void onlyWhatTheTruthAllowsIsAsked() throws Exception {
    try (OllamaServer ollama = new OllamaServer(c -> "{}").model(MODEL, "completion");
        ModelWorkbench lab = lab(ollama.url().toString());
        CommandCleanup closing = new CommandCleanup(folder.resolve("closing"))) {
      Evaluation evaluation =
          new Evaluation(
              new AskedModel(
                  lab.files(),
                  lab.steps(),
                  lab.client(List.of(MODEL), false),
                  new Models(MODEL, MODEL),
                  images),
              new Asking(FewShot.NONE, false, 200, Ask.LIST),
              new HashSet<>(Evaluation.STEPS));
      List<EvalCase> cases = cases(lab, closing);
      CaseResult claims = evaluation.run(cases.get(0), cases.get(0));
      assertEquals(List.of("claims"), claims.calls().stream().map(Call::step).toList());
      CaseResult entailment = evaluation.run(cases.get(1), cases.get(1));
      assertEquals(
          List.of("claims", "alignment", "rewrite"),
          entailment.calls().stream().map(Call::step).toList());
    }
  }

  @Test
  void thereAreNoRowsOfWhatIsNotKnown() throws Exception {
    try (ModelWorkbench lab = lab("http://127.0.0.1:1");
        CommandCleanup closing = new CommandCleanup(folder.resolve("closing"))) {
      TrainingRows rows = new TrainingRows(lab.files(), lab.steps());
      List<EvalCase> cases = cases(lab, closing);
      assertTrue(rows.of(cases.get(0), images).isEmpty());
      List<TrainingRows.Row> entailment = rows.of(cases.get(1), images);
      assertEquals(
          List.of("claims", "alignment"), entailment.stream().map(TrainingRows.Row::step).toList());
      assertTrue(entailment.get(1).prompt().contains("The scaphoid is broken at its waist."));
    }
  }

  /** The product with one model for all steps. */
  static ModelWorkbench lab(String url) {
    Settings settings =
        Settings.load(
            null,
            Map.of(),
            Map.of("rtl.model.urls", url, "rtl.model.base", MODEL, "rtl.model.lora", MODEL));
    return new ModelWorkbench(settings);
  }
}
