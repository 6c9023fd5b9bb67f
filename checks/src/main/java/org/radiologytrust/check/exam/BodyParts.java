package org.radiologytrust.check.exam;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Instance;
import org.radiologytrust.text.mentions.Anatomy;
import org.radiologytrust.text.mentions.NamedPlaces;
import org.radiologytrust.text.mentions.Site;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Recognises body parts in words and in BodyPartExamined. */
final class BodyParts {
  private static final String FILE = "body-parts.yaml";

  /** The zone of a part that contradicts no other. */
  private static final String EVERY = "every";

  /** An entry of the file, which explains the fields. */
  record Part(
      String code,
      @MayBeEmpty Set<String> dicom,
      Set<String> regions,
      @Nullable Set<String> zones,
      boolean lateral,
      @Nullable List<String> places,
      List<String> terms,
      @Nullable List<String> orders,
      @Nullable List<String> local) {
    Set<String> zoned() {
      return zones == null || zones.isEmpty() ? regions : zones;
    }
  }

  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Terms names;
  private final Terms orderNames;
  private final Map<String, Terms> local = new LinkedHashMap<>();
  private final Map<String, Set<Site>> places = new LinkedHashMap<>();
  private final Anatomy anatomy;

  BodyParts(SiteFiles files) {
    anatomy = Anatomy.of(files);
    Map<String, List<String>> terms = new LinkedHashMap<>();
    Map<String, List<String>> orders = new LinkedHashMap<>();
    for (Part p : files.words(FILE, new TypeReference<List<Part>>() {})) {
      parts.put(p.code(), p);
      places.put(p.code(), anatomy.sites(FILE, SiteFiles.orEmpty(p.places())));
      terms.put(p.code(), p.terms());
      orders.put(p.code(), and(p.terms(), p.orders()));
      local.put(p.code(), Terms.of(files, FILE, Map.of(p.code(), and(p.terms(), p.local()))));
    }
    names = Terms.of(files, FILE, terms);
    orderNames = Terms.of(files, FILE, orders);
  }

  private static List<String> and(List<String> terms, @Nullable List<String> more) {
    List<String> all = new ArrayList<>(terms);
    all.addAll(SiteFiles.orEmpty(more));
    return all;
  }

  /** The places where a text names body parts; a hit's id is the part's code. */
  List<Terms.Hit> named(WordTokens t) {
    return own(names, t).toList();
  }

  /** Where words name a part, and are not of the longer name of a place of another part. */
  private Stream<Terms.Hit> own(Terms terms, WordTokens t) {
    NamedPlaces named = NamedPlaces.of(anatomy, t);
    return terms.in(t).stream()
        .filter(
            hit -> {
              Site longer = named.longer(hit.first(), hit.last());
              return longer == null || Site.meet(Set.of(longer), places.get(hit.id()));
            });
  }

  /** Codes of the parts that a text names. */
  Set<String> codes(WordTokens t) {
    Set<String> codes = new LinkedHashSet<>();
    named(t).forEach(h -> codes.add(h.id()));
    return codes;
  }

  /** The places where an order or the name of an examination names body parts. */
  List<Terms.Hit> ordered(WordTokens t) {
    return own(orderNames, t).toList();
  }

  /** Codes of the parts that an order or the name of an examination names. */
  Set<String> orderedCodes(WordTokens t) {
    Set<String> codes = new LinkedHashSet<>();
    ordered(t).forEach(h -> codes.add(h.id()));
    return codes;
  }

  /** Codes of all parts with words in a text about them, each with the words found first. */
  Map<String, Terms.Hit> content(WordTokens t) {
    Map<String, Terms.Hit> found = new LinkedHashMap<>();
    parts
        .keySet()
        .forEach(code -> local(code, t).stream().findFirst().ifPresent(h -> found.put(code, h)));
    return found;
  }

  /** Whether a part of one set shares a zone with a part of the other. */
  boolean near(Set<String> some, Set<String> others) {
    return some.stream().anyMatch(a -> others.stream().anyMatch(b -> near(a, b)));
  }

  private boolean near(String a, String b) {
    Set<String> zones = parts.get(b).zoned();
    return zones.contains(EVERY)
        || parts.get(a).zoned().stream().anyMatch(z -> z.equals(EVERY) || zones.contains(z));
  }

  /** The places where a sentence about a study of this part names it or a structure in it. */
  List<Terms.Hit> local(String code, WordTokens t) {
    Set<Site> own = places.get(code);
    return Stream.concat(
            own(local.get(code), t),
            anatomy.in(t).stream()
                .filter(named -> own.stream().anyMatch(named.site()::isIn))
                .map(named -> new Terms.Hit(code, named.first(), named.last())))
        .sorted(Comparator.comparingInt(Terms.Hit::first))
        .toList();
  }

  /** Whether a study of this part shows one side of the body. */
  boolean lateral(String code) {
    return parts.get(code).lateral();
  }

  /**
   * Codes of all parts that the images' tags can mean; {@code null} if a value is unknown, empty if
   * no image has one.
   */
  @Nullable Set<String> tagged(List<Instance> images) {
    Set<String> codes = new LinkedHashSet<>();
    for (Instance i : images) {
      String value = i.bodyPartExamined().strip().toUpperCase(Locale.ROOT).replace(" ", "");
      List<String> meant =
          parts.values().stream().filter(p -> p.dicom().contains(value)).map(Part::code).toList();
      if (meant.isEmpty() && !value.isEmpty()) {
        return null;
      }
      codes.addAll(meant);
    }
    return codes;
  }

  /** Whether a part of one set shares a region with a part of the other. */
  boolean related(Set<String> some, Set<String> others) {
    return some.stream()
        .anyMatch(
            a ->
                others.stream()
                    .anyMatch(
                        b ->
                            parts.get(a).regions().stream()
                                .anyMatch(parts.get(b).regions()::contains)));
  }
}
