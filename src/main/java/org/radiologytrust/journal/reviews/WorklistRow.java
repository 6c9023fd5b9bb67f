package org.radiologytrust.journal.reviews;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.GoneFinding;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ProblemParts;
import org.radiologytrust.review.ShownFlag;
import org.radiologytrust.review.ShownFlags;

/**
 * What the worklist says about a report.
 *
 * @param report the current version
 * @param number of that version, from 1
 * @param state of that version, as in {@code report_version}
 * @param reason why it is in that state
 * @param expecting what is still to come to that version
 * @param audit the newest of that version; {@code null} if there is none
 * @param ages of the flags of this version and of those before
 * @param decisions about all audits of the report, in the order of time
 * @param reminded ids of the decisions of which a reminder was given
 */
record WorklistRow(
    Report report,
    int number,
    String state,
    String reason,
    Expected expecting,
    Instant received,
    @Nullable Audit audit,
    FlagAges ages,
    List<Decision> decisions,
    Set<UUID> reminded) {
  /** Grows when rows are computed differently, so that the stored rows are computed anew. */
  static final int RULES = 8;

  private static final int NAME = 200;
  private static final int SENTENCE = 500;
  private static final int TYPES = 1000;

  /** Column names with their values. */
  Map<String, @Nullable Object> columns() {
    ShownFlags shown = audit == null ? ShownFlags.NOTHING : ShownFlags.of(audit, decisions);
    State state = state(shown);
    Optional<ShownFlag> first =
        Stream.of(shown.open(), shown.toCorrect(), shown.unanswered())
            .flatMap(List::stream)
            .findFirst();
    Optional<Decision> newest = shown.decided().newestStanding();
    Patient patient = report.patient();
    Order order = report.order();
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    WorklistPlace place = WorklistPlace.of(state, shown, isReminded(shown));
    columns.put("state", state.code());
    columns.put("rank", place.rank());
    Instant since = since(place);
    columns.put("sort_at", place.sortAt(since));
    columns.put("since_at", since.toEpochMilli());
    columns.put("signed_at", signed().map(Instant::toEpochMilli).orElse(null));
    columns.put("flags_since", ages.json());
    columns.put("weight", first.map(flag -> flag.problem().weight().code()).orElse(""));
    columns.put("received_at", received.toEpochMilli());
    columns.put("family_name", cut(patient.familyName(), NAME));
    columns.put("given_name", cut(patient.givenName(), NAME));
    columns.put("accession", cut(order.accessionNumber(), NAME));
    columns.put("exam", cut(exam(order.procedure()), NAME));
    columns.put("modality", cut(ofImages(order.modality(), Instance::modality), NAME));
    columns.put("body_part", cut(ofImages(order.bodyPart(), Instance::bodyPartExamined), NAME));
    columns.put("radiologist", cut(report.radiologist(), NAME));
    columns.put("preliminary", report.status().preliminary() ? 1 : 0);
    columns.put("type", first.map(flag -> flag.first().type()).orElse(""));
    columns.put("first_problem", first.or(() -> otherPatient(shown)).map(this::parts).orElse(""));
    columns.put("places", first.map(flag -> flag.problem().places().size()).orElse(0));
    columns.put("open_problems", shown.open().size());
    columns.put("problems", shown.flags().size());
    columns.put("questions", shown.unanswered().size());
    columns.put("to_correct", shown.toCorrect().size());
    Optional<Decision> agreed = standing(shown).min(Comparator.comparing(Decision::at));
    columns.put("agreed_by", cut(agreed.map(Decision::user).orElse(""), NAME));
    columns.put("agreed_at", agreed.map(d -> d.at().toEpochMilli()).orElse(null));
    columns.put("reminded", isReminded(shown) ? 1 : 0);
    columns.put("still_version", agreed.filter(this::isOfEarlier).map(d -> number).orElse(null));
    columns.put("outcome", outcome().map(AuditOutcome::name).orElse(""));
    columns.put("expecting", audit == null ? 0 : expecting.ordinal());
    columns.put("failure", cut(failure(), SENTENCE));
    columns.put("unfinished", unfinished());
    columns.put("claims", audit == null ? 0 : audit.claims().size());
    columns.put("assessed", assessed());
    columns.put(
        "score", Optional.ofNullable(audit).map(Audit::score).map(Score::value).orElse(null));
    columns.put("decided_by", cut(newest.map(Decision::user).orElse(""), NAME));
    columns.put("decided_at", newest.map(d -> d.at().toEpochMilli()).orElse(null));
    Optional<Decision> corrected = corrected();
    columns.put("corrected_version", corrected.map(d -> number).orElse(null));
    columns.put("corrected_after", corrected.map(this::correctedAfter).orElse(null));
    columns.put("gone_version", isGone() ? number : null);
    columns.put("types", types(shown.decided().all()));
    columns.put("terms", SearchTerms.of(searched()));
    return columns;
  }

  /** When the first version came that had one of the flags that give the report its place. */
  private Instant since(WorklistPlace place) {
    return place.flags().stream()
        .flatMap(flag -> flag.reasons().stream())
        .flatMap(reason -> ages.of(Objects.requireNonNull(audit), reason).stream())
        .min(Comparator.naturalOrder())
        .orElse(received);
  }

  private Optional<Instant> signed() {
    return report.authors().stream()
        .filter(author -> author.role() == Author.Role.SIGNED)
        .flatMap(author -> Stream.ofNullable(author.time()))
        .reduce((first, second) -> second);
  }

  /** The problem that the images are of another patient, also when it was decided. */
  private static Optional<ShownFlag> otherPatient(ShownFlags shown) {
    return shown.flags().stream().filter(flag -> flag.problem().ofPatient()).findFirst();
  }

  private String parts(ShownFlag flag) {
    return StoredJson.write(ProblemParts.of(Objects.requireNonNull(audit), flag.first()));
  }

  private State state(ShownFlags shown) {
    if (report.status().withdrawn()) {
      return State.WITHDRAWN;
    }
    if (!shown.open().isEmpty()) {
      return State.OPEN;
    }
    if (!shown.toCorrect().isEmpty()) {
      return State.TO_CORRECT;
    }
    if (state.equals(Reviews.TRIAL)) {
      return State.TRIAL;
    }
    if (outcome().isEmpty()) {
      return State.WAITING;
    }
    if (outcome().get() == AuditOutcome.NOT_AUDITABLE
        || audit != null && !audit.unfinished().isEmpty()) {
      return State.NOT_AUDITABLE;
    }
    if (!shown.unanswered().isEmpty()) {
      return State.QUESTIONS;
    }
    if (!shown.all().isEmpty() || corrected().isPresent() || isGone()) {
      return State.DECIDED;
    }
    return expecting != Expected.NOTHING ? State.WAITING : State.NO_FLAG;
  }

  private boolean isReminded(ShownFlags shown) {
    return standing(shown).anyMatch(d -> reminded.contains(d.ofPerson()));
  }

  /** The decisions by which people agreed with what is to be corrected. */
  private static Stream<Decision> standing(ShownFlags shown) {
    return shown.toCorrect().stream().flatMap(shown::agreed);
  }

  /** Whether people decided on an earlier version, and the current one has the same flag. */
  private boolean isOfEarlier(Decision decision) {
    return decision.follows() != null && decision.follows().version() < number;
  }

  /** The last correction that this version made. */
  private Optional<Decision> corrected() {
    return decisions.stream()
        .filter(d -> d.kind() == Decision.Kind.CORRECTED)
        .filter(d -> d.follows() != null && d.follows().version() == number)
        .reduce((first, second) -> second);
  }

  /** Whether this version lacks a critical finding that people agreed with, and names no call. */
  private boolean isGone() {
    return audit != null
        && decisions.stream()
            .filter(d -> d.kind() == Decision.Kind.UNCLEAR)
            .filter(d -> d.follows() != null && d.follows().version() == number)
            .anyMatch(d -> GoneFinding.in(audit, Problem.typeOf(d.problem())));
  }

  private @Nullable Long correctedAfter(Decision corrected) {
    return decisions.stream()
        .filter(d -> d.id().equals(corrected.ofPerson()))
        .map(agreed -> corrected.at().toEpochMilli() - agreed.at().toEpochMilli())
        .findFirst()
        .orElse(null);
  }

  private String unfinished() {
    return audit == null || audit.unfinished().isEmpty()
        ? ""
        : cut(
            audit.unfinished().stream()
                .map(UnfinishedCheck::check)
                .collect(Collectors.joining(" ", " ", " ")),
            TYPES);
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
