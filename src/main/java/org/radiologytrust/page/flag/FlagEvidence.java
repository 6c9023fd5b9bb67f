package org.radiologytrust.page.flag;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Texts;
import org.radiologytrust.review.FieldWords;
import org.radiologytrust.review.PatientWords;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ProblemParts;
import org.radiologytrust.review.Problems;

/** What a problem of an audit rests on: both sides, and who says so. */
final class FlagEvidence {
  /** Lines for what contradicts the words; one decision covers all that are left out. */
  private static final int MOST = 4;

  /** Characters of a title: three lines of the column. */
  private static final int TITLE = 110;

  private static final String REPORT = "Report";

  private static final Pattern DICOM_TAG =
      Pattern.compile("\\([0-9A-Fa-f]{4},\\s?[0-9A-Fa-f]{4}\\)");

  private static final Pattern PATIENT = Pattern.compile("^(PID|Patient)\\b");

  private final ReportPoints text;
  private final Audit audit;
  private final Problem problem;

  FlagEvidence(ReportPoints text, Audit audit, Problem problem) {
    this.text = text;
    this.audit = audit;
    this.problem = problem;
  }

  /** The words of the report that the problem is about; what the model saw, for an omission. */
  String quote() {
    if (problem.ofPatient()) {
      return "The images are of another patient";
    }
    if (problem.type().equals(Problem.OMISSION)) {
      return ProblemParts.seen(audit, problem.findings());
    }
    return problem.places().isEmpty() ? "" : Quote.of(text.in(problem.places().get(0)));
  }

  /** The quote with the words around it: the whole claim, unless that is long. */
  String title() {
    return audit.claims().stream()
        .filter(claim -> !problem.places().isEmpty())
        .filter(claim -> claim.span().contains(problem.places().get(0)))
        .map(claim -> Quote.of(claim.text()))
        .filter(words -> words.length() <= TITLE)
        .findFirst()
        .orElseGet(this::quote);
  }

  /** Our sentence about it, without the quotes. */
  String say() {
    int places = problem.places().size();
    String why =
        switch (problem.type()) {
          case Problem.OTHER_PATIENT -> differing() + " Which one is wrong?";
          case Problem.OMISSION -> "No claim of the report names this. Look at the images.";
          case Problem.MODEL ->
              problem.why().isBlank() ? "The model gave no reason." : problem.why();
          case Problem.BLANK_PROBE ->
              "The model gave the same answer to a blank image, so it says nothing about the"
                  + " images.";
          default -> problem.why();
        };
    return places > 1 ? why + " In " + places + " places; one decision covers them all." : why;
  }

  /** Such as {@code Name and birth date differ.} */
  private String differing() {
    String words = PatientWords.differing(audit.otherPatient().orElseThrow());
    return Texts.capital(words) + ".";
  }

  List<Proof> proofs() {
    if (problem.ofPatient()) {
      return choices();
    }
    List<Proof> proofs = new ArrayList<>();
    if (!problem.places().isEmpty()) {
      proofs.add(place());
    }
    List<Evidence> other = compared();
    other.stream().limit(MOST).map(this::proof).forEach(proofs::add);
    if (other.size() > MOST) {
      proofs.add(new Proof("", "", "and " + (other.size() - MOST) + " more"));
    }
    image().ifPresent(proofs::add);
    if (!problem.byRule()) {
      shown().ifPresent(proofs::add);
    }
    proofs.add(new Proof("Source", "", source()));
    return proofs;
  }

  /** What each decision about whose the images are means. */
  private List<Proof> choices() {
    List<String> names =
        audit.otherPatient().orElseThrow().studies().stream()
            .map(study -> Initials.withFamilyName(study.patient()))
            .distinct()
            .toList();
    String who = names.size() == 1 && !names.get(0).isEmpty() ? names.get(0) : "another patient";
    return List.of(
        new Proof("Images", "", "they belong to " + who + ": the operator moves them"),
        new Proof("Report", "", "it was dictated for " + who + ": correct it there"),
        new Proof("Same", "", "a new name, or a typing error: the images are checked then"));
  }

  private Proof place() {
    List<Span> places = problem.places();
    String more =
        switch (places.size()) {
          case 1 -> "";
          case 2 -> ", and in 1 more place";
          default -> ", and in " + (places.size() - 1) + " more places";
        };
    return new Proof(section(places.get(0)), quote(), page(places.get(0)) + more);
  }

  /** The page of a document that the words stand on; empty if they stand on none. */
  private String page(Span words) {
    Report report = audit.report();
    return Origin.of(report.origins(), report.text(), words).stream()
        .flatMap(origin -> Stream.ofNullable(origin.box()))
        .findFirst()
        .map(box -> ", on page " + box.page() + " of the document")
        .orElse("");
  }

  private Proof proof(Evidence evidence) {
    Span span = evidence.span();
    if (evidence.source().equals(CheckResult.MODEL)) {
      return new Proof("Model", Quote.of(evidence.value()), "");
    }
    if (ofWhole(evidence)) {
      return new Proof(REPORT, "", evidence.value());
    }
    return span == null
        ? new Proof(origin(evidence), field(evidence), fromEarlier(evidence), path(evidence))
        : new Proof(section(span), Quote.of(evidence.value()), ", framed");
  }

  /** What a field says; its name is on the page that says how the audit was made. */
  private static String field(Evidence field) {
    return FieldWords.of(field.value()).orElseGet(() -> Quote.of(field.value()));
  }

  /** Of the earlier report that the words are from; empty if they are from none that is stored. */
  private static String path(Evidence evidence) {
    String version = Texts.orEmpty(evidence.earlier());
    return version.isEmpty() ? "" : "/reports/" + version;
  }

  private static String fromEarlier(Evidence evidence) {
    return evidence.ofEarlier() ? ", in the " + evidence.source() : "";
  }

  private static String origin(Evidence field) {
    if (field.ofEarlier()) {
      return "Earlier report";
    }
    if (DICOM_TAG.matcher(field.source()).find()) {
      return "Image";
    }
    return PATIENT.matcher(field.source()).find() ? "Patient" : "Order";
  }

  private Optional<Proof> image() {
    String saw = ProblemParts.seen(audit, Problems.findings(audit, problem));
    if (!saw.isEmpty()) {
      return Optional.of(new Proof("Image", Quote.of(saw), ", as the model saw it"));
    }
    return audit.outcome() == AuditOutcome.CHECKED_ONLY
        ? Optional.of(new Proof("Image", "", "not assessed"))
        : Optional.empty();
  }

  private Optional<Proof> shown() {
    int all = audit.studies().stream().mapToInt(s -> s.instances().size()).sum();
    int shown = audit.instances().size();
    return shown < all
        ? Optional.of(new Proof("Shown", "", shown + " of " + all + " images, not all"))
        : Optional.empty();
  }

  private String source() {
    return switch (problem.type()) {
      case Problem.BLANK_PROBE -> model("blank", "blank-question", "alignment");
      case Problem.MODEL -> model("alignment", "question");
      case Problem.OMISSION -> model("findings", "alignment");
      default -> (fields().isEmpty() ? "text rule “" : "rule “") + problem.type() + "”";
    };
  }

  /** The model that was asked in the first of these steps that asked one. */
  private String model(String... steps) {
    return Stream.of(steps)
        .flatMap(name -> audit.models().stream().filter(use -> use.step().equals(name)))
        .findFirst()
        .map((ModelUse use) -> "model " + use.model() + ", step “" + use.step() + "”")
        .orElse("a model, step “" + steps[0] + "”");
  }

  /** The basis in one sentence. */
  Basis basis() {
    List<Evidence> framed = compared().stream().filter(e -> e.span() != null).toList();
    if (!framed.isEmpty()) {
      Evidence first = framed.get(0);
      String section = section(Objects.requireNonNull(first.span()));
      String where = section.equals(REPORT) ? "" : ", in the " + lower(section);
      String more = framed.size() == 1 ? "" : ", and " + (framed.size() - 1) + " more";
      return new Basis("Framed: ", Quote.of(first.value()), where + more + ".", true);
    }
    if (!fields().isEmpty()) {
      Evidence first = fields().get(0);
      String origin =
          first.ofEarlier()
              ? first.source()
              : origin(first).equals("Patient") ? "patient's data" : lower(origin(first));
      return new Basis(
          "Compared with the " + origin + ": ",
          field(first),
          ", which is not part of the report's text.",
          false);
    }
    Optional<Evidence> whole = compared().stream().filter(FlagEvidence::ofWhole).findFirst();
    if (whole.isPresent()) {
      return said("Compared with the whole report: " + whole.get().value() + ".");
    }
    return switch (problem.type()) {
      case Problem.OTHER_PATIENT ->
          said("Nothing framed: the flag is about whose the images are, not about words.");
      case Problem.OMISSION -> said("Nothing framed: the flag is about words that are missing.");
      case Problem.MODEL -> said("Compared with the images. The text has no second place.");
      case Problem.BLANK_PROBE ->
          said("Compared with a blank image. The text has no second place.");
      default -> said("This flag rests on its own words alone.");
    };
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Basis said(String sentence) {
    return new Basis(sentence, "", "", false);
  }

  /** The spans to frame: what the flagged words are compared with. */
  List<Span> framed() {
    return compared().stream().map(Evidence::span).filter(Objects::nonNull).toList();
  }

  private List<Evidence> fields() {
    return compared().stream().filter(e -> e.span() == null && !ofWhole(e)).toList();
  }

  /** Whether it says what the report has nowhere. */
  private static boolean ofWhole(Evidence evidence) {
    return evidence.span() == null && evidence.source().equals(Evidence.REPORT);
  }

  /** What contradicts the words; a sentence around the flagged words themselves is left out. */
  private List<Evidence> compared() {
    return problem.checks().stream()
        .map(CheckResult::second)
        .filter(Objects::nonNull)
        .filter(e -> e.span() == null || problem.places().stream().noneMatch(e.span()::contains))
        .distinct()
        .toList();
  }

  /** The section of a place, as the name of its evidence. */
  private String section(Span span) {
    String name = ProblemParts.section(audit, span);
    return name.isEmpty() ? REPORT : Texts.capital(name);
  }
}
