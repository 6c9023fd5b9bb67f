package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.text.Terms;
import org.radiologytrust.text.WordTokens;

/** Recognises body parts in words and in BodyPartExamined. */
final class BodyParts {
  private static final String FILE = "body-parts.yaml";

  /** An entry of the file, which explains the fields. */
  record Part(
      String code,
      Set<String> dicom,
      Set<String> regions,
      boolean lateral,
      List<String> terms,
      @Nullable List<String> local) {}

  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Terms names;
  private final Map<String, Terms> local = new LinkedHashMap<>();

  BodyParts(SiteFiles files) {
    for (Part p : files.words(FILE, new TypeReference<List<Part>>() {})) {
      if (p.dicom() == null || p.regions() == null || p.terms() == null) {
        throw new IllegalArgumentException(
            FILE + ": " + p.code() + " lacks dicom, regions or terms");
      }
      parts.put(p.code(), p);
      List<String> all = new ArrayList<>(p.terms());
      all.addAll(p.local() == null ? List.of() : p.local());
      local.put(p.code(), Terms.of(all));
    }
    Map<String, List<String>> terms = new LinkedHashMap<>();
    parts.forEach((code, p) -> terms.put(code, p.terms()));
    names = Terms.of(terms);
  }

  /** The places where a text names body parts; a hit's id is the part's code. */
  List<Terms.Hit> named(WordTokens t) {
    return names.in(t);
  }

  /** Codes of the parts that a text names. */
  Set<String> codes(WordTokens t) {
    Set<String> codes = new LinkedHashSet<>();
    named(t).forEach(h -> codes.add(h.id()));
    return codes;
  }

  /** The places where a sentence about a study of this part names it or a structure in it. */
  List<Terms.Hit> local(String code, WordTokens t) {
    return local.get(code).in(t);
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
