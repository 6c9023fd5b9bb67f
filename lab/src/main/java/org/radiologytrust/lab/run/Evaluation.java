package org.radiologytrust.lab.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.lab.results.Call;
import org.radiologytrust.lab.results.CaseResult;
import org.radiologytrust.lab.results.GivenClaim;
import org.radiologytrust.lab.results.GivenFinding;
import org.radiologytrust.lab.results.Judgement;
import org.radiologytrust.llm.AnswerValidator;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.step.Ask;
import org.radiologytrust.pipeline.step.StepCatalog;

/**
 * Asks one model, or a pair of models, about cases. Each step gets the true results of the steps
 * before it, so each step is measured on its own. There is one exception: the alignment of a case
 * with images gets the findings that the model described, as in an audit. If a case has claims
 * without a label, only its claims and findings are asked for. Steps without a true answer are also
 * asked, because their calls are counted.
 */
public final class Evaluation implements CaseEvaluation {
  /** Name for three extra alignments: blank images, the same images again, another patient's. */
  private static final String PROBES = "probes";

  /**
   * Names of the steps that can be asked, in order, including {@code probes}. The step that runs in
   * place of another has that one's name.
   */
  public static final List<String> STEPS =
      StepCatalog.known().stream()
          .filter(step -> Ask.LIST.runs(step.name()))
          .map(step -> step.folder().equals(step.name()) ? step.name() : PROBES)
          .distinct()
          .toList();

  /** Steps whose answers are compared with the truth. */
  private static final Set<String> COMPARED = Set.of("claims", "findings", "alignment", PROBES);

  private static final String LABELS = "alignment";

  private final AskedModel model;
  private final Asking asking;
  private final Set<String> steps;

  /**
   * @param steps the steps to ask, from {@link #STEPS}
   */
  public Evaluation(AskedModel model, Asking asking, Set<String> steps) {
    this.model = model;
    this.asking = asking;
    this.steps = steps;
  }

  @Override
  public CaseResult run(EvalCase c, EvalCase other)
      throws ModelFailure, InterruptedException, IOException {
    try (AskedModel.Asked asked = model.begin(asking);
        ReferenceCase reference = model.truth(c)) {
      return new CaseRun(c, other, reference, asked).result();
    }
  }

  /** The questions about one case. */
  private final class CaseRun {
    private final EvalCase c;
    private final EvalCase other;
    private final ReferenceCase reference;
    private final AskedModel.Asked asked;
    private final boolean sees;
    private final boolean labelled;

    CaseRun(EvalCase c, EvalCase other, ReferenceCase reference, AskedModel.Asked asked) {
      this.c = c;
      this.other = other;
      this.reference = reference;
      this.asked = asked;
      this.sees = !c.instances().isEmpty();
      this.labelled = ReferenceAnswers.labelled(c.truth());
    }

    CaseResult result() throws ModelFailure, InterruptedException, IOException {
      List<GivenClaim> claims = claims();
      // without labels the claims may be incomplete, so no later step gets them
      @Nullable Audit told = labelled ? reference.reads(ReferenceCase.all(c.truth())) : null;
      List<GivenFinding> findings = List.of();
      if (sees && steps.contains("findings")) {
        Audit claimed = labelled ? reference.claims() : reference.opened();
        Optional<Audit> described = asked.ask("findings", "findings", as(claimed, ""));
        // an audit would stop here; the evaluation asks for the alignment without findings
        told = described.orElse(claimed);
        findings = described.map(GivenFinding::of).orElse(List.of());
      }
      List<Judgement> judged = List.of();
      Map<String, List<Judgement>> probes = new HashMap<>();
      if (labelled && steps.contains(LABELS) && (sees || asking.ask() == Ask.LIST)) {
        judged = judged(asked.ask(asking.ask().step(LABELS), LABELS, as(told, "")));
        if (sees && steps.contains(PROBES)) {
          probes(told, probes);
        }
      }
      List<Audit> last = labelled ? others() : List.of();
      Map<Integer, String> rewrites = new HashMap<>();
      last.stream()
          .flatMap(a -> a.rewrites().stream())
          .filter(r -> label(r.claim() - 1) == Label.UNCERTAIN)
          .forEach(r -> rewrites.put(r.claim() - 1, r.text()));
      return new CaseResult(
          c.id(),
          c.hash(),
          asked.recorder().calls(),
          claims,
          quotes(false),
          quotes(true),
          findings,
          judged,
          probes,
          probes.containsKey("other") ? other.id() : "",
          rewrites);
    }

    /** Runs the steps after the alignment; each gets the true judgements. */
    private List<Audit> others() throws ModelFailure, InterruptedException, IOException {
      List<Audit> audits = new ArrayList<>();
      @Nullable Audit right = null;
      for (String step : STEPS) {
        if (steps.contains(step) && !COMPARED.contains(step)) {
          right = right == null ? reference.judged(ReferenceCase.all(c.truth())) : right;
          asked.ask(step, step, as(right, "")).ifPresent(audits::add);
        }
      }
      return audits;
    }

    private Label label(int place) {
      return c.truth().claims().get(place).label();
    }

    private List<GivenClaim> claims() throws ModelFailure, InterruptedException, IOException {
      if (!steps.contains("claims")) {
        return List.of();
      }
      return asked
          .ask("claims", "claims", as(reference.opened(), ""))
          .map(GivenClaim::of)
          .orElse(List.of());
    }

    /**
     * Counts the quotes in the answers of the claims step.
     *
     * @param refused whether to count only quotes that are not in the report
     */
    private int quotes(boolean refused) {
      String text = c.report().text().replaceAll("\\s+", " ");
      int count = 0;
      for (Call call : asked.recorder().calls()) {
        if (call.step().equals("claims") && call.outcome().parsed()) {
          for (JsonNode claim : parsed(call).path("claims")) {
            String quote = claim.path("quote").asText().replaceAll("\\s+", " ").strip();
            count += refused && text.contains(quote) ? 0 : 1;
          }
        }
      }
      return count;
    }

    private static JsonNode parsed(Call call) {
      try {
        return AnswerValidator.json(call.answer());
      } catch (InvalidAnswer e) {
        throw new IllegalStateException("it was parsed before", e);
      }
    }

    private void probes(Audit told, Map<String, List<Judgement>> probes)
        throws ModelFailure, InterruptedException, IOException {
      probes.put("blank", blank(asked.ask("blank", "blank", as(told, ""))));
      probes.put("again", judged(asked.ask("again", LABELS, as(told, "again"))));
      if (!other.id().equals(c.id())) {
        Audit swapped = asked.harness().open(c.run("other"), c.report(), other.instances());
        Audit claimed = swapped.toBuilder().claims(told.claims()).build();
        Optional<Audit> seen = asked.ask("other", "findings", claimed);
        probes.put("other", judged(asked.ask("other", LABELS, seen.orElse(claimed))));
      }
    }

    /**
     * A new run of the same case.
     *
     * @param word makes its id differ from those of other runs
     */
    private Audit as(Audit from, String word) {
      Audit fresh = asked.harness().open(c.run("asked " + word), c.report(), c.instances());
      return fresh.toBuilder()
          .claims(from.claims())
          .reads(from.reads())
          .verdicts(from.verdicts())
          .build();
    }

    private List<Judgement> judged(Optional<Audit> audit) {
      return audit.map(a -> judged(a.verdicts())).orElseGet(this::missing);
    }

    private List<Judgement> blank(Optional<Audit> audit) {
      return audit.map(a -> judged(a.blank())).orElseGet(this::missing);
    }

    private List<Judgement> judged(List<Verdict> verdicts) {
      List<Judgement> judged = new ArrayList<>();
      for (Verdict v : verdicts) {
        judged.add(new Judgement(v.label(), v.confidence(), String.join(" ", v.evidence())));
      }
      return judged;
    }

    private List<Judgement> missing() {
      return Collections.nCopies(c.truth().claims().size(), Judgement.MISSING);
    }
  }
}
