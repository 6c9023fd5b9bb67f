package org.radiologytrust.check.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.check.within.Extents.Extent;
import org.radiologytrust.text.measures.MeasuredThing;

/** Finds the sentence that gives the same finding another size, in words or in numbers. */
final class SizeDifferences {
  private final Denials denials;
  private final Extents extents;

  SizeDifferences(Denials denials, Extents extents) {
    this.denials = denials;
    this.extents = extents;
  }

  /** The sentence that calls small what this one calls large, or the reverse, if only one does. */
  Optional<Statement> inWords(Placed p, Statement said, List<Statement> earlier) {
    Extent extent = denials.asserted(p.mention()) ? extent(said, p) : null;
    if (extent == null || said.another()) {
      return Optional.empty();
    }
    Map<Statement, Extent> others = new LinkedHashMap<>();
    for (Statement e : earlier) {
      e.statedAt(p)
          .map(other -> extent(e, other))
          .filter(Objects::nonNull)
          .forEach(other -> others.put(e, other));
    }
    return others.size() == 1 && !others.containsValue(extent)
        ? others.keySet().stream().findFirst()
        : Optional.empty();
  }

  private @Nullable Extent extent(Statement s, Placed p) {
    return extents.of(s.sentence(), p.mention());
  }

  /** The sentence that gives the only finding that can be meant another size. */
  Optional<Statement> inNumbers(MeasuredThing thing, Statement said, List<Statement> earlier) {
    List<MeasuredThing> own = sizes(said, thing).toList();
    List<Statement> possible =
        earlier.stream()
            .filter(e -> sizes(e, thing).anyMatch(t -> mayBe(said, thing, e, t)))
            .toList();
    if (own.size() != 1 || said.another() || possible.size() != 1) {
      return Optional.empty();
    }
    List<MeasuredThing> sizes =
        sizes(possible.get(0), thing).filter(t -> mayBe(said, thing, possible.get(0), t)).toList();
    boolean differs =
        sizes.size() == 1 && !SizeValues.agree(sizes.get(0).measurement(), thing.measurement());
    return differs ? Optional.of(possible.get(0)) : Optional.empty();
  }

  private static Stream<MeasuredThing> sizes(Statement e, MeasuredThing thing) {
    return e.sizes().stream().filter(t -> t.family().equals(thing.family()));
  }

  private static boolean mayBe(
      Statement said, MeasuredThing a, Statement earlier, MeasuredThing b) {
    return a.mayBe(b)
        && place(said, a)
            .flatMap(one -> place(earlier, b).map(other -> !one.place().apart(other.place())))
            .orElse(true);
  }

  private static Optional<Placed> place(Statement s, MeasuredThing thing) {
    return s.findings().stream().filter(p -> p.mention() == thing.mention()).findFirst();
  }
}
