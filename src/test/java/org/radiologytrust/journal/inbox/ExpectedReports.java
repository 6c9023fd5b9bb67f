package org.radiologytrust.journal.inbox;

import static org.radiologytrust.journal.inbox.Inbox.Outcome.APPLIED;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.DUPLICATE;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.IGNORED;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.PARSED;
import static org.radiologytrust.journal.inbox.Inbox.Outcome.QUARANTINED;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.model.ReportStatus;

/**
 * What docs/messages.md, "Life of a report", promises about the messages of one accession number: a
 * model that follows those sentences and uses none of the product's code.
 */
final class ExpectedReports {
  /** The stages of a report, in the order of their times; the same number is the same stage. */
  static int stage(ReportStatus status) {
    return switch (status) {
      case PRELIMINARY -> 1;
      case FINAL -> 2;
      case CORRECTED, APPENDED -> 3;
      case CANCELLED, ENTERED_IN_ERROR -> 4;
      default -> throw new IllegalArgumentException(status.code());
    };
  }

  private static final int FINAL = 2;
  private static final int CORRECTED = 3;
  private static final int WITHDRAWN = 4;

  /** A time that is more minutes ahead is not trusted. */
  private static final int AHEAD = 5;

  /**
   * A message about one report.
   *
   * @param patient number of the patient
   * @param accession whether it has the accession number
   * @param ids filler and placer number, and FHIR id
   * @param filler its filler number; empty if it has none
   * @param system of {@code code}
   * @param code of the examination
   * @param addendum whether the words are only an addition
   * @param minute of the release, counted from the receipt; null for none
   */
  record Sent(
      int patient,
      boolean accession,
      Set<String> ids,
      String filler,
      String system,
      String code,
      ReportStatus status,
      boolean addendum,
      String words,
      @Nullable Integer minute) {
    boolean future() {
      return minute != null && minute > AHEAD;
    }

    @Nullable Integer time() {
      return future() ? null : minute;
    }

    int stage() {
      return ExpectedReports.stage(status);
    }

    boolean corrects() {
      return stage() == CORRECTED;
    }

    boolean changes() {
      return addendum || stage() >= CORRECTED;
    }
  }

  /** An addition to a report. */
  private record Added(String words, @Nullable Integer time) {}

  /** A version of a report: the words of a whole report, and additions. */
  private record Version(
      Sent whole, boolean isWhole, List<Added> additions, int stage, int stored) {
    String text() {
      StringBuilder text = new StringBuilder(isWhole ? whole.words : "");
      additions.forEach(
          a -> text.append(text.isEmpty() ? "" : "\n\n").append("ADDENDUM:\n").append(a.words));
      return text.toString();
    }

    /** Whether it says the same as a message for a whole report. */
    boolean says(Sent message) {
      return isWhole
          && additions.isEmpty()
          && whole.words.equals(message.words)
          && whole.status == message.status;
    }
  }

  /** A report that stands. */
  private static final class Standing {
    final int patient;
    boolean accession;
    final Set<String> ids = new HashSet<>();
    final Set<String> fillers = new HashSet<>();
    String system = "";
    String code = "";

    /** Oldest first. */
    final List<Version> versions = new ArrayList<>();

    Standing(int patient) {
      this.patient = patient;
    }

    Version current() {
      return versions.get(versions.size() - 1);
    }

    Stream<Version> newestFirst() {
      List<Version> all = new ArrayList<>(versions);
      java.util.Collections.reverse(all);
      return all.stream();
    }

    /** The newest time that a whole version is known to have; null if there is none. */
    @Nullable Integer known() {
      return newestFirst()
          .filter(v -> v.isWhole && v.whole.time() != null)
          .map(v -> v.whole.time())
          .findFirst()
          .orElse(null);
    }

    boolean withdrawn() {
      return current().stage == WITHDRAWN;
    }

    void learn(Sent message) {
      accession |= message.accession;
      ids.addAll(message.ids);
      if (!message.filler.isEmpty()) {
        fillers.add(message.filler);
      }
    }

    boolean shares(Sent message) {
      return message.ids.stream().anyMatch(ids::contains);
    }

    /** The filler numbers are different. */
    boolean otherNumbers(Sent message) {
      return !fillers.isEmpty() && !message.filler.isEmpty() && !fillers.contains(message.filler);
    }

    boolean otherExamination(Sent message) {
      return (fillers.isEmpty() || message.filler.isEmpty())
          && system.equals(message.system)
          && !code.equals(message.code);
    }

    boolean other(Sent message) {
      return otherNumbers(message) || otherExamination(message);
    }
  }

  /**
   * What becomes of a message.
   *
   * @param rules the reasons, and the warnings about a report that is taken
   */
  record Expected(Outcome outcome, List<ReportRule> rules) {
    static Expected of(Outcome outcome, ReportRule... rules) {
      return new Expected(outcome, List.of(rules));
    }
  }

  private final List<Standing> reports = new ArrayList<>();
  private int step;
  private int arrived;
  private @Nullable ReportRule released;

  /** How many messages have arrived or were released. */
  int step() {
    return step;
  }

  /** The texts of all reports with their patients, sorted. */
  List<String> texts() {
    return reports.stream().map(r -> r.patient + ": " + r.current().text()).sorted().toList();
  }

  Expected merge() {
    return Expected.of(APPLIED);
  }

  /**
   * A new message, or one that a person releases.
   *
   * @param arrived number of the step in which it arrived
   * @param released the reason that the person has read; null for a new message
   */
  Expected receive(Sent message, int arrived, @Nullable ReportRule released) {
    this.arrived = arrived;
    this.released = released;
    step++;
    List<ReportRule> warnings = new ArrayList<>();
    if (message.future()) {
      warnings.add(ReportRule.FUTURE);
    }
    List<Standing> mine = reports.stream().filter(r -> r.patient == message.patient).toList();
    List<Standing> same = mine.stream().filter(r -> r.shares(message)).toList();
    List<Standing> numbered =
        message.accession ? mine.stream().filter(r -> r.accession).toList() : List.of();
    List<Standing> theirs =
        message.accession
            ? reports.stream()
                .filter(r -> r.patient != message.patient && r.accession && !r.withdrawn())
                .toList()
            : List.of();
    List<Standing> both = same.stream().filter(numbered::contains).toList();
    if (both.size() > 1 || both.isEmpty() && same.size() > 1) {
      return held(both.isEmpty() ? ReportRule.SEVERAL : ReportRule.SEVERAL_OF_NUMBER, warnings);
    }
    if (both.isEmpty() && theirs.stream().anyMatch(r -> !r.otherNumbers(message))) {
      return held(ReportRule.OTHER_PATIENT, warnings);
    }
    List<Standing> repeated = numbered.stream().filter(r -> r.current().says(message)).toList();
    List<Standing> doubtful = numbered.stream().filter(r -> !r.other(message)).toList();
    if (!same.isEmpty()) {
      return about((both.isEmpty() ? same : both).get(0), message, false, warnings);
    }
    if (!repeated.isEmpty() && !message.words.isEmpty()) {
      return about(repeated.get(0), message, false, warnings);
    }
    if (doubtful.size() > 1) {
      return held(ReportRule.SEVERAL_OF_NUMBER, warnings);
    }
    if (doubtful.size() == 1) {
      return about(doubtful.get(0), message, true, warnings);
    }
    boolean unknown =
        message.changes() && numbered.stream().anyMatch(r -> r.otherExamination(message));
    if (unknown && released != ReportRule.OTHER_EXAMINATION) {
      return held(ReportRule.OTHER_EXAMINATION, warnings);
    }
    if (message.addendum && message.stage() == WITHDRAWN) {
      return held(ReportRule.ADDENDUM_WITHDRAWN, warnings);
    }
    if (!theirs.isEmpty()) {
      warnings.add(ReportRule.NUMBER_OF_OTHERS);
    }
    Standing created = new Standing(message.patient);
    reports.add(created);
    return taken(created, message, null, warnings);
  }

  private static Expected held(ReportRule rule, List<ReportRule> warnings) {
    return new Expected(QUARANTINED, Stream.concat(Stream.of(rule), warnings.stream()).toList());
  }

  private Expected taken(
      Standing report, Sent message, @Nullable ReportRule rule, List<ReportRule> warnings) {
    report.learn(message);
    report.versions.add(next(report, message));
    if (!message.addendum || report.versions.size() == 1) {
      report.system = message.system;
      report.code = message.code;
    }
    return new Expected(PARSED, Stream.concat(Stream.ofNullable(rule), warnings.stream()).toList());
  }

  private Version next(Standing report, Sent message) {
    if (report.versions.isEmpty()) {
      return message.addendum
          ? new Version(
              message,
              false,
              List.of(new Added(message.words, message.time())),
              Math.max(CORRECTED, message.stage()),
              step)
          : new Version(message, true, List.of(), message.stage(), step);
    }
    Version current = report.current();
    List<Added> additions = new ArrayList<>(current.additions);
    if (message.addendum) {
      additions.add(new Added(message.words, message.time()));
      additions.sort(
          Comparator.comparing(Added::time, Comparator.nullsLast(Comparator.naturalOrder())));
      return new Version(
          current.whole,
          current.isWhole,
          additions,
          Math.max(CORRECTED, Math.max(current.stage, message.stage())),
          step);
    }
    if (message.stage() == WITHDRAWN) {
      return new Version(message, true, List.of(), WITHDRAWN, step);
    }
    // a whole report keeps what it does not say and what may have been added after it
    additions.removeIf(a -> message.words.contains(a.words));
    if (current.isWhole) {
      additions.removeIf(a -> !mayBeAfter(a, message));
    }
    int stage =
        additions.isEmpty()
            ? message.stage()
            : Math.max(CORRECTED, Math.max(current.stage, message.stage()));
    return new Version(message, true, additions, stage, step);
  }

  private static boolean mayBeAfter(Added added, Sent whole) {
    return added.time == null
        || whole.future()
        || whole.minute != null && whole.minute < added.time;
  }

  private Expected about(
      Standing report, Sent message, boolean doubtful, List<ReportRule> warnings) {
    if (message.addendum && message.stage() == WITHDRAWN) {
      return held(ReportRule.ADDENDUM_WITHDRAWN, warnings);
    }
    if (message.addendum) {
      return addition(report, message, warnings);
    }
    Version current = report.current();
    if (current.says(message)) {
      if (!report.other(message)) {
        report.learn(message);
      }
      return Expected.of(DUPLICATE, ReportRule.RECEIVED_BEFORE);
    }
    boolean withoutAdditions =
        current.isWhole
            && !current.additions.isEmpty()
            && message.stage() <= current.stage
            && message.words.equals(current.whole.words);
    boolean sameTime =
        report.versions.stream()
            .filter(v -> v.says(message) && message.minute != null)
            .anyMatch(v -> message.minute.equals(v.whole.minute));
    if (withoutAdditions || sameTime) {
      return Expected.of(DUPLICATE, ReportRule.RECEIVED_BEFORE);
    }
    Version whole = report.newestFirst().filter(v -> v.isWhole).findFirst().orElse(null);
    if (whole == null) {
      return taken(report, message, null, warnings);
    }
    boolean earlier =
        message.stage() != WITHDRAWN && report.newestFirst().skip(1).anyMatch(v -> v.says(message));
    boolean otherWords = !message.words.equals(current.isWhole ? current.whole.words : "");
    Expected decided = decided(report, whole.whole, message, new Words(earlier, otherWords));
    if (decided.outcome != PARSED) {
      return decided.outcome == QUARANTINED ? held(decided.rules.get(0), warnings) : decided;
    }
    boolean unsure =
        doubtful && !report.withdrawn() && !message.corrects() && message.stage() <= current.stage;
    boolean answered = released == ReportRule.NUMBER_ALONE || released == ReportRule.ORDER_UNKNOWN;
    if (unsure && !answered) {
      return held(ReportRule.NUMBER_ALONE, warnings);
    }
    return taken(report, message, decided.rules.stream().findFirst().orElse(null), warnings);
  }

  private record Words(boolean earlier, boolean other) {}

  /** The table of the document: time against status. */
  private Expected decided(Standing report, Sent whole, Sent message, Words words) {
    boolean further = message.stage() > whole.stage();
    boolean same = message.stage() == whole.stage();
    Expected older = Expected.of(IGNORED, ReportRule.OLDER);
    Expected current = Expected.of(PARSED);
    Expected warned = Expected.of(PARSED, ReportRule.BY_STATUS);
    boolean person = released == ReportRule.ORDER_UNKNOWN;
    Expected held = person ? current : Expected.of(QUARANTINED, ReportRule.ORDER_UNKNOWN);
    Integer known = report.known();
    Integer time = message.time();
    if (time != null && known != null && time < known) {
      if (words.earlier && (further || same)) {
        return Expected.of(DUPLICATE, ReportRule.RECEIVED_BEFORE);
      }
      if (further) {
        return whole.stage() < FINAL ? current : warned;
      }
      boolean silent = !same || message.stage() == WITHDRAWN || !words.other;
      return silent || released != null && !person ? older : held;
    }
    if (time != null && whole.time() != null && time > whole.time()) {
      return current;
    }
    if (message.future() || whole.future()) {
      if (message.stage() == WITHDRAWN && same) {
        return older;
      }
      boolean says = further || message.corrects() && whole.stage() != WITHDRAWN;
      return says && !words.earlier || same && !words.other ? warned : held;
    }
    if (!further && !same) {
      return message.stage() < FINAL ? older : held;
    }
    if (words.earlier) {
      return held;
    }
    return same && arrived < report.current().stored ? older : current;
  }

  private Expected addition(Standing report, Sent message, List<ReportRule> warnings) {
    if (report.withdrawn()) {
      return held(ReportRule.ADDS_TO_WITHDRAWN, warnings);
    }
    if (report.current().text().contains(message.words)) {
      return Expected.of(DUPLICATE, ReportRule.RECEIVED_BEFORE);
    }
    boolean replaced =
        report.versions.stream()
            .flatMap(v -> v.additions.stream())
            .anyMatch(a -> a.words.equals(message.words));
    Sent whole =
        report.newestFirst().filter(v -> v.isWhole).map(Version::whole).findFirst().orElse(null);
    Integer time = message.time();
    Integer than = whole == null ? null : whole.time();
    if (!replaced || time != null && than != null && time > than) {
      return taken(report, message, null, warnings);
    }
    Integer known = report.known();
    if (time != null && known != null && time < known) {
      return Expected.of(DUPLICATE, ReportRule.RECEIVED_BEFORE);
    }
    return released == ReportRule.ORDER_UNKNOWN
        ? taken(report, message, null, warnings)
        : held(ReportRule.ORDER_UNKNOWN, warnings);
  }
}
