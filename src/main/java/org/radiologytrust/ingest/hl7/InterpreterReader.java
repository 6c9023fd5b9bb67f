package org.radiologytrust.ingest.hl7;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.radiologytrust.ingest.PersonName;

/**
 * Reads who interpreted the images: OBR-32 (principal result interpreter), otherwise PRT-5 of the
 * participant with that role, which replaces OBR-32 from version 2.7 on.
 *
 * <p>OBR-32 is an NDL: the name is its first component, in subcomponents. Most systems send the
 * person in components instead, as XCN, and some only a name or an identifier.
 */
final class InterpreterReader {
  /** Codes of table 0912 for the principal result interpreter and the primary interpreter. */
  private static final Set<String> INTERPRETERS = Set.of("PRI", "PI");

  private static final Pattern LETTER = Pattern.compile("\\p{L}");
  private static final Pattern DIGIT = Pattern.compile("\\p{Nd}");

  private InterpreterReader() {}

  /**
   * The name of the first interpreter, or the identifier if there is no name; empty if the orders
   * name nobody.
   *
   * @param main the order that identifies the report; it comes before the others
   */
  static Optional<String> of(OrderGroup main, List<OrderGroup> groups) {
    return Stream.concat(Stream.of(main), groups.stream())
        .flatMap(InterpreterReader::persons)
        .filter(person -> !person.isEmpty())
        .findFirst();
  }

  private static Stream<String> persons(OrderGroup group) {
    Segment obr = group.obr();
    return Stream.concat(
        obr.repetitions(32).stream().map(repetition -> ofResult(obr, repetition)),
        group.participants().stream()
            .filter(prt -> INTERPRETERS.contains(prt.value(4, 1)))
            .flatMap(prt -> prt.repetitions(5).stream().map(one -> ofComponents(prt, one))));
  }

  private static String ofResult(Segment obr, String repetition) {
    String first = Slice.of(repetition).piece(obr.encoding().component(), 1).text();
    return first.indexOf(obr.encoding().subcomponent()) < 0
        ? ofComponents(obr, repetition)
        : person(
            obr.part(repetition, 1, 1),
            obr.part(repetition, 1, 2),
            obr.part(repetition, 1, 3),
            obr.part(repetition, 1, 4));
  }

  private static String ofComponents(Segment segment, String repetition) {
    return person(
        segment.part(repetition, 1),
        word(segment.part(repetition, 2)),
        word(segment.part(repetition, 3)),
        word(segment.part(repetition, 4)));
  }

  /** The part of a name; empty for the times that an NDL has in these components. */
  private static String word(String part) {
    return LETTER.matcher(part).find() ? part : "";
  }

  private static String person(String id, String family, String given, String middle) {
    if (family.isEmpty() && given.isEmpty()) {
      return PersonName.line(id);
    }
    if (given.isEmpty() && LETTER.matcher(id).find() && !DIGIT.matcher(id).find()) {
      // a name without an identifier before it: the family name is where the identifier belongs
      return PersonName.of(id, family);
    }
    return PersonName.of(family, given + " " + middle);
  }
}
