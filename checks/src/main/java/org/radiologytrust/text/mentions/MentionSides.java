package org.radiologytrust.text.mentions;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.words.WordTokens;

/** Finds for each mention of a sentence the side and the sites that belong to it. */
final class MentionSides {
  private static final String FILE = "places.yaml";
  private static final int BEFORE = 9;
  private static final int BEHIND = 10;
  private static final int APPOSITION = 7;
  private static final int MEANT = 5;
  private static final int TITLED = 3;

  /**
   * @param places words that lead to a place: "in", "at"
   * @param articles words that may stand between such a word and the side
   * @param links words between two findings of one place
   * @param means words between a finding and what it is
   */
  private record Words(
      @MayBeEmpty Set<String> places,
      @MayBeEmpty Set<String> articles,
      @MayBeEmpty Set<String> links,
      @MayBeEmpty Set<String> means) {}

  /** A side and the word that names it. */
  private record Found(Side side, SideSource source, int at) {}

  private final Sides sides;
  private final Scopes scopes;
  private final Words words;
  private final Anatomy anatomy;

  MentionSides(SiteFiles files, Scopes scopes, Anatomy anatomy) {
    this.anatomy = anatomy;
    words = files.words(FILE, new TypeReference<Words>() {});
    this.sides = new Sides(files);
    this.scopes = scopes;
  }

  /** The words of a sentence that name a side; {@code null} if none does. */
  boolean @Nullable [] named(WordTokens t) {
    @Nullable Side[] side = sides.in(t);
    boolean[] named = null;
    for (int i = 0; i < side.length; i++) {
      if (side[i] != null) {
        named = named == null ? new boolean[side.length] : named;
        named[i] = true;
      }
    }
    return named;
  }

  /** The mentions of a sentence, in order, with their sides and sites. */
  List<Mention> attach(WordTokens t, List<Mention> mentions) {
    if (mentions.isEmpty()) {
      return mentions;
    }
    @Nullable Side[] named = sides.in(t);
    @Nullable Mention[] findings = new @Nullable Mention[t.size()];
    mentions.stream()
        .filter(m -> m.kind() == MentionKind.FINDING)
        .forEach(
            m -> {
              for (int i = m.first(); i <= m.last(); i++) {
                findings[i] = m;
              }
            });
    Side label = label(t);
    List<Mention> found = new ArrayList<>();
    Mention last = null;
    for (Mention m : mentions) {
      Mention placed = attach(t, named, findings, mentions, m);
      if (placed.side() == null && last != null && meant(t, named, last, m)) {
        placed = placed.withSide(last.side(), SideSource.PHRASE, last.sideAt());
      }
      if (placed.side() == null && label != null) {
        placed = placed.withSide(label, SideSource.LABEL, -1);
      }
      last = m.kind() == MentionKind.FINDING ? placed : last;
      found.add(placed);
    }
    return found;
  }

  /** "Left basilar opacity, likely representing atelectasis": whether one is what the other is. */
  private boolean meant(WordTokens t, @Nullable Side[] named, Mention first, Mention m) {
    if (m.kind() != MentionKind.FINDING
        || first.side() == null
        || t.part(first.last()) != t.part(m.first())) {
      return false;
    }
    for (int k = m.first() - 1; k > first.last() && k >= m.first() - MEANT; k--) {
      if (named[k] != null) {
        return false;
      }
      if (words.means().contains(t.word(k))) {
        return true;
      }
    }
    return false;
  }

  /** The one side that the labels before a sentence name, that of the nearest first. */
  private @Nullable Side label(WordTokens t) {
    List<Sentence.Label> labels = t.sentence().labels();
    for (int i = labels.size() - 1; i >= 0; i--) {
      Side side = sides.ofOrder(WordTokens.of(labels.get(i).text()));
      if (side != null) {
        return side == Side.BOTH ? null : side;
      }
    }
    return null;
  }

  private Mention attach(
      WordTokens t,
      @Nullable Side[] named,
      @Nullable Mention[] findings,
      List<Mention> mentions,
      Mention m) {
    Found side = inPhrase(t, named, findings, m);
    if (side == null) {
      side = inApposition(t, named, findings, m);
    }
    if (side == null) {
      side = inFront(t, named, findings, m);
    }
    Mention placed = m.withSites(sites(t, mentions, m));
    return side == null
        ? placed
        : placed.withSide(side.side(), side.source(), phraseEnd(t, mentions, m, side.at()));
  }

  /** The side in the mention's own phrase; in an enumeration also that of the whole. */
  private @Nullable Found inPhrase(
      WordTokens t, @Nullable Side[] named, @Nullable Mention[] findings, Mention m) {
    for (int i = m.first(); i <= m.last(); i++) {
      if (named[i] != null) {
        return new Found(named[i], SideSource.PHRASE, i);
      }
    }
    Found before = before(t, named, findings, m);
    if (before == null) {
      return behind(t, named, findings, m);
    }
    if (scopes.joined(t, before.at() + 1, m.first())) {
      // "effusion on the left and atelectasis on the right"
      Found behind = behind(t, named, findings, m);
      if (behind != null) {
        return behind;
      }
    }
    return fronted(t, before, m)
        ? new Found(before.side(), SideSource.FRONTED, before.at())
        : before;
  }

  /** "In the left base there is a nodule": a place with a side, then a verb. */
  private boolean fronted(WordTokens t, Found side, Mention m) {
    int lead = side.at() - 1;
    if (lead >= 0 && words.articles().contains(t.word(lead))) {
      lead--;
    }
    if (lead < 0 || !words.places().contains(t.word(lead))) {
      return false;
    }
    for (int i = side.at() + 1; i < m.first(); i++) {
      if (scopes.verb(t.word(i))) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Found before(
      WordTokens t, @Nullable Side[] named, @Nullable Mention[] findings, Mention m) {
    Found found = null;
    int steps = 0;
    for (int i = m.first() - 1; i >= 0 && steps < BEFORE; i--) {
      boolean joint = scopes.joins(t.word(i));
      if (t.part(i) != t.part(m.first())
          || t.clause(i) != t.clause(i + 1) && !joint && findings[i] == null) {
        return found;
      }
      if (findings[i] != null) {
        // "left effusion and atelectasis": the side is that of the whole enumeration
        if (found != null
            || findings[i].polarity() != m.polarity()
            || !enumerated(t, findings[i].last() + 1, m.first(), named)) {
          return found;
        }
        i = findings[i].first();
        steps = 0;
        continue;
      }
      if (named[i] != null && (found == null || joint(t, i, found.at()))) {
        found = joined(found, named[i], i);
      }
      steps++;
    }
    return found;
  }

  /** Whether two sides belong to one phrase: "left upper and right lower lobes". */
  private boolean joint(WordTokens t, int from, int to) {
    for (int k = from + 1; k < to; k++) {
      if (scopes.joins(t.word(k))) {
        return true;
      }
    }
    return to == from + 1;
  }

  private static Found joined(@Nullable Found found, Side side, int at) {
    Side all = found == null || found.side() == side ? side : Side.BOTH;
    return new Found(all, SideSource.PHRASE, at);
  }

  /** Whether only joining words and adjectives stand between two findings. */
  private boolean enumerated(WordTokens t, int from, int to, @Nullable Side[] named) {
    boolean joint = false;
    for (int k = from; k < to; k++) {
      if (named[k] != null || scopes.verb(t.word(k)) || words.places().contains(t.word(k))) {
        return false;
      }
      joint |=
          scopes.joins(t.word(k))
              || words.links().contains(t.word(k))
              || k > 0 && t.clause(k) != t.clause(k - 1);
    }
    return (joint || to < t.size() && from > 0 && t.clause(to) != t.clause(from - 1))
        && to - from <= 4;
  }

  private @Nullable Found behind(
      WordTokens t, @Nullable Side[] named, @Nullable Mention[] findings, Mention m) {
    Found found = null;
    int from = m.last() + 1;
    for (int i = from; i < t.size() && i <= m.last() + BEHIND; i++) {
      if (t.part(i) != t.part(m.first())) {
        return found;
      }
      if (findings[i] != null) {
        if (found != null
            || findings[i].polarity() != m.polarity()
            || !enumerated(t, from, i, named)) {
          return found;
        }
        i = findings[i].last();
        from = i + 1;
        continue;
      }
      if (t.clause(i) != t.clause(i - 1) && !scopes.joins(t.word(i))) {
        return found;
      }
      boolean belongs =
          i == m.last() + 1 || placed(t, i, m.last()) || found != null || adverb(t, i);
      if (named[i] != null && belongs && (found == null || joint(t, found.at(), i))) {
        found = joined(found, named[i], i);
      }
    }
    return found;
  }

  /** "Effusions are seen bilaterally." */
  private boolean adverb(WordTokens t, int i) {
    return scopes.verb(t.word(i - 1)) && (i + 1 == t.size() || t.clause(i + 1) != t.clause(i));
  }

  /** "in the right lung", "in the proximal right carotid artery", "on the right". */
  private boolean placed(WordTokens t, int i, int after) {
    for (int k = i - 1; k > after && k >= i - 3; k--) {
      if (words.places().contains(t.word(k))
          || words.articles().contains(t.word(k))
          || scopes.joins(t.word(k))) {
        return true;
      }
    }
    return false;
  }

  /** "Effusion, left greater than right": a short clause behind with a side and no finding. */
  private @Nullable Found inApposition(
      WordTokens t, @Nullable Side[] named, @Nullable Mention[] findings, Mention m) {
    int from = m.last() + 1;
    while (from < t.size() && t.clause(from) == t.clause(m.last())) {
      if (findings[from] != null || scopes.verb(t.word(from))) {
        return null;
      }
      from++;
    }
    boolean whole = m.first() == 0 || t.part(m.first() - 1) != t.part(m.first());
    if (from == t.size() || t.part(from) != t.part(m.last()) && !(whole && titled(t, from))) {
      return null;
    }
    Found found = null;
    for (int i = from; i < t.size() && t.clause(i) == t.clause(from); i++) {
      if (findings[i] != null || scopes.verb(t.word(i)) || i - from >= APPOSITION) {
        return null;
      }
      if (named[i] != null) {
        Side all = found == null || found.side() == named[i] ? named[i] : Side.BOTH;
        found = new Found(all, SideSource.APPOSITION, i);
      }
    }
    return found;
  }

  /** "Hernia: right inguinal." */
  private static boolean titled(WordTokens t, int from) {
    int last = from;
    while (last + 1 < t.size() && t.clause(last + 1) == t.clause(from)) {
      last++;
    }
    return last - from < TITLED;
  }

  /** "In the left base, there is ...", "Left knee: ..." */
  private @Nullable Found inFront(
      WordTokens t, @Nullable Side[] named, @Nullable Mention[] findings, Mention m) {
    int part = m.first();
    while (part > 0 && t.part(part - 1) == t.part(m.first())) {
      part--;
    }
    boolean place = words.places().contains(t.word(part));
    Found found = place ? inFront(t, named, findings, m, part, SideSource.FRONTED) : null;
    return found != null || part == 0 ? found : inFront(t, named, findings, m, 0, SideSource.LABEL);
  }

  private @Nullable Found inFront(
      WordTokens t,
      @Nullable Side[] named,
      @Nullable Mention[] findings,
      Mention m,
      int from,
      SideSource source) {
    Found found = null;
    for (int i = from; t.part(i) == t.part(from) && t.clause(i) != t.clause(m.first()); i++) {
      if (findings[i] != null || scopes.verb(t.word(i))) {
        return null;
      }
      if (named[i] != null) {
        Side all = found == null || found.side() == named[i] ? named[i] : Side.BOTH;
        found = new Found(all, source, i);
      }
    }
    return found;
  }

  /** The end of "in the right upper lobe", so that evidence is a whole phrase. */
  private static int phraseEnd(WordTokens t, List<Mention> mentions, Mention m, int side) {
    int end = side;
    for (Mention place : mentions) {
      boolean follows =
          place.kind() == MentionKind.ANATOMY
              && side > m.last()
              && place.first() > end
              && place.first() <= end + 2
              && t.clause(place.first()) == t.clause(side);
      end = follows ? place.last() : end;
    }
    return end;
  }

  /** The sites named in the mention's clause, else in the clauses before it. */
  private Set<Site> sites(WordTokens t, List<Mention> mentions, Mention m) {
    Set<Site> own = new LinkedHashSet<>();
    Set<Site> before = new LinkedHashSet<>();
    for (Mention place : mentions) {
      if (place.kind() == MentionKind.ANATOMY) {
        if (t.clause(place.first()) == t.clause(m.first())) {
          own.add(anatomy.site(place.concept()));
        } else if (place.first() < m.first()) {
          before.add(anatomy.site(place.concept()));
        }
      }
    }
    return own.isEmpty() ? before : own;
  }
}
