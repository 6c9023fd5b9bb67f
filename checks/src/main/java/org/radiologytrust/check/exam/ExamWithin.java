package org.radiologytrust.check.exam;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code exam-within}: compares the name that a report gives its examination with what the rest of
 * the report says of contrast agent, modality, views and body part. It needs no order.
 */
final class ExamWithin implements Check {
  static final String ID = "exam-within";

  private final ContrastWords contrast;
  private final Modalities modalities;
  private final WrongModality wrong;
  private final ViewsWithin views;
  private final PartWithin part;

  ExamWithin(ContrastWords contrast, Modalities modalities, ViewWords views, BodyParts parts) {
    this.contrast = contrast;
    this.modalities = modalities;
    this.wrong = new WrongModality(modalities);
    this.views = new ViewsWithin(views, parts, modalities);
    this.part = new PartWithin(parts, modalities, wrong);
  }

  /** The name of the examination, and what it says of contrast agent. */
  private record Named(WordTokens tokens, ContrastWords.Use use) {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of();
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    Examined examined = Examined.of(r, modalities);
    List<WordTokens> names =
        examined.names().stream()
            .filter(t -> Examined.isName(t) && !modalities.otherStudy(t))
            .filter(t -> !modalities.named(t).isEmpty())
            .toList();
    Optional<CheckResult> flag =
        Stream.<Supplier<@Nullable CheckResult>>of(
                () -> ofContrast(examined, names),
                () -> ofLimit(examined),
                () -> ofModality(examined, names),
                () -> flag(views.in(examined)),
                () -> flag(part.in(examined)))
            .map(Supplier::get)
            .filter(Objects::nonNull)
            .findFirst();
    return flag.map(List::of)
        .orElseGet(() -> r.silent("the report says nothing else than the name of its examination"));
  }

  /** "Cannot be evaluated because contrast material is given": a "not" is missing. */
  private @Nullable CheckResult ofLimit(Examined examined) {
    for (WordTokens t : examined.all()) {
      Terms.Hit limit = contrast.limit(t);
      ContrastWords.Use use = limit == null ? null : contrast.in(t);
      if (use != null && use.use() == ContrastUse.WITH) {
        return flag(
            t.evidence(use.first(), use.last()),
            t.evidence(limit.first(), limit.last()),
            "The report says that it sees less because contrast agent was given: check whether"
                + " \"not\" is missing.");
      }
    }
    return null;
  }

  private @Nullable CheckResult ofContrast(Examined examined, List<WordTokens> names) {
    Named named = names.isEmpty() ? stated(examined) : named(names);
    if (named == null || named.use().use() == ContrastUse.BOTH) {
      return null;
    }
    ContrastUse own = named.use().use();
    Evidence other = null;
    boolean fits = false;
    for (WordTokens t : examined.names()) {
      if (t != named.tokens() && !modalities.otherStudy(t)) {
        ContrastWords.Use use = contrast.in(t);
        fits |= use != null && fits(own, use.use());
        other = other == null && use != null ? t.evidence(use.first(), use.last()) : other;
      }
    }
    for (WordTokens t : examined.statements()) {
      if (t != named.tokens() && !modalities.notNow(t)) {
        ContrastWords.Use use = contrast.in(t);
        Terms.Hit effect = use == null && own == ContrastUse.WITHOUT ? contrast.effect(t) : null;
        if (use != null && contrast.presents(t)) {
          fits |= fits(own, use.use());
          other = other == null ? t.evidence(use.first(), use.last()) : other;
        } else if (effect != null) {
          return flag(named, t.evidence(effect.first(), effect.last()));
        }
      }
    }
    return other == null || fits ? null : flag(named, other);
  }

  /** The first statement that presents images without contrast agent: "Noncontrast CT shows". */
  private @Nullable Named stated(Examined examined) {
    for (WordTokens t : examined.statements()) {
      ContrastWords.Use use =
          modalities.named(t).isEmpty() || modalities.notNow(t) ? null : contrast.in(t);
      if (use != null && use.use() == ContrastUse.WITHOUT && contrast.presents(t)) {
        return new Named(t, use);
      }
    }
    return null;
  }

  /** Images with and without contrast agent are images with it. */
  private static boolean fits(ContrastUse own, ContrastUse said) {
    return own == said || own == ContrastUse.WITH && said == ContrastUse.BOTH;
  }

  private static CheckResult flag(Named named, Evidence other) {
    return flag(
        other,
        named.tokens().evidence(named.use().first(), named.use().last()),
        "The name of the examination says "
            + named.use().use().words()
            + ", another place says something else: correct the wrong one.");
  }

  /**
   * The first name that speaks of contrast agent; {@code null} if there is none, or another name
   * outside the technique differs.
   */
  private @Nullable Named named(List<WordTokens> names) {
    Named first = null;
    for (WordTokens t : names) {
      ContrastWords.Use use = contrast.ofName(t);
      if (use != null
          && first != null
          && first.use().use() != use.use()
          && t.sentence().section() != Section.TECHNIQUE) {
        return null;
      }
      if (use != null && first == null) {
        first = new Named(t, use);
      }
    }
    return first;
  }

  private @Nullable CheckResult ofModality(Examined examined, List<WordTokens> names) {
    Set<String> own = null;
    Evidence name = null;
    for (WordTokens t : names) {
      for (Terms.Hit hit : modalities.named(t)) {
        Set<String> codes = modalities.codes(hit);
        if (own != null && !own.equals(codes)) {
          return null;
        }
        own = codes;
        name = name == null ? t.evidence(hit.first(), hit.last()) : name;
      }
    }
    if (own == null) {
      return null;
    }
    for (WordTokens t : examined.statements()) {
      if (t.sentence().section() == Section.IMPRESSION && !modalities.notNow(t)) {
        for (Terms.Hit hit : modalities.named(t)) {
          if (wrong.presented(t, hit) && modalities.codes(hit).stream().noneMatch(own::contains)) {
            return flag(
                t.evidence(hit.first(), hit.last()),
                name,
                "The impression speaks of another kind of images than the name of the examination:"
                    + " correct the wrong one.");
          }
        }
      }
    }
    return null;
  }

  private static @Nullable CheckResult flag(@Nullable OtherExam other) {
    return other == null ? null : flag(other.first(), other.name(), other.action());
  }

  private static CheckResult flag(Evidence first, Evidence name, String action) {
    return new CheckResult(ID, Label.NEEDS_REVIEW, first, name, action);
  }
}
