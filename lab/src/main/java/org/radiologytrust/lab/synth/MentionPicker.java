package org.radiologytrust.lab.synth;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Chooses the finding that a claim mentions, so that the claim is right or wrong as wanted. */
final class MentionPicker {
  private final RandomDraw draw;
  private final Split split;
  private final List<FindingWords> absent;
  private final List<ListedFinding> list;
  private final boolean sizes;

  /**
   * @param pool findings that claims may mention
   * @param sizes whether mentions of absent findings may have a size
   */
  MentionPicker(
      RandomDraw draw,
      Split split,
      List<FindingWords> pool,
      List<ListedFinding> list,
      boolean sizes) {
    this.draw = draw;
    this.split = split;
    this.list = list;
    this.sizes = sizes;
    this.absent =
        pool.stream().filter(w -> list.stream().noneMatch(l -> l.words().near(w))).toList();
  }

  /**
   * A mention for a claim that should get this reason from {@link LabelRule}. Returns {@code null}
   * if the case has no finding for it.
   */
  @Nullable FindingMention of(String reason) {
    return switch (reason) {
      case LabelRule.LISTED -> same(listed(l -> !l.doubtful()));
      case LabelRule.DOUBTFUL -> same(listed(ListedFinding::doubtful));
      case LabelRule.OVERCONFIDENT ->
          same(
              listed(l -> !l.doubtful() && !l.mention().counted() && !l.words().cause().isEmpty()));
      case LabelRule.HEDGED -> hedged();
      case LabelRule.ABSENT_FINDING -> absent();
      case LabelRule.WRONG_SIDE -> otherSide(listed(this::oneSided));
      case LabelRule.WRONG_SIZE -> otherSize(listed(l -> sized(l) && !l.mention().counted()));
      case LabelRule.WRONG_COUNT -> otherSize(listed(l -> sized(l) && l.mention().counted()));
      case LabelRule.ABSENCE ->
          draw.percent(75) ? absent() : withoutSize(otherSide(listed(this::oneSided)));
      case LabelRule.CONTRADICTED -> withoutSize(same(listed(l -> !l.doubtful())));
      default -> throw new IllegalArgumentException("no such reason");
    };
  }

  private @Nullable FindingMention hedged() {
    FindingMention mention = draw.percent(60) ? same(listed(l -> true)) : absent();
    return mention != null && mention.counted() ? withoutSize(mention) : mention;
  }

  private boolean oneSided(ListedFinding l) {
    return !l.doubtful()
        && l.words().sided()
        && list.stream().filter(o -> o.words().name().equals(l.words().name())).count() == 1;
  }

  private static boolean sized(ListedFinding l) {
    return !l.doubtful() && !l.mention().size().isEmpty();
  }

  private @Nullable ListedFinding listed(Predicate<ListedFinding> which) {
    List<ListedFinding> fit = list.stream().filter(which).toList();
    return fit.isEmpty() ? null : draw.pick(fit);
  }

  /** One of its names, mostly the one in the list. */
  private String name(FindingWords words) {
    return draw.percent(55) ? words.name() : draw.pick(words.names(split));
  }

  private @Nullable FindingMention same(@Nullable ListedFinding l) {
    if (l == null) {
      return null;
    }
    FindingMention n = l.mention();
    boolean side = n.side().isEmpty() || draw.percent(85);
    boolean size = n.counted() || draw.percent(75);
    return new FindingMention(
        l.words(), name(l.words()), side ? n.side() : "", size ? n.size() : "", n.place());
  }

  private @Nullable FindingMention otherSide(@Nullable ListedFinding l) {
    if (l == null) {
      return null;
    }
    FindingMention n = l.mention();
    String side = n.side().equals("left") ? "right" : "left";
    return new FindingMention(l.words(), name(l.words()), side, n.size(), n.place());
  }

  private @Nullable FindingMention otherSize(@Nullable ListedFinding l) {
    if (l == null) {
      return null;
    }
    FindingMention n = l.mention();
    List<String> all = n.counted() ? l.words().counts() : l.words().sizes();
    String size = draw.pick(all.stream().filter(s -> !s.equals(n.size())).toList());
    return new FindingMention(l.words(), name(l.words()), n.side(), size, n.place());
  }

  private @Nullable FindingMention absent() {
    if (absent.isEmpty()) {
      return null;
    }
    FindingWords words = draw.pick(absent);
    return mention(draw, words, name(words), sizes ? 60 : 0);
  }

  private static @Nullable FindingMention withoutSize(@Nullable FindingMention n) {
    return n == null ? null : n.with(n.side(), "");
  }

  /**
   * Draws side, place and perhaps size or count of a mention.
   *
   * @param sized chance of a size, in percent
   */
  static FindingMention mention(RandomDraw draw, FindingWords words, String name, int sized) {
    String side = words.sided() ? draw.pick(List.of("left", "right")) : "";
    List<String> sizes = words.counts().isEmpty() ? words.sizes() : words.counts();
    String size = sizes.isEmpty() || !draw.percent(sized) ? "" : draw.pick(sizes);
    return new FindingMention(words, name, side, size, draw.pick(words.places()));
  }
}
