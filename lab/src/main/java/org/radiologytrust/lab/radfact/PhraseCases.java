package org.radiologytrust.lab.radfact;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.text.sections.Segmenter;

/**
 * Makes a case from a report and its phrases. Its claims are known but have no labels. If a phrase
 * is not in the report word for word, the sentence that it is about becomes the claim.
 */
final class PhraseCases {
  static final String SPLIT = "radfact-claims";

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]");

  private final Segmenter segmenter;
  private final RuleClaims rules;

  PhraseCases(SiteFiles files) {
    segmenter = new Segmenter(files);
    rules = new RuleClaims(files);
  }

  /** An example in RadFact's format. */
  record Example(
      @JsonProperty("example_id") @Nullable String id,
      @JsonProperty("findings_text") @Nullable String findings,
      @JsonProperty("parsed_report") @Nullable Parsed parsed) {}

  record Parsed(@JsonProperty("sentence_list") @Nullable List<@Nullable SplitSentence> sentences) {}

  /**
   * @param orig one or more sentences of the report
   * @param phrases what they state; empty phrases are ignored
   */
  record SplitSentence(
      @Nullable String orig, @JsonProperty("new") @Nullable List<@Nullable String> phrases) {}

  /**
   * @throws IllegalArgumentException if the example is not valid; the message names it
   */
  RadFact.Case of(int number, Example e) {
    if (e.findings == null || e.parsed == null || e.parsed.sentences == null) {
      throw wrong(e, "lacks findings_text or parsed_report");
    }
    String text = Report.canonicalText(e.findings);
    List<Sentence> sentences = StatedSentences.of(segmenter, text);
    // keyed by place, so several phrases about one sentence make one claim
    TreeMap<Span, TrueClaim> claims =
        new TreeMap<>(Comparator.comparingInt(Span::start).thenComparingInt(Span::end));
    int reached = 0;
    for (SplitSentence s : e.parsed.sentences) {
      if (s == null || s.orig == null || s.orig.isBlank() || s.phrases == null) {
        throw wrong(e, "has a sentence without orig or new");
      }
      String orig = Report.canonicalText(s.orig);
      int at = text.indexOf(orig, reached);
      if (at < 0) {
        throw wrong(e, "has a sentence that is not in findings_text");
      }
      reached = at + orig.length();
      Span whole = Span.of(text, at, reached);
      List<Sentence> within = sentences.stream().filter(k -> k.span().overlaps(whole)).toList();
      for (String phrase : s.phrases) {
        if (phrase != null && WORD.matcher(phrase).find() && !within.isEmpty()) {
          Span span = quote(text, whole, within, phrase.strip());
          claims.put(span, claim(text, span));
        }
      }
    }
    Truth truth =
        new Truth(
            RadFact.MODALITY,
            RadFact.BODY_PART,
            SPLIT,
            "",
            List.of(),
            List.copyOf(claims.values()));
    return new RadFact.Case("%s-%02d".formatted(SPLIT, number), text, truth);
  }

  private TrueClaim claim(String text, Span span) {
    String quote = span.in(text);
    return new TrueClaim(
        quote,
        span.start(),
        rules.type(Section.FINDINGS, quote),
        null,
        "",
        "",
        List.of(),
        null,
        List.of());
  }

  /**
   * The phrase's place in one of the sentences, or else the sentence with the most shared words.
   */
  private static Span quote(String text, Span whole, List<Sentence> within, String phrase) {
    String words = phrase.replaceFirst("\\.$", "");
    Pattern verbatim =
        Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(words) + "(?![\\p{L}\\p{N}])");
    for (Sentence s : within) {
      Matcher there = verbatim.matcher(s.text());
      if (there.find()) {
        int start = s.span().start() + s.text().codePointCount(0, there.start());
        Span span = new Span(start, start + words.codePointCount(0, words.length()));
        if (whole.contains(span)) {
          return span;
        }
      }
    }
    Set<String> said = words(phrase);
    return within.stream()
        .max(Comparator.comparingLong(s -> words(s.text()).stream().filter(said::contains).count()))
        .orElseThrow()
        .span();
  }

  private static Set<String> words(String text) {
    return new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
  }

  private static IllegalArgumentException wrong(Example e, String what) {
    return new IllegalArgumentException(
        RadFact.PHRASES + ": example " + e.id + " " + what + ": take the file as it is published");
  }
}
