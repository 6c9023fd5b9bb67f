package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.check.within.SidedStatement.Polarity;
import org.radiologytrust.check.within.SidedStatement.Word;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Scopes;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.WordTokens;

/**
 * Cuts sentences into statements that belong to one side: at the points, and between two sides at a
 * comma or a joining word.
 */
final class SidedStatements {
  /** What a word tells that only narrows a place, or that belongs to the name of a finding. */
  private static final double LITTLE = 0.5;

  private final SideWords words;
  private final Sides sides;
  private final Distinctions distinctions;

  SidedStatements(SideWords words, Sides sides, Distinctions distinctions) {
    this.words = words;
    this.sides = sides;
    this.distinctions = distinctions;
  }

  /** Whether a sentence names a side. */
  boolean sided(SentenceReading s) {
    return label(s.sentence()) != null
        || Arrays.stream(sides.withNames(s.words())).anyMatch(side -> side != null);
  }

  /** The statements of sentences that follow each other. */
  List<SidedStatement> of(List<SentenceReading> sentences) {
    List<SidedStatement> all = new ArrayList<>();
    Side near = null;
    for (SentenceReading s : sentences) {
      Cut cut = new Cut(s, near);
      all.addAll(cut.statements);
      near = cut.near;
    }
    return all;
  }

  /** Whether a word goes on with a place before it: "lower" of "upper and lower lobes". */
  boolean joined(WordTokens t, int at) {
    return at > 1
        && words.joints().contains(t.word(at - 1))
        && words.positions().contains(t.word(at - 2));
  }

  /** The side in the labels above a sentence, that of the nearest first. */
  private @Nullable Side label(Sentence s) {
    List<Sentence.Label> labels = s.labels();
    for (int i = labels.size() - 1; i >= 0; i--) {
      Side side = sides.ofOrder(WordTokens.of(labels.get(i).text()));
      if (side != null) {
        return side;
      }
    }
    return null;
  }

  /** One sentence while it is cut. */
  private final class Cut {
    private final SentenceReading sentence;
    private final WordTokens t;
    private final @Nullable Side[] named;
    private final @Nullable Mention[] mentions;
    private final Distinctions.@Nullable Marks[] places;
    private final List<SidedStatement> statements = new ArrayList<>();
    private @Nullable Side label;

    /** The one side that was named last. */
    private @Nullable Side near;

    /** Whether it is not sure whose side it is that something is only held possible on. */
    private boolean unsure;

    Cut(SentenceReading s, @Nullable Side before) {
      near = before;
      sentence = s;
      t = s.words();
      named = sides.withNames(t);
      label = label(s.sentence());
      mentions = new @Nullable Mention[t.size()];
      places = new Distinctions.@Nullable Marks[t.size()];
      s.mentions(MentionKind.ANATOMY).forEach(this::name);
      distinctions.findings(s).forEach(this::name);
      int from = 0;
      while (from < t.size()) {
        int to = from + 1;
        boolean side = named[from] != null;
        // "Stones: right" is one statement, "Right kidney: stone of the left ..." two
        while (to < t.size()
            && (t.part(to) == t.part(to - 1) || !side && t.gap(to).contains(":"))) {
          side |= named[to] != null;
          to++;
        }
        part(from, to);
        from = to;
      }
    }

    private void name(Mention m) {
      Arrays.fill(mentions, m.first(), m.last() + 1, m);
    }

    private void name(Placed p) {
      name(p.mention());
      Arrays.fill(places, p.mention().first(), p.mention().last() + 1, p.place());
    }

    private void part(int from, int to) {
      unsure = false;
      Set<Side> here = EnumSet.noneOf(Side.class);
      int first = to;
      for (int i = to - 1; i >= from; i--) {
        if (named[i] != null) {
          here.add(named[i]);
          first = i;
        }
      }
      if (here.isEmpty()) {
        add(from, to, label, -1);
      } else if (here.size() == 1) {
        add(from, to, named[first], first);
        near = named[first];
        label = named[first]; // what follows in the sentence goes on with it
      } else {
        near = null;
        // "nodules in the left upper and right lower lobe": both sides can have what stands first
        add(from, first, null, -1);
        several(first, to);
      }
    }

    /** The statements from the first side of a part on that names several. */
    private void several(int first, int to) {
      int from = first;
      int at = first;
      boolean open = false;
      unsure = true;
      while (at < to) {
        int next = at + 1;
        while (next < to && named[next] == null) {
          next++;
        }
        int end = next == to ? to : end(at, next);
        boolean bare = end == at + 1 && next < to;
        // "left and right stones": what stands behind belongs to both
        add(from, end, open ? Side.BOTH : named[at], at);
        open = bare;
        from = end;
        at = next;
      }
    }

    /** Where the words of a side end that another one follows. */
    private int end(int at, int next) {
      for (int i = next; i > at; i--) {
        if (t.clause(i) != t.clause(i - 1) || words.joints().contains(t.word(i))) {
          return i;
        }
      }
      return next;
    }

    private void add(int from, int to, @Nullable Side side, int sideAt) {
      List<Word> all = new ArrayList<>();
      boolean normal = false;
      for (int i = from; i < to; i++) {
        normal |= words.normal().at(t, i) != null && polarity(i) == Polarity.ASSERTED;
        if (words.names(t.word(i))) {
          all.add(word(i));
        }
      }
      statements.add(new SidedStatement(sentence, from, to, side, sideAt, near, normal, all));
    }

    private Word word(int i) {
      String key = words.stem(t.word(i));
      Mention m = mentions[i];
      boolean finding = places[i] != null;
      double weight = finding || words.positions().contains(t.word(i)) ? LITTLE : 1;
      String name = m == null ? key : (finding ? "=" : "@") + m.family();
      return new Word(i, key, name, weight, polarity(i), places[i]);
    }

    private Polarity polarity(int i) {
      Scopes.Reading scopes = sentence.scopes();
      return switch (scopes.polarity(i)) {
        case DENIED, UNCLEAR -> Polarity.DENIED;
        case AFFIRMED ->
            scopes.time(i) == MentionTime.NOW
                    && scopes.certainty(i) != Certainty.ASKED
                    && !(unsure && scopes.certainty(i) == Certainty.POSSIBLE)
                ? Polarity.ASSERTED
                : Polarity.OTHER;
      };
    }
  }
}
