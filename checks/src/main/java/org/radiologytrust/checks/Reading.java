package org.radiologytrust.checks;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A report as the checks read it.
 *
 * @param text with line feeds as line ends, and without white space at the ends of lines; the spans
 *     refer to it
 * @param sentences in order of the text, those of history and signatures included
 */
public record Reading(String text, List<Sentence> sentences) {
  public Reading {
    sentences = List.copyOf(sentences);
  }

  /**
   * A sentence.
   *
   * @param section where it stands; {@code OTHER} if that is not known
   * @param states whether it speaks about the images: not history, technique, comparison or a
   *     signature
   */
  public record Sentence(
      Span span, SectionMark.Section section, boolean states, List<Mention> mentions) {
    public Sentence {
      mentions = List.copyOf(mentions);
    }
  }

  /**
   * A place where a sentence names something.
   *
   * @param concept id of the entry of the word list, such as {@code effusion}
   * @param certainty how sure the sentence is of it
   * @param side which it names for it; empty if none
   * @param sites ids of the anatomical sites that it names for it
   */
  public record Mention(
      Span span,
      Kind kind,
      String concept,
      Certainty certainty,
      Time time,
      Optional<Side> side,
      Set<String> sites) {
    public Mention {
      sites = Set.copyOf(sites);
    }
  }

  /** What a sentence names. */
  public enum Kind {
    FINDING,
    ANATOMY,
    DEVICE,
    PROCEDURE,
    COMPARISON
  }

  /** How sure a sentence is of what it names. */
  public enum Certainty {
    /** It is there. */
    AFFIRMED,
    /** It is not there. */
    DENIED,
    /** It may be there. */
    POSSIBLE,
    /** The sentence asks for it. */
    ASKED,
    /** A negation is near, and whether it reaches so far is not certain. */
    UNCLEAR
  }

  /** Of which time, and of whom. */
  public enum Time {
    NOW,
    EARLIER,
    /** Of a relative. */
    FAMILY
  }

  /** A side of the body. */
  public enum Side {
    LEFT,
    RIGHT,
    BOTH
  }

  /** Withholds the report's words, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Reading[" + sentences.size() + " sentences]";
  }
}
