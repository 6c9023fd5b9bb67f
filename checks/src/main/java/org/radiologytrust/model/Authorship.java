package org.radiologytrust.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the words of a report version come from, as far as an earlier version shows it.
 *
 * @param passages cover the text without gaps, in its order; empty if no draft is known
 * @param cuts where words of a draft are missing
 */
public record Authorship(List<Passage> passages, List<Cut> cuts) {
  /** Nothing is known. */
  public static final Authorship NONE = new Authorship(List.of(), List.of());

  public Authorship {
    passages = Texts.copy(passages);
    cuts = Texts.copy(cuts);
  }

  /** Who wrote words. */
  public enum Source {
    /** A software's draft. */
    AI_DRAFT,
    /** A standard text. */
    TEMPLATE,
    /** A person, or nobody knows. */
    HUMAN
  }

  /**
   * What kind of draft a version with these authors is. One that a person edited or signed shows
   * nothing: nobody knows which words the person changed. A person may be named for whom the draft
   * was made.
   */
  public static Optional<Source> draft(List<Author> authors) {
    @Nullable Source source = null;
    for (Author author : authors) {
      if (author.kind() == Author.Kind.PERSON
          && (author.role() == Author.Role.EDITED || author.role() == Author.Role.SIGNED)) {
        return Optional.empty();
      }
      if (author.role() == Author.Role.DRAFTED) {
        source =
            author.kind() == Author.Kind.SOFTWARE || source == Source.AI_DRAFT
                ? Source.AI_DRAFT
                : Source.TEMPLATE;
      }
    }
    return Optional.ofNullable(source);
  }

  /** Words of one source. */
  public record Passage(Span span, Source source) {}

  /**
   * A place where words of a draft were removed.
   *
   * @param at code point of the text before which they stood
   * @param within whether they were part of a sentence that is still there
   */
  public record Cut(int at, boolean within) {
    private boolean touches(Span part) {
      return part.start() < at && at < part.end()
          || within && (at == part.start() || at == part.end());
    }
  }

  /** What became of a draft in a part of the text. */
  public enum Part {
    /** All words are an AI's, and none were removed. Some may be a template's that the AI took. */
    AI_DRAFT,
    /** All words are a template's, and none were removed. */
    TEMPLATE,
    /** Some words are of a draft, and somebody changed others. */
    EDITED,
    /** No word is of a draft. */
    HUMAN
  }

  /** Whether a draft is known. */
  public boolean known() {
    return !passages.isEmpty();
  }

  /**
   * What became of the draft in these words. Blanks do not count.
   *
   * @param text the report's text
   * @return empty if no draft is known
   */
  public Optional<Part> of(String text, Span part) {
    if (!known()) {
      return Optional.empty();
    }
    boolean ai = false;
    boolean template = false;
    boolean human = cuts.stream().anyMatch(cut -> cut.touches(part));
    for (Passage passage : passages) {
      if (passage.span.overlaps(part) && hasWords(text, passage.span, part)) {
        ai |= passage.source == Source.AI_DRAFT;
        template |= passage.source == Source.TEMPLATE;
        human |= passage.source == Source.HUMAN;
      }
    }
    boolean draft = ai || template;
    if (human) {
      return Optional.of(draft ? Part.EDITED : Part.HUMAN);
    }
    return draft ? Optional.of(ai ? Part.AI_DRAFT : Part.TEMPLATE) : Optional.empty();
  }

  private static boolean hasWords(String text, Span passage, Span part) {
    Span both =
        new Span(Math.max(passage.start(), part.start()), Math.min(passage.end(), part.end()));
    return !both.in(text).isBlank();
  }
}
