package org.radiologytrust.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.TrueFinding;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.cli.audit.ModelWorkbench;
import org.radiologytrust.lab.results.Call;
import org.radiologytrust.lab.results.CaseResult;
import org.radiologytrust.lab.results.GivenClaim;
import org.radiologytrust.lab.results.GivenFinding;
import org.radiologytrust.lab.results.Judgement;
import org.radiologytrust.lab.run.AskedModel;
import org.radiologytrust.lab.run.Asking;
import org.radiologytrust.lab.run.CaseEvaluation;
import org.radiologytrust.lab.run.EvalCase;
import org.radiologytrust.lab.run.Evaluation;
import org.radiologytrust.lab.run.FewShot;
import org.radiologytrust.lab.run.WholeChain;
import org.radiologytrust.lab.synth.SynthCase;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Label;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;
import org.radiologytrust.pipeline.step.Ask;
import org.radiologytrust.pipeline.step.Models;

/** A whole audit of a case, beside its steps with the true results of those before them. */
@Tag("integration")
class WholeChainTest {
  private static final String MODEL = PartlyLabelledTest.MODEL;
  private static final String DENIED = "No pleural effusion";
  private static final String LARGE = "The heart is large";

  private final LabelledImages images = new LabelledImages();

  /** A chest with a left pleural effusion, which the report denies. */
  private EvalCase chest() throws Exception {
    String text = "FINDINGS: " + DENIED + ". " + LARGE + ".";
    TrueFinding effusion =
        new TrueFinding("pleural effusion", "left base", "white", "pleural effusion", "left");
    Truth truth =
        new Truth(
            "CR",
            "CHEST",
            "held",
            "good",
            List.of(effusion),
            List.of(
                claim(text, DENIED + ".", ClaimType.ABSENCE, Label.NEEDS_REVIEW),
                claim(text, LARGE + ".", ClaimType.FINDING, Label.NEEDS_REVIEW)));
    byte[] png = Files.readAllBytes(Path.of("model/small/phantoms/1000.png"));
    return images.read(
        new SynthSource.Generated("chest", new SynthCase(text, truth), Map.of("1.png", png)));
  }

  private static TrueClaim claim(String text, String quote, ClaimType type, Label label) {
    return new TrueClaim(
        quote, text.indexOf(quote), type, label, "", "Seen.", List.of(), null, List.of());
  }

  /** Supports all that it sees, whatever it has described. */
  private static String agrees(OllamaCall call) {
    String answer = ModelAnswers.of(call);
    return ModelAnswers.blank(call) ? answer : answer.replace("needs_review", "supported");
  }

  private List<Label> labels(OllamaServer ollama, Ask ask, boolean chain, List<String> steps)
      throws Exception {
    CaseResult result = result(ollama, ask, chain);
    result.calls().stream().map(Call::step).forEach(steps::add);
    List<Label> labels = new ArrayList<>();
    result.judged().stream().map(Judgement::label).forEach(labels::add);
    return labels;
  }

  private CaseResult result(OllamaServer ollama, Ask ask, boolean chain) throws Exception {
    EvalCase c = chest();
    try (ModelWorkbench lab = PartlyLabelledTest.lab(ollama.url().toString())) {
      AskedModel model =
          new AskedModel(
              lab.files(),
              lab.steps(),
              lab.client(List.of(MODEL), true),
              new Models(MODEL, MODEL),
              images);
      Asking asking = new Asking(FewShot.NONE, true, 600, ask);
      CaseEvaluation evaluation =
          chain
              ? new WholeChain(model, asking)
              : new Evaluation(model, asking, Set.of("alignment"));
      return evaluation.run(c, c);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAuditHoldsTheModelAgainstItsOwnFindings(Ask ask) throws Exception {
    try (OllamaServer ollama =
        new OllamaServer(WholeChainTest::agrees).model(MODEL, "completion", "vision")) {
      List<String> steps = new ArrayList<>();
      assertEquals(List.of(Label.SUPPORTED, Label.SUPPORTED), labels(ollama, ask, false, steps));
      steps.clear();
      assertEquals(List.of(Label.UNCERTAIN, Label.SUPPORTED), labels(ollama, ask, true, steps));
      assertEquals(
          WholeChain.STEPS.stream().map(ask::step).toList(), steps.stream().distinct().toList());
    }
  }

  @Test
  void itsClaimsAndFindingsAreMeasuredToo() throws Exception {
    try (OllamaServer ollama =
        new OllamaServer(WholeChainTest::agrees).model(MODEL, "completion", "vision")) {
      CaseResult result = result(ollama, Ask.LIST, true);
      assertEquals(List.of(DENIED, LARGE), result.claims().stream().map(GivenClaim::text).toList());
      assertEquals(
          List.of("pleural effusion"),
          result.findings().stream().map(GivenFinding::description).toList());
    }
  }

  /** The true claim that no claim of the model covers has no label. */
  @Test
  void aClaimThatTheModelDoesNotQuoteIsMissing() throws Exception {
    String one =
        "{\"claims\":[{\"sentence\":1,\"quote\":\"%s\",\"type\":\"absence\"}]}".formatted(DENIED);
    try (OllamaServer ollama =
        new OllamaServer(call -> call.step().equals("claims") ? one : agrees(call))
            .model(MODEL, "completion", "vision")) {
      List<Label> labels = labels(ollama, Ask.LIST, true, new ArrayList<>());
      assertEquals(Label.UNCERTAIN, labels.get(0));
    }
  }

  @Test
  void aStepWithoutAValidAnswerLeavesNoLabel() throws Exception {
    try (OllamaServer ollama =
        new OllamaServer(call -> call.step().equals("findings") ? "{}" : agrees(call))
            .model(MODEL, "completion", "vision")) {
      List<Label> none = new ArrayList<>();
      none.add(null);
      none.add(null);
      List<String> steps = new ArrayList<>();
      assertEquals(none, labels(ollama, Ask.LIST, true, steps));
      assertEquals(List.of("claims", "findings"), steps);
    }
  }
}
