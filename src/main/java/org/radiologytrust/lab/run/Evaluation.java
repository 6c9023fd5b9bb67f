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
import org.radiologytrust.lab.results.Call;
import org.radiologytrust.lab.results.CaseResult;
import org.radiologytrust.lab.results.GivenClaim;
import org.radiologytrust.lab.results.GivenFinding;
import org.radiologytrust.lab.results.Judgement;
import org.radiologytrust.llm.AnswerValidator;
import org.radiologytrust.llm.InvalidAnswer;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Summaries;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.Models;
import org.radiologytrust.pipeline.StepCatalog;
import org.radiologytrust.pipeline.StepHarness;

/**
 * Asks one model, or a pair of them, all steps of a case. Each step is given what is true of the
 * steps before it, so that every step is measured by itself; only the alignment of a case with
 * images is given the findings that were described, as in an audit. A case whose claims are not all
 * labelled is asked for its claims and findings alone. Steps without a truth to compare with are
 * asked too: their calls are counted.
 */
public final class Evaluation {
  /** Three more alignments; they are asked for together. */
  private static final String PROBES = "probes";

  /** The steps that can be asked, in order, with the probes among them. */
  public static final List<String> STEPS =
      StepCatalog.known().stream()
          .map(step -> step.folder().equals(step.name()) ? step.name() : PROBES)
          .distinct()
          .toList();

  /** Steps whose answers are compared with the truth one by one. */
  private static final Set<String> COMPARED = Set.of("claims", "findings", "alignment", PROBES);

  private final SiteFiles files;
  private final StepCatalog catalog;
  private final ModelClient client;
  private final Models models;
  private final ImageSource images;
  private final Set<String> steps;
  private final Recorder.Options options;

  /**
   * @param steps of {@link #STEPS}
   * @param grammar whether servers hold answers to the schema
   * @param mostTokens longest answer; one that is longer is none
   */
  public Evaluation(
      SiteFiles files,
      StepCatalog catalog,
      ModelClient client,
      Models models,
      ImageSource images,
      Set<String> steps,
      FewShot fewShot,
      boolean grammar,
      int mostTokens) {
    this.files = files;
    this.catalog = catalog;
    this.client = client;
    this.models = models;
    this.images = images;
    this.steps = steps;
    this.options = new Recorder.Options(fewShot, grammar, mostTokens);
  }

  /**
   * All that the models answer about a case.
   *
   * @param other a case whose images stand for another patient's; itself when there is none
   * @throws ModelFailure when the server cannot be asked: that says nothing of the model
   */
  public CaseResult run(EvalCase c, EvalCase other)
      throws ModelFailure, InterruptedException, IOException {
    Recorder recorder = new Recorder(client, options);
    try (StepHarness trials = new StepHarness(files, catalog, recorder, models, images);
        ReferenceCase gold = ReferenceCase.of(c, files, catalog, images, (request, answer) -> {})) {
      return new Asked(c, other, gold, trials, recorder).result();
    }
  }

  /** One case while it is asked about. */
  private final class Asked {
    private final EvalCase c;
    private final EvalCase other;
    private final ReferenceCase gold;
    private final StepHarness trials;
    private final Recorder recorder;
    private final boolean sees;
    private final boolean labelled;

    Asked(EvalCase c, EvalCase other, ReferenceCase gold, StepHarness trials, Recorder recorder) {
      this.c = c;
      this.other = other;
      this.gold = gold;
      this.trials = trials;
      this.recorder = recorder;
      this.sees = !c.instances().isEmpty();
      this.labelled = ReferenceAnswers.labelled(c.truth());
    }

    CaseResult result() throws ModelFailure, InterruptedException, IOException {
      List<GivenClaim> claims = claims();
      // claims that are not labelled need not be all that the report states: they go nowhere
      Audit told = labelled ? gold.reads(ReferenceCase.all(c.truth())) : null;
      List<GivenFinding> findings = List.of();
      if (sees && steps.contains("findings")) {
        Audit claimed = labelled ? gold.claims() : gold.opened();
        Optional<Audit> described = ask("findings", "findings", as(claimed, ""));
        // an audit would end here; what is judged without findings is told as such
        told = described.orElse(claimed);
        findings = described.map(Asked::findings).orElse(List.of());
      }
      List<Judgement> judged = List.of();
      Map<String, List<Judgement>> probes = new HashMap<>();
      if (labelled && steps.contains("alignment")) {
        judged = judged(ask("alignment", "alignment", as(told, "")));
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
      Summaries summaries =
          last.stream()
              .map(Audit::summaries)
              .filter(s -> !s.equals(Summaries.NONE))
              .findFirst()
              .orElse(Summaries.NONE);
      return new CaseResult(
          c.id(),
          c.hash(),
          recorder.calls(),
          claims,
          quotes(false),
          quotes(true),
          findings,
          judged,
          probes,
          probes.containsKey("other") ? other.id() : "",
          rewrites,
          summaries.clinician(),
          summaries.patient());
    }

    /** What the steps make that follow the judgements, each given true ones. */
    private List<Audit> others() throws ModelFailure, InterruptedException, IOException {
      List<Audit> audits = new ArrayList<>();
      Audit right = null;
      for (String step : STEPS) {
        if (steps.contains(step) && !COMPARED.contains(step)) {
          right = right == null ? gold.judged(ReferenceCase.all(c.truth())) : right;
          ask(step, step, as(right, "")).ifPresent(audits::add);
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
      return ask("claims", "claims", as(gold.opened(), ""))
          .map(
              a ->
                  a.claims().stream()
                      .map(
                          k -> new GivenClaim(k.span().start(), k.span().end(), k.type(), k.text()))
                      .toList())
          .orElse(List.of());
    }

    /** How many quotes the claims step gave, or how many of them are not in the report. */
    private int quotes(boolean refused) {
      String text = c.report().text().replaceAll("\\s+", " ");
      int count = 0;
      for (Call call : recorder.calls()) {
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
      probes.put("blank", blank(ask("blank", "blank", as(told, ""))));
      probes.put("again", judged(ask("again", "alignment", as(told, "again"))));
      if (!other.id().equals(c.id())) {
        Audit swapped = trials.open(c.run("other"), c.report(), other.instances());
        Audit claimed = swapped.toBuilder().claims(told.claims()).build();
        Optional<Audit> seen = ask("other", "findings", claimed);
        probes.put("other", judged(ask("other", "alignment", seen.orElse(claimed))));
      }
    }

    /** The same case, its calls told apart from those of other runs. */
    private Audit as(Audit from, String word) {
      Audit fresh = trials.open(c.run("asked " + word), c.report(), c.instances());
      return fresh.toBuilder()
          .claims(from.claims())
          .reads(from.reads())
          .verdicts(from.verdicts())
          .build();
    }

    /**
     * @param name what its calls are told under
     */
    private Optional<Audit> ask(String name, String step, Audit from)
        throws ModelFailure, InterruptedException, IOException {
      recorder.enter(name);
      try {
        return Optional.of(trials.run(step, from));
      } catch (ModelFailure e) {
        if (Recorder.ofModel(e)) {
          return Optional.empty();
        }
        throw e;
      }
    }

    private static List<GivenFinding> findings(Audit described) {
      return described.reads().stream()
          .flatMap(r -> r.findings().stream())
          .map(f -> new GivenFinding(f.description(), f.location(), f.confidence()))
          .toList();
    }

    private List<Judgement> judged(Optional<Audit> asked) {
      return asked.map(a -> judged(a.verdicts())).orElseGet(this::missing);
    }

    private List<Judgement> blank(Optional<Audit> asked) {
      return asked.map(a -> judged(a.blank())).orElseGet(this::missing);
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
