package org.radiologytrust.page.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.ChecksMade;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.OtherPatient.Confirmation;
import org.radiologytrust.model.ShownImage;
import org.radiologytrust.model.Summaries;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.flag.DecisionWords;
import org.radiologytrust.page.opened.Identities;
import org.radiologytrust.page.opened.Opened;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ShownFlags;
import org.radiologytrust.session.Right;

/**
 * How the audit of a report was made, and all that people decided.
 *
 * @param identities {@code null} unless the patients of report and images differ
 */
record MadePage(
    Layout layout,
    Opened opened,
    Titles titles,
    DecisionWords words,
    @Nullable Identities identities) {
  /** A decision, in words. */
  record Row(String when, String who, String flag, String decision, String shown) {
    /** Withholds the person's words. */
    @Override
    public String toString() {
      return "Row[" + when + "]";
    }
  }

  /** All decisions about all audits of the report, in the order of time. */
  List<Row> decisions() {
    List<Row> rows = new ArrayList<>();
    for (Version version : opened.history().versions()) {
      for (Audit audit : version.audits()) {
        String prefix =
            version.number() == opened.version().number()
                ? ""
                : "version " + version.number() + ", ";
        decisions(audit, prefix).forEach(rows::add);
      }
    }
    return rows;
  }

  private List<Row> decisions(Audit audit, String prefix) {
    List<Decision> all =
        opened.history().decisions().stream().filter(d -> d.run().equals(audit.runId())).toList();
    if (all.isEmpty()) {
      return List.of();
    }
    Map<String, Problem> problems =
        reasons(audit).collect(Collectors.toMap(Problem::key, Function.identity()));
    return all.stream()
        .map(
            d ->
                new Row(
                    Times.exact(d.at()),
                    d.follows() == null ? d.user() : "the engine, after " + d.user(),
                    prefix
                        + Optional.ofNullable(problems.get(d.problem()))
                            .map(p -> p.number() + ", " + titles.of(p))
                            .orElse("gone"),
                    words.what(d),
                    shown(d.run(), d.images())))
        .toList();
  }

  private static String shown(UUID run, List<String> images) {
    String audit = "audit " + run.toString().substring(0, 8);
    return images.isEmpty() ? audit : audit + ", " + images(images);
  }

  /** The first digits of the SHA-256 of images. */
  static String images(List<String> hashes) {
    String first = first(hashes.get(0));
    return hashes.size() == 1 ? "image " + first : hashes.size() + " images, the first " + first;
  }

  /** The first eight digits of a hash, in two groups. */
  static String first(String hash) {
    return hash.length() < 8 ? hash : hash.substring(0, 4) + " " + hash.substring(4, 8);
  }

  /** The confirmation that somebody may take back; {@code null} if there is none. */
  @Nullable Confirmation revocable() {
    List<Confirmation> confirmed = opened.confirmed();
    return layout.may(Right.CONFIRM_PATIENT) && !confirmed.isEmpty() && opened.takenBack().isEmpty()
        ? confirmed.get(confirmed.size() - 1)
        : null;
  }

  Optional<Audit> audit() {
    return opened.audit();
  }

  /** What the label of each claim rests on. */
  List<ClaimBasis> claims() {
    return audit().map(ClaimBasis::of).orElse(List.of());
  }

  /** A check that flagged something, and the fields that it read, by their names. */
  record Checked(int flag, String check, String field, String value) {
    /** Withholds the values. */
    @Override
    public String toString() {
      return "Checked[" + check + "]";
    }
  }

  /** The reasons of all flags and questions, with the numbers of these. */
  private static Stream<Problem> reasons(Audit audit) {
    return ShownFlags.of(audit, List.of()).all().stream().flatMap(flag -> flag.reasons().stream());
  }

  /** The fields of messages and images that the flags and questions rest on, as they were sent. */
  List<Checked> fields() {
    return audit()
        .map(MadePage::reasons)
        .orElse(Stream.of())
        .flatMap(problem -> problem.checks().stream().flatMap(result -> field(problem, result)))
        .distinct()
        .toList();
  }

  private static Stream<Checked> field(Problem problem, CheckResult result) {
    return Stream.ofNullable(result.second())
        .filter(evidence -> evidence.span() == null)
        .map(e -> new Checked(problem.number(), result.check(), e.source(), e.value()));
  }

  /** The checks that finished; empty if it was not recorded. */
  List<String> finished() {
    return audit().map(Audit::made).map(ChecksMade::finished).orElse(List.of());
  }

  /** The checks that did not finish, each with the reason. */
  List<String> unfinished() {
    return audit().map(Audit::unfinished).orElse(List.of()).stream()
        .map(check -> check.check() + ": " + check.reason().words())
        .toList();
  }

  /** The steps that asked a model. */
  List<ModelUse> models() {
    return audit().map(Audit::models).orElse(List.of());
  }

  String clinician() {
    return audit().map(a -> a.summaries().clinician()).orElse("");
  }

  /** The text for the patient, in parts; empty if there is none. */
  List<String> patient() {
    return audit().map(a -> Summaries.parts(a.summaries().patient())).orElse(List.of());
  }

  String note() {
    return audit().map(Audit::note).orElse("");
  }

  /** The images that the model was shown. */
  String shownImages() {
    List<String> hashes =
        audit().map(Audit::shown).orElse(List.of()).stream().map(ShownImage::sha256).toList();
    if (!hashes.isEmpty()) {
      return images(hashes);
    }
    return audit().filter(a -> a.instances().isEmpty()).isPresent()
        ? "none, no image came"
        : "none";
  }

  /** The sections of the report whose text becomes no claims, with their sizes. */
  List<String> checkedOnly() {
    return parts(MadePage::section);
  }

  /** Everything else that became no claims, such as an attachment, with its size. */
  List<String> notAudited() {
    return parts(Predicate.not(MadePage::section));
  }

  private List<String> parts(Predicate<NotAudited> which) {
    return audit().map(Audit::notAudited).orElse(List.of()).stream()
        .filter(which)
        .map(MadePage::part)
        .toList();
  }

  private static boolean section(NotAudited part) {
    return part.what().endsWith(" section");
  }

  private static String part(NotAudited part) {
    String unit = part.unit().name().toLowerCase(Locale.ROOT);
    return part.what()
        + ": "
        + (part.size() == NotAudited.UNKNOWN ? "size unknown" : part.size() + " " + unit);
  }

  /** Such as {@code 1 Apr 2026 09:31:07}; empty while the audit has not begun. */
  String started() {
    return audit().map(Audit::started).map(Times::exact).orElse("");
  }

  String ended() {
    return audit().map(Audit::ended).map(Times::exact).orElse("");
  }

  String engine() {
    return audit().map(Audit::engineVersion).orElse("");
  }

  /** A version in one line: number, status, when it came, when it was audited. */
  String line(Version version) {
    String audited =
        version.audits().stream()
            .findFirst()
            .map(Audit::ended)
            .map(at -> ", audited " + Times.when(at, opened.now()))
            .orElse(", not audited");
    return "Version "
        + version.number()
        + ", "
        + version.report().status().code()
        + ", "
        + Times.dateTime(version.received())
        + audited;
  }
}
