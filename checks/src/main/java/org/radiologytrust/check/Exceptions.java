package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.radiologytrust.check.rule.LoadedTable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.NeverHere;
import org.radiologytrust.model.Sentence;

/** The exceptions of a site. */
final class Exceptions {
  private static final String FILE = LoadedTable.EXCEPTIONS;
  private static final TypeReference<List<NeverHere>> ROWS = new TypeReference<>() {};

  /** So that a folder does not make the checks slow. */
  private static final int MOST = 500;

  /** Days. */
  private static final int LONGEST = 366;

  private static final String ALWAYS =
      ", which always tells or is of critical findings: it needs a whole sentence, and another"
          + " person in second";

  /** Days; of a check that words cannot silence either. */
  private static final int LONGEST_GUARDED = 90;

  private final List<NeverHere> all;
  private final Map<String, List<NeverHere>> byCheck;
  private final Supplier<LocalDate> today;

  private Exceptions(List<NeverHere> all, Supplier<LocalDate> today) {
    this.all = List.copyOf(all);
    this.byCheck = all.stream().collect(Collectors.groupingBy(NeverHere::check));
    this.today = today;
  }

  /** No exception. */
  static Exceptions none() {
    return new Exceptions(List.of(), () -> LocalDate.MAX);
  }

  /**
   * Reads those of a site.
   *
   * @param text content of {@code check/exceptions.yaml}; empty for none
   * @param today by which they end
   * @throws IllegalArgumentException if one is not valid; the message names file and line
   */
  static Exceptions of(SiteFiles files, String text, Supplier<LocalDate> today) {
    if (text.isBlank()) {
      return none();
    }
    List<NeverHere> rows = files.yaml(FILE, text, ROWS);
    if (rows.size() > MOST) {
      throw new IllegalArgumentException(FILE + " has more than " + MOST + " exceptions");
    }
    Set<String> guarded = WordGuard.cases().keySet();
    for (int i = 0; i < rows.size(); i++) {
      NeverHere row = rows.get(i);
      boolean always = guarded.contains(row.check());
      int longest = always ? LONGEST_GUARDED : LONGEST;
      if (row.lastDay().isAfter(today.get().plusDays(longest))) {
        throw refused(files, text, i + "/until", "must be within " + longest + " days");
      }
      if (always && (row.sentence() == null || row.second() == null)) {
        throw refused(files, text, i + "/check", "is " + row.check() + ALWAYS);
      }
    }
    return new Exceptions(rows, today);
  }

  private static IllegalArgumentException refused(
      SiteFiles files, String text, String place, String what) {
    return new IllegalArgumentException(files.message(FILE, text, place, what));
  }

  /** All, in the order of the file, those that have ended too. */
  List<NeverHere> all() {
    return all;
  }

  /** The first that silences a result of a segmented case. */
  Optional<NeverHere> silencing(CheckResult result, Audit c) {
    List<NeverHere> some = byCheck.getOrDefault(result.check(), List.of());
    return some.isEmpty() ? Optional.empty() : silencing(some, result, c);
  }

  private Optional<NeverHere> silencing(List<NeverHere> some, CheckResult result, Audit c) {
    LocalDate now = today.get();
    List<String> flagged =
        c.sentences().stream()
            .filter(sentence -> sentence.span().contains(result.first().span()))
            .map(Sentence::text)
            .toList();
    return some.stream()
        .filter(row -> !row.lastDay().isBefore(now))
        .filter(
            row -> row.modality() == null || Set.copyOf(c.kinds()).equals(Set.of(row.modality())))
        .filter(row -> flagged.stream().anyMatch(row::isAbout))
        .findFirst();
  }
}
