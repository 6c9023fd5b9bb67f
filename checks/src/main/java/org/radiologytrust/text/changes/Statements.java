package org.radiologytrust.text.changes;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Site;

/** The statements of one version, in order of the text. */
final class Statements {
  private final List<Statement> all;
  private final List<Mention> named;
  private final Set<String> keys;
  private final Set<String> sizes;
  private final Set<String> recommended;

  Statements(List<Statement> all) {
    this.all = List.copyOf(all);
    named = all.stream().flatMap(Statement::named).toList();
    keys = all.stream().map(Statement::key).collect(Collectors.toSet());
    sizes = all.stream().flatMap(s -> s.sizes().stream()).collect(Collectors.toSet());
    recommended = all.stream().flatMap(s -> s.recommended().stream()).collect(Collectors.toSet());
  }

  /** Those that another version does not have in the same words, wherever they stand there. */
  List<Statement> without(Statements other) {
    return all.stream().filter(s -> !other.keys.contains(s.key())).toList();
  }

  boolean gives(Set<String> measured) {
    return sizes.containsAll(measured);
  }

  boolean recommends(Set<String> what) {
    return recommended.containsAll(what);
  }

  /** Mentions of the same finding that can be the same: no side and no place contradicts it. */
  List<Mention> same(Mention m) {
    return named.stream().filter(o -> sameFinding(m, o) && !opposite(m, o)).toList();
  }

  /** Mentions of the same finding on the other side. */
  List<Mention> otherSide(Mention m) {
    return named.stream().filter(o -> sameFinding(m, o) && opposite(m, o)).toList();
  }

  private static boolean sameFinding(Mention m, Mention o) {
    boolean places = m.sites().isEmpty() || o.sites().isEmpty() || Site.meet(m.sites(), o.sites());
    return m.family().equals(o.family()) && places;
  }

  private static boolean opposite(Mention m, Mention o) {
    return m.side() != null
        && o.side() != null
        && m.side() != Side.BOTH
        && m.side().opposite() == o.side();
  }

  /** How sure the version is of a finding where it is surest; empty if it does not name it. */
  Optional<Certainty> certainty(Mention m) {
    return same(m).stream().map(Mention::certainty).min(Certainty::compareTo);
  }

  /** Whether no mention of it has a side, though {@code m} has one. */
  boolean sideless(Mention m) {
    return m.side() != null && same(m).stream().map(Mention::side).allMatch(Objects::isNull);
  }
}
