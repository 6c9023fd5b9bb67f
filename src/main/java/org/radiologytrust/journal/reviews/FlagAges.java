package org.radiologytrust.journal.reviews;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Texts;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;

/**
 * When the first version was received that had a flag of a report: the same check about the same
 * words, wherever they stand.
 *
 * @param since milliseconds by flag; a flag is a hash, so that no words are here
 */
record FlagAges(Map<String, Long> since) {
  static final FlagAges NONE = new FlagAges(Map.of());

  private static final int HASH_DIGITS = 12;

  /** Flags of one report that are kept: more than a person reads. */
  private static final int MOST = 200;

  FlagAges {
    since = Map.copyOf(since);
  }

  /** As {@link #json} wrote them. */
  static FlagAges of(String json) {
    return json.isEmpty()
        ? NONE
        : new FlagAges(StoredJson.read(json, new TypeReference<Map<String, Long>>() {}));
  }

  /** Empty if there are none. */
  String json() {
    return since.isEmpty() ? "" : StoredJson.write(new TreeMap<>(since));
  }

  /** The same with the flags of a version, which are as old as it where no version had them. */
  FlagAges with(Audit audit, Instant received) {
    Map<String, Long> all = new LinkedHashMap<>(since);
    for (Problem problem :
        Stream.of(Problems.of(audit), Problems.asked(audit)).flatMap(List::stream).toList()) {
      for (String flag : flags(audit, problem)) {
        if (all.size() < MOST) {
          all.putIfAbsent(flag, received.toEpochMilli());
        }
      }
    }
    return new FlagAges(all);
  }

  /** Since when the oldest part of a problem stands; empty if it is not known. */
  Optional<Instant> of(Audit audit, Problem problem) {
    return flags(audit, problem).stream()
        .filter(since::containsKey)
        .map(since::get)
        .min(Long::compare)
        .map(Instant::ofEpochMilli);
  }

  private static List<String> flags(Audit audit, Problem problem) {
    Stream<String> words =
        problem.checks().isEmpty()
            ? Stream.of(problem.places().isEmpty() ? "" : text(audit, problem))
            : problem.checks().stream().map(result -> result.first().value());
    return words
        .map(text -> text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT))
        .map(text -> Texts.sha256(problem.type() + "|" + text).substring(0, HASH_DIGITS))
        .distinct()
        .toList();
  }

  private static String text(Audit audit, Problem problem) {
    return problem.places().get(0).in(audit.report().text());
  }
}
