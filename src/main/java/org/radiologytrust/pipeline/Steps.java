package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.AuditCase;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageRead;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.Rewrite;
import org.radiologytrust.model.Summaries;
import org.radiologytrust.model.Verdict;

/**
 * The model steps, one method for each route {@code step-...}. Each hands on the case with its own
 * part filled in, or throws; what is thrown ends the audit as not auditable, or has it tried again.
 */
public final class Steps {
  private static final String JOB = Audits.JOB;

  private final StepCatalog catalog;
  private final StepRunner runner;
  private final RuleClaims rules;
  private final ImageSource images;
  private final ExecutorService parallel;

  /**
   * @param parallel runs the findings calls of several images side by side
   */
  public Steps(
      StepCatalog catalog,
      ModelClient client,
      org.radiologytrust.journal.JobQueue jobs,
      Models models,
      RuleClaims rules,
      ImageSource images,
      ExecutorService parallel) {
    this.catalog = catalog;
    this.runner = new StepRunner(client, jobs, models);
    this.rules = rules;
    this.images = images;
    this.parallel = parallel;
  }

  /** Splits the report into claims: by the model, or without one by the segmentation. */
  public AuditCase claims(@Body AuditCase c, @ExchangeProperty(JOB) Job job)
      throws ModelFailure, InterruptedException, NotAuditable {
    AuditCase whole = rules.claims(c);
    if (!c.withModel() || whole.claims().isEmpty()) {
      return whole;
    }
    bounded(whole.claims().size(), "sentences");
    ShownReport shown = shown(c);
    String sentences =
        whole.claims().stream()
            .map(k -> k.sentence() + ". " + shown.sentence(k.sentence()).text())
            .collect(Collectors.joining("\n"));
    StepRunner.Done<ClaimsReader.Claims> done =
        runner.run(
            job,
            catalog.step("claims"),
            "",
            Map.of("sentences", sentences),
            List.of(),
            new ClaimsReader(c.report(), shown, catalog.negations(), whole.claims()));
    bounded(done.value().claims().size(), "claims");
    int silent = done.value().silent();
    String note =
        silent == 0
            ? ""
            : "The model made no claim of "
                + silent
                + " sentences of the report; each was judged as a whole.";
    return c.with(
        p -> {
          p.claims = done.value().claims();
          p.note = CaseMerge.join(c.note(), note);
          p.models = List.of(done.use());
        });
  }

  private void bounded(int count, String what) throws NotAuditable {
    int most = catalog.mostClaims();
    if (count > most) {
      throw new NotAuditable("the report has more than " + most + " " + what);
    }
  }

  private ShownReport shown(AuditCase c) {
    return new ShownReport(c, catalog.names());
  }

  /** Describes each image without the report. */
  public AuditCase findings(@Body AuditCase c, @ExchangeProperty(JOB) Job job)
      throws ModelFailure, InterruptedException, IOException {
    if (!c.withModel()) {
      return c;
    }
    List<Callable<StepRunner.Done<ImageRead>>> calls = new ArrayList<>();
    for (int i = 0; i < c.instances().size(); i++) {
      int number = i + 1;
      Instance instance = c.instances().get(i);
      byte[] png = images.png(instance);
      calls.add(() -> describe(job, instance, number, png));
    }
    List<StepRunner.Done<ImageRead>> all = new SideBySide(parallel).all(calls);
    return c.with(
        p -> {
          p.reads = all.stream().map(StepRunner.Done::value).toList();
          p.models = all.stream().map(StepRunner.Done::use).toList();
        });
  }

  private StepRunner.Done<ImageRead> describe(Job job, Instance instance, int number, byte[] png)
      throws ModelFailure, InterruptedException {
    return runner.run(
        job,
        catalog.step("findings"),
        instance.sopInstanceUid(),
        Map.of(
            "images", "[img]",
            "modality", word(instance.modality()),
            "bodyPart", word(instance.bodyPartExamined()),
            "view", word(instance.viewPosition())),
        List.of(png),
        answer -> read(answer, instance, number));
  }

  private static ImageRead read(JsonNode answer, Instance instance, int image) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode f : answer.path("findings")) {
      findings.add(
          new Finding(
              "F" + image + "." + (findings.size() + 1),
              instance.sopInstanceUid(),
              f.path("description").asText().strip(),
              f.path("location").asText().strip(),
              f.path("probability").asDouble(),
              f.path("cue").asText().strip()));
    }
    return new ImageRead(instance.sopInstanceUid(), answer.path("quality").asText(), findings);
  }

  /** Holds each claim against the images. Without images or model, no claim is assessed. */
  public AuditCase alignment(@Body AuditCase c, @ExchangeProperty(JOB) Job job)
      throws ModelFailure, InterruptedException, IOException {
    if (!c.withModel()) {
      return c;
    }
    if (c.instances().isEmpty() || c.claims().isEmpty()) {
      return c.with(
          p ->
              p.verdicts =
                  c.claims().stream()
                      .map(
                          k -> Verdict.notAssessed(k.number(), "no image of this study is at hand"))
                      .toList());
    }
    List<byte[]> pngs = new ArrayList<>();
    for (Instance instance : c.instances()) {
      pngs.add(images.png(instance));
    }
    List<Finding> findings = c.reads().stream().flatMap(r -> r.findings().stream()).toList();
    ShownReport shown = shown(c);
    Instance first = c.instances().get(0);
    StepRunner.Done<List<AlignmentReader.Judgement>> done =
        runner.run(
            job,
            catalog.step("alignment"),
            "",
            Map.of(
                "images", "[img]".repeat(pngs.size()),
                "modality", word(first.modality()),
                "bodyPart", word(first.bodyPartExamined()),
                "claims", shown.lines(c.claims()),
                "findings", shown.findings(findings)),
            pngs,
            new AlignmentReader(c.claims(), findings));
    return c.with(
        p -> {
          p.verdicts = done.value().stream().map(j -> j.verdict(done.choices())).toList();
          p.omissions = unnamed(findings, p.verdicts);
          p.models = plus(c.models(), done.use());
        });
  }

  /** Findings that no verdict names: no claim speaks of them. */
  private static List<Finding> unnamed(List<Finding> findings, List<Verdict> verdicts) {
    return findings.stream()
        .filter(f -> verdicts.stream().noneMatch(v -> v.findings().contains(f.id())))
        .toList();
  }

  /** Proposes words for flagged claims; asks the model for uncertain ones alone. */
  public AuditCase rewrite(@Body AuditCase c, @ExchangeProperty(JOB) Job job)
      throws ModelFailure, InterruptedException {
    List<Rewrite> rewrites = new ArrayList<>();
    for (Verdict v : c.verdicts()) {
      if (v.label() == Label.NEEDS_REVIEW) {
        rewrites.add(
            new Rewrite(
                v.claim(), "Please verify this statement against the images and the order."));
      }
    }
    List<Claim> uncertain =
        c.claims().stream()
            .filter(k -> c.verdicts().get(k.number() - 1).label() == Label.UNCERTAIN)
            .toList();
    if (!c.withModel() || uncertain.isEmpty()) {
      return c.with(p -> p.rewrites = rewrites);
    }
    ShownReport shown = shown(c);
    String claims =
        uncertain.stream()
            .map(
                k ->
                    shown.line(k)
                        + " (uncertain: "
                        + shown.data(reason(c.verdicts().get(k.number() - 1)))
                        + ")")
            .collect(Collectors.joining("\n"));
    StepRunner.Done<List<Rewrite>> done =
        runner.run(
            job,
            catalog.step("rewrite"),
            "",
            Map.of("claims", claims),
            List.of(),
            new RewritesReader(uncertain));
    rewrites.addAll(done.value());
    rewrites.sort(Comparator.comparingInt(Rewrite::claim));
    return c.with(
        p -> {
          p.rewrites = rewrites;
          p.models = plus(c.models(), done.use());
        });
  }

  /** Tells the clinician and the patient what came out. */
  public AuditCase summaries(@Body AuditCase c, @ExchangeProperty(JOB) Job job)
      throws ModelFailure, InterruptedException {
    if (!c.withModel() || c.claims().isEmpty()) {
      return c;
    }
    ShownReport shown = shown(c);
    String claims =
        c.claims().stream()
            .map(k -> shown.line(k) + " [" + label(c.verdicts().get(k.number() - 1)) + "]")
            .collect(Collectors.joining("\n"));
    List<String> flagged =
        c.claims().stream()
            .filter(k -> c.verdicts().get(k.number() - 1).label() != Label.SUPPORTED)
            .map(shown::claim)
            .toList();
    StepRunner.Done<Summaries> done =
        runner.run(
            job,
            catalog.step("summaries"),
            "",
            Map.of("claims", claims),
            List.of(),
            new SummariesReader(flagged));
    String note =
        done.value().patient().isEmpty()
            ? "The text for the patient is left out: it stated a claim that is not supported."
            : "";
    return c.with(
        p -> {
          p.summaries = done.value();
          p.note = CaseMerge.join(c.note(), note);
          p.models = plus(c.models(), done.use());
        });
  }

  private static String reason(Verdict verdict) {
    return verdict.evidence().isEmpty() ? "" : verdict.evidence().get(0);
  }

  private static String label(Verdict verdict) {
    return verdict.label() == null ? "not assessed" : verdict.label().code();
  }

  /** A DICOM code in a prompt: letters and digits, nothing a sender could hide words in. */
  private static String word(String code) {
    String word = code.replaceAll("[^A-Za-z0-9 ]", "");
    return word.isBlank() ? "unknown" : word.substring(0, Math.min(16, word.length()));
  }

  private static List<ModelUse> plus(List<ModelUse> uses, ModelUse use) {
    List<ModelUse> all = new ArrayList<>(uses);
    all.add(use);
    return all;
  }
}
