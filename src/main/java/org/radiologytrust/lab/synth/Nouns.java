package org.radiologytrust.lab.synth;

import java.util.List;
import java.util.function.Predicate;

/** Chooses what a claim speaks of, so that it is right or wrong in a wanted way. */
final class Nouns {
  private final Draw draw;
  private final Split split;
  private final List<FindingWords> absent;
  private final List<Listed> list;
  private final boolean sizes;

  /**
   * @param pool findings that claims may speak of
   * @param sizes whether claims of findings that are not there may tell a size
   */
  Nouns(Draw draw, Split split, List<FindingWords> pool, List<Listed> list, boolean sizes) {
    this.draw = draw;
    this.split = split;
    this.list = list;
    this.sizes = sizes;
    this.absent =
        pool.stream().filter(w -> list.stream().noneMatch(l -> l.words().near(w))).toList();
  }

  /** What to speak of, or {@code null} where the case has nothing for it. */
  Noun of(String reason) {
    return switch (reason) {
      case LabelRule.LISTED -> same(listed(l -> !l.doubtful()));
      case LabelRule.DOUBTFUL -> same(listed(Listed::doubtful));
      case LabelRule.OVERCONFIDENT ->
          same(listed(l -> !l.doubtful() && !l.noun().counted() && !l.words().cause().isEmpty()));
      case LabelRule.HEDGED -> hedged();
      case LabelRule.ABSENT_FINDING -> absent();
      case LabelRule.WRONG_SIDE -> otherSide(listed(this::oneSided));
      case LabelRule.WRONG_SIZE -> otherSize(listed(l -> sized(l) && !l.noun().counted()));
      case LabelRule.WRONG_COUNT -> otherSize(listed(l -> sized(l) && l.noun().counted()));
      case LabelRule.ABSENCE ->
          draw.percent(75) ? absent() : withoutSize(otherSide(listed(this::oneSided)));
      case LabelRule.CONTRADICTED -> withoutSize(same(listed(l -> !l.doubtful())));
      default -> throw new IllegalArgumentException("no such reason");
    };
  }

  private Noun hedged() {
    Noun noun = draw.percent(60) ? same(listed(l -> true)) : absent();
    return noun != null && noun.counted() ? withoutSize(noun) : noun;
  }

  private boolean oneSided(Listed l) {
    return !l.doubtful()
        && l.words().sided()
        && list.stream().filter(o -> o.words().name().equals(l.words().name())).count() == 1;
  }

  private static boolean sized(Listed l) {
    return !l.doubtful() && !l.noun().size().isEmpty();
  }

  private Listed listed(Predicate<Listed> which) {
    List<Listed> fit = list.stream().filter(which).toList();
    return fit.isEmpty() ? null : draw.pick(fit);
  }

  /** A name for it, the list's own more often than not. */
  private String name(FindingWords words) {
    return draw.percent(55) ? words.name() : draw.pick(words.names(split));
  }

  private Noun same(Listed l) {
    if (l == null) {
      return null;
    }
    Noun n = l.noun();
    boolean side = n.side().isEmpty() || draw.percent(85);
    boolean size = n.counted() || draw.percent(75);
    return new Noun(
        l.words(), name(l.words()), side ? n.side() : "", size ? n.size() : "", n.place());
  }

  private Noun otherSide(Listed l) {
    if (l == null) {
      return null;
    }
    Noun n = l.noun();
    String side = n.side().equals("left") ? "right" : "left";
    return new Noun(l.words(), name(l.words()), side, n.size(), n.place());
  }

  private Noun otherSize(Listed l) {
    if (l == null) {
      return null;
    }
    Noun n = l.noun();
    List<String> all = n.counted() ? l.words().counts() : l.words().sizes();
    String size = draw.pick(all.stream().filter(s -> !s.equals(n.size())).toList());
    return new Noun(l.words(), name(l.words()), n.side(), size, n.place());
  }

  private Noun absent() {
    if (absent.isEmpty()) {
      return null;
    }
    FindingWords words = draw.pick(absent);
    return noun(draw, words, name(words), sizes ? 60 : 0);
  }

  private static Noun withoutSize(Noun n) {
    return n == null ? null : n.with(n.side(), "");
  }

  /**
   * A finding with a side, a place and perhaps a size or a count.
   *
   * @param sized percent of those that have a size
   */
  static Noun noun(Draw draw, FindingWords words, String name, int sized) {
    String side = words.sided() ? draw.pick(List.of("left", "right")) : "";
    List<String> sizes = words.counts().isEmpty() ? words.sizes() : words.counts();
    String size = sizes.isEmpty() || !draw.percent(sized) ? "" : draw.pick(sizes);
    return new Noun(words, name, side, size, draw.pick(words.places()));
  }
}
