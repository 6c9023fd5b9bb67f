package org.radiologytrust.journal.reviews;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;

/**
 * What the worklist says about a report.
 *
 * @param report the current version
 * @param state of that version, as in {@code report_version}
 * @param reason why it is in that state
 * @param audit the newest of that version; {@code null} if there is none
 * @param decisions about that audit, in the order of time
 */
record WorklistRow(
    Report report,
    String state,
    String reason,
    Instant received,
    @Nullable Audit audit,
    List<Decision> decisions) {
  /** Grows when rows are computed differently, so that the stored rows are computed anew. */
  static final int RULES = 3;

  /** The rank of a report whose images are of another patient: the first of all. */
  static final int OTHER_PATIENT = -1;

  private static final int NAME = 200;
  private static final int SENTENCE = 500;
  private static final int TYPES = 1000;

  /** Column names with their values. */
  Map<String, @Nullable Object> columns() {
    Decided decided =
        audit == null ? new Decided(List.of(), List.of()) : Decided.of(audit, decisions);
    Optional<Problem> open = decided.open().stream().findFirst();
    Optional<Decision> newest = newestStanding(decided);
    Patient patient = report.patient();
    Order order = report.order();
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    columns.put("rank", rank(decided, open));
    columns.put("received_at", received.toEpochMilli());
    columns.put("family_name", cut(patient.familyName(), NAME));
    columns.put("given_name", cut(patient.givenName(), NAME));
    columns.put("accession", cut(order.accessionNumber(), NAME));
    columns.put("exam", cut(exam(order.procedure()), NAME));
    columns.put("modality", cut(ofImages(order.modality(), Instance::modality), NAME));
    columns.put("body_part", cut(ofImages(order.bodyPart(), Instance::bodyPartExamined), NAME));
    columns.put("radiologist", cut(report.radiologist(), NAME));
    columns.put("type", open.map(Problem::type).orElse(""));
    columns.put(
        "problem",
        cut(open.or(() -> otherPatient(decided)).map(Problem::why).orElse(""), SENTENCE));
    columns.put("places", open.map(p -> p.places().size()).orElse(0));
    columns.put("open_problems", decided.open().size());
    columns.put("problems", decided.problems().size());
    columns.put("outcome", outcome().map(AuditOutcome::name).orElse(""));
    columns.put("failure", cut(failure(), SENTENCE));
    columns.put("claims", audit == null ? 0 : audit.claims().size());
    columns.put("assessed", assessed());
    columns.put(
        "score", Optional.ofNullable(audit).map(Audit::score).map(Score::value).orElse(null));
    columns.put("decided_by", cut(newest.map(Decision::user).orElse(""), NAME));
    columns.put("decided_at", newest.map(d -> d.at().toEpochMilli()).orElse(null));
    columns.put("types", types(decided.problems()));
    columns.put("terms", SearchTerms.of(searched()));
    return columns;
  }

  private int rank(Decided decided, Optional<Problem> open) {
    State state = state(decided);
    return state == State.OPEN && open.filter(Problem::ofPatient).isPresent()
        ? OTHER_PATIENT
        : rank(state, open.map(Problem::label).orElse(null));
  }

  /** The problem that the images are of another patient, also when it was decided. */
  private static Optional<Problem> otherPatient(Decided decided) {
    return decided.problems().stream().filter(Problem::ofPatient).findFirst();
  }

  /** The place of a state in the list; a label is given if a problem is open. */
  static int rank(State state, @Nullable Label open) {
    return open == Label.NEEDS_REVIEW ? 0 : state.ordinal() + 1;
  }

  private State state(Decided decided) {
    if (report.status().withdrawn()) {
      return State.WITHDRAWN;
    }
    if (!decided.open().isEmpty()) {
      return State.OPEN;
    }
    if (outcome().isEmpty()) {
      return State.WAITING;
    }
    if (outcome().get() == AuditOutcome.NOT_AUDITABLE) {
      return State.NOT_AUDITABLE;
    }
    if (!decided.problems().isEmpty()) {
      return State.DECIDED;
    }
    return audit != null && !audit.unfinished().isEmpty() ? State.INCOMPLETE : State.NO_FLAG;
  }

  /** A run that was abandoned left no audit, only the state of its version. */
  private Optional<AuditOutcome> outcome() {
    if (audit != null) {
      return Optional.ofNullable(audit.outcome());
    }
    return abandoned() ? Optional.of(AuditOutcome.NOT_AUDITABLE) : Optional.empty();
  }

  private boolean abandoned() {
    return state.equals(AuditOutcome.NOT_AUDITABLE.code());
  }

  private String failure() {
    if (audit != null) {
      return audit.failure();
    }
    return abandoned() ? reason : "";
  }

  private int assessed() {
    return audit == null ? 0 : (int) audit.verdicts().stream().filter(Verdict::assessed).count();
  }

  private static Optional<Decision> newestStanding(Decided decided) {
    return decided.problems().stream()
        .flatMap(p -> decided.standing(p.key()).stream())
        .max(Comparator.comparingInt(decided.decisions()::indexOf));
  }

  private static String exam(Coding procedure) {
    return procedure.display().isEmpty() ? procedure.code() : procedure.display();
  }

  /** The order's own word, or that of the images if it has none. */
  private String ofImages(String ordered, Function<Instance, String> attribute) {
    if (!ordered.isEmpty() || audit == null) {
      return ordered;
    }
    return audit.studies().stream()
        .flatMap(study -> study.instances().stream())
        .map(attribute)
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String types(List<Problem> problems) {
    Set<String> types =
        problems.stream().map(Problem::type).collect(Collectors.toCollection(LinkedHashSet::new));
    return types.isEmpty() ? "" : cut(" " + String.join(" ", types) + " ", TYPES);
  }

  private Stream<String> searched() {
    Patient patient = report.patient();
    return Stream.of(
            report.order().accessionNumbers(),
            patient.identifiers().stream().map(Identifier::value).toList(),
            List.of(patient.familyName(), patient.givenName()))
        .flatMap(Collection::stream);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** Withholds the patient. */
  @Override
  public String toString() {
    return "WorklistRow[" + state + "]";
  }
}
