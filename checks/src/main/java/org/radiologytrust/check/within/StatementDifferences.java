package org.radiologytrust.check.within;

import static org.radiologytrust.check.within.Difference.CERTAINTY;
import static org.radiologytrust.check.within.Difference.PRESENCE;
import static org.radiologytrust.check.within.Difference.SIDE;
import static org.radiologytrust.check.within.Difference.SIZE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.Sides;

/**
 * In what a later sentence contradicts an earlier one about the same finding at the same place.
 * Thread-safe.
 */
final class StatementDifferences {
  private final Denials denials;
  private final WordCorrections corrections;
  private final SideDifferences sides;
  private final SizeDifferences sizes;

  /**
   * @throws IllegalArgumentException when a file is not valid
   */
  StatementDifferences(
      SiteFiles files, Denials denials, Sides sideWords, Measurements measurements) {
    AddendumWords words = AddendumWords.load(files);
    this.denials = denials;
    corrections = new WordCorrections(words, sideWords, measurements);
    sides = new SideDifferences(denials);
    sizes = new SizeDifferences(denials, new Extents(words));
  }

  /**
   * The earlier sentences that a later one changes.
   *
   * @param others further sentences of the report, which can show that more than one finding is
   *     meant
   * @param without families of findings that do not count
   */
  Map<Statement, Difference> of(
      Statement said, List<Statement> earlier, List<Statement> others, Set<String> without) {
    Map<Statement, Difference> found = new LinkedHashMap<>();
    if (said.otherStudy()) {
      return found;
    }
    List<Statement> all = new ArrayList<>(earlier);
    all.addAll(others);
    all.add(said);
    boolean manyPlaces = denials.manyPlaces(all.stream().map(Statement::sentence).toList());
    Predicate<Mention> counts = m -> !without.contains(m.family());
    for (Statement e : earlier) {
      Difference difference = presence(said, e, counts, manyPlaces);
      if (difference != null) {
        found.put(e, difference);
      }
    }
    corrections.of(said, earlier).forEach(found::putIfAbsent);
    for (Placed p : said.findings()) {
      if (counts.test(p.mention())) {
        sides.finding(p, said, earlier, others).forEach(e -> found.putIfAbsent(e, SIDE));
        certainty(p, said, earlier).forEach(e -> found.putIfAbsent(e, CERTAINTY));
        sizes.inWords(p, said, earlier).ifPresent(e -> found.putIfAbsent(e, SIZE));
      }
    }
    sides.devices(said, earlier).forEach(e -> found.putIfAbsent(e, SIDE));
    said.sizes()
        .forEach(
            thing ->
                sizes.inNumbers(thing, said, earlier).ifPresent(e -> found.putIfAbsent(e, SIZE)));
    return found;
  }

  private @Nullable Difference presence(
      Statement said, Statement earlier, Predicate<Mention> counts, boolean manyPlaces) {
    Difference found = contradiction(said, earlier, counts, manyPlaces);
    return found == null ? contradiction(earlier, said, counts, manyPlaces) : found;
  }

  private @Nullable Difference contradiction(
      Statement denying, Statement asserting, Predicate<Mention> counts, boolean manyPlaces) {
    Difference found = null;
    for (Placed p : asserting.findings()) {
      boolean certain = denials.asserted(p.mention());
      boolean stated = certain || !asserting.aside() && denials.possible(p.mention());
      boolean contradicts =
          stated
              && counts.test(p.mention())
              && denying.denied().stream()
                  .anyMatch(d -> denials.meant(d, p.mention()) && !denials.apart(d, p, manyPlaces));
      if (contradicts && certain) {
        return PRESENCE;
      }
      found = contradicts ? CERTAINTY : found;
    }
    return found;
  }

  /** The sentences that hold possible what this one asserts, or the reverse, if all do. */
  private List<Statement> certainty(Placed p, Statement said, List<Statement> earlier) {
    Mention m = p.mention();
    boolean certain = denials.asserted(m);
    if (said.aside() || !certain && !denials.possible(m)) {
      return List.of();
    }
    List<Placed> same =
        Stream.concat(Stream.of(said), earlier.stream())
            .flatMap(e -> e.stated(m))
            .filter(other -> other.mention() != m)
            .toList();
    boolean others =
        same.stream()
            .filter(other -> other.mention().words() != m.words())
            .anyMatch(other -> other.mention().certainty() == m.certainty());
    boolean own =
        same.stream()
            .filter(other -> other.mention().words() == m.words())
            .anyMatch(other -> other.mention().certainty() != m.certainty());
    if (others || own) {
      return List.of();
    }
    return earlier.stream()
        .filter(e -> !e.aside())
        .filter(
            e ->
                e.statedAt(p)
                    .map(Placed::mention)
                    .anyMatch(o -> certain ? denials.possible(o) : denials.asserted(o)))
        .toList();
  }
}
