package org.radiologytrust.text.mentions;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Finds what a sentence names, each with its polarity, certainty, time, side and sites. */
final class MentionReader {
  /** The terms of one kind; a hit's id is the concept. */
  private record Lexicon(MentionKind kind, Terms terms) {}

  private final List<Lexicon> lexicons = new ArrayList<>();
  private final Map<String, String> families = new HashMap<>();
  private final Scopes scopes;
  private final MentionSides sides;

  MentionReader(SiteFiles files) {
    scopes = new Scopes(files);
    Anatomy anatomy = Anatomy.of(files);
    sides = new MentionSides(files, scopes, anatomy);
    Map<String, List<String>> findings = new LinkedHashMap<>();
    files
        .words("findings.yaml", new TypeReference<Map<String, Map<String, List<String>>>>() {})
        .forEach(
            (family, concepts) ->
                concepts.forEach(
                    (concept, terms) -> {
                      findings.put(concept, terms);
                      families.put(concept, family);
                    }));
    lexicons.add(new Lexicon(MentionKind.FINDING, Terms.of(files, "findings.yaml", findings)));
    lexicons.add(new Lexicon(MentionKind.ANATOMY, anatomy.terms()));
    files
        .words("mentions.yaml", new TypeReference<Map<MentionKind, Terms>>() {})
        .forEach((kind, terms) -> lexicons.add(new Lexicon(kind, terms)));
  }

  /** The engine that tells what is denied or possible. */
  Scopes scopes() {
    return scopes;
  }

  /** Whether a text names a finding. */
  boolean findingIn(WordTokens t) {
    return lexicons.stream().anyMatch(l -> l.kind() == MentionKind.FINDING && l.terms().anyIn(t));
  }

  SentenceReading read(WordTokens t) {
    Scopes.Reading scope = scopes.read(t);
    List<Mention> mentions = new ArrayList<>();
    boolean @Nullable [] named = sides.named(t);
    for (Lexicon l : lexicons) {
      for (Terms.Hit hit : named == null ? l.terms().in(t) : l.terms().in(t, named)) {
        mentions.add(mention(t, scope, l.kind(), hit));
      }
    }
    mentions.sort((a, b) -> Integer.compare(a.first(), b.first()));
    return new SentenceReading(t.sentence(), t, scope, sides.attach(t, mentions));
  }

  private Mention mention(WordTokens t, Scopes.Reading scope, MentionKind kind, Terms.Hit hit) {
    int at = hit.last();
    return new Mention(
        kind,
        hit.id(),
        kind == MentionKind.FINDING ? families.get(hit.id()) : hit.id(),
        scope.polarity(at),
        scope.certainty(at),
        scope.time(at),
        null,
        null,
        Set.of(),
        t,
        hit.first(),
        hit.last(),
        -1);
  }
}
