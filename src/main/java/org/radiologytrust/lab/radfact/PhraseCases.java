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
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Span;
import org.radiologytrust.pipeline.RuleClaims;
import org.radiologytrust.pipeline.Segmenter;

/**
 * A report and the phrases that it was split into: a case whose claims are known, but not labelled.
 * A phrase that does not stand in the report word for word makes a claim of the sentence that it is
 * about.
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

  /** As RadFact writes it. */
  record Example(
      @JsonProperty("example_id") String id,
      @JsonProperty("findings_text") String findings,
      @JsonProperty("parsed_report") Parsed parsed) {}

  record Parsed(@JsonProperty("sentence_list") List<Split> sentences) {}

  /**
   * @param orig one sentence, or some, of the report
   * @param phrases what it states; empty ones = nothing
   */
  record Split(String orig, @JsonProperty("new") List<String> phrases) {}

  /**
   * @throws IllegalArgumentException naming the example and what is wrong with it
   */
  RadFact.Case of(int number, Example e) {
    if (e.findings == null || e.parsed == null || e.parsed.sentences == null) {
      throw wrong(e, "lacks findings_text or parsed_report");
    }
    String text = Report.canonicalText(e.findings);
    List<Sentence> sentences = Cut.stated(segmenter, text);
    // by place: a sentence that several phrases are about is one claim
    TreeMap<Span, TrueClaim> claims =
        new TreeMap<>(Comparator.comparingInt(Span::start).thenComparingInt(Span::end));
    int reached = 0;
    for (Split s : e.parsed.sentences) {
      if (s == null || s.orig == null || s.orig.isBlank() || s.phrases == null) {
        throw wrong(e, "has a sentence without orig or new");
      }
      String orig = Report.canonicalText(s.orig);
      int at = text.indexOf(orig, reached);
      if (at < 0) {
        throw wrong(e, "has a sentence that does not stand in findings_text");
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
            List.copyOf(claims.values()),
            null);
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

  /** Where the phrase stands in one of the sentences; else the sentence that it is most like. */
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
