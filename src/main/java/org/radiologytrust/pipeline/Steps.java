package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.llm.InvalidAnswer;
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
import org.radiologytrust.model.Sentence;
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
      throws ModelFailure, InterruptedException {
    List<Sentence> stated = c.sentences().stream().filter(s -> s.section().stated()).toList();
    if (!c.withModel() || stated.isEmpty()) {
      return rules.claims(c);
    }
    ClaimsReader reader = new ClaimsReader(c.report(), stated, new Mask(c.report()));
    String sentences =
        stated.stream()
            .map(s -> s.number() + ". " + reader.shown(s))
            .collect(Collectors.joining("\n"));
    StepRunner.Done<List<Claim>> done =
        runner.run(
            job, catalog.step("claims"), "", Map.of("sentences", sentences), List.of(), reader);
    long silent =
        stated.stream()
            .filter(s -> done.value().stream().noneMatch(k -> k.sentence() == s.number()))
            .count();
    String note =
        silent == 0 ? "" : "The model made no claim of " + silent + " sentences of the report.";
    return c.with(
        p -> {
          p.claims = done.value();
          p.note = CaseMerge.join(c.note(), note);
          p.models = List.of(done.use());
        });
  }

  /** Describes each image without the report. */
  public AuditCase findings(@Body AuditCase c, @ExchangeProperty(JOB) Job job)
      throws ModelFailure, InterruptedException, IOException {
    if (!c.withModel()) {
      return c;
    }
    List<Future<StepRunner.Done<ImageRead>>> asked = new ArrayList<>();
    for (int i = 0; i < c.instances().size(); i++) {
      int number = i + 1;
      Instance instance = c.instances().get(i);
      byte[] png = images.png(instance);
      asked.add(parallel.submit(() -> describe(job, instance, number, png)));
    }
    List<ImageRead> reads = new ArrayList<>();
    List<ModelUse> uses = new ArrayList<>();
    for (Future<StepRunner.Done<ImageRead>> future : asked) {
      StepRunner.Done<ImageRead> done = join(future);
      reads.add(done.value());
      uses.add(done.use());
    }
    return c.with(
        p -> {
          p.reads = reads;
          p.models = uses;
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

  private static <T> T join(Future<T> future) throws ModelFailure, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ModelFailure failure) {
        throw failure;
      }
      throw new IllegalStateException("findings: " + e.getCause().getClass().getName());
    }
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
    Mask mask = new Mask(c.report());
    Instance first = c.instances().get(0);
    StepRunner.Done<AlignmentReader.Alignment> done =
        runner.run(
            job,
            catalog.step("alignment"),
            "",
            Map.of(
                "images", "[img]".repeat(pngs.size()),
                "modality", word(first.modality()),
                "bodyPart", word(first.bodyPartExamined()),
                "claims", numbered(c.claims(), mask),
                "findings", described(findings)),
            pngs,
            new AlignmentReader(c.claims(), findings));
    return c.with(
        p -> {
          p.verdicts = done.value().verdicts();
          p.omissions = done.value().omissions();
          p.models = plus(c.models(), done.use());
        });
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
    Mask mask = new Mask(c.report());
    String claims =
        uncertain.stream()
            .map(
                k ->
                    line(k, mask)
                        + " (uncertain: "
                        + Prompt.data(mask.apply(reason(c.verdicts().get(k.number() - 1))))
                        + ")")
            .collect(Collectors.joining("\n"));
    Set<Integer> wanted = uncertain.stream().map(Claim::number).collect(Collectors.toSet());
    StepRunner.Done<List<Rewrite>> done =
        runner.run(
            job,
            catalog.step("rewrite"),
            "",
            Map.of("claims", claims),
            List.of(),
            answer -> rewrites(answer, wanted));
    rewrites.addAll(done.value());
    rewrites.sort(java.util.Comparator.comparingInt(Rewrite::claim));
    return c.with(
        p -> {
          p.rewrites = rewrites;
          p.models = plus(c.models(), done.use());
        });
  }

  private static List<Rewrite> rewrites(JsonNode answer, Set<Integer> wanted) throws InvalidAnswer {
    List<Rewrite> rewrites = new ArrayList<>();
    Set<Integer> missing = new HashSet<>(wanted);
    for (JsonNode r : answer.path("rewrites")) {
      int claim = r.path("claim").asInt();
      if (!missing.remove(claim)) {
        throw new InvalidAnswer(
            "Claim " + claim + " is not among those asked for, or comes twice.");
      }
      rewrites.add(new Rewrite(claim, r.path("text").asText().strip()));
    }
    if (!missing.isEmpty()) {
      throw new InvalidAnswer(
          "A rewrite is missing for claims " + new java.util.TreeSet<>(missing) + ".");
    }
    return rewrites;
  }

  /** Tells the clinician and the patient what came out. */
  public AuditCase summaries(@Body AuditCase c, @ExchangeProperty(JOB) Job job)
      throws ModelFailure, InterruptedException {
    if (!c.withModel() || c.claims().isEmpty()) {
      return c;
    }
    Mask mask = new Mask(c.report());
    String claims =
        c.claims().stream()
            .map(k -> line(k, mask) + " [" + label(c.verdicts().get(k.number() - 1)) + "]")
            .collect(Collectors.joining("\n"));
    StepRunner.Done<Summaries> done =
        runner.run(
            job,
            catalog.step("summaries"),
            "",
            Map.of("claims", claims),
            List.of(),
            answer -> summaries(answer, c));
    return c.with(
        p -> {
          p.summaries = done.value();
          p.models = plus(c.models(), done.use());
        });
  }

  private static Summaries summaries(JsonNode answer, AuditCase c) throws InvalidAnswer {
    String patient = answer.path("patient").asText().strip();
    String lower = patient.toLowerCase(java.util.Locale.ROOT);
    for (Claim claim : c.claims()) {
      boolean flagged = c.verdicts().get(claim.number() - 1).label() != Label.SUPPORTED;
      if (flagged && lower.contains(bare(claim.text()))) {
        throw new InvalidAnswer(
            "The text for the patient states claim "
                + claim.number()
                + ", which is not supported.");
      }
    }
    return new Summaries(answer.path("clinician").asText().strip(), patient);
  }

  private static String bare(String text) {
    return text.toLowerCase(java.util.Locale.ROOT)
        .replaceAll("\\s+", " ")
        .replaceAll("[.\\s]+$", "");
  }

  private static String numbered(List<Claim> claims, Mask mask) {
    return claims.stream().map(k -> line(k, mask)).collect(Collectors.joining("\n"));
  }

  private static String line(Claim claim, Mask mask) {
    return claim.number() + ". " + Shown.of(mask.apply(claim.text()), 0).text();
  }

  private static String described(List<Finding> findings) {
    return findings.isEmpty()
        ? "none"
        : findings.stream()
            .map(
                f ->
                    f.id()
                        + ". "
                        + Prompt.data(f.description())
                        + "; "
                        + Prompt.data(f.location())
                        + "; "
                        + Prompt.data(f.visualCue()))
            .collect(Collectors.joining("\n"));
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
