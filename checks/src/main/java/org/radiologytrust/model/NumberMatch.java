package org.radiologytrust.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Weighs whether two reports of one site that share an accession number, or another id, are
 * versions of one report. One accession number may stand for several examinations, and some senders
 * have something else in its field.
 */
public enum NumberMatch {
  /** A number that belongs to one report alone is the same. */
  SAME,
  /** Nothing but the accession number says that they are one report. */
  DOUBTFUL,
  /** Nothing but the accession number is the same, and the ordered examinations are different. */
  OTHER_EXAMINATION,
  /** The filler or placer order numbers are different. */
  OTHER_NUMBERS;

  private static final String FILLER = "filler:";
  private static final String PLACER = "placer:";

  /** The field of a document's type, which names no examination. */
  private static final String DOCUMENT_TYPE = "TXA-2";

  /** Compares two reports that share a number. */
  public static NumberMatch of(Report a, Report b) {
    if (share(ownIds(a), ownIds(b)) || sameReportId(a, b)) {
      return SAME;
    }
    boolean samePlacer = share(placers(a), placers(b));
    if (!fillersBeside(a, b).isEmpty() && !fillersBeside(b, a).isEmpty()) {
      // some senders number each version anew, and one placer number may order two examinations
      return samePlacer && !differ(a, b) ? DOUBTFUL : OTHER_NUMBERS;
    }
    if (!placers(a).isEmpty() && !placers(b).isEmpty()) {
      return samePlacer ? SAME : OTHER_NUMBERS;
    }
    return differ(a, b) ? OTHER_EXAMINATION : DOUBTFUL;
  }

  /** Whether the two are different reports. */
  public boolean other() {
    return this == OTHER_EXAMINATION || this == OTHER_NUMBERS;
  }

  /**
   * The accession numbers of a report, without those that are order numbers of the other: a message
   * without accession number has the order number in its place.
   */
  public static Set<String> accessions(Report of, Report other) {
    Set<String> accessions = new HashSet<>(of.order().accessionNumbers());
    accessions.removeAll(fillers(other));
    accessions.removeAll(placers(other));
    return accessions;
  }

  /** All filler order numbers. */
  public static Set<String> fillers(Report report) {
    return numbers(report, FILLER, report.order().fillerOrderNumber());
  }

  /** The filler order numbers, without those that are accession numbers of the other. */
  private static Set<String> fillersBeside(Report of, Report other) {
    Set<String> fillers = fillers(of);
    fillers.removeAll(other.order().accessionNumbers());
    return fillers;
  }

  /** All placer order numbers. */
  public static Set<String> placers(Report report) {
    return numbers(report, PLACER, report.order().placerOrderNumber());
  }

  private static Set<String> numbers(Report report, String kind, String main) {
    Set<String> numbers =
        report.otherIds().stream()
            .filter(id -> id.startsWith(kind))
            .map(id -> id.substring(kind.length()))
            .collect(Collectors.toCollection(HashSet::new));
    if (!main.isEmpty()) {
      numbers.add(main);
    }
    return numbers;
  }

  /** All ids of a report but its report id, as {@link Report#otherIds} has them. */
  public static Set<String> ids(Report report) {
    Set<String> ids = new LinkedHashSet<>(report.otherIds());
    fillers(report).forEach(filler -> ids.add(FILLER + filler));
    placers(report).forEach(placer -> ids.add(PLACER + placer));
    if (!report.reference().isEmpty()) {
      ids.add("fhir:" + report.reference());
    }
    return ids;
  }

  /** The {@link Report#otherIds} of a report with those that only another version of it has. */
  public static List<String> union(Report report, Report other) {
    Set<String> known = ids(report);
    List<String> union = new ArrayList<>(report.otherIds());
    ids(other).stream().filter(id -> !known.contains(id)).forEach(union::add);
    return union;
  }

  /**
   * The order of a report with the accession numbers of another version of it, if it has none of
   * its own. Images are found by them.
   */
  public static Order numbered(Report report, Report other) {
    Set<String> known = accessions(other, other);
    return known.isEmpty() || !accessions(report, report).isEmpty()
        ? report.order()
        : report
            .order()
            .withAccessionNumbers(
                other.order().accessionNumbers().stream().filter(known::contains).toList());
  }

  /** Those of one report alone: a placer number may order several. */
  private static Set<String> ownIds(Report report) {
    Set<String> ids = ids(report);
    ids.removeIf(id -> id.startsWith(PLACER));
    return ids;
  }

  private static boolean sameReportId(Report a, Report b) {
    return a.reportId().equals(b.reportId())
        && !a.order().accessionNumbers().contains(a.reportId())
        && !b.order().accessionNumbers().contains(b.reportId());
  }

  private static boolean share(Set<String> a, Set<String> b) {
    return !Collections.disjoint(a, b);
  }

  private static boolean differ(Report a, Report b) {
    List<Pair> pairs = pairs(a, b).toList();
    return !pairs.isEmpty() && pairs.stream().allMatch(Pair::differ);
  }

  /** A procedure of each report. */
  private record Pair(Coding one, Coding other) {
    boolean equal() {
      return sameSystem() && hasCodes()
          ? one.code().equalsIgnoreCase(other.code())
          : !one.display().isBlank() && words(one).equals(words(other));
    }

    boolean differ() {
      boolean comparable = sameSystem() && hasCodes() || hasWordsAlone();
      return comparable && !equal();
    }

    private boolean sameSystem() {
      return one.system().equalsIgnoreCase(other.system());
    }

    private boolean hasCodes() {
      return !one.code().isBlank() && !other.code().isBlank();
    }

    private boolean hasWordsAlone() {
      return Stream.of(one, other).allMatch(c -> c.code().isBlank() && !c.display().isBlank());
    }

    private static String words(Coding procedure) {
      return procedure.display().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
  }

  private static Stream<Pair> pairs(Report a, Report b) {
    return procedures(a).flatMap(one -> procedures(b).map(other -> new Pair(one, other)));
  }

  private static Stream<Coding> procedures(Report report) {
    return report.source(ReportField.PROCEDURE).equals(DOCUMENT_TYPE)
        ? Stream.of()
        : report.answered().stream().map(Order::procedure).filter(p -> !p.equals(Coding.NONE));
  }
}
