package org.radiologytrust.chaos;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;

/** Compares what was acknowledged with the journal, and both with the FHIR server. */
final class Verdict {
  private static final Set<String> ENDED =
      Set.of("audited", "checked_only", "not_auditable", "superseded");

  private final Database database;
  private final Map<String, Integer> acknowledged;
  private final Set<String> withImages;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();

  /** The report's id and the number of its version, by run. */
  private final Map<String, String> versions = new HashMap<>();

  /** The versions that were audited, and those of which the text was checked before. */
  private final Set<String> audited = new HashSet<>();

  /** Runs whose audit the server has taken, as the journal says. */
  private final Set<String> received = new HashSet<>();

  private int repeated;

  /**
   * @param acknowledged newest version by report
   * @param withImages reports whose images were there before they came
   */
  Verdict(Database database, Map<String, Integer> acknowledged, Set<String> withImages) {
    this.database = database;
    this.acknowledged = acknowledged;
    this.withImages = withImages;
  }

  Map<String, Integer> outcomes() {
    return outcomes;
  }

  int sent() {
    return received.size();
  }

  int repeated() {
    return repeated;
  }

  List<String> problems() {
    return problems;
  }

  /** Every acknowledged version is there once, has ended, and as it should. */
  void journal() throws SQLException {
    Map<String, Integer> found = new TreeMap<>();
    for (List<String> row :
        database.rows("select report_id, state from report_version order by report_id, seq")) {
      String report = row.get(0);
      String state = row.get(1);
      found.merge(report, 1, Integer::sum);
      outcomes.merge(state, 1, Integer::sum);
      if (!ENDED.contains(state)) {
        problems.add("a version of " + report + " has not ended: " + state);
      }
      String wanted = withImages.contains(report) ? "audited" : "checked_only";
      if (!state.equals("superseded") && !state.equals(wanted)) {
        problems.add("a version of " + report + " is " + state + ", not " + wanted);
      }
    }
    if (!found.equals(acknowledged)) {
      Map<String, Integer> lost = new TreeMap<>(acknowledged);
      lost.entrySet().removeAll(found.entrySet());
      Map<String, Integer> more = new TreeMap<>(found);
      more.entrySet().removeAll(acknowledged.entrySet());
      problems.add("versions acknowledged: " + lost + ", versions in the journal: " + more);
    }
    for (List<String> row :
        database.rows(
            "select channel, outcome, reason from message where outcome not in ('parsed',"
                + " 'duplicate')")) {
      problems.add("a message was not taken as a report: " + row);
    }
  }

  /**
   * Each audit once, and at most one of the text before it; the versions of a report in their
   * order, and only the newest one stands.
   */
  void sink(List<Resource> applied) throws SQLException {
    for (List<String> row :
        database.rows(
            "select a.run_id, v.report_id, v.seq, d.state, d.reason, j.text_only from audit a join"
                + " report_version v on v.id = a.version join job j on j.run_id = a.run_id"
                + " left join delivery d on d.run_id = a.run_id and d.sink = 'fhir'")) {
      String version = row.get(1) + " " + row.get(2);
      String run = row.get(5).equals("1") ? version + " text" : version;
      if (!audited.add(run)) {
        problems.add("audited twice: " + run);
      }
      versions.put(row.get(0), version);
      if (row.get(3).equals("sent")) {
        received.add(row.get(0));
      } else if (!row.get(3).equals("overtaken")) {
        problems.add("delivery of " + version + " is " + row.get(3) + ": " + row.get(4));
      }
    }
    Map<String, List<String>> states = new LinkedHashMap<>();
    Map<String, Resource> seen = new HashMap<>();
    for (Resource resource : applied) {
      if (resource instanceof Observation summary
          && summary.getCode().getCodingFirstRep().getCode().equals("report-audit")) {
        String run = summary.getIdElement().getIdPart();
        boolean fresh = summary.getStatus() == Observation.ObservationStatus.PRELIMINARY;
        if (seen.put(run + fresh, resource) == resource) {
          repeated += fresh ? 1 : 0;
        } else {
          states.computeIfAbsent(run, r -> new ArrayList<>()).add(summary.getStatus().toCode());
        }
      }
    }
    order(states);
    stands(states);
  }

  private void order(Map<String, List<String>> states) {
    for (String run : received) {
      if (!states.containsKey(run)) {
        problems.add(
            "the journal says that it was sent, the server has it not: " + versions.get(run));
      }
    }
    Map<String, Integer> last = new HashMap<>();
    states.forEach(
        (run, all) -> {
          String version = versions.get(run);
          if (version == null) {
            problems.add("the server has an audit that the journal has not: " + run);
            return;
          }
          if (!(all.equals(List.of("preliminary"))
              || all.equals(List.of("preliminary", "cancelled"))
              || all.equals(List.of("cancelled")) && !received.contains(run))) {
            problems.add("audit of " + version + " at the server: " + all);
          }
          String report = version.substring(0, version.indexOf(' '));
          int number = Integer.parseInt(version.substring(version.indexOf(' ') + 1));
          // one that was replaced before it was sent comes with the newer one, cancelled
          if (all.contains("preliminary")) {
            Integer before = last.put(report, number);
            if (before != null && before > number) {
              problems.add(
                  "version %d of %s came to the server after %d".formatted(number, report, before));
            }
          }
        });
  }

  private void stands(Map<String, List<String>> states) {
    Map<String, Set<String>> standing = new TreeMap<>();
    states.forEach(
        (run, all) -> {
          String version = versions.getOrDefault(run, "?");
          if (!all.contains("cancelled")) {
            standing
                .computeIfAbsent(version.replaceAll(" .*", ""), r -> new TreeSet<>())
                .add(version);
          }
        });
    acknowledged.forEach(
        (report, newest) -> {
          Set<String> now = standing.getOrDefault(report, Set.of());
          if (!now.equals(Set.of(report + " " + newest))) {
            problems.add("of " + report + " should stand " + newest + ", but there is " + now);
          }
        });
  }
}
