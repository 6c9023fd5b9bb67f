package org.radiologytrust.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.reviews.Expected;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageRead;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.PageBox;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Texts;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.flag.DecisionWords;
import org.radiologytrust.page.flag.Flags;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.page.opened.Opened;
import org.radiologytrust.review.Decision;

/** Builds audits for the tests of the pages: claims are quotes of the report's text. */
public final class PageAudits {
  public static final Instant NOW = Instant.parse("2026-11-24T10:42:00Z");
  public static final UUID REPORT = UUID.fromString("00000000-0000-4000-8000-000000000026");

  private final String text;
  private final List<Claim> claims = new ArrayList<>();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<CheckResult> checks = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Finding> omissions = new ArrayList<>();
  private List<Instance> instances = List.of(SampleRecords.instance("1.2.3"));
  private final List<Origin> origins = new ArrayList<>();
  private String run = "run 1";

  public PageAudits(String text) {
    this.text = text;
  }

  public PageAudits run(String name) {
    run = name;
    return this;
  }

  /** Words that stand on a page of a document in the message. */
  public PageAudits onPage(String words, int page) {
    PageBox box = new PageBox(page, 72, 100, 200, 11);
    origins.add(new Origin(span(words), "OBX[2]-5", 400, 9000, "", box));
    return this;
  }

  public PageAudits withoutImages() {
    instances = List.of();
    return this;
  }

  public Span span(String words) {
    int at = text.indexOf(words);
    return Span.of(text, at, at + words.length());
  }

  /** A claim with the label that the model gave. */
  public PageAudits claim(
      Section section, String words, Label label, String reason, String... seen) {
    return claim(
        section,
        span(words),
        n ->
            new Verdict(
                n,
                label,
                0.8,
                ConfidenceBasis.SELF_REPORTED,
                Verdict.Basis.MODEL_WITH_IMAGE,
                List.of(reason),
                List.of(seen)));
  }

  /** A claim that a rule flagged. */
  public PageAudits ruled(Section section, String words, Label label, Verdict.Basis basis) {
    return claim(
        section,
        span(words),
        n -> Verdict.byRule(n, label, basis, List.of("A rule says so."), List.of()));
  }

  public PageAudits notAssessed(Span span) {
    return claim(Section.FINDINGS, span, n -> Verdict.notAssessed(n, "not assessed"));
  }

  private PageAudits claim(Section section, Span span, IntFunction<Verdict> verdict) {
    int number = claims.size() + 1;
    claims.add(new Claim(number, 1, section, ClaimType.FINDING, span, span.in(text)));
    verdicts.add(verdict.apply(number));
    return this;
  }

  public PageAudits check(String id, Label label, String first, Evidence second, String action) {
    checks.add(new CheckResult(id, label, Evidence.of(span(first), text), second, action));
    return this;
  }

  public PageAudits check(String id, Label label, Span first, Evidence second, String action) {
    checks.add(new CheckResult(id, label, Evidence.of(first, text), second, action));
    return this;
  }

  public Evidence words(String words) {
    return Evidence.of(span(words), text);
  }

  public PageAudits finding(String id, String description, String location, boolean omitted) {
    Finding finding = new Finding(id, "1.2.3", description, location, 0.7, "density");
    findings.add(finding);
    if (omitted) {
      omissions.add(finding);
    }
    return this;
  }

  public Report report() {
    return SampleRecords.report("ACC26", text).toBuilder().origins(origins).build();
  }

  public Audit audit() {
    int unassessed = (int) verdicts.stream().filter(v -> v.label() == null).count();
    int supported = count(Label.SUPPORTED);
    int uncertain = count(Label.UNCERTAIN);
    int review = count(Label.NEEDS_REVIEW);
    return Audit.of(Texts.uuid5(run), report())
        .instances(instances)
        .claims(claims)
        .verdicts(verdicts)
        .checks(checks)
        .reads(findings.isEmpty() ? List.of() : List.of(new ImageRead("1.2.3", "good", findings)))
        .omissions(omissions)
        .models(
            List.of(
                new ModelUse("alignment", "rtl-medgemma", "91be20aa", "ab".repeat(32), "{}", 1)))
        .score(new Score(null, claims.size(), supported, uncertain, review, unassessed))
        .outcome(AuditOutcome.AUDITED)
        .started(NOW.minusSeconds(60))
        .ended(NOW.minusSeconds(50))
        .engineVersion("0.3.0")
        .build();
  }

  private int count(Label label) {
    return (int) verdicts.stream().filter(v -> v.label() == label).count();
  }

  public static Version version(int number, Report report, String state, Audit... audits) {
    return new Version(
        number, report, state, "", Expected.NOTHING, NOW.minusSeconds(70), List.of(audits));
  }

  public static History history(Audit audit, Decision... decisions) {
    return new History(
        REPORT,
        List.of(version(1, audit.report(), "audited", audit)),
        List.of(decisions),
        Map.of(),
        Set.of());
  }

  /** A report as somebody opens it. */
  public static Opened opened(History history) {
    return new Opened(history, history.current(), NOW, Duration.ofMinutes(15));
  }

  public static Decision decision(Audit audit, String problem, Decision.Kind kind, String user) {
    return Decision.of(
            Texts.uuid5(audit.runId() + problem + kind + user), audit.runId(), problem, kind, user)
        .reason(kind == Decision.Kind.DISMISS ? "report-right" : "")
        .text(kind == Decision.Kind.REWORD ? "Left effusion." : "")
        .at(NOW.minusSeconds(30))
        .build();
  }

  public static DecisionWords reader(String user) {
    return new DecisionWords(user, NOW, Reasons.of(SiteFiles.shipped()));
  }

  public static Flags flags() {
    return new Flags(new Titles(SiteFiles.shipped()));
  }
}
