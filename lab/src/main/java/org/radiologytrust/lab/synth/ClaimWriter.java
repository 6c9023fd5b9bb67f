package org.radiologytrust.lab.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.lab.synth.Statement.Sentence;
import org.radiologytrust.lab.synth.StatementBuilder.Manner;
import org.radiologytrust.lab.synth.SynthPhrases.Hedge;
import org.radiologytrust.lab.synth.SynthPhrases.Pair;

/** Draws the sentences of one report, with right and wrong claims in the wanted shares. */
final class ClaimWriter {
  private static final Pattern NEGATION =
      Pattern.compile("\\b(?:no|without)\\b", Pattern.CASE_INSENSITIVE);

  /** After so many draws without success, the case is drawn again. */
  private static final int TRIES = 400;

  /**
   * Percentage of contradicted claims that call something normal. Without them, nearly all claims
   * of normality would be right.
   */
  private static final int NORMALS = 50;

  private static final List<String> POSITIVE =
      List.of(
          LabelRule.LISTED,
          LabelRule.DOUBTFUL,
          LabelRule.ABSENT_FINDING,
          LabelRule.WRONG_SIDE,
          LabelRule.WRONG_SIZE);

  private final RandomDraw draw;
  private final Split split;
  private final SynthPhrases phrases;
  private final ClaimMix mix;
  private final List<StudyWords.Normal> normals;
  private final MentionPicker mentions;
  private final StatementBuilder statements;
  private final List<LabelRule.Claimed> said = new ArrayList<>();

  ClaimWriter(
      RandomDraw draw,
      Split split,
      SynthPhrases phrases,
      ClaimMix mix,
      List<StudyWords.Normal> normals,
      MentionPicker mentions,
      StatementBuilder statements) {
    this.draw = draw;
    this.split = split;
    this.phrases = phrases;
    this.mix = mix;
    this.normals = normals;
    this.mentions = mentions;
    this.statements = statements;
  }

  /** Draws sentences with so many claims in total. Returns an empty list if it finds none. */
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

  /** Whether the split allows the combination and no earlier claim is about the same finding. */
  private boolean fits(Statement s) {
    return (split == Split.UNSEEN || RandomDraw.held(s.quote()) == (split == Split.HELD))
        && said.stream().noneMatch(o -> clash(o, s.claimed()));
  }

  private static boolean apart(Sentence s) {
    return s.statements().size() == 1
        || !clash(s.statements().get(0).claimed(), s.statements().get(1).claimed());
  }

  /** A statement that sums up, such as that the lungs are clear, may stand beside any other. */
  private static boolean clash(LabelRule.Claimed a, LabelRule.Claimed b) {
    if (sumsUp(a) || sumsUp(b)) {
      return a.names().equals(b.names());
    }
    boolean sides = a.side().isEmpty() || b.side().isEmpty() || a.side().equals(b.side());
    return sides && a.names().stream().anyMatch(b.names()::contains);
  }

  private static boolean sumsUp(LabelRule.Claimed claimed) {
    return claimed.absence() && claimed.names().size() > 1;
  }

  private @Nullable Sentence single() {
    String wish = mix.reason(draw);
    if (wish.equals(ClaimMix.NORMAL)) {
      return normal(null);
    }
    if (wish.equals(LabelRule.CONTRADICTED) && draw.percent(NORMALS)) {
      Sentence normal = normal(LabelRule.NOT_NORMAL);
      if (normal != null) {
        return normal;
      }
    }
    boolean recommends =
        wish.equals(ClaimMix.RECOMMENDED) || wish.equals(ClaimMix.WRONGLY_RECOMMENDED);
    String reason =
        wish.equals(ClaimMix.RECOMMENDED)
            ? LabelRule.LISTED
            : wish.equals(ClaimMix.WRONGLY_RECOMMENDED) ? LabelRule.ABSENT_FINDING : wish;
    FindingMention mention = mentions.of(reason);
    if (mention == null) {
      return null;
    }
    if (recommends) {
      String pattern = draw.pick(phrases.recommended().of(split));
      return whole(statements.of(pattern, mention, Manner.RECOMMENDS), reason);
    }
    return whole(statement(reason, mention), reason);
  }

  private @Nullable Sentence normal(@Nullable String reason) {
    return normals.isEmpty() ? null : whole(statements.normal(draw.pick(normals)), reason);
  }

  private @Nullable Statement statement(String reason, FindingMention mention) {
    boolean absence =
        reason.equals(LabelRule.ABSENCE)
            || reason.equals(LabelRule.CONTRADICTED)
            || reason.equals(LabelRule.DOUBTFUL) && draw.percent(15);
    if (absence) {
      return statements.of(draw.pick(phrases.absent().of(split)), mention, Manner.ABSENCE);
    }
    if (reason.equals(LabelRule.HEDGED)) {
      Hedge hedge = draw.pick(phrases.hedged().of(split));
      return statements.of(hedge.text(), mention, Manner.hedged(hedge.word()));
    }
    if (reason.equals(LabelRule.OVERCONFIDENT)) {
      return statements.of(draw.pick(phrases.certain().of(split)), mention, Manner.OVERCONFIDENT);
    }
    SynthPhrases.Parted<String> patterns =
        mention.counted()
            ? phrases.counted()
            : mention.measured() ? phrases.measured() : phrases.present();
    return statements.of(draw.pick(patterns.of(split)), mention, Manner.PLAIN);
  }

  /** A sentence of one claim, or {@code null} if the claim did not get the wanted reason. */
  private static @Nullable Sentence whole(@Nullable Statement s, @Nullable String reason) {
    boolean wanted = s != null && (reason == null || s.ruling().reason().equals(reason));
    return wanted ? Sentence.of(s) : null;
  }

  private @Nullable Sentence pair() {
    SynthPhrases.Pairs pairs = phrases.pairs();
    return switch (draw.weighted(40, 25, 20, 15)) {
      case 0 -> pair(draw.pick(pairs.both().of(split)), positive(), positive(), Manner.PLAIN);
      case 1 ->
          pair(
              draw.pick(pairs.without().of(split)),
              positive(),
              mentions.of(draw.percent(60) ? LabelRule.ABSENCE : LabelRule.CONTRADICTED),
              Manner.ABSENCE);
      case 2 -> {
        Pair p = draw.pick(pairs.hedged().of(split));
        yield pair(p, positive(), mentions.of(LabelRule.HEDGED), Manner.hedged(p.word()));
      }
      default -> neither(draw.pick(pairs.neither().of(split)));
    };
  }

  private @Nullable FindingMention positive() {
    return mentions.of(POSITIVE.get(draw.weighted(50, 20, 10, 12, 8)));
  }

  private @Nullable Sentence pair(
      Pair p, @Nullable FindingMention first, @Nullable FindingMention second, Manner how) {
    if (first == null || second == null || first.counted() || second.counted()) {
      return null;
    }
    Statement a = statements.of(p.first(), first, Manner.PLAIN);
    Statement b = statements.of(p.second(), second, how);
    String head = a.quote() + p.joint();
    return new Sentence(head + b.quote(), List.of(a, b), List.of(0, head.length()));
  }

  /** Denies two findings, both rightly. The second claim's quote contains both. */
  private @Nullable Sentence neither(Pair p) {
    FindingMention first = mentions.of(LabelRule.ABSENCE);
    FindingMention second = mentions.of(LabelRule.ABSENCE);
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
