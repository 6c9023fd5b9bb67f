package org.radiologytrust.lab.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.radiologytrust.lab.synth.Statement.Sentence;
import org.radiologytrust.lab.synth.Statements.Manner;
import org.radiologytrust.lab.synth.SynthPhrases.Hedge;
import org.radiologytrust.lab.synth.SynthPhrases.Pair;

/** Draws the sentences of one report: what they state is right or wrong in wanted shares. */
final class ClaimWriter {
  private static final Pattern NEGATION =
      Pattern.compile("\\b(?:no|without)\\b", Pattern.CASE_INSENSITIVE);

  /** As many draws find nothing that fits: then the case is drawn anew. */
  private static final int TRIES = 400;

  /**
   * Percent of the contradicted that are to say normal: without them, nearly all that say so are
   * right.
   */
  private static final int NORMALS = 60;

  private static final List<String> POSITIVE =
      List.of(
          LabelRule.LISTED,
          LabelRule.DOUBTFUL,
          LabelRule.ABSENT_FINDING,
          LabelRule.WRONG_SIDE,
          LabelRule.WRONG_SIZE);

  private final Draw draw;
  private final Split split;
  private final SynthPhrases phrases;
  private final Mix mix;
  private final List<StudyWords.Normal> normals;
  private final Nouns nouns;
  private final Statements statements;
  private final List<LabelRule.Claimed> said = new ArrayList<>();

  ClaimWriter(
      Draw draw,
      Split split,
      SynthPhrases phrases,
      Mix mix,
      List<StudyWords.Normal> normals,
      Nouns nouns,
      Statements statements) {
    this.draw = draw;
    this.split = split;
    this.phrases = phrases;
    this.mix = mix;
    this.normals = normals;
    this.nouns = nouns;
    this.statements = statements;
  }

  /** Sentences with so many claims, or an empty list where they could not be found. */
  List<Sentence> sentences(int claims) {
    List<Sentence> sentences = new ArrayList<>();
    int count = 0;
    for (int i = 0; count < claims && i < TRIES; i++) {
      Sentence s = draw.percent(12) && claims - count > 1 ? pair() : single();
      if (s != null && s.statements().stream().allMatch(this::fits) && apart(s)) {
        s.statements().forEach(t -> said.add(t.claimed()));
        sentences.add(s);
        count += s.statements().size();
      }
    }
    return count < claims ? List.of() : sentences;
  }

  /** Only combinations of the split, and nothing that was spoken of already. */
  private boolean fits(Statement s) {
    return (split == Split.UNSEEN || Draw.held(s.quote()) == (split == Split.HELD))
        && said.stream().noneMatch(o -> clash(o, s.claimed()));
  }

  private static boolean apart(Sentence s) {
    return s.statements().size() == 1
        || !clash(s.statements().get(0).claimed(), s.statements().get(1).claimed());
  }

  private static boolean clash(LabelRule.Claimed a, LabelRule.Claimed b) {
    boolean sides = a.side().isEmpty() || b.side().isEmpty() || a.side().equals(b.side());
    return sides && a.names().stream().anyMatch(b.names()::contains);
  }

  private Sentence single() {
    String wish = mix.reason(draw);
    if (wish.equals(Mix.NORMAL)) {
      return normal(null);
    }
    if (wish.equals(LabelRule.CONTRADICTED) && draw.percent(NORMALS)) {
      Sentence normal = normal(wish);
      if (normal != null) {
        return normal;
      }
    }
    boolean recommends = wish.equals(Mix.RECOMMENDED) || wish.equals(Mix.WRONGLY_RECOMMENDED);
    String reason =
        wish.equals(Mix.RECOMMENDED)
            ? LabelRule.LISTED
            : wish.equals(Mix.WRONGLY_RECOMMENDED) ? LabelRule.ABSENT_FINDING : wish;
    Noun noun = nouns.of(reason);
    if (noun == null) {
      return null;
    }
    if (recommends) {
      String pattern = draw.pick(phrases.recommended().of(split));
      return whole(statements.of(pattern, noun, Manner.RECOMMENDS), reason);
    }
    return whole(statement(reason, noun), reason);
  }

  private Sentence normal(String reason) {
    return normals.isEmpty() ? null : whole(statements.normal(draw.pick(normals)), reason);
  }

  private Statement statement(String reason, Noun noun) {
    boolean absence =
        reason.equals(LabelRule.ABSENCE)
            || reason.equals(LabelRule.CONTRADICTED)
            || reason.equals(LabelRule.DOUBTFUL) && draw.percent(15);
    if (absence) {
      return statements.of(draw.pick(phrases.absent().of(split)), noun, Manner.ABSENCE);
    }
    if (reason.equals(LabelRule.HEDGED)) {
      Hedge hedge = draw.pick(phrases.hedged().of(split));
      return statements.of(hedge.text(), noun, Manner.hedged(hedge.word()));
    }
    if (reason.equals(LabelRule.OVERCONFIDENT)) {
      return statements.of(draw.pick(phrases.certain().of(split)), noun, Manner.OVERCONFIDENT);
    }
    SynthPhrases.Parted<String> patterns =
        noun.counted()
            ? phrases.counted()
            : noun.measured() ? phrases.measured() : phrases.present();
    return statements.of(draw.pick(patterns.of(split)), noun, Manner.PLAIN);
  }

  /** A sentence of one claim, if it is wrong or right as wanted. */
  private static Sentence whole(Statement s, String reason) {
    boolean wanted = s != null && (reason == null || s.ruling().reason().equals(reason));
    return wanted ? Sentence.of(s) : null;
  }

  private Sentence pair() {
    SynthPhrases.Pairs pairs = phrases.pairs();
    return switch (draw.weighted(40, 25, 20, 15)) {
      case 0 -> pair(draw.pick(pairs.both().of(split)), positive(), positive(), Manner.PLAIN);
      case 1 ->
          pair(
              draw.pick(pairs.without().of(split)),
              positive(),
              nouns.of(draw.percent(60) ? LabelRule.ABSENCE : LabelRule.CONTRADICTED),
              Manner.ABSENCE);
      case 2 -> {
        Pair p = draw.pick(pairs.hedged().of(split));
        yield pair(p, positive(), nouns.of(LabelRule.HEDGED), Manner.hedged(p.word()));
      }
      default -> neither(draw.pick(pairs.neither().of(split)));
    };
  }

  private Noun positive() {
    return nouns.of(POSITIVE.get(draw.weighted(50, 20, 10, 12, 8)));
  }

  private Sentence pair(Pair p, Noun first, Noun second, Manner how) {
    if (first == null || second == null || first.counted() || second.counted()) {
      return null;
    }
    Statement a = statements.of(p.first(), first, Manner.PLAIN);
    Statement b = statements.of(p.second(), second, how);
    String head = a.quote() + p.joint();
    return new Sentence(head + b.quote(), List.of(a, b), List.of(0, head.length()));
  }

  /** Both absences are true: the second quote holds them both. */
  private Sentence neither(Pair p) {
    Noun first = nouns.of(LabelRule.ABSENCE);
    Noun second = nouns.of(LabelRule.ABSENCE);
    if (Stream.of(first, second).anyMatch(n -> n == null)) {
      return null;
    }
    Statement a = statements.of(p.first(), first, Manner.ABSENCE);
    Statement b = statements.of(p.second(), second, Manner.ABSENCE);
    String text = a.quote() + p.joint() + b.quote();
    Matcher negation = NEGATION.matcher(text);
    int from = negation.find() ? negation.start() : 0;
    return new Sentence(text, List.of(a, b.quoted(text.substring(from))), List.of(0, from));
  }
}
